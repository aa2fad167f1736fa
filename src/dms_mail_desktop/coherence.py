"""Values that are right one by one and do not fit together, found before anything is sent, with what mends them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dms_mail_desktop.models import (
    AccountType,
    AuthMethod,
    Cloud,
    Encryption,
    MailServer,
    Point,
    Registration,
    SendingMethod,
    default_mailbox_port,
    default_smtp_port,
)
from dms_mail_desktop.oauth.provider import CLOUDS, CloudFacts
from dms_mail_desktop.rules import IMPLICIT_TLS_PORTS, address_fault, is_personal

SMTP_PORTS = frozenset({25, 465, 587, 2525})
IMAP_PORTS = frozenset({143, 993})
POP3_PORTS = frozenset({110, 995})
STARTTLS_PORTS = frozenset({25, 110, 143, 587})
"""Where a connection begins in clear text (RFC 3207, RFC 2595)."""
MICROSOFT_SMTP_PORT = 587
"""The one port where Microsoft takes messages of those who sign in, and it begins in clear text."""
PERSONAL_SMTP_HOST = "smtp-mail.outlook.com"
CONSUMERS = "consumers"
"""What Microsoft calls the tenant of personal accounts."""
PERSONAL_TENANTS = (CONSUMERS, "common")


class Discord(StrEnum):
    """What does not fit together."""

    PROTOCOL_PORT = "protocol_port"
    """The port is that of another protocol."""
    TLS_PORT = "tls_port"
    """Implicit TLS on a port where the server speaks first in clear text."""
    STARTTLS_PORT = "starttls_port"
    """STARTTLS on a port where TLS comes first."""
    OTHER_CLOUD = "other_cloud"
    """OAuth2 with a mail host of another cloud than the registration's."""
    FOREIGN_HOST = "foreign_host"
    """OAuth2 with a host that no token of this cloud may be sent to."""
    PASSWORD_RETIRED = "password_retired"  # noqa: S105 - a method of Microsoft's that ended
    """Password where Microsoft takes none any more (IMAP, POP3, personal accounts)."""
    PASSWORD_RETIRING = "password_retiring"  # noqa: S105 - a method that is about to end
    """Password for SMTP at Microsoft, which is being switched off."""
    SENDER_NOT_LOGIN = "sender_not_login"
    """The account sends from an address that is not its own."""
    LOGIN_NOT_ADDRESS = "login_not_address"
    """The provider knows its users by their addresses only."""
    PERSONAL_TENANT = "personal_tenant"
    """A personal Microsoft account, and a registration for work accounts."""
    PERSONAL_HOST = "personal_host"
    """A personal Microsoft account at the host for work accounts."""
    NOT_REGISTERED = "not_registered"
    """OAuth2, and the application's registration is not filled in."""


@dataclass(frozen=True, slots=True)
class Incoherence:
    """One discord at the field `name`; `mend` holds values of the account that end it, `registration` of the other.

    Without either only a person can decide. `facts` are for the sentence.
    """

    discord: Discord
    name: str
    mend: Mapping[str, Any] = field(default_factory=dict)
    registration: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def incoherences(account: MailServer | Point, registration: Registration) -> tuple[Incoherence, ...]:
    """What does not fit together, the most telling first, at most one for each field. Asks nobody."""
    if isinstance(account, MailServer) and account.sending_method is SendingMethod.SQL_PROFILE:
        return ()
    found: dict[str, Incoherence] = {}
    for rule in (_port, _host, _method, _login, _sender, _registration):
        for each in rule(account, registration):
            found.setdefault(each.name, each)
    return tuple(found.values())


Found = Iterator[Incoherence]


def _port(account: MailServer | Point, _registration: Registration) -> Found:
    port, encryption = account.port, account.encryption
    own, default = _own_ports(account)
    if port in (SMTP_PORTS | IMAP_PORTS | POP3_PORTS) - own:
        mend: dict[str, Any] = {"port": default}
        if encryption is Encryption.TLS and default in STARTTLS_PORTS:
            mend["encryption"] = Encryption.STARTTLS
        yield Incoherence(Discord.PROTOCOL_PORT, "port", mend, facts={"port": port, "right_port": default})
    elif encryption is Encryption.TLS and port in STARTTLS_PORTS:
        yield Incoherence(Discord.TLS_PORT, "encryption", {"encryption": Encryption.STARTTLS}, facts={"port": port})
    elif encryption is Encryption.STARTTLS and port in IMPLICIT_TLS_PORTS:
        yield Incoherence(Discord.STARTTLS_PORT, "encryption", {"encryption": Encryption.TLS}, facts={"port": port})


def _own_ports(account: MailServer | Point) -> tuple[frozenset[int], int]:
    """The ports of the account's protocol, and the one that its choices suggest."""
    if isinstance(account, MailServer):
        if _at_microsoft(account):
            return SMTP_PORTS, MICROSOFT_SMTP_PORT
        return SMTP_PORTS, default_smtp_port(account.encryption, account.auth_method)
    own = IMAP_PORTS if account.account_type is AccountType.IMAP else POP3_PORTS
    return own, default_mailbox_port(account.account_type, account.encryption)


def _host(account: MailServer | Point, registration: Registration) -> Found:
    host, cloud = account.host.lower(), registration.cloud
    if account.auth_method is not AuthMethod.OAUTH2 or not host:
        return
    if cloud is Cloud.CUSTOM:
        allowed = tuple(name.lower() for name in registration.mail_hosts)
        if allowed and host not in allowed:
            yield Incoherence(Discord.FOREIGN_HOST, "host", _if_one(allowed), facts={"host": host, "allowed": allowed})
        return
    facts = CLOUDS[cloud]
    if host not in facts.mail_hosts:
        others = [other for other in CLOUDS if host in CLOUDS[other].mail_hosts]
        right = PERSONAL_SMTP_HOST if _is_personal_sender(account) else _host_of(facts, account)
        told = {"host": host, "right_host": right, "allowed": facts.mail_hosts}
        discord = Discord.OTHER_CLOUD if others else Discord.FOREIGN_HOST
        yield Incoherence(discord, "host", {"host": right}, facts=told)
    elif cloud is Cloud.GLOBAL and _is_personal_sender(account) and host == facts.smtp_host:
        told = {"host": host, "right_host": PERSONAL_SMTP_HOST}
        yield Incoherence(Discord.PERSONAL_HOST, "host", {"host": PERSONAL_SMTP_HOST}, facts=told)


def _if_one(hosts: tuple[str, ...]) -> dict[str, Any]:
    return {"host": hosts[0]} if len(hosts) == 1 else {}


def _host_of(facts: CloudFacts, account: MailServer | Point) -> str:
    if isinstance(account, MailServer):
        return facts.smtp_host
    return facts.imap_host if account.account_type is AccountType.IMAP else facts.pop_host


def _is_personal_sender(account: MailServer | Point) -> bool:
    return isinstance(account, MailServer) and is_personal(account.login)


def _method(account: MailServer | Point, _registration: Registration) -> Found:
    if account.auth_method is not AuthMethod.PASSWORD or not _at_microsoft(account):
        return
    mend: dict[str, Any] = {"auth_method": AuthMethod.OAUTH2}
    if isinstance(account, Point) or is_personal(account.login):
        yield Incoherence(Discord.PASSWORD_RETIRED, "auth_method", mend, facts={"host": account.host})
    else:
        if account.port not in (MICROSOFT_SMTP_PORT, 2525) or account.encryption is Encryption.NONE:
            mend |= {"port": MICROSOFT_SMTP_PORT, "encryption": Encryption.AUTO}
        yield Incoherence(Discord.PASSWORD_RETIRING, "auth_method", mend, facts={"host": account.host})


def _at_microsoft(account: MailServer | Point) -> bool:
    return any(account.host.lower() in facts.mail_hosts for facts in CLOUDS.values())


def _login(account: MailServer | Point, _registration: Registration) -> Found:
    login = account.login
    if (
        not login
        or not address_fault(login)
        or not (_at_microsoft(account) or account.auth_method is AuthMethod.OAUTH2)
    ):
        return
    own = account.email if isinstance(account, MailServer) else account.mailbox
    mend = {} if not own or address_fault(own) else {"login": own}
    yield Incoherence(Discord.LOGIN_NOT_ADDRESS, "login", mend, facts={"login": login})


def _sender(account: MailServer | Point, _registration: Registration) -> Found:
    if isinstance(account, Point) or not account.email or address_fault(account.login):
        return
    if account.email.lower() != account.login.lower():
        told = {"sender": account.email, "login": account.login}
        yield Incoherence(Discord.SENDER_NOT_LOGIN, "email", {"email": account.login}, facts=told)


def _registration(account: MailServer | Point, registration: Registration) -> Found:
    if account.auth_method is not AuthMethod.OAUTH2:
        return
    if not registration.client_id:
        yield Incoherence(Discord.NOT_REGISTERED, "auth_method")
    personal = registration.cloud is Cloud.GLOBAL and is_personal(account.login)
    if personal and registration.tenant.lower() not in PERSONAL_TENANTS:
        told = {"login": account.login, "tenant": registration.tenant}
        mend = {"tenant": CONSUMERS}
        yield Incoherence(Discord.PERSONAL_TENANT, "login", registration=mend, facts=told)
