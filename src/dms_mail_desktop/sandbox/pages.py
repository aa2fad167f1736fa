"""Fills in the sandbox's HTML templates; every value is escaped unless it is Markup."""

from collections.abc import Iterable, Mapping
from html import escape
from http import HTTPStatus
from importlib.resources import files
from string import Template

from dms_mail_desktop.sandbox.web import Response


class Markup(str):
    """HTML that is safe to put into a page as it is."""

    __slots__ = ()


class Pages:
    """The templates of `data/sandbox`, read once."""

    def __init__(self) -> None:
        folder = files("dms_mail_desktop") / "data" / "sandbox"
        self._templates = {
            entry.name.removesuffix(".html"): Template(entry.read_text(encoding="utf-8"))
            for entry in folder.iterdir()
            if entry.name.endswith(".html")
        }

    def part(self, template: str, **values: object) -> Markup:
        """A piece of a page."""
        safe = {name: value if isinstance(value, Markup) else escape(str(value)) for name, value in values.items()}
        return Markup(self._templates[template].substitute(safe))

    def parts(self, template: str, rows: Iterable[Mapping[str, object]]) -> Markup:
        """The same piece once for each row."""
        return Markup("".join(self.part(template, **row) for row in rows))

    def page(self, title: str, body: Markup, *, status: HTTPStatus = HTTPStatus.OK, nonce: str = "") -> Response:
        """A whole page."""
        html = self.part("frame", title=title, body=body)
        return Response(html.encode(), status, script_nonce=nonce)
