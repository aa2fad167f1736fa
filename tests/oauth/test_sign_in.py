"""One sign-in from the press of the button to the page in the browser, and every other ending of it."""

import asyncio
import base64
import hashlib
import json
import logging
import re
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from dms_mail_desktop.errors import (
    AnswerRejected,
    ClientUnknown,
    ConsentRefused,
    MetadataRejected,
    NetworkFault,
    ProviderRefused,
    ProviderUnreachable,
    SignInError,
    SignInTimedOut,
    TenantUnknown,
)
from dms_mail_desktop.models import Cloud
from dms_mail_desktop.oauth.client import TokenClient
from dms_mail_desktop.oauth.http import Answer
from dms_mail_desktop.oauth.metadata import read_metadata
from dms_mail_desktop.oauth.pages import Pages
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.sign_in import SignInAttempt

from .conftest import (
    ROOT,
    SCOPES,
    TENANT,
    Idp,
    Page,
    Person,
    custom_provider,
    get,
    is_open,
    microsoft_idp,
    microsoft_provider,
    post,
    refused,
    until,
)

SOURCES = ROOT / "src" / "dms_mail_desktop"


async def nothing(port: int, answer: dict[str, str]) -> None:
    """The person closes the browser."""


def answers(**changes: str | None) -> Callable[[int, dict[str, str]], Any]:
    """A provider that answers with other parameters."""

    async def act(port: int, answer: dict[str, str]) -> Page:
        return await post(port, {name: value for name, value in (answer | changes).items() if value is not None})

    return act


async def page_of(person: Person) -> Page:
    assert person.page
    result = await person.page
    assert isinstance(result, Page)
    return result


async def failing(
    idp: Idp, provider: Provider, pages: Pages, act: Callable[[int, dict[str, str]], Any] | None = None
) -> tuple[SignInError, Page, Person]:
    person = Person(idp, act)
    with pytest.raises(SignInError) as caught:
        await SignInAttempt(provider, idp, pages).run(person)
    page = await page_of(person)
    assert not await is_open(person.port)
    return caught.value, page, person


async def test_a_sign_in(idp: Idp, provider: Provider, pages: Pages) -> None:
    person = Person(idp)
    signed_in = await SignInAttempt(provider, idp, pages).run(person, expected_login="Anna@Firma.test")
    assert (await page_of(person)).body == pages.success.decode()
    assert (signed_in.username, signed_in.tenant) == ("anna@firma.test", TENANT)
    assert set(signed_in.scopes) >= set(SCOPES)
    assert signed_in.access.login == "anna@firma.test"
    assert signed_in.access.secret == "SECRET-ACCESS-2"
    assert signed_in.access.mail_hosts == ("mail.test",)
    assert set(json.loads(signed_in.token_set)) == {"RefreshToken", "Account", "AppMetadata"}
    assert "SECRET-REFRESH" in signed_in.token_set
    assert "SECRET-ACCESS" not in signed_in.token_set
    assert not await is_open(person.port)


@pytest.mark.parametrize("tenant", ["organizations", TENANT, "firma.test"])
async def test_a_sign_in_at_microsoft(tenant: str, pages: Pages) -> None:
    idp = microsoft_idp(tenant, "{tenantid}" if tenant == "organizations" else TENANT)
    person = Person(idp)
    signed_in = await SignInAttempt(microsoft_provider(tenant), idp, pages).run(person)
    assert signed_in.username == "anna@firma.test"
    assert {urlsplit(url).hostname for _, url, _ in idp.requests} == {"login.microsoftonline.com"}
    assert len(idp.requests) == 2, "one look at the metadata, one exchange, no other discovery"


async def test_an_issuer_without_a_path_works_too(pages: Pages) -> None:
    idp = Idp(issuer="https://login.test", base="https://login.test")
    signed_in = await SignInAttempt(custom_provider(issuer="https://login.test"), idp, pages).run(Person(idp))
    assert signed_in.username == "anna@firma.test"


def test_a1_no_embedded_browser_anywhere() -> None:
    pattern = re.compile(r"WebEngine|WebView|QtWebKit")
    assert not [path for path in SOURCES.rglob("*.py") if pattern.search(path.read_text(encoding="utf-8"))]


async def test_a1_an_opener_may_be_a_coroutine(idp: Idp, provider: Provider, pages: Pages) -> None:
    person = Person(idp)

    async def opener(url: str) -> None:
        await asyncio.sleep(0)
        person(url)

    await SignInAttempt(provider, idp, pages).run(opener)
    assert urlsplit(person.urls[0]).hostname == "login.test"


async def test_a2_authorisation_code_flow_only(idp: Idp, provider: Provider, pages: Pages) -> None:
    person = Person(idp)
    await SignInAttempt(provider, idp, pages).run(person)
    assert person.query["response_type"] == ["code"]
    for path in SOURCES.rglob("*.py"):
        assert "acquire_token_by_username_password" not in path.read_text(encoding="utf-8")


def test_a3_pkce_s256_is_new_every_time(idp: Idp, provider: Provider) -> None:
    client = TokenClient(provider, read_metadata(provider, idp), idp)
    verifiers, states, nonces = set(), set(), set()
    for _ in range(1_000):
        flow = client.begin("http://localhost:1")
        query = dict(parse_qsl(urlsplit(flow.url).query))
        verifier = flow.details["code_verifier"]
        assert re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", verifier)
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        assert (query["code_challenge"], query["code_challenge_method"]) == (digest, "S256")
        assert len(base64.urlsafe_b64decode(flow.state + "==")) >= 16
        verifiers.add(verifier)
        states.add(flow.state)
        nonces.add(query["nonce"])
    assert len(verifiers) == len(states) == len(nonces) == 1_000


async def test_a4_a_wrong_state_leaves_the_attempt_open_and_nothing_is_sent(
    idp: Idp, provider: Provider, pages: Pages
) -> None:
    async def act(port: int, answer: dict[str, str]) -> Page:
        older = await post(port, answer | {"state": "of an older attempt"})
        assert older.body == pages.older.decode()
        assert idp.token_requests == []
        assert await is_open(port)
        return await post(port, answer)

    person = Person(idp, act)
    await SignInAttempt(provider, idp, pages).run(person)
    assert (await page_of(person)).body == pages.success.decode()


async def test_a5_the_exact_scopes_are_asked_for_at_once(pages: Pages) -> None:
    idp = microsoft_idp()
    person = Person(idp)
    await SignInAttempt(microsoft_provider(), idp, pages).run(person)
    assert set(person.query["scope"][0].split()) == {
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/POP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
        "offline_access",
        "openid",
        "profile",
    }


async def test_a5_reserved_scopes_typed_by_an_administrator_do_no_harm(idp: Idp, pages: Pages) -> None:
    person = Person(idp)
    await SignInAttempt(custom_provider(scopes=("openid", "offline_access", "mail")), idp, pages).run(person)
    assert set(person.query["scope"][0].split()) == {"openid", "offline_access", "profile", "mail"}


async def test_a6_there_is_no_client_secret(idp: Idp, provider: Provider, pages: Pages) -> None:
    await SignInAttempt(provider, idp, pages).run(Person(idp))
    (form,) = idp.token_requests
    assert not {"client_secret", "client_assertion", "password"} & set(form)
    assert "Authorization" not in idp.headers[0]


@pytest.mark.parametrize("endpoint", ["https://evil.example/authorize", "http://login.test/authorize"])
async def test_a7_a_tampered_address_never_reaches_the_browser(
    idp: Idp, provider: Provider, pages: Pages, endpoint: str
) -> None:
    idp.metadata_changes = {"authorization_endpoint": endpoint}
    person = Person(idp)
    with pytest.raises(MetadataRejected):
        await SignInAttempt(provider, idp, pages).run(person)
    assert person.urls == []


@pytest.mark.parametrize(
    ("custom", "choose", "known", "prompt"),
    [
        (False, False, None, None),
        (False, True, None, "select_account"),
        (True, False, None, "consent"),
        (True, True, None, "login consent"),
        (True, True, ["none", "login", "consent", "select_account"], "select_account consent"),
    ],
)
async def test_a8_login_hint_and_prompt(
    pages: Pages, custom: bool, choose: bool, known: list[str] | None, prompt: str | None
) -> None:
    idp = Idp() if custom else microsoft_idp()
    idp.metadata_changes = {"prompt_values_supported": known}
    person = Person(idp)
    attempt = SignInAttempt(
        custom_provider() if custom else microsoft_provider(),
        idp,
        pages,
        login_hint="anna@firma.test",
        choose_account=choose,
    )
    await attempt.run(person)
    assert person.query["login_hint"] == ["anna@firma.test"]
    assert person.query.get("prompt", [None]) == [prompt]


async def test_b2_f1_two_attempts_have_their_own_ports_and_states(idp: Idp, provider: Provider, pages: Pages) -> None:
    first, second = Person(idp, nothing), Person(idp, nothing)
    attempts = [asyncio.create_task(SignInAttempt(provider, idp, pages).run(each)) for each in (first, second)]
    await first.opened.wait()
    await second.opened.wait()
    assert first.port != second.port
    assert first.query["state"] != second.query["state"]
    _, answer = idp.authorize(first.urls[0])
    crossed = await post(second.port, answer)
    assert crossed.body == pages.older.decode()
    assert (await post(first.port, answer)).body == pages.success.decode()
    await attempts[0]
    assert not attempts[1].done()
    attempts[1].cancel()
    await asyncio.gather(attempts[1], return_exceptions=True)
    assert not await is_open(second.port)


async def test_b4_the_same_redirect_uri_is_in_the_token_request(idp: Idp, provider: Provider, pages: Pages) -> None:
    person = Person(idp)
    await SignInAttempt(provider, idp, pages).run(person)
    uri = f"http://localhost:{person.port}"
    assert person.query["redirect_uri"] == [uri]
    assert idp.token_requests[0]["redirect_uri"] == uri


async def test_b9_success_is_shown_only_after_the_exchange(idp: Idp, provider: Provider, pages: Pages) -> None:
    idp.hold = threading.Event()
    person = Person(idp)
    attempt = asyncio.create_task(SignInAttempt(provider, idp, pages).run(person))
    await until(lambda: idp.token_requests)
    assert person.page
    assert not person.page.done()
    idp.hold.set()
    await attempt
    assert (await page_of(person)).body == pages.success.decode()


async def test_b9_a_failing_token_endpoint_shows_a_failure(idp: Idp, provider: Provider, pages: Pages) -> None:
    idp.token_answer = refused("invalid_grant", "AADSTS54005: <script>alert(1)</script>")
    error, page, _ = await failing(idp, provider, pages)
    assert isinstance(error, ProviderRefused)
    assert "Nie udało się zalogować" in page.body
    assert "invalid_grant · AADSTS54005" in page.body
    assert "script" not in page.body


async def test_b10_form_post_unless_asked_otherwise(idp: Idp, provider: Provider, pages: Pages) -> None:
    person = Person(idp)
    await SignInAttempt(provider, idp, pages).run(person)
    assert person.query["response_mode"] == ["form_post"]


@pytest.mark.parametrize("announced", [None, ["query", "fragment"]])
async def test_b10_the_query_mode_by_setting_or_where_nothing_else_is_offered(
    idp: Idp, provider: Provider, pages: Pages, announced: list[str] | None
) -> None:
    async def act(port: int, answer: dict[str, str]) -> Page:
        moved = await get(port, f"/?{urlencode(answer)}")
        assert "SECRET" not in str(moved)
        return await get(port, moved.headers["location"])

    idp.metadata_changes = {"response_modes_supported": announced}
    person = Person(idp, act)
    await SignInAttempt(provider, idp, pages, response_mode="form_post" if announced else "query").run(person)
    assert person.query["response_mode"] == ["query"]
    assert (await page_of(person)).body == pages.success.decode()


@pytest.mark.parametrize(
    ("announced", "iss", "accepted"),
    [
        (False, None, True),
        (False, "right", True),
        (False, "https://evil.example", False),
        (True, None, False),
        (True, "right", True),
        (True, "https://evil.example", False),
    ],
)
async def test_c1_the_issuer_of_the_answer(  # noqa: PLR0917 - a table
    idp: Idp, provider: Provider, pages: Pages, announced: bool, iss: str | None, accepted: bool
) -> None:
    idp.metadata_changes = {"authorization_response_iss_parameter_supported": announced}
    act = answers(iss=idp.issuer if iss == "right" else iss)
    if accepted:
        person = Person(idp, act)
        await SignInAttempt(provider, idp, pages).run(person)
    else:
        error, page, _ = await failing(idp, provider, pages, act)
        assert isinstance(error, AnswerRejected)
        assert error.rule == "iss"
        assert idp.token_requests == [], "the code was not sent"
        assert "nie została użyta" in page.body


async def test_c1_the_answers_issuer_names_the_tenant_that_signed_in(pages: Pages) -> None:
    idp = microsoft_idp()
    other = f"https://login.microsoftonline.com/{TENANT.replace('1', '9')}/v2.0"
    error, _, _ = await failing(idp, microsoft_provider(), pages, answers(iss=other))
    assert isinstance(error, AnswerRejected)
    person = Person(idp, answers(iss=f"https://login.microsoftonline.com/{TENANT}/v2.0"))
    await SignInAttempt(microsoft_provider(), idp, pages).run(person)


async def test_c2_the_code_goes_to_the_issuers_token_endpoint_only(idp: Idp, provider: Provider, pages: Pages) -> None:
    await SignInAttempt(provider, idp, pages).run(Person(idp, answers(token_endpoint="https://evil.example/token")))
    assert [url for method, url, _ in idp.requests if method == "POST"] == [f"{idp.base}/token"]


async def test_c3_an_error_with_the_right_state_ends_the_attempt_with_its_words_cut(
    idp: Idp, provider: Provider, pages: Pages
) -> None:
    act = answers(code=None, error="invalid_request", error_description="\x1b[31m" + "x" * 10_240)
    error, _, _ = await failing(idp, provider, pages, act)
    assert isinstance(error, ProviderRefused)
    assert len(error.answer.description) <= 500
    assert "\x1b" not in error.answer.description


async def test_c4_nothing_secret_is_logged_at_debug_and_the_code_is_sent_once(
    idp: Idp, provider: Provider, pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    person = Person(idp)
    signed_in = await SignInAttempt(provider, idp, pages).run(person)
    idp.token_answer = Answer(200, "no JSON but SECRET-ACCESS-9")
    with pytest.raises(ProviderUnreachable):
        await SignInAttempt(provider, idp, pages).run(Person(idp))
    codes = [form["code"] for form in idp.token_requests]
    assert len(codes) == len(set(codes)) == 2
    said = caplog.text + repr(signed_in) + repr(SignInAttempt(provider, idp, pages))
    for secret in ("SECRET", *(form["code_verifier"] for form in idp.token_requests), *person.query["state"]):
        assert secret not in said
    assert logging.getLogger("msal").level >= logging.INFO


@pytest.mark.parametrize(
    ("claims", "rule"),
    [
        ({"nonce": "other"}, "nonce"),
        ({"iss": "https://evil.example"}, "iss"),
        ({"aud": "other-client"}, "aud"),
        ({"aud": ["x", "y"]}, "aud"),
        ({"oid": None, "sub": ""}, "sub"),
        ({"preferred_username": None}, "preferred_username"),
    ],
)
async def test_an_id_token_that_does_not_fit_is_refused(
    idp: Idp, provider: Provider, pages: Pages, claims: dict[str, Any], rule: str
) -> None:
    idp.claim_changes = claims
    error, page, _ = await failing(idp, provider, pages)
    assert isinstance(error, AnswerRejected)
    assert error.rule == rule
    assert "nie została użyta" in page.body


@pytest.mark.parametrize(
    ("tenant", "tid"), [(TENANT, TENANT.replace("1", "9")), ("organizations", "evil"), ("organizations", "")]
)
async def test_d1_the_id_tokens_tenant_must_be_the_one_set(pages: Pages, tenant: str, tid: str) -> None:
    idp = microsoft_idp(tenant, "{tenantid}" if tenant == "organizations" else TENANT)
    idp.claim_changes = {"tid": tid, "iss": idp.issuer.replace("{tenantid}", tid)}
    error, _, _ = await failing(idp, microsoft_provider(tenant), pages)
    assert isinstance(error, AnswerRejected)
    assert error.rule == "tid"


@pytest.mark.parametrize(
    "changes", [{"id_token": None, "client_info": None}, {"id_token": "garbage"}, {"access_token": None}]
)
async def test_tokens_that_do_not_say_who_signed_in_are_refused(
    idp: Idp, provider: Provider, pages: Pages, changes: dict[str, str | None]
) -> None:
    idp.token_changes = changes
    error, _, _ = await failing(idp, provider, pages)
    assert isinstance(error, AnswerRejected)
    assert error.rule == "id_token"


async def test_an_account_known_by_its_e_mail_claim_alone(idp: Idp, provider: Provider, pages: Pages) -> None:
    idp.claim_changes = {"preferred_username": None, "email": "anna@firma.test", "oid": None, "tid": None}
    idp.token_changes = {"client_info": None}
    signed_in = await SignInAttempt(provider, idp, pages).run(Person(idp))
    assert (signed_in.username, signed_in.object_id, signed_in.home_account_id) == (
        "anna@firma.test", "subject-1", "subject-1",
    )  # fmt: skip


async def test_e7_another_person_than_expected_is_told_to_decide(idp: Idp, provider: Provider, pages: Pages) -> None:
    person = Person(idp)
    signed_in = await SignInAttempt(provider, idp, pages).run(person, expected_login="jan@firma.test")
    assert signed_in.username == "anna@firma.test"
    assert (await page_of(person)).body == pages.other_person.decode()


@pytest.mark.parametrize(
    ("answer", "kind", "sentence"),
    [
        ({"error": "access_denied"}, ConsentRefused, "Odmówiono zgody"),
        (
            {"error": "access_denied", "error_description": "AADSTS65004: declined"},
            ConsentRefused,
            "access_denied · AADSTS65004",
        ),
        ({"error": "invalid_request", "error_description": "AADSTS90002: x"}, TenantUnknown, "dzierżawy"),
        (
            {"error": "unauthorized_client", "error_description": "AADSTS700016: x"},
            ClientUnknown,
            "nie zna tej aplikacji",
        ),
        ({"error": "server_error"}, ProviderUnreachable, "połączyć"),
        ({"error": "<b>new</b>"}, ProviderRefused, "odrzucił"),
    ],
)
async def test_each_refusal_has_its_own_error_and_sentence(  # noqa: PLR0917 - a table
    idp: Idp, provider: Provider, pages: Pages, answer: dict[str, str], kind: type[SignInError], sentence: str
) -> None:
    error, page, _ = await failing(idp, provider, pages, answers(code=None, **answer))
    assert type(error) is kind
    assert sentence in page.body
    assert "<b>new" not in page.body
    assert idp.token_requests == []


async def test_no_network_at_the_start(idp: Idp, provider: Provider, pages: Pages) -> None:
    idp.metadata_answer = ProviderUnreachable("login.test", NetworkFault.NAME, "unknown host")
    person = Person(idp)
    with pytest.raises(ProviderUnreachable):
        await SignInAttempt(provider, idp, pages).run(person)
    assert person.urls == []


@pytest.mark.parametrize(
    "answer",
    [
        ProviderUnreachable("login.test", NetworkFault.REFUSED, "refused"),
        Answer(503, "busy", {"retry-after": "3"}),
        Answer(429, "{}"),
        Answer(200, "<html>"),
    ],
)
async def test_no_network_at_the_exchange(
    idp: Idp, provider: Provider, pages: Pages, answer: Answer | Exception
) -> None:
    idp.token_answer = answer
    error, page, _ = await failing(idp, provider, pages)
    assert isinstance(error, ProviderUnreachable)
    assert "Nie udało się połączyć z dostawcą logowania" in page.body


async def test_nobody_signs_in_within_the_time_limit(idp: Idp, provider: Provider, pages: Pages) -> None:
    person = Person(idp, nothing)
    with pytest.raises(SignInTimedOut) as caught:
        await SignInAttempt(provider, idp, pages, time_limit=0.5).run(person)
    assert caught.value.seconds == 0.5
    assert not await is_open(person.port)
    assert not await is_open(person.port, "::1")


async def test_the_time_limit_ends_a_hanging_exchange_and_tells_the_browser(
    idp: Idp, provider: Provider, pages: Pages
) -> None:
    idp.hold = threading.Event()
    person = Person(idp)
    with pytest.raises(SignInTimedOut):
        await SignInAttempt(provider, idp, pages, time_limit=0.7).run(person)
    assert "Upłynął czas" in (await page_of(person)).body
    assert not await is_open(person.port)
    idp.hold.set()


@pytest.mark.parametrize("phase", ["discovery", "waiting", "exchange"])
async def test_b2_f2_stopping_closes_the_port_within_a_second_in_every_phase(
    idp: Idp, provider: Provider, pages: Pages, phase: str
) -> None:
    held = threading.Event()
    idp.hold_metadata = held if phase == "discovery" else None
    idp.hold = held if phase == "exchange" else None
    person = Person(idp, None if phase == "exchange" else nothing)
    attempt = asyncio.create_task(SignInAttempt(provider, idp, pages).run(person))
    if phase == "waiting":
        await person.opened.wait()
        await asyncio.sleep(0.05)
    else:
        await until(lambda: len(idp.requests) == (1 if phase == "discovery" else 2))
    attempt.cancel()
    started = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await attempt
    assert time.monotonic() - started < 1
    if person.port:
        assert not await is_open(person.port)
        assert not await is_open(person.port, "::1")
    if phase == "exchange":
        assert "Logowanie przerwano w aplikacji" in (await page_of(person)).body
    held.set()


async def test_an_opener_that_fails_leaves_no_port_open(idp: Idp, provider: Provider, pages: Pages) -> None:
    ports: list[int] = []

    def opener(url: str) -> None:
        redirect_uri = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        ports.append(urlsplit(redirect_uri).port or 0)
        raise RuntimeError("no browser")

    with pytest.raises(RuntimeError, match="no browser"):
        await SignInAttempt(provider, idp, pages).run(opener)
    assert not await is_open(ports[0])


async def test_f3_the_loop_stays_awake_during_a_sign_in(idp: Idp, provider: Provider, pages: Pages) -> None:
    import msal  # noqa: F401 - its first import is measured by the bench

    gaps: list[float] = []

    async def tick() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            gaps.append(time.monotonic() - before - 0.005)

    idp.hold = threading.Event()
    asyncio.get_running_loop().call_later(0.3, idp.hold.set)
    ticking = asyncio.create_task(tick())
    await SignInAttempt(provider, idp, pages).run(Person(idp))
    ticking.cancel()
    assert len(gaps) > 10
    assert max(gaps) < 0.25, "a blocking call ran on the loop"


async def test_every_cloud_asks_its_own_host(pages: Pages) -> None:
    for cloud in (Cloud.GLOBAL, Cloud.GCC_HIGH, Cloud.DOD, Cloud.CHINA):
        provider = microsoft_provider(TENANT, cloud)
        host = provider.allowed_hosts[0]
        idp = Idp(issuer=f"https://{host}/{TENANT}/v2.0", base=f"https://{host}/{TENANT}/oauth2/v2.0")
        person = Person(idp)
        signed_in = await SignInAttempt(provider, idp, pages).run(person)
        assert {urlsplit(url).hostname for url in (*person.urls, *(url for _, url, _ in idp.requests))} == {host}
        assert signed_in.access.mail_hosts == provider.mail_hosts
