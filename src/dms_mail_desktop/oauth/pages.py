"""The pages that the browser shows after signing in: fixed texts, nothing that was received (RFC 9700 section 4.11)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from string import Template

MACHINE_CODE = re.compile(r"AADSTS[0-9]{4,9}")
OAUTH_ERRORS = frozenset({
    "access_denied", "consent_required", "interaction_required", "invalid_client", "invalid_grant", "invalid_request",
    "invalid_resource", "invalid_scope", "login_required", "server_error", "temporarily_unavailable",
    "unauthorized_client", "unsupported_response_type",
})  # fmt: skip
"""RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect Core 3.1.2.6, Microsoft's page on authorisation errors."""


class FailureReason(StrEnum):
    """The sentence that a failure page shows."""

    CONSENT_REFUSED = "consent_refused"
    TENANT_UNKNOWN = "tenant_unknown"
    CLIENT_UNKNOWN = "client_unknown"
    PROVIDER_REFUSED = "provider_refused"
    PROVIDER_UNREACHABLE = "provider_unreachable"
    ANSWER_REJECTED = "answer_rejected"
    TIMED_OUT = "timed_out"
    STOPPED = "stopped"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Pages:
    """Complete pages in one language; `failures` has a place for the code."""

    success: bytes = field(repr=False)
    other_person: bytes = field(repr=False)
    older: bytes = field(repr=False)
    neutral: bytes = field(repr=False)
    failures: Mapping[FailureReason, str] = field(repr=False)

    def failure(self, reason: FailureReason, *codes: str) -> bytes:
        """The failure page; of the codes only known names and AADSTS numbers are shown."""
        known = [code for code in codes if code in OAUTH_ERRORS or MACHINE_CODE.fullmatch(code)]
        return Template(self.failures[reason]).substitute(code=" · ".join(known)).encode()


def load_pages(language: str, folder: Traversable | None = None) -> Pages:
    """The pages in a language ("pl" or "en"), made of one frame, its icons and the language's texts."""
    folder = folder or resources.files("dms_mail_desktop") / "data" / "pages"
    frame = Template((folder / "page.html").read_text(encoding="utf-8"))
    texts = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))

    def page(icon: str, title: str, sentence: str, advice: str = "", code: str = "") -> str:
        drawing = (folder / f"{icon}.svg").read_text(encoding="utf-8").strip()
        return frame.substitute(
            language=language, icon=drawing, title=title, sentence=sentence, advice=advice, code=code
        )

    def plain(name: str) -> bytes:
        return page(**texts[name]).encode()

    failure = texts["failure"]
    return Pages(
        success=plain("success"),
        other_person=plain("other_person"),
        older=plain("older"),
        neutral=plain("neutral"),
        failures={
            reason: page("failure", failure["title"], failure[reason], failure["advice"], "$code")
            for reason in FailureReason
        },
    )
