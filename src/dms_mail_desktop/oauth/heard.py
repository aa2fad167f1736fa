"""What is kept of the requests to the identity provider: method, host, path, status, error codes, correlation id."""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.oauth.http import Http, HttpResponse, json_object
from dms_mail_desktop.transcripts import Conversation, Side

SEGMENT = re.compile(r"[A-Za-z0-9._-]{1,19}|[a-z.-]{1,40}|[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}")
"""A part of a path that is a name or a tenant's ID."""
IDENTIFIER = re.compile(r"[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}")
WORD = re.compile(r"[a-z_]{1,40}")
CODE = re.compile(r"\bAADSTS\d{4,9}\b")


class HeardHttp:
    """An HTTP client that tells a conversation of every request, never of forms, headers and answers."""

    def __init__(self, http: Http, conversation: Conversation) -> None:
        self._http = http
        self._conversation = conversation

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
        """Reads `url`."""
        return self._heard("GET", url, lambda: self._http.get(url, headers=headers))

    def post(
        self, url: str, *, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> HttpResponse:
        """Sends a form to `url`."""
        return self._heard("POST", url, lambda: self._http.post(url, data=data, headers=headers))

    def close(self) -> None:
        """Gives up the connections."""
        self._http.close()

    def _heard(self, method: str, url: str, ask: Callable[[], HttpResponse]) -> HttpResponse:
        self._conversation.add(Side.CLIENT, f"{method} {_address(url)}")
        try:
            response = ask()
        except MailDesktopError as error:
            fault = getattr(error, "fault", "")
            self._conversation.add(Side.NOTE, f"{type(error).__name__} {fault}".strip())
            raise
        self._conversation.add(Side.SERVER, " ".join((str(response.status_code), *_facts(response))))
        return response


def _address(url: str) -> str:
    parts = urlsplit(url)
    path = "/".join(part if not part or SEGMENT.fullmatch(part) else "…" for part in parts.path.split("/"))
    return f"{parts.hostname or ''}{path}"


def _facts(response: HttpResponse) -> Iterator[str]:
    if response.status_code < 400:
        return
    document = json_object(response) or {}
    for name in ("error", "suberror"):
        if WORD.fullmatch(str(document.get(name, ""))):
            yield f"{name}={document[name]}"
    codes = document.get("error_codes")
    if isinstance(codes, list):
        yield from (f"AADSTS{code}" for code in codes if isinstance(code, int))
    else:
        yield from CODE.findall(str(document.get("error_description", "")))
    for name in ("correlation_id", "trace_id"):
        if IDENTIFIER.fullmatch(str(document.get(name, ""))):
            yield f"{name}={document[name]}"
