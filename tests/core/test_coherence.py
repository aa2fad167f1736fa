"""What does not fit together on a form, and the values that mend it."""

from typing import Any

import pytest

from dms_mail_desktop.coherence import Discord, incoherences
from dms_mail_desktop.models import MailServer, Point, Registration
from dms_mail_desktop.rules import is_personal

CLIENT = "11111111-2222-3333-4444-555555555555"
WORK = {"client_id": CLIENT, "tenant": "firma.pl"}
SERVER: dict[str, Any] = {
    "email": "dms@firma.pl",
    "login": "dms@firma.pl",
    "host": "smtp.office365.com",
    "port": 587,
    "auth_method": "oauth2",
}
POINT: dict[str, Any] = {"login": "faktury@firma.pl", "host": "outlook.office365.com", "auth_method": "oauth2"}
OWN: dict[str, Any] = {"host": "mail.firma.pl", "auth_method": "password"}


def server(**more: Any) -> MailServer:
    return MailServer.model_validate(SERVER | more, context="structure")


def point(**more: Any) -> Point:
    return Point.model_validate(POINT | more, context="structure")


def registration(**more: Any) -> Registration:
    return Registration.model_validate(WORK | more, context="structure")


@pytest.mark.parametrize(
    ("account", "registered"),
    [
        (server(), registration()),
        (server(port=25), registration()),
        (server(encryption="starttls"), registration()),
        (server(**OWN, port=465, encryption="tls"), registration()),
        (server(**OWN, port=587, login="dms"), Registration()),
        (server(**OWN, port=2525), Registration()),
        (server(**OWN, port=8025), Registration()),
        (server(sending_method="sql_profile", auth_method="password"), Registration()),
        (server(host="SMTP.Office365.com"), registration()),
        (server(email=""), registration()),
        (server(email="DMS@firma.pl"), registration()),
        (
            server(email="a@outlook.com", login="a@outlook.com", host="smtp-mail.outlook.com"),
            registration(tenant="common"),
        ),
        (server(host="smtp.office365.us"), registration(cloud="gcc_high")),
        (point(), registration()),
        (point(account_type="pop3"), registration()),
        (point(**OWN, encryption="starttls"), Registration()),
        (point(mailbox="wspolna@firma.pl"), registration()),
        (point(host="imap.inna.pl"), registration(cloud="custom", mail_hosts=["imap.inna.pl"])),
        (point(host="imap.inna.pl"), registration(cloud="custom")),
        (point(login="a@outlook.com"), registration(tenant="consumers")),
    ],
    ids=str,
)
def test_values_that_fit_are_left_alone(account: MailServer | Point, registered: Registration) -> None:
    assert incoherences(account, registered) == ()


@pytest.mark.parametrize(
    ("account", "registered", "discord", "name", "mend"),
    [
        (server(port=993), registration(), Discord.PROTOCOL_PORT, "port", {"port": 587}),
        (server(port=993, auth_method="password"), registration(), Discord.PROTOCOL_PORT, "port", {"port": 587}),
        (
            server(port=993, auth_method="password", encryption="tls"),
            registration(),
            Discord.PROTOCOL_PORT,
            "port",
            {"port": 587, "encryption": "starttls"},
        ),
        (server(**OWN, port=993), registration(), Discord.PROTOCOL_PORT, "port", {"port": 25}),
        (server(**OWN, port=995, encryption="tls"), registration(), Discord.PROTOCOL_PORT, "port", {"port": 465}),
        (point(port=995), registration(), Discord.PROTOCOL_PORT, "port", {"port": 993}),
        (point(port=465), registration(), Discord.PROTOCOL_PORT, "port", {"port": 993}),
        (point(account_type="pop3", port=993), registration(), Discord.PROTOCOL_PORT, "port", {"port": 995}),
        (server(encryption="tls"), registration(), Discord.TLS_PORT, "encryption", {"encryption": "starttls"}),
        (
            server(**OWN, encryption="tls", port=25),
            registration(),
            Discord.TLS_PORT,
            "encryption",
            {"encryption": "starttls"},
        ),
        (
            point(**OWN, encryption="tls", port=143),
            registration(),
            Discord.TLS_PORT,
            "encryption",
            {"encryption": "starttls"},
        ),
        (
            server(**OWN, encryption="starttls", port=465),
            registration(),
            Discord.STARTTLS_PORT,
            "encryption",
            {"encryption": "tls"},
        ),
        (
            point(encryption="starttls", port=993),
            registration(),
            Discord.STARTTLS_PORT,
            "encryption",
            {"encryption": "tls"},
        ),
        (server(host="smtp.office365.us"), registration(), Discord.OTHER_CLOUD, "host", {"host": "smtp.office365.com"}),
        (
            point(host="outlook.office365.com"),
            registration(cloud="china"),
            Discord.OTHER_CLOUD,
            "host",
            {"host": "partner.outlook.cn"},
        ),
        (server(host="mail.firma.pl"), registration(), Discord.FOREIGN_HOST, "host", {"host": "smtp.office365.com"}),
        (
            point(host="imap.gmail.com", account_type="pop3"),
            registration(),
            Discord.FOREIGN_HOST,
            "host",
            {"host": "outlook.office365.com"},
        ),
        (
            point(host="imap.zla.pl"),
            registration(cloud="custom", mail_hosts=["imap.inna.pl"]),
            Discord.FOREIGN_HOST,
            "host",
            {"host": "imap.inna.pl"},
        ),
        (
            point(host="imap.zla.pl"),
            registration(cloud="custom", mail_hosts=["a.pl", "b.pl"]),
            Discord.FOREIGN_HOST,
            "host",
            {},
        ),
        (
            server(auth_method="password"),
            registration(),
            Discord.PASSWORD_RETIRING,
            "auth_method",
            {"auth_method": "oauth2"},
        ),
        (
            server(auth_method="password", port=25, encryption="none"),
            registration(),
            Discord.PASSWORD_RETIRING,
            "auth_method",
            {"auth_method": "oauth2", "port": 587, "encryption": "auto"},
        ),
        (
            point(auth_method="password"),
            registration(),
            Discord.PASSWORD_RETIRED,
            "auth_method",
            {"auth_method": "oauth2"},
        ),
        (
            server(auth_method="password", login="a@hotmail.com", email="a@hotmail.com", host="smtp-mail.outlook.com"),
            registration(),
            Discord.PASSWORD_RETIRED,
            "auth_method",
            {"auth_method": "oauth2"},
        ),
        (server(email="biuro@firma.pl"), registration(), Discord.SENDER_NOT_LOGIN, "email", {"email": "dms@firma.pl"}),
        (
            server(**OWN, email="biuro@firma.pl"),
            registration(),
            Discord.SENDER_NOT_LOGIN,
            "email",
            {"email": "dms@firma.pl"},
        ),
        (server(login="FIRMA\\dms"), registration(), Discord.LOGIN_NOT_ADDRESS, "login", {"login": "dms@firma.pl"}),
        (point(login="faktury"), registration(), Discord.LOGIN_NOT_ADDRESS, "login", {}),
        (
            server(login="a@outlook.com", email="a@outlook.com"),
            registration(tenant="common"),
            Discord.PERSONAL_HOST,
            "host",
            {"host": "smtp-mail.outlook.com"},
        ),
        (point(login="a@live.com"), registration(), Discord.PERSONAL_TENANT, "login", {}),
        (server(), registration(client_id=""), Discord.NOT_REGISTERED, "auth_method", {}),
    ],
    ids=str,
)
def test_a_discord_is_found_at_its_field_and_its_mend_ends_it(
    account: MailServer | Point, registered: Registration, discord: Discord, name: str, mend: dict[str, Any]
) -> None:
    found = {each.discord: each for each in incoherences(account, registered)}
    assert found[discord].name == name
    assert found[discord].mend == mend
    if mend or found[discord].registration:
        mended = account.model_copy(update=dict(found[discord].mend))
        after = registered.model_copy(update=dict(found[discord].registration))
        assert discord not in {each.discord for each in incoherences(mended, after)}


def test_each_discord_has_a_form_that_shows_it() -> None:
    marks = test_a_discord_is_found_at_its_field_and_its_mend_ends_it.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {row[2] for row in marks} == set(Discord)


def test_a_personal_account_at_a_work_tenant_is_told_its_tenant() -> None:
    [found] = incoherences(point(login="jan@outlook.com"), registration(tenant="organizations"))
    assert found.registration == {"tenant": "consumers"}


@pytest.mark.parametrize(
    ("address", "personal"),
    [
        ("a@outlook.com", True),
        ("a@Hotmail.com", True),
        ("a@hotmail.co.uk", True),
        ("a@outlook.de", True),
        ("a@live.nl", True),
        ("a@outlook.firma.com.pl", False),
        ("a@firma.pl", False),
        ("", False),
    ],
)
def test_personal_accounts_are_known_by_their_domain(address: str, personal: bool) -> None:
    assert is_personal(address) is personal
