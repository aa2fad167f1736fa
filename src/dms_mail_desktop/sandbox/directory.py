"""Who works at the sandbox's company: users, their passwords, and whose mailbox each may open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import NAMESPACE_DNS, uuid5

DOMAIN = "firma.example"
COMPANY = "Firma Przykładowa sp. z o.o."
TENANT_ID = str(uuid5(NAMESPACE_DNS, DOMAIN))
CLIENT_ID = str(uuid5(NAMESPACE_DNS, f"dms-mail-desktop.{DOMAIN}"))
APPLICATION = "DMS Mail Desktop"


@dataclass(frozen=True, slots=True)
class User:
    """A person or a service account that can sign in; `password` is shown on the sandbox's sign-in page."""

    login: str
    given_name: str
    family_name: str
    password: str = field(repr=False)
    opens: tuple[str, ...] = ()
    """Shared mailboxes that this user may open and send from."""

    @property
    def display_name(self) -> str:
        """The name as people read it."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def object_id(self) -> str:
        """The user's `oid`, the same in every run."""
        return str(uuid5(NAMESPACE_DNS, self.login))


NOTIFICATIONS = f"powiadomienia@{DOMAIN}"
ACCOUNTANT = f"anna.nowak@{DOMAIN}"
CLERK = f"jan.kowalski@{DOMAIN}"
DOCUMENTS = f"dokumenty@{DOMAIN}"
SHARED = f"faktury@{DOMAIN}"

USERS = (
    User(NOTIFICATIONS, "Powiadomienia", "DMS", "Powiadomienia.2026"),
    User(ACCOUNTANT, "Anna", "Nowak", "Anna.Nowak.2026", (SHARED,)),
    User(CLERK, "Jan", "Kowalski", "Jan.Kowalski.2026"),
    User(DOCUMENTS, "Dokumenty", "przychodzące", "Dokumenty.2026"),
)


class Directory:
    """The users and mailboxes of one company; addresses are compared without regard to case."""

    def __init__(self, users: Iterable[User] = USERS, shared: Iterable[str] = (SHARED,)) -> None:
        self.users = {user.login: user for user in users}
        self.mailboxes = (*self.users, *shared)

    def user(self, login: str) -> User | None:
        """The user with this login, or None."""
        return self.users.get(login.strip().lower())

    def check_password(self, login: str, password: str) -> User | None:
        """The user when the password is right; shared mailboxes have no password."""
        user = self.user(login)
        return user if user is not None and user.password == password else None

    def may_open(self, user: User, mailbox: str) -> bool:
        """Whether the mailbox is the user's own or shared with the user."""
        return mailbox.lower() in (user.login, *user.opens)

    def is_local(self, address: str) -> bool:
        """Whether the address belongs to the company's domain."""
        return address.lower().endswith(f"@{DOMAIN}")

    def has_mailbox(self, address: str) -> bool:
        """Whether mail to the address is delivered here."""
        return address.lower() in self.mailboxes
