"""The provider as msal and a browser meet it: sign-in, consent, tokens, refusals."""

from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import jwt
import msal
import pytest

from dms_mail_desktop.errors import ProviderUnreachable
from dms_mail_desktop.sandbox.agent import SignInFailed, sign_in
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, CLERK, CLIENT_ID, TENANT_ID
from dms_mail_desktop.sandbox.faults import ProviderFault, Refused
from dms_mail_desktop.sandbox.tokens import ISSUER, RESOURCE, SCOPES


def account(application: Any) -> dict[str, Any]:
    [account] = application.msal.get_accounts()
    return account


def renewed(application: Any) -> dict[str, Any]:
    return application.msal.acquire_token_silent_with_error(
        list(SCOPES), account=account(application), force_refresh=True
    )


@pytest.fixture
def page_after_password(browse, running):
    def page(address: str, login: str) -> str:
        with browse(address) as answer:
            ctx = answer.read().decode().partition('name="ctx" value="')[2].partition('"')[0]
        fields = f"ctx={ctx}&login={login}&passwd={running.password(login)}"
        with browse(address.partition("authorize?")[0] + "login", fields.encode()) as answer:
            return answer.read().decode()

    return page


def page_text(address: str) -> str:
    return sign_in(address, "", "")


def token_request(running: Any, **form: str) -> dict[str, Any]:
    url = f"https://sandbox.invalid/{TENANT_ID}/oauth2/v2.0/token"
    return running.sandbox.http_client().post(url, data={"client_id": CLIENT_ID, **form}).json()


def test_a_person_signs_in_consents_and_the_application_gets_its_tokens(application, listener):
    result = application.sign_in()
    assert "error" not in result
    assert listener.method == "POST"
    assert result["id_token_claims"]["preferred_username"] == ACCOUNTANT
    assert result["id_token_claims"]["tid"] == TENANT_ID
    assert set(result["scope"].split()) == set(SCOPES)
    assert account(application)["username"] == ACCOUNTANT


def test_tokens_have_the_claims_and_the_size_of_real_ones(application):
    result = application.sign_in()
    claims = jwt.decode(result["access_token"], options={"verify_signature": False})
    assert claims["aud"] == RESOURCE
    assert claims["upn"] == ACCOUNTANT
    assert claims["scp"] == "IMAP.AccessAsUser.All POP.AccessAsUser.All SMTP.Send"
    assert 2700 <= len(result["access_token"]) <= 3000
    assert len(result["refresh_token"]) == 1200
    assert 900 <= len(result["id_token"]) <= 1400


def test_the_signature_of_an_id_token_leads_to_the_published_keys(application, running):
    result = application.sign_in()
    http = running.sandbox.http_client()
    metadata = http.get(f"{ISSUER}/.well-known/openid-configuration").json()
    keys = jwt.PyJWKSet.from_dict(http.get(metadata["jwks_uri"]).json())
    key = keys[jwt.get_unverified_header(result["id_token"])["kid"]]
    claims = jwt.decode(result["id_token"], key, algorithms=["RS256"], audience=CLIENT_ID, issuer=metadata["issuer"])
    assert claims["oid"] == account(application)["local_account_id"]


def test_the_sign_in_page_is_plain_http_on_loopback_and_all_else_https(running):
    metadata = running.sandbox.http_client().get(f"{ISSUER}/.well-known/openid-configuration").json()
    assert metadata["authorization_endpoint"].startswith(f"{running.facts.browser_origin}/")
    assert running.facts.browser_origin == f"http://127.0.0.1:{running.facts.ports.web}"
    assert metadata["issuer"] == running.facts.registration.issuer
    assert all(metadata[name].startswith("https://") for name in ("token_endpoint", "jwks_uri", "issuer"))


def test_metadata_of_organizations_carries_the_template_issuer(running):
    address = "https://sandbox.invalid/organizations/v2.0/.well-known/openid-configuration"
    assert running.sandbox.http_client().get(address).json()["issuer"] == "https://sandbox.invalid/{tenantid}/v2.0"


def test_consent_is_asked_once_for_each_user(application, page_after_password):
    application.sign_in()
    assert "Przyznać" not in page_after_password(application.begin()["auth_uri"], ACCOUNTANT)
    assert "Przyznać" in page_after_password(application.begin(CLERK)["auth_uri"], CLERK)
    again = application.begin(prompt="consent")["auth_uri"]
    assert "Przyznać" in page_after_password(again, ACCOUNTANT)


def test_the_consent_page_names_the_four_permissions(application, page_after_password):
    page = page_after_password(application.begin()["auth_uri"], ACCOUNTANT)
    assert "Przyznać aplikacji dostęp do informacji?" in page
    assert page.count("<li>") == 4
    for words in ("IMAP", "POP", "SMTP AUTH", "Zachowaj dostęp do danych, do których udzielono dostępu", "Tak", "Nie"):
        assert words in page


def test_no_at_the_consent_page_is_access_denied(application):
    result = application.sign_in(consent=False)
    assert result["error"] == "access_denied"
    assert result["error_description"].startswith("AADSTS65004: ")
    assert not application.msal.get_accounts()


def test_a_wrong_password_is_refused_in_place(application):
    with pytest.raises(SignInFailed) as refused:
        sign_in(application.begin()["auth_uri"], ACCOUNTANT, "nie to")
    assert "Twoje konto lub hasło jest niepoprawne." in str(refused.value)
    assert "Zaloguj się" in str(refused.value)


def test_the_login_hint_fills_in_the_login_and_its_password_is_shown(application, running, browse):
    with browse(application.begin()["auth_uri"]) as answer:
        page = answer.read().decode()
    assert f'name="login" value="{ACCOUNTANT}"' in page
    assert running.password(ACCOUNTANT) in page
    assert "Wprowadź hasło" in page


def test_select_account_shows_everybody_and_signs_in_the_chosen_one(application, running, browse):
    flow = application.begin(prompt="select_account")
    with browse(flow["auth_uri"]) as answer:
        page = answer.read().decode()
    assert all(user.login in page for user in running.facts.users)
    assert application.sign_in(CLERK, prompt="select_account")["id_token_claims"]["preferred_username"] == CLERK


def test_the_answer_comes_in_the_query_when_asked_for(application, listener):
    with pytest.warns(UserWarning, match="response_mode"):
        result = application.sign_in(response_mode="query")
    assert listener.method == "GET"
    assert result["id_token_claims"]["preferred_username"] == ACCOUNTANT


def test_every_renewal_brings_a_new_refresh_token(application):
    first = application.sign_in()["refresh_token"]
    second = renewed(application)["refresh_token"]
    third = renewed(application)["refresh_token"]
    assert len({first, second, third}) == 3


def test_a_refresh_token_used_twice_ends_the_whole_sign_in(application, running):
    old = application.sign_in()["refresh_token"]
    new = renewed(application)["refresh_token"]
    for token in (old, new):
        answer = token_request(running, grant_type="refresh_token", refresh_token=token)
        assert (answer["error"], answer["error_codes"]) == ("invalid_grant", [50173])
    assert renewed(application)["error"] == "invalid_grant"


def test_a_code_used_twice_ends_the_sign_in(application, listener, running):
    flow = application.begin()
    sign_in(flow["auth_uri"], ACCOUNTANT, running.password(ACCOUNTANT))
    result = application.msal.acquire_token_by_auth_code_flow(flow, listener.answer)
    form = {"code": listener.answer["code"], "redirect_uri": flow["redirect_uri"]}
    form["code_verifier"] = flow["code_verifier"]
    assert token_request(running, grant_type="authorization_code", **form)["error_codes"] == [54005]
    answer = token_request(running, grant_type="refresh_token", refresh_token=result["refresh_token"])
    assert answer["error_codes"] == [50173]


@pytest.mark.parametrize(("name", "number"), [("code_verifier", 501481), ("redirect_uri", 500112), ("code", 9002313)])
def test_a_code_is_bound_to_its_verifier_and_address(application, listener, running, name, number):
    flow = application.begin()
    sign_in(flow["auth_uri"], ACCOUNTANT, running.password(ACCOUNTANT))
    form = {"code": listener.answer["code"], "redirect_uri": flow["redirect_uri"]}
    form["code_verifier"] = flow["code_verifier"]
    answer = token_request(running, grant_type="authorization_code", **{**form, name: "x" * 50})
    assert (answer["error"], answer["error_codes"]) == ("invalid_grant", [number])


def test_a_request_without_pkce_is_answered_with_an_error(application, listener):
    address = application.begin()["auth_uri"].replace("code_challenge=", "ignored=")
    page_text(address)
    assert listener.answer["error"] == "invalid_request"
    assert "AADSTS9002325" in listener.answer["error_description"]
    assert listener.answer["state"] == parse_qs(urlsplit(address).query)["state"][0]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (CLIENT_ID, "6f6c9d0e-0000-0000-0000-000000000000", "AADSTS700016"),
        (f"/{TENANT_ID}/", "/inna.example/", "AADSTS90002"),
        ("redirect_uri=http%3A%2F%2Flocalhost", "redirect_uri=http%3A%2F%2Fevil.example", "AADSTS50011"),
    ],
)
def test_what_cannot_be_trusted_is_shown_in_the_browser_only(application, listener, old, new, code):
    text = page_text(application.begin()["auth_uri"].replace(old, new))
    assert code in text
    assert not listener.answer


def test_unknown_tenant_and_application_are_named_by_the_https_part(running):
    http = running.sandbox.http_client()
    answer = http.get("https://sandbox.invalid/inna.example/v2.0/.well-known/openid-configuration")
    assert (answer.status_code, answer.json()["error_codes"]) == (400, [90002])
    assert token_request(running, client_id="x", grant_type="refresh_token")["error_codes"] == [700016]


def test_an_error_has_the_shape_of_entras(running):
    answer = token_request(running, grant_type="refresh_token", refresh_token="x")
    assert answer["error"] == "invalid_grant"
    assert set(answer) >= {"error_description", "error_codes", "timestamp", "trace_id", "correlation_id", "error_uri"}
    assert f"Correlation ID: {answer['correlation_id']} Timestamp: {answer['timestamp']}" in answer["error_description"]


def test_a_scope_of_another_service_is_refused(application, listener):
    page_text(application.begin()["auth_uri"].replace("SMTP.Send", "Calendars.Read"))
    assert listener.answer["error"] == "invalid_scope"


def test_a_revoked_sign_in_cannot_be_renewed(application, running):
    application.sign_in()
    running.sandbox.revoke(ACCOUNTANT)
    answer = renewed(application)
    assert (answer["error"], answer["suberror"]) == ("invalid_grant", "bad_token")


def test_the_token_endpoint_can_be_told_to_refuse(application, running):
    token = application.sign_in()["refresh_token"]
    blocked = Refused("interaction_required", 53003, "Access has been blocked by Conditional Access policies.")
    running.sandbox.faults.token = ProviderFault(refused=blocked)
    assert renewed(application)["error_codes"] == [53003]
    running.sandbox.faults.token = None
    assert "access_token" in token_request(running, grant_type="refresh_token", refresh_token=token)


def test_the_token_endpoint_can_be_told_to_be_busy(running):
    running.sandbox.faults.token = ProviderFault(503, headers={"Retry-After": "7"})
    url = f"https://sandbox.invalid/{TENANT_ID}/oauth2/v2.0/token"
    answer = running.sandbox.http_client().post(url, data={})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    with pytest.raises(OSError, match="503"):
        answer.raise_for_status()


def test_the_browser_answer_can_be_told_to_fail_or_to_lie(application, running):
    running.sandbox.faults.authorize = Refused("consent_required", 90094, "Admin consent is required.")
    assert "AADSTS90094" in application.sign_in()["error_description"]
    running.sandbox.faults.authorize = None
    running.sandbox.faults.answer = {"state": "inny"}
    with pytest.raises(ValueError, match="state mismatch"):
        application.sign_in()


def test_an_unreachable_or_stopped_provider_raises(running):
    http = running.sandbox.http_client()
    running.sandbox.faults.unreachable = True
    with pytest.raises(ProviderUnreachable):
        http.get(f"{ISSUER}/.well-known/openid-configuration")
    running.sandbox.faults.unreachable = False
    running.sandbox.stop()
    with pytest.raises(ProviderUnreachable):
        http.get(f"{ISSUER}/.well-known/openid-configuration")


def test_a_page_that_was_left_is_refused(application, browse):
    address = application.begin()["auth_uri"].partition("authorize?")[0] + "consent"
    with pytest.raises(HTTPError, match="400") as refused:
        browse(address, b"ctx=alt&answer=yes")
    refused.value.close()


def test_msal_authority_in_the_entra_manner_works_too(running):
    app = msal.PublicClientApplication(
        CLIENT_ID,
        authority=f"https://sandbox.invalid/{TENANT_ID}",
        instance_discovery=False,
        http_client=running.sandbox.http_client(),
    )
    flow = app.initiate_auth_code_flow(list(SCOPES), redirect_uri="http://localhost", response_mode="form_post")
    assert flow["auth_uri"].startswith(running.facts.browser_origin)
