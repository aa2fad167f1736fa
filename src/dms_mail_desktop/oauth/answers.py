"""What an error answer of the identity provider means (RFC 6749 sections 4.1.2.1 and 5.2, Microsoft's AADSTS numbers).

The `error` and `suberror` fields decide; the numbers only choose among explanations, for Microsoft may change them.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from dms_mail_desktop.errors import (
    ClientUnknown,
    ConsentRefused,
    NetworkFault,
    ProviderAnswer,
    ProviderRefused,
    ProviderUnreachable,
    SignInBlocked,
    SignInError,
    SignInLoss,
    SignInRequired,
    TenantUnknown,
)
from dms_mail_desktop.oauth.provider import Provider

LONGEST_DESCRIPTION = 500
LONGEST_ANSWER = 4000
"""Entra writes the facts that find a sign-in in its log behind a text of any length."""
LONGEST_NAME = 80

TENANT_CODES = frozenset({90002, 90038, 900382, 900432})
CLIENT_CODES = frozenset({700016, 700011, 70001, 7000112})
CONSENT_CODES = frozenset({65004})
APPROVAL_CODES = frozenset({65001, 90094, 90095})
TEMPORARY_CODES = frozenset({50033, 50087, 50196, 90006, 90024, 90033, 90055})
EXPIRED_CODES = frozenset({70008, 70043, 700082, 700084})
REVOKED_CODES = frozenset({50089, 50132, 50133, 50173})
INTERACTION_CODES = frozenset({50055, 50058, 50072, 50074, 50076, 50078, 50079, 53004, 65001, 700020})
BLOCKING_CODES = CLIENT_CODES | frozenset({
    50053, 50057, 50097, 50105, 50194, 53000, 53001, 53003, 65005, 70011, 90094, 90095, 500011, 500021, 500022, 500212,
    500213, 530032, 530035, 650052, 650057, 7000218,
})  # fmt: skip

TEMPORARY_ERRORS = frozenset({"temporarily_unavailable", "server_error"})
LOST_ERRORS = frozenset({"invalid_grant", "interaction_required", "login_required", "consent_required"})
BLOCKING_ERRORS = frozenset({"invalid_client", "unauthorized_client", "access_denied", "invalid_scope"})
BLOCKING_SUBERRORS = frozenset({
    "message_only", "additional_action", "protection_policy_required", "device_authentication_failed",
})  # fmt: skip
INTERACTION_SUBERRORS = frozenset({"basic_action", "consent_required", "user_password_expired"})


def provider_answer(fields: Mapping[str, Any]) -> ProviderAnswer:
    """An error answer from JSON or from the browser, cleaned and cut so that it can be shown."""
    whole = clean(fields.get("error_description"), LONGEST_ANSWER)
    listed = fields.get("error_codes")
    codes = [code for code in listed if type(code) is int] if isinstance(listed, list) else []
    codes += [int(number) for number in re.findall(r"AADSTS(\d{4,9})\b", whole)]
    return ProviderAnswer(
        error=clean(fields.get("error"), LONGEST_NAME),
        suberror=clean(fields.get("suberror") or fields.get("error_subcode"), LONGEST_NAME),
        description=whole[:LONGEST_DESCRIPTION].rstrip(),
        codes=tuple(dict.fromkeys(codes))[:10],
        correlation_id=clean(fields.get("correlation_id"), LONGEST_NAME) or _named("Correlation ID", whole),
        trace_id=clean(fields.get("trace_id"), LONGEST_NAME) or _named("Trace ID", whole),
        timestamp=clean(fields.get("timestamp"), LONGEST_NAME) or _named("Timestamp", whole),
    )


def clean(value: object, longest: int) -> str:
    """One line of text without control and direction characters, at most `longest` characters."""
    if not isinstance(value, str):
        return ""
    visible = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in value[: longest * 4])
    return " ".join(visible.split())[:longest]


def _named(label: str, description: str) -> str:
    """Entra's redirects carry these facts only inside the description, its pages spell them a little differently."""
    found = re.search(rf"{label}: (\S+(?: [\d:]+Z)?)", description, re.IGNORECASE)
    return found[1] if found else ""


def refusal(answer: ProviderAnswer, provider: Provider) -> SignInError:
    """The error that an error answer to a sign-in, or to a request for metadata, stands for."""
    codes = set(answer.codes)
    if answer.error in TEMPORARY_ERRORS or codes & TEMPORARY_CODES:
        return busy(answer, provider)
    if codes & CONSENT_CODES or (answer.error == "access_denied" and not codes):
        return ConsentRefused(answer)
    if answer.error == "invalid_tenant" or codes & TENANT_CODES:
        return TenantUnknown(answer, provider.tenant)
    if codes & CLIENT_CODES or (answer.error == "invalid_client" and not codes):
        return ClientUnknown(answer, provider.client_id)
    return ProviderRefused(answer)


def renewal_refusal(answer: ProviderAnswer, provider: Provider, username: str) -> SignInError:
    """The error that a refused renewal stands for: lost, blocked, or nothing to do with the sign-in."""
    codes = set(answer.codes)
    if answer.error in TEMPORARY_ERRORS or codes & TEMPORARY_CODES:
        return busy(answer, provider)
    if answer.error in BLOCKING_ERRORS:
        return SignInBlocked(username, SignInLoss.INTERACTION, answer)
    if answer.error not in LOST_ERRORS:
        return ProviderRefused(answer)
    if answer.suberror in BLOCKING_SUBERRORS or codes & BLOCKING_CODES:
        return SignInBlocked(username, SignInLoss.INTERACTION, answer)
    return SignInRequired(username, _loss(answer, codes), answer)


def _loss(answer: ProviderAnswer, codes: set[int]) -> SignInLoss:
    interaction = answer.error != "invalid_grant" or answer.suberror in INTERACTION_SUBERRORS
    if codes & REVOKED_CODES:
        return SignInLoss.REVOKED
    if answer.suberror == "token_expired" or codes & EXPIRED_CODES:
        return SignInLoss.EXPIRED
    if interaction or codes & INTERACTION_CODES:
        return SignInLoss.INTERACTION
    return SignInLoss.REVOKED


def consent_missing(answer: ProviderAnswer) -> bool:
    """Whether nobody has consented yet; the numbers help where Entra gives a more general error."""
    return "consent_required" in (answer.error, answer.suberror) or bool(APPROVAL_CODES & set(answer.codes))


def busy(answer: ProviderAnswer, provider: Provider) -> ProviderUnreachable:
    """A provider that answers but cannot serve now."""
    detail = answer.description or answer.error
    return ProviderUnreachable(provider.allowed_hosts[0], NetworkFault.SERVER_BUSY, detail)
