"""What a person reads on the provider's error page, or copies from it, as the answer that it stands for."""

import re
from urllib.parse import parse_qsl

from dms_mail_desktop.errors import ProviderAnswer
from dms_mail_desktop.oauth.answers import provider_answer

ALONE = re.compile(r"\W*(?:AADSTS)?\W*(\d{4,9})\W*", re.IGNORECASE)
NAMED = re.compile(r"(?:AADSTS|\b(?:error code|kod błędu)\W{1,3}|/error\?code=)(\d{4,9})\b", re.IGNORECASE)
"""A number counts only where it is called an error's: a page is full of other ones."""
RETURNED = re.compile(r"(?:^|[?#&\s])(error=\S+)")
"""The parameters of an address that carries an error (RFC 6749 section 4.1.2.1)."""
OAUTH = re.compile(r"[a-z]+(?:_[a-z]+)+")
PAGES = {"need admin approval": 90094, "approval required": 90095}
"""Headings of Microsoft's pages that show no number.

Source: https://learn.microsoft.com/entra/identity/enterprise-apps/user-admin-consent-overview
"""


def answer_in(text: str) -> ProviderAnswer | None:
    """The error that a code, a whole error page or an address with `error=` tells of; None where there is none."""
    words = " ".join(text.split())
    if OAUTH.fullmatch(words):
        return ProviderAnswer(words)
    if alone := ALONE.fullmatch(words):
        return ProviderAnswer("", codes=(int(alone[1]),))
    returned = RETURNED.search(text)
    fields: dict[str, object] = dict(parse_qsl(returned[1])) if returned else {}
    told = str(fields.get("error_description", "" if returned else words))
    numbers = [int(number) for number in NAMED.findall(told)]
    numbers += [number for heading, number in PAGES.items() if not numbers and heading in told.casefold()]
    if not fields.get("error") and not numbers:
        return None
    return provider_answer(fields | {"error_description": told, "error_codes": numbers})
