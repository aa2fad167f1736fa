"""Every answer of an identity provider that the catalogue knows leads to its own explanation, by whichever way."""

from collections.abc import Mapping

import pytest

from dms_mail_desktop.errors import MailDesktopError, ProviderUnreachable, SignInError
from dms_mail_desktop.models import AuthMethod, MailServer
from dms_mail_desktop.oauth.pages import Pages, load_pages
from dms_mail_desktop.oauth.sign_in import SignInAttempt
from dms_mail_desktop.wording import Wording, account_facts
from dms_mail_desktop.wording.advice import catalogue
from dms_mail_desktop.wording.cases import advice_on
from dms_mail_desktop.wording.catalogue import LANGUAGES

from ..oauth.conftest import (
    ROOT,
    Idp,
    MemoryVault,
    Page,
    Person,
    custom_provider,
    microsoft_idp,
    microsoft_provider,
    post,
    refused,
)
from ..oauth.program import Clock, Program
from .conversations import LOGIN, REGISTRATION, SENDER
from .sign_in_rows import ALIKE, AT_THE_BROWSER, NUMBERED, UNNUMBERED

FORM = account_facts(
    MailServer(email=SENDER, login=LOGIN, host="smtp.office365.com", auth_method=AuthMethod.OAUTH2), REGISTRATION
)
CORRELATION = "8d1c2f3a-1111-2222-3333-444455556666"


def in_full(code: int, words: str) -> str:
    return (
        f"AADSTS{code}: {words}\r\nTrace ID: 5f6a0b1c-aaaa-bbbb-cccc-ddddeeeeffff\r\n"
        f"Correlation ID: {CORRELATION}\r\nTimestamp: 2027-02-14 13:32:08Z"
    )


@pytest.fixture(scope="module")
def pages() -> Pages:
    return load_pages("pl", ROOT / "resources" / "pages")


async def at_the_browser(idp: Idp, provider: object, pages: Pages, answer: Mapping[str, str]) -> MailDesktopError:
    """The provider sends the browser back with an error."""

    async def act(port: int, usual: dict[str, str]) -> Page:
        return await post(port, {"state": usual["state"], **answer})

    person = Person(idp, act)
    with pytest.raises(SignInError) as caught:
        await SignInAttempt(provider, idp, pages).run(person)  # type: ignore[arg-type]
    assert person.page
    await person.page
    return caught.value


async def at_the_token_endpoint(pages: Pages, answer: Mapping[str, object]) -> MailDesktopError:
    """The provider refuses the code."""
    idp = microsoft_idp()
    error = str(answer["error"])
    idp.token_answer = refused(error, **{name: value for name, value in answer.items() if name != "error"})
    person = Person(idp)
    with pytest.raises(SignInError) as caught:
        await SignInAttempt(microsoft_provider(), idp, pages).run(person)
    assert person.page
    await person.page
    return caught.value


async def at_renewal(pages: Pages, answer: Mapping[str, object]) -> MailDesktopError:
    """The provider refuses to renew."""
    program = Program(microsoft_idp(), microsoft_provider(), pages, MemoryVault(), Clock())
    await program.sign_in()
    error = str(answer["error"])
    program.idp.token_answer = refused(error, **{name: value for name, value in answer.items() if name != "error"})
    program.clock.later(hours=2)
    with pytest.raises(SignInError) as caught:
        await program.token()
    return caught.value


def check(error: MailDesktopError, name: str) -> None:
    found = advice_on(error, FORM)
    assert (found[0].name if found else str(error)) == name
    assert found
    entry = found[0]
    for language in LANGUAGES:
        told = Wording(language).explain(error, FORM)
        text = entry.text(language)
        assert told.cause.startswith(text.cause.partition("{")[0])
        assert (len(told.steps), told.waiting) == (len(text.steps), entry.waiting)
        assert bool(told.command) == bool(entry.command or text.portal)
        assert "{" not in told.cause + told.command + told.remedy


@pytest.mark.parametrize("way", ["browser", "token", "renewal"])
@pytest.mark.parametrize("row", NUMBERED, ids=[f"{row[0]}-{row[1]}" for row in NUMBERED])
async def test_a_number_of_microsofts_is_explained(row: tuple[str, int, str, str], way: str, pages: Pages) -> None:
    name, code, error, words = row
    description = in_full(code, words)
    if way == "browser":
        answer = {"error": error, "error_description": description}
        found = await at_the_browser(microsoft_idp(), microsoft_provider(), pages, answer)
    else:
        told = {
            "error": error, "description": description, "error_codes": [code], "timestamp": "2027-02-14 13:32:08Z",
            "trace_id": "t", "correlation_id": CORRELATION, "error_uri": f"https://login.microsoftonline.com/error?code={code}",
        }  # fmt: skip
        found = await (at_the_token_endpoint if way == "token" else at_renewal)(pages, told)
    check(found, name)
    told_pl = Wording("pl").explain(found, FORM)
    assert f"AADSTS{code}" in told_pl.server_words
    assert told_pl.link in (f"https://login.microsoftonline.com/error?code={code}", "https://aka.ms/mfasetup")
    if not isinstance(found, ProviderUnreachable):
        assert CORRELATION in told_pl.server_words


@pytest.mark.parametrize(
    ("name", "error", "suberror", "words"), UNNUMBERED, ids=[f"{row[1]}-{row[2]}" for row in UNNUMBERED]
)
async def test_errors_without_a_number_are_explained_when_a_token_is_renewed(
    name: str, error: str, suberror: str, words: str, pages: Pages
) -> None:
    check(await at_renewal(pages, {"error": error, "suberror": suberror, "description": words}), name)


@pytest.mark.parametrize(("name", "error", "words"), AT_THE_BROWSER, ids=[row[1] for row in AT_THE_BROWSER])
async def test_errors_of_other_providers_are_explained_at_the_browser(
    name: str, error: str, words: str, pages: Pages
) -> None:
    answer = {"error": error, "error_description": words}
    check(await at_the_browser(Idp(), custom_provider(), pages, answer), name)


async def test_a_tenant_is_refused_before_the_browser_opens(pages: Pages) -> None:
    idp = microsoft_idp("firma.pl")
    idp.metadata_answer = refused("invalid_tenant", in_full(90002, "Tenant 'firma.pl' not found."))
    with pytest.raises(SignInError) as caught:
        await SignInAttempt(microsoft_provider("firma.pl"), idp, pages).run(Person(idp))
    check(caught.value, "tenant_unknown")


@pytest.mark.parametrize(("name", "codes", "error", "words"), ALIKE, ids=[row[3][:40] for row in ALIKE])
async def test_what_only_resembles_a_known_answer_is_shown_as_it_is(
    name: str, codes: tuple[int, ...], error: str, words: str, pages: Pages
) -> None:
    found = await at_renewal(pages, {"error": error, "description": words, "error_codes": list(codes)})
    advice = advice_on(found, FORM)
    assert (advice[0].name if advice else "") == name
    if not advice:
        told = Wording("pl").explain(found, FORM)
        assert words.rsplit(maxsplit=1)[-1] in told.server_words
        assert told.command == ""


def test_every_entry_about_sign_in_is_in_the_table() -> None:
    known = {(entry.name, code) for entry in catalogue() if "sign_in" in entry.where for code in entry.codes}
    shown = {(name, str(code)) for name, code, _, _ in NUMBERED}
    shown |= {(name, suberror or error) for name, error, suberror, _ in UNNUMBERED}
    shown |= {(name, error) for name, error, _ in AT_THE_BROWSER}
    shown |= {("oauth_busy", "server_busy")}  # how the program itself calls it, shown by the busy answers above
    assert known == shown
