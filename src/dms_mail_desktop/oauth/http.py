"""HTTPS to the identity provider: the client that msal is given, and the only module that knows requests."""

import contextlib
import errno
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin, urlsplit

from dms_mail_desktop.errors import MetadataRejected, NetworkFault, ProviderUnreachable, TlsFault
from dms_mail_desktop.oauth.routes import issuer_seen, without_login
from dms_mail_desktop.tls_facts import certificate_fault

if TYPE_CHECKING:
    import requests

LARGEST_ANSWER = 1_000_000
MOST_REDIRECTS = 3
LONGEST_CONNECT = 4.0
"""Seconds for one address: urllib3 tries them one after the other, and the first may be a dead IPv6 one."""
LONGEST_WAIT = 3600.0
"""Seconds; what a provider may ask for in Retry-After."""
UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, 10051, 10065})  # the last two are Windows' own


class HttpResponse(Protocol):
    """What is read of an answer."""

    @property
    def status_code(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def headers(self) -> Mapping[str, str]: ...  # noqa: D102


class Http(Protocol):
    """The surface that msal needs of an HTTP client; the sandbox and the tests answer it in process."""

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
        """Reads `url`."""

    def post(
        self, url: str, *, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> HttpResponse:
        """Sends a form to `url`."""

    def close(self) -> None:
        """Gives up the connections."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was read to its end; the text may hold tokens."""

    status_code: int
    text: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def raise_if_busy(response: HttpResponse, host: str) -> None:
    """Raises ProviderUnreachable for 429 and 5xx: they say nothing about the sign-in (RFC 6585 section 4)."""
    if response.status_code == 429 or response.status_code >= 500:
        raise ProviderUnreachable(
            host, NetworkFault.SERVER_BUSY, f"HTTP {response.status_code}", retry_after(response.headers)
        )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds a provider asks to wait, from a number or a date (RFC 9110 section 10.2.3); None if it does not."""
    value = next((text for name, text in headers.items() if name.lower() == "retry-after"), "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), LONGEST_WAIT)
    with contextlib.suppress(ValueError):
        wait = (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
        return min(max(wait, 0.0), LONGEST_WAIT)
    return None


def json_object(response: HttpResponse) -> dict[str, Any] | None:
    """The answer as a JSON object, or None for anything else."""
    try:
        document = json.loads(response.text)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def system_proxies(url: str) -> Mapping[str, str]:
    """The proxies for an address by the system's settings (on Windows its registry) and by the environment."""
    from requests.utils import get_environ_proxies  # noqa: PLC0415 - start-up time

    return get_environ_proxies(url)


def proxy_in(proxies: Mapping[str, str], url: str) -> str:
    """The proxy on the way to an address; "" for the direct way."""
    from requests.utils import select_proxy  # noqa: PLC0415 - start-up time

    found = select_proxy(url, dict(proxies)) or ""
    return found if not found or "://" in found else f"http://{found}"


class HttpClient:
    """Blocking HTTPS with the given trust, system proxies, and no redirect to another host; `time_limit` in seconds.

    Raises ProviderUnreachable, and MetadataRejected for a foreign redirect.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        *,
        proxies: Callable[[str], Mapping[str, str]] | None = None,
        time_limit: float = 15.0,
    ) -> None:
        self._session = _session(context)
        self._proxies = proxies or system_proxies
        self._time_limit = time_limit

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Reads `url`, following a few redirects on the same host."""
        for _ in range(MOST_REDIRECTS):
            answer = self._ask("GET", url, None, headers)
            target = answer.headers.get("location") if 300 <= answer.status_code < 400 else None
            if target is None:
                return answer
            address = urljoin(url, target)
            if urlsplit(address)[:2] != urlsplit(url)[:2]:
                raise MetadataRejected(url, "redirect", urlsplit(address).hostname or "")
            url = address
        raise MetadataRejected(url, "redirect", "too many")

    def post(
        self, url: str, *, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Sends a form; a redirect is not followed, for it would carry the form elsewhere."""
        return self._ask("POST", url, data, headers)

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    def _ask(self, method: str, url: str, data: Mapping[str, str] | None, headers: Mapping[str, str] | None) -> Answer:
        from requests import RequestException  # noqa: PLC0415 - start-up time

        host = urlsplit(url).hostname or ""
        proxies = dict(self._proxies(url))
        try:
            with self._session.request(
                method,
                url,
                data=data,
                headers=headers,
                proxies=proxies,
                timeout=(min(LONGEST_CONNECT, self._time_limit), self._time_limit),
                allow_redirects=False,
                stream=True,
            ) as response:
                deadline = time.monotonic() + self._time_limit
                body = bytearray()
                for chunk in response.iter_content(65_536):
                    body += chunk
                    if len(body) > LARGEST_ANSWER or time.monotonic() > deadline:
                        raise ProviderUnreachable(host, NetworkFault.TIMED_OUT, "the answer does not end")
                lowered = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, body.decode(errors="replace"), lowered)
        except RequestException as error:
            raise _unreachable(url, error, proxy_in(proxies, url), self._time_limit) from None


def _session(context: ssl.SSLContext) -> "requests.Session":
    import requests  # noqa: PLC0415 - start-up time
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    class ContextAdapter(HTTPAdapter):
        """Verifies by the given context alone; requests would add certifi's list to it."""

        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, ssl_context=context, **kwargs)

        def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
            return super().proxy_manager_for(proxy, ssl_context=context, **kwargs)

        def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002
            conn.cert_reqs = "CERT_REQUIRED"

    session = requests.Session()
    session.trust_env = False  # REQUESTS_CA_BUNDLE and .netrc would override what was decided here
    session.adapters.clear()
    session.mount("https://", ContextAdapter(max_retries=0))
    return session


def _unreachable(url: str, error: Exception, proxy: str, time_limit: float) -> ProviderUnreachable:
    from requests import exceptions  # noqa: PLC0415 - start-up time

    causes = _causes(error)
    host, detail, shown = urlsplit(url).hostname or "", _detail(causes), without_login(proxy)
    refused = next((cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if refused is not None:
        found = certificate_fault(refused)
        issuer = issuer_seen(url, proxy, time_limit) if found is TlsFault.UNTRUSTED else ""
        return ProviderUnreachable(host, NetworkFault.TLS, detail, beneath=found, proxy=shown, issuer=issuer)
    if isinstance(error, exceptions.ProxyError):
        beneath = _fault(causes)
        known = beneath if beneath is not NetworkFault.OTHER else None
        return ProviderUnreachable(host, NetworkFault.PROXY, detail, beneath=known, proxy=shown)
    if isinstance(error, exceptions.SSLError):
        fault = NetworkFault.TLS
    elif isinstance(error, exceptions.Timeout):
        fault = NetworkFault.TIMED_OUT
    else:
        fault = _fault(causes)
    return ProviderUnreachable(host, fault, detail, proxy=shown)


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what lies under it: requests wraps urllib3, which wraps the operating system."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, BaseException) and item not in found:
            found.append(item)
            waiting += [*item.args, item.__cause__, item.__context__, getattr(item, "reason", None)]
    return found


def _fault(causes: list[BaseException]) -> NetworkFault:
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return NetworkFault.NAME
        if isinstance(cause, ConnectionRefusedError):
            return NetworkFault.REFUSED
        if isinstance(cause, TimeoutError):
            return NetworkFault.TIMED_OUT
    unreachable = any(isinstance(cause, OSError) and cause.errno in UNREACHABLE for cause in causes)
    return NetworkFault.UNREACHABLE if unreachable else NetworkFault.OTHER


def _detail(causes: list[BaseException]) -> str:
    """The innermost words: those of the operating system, TLS or a proxy, not the wrappers' object addresses."""
    # What a proxy answered is a plain OSError without a number (http.client).
    told = [cause for cause in causes if isinstance(cause, OSError) and (cause.strerror or type(cause) is OSError)]
    words = [cause.strerror or str(cause) for cause in told]
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return str(cause.verify_message)
    return (words[-1] if words else type(causes[-1]).__name__)[:300]
