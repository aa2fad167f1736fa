"""Whether our own token could be the reason why a server refused it; asked only after it did."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from dms_mail_desktop.credentials import BearerToken
from dms_mail_desktop.errors import ServerRefused, Stage, TokenFault, TokenUnfit
from dms_mail_desktop.models import AccountType, MailServer, Point
from dms_mail_desktop.token_facts import TokenFacts, read_token

RIGHTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "smtp": ("SMTP.Send", "SMTP.SendAsApp"),
        "imap": ("IMAP.AccessAsUser.All", "IMAP.AccessAsApp"),
        "pop3": ("POP.AccessAsUser.All", "POP.AccessAsApp"),
    }
)
"""What each protocol asks for: the permission of a person, and that of an application."""
ISSUERS = (
    "sts.windows.net",
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
)
EXCHANGE_ID = "00000002-0000-0ff1-ce00-000000000000"
EXCHANGE_DOMAINS = ("outlook.office.com", "outlook.office365.com", "office365.us", "apps.mil", "partner.outlook.cn")


def blame_token(error: ServerRefused, account: MailServer | Point, token: BearerToken) -> ServerRefused | TokenUnfit:
    """The refusal as it was, or what is wrong with the token that was refused: who issued it was Microsoft."""
    facts = read_token(token.secret)
    if facts is None or urlsplit(facts.issuer).hostname not in ISSUERS:
        return error
    found = _fault(facts, account, token)
    return TokenUnfit(Stage.AUTHENTICATION, *found, error.reply) if found else error


def _fault(facts: TokenFacts, account: MailServer | Point, token: BearerToken) -> tuple[TokenFault, str, str] | None:
    """The fault, what was needed, and what the token has instead."""
    if not _is_for_exchange(facts.audience):
        return TokenFault.AUDIENCE, EXCHANGE_DOMAINS[0], facts.audience
    if facts.expires_at is not None and facts.expires_at < datetime.now(UTC):
        return TokenFault.EXPIRED, "", facts.expires_at.isoformat()
    person, application = RIGHTS[_protocol(account)]
    if not {person, application} & set(facts.permissions):
        return TokenFault.PERMISSION, person, ", ".join(facts.permissions)
    if facts.user and facts.user.casefold() != token.login.casefold():
        return TokenFault.USER, token.login, facts.user
    return None


def _is_for_exchange(audience: str) -> bool:
    host = urlsplit(audience).hostname or ""
    return audience == EXCHANGE_ID or any(host == name or host.endswith(f".{name}") for name in EXCHANGE_DOMAINS)


def _protocol(account: MailServer | Point) -> str:
    if isinstance(account, MailServer):
        return "smtp"
    return "imap" if account.account_type is AccountType.IMAP else "pop3"
