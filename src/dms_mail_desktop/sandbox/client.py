"""The provider's https part, answered in this process: the `http_client` that msal is given."""

import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dms_mail_desktop.errors import NetworkFault, ProviderUnreachable
from dms_mail_desktop.sandbox.faults import Refused
from dms_mail_desktop.sandbox.provider import Provider, check_tenant, refusal
from dms_mail_desktop.sandbox.tokens import HOST

METADATA = "v2.0/.well-known/openid-configuration"
KEYS = "discovery/v2.0/keys"
TOKEN = "oauth2/v2.0/token"  # noqa: S105 - a path


class HttpReply:
    """A response with what msal and this program read of one of requests' responses."""

    def __init__(self, status_code: int, text: str, headers: Mapping[str, str]) -> None:
        self.status_code = status_code
        self.text = text
        self.headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", **headers}

    @property
    def content(self) -> bytes:
        """The body as bytes."""
        return self.text.encode()

    @property
    def ok(self) -> bool:
        """Whether the status says success."""
        return self.status_code < HTTPStatus.BAD_REQUEST

    def json(self) -> Any:
        """The body as a document; raises ValueError."""
        return json.loads(self.text)

    def raise_for_status(self) -> None:
        """Raises OSError for an error status, of which requests' HTTPError is a kind too."""
        if not self.ok:
            raise OSError(f"HTTP status {self.status_code}")


class ProviderClient:
    """Answers `https://sandbox.invalid/…` from any thread."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def get(
        self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, **_: object
    ) -> HttpReply:
        """Metadata and keys. Raises ProviderUnreachable."""
        return self._ask("GET", url, {**(params or {})}, headers or {})

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> HttpReply:
        """The token endpoint. Raises ProviderUnreachable."""
        text = data.decode() if isinstance(data, bytes) else data
        form = dict(parse_qsl(text)) if isinstance(text, str) else dict(text or {})
        return self._ask("POST", url, {**(params or {}), **form}, headers or {})

    def close(self) -> None:
        """Nothing is open."""

    def _ask(self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> HttpReply:
        parts = urlsplit(url)
        if self._provider.faults.unreachable or not self._provider.origin or parts.netloc != HOST:
            raise ProviderUnreachable(parts.netloc, NetworkFault.UNREACHABLE, "not served by the sandbox")
        tenant, _, path = parts.path.strip("/").partition("/")
        correlation_id = headers.get("client-request-id", "")
        if path == TOKEN:
            time.sleep(self._provider.faults.delay)
        with self._provider.lock:
            return self._answer(method, tenant, path, form, correlation_id)

    def _answer(self, method: str, tenant: str, path: str, form: Mapping[str, str], correlation_id: str) -> HttpReply:
        fault = self._provider.faults.token if path == TOKEN else None
        try:
            if fault and fault.refused:
                raise fault.refused
            if fault:
                return HttpReply(fault.status, "<html>fault</html>", fault.headers)
            document = self._document(method, tenant, path, form)
        except Refused as error:
            text = json.dumps(refusal(error, correlation_id))
            return HttpReply(fault.status if fault else error.status, text, fault.headers if fault else {})
        if document is None:
            return HttpReply(HTTPStatus.NOT_FOUND, "", {})
        return HttpReply(HTTPStatus.OK, json.dumps(document), {})

    def _document(self, method: str, tenant: str, path: str, form: Mapping[str, str]) -> Mapping[str, Any] | None:
        if (method, path) == ("POST", TOKEN):
            return self._provider.token(tenant, form)
        if (method, path) == ("GET", METADATA):
            return self._provider.metadata(tenant)
        if (method, path) == ("GET", KEYS):
            check_tenant(tenant)
            return self._provider.mint.keys
        return None
