"""The text of an HTML body, for reading and searching.

Written here because html2text answers in Markdown ("1\\. Faktura"), others bring a browser's parser, and the one of the
standard library takes quadratic time over hostile input.
"""

import re
from html import unescape

TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9:]*+)(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>"
    r"|<[/!?a-zA-Z][^<>]*+>",
    re.DOTALL,
)
UNSEEN = {name: re.compile(rf"</{name}\s*+>", re.IGNORECASE) for name in ("noframes", "script", "style", "title")}
"""Elements whose content is no text."""
LINE, PARAGRAPH, CELL, KEPT = "\x01", "\x02", "\x03", "\xa0"
"""Where a line, a paragraph or a cell begins or ends; a space that stays."""
MARKS = {
    "br": "\n", "td": CELL, "th": CELL,
    **dict.fromkeys((
        "address", "article", "body", "center", "dd", "div", "dt", "fieldset", "figure", "footer", "form", "header",
        "li", "main", "nav", "option", "section", "tr",
    ), LINE),
    **dict.fromkeys((
        "blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul",
    ), PARAGRAPH),
}  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SPACES = re.compile(r"[ \t\r\n]+")
RUN = re.compile(r"(?: ?[\n\x01-\x03]|  )[ \n\x01-\x03]*+")


def html_text(html: str) -> str:
    """The text in its lines and paragraphs; cells of a table are set apart by tabs, items of a list begin with "- "."""
    html = CONTROL.sub(" ", html)
    pieces: list[str] = []
    at, preformatted, unseen = 0, 0, dict(UNSEEN)
    while tag := TAG.search(html, at):
        pieces.append(_words(html[at : tag.start()], preformatted=preformatted > 0))
        at = tag.end()
        name, opening = (tag[2] or "").lower(), not tag[1]
        pieces.append(MARKS.get(name, ""))
        if name == "li" and opening:
            pieces.append("- ")
        elif name == "pre":
            preformatted = max(0, preformatted + (1 if opening else -1))
        elif opening and name in unseen:
            if end := unseen[name].search(html, at):
                at = end.end()
            else:  # nor will one be found for the next
                del unseen[name]
    pieces.append(_words(html[at:], preformatted=preformatted > 0))
    return RUN.sub(_space, "".join(pieces)).replace(KEPT, " ").strip()


def _words(source: str, *, preformatted: bool) -> str:
    if not preformatted:
        return CONTROL.sub("", unescape(SPACES.sub(" ", source)))
    text = CONTROL.sub("", unescape(source.replace("\r\n", "\n").replace("\r", "\n")))
    return text.replace("\t", KEPT * 4).replace(" ", KEPT)


def _space(run: re.Match[str]) -> str:
    """What stands for several marks and spaces in a row."""
    marks = run[0].replace(" ", "")
    if PARAGRAPH in marks:
        return "\n\n"
    breaks = marks.count("\n")
    if LINE in marks:
        # A break at the end of a line is the end of that line; one in a line of its own is an empty line.
        return "\n" * min(2, 1 + breaks - marks.startswith("\n"))
    return "\n" * min(2, breaks) or ("\t" if CELL in marks else " ")
