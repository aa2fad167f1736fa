"""What the provider's error answers mean."""

import pytest

from dms_mail_desktop.errors import (
    ClientUnknown,
    ConsentRefused,
    ProviderRefused,
    ProviderUnreachable,
    SignInBlocked,
    SignInError,
    SignInLoss,
    SignInRequired,
    TenantUnknown,
)
from dms_mail_desktop.oauth.answers import provider_answer, refusal, renewal_refusal

from .conftest import custom_provider

ENTRA = (
    "AADSTS65004: User declined to consent to access the app. Trace ID: 0a-1 Correlation ID: 0b-2 "
    "Timestamp: 2026-11-22 10:20:30Z"
)


def test_c3_an_answer_is_cut_and_cleaned() -> None:
    answer = provider_answer({"error": "x\r\ny\u202ez\x00", "error_description": "<script>" + "a" * 10_240})
    assert answer.error == "x y z"
    assert len(answer.description) == 500


def test_the_facts_inside_entras_description_are_found() -> None:
    answer = provider_answer({"error": "access_denied", "error_subcode": "cancel", "error_description": ENTRA})
    assert (answer.codes, answer.suberror) == ((65004,), "cancel")
    assert (answer.trace_id, answer.correlation_id, answer.timestamp) == ("0a-1", "0b-2", "2026-11-22 10:20:30Z")


def test_fields_of_a_wrong_kind_do_no_harm() -> None:
    answer = provider_answer({"error": 5, "error_codes": ["x", True, 7], "error_description": None})
    assert (answer.error, answer.codes) == ("", (7,))


@pytest.mark.parametrize(
    ("error", "description", "kind"),
    [
        ("access_denied", "", ConsentRefused),
        ("access_denied", "AADSTS65004: declined", ConsentRefused),
        ("access_denied", "AADSTS50105: not assigned", ProviderRefused),
        ("invalid_tenant", "", TenantUnknown),
        ("invalid_request", "AADSTS90002: no tenant", TenantUnknown),
        ("invalid_request", "AADSTS90038: other cloud", TenantUnknown),
        ("unauthorized_client", "AADSTS700016: no application", ClientUnknown),
        ("invalid_client", "AADSTS7000112: disabled", ClientUnknown),
        ("invalid_client", "", ClientUnknown),
        ("invalid_client", "AADSTS7000218: secret wanted", ProviderRefused),
        ("temporarily_unavailable", "", ProviderUnreachable),
        ("server_error", "", ProviderUnreachable),
        ("invalid_scope", "AADSTS70011: scope", ProviderRefused),
        ("something_new", "", ProviderRefused),
    ],
)
def test_a_refused_sign_in(error: str, description: str, kind: type[SignInError]) -> None:
    found = refusal(provider_answer({"error": error, "error_description": description}), custom_provider())
    assert type(found) is kind


@pytest.mark.parametrize(
    ("error", "suberror", "code", "kind", "loss"),
    [
        ("invalid_grant", "", 70008, SignInRequired, SignInLoss.EXPIRED),
        ("invalid_grant", "token_expired", 700082, SignInRequired, SignInLoss.EXPIRED),
        ("invalid_grant", "", 700084, SignInRequired, SignInLoss.EXPIRED),
        ("invalid_grant", "bad_token", 50173, SignInRequired, SignInLoss.REVOKED),
        ("invalid_grant", "", None, SignInRequired, SignInLoss.REVOKED),
        ("invalid_grant", "basic_action", 50076, SignInRequired, SignInLoss.INTERACTION),
        ("interaction_required", "", 50079, SignInRequired, SignInLoss.INTERACTION),
        ("invalid_grant", "consent_required", 65001, SignInRequired, SignInLoss.INTERACTION),
        ("invalid_grant", "message_only", 53003, SignInBlocked, SignInLoss.INTERACTION),
        ("interaction_required", "", 53003, SignInBlocked, SignInLoss.INTERACTION),
        ("invalid_grant", "", 530035, SignInBlocked, SignInLoss.INTERACTION),
        ("invalid_grant", "", 50057, SignInBlocked, SignInLoss.INTERACTION),
        ("invalid_grant", "", 50105, SignInBlocked, SignInLoss.INTERACTION),
        ("unauthorized_client", "", 700016, SignInBlocked, SignInLoss.INTERACTION),
        ("invalid_client", "", 7000112, SignInBlocked, SignInLoss.INTERACTION),
        ("invalid_client", "", None, SignInBlocked, SignInLoss.INTERACTION),
    ],
)
def test_a_lost_sign_in(
    error: str, suberror: str, code: int | None, kind: type[SignInRequired], loss: SignInLoss
) -> None:
    answer = provider_answer({"error": error, "suberror": suberror, "error_codes": [code] if code else []})
    found = renewal_refusal(answer, custom_provider(), "anna@firma.test")
    assert type(found) is kind
    assert isinstance(found, SignInRequired)
    assert (found.username, found.loss, found.answer) == ("anna@firma.test", loss, answer)


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        ("temporarily_unavailable", None, ProviderUnreachable),
        ("invalid_grant", 90033, ProviderUnreachable),
        ("invalid_request", 900144, ProviderRefused),
        ("brand_new", None, ProviderRefused),
    ],
)
def test_e4_a_refusal_that_is_no_lost_sign_in(error: str, code: int | None, kind: type[SignInError]) -> None:
    answer = provider_answer({"error": error, "error_codes": [code] if code else []})
    assert type(renewal_refusal(answer, custom_provider(), "anna@firma.test")) is kind


def test_the_facts_that_find_a_sign_in_in_the_log_survive_a_long_text() -> None:
    described = f"AADSTS50105: {'Your administrator has configured it. ' * 40}Trace ID: 0a-1\r\nCorrelation ID: 0b-2"
    answer = provider_answer({"error": "access_denied", "error_description": described})
    assert (answer.trace_id, answer.correlation_id) == ("0a-1", "0b-2")
    assert len(answer.description) <= 500
