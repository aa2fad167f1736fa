"""The main job over the core: sign in in Chromium, test message, restart, send again; and how it goes wrong."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dms_mail_desktop.models import AuthMethod, Cloud, Encryption, MailServer, Registration

from .browser import Browser
from .core import Core
from .desktop import Desktop
from .dovecot import MailPorts
from .mailbox import Mailboxes
from .provider import ANNA, BOB, CLIENT_ID, SCOPES, SENDER, USERS, Provider

pytestmark = pytest.mark.lab


def registration(provider: Provider) -> Registration:
    return Registration(
        cloud=Cloud.CUSTOM, client_id=CLIENT_ID, issuer=provider.issuer, scopes=SCOPES, mail_hosts=("localhost",)
    )


def account(port: int, encryption: Encryption) -> MailServer:
    return MailServer(
        enabled=True,
        account_name="Powiadomienia",
        email=SENDER,
        display_name="Powiadomienia – Kancelaria „Żuraw”",
        reply_to=BOB,
        host="localhost",
        port=port,
        encryption=encryption,
        auth_method=AuthMethod.OAUTH2,
        login=SENDER,
    )


def secrets(desktop: Desktop) -> dict[str, str]:
    """What the keyring holds of the program."""
    return {name: text for name, text in desktop.secrets().items() if name.startswith("DMSMail")}


@pytest.fixture
def core(desktop: Desktop, provider: Provider, mail: MailPorts, tmp_path: Path) -> Iterator[Core]:
    """A profile that is set up but not signed in; the keyring is left empty."""
    program = Core(desktop, tmp_path / "profil – ąę")
    program.configure(registration(provider), account(mail.smtps, Encryption.TLS))
    provider.forget_grants()
    yield program
    provider.recover()
    provider.give_tokens_for(3600)
    desktop.forget_secrets()


def sign_in(core: Core, browser: Browser, login: str = SENDER) -> dict[str, object]:
    with core.begun("sign_in") as step:
        step.address()
        browser.sign_in(login, USERS[login])
        browser.consent()
        return step.outcome()


def test_signs_in_sends_and_after_a_restart_sends_again_without_signing_in(
    core: Core, browser: Browser, mailboxes: Mailboxes, mail: MailPorts, provider: Provider
) -> None:
    with core.begun("sign_in") as step:
        step.address()
        browser.sign_in(SENDER, USERS[SENDER])
        browser.consent()
        browser.wait_for_text("Gratulacje! Zostałeś zalogowany")
        assert "code=" not in browser.address()
        assert step.outcome()["username"] == SENDER

    checked = core.run("check", to=ANNA)
    assert checked["problem"] == ""
    assert set(checked["steps"].values()) <= {"done", "warning"}
    received = mailboxes.wait_for(ANNA, checked["message_id"])
    assert received["Subject"] == "Test – zażółć gęślą jaźń"
    assert received["From"].addresses[0].display_name == "Powiadomienia – Kancelaria „Żuraw”"
    assert received["Reply-To"] == BOB
    assert received.get_content().strip() == "Wiadomość testowa"

    core.configure(registration(provider), account(mail.submission, Encryption.STARTTLS))
    provider.forget_grants()
    sent = core.run("send_again", to=BOB)
    mailboxes.wait_for(BOB, sent["message_id"])
    assert [grant["grant_type"] for grant in provider.grants()] == ["refresh_token"]


def test_refresh_tokens_rotate_and_the_newest_is_always_kept(
    core: Core, browser: Browser, provider: Provider, desktop: Desktop
) -> None:
    sign_in(core, browser)
    kept = [secrets(desktop)]
    for _ in range(2):
        assert core.run("renew")["login"] == SENDER
        kept.append(secrets(desktop))
    assert core.run("renew")["login"] == SENDER
    assert kept[0] != kept[1] != kept[2]
    assert len(kept[2]) == len(kept[0])
    asked = [grant["grant_type"] for grant in provider.grants()]
    assert asked == ["authorization_code", *["refresh_token"] * 3]
    assert not any("error" in grant for grant in provider.grants())


def test_two_programs_that_renew_at_once_do_not_lose_the_sign_in(
    core: Core, browser: Browser, provider: Provider
) -> None:
    sign_in(core, browser)
    with core.begun("renew") as first, core.begun("renew") as second:
        assert first.outcome()["login"] == second.outcome()["login"] == SENDER
    assert not any("error" in grant for grant in provider.grants())
    assert core.run("renew")["login"] == SENDER


def test_a_revoked_grant_asks_for_a_new_sign_in_and_is_remembered(
    core: Core, browser: Browser, provider: Provider
) -> None:
    sign_in(core, browser)
    assert core.run("state") == {"loss": None, "accounts": [SENDER]}
    assert provider.revoke(SENDER) >= 1
    refused = core.run("send_again", to=ANNA)
    assert (refused["error"], refused["facts"]["loss"]) == ("SignInRequired", "revoked")
    assert core.run("state") == {"loss": "revoked", "accounts": [SENDER]}
    sign_in(core, browser)
    assert core.run("state") == {"loss": None, "accounts": [SENDER]}


def test_a_provider_that_is_down_is_no_lost_sign_in(core: Core, browser: Browser, provider: Provider) -> None:
    sign_in(core, browser)
    provider.fail("/token", 503, retry_after=7)
    failed = core.run("send_again", to=ANNA)
    assert failed["error"] == "ProviderUnreachable"
    assert (failed["facts"]["fault"], failed["facts"]["retry_after"]) == ("server_busy", "7.0")
    assert core.run("state")["loss"] is None
    provider.recover()
    assert core.run("send_again", to=ANNA)["reply"] == 250


def test_refused_consent_leaves_nothing_behind(core: Core, browser: Browser, desktop: Desktop) -> None:
    with core.begun("sign_in") as step:
        step.address()
        browser.sign_in(SENDER, USERS[SENDER])
        browser.consent(yes=False)
        browser.wait_for_text("Nie udało się zalogować")
        assert "error=" not in browser.address()
        assert step.outcome()["error"] == "ConsentRefused"
    assert core.run("state") == {"loss": "never", "accounts": []}
    assert secrets(desktop) == {}


def test_another_person_is_told_apart(core: Core, browser: Browser, desktop: Desktop) -> None:
    with core.begun("sign_in", choose_account=True) as step:
        step.address()
        browser.sign_in(BOB, USERS[BOB])
        browser.consent()
        browser.wait_for_text("Zalogowano inną osobę")
        assert step.outcome()["username"] == BOB
    assert secrets(desktop) == {}


def test_a_sign_in_that_nobody_finishes_ends_and_closes_its_port(core: Core, browser: Browser) -> None:
    with core.begun("sign_in", time_limit=6.0) as step:
        port = step.redirect_port()
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        browser.wait_for_text("Zaloguj")
        assert step.outcome()["error"] == "SignInTimedOut"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_tokens_are_kept_in_small_keyring_entries_and_nowhere_else(
    core: Core, browser: Browser, desktop: Desktop
) -> None:
    sign_in(core, browser)
    core.run("check", to=ANNA)
    kept = secrets(desktop)
    assert max(len(text.encode("utf-16-le")) for text in kept.values()) <= 2560  # what Windows takes
    (refresh_token,) = re.findall(r"[\w-]{1200}", "".join(kept[name] for name in sorted(kept) if name.count("/") > 1))
    fragments = [refresh_token[start : start + 40] for start in range(0, 1200, 40)]
    written = [path.read_text(errors="replace") for path in core.home.rglob("*") if path.is_file()]
    assert written
    for text in [*written, *core.output]:
        assert "eyJ" not in text
        assert not any(fragment in text for fragment in fragments)
