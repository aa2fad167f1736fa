"""A person at a browser, for machines without one: fills in the provider's forms and carries the answer back.

Run as a program with a sign-in address, it is a browser that knows the sandbox's passwords.
"""

import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from dms_mail_desktop.sandbox.directory import NOTIFICATIONS, Directory

TIME_LIMIT = 30.0
"""Seconds for one page; the last page comes only after the application has its token."""
PAGE_LIMIT = 8
"""Pages after which the agent gives up, since a refused password leads back to the same form."""


class SignInFailed(Exception):
    """The agent came to a page with which it can do nothing; the text is that page's."""


@dataclass(slots=True)
class _Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    password: str = ""
    login: str = ""
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and caption."""


class _Page(HTMLParser):
    """The forms of a page and the text that a person reads on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.text: list[str] = []
        self._silent = 0
        self._button: dict[str, str | None] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Forms, their fields and buttons."""
        values = dict(attrs)
        if tag in ("style", "script", "title"):
            self._silent += 1
        elif tag == "form":
            self.forms.append(_Form(values.get("action") or "", (values.get("method") or "get").lower()))
        elif tag == "button":
            self._button = values
        elif tag == "input" and self.forms:
            self._input(self.forms[-1], values)

    @staticmethod
    def _input(form: _Form, values: dict[str, str | None]) -> None:
        name, kind = values.get("name") or "", values.get("type") or "text"
        if kind == "submit":
            form.buttons.append((name, values.get("value") or "", values.get("value") or ""))
            return
        form.fields[name] = values.get("value") or ""
        if kind == "password":
            form.password = name
        elif kind in ("text", "email"):
            form.login = name

    def handle_endtag(self, tag: str) -> None:
        """The end of what is not shown, and of a button."""
        if tag in ("style", "script", "title"):
            self._silent -= 1
        elif tag == "button":
            self._button = None

    def handle_data(self, data: str) -> None:
        """Text and captions."""
        words = " ".join(data.split())
        if not words or self._silent:
            return
        self.text.append(words)
        if self._button is not None and self.forms:
            name, value = self._button.get("name") or "", self._button.get("value") or ""
            self.forms[-1].buttons.append((name, value, words))
            self._button = None


def sign_in(address: str, login: str, password: str, *, consent: bool = True) -> str:
    """Opens the sign-in address and goes through to the application's own page; returns its text.

    Blocks; raises SignInFailed for a refused password, OSError when a page cannot be reached.
    """
    opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))
    request, asked_for_password = Request(address), False  # noqa: S310 - the caller's address
    for _ in range(PAGE_LIMIT):
        try:
            with opener.open(request, timeout=TIME_LIMIT) as answer:
                url, page = answer.geturl(), _Page(answer.read().decode("utf-8", "replace"))
        except HTTPError as error:
            with error:
                url, page = error.geturl(), _Page(error.read().decode("utf-8", "replace"))
        text = "\n".join(page.text)
        if not page.forms:
            return text
        form = page.forms[0]
        if form.password and asked_for_password:
            raise SignInFailed(text)
        asked_for_password = asked_for_password or bool(form.password)
        request = _submission(url, form, _filled(form, login, password, consent=consent))
    raise SignInFailed(text)


def _filled(form: _Form, login: str, password: str, *, consent: bool) -> dict[str, str]:
    given = {form.login: login, form.password: password}
    wanted = {"yes" if consent else "no", login}
    button = next((b for b in form.buttons if b[1] in wanted), form.buttons[-1] if form.buttons else ("", "", ""))
    filled = form.fields | {name: value for name, value in given.items() if name}
    return filled | ({button[0]: button[1]} if button[0] else {})


def _submission(url: str, form: _Form, fields: dict[str, str]) -> Request:
    address, data = urljoin(url, form.action), urlencode(fields)
    if not address.startswith("http"):
        raise SignInFailed(address)
    if form.method == "post":
        return Request(address, data.encode())  # noqa: S310 - checked above
    return Request(f"{address}?{data}")  # noqa: S310 - checked above


def main(arguments: list[str]) -> int:
    """Signs in at the address given as the only argument; the login is its login_hint."""
    [address] = arguments
    login = dict(parse_qsl(urlsplit(address).query)).get("login_hint", NOTIFICATIONS)
    user = Directory().user(login)
    sys.stdout.write(sign_in(address, login, user.password if user else "") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
