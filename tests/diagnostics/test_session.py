"""A whole session with planted secrets: none of them is in the package, in whatever form."""

import base64
import quopri
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from dms_mail_desktop.credentials import Password
from dms_mail_desktop.diagnostics import Part, collect
from dms_mail_desktop.gui.sending_test import TestMessage, sending_trial
from dms_mail_desktop.mail.mailbox_probe import check_mailbox
from dms_mail_desktop.mail.message import compose
from dms_mail_desktop.mail.steps import StepReport
from dms_mail_desktop.models import AccountType, AuthMethod, Encryption, MailServer, Point
from dms_mail_desktop.oauth.pages import load_pages
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.sign_in import SignInAttempt
from dms_mail_desktop.sandbox.agent import sign_in
from dms_mail_desktop.sandbox.directory import NOTIFICATIONS, Directory
from dms_mail_desktop.sandbox.faults import ProviderFault, Refused
from dms_mail_desktop.wording import Wording, account_facts

from .conftest import Office

SUBJECT, BODY = "Tajny temat wiadomości", "Zażółć gęślą jaźń, kwota 123456,78"
WRONG = "Zupełnie-Złe-Hasło.99"
LETTER = f"From: a@b.pl\r\nSubject: {SUBJECT}\r\n\r\n{BODY}\r\n".encode()


def forms(secret: str) -> Iterator[str]:
    """The secret as it is, and as it may travel."""
    octets = secret.encode()
    yield from (secret, quote(secret), quopri.encodestring(octets).decode(), octets.hex())
    for shift in range(3):
        # What stands before moves the groups of three; the signs at both ends depend on the neighbours.
        yield base64.b64encode(b"x" * shift + octets).decode()[4:-4]


def found(parts: tuple[Part, ...], secret: str) -> list[str]:
    """Where any form of the secret is, line breaks and blanks apart."""
    together = {part.name: re.sub(r"[\s\x22]+", "", part.text) for part in parts}
    wanted = [re.sub(r"\s+", "", form) for form in forms(secret)]
    return [
        f"{form} in {name}" for name, text in together.items() for form in wanted if len(form) >= 4 and form in text
    ]


def ignore(_: StepReport) -> None:
    """Nobody watches."""


async def send(office: Office, server: MailServer, password: Password | None = None) -> None:
    services, registration = office.services, office.facts.registration

    async def known() -> Password:
        assert password is not None
        return password

    composed = compose(
        sender=server.email, display_name="", reply_to="", to=[NOTIFICATIONS], subject=SUBJECT, body=BODY
    )
    credential = known if password else services.credential_of("server", server, registration)
    facts = account_facts(server, registration)
    await sending_trial(TestMessage(server, credential, composed, facts, None), services).work(ignore)


async def check(office: Office, point: Point, password: str = "") -> None:
    services, registration = office.services, office.facts.registration
    access = services.access_of(point, registration, password)
    report = services.step_log.begin(account_facts(point, registration), ignore)
    await check_mailbox(point, access.credential, access.tls, report=report, transcribe=access.transcribe)


async def sign_in_once(office: Office) -> None:
    services, user = office.services, Directory().user(NOTIFICATIONS)
    assert user is not None
    provider = Provider.of(office.facts.registration)
    attempt = SignInAttempt(provider, services.http(), load_pages("pl"), login_hint=NOTIFICATIONS)

    def person(address: str) -> None:
        Thread(target=sign_in, args=(address, NOTIFICATIONS, user.password), daemon=True).start()

    await services.accounts.keep(provider, await attempt.run(person))


async def whole_session(office: Office) -> str:
    """Signs in, renews, sends, checks and runs, with tokens and passwords, right ones and wrong ones."""
    services, facts, right = office.services, office.facts, Directory().user(NOTIFICATIONS)
    assert right is not None
    await sign_in_once(office)
    provider = Provider.of(facts.registration)
    await services.accounts.access_token(provider, NOTIFICATIONS, renew=True)
    server = facts.mail_server
    await send(office, server)
    closed = {"auth_method": AuthMethod.PASSWORD, "port": facts.ports.smtps, "encryption": Encryption.TLS}
    for password in (right.password, WRONG):
        await send(office, server.model_copy(update=closed), Password(server.login, password))
    office.sandbox.deliver(NOTIFICATIONS, LETTER)
    for kind, port in ((AccountType.IMAP, facts.ports.imaps), (AccountType.POP3, facts.ports.pop3s)):
        changes = {
            "account_type": kind,
            "port": port,
            "login": NOTIFICATIONS,
            "encryption": Encryption.TLS,
            "mailbox": "",
        }
        point = facts.points[0].model_copy(update=changes | {"auth_method": AuthMethod.OAUTH2, "folder": ""})
        await check(office, point)
        for password in (right.password, WRONG):
            await check(office, point.model_copy(update={"auth_method": AuthMethod.PASSWORD}), password)
        target = point.model_copy(update={"target": str(office.folder / kind)})
        await services.runs.run(target, services.access_of(target, facts.registration))
    expired = Refused("invalid_grant", 700082, "The refresh token has expired")
    office.sandbox.faults.token = ProviderFault(refused=expired)
    try:
        await services.accounts.access_token(provider, NOTIFICATIONS, renew=True)
    except Exception as error:  # noqa: BLE001 - that is what is wanted
        return type(error).__name__
    return ""


async def package(office: Office, log: Path | None = None) -> tuple[Part, ...]:
    return await collect(office.services, Wording("pl"), {"theme": "dark"}, log)


async def test_no_secret_of_a_whole_session_is_in_the_package(office: Office) -> None:
    assert await whole_session(office)
    right = Directory().user(NOTIFICATIONS)
    assert right is not None
    log = office.folder / "program.log"
    leaked = next(iter(office.secrets["access_token"]))
    log.write_text(f"line\nBearer {leaked}\n", encoding="utf-8")
    parts = await package(office, log)
    planted = {"right password": {right.password}, "wrong password": {WRONG}, "subject": {SUBJECT}, "body": {BODY}}
    planted |= office.secrets
    assert {"access_token", "refresh_token", "id_token", "code"} <= planted.keys()
    for token in planted["access_token"]:
        user = f"user={NOTIFICATIONS}\x01auth=Bearer {token}\x01\x01"
        planted.setdefault("xoauth2", set()).add(base64.b64encode(user.encode()).decode())
    for password in (right.password, WRONG):
        plain = base64.b64encode(f"\0{NOTIFICATIONS}\0{password}".encode()).decode()
        planted.setdefault("plain", set()).add(plain)
    for name, secrets in planted.items():
        for secret in secrets:
            assert found(parts, secret) == [], name
            # A long one must not be there in parts either.
            halves = [secret[start : start + 24] for start in range(0, len(secret) - 24, 24)]
            assert [half for half in halves for part in parts if half in part.text] == [], name


async def test_what_an_administrator_needs_is_there(office: Office) -> None:
    await whole_session(office)
    text = {part.name: part.text for part in await package(office)}
    protocol = text["protocol.txt"]
    for words in (
        "== SMTP localhost:",
        "== IMAP localhost:",
        "== POP3 localhost:",
        "C: EHLO [",
        f"C: MAIL FROM:<{NOTIFICATIONS}>",
        f"C: RCPT TO:<{NOTIFICATIONS}>",
        "C: AUTH XOAUTH2\n",
        "C: AUTH PLAIN …",
        "AUTHENTICATE XOAUTH2",
        'EXAMINE "INBOX"',
        "S: 535",
        "C: POST ",
        "error=invalid_grant",
        "AADSTS700082",
        "octets]",
    ):
        assert words in protocol, words
    assert office.facts.registration.client_id in text["settings.json"]
    assert NOTIFICATIONS in text["settings.json"]
    assert "theme: dark" in text["program.txt"]
    assert text["tests.txt"].count("== ") == 9
    assert "odrzuc" in text["tests.txt"]
    assert office.facts.points[0].name in text["points.txt"]
