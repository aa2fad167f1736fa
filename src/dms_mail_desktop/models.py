"""What the settings are: frozen models, one field per row of the screens; field names are the keys of the file."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import uuid4

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from dms_mail_desktop.rules import (
    Fault,
    Finding,
    Strictness,
    access_findings,
    address_fault,
    checked,
    host_fault,
)

SCHEMA = 1
"""The version of the settings file that this program writes."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$", max_length=500)]
"""One line of text without control characters: they would become commands on the wire."""
Port = Annotated[int, Field(ge=1, le=65535)]
CLIENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


class Cloud(StrEnum):
    """Where the application is registered and the mailboxes live."""

    GLOBAL = "global"
    GCC_HIGH = "gcc_high"
    DOD = "dod"
    CHINA = "china"
    CUSTOM = "custom"


class SendingMethod(StrEnum):
    """What sends the messages of the DMS."""

    SQL_PROFILE = "sql_profile"
    MAIL_COMPONENT = "mail_component"


class Encryption(StrEnum):
    """How a connection is secured; AUTO is implicit TLS on its ports and required STARTTLS elsewhere."""

    AUTO = "auto"
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class AuthMethod(StrEnum):
    """How the account proves who it is."""

    PASSWORD = "password"  # noqa: S105 - the name of a method
    OAUTH2 = "oauth2"


class ServerType(StrEnum):
    """The protocol of the outgoing server."""

    SMTP = "smtp"


class AccountType(StrEnum):
    """The protocol of a point's mailbox."""

    IMAP = "imap"
    POP3 = "pop3"


class Mode(StrEnum):
    """What a configuration point makes of a mailbox."""

    GENERATE_DOCUMENTS = "generate_documents"
    DOWNLOAD_ATTACHMENTS = "download_attachments"


class AfterFetch(StrEnum):
    """What happens to a message once it is stored."""

    LEAVE = "leave"
    MARK_READ = "mark_read"
    MOVE = "move"
    DELETE = "delete"


def default_smtp_port(encryption: Encryption, auth_method: AuthMethod) -> int:
    """The port that follows from the choices until an administrator types one."""
    if encryption is Encryption.TLS:
        return 465
    return 587 if auth_method is AuthMethod.OAUTH2 else 25


def default_mailbox_port(account_type: AccountType, encryption: Encryption) -> int:
    """The port of a mailbox that follows from protocol and encryption."""
    clear = encryption in (Encryption.STARTTLS, Encryption.NONE)
    if account_type is AccountType.IMAP:
        return 143 if clear else 993
    return 110 if clear else 995


def _fault_unless(pattern: re.Pattern[str], fault: Fault) -> Callable[[str], Fault | None]:
    return lambda value: None if pattern.fullmatch(value) else fault


def _issuer_fault(issuer: str) -> Fault | None:
    return None if re.fullmatch(r"https://[^\s/?#@]+(/[^\s?#]*)?", issuer) else Fault.ISSUER


class _Judged(BaseModel):
    """A frozen model whose dependent rules are judged together and reported by field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def _findings(self, strictness: Strictness) -> Iterator[Finding]:
        """What is wrong with the values, as pairs of field and fault."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _judge(self, info: ValidationInfo) -> Self:
        strictness = Strictness(info.context or Strictness.SAVE)
        if strictness is Strictness.STRUCTURE:
            return self
        faults = [
            InitErrorDetails(type=PydanticCustomError(fault, fault), loc=(name,), input=getattr(self, name))
            for name, fault in self._findings(strictness)
        ]
        if faults:
            raise ValidationError.from_exception_data(type(self).__name__, faults, hide_input=True)
        return self


class Registration(_Judged):
    """The application as it is registered at the identity provider."""

    cloud: Cloud = Cloud.GLOBAL
    tenant: Line = "organizations"
    client_id: Line = ""
    issuer: Line = ""
    scopes: tuple[Line, ...] = ()
    mail_hosts: tuple[Line, ...] = ()

    def _findings(self, strictness: Strictness) -> Iterator[Finding]:
        complete = strictness is Strictness.USE
        yield from checked("client_id", self.client_id, _fault_unless(CLIENT_ID, Fault.CLIENT_ID), required=complete)
        if self.cloud is not Cloud.CUSTOM:
            yield from checked("tenant", self.tenant, _fault_unless(TENANT, Fault.TENANT), required=True)
            return
        yield from checked("issuer", self.issuer, _issuer_fault, required=complete)
        if complete and not self.scopes:
            yield "scopes", Fault.REQUIRED
        if complete and not self.mail_hosts:
            yield "mail_hosts", Fault.REQUIRED
        if any(host_fault(host) for host in self.mail_hosts):
            yield "mail_hosts", Fault.HOST


class MailServer(_Judged):
    """The outgoing account from which the system sends its notifications."""

    sending_method: SendingMethod = SendingMethod.MAIL_COMPONENT
    profile_name: Line = ""
    profile_description: Line = ""
    sql_server: Line = ""
    enabled: bool = False
    account_name: Line = ""
    email: Line = ""
    display_name: Line = ""
    reply_to: Line = ""
    description: Line = ""
    server_type: ServerType = ServerType.SMTP
    host: Line = ""
    port: Port = 25
    encryption: Encryption = Encryption.AUTO
    auth_method: AuthMethod = AuthMethod.PASSWORD
    login: Line = ""
    clear_text_confirmed: bool = False

    @model_validator(mode="before")
    @classmethod
    def _absent_port_follows(cls, values: Any) -> Any:
        if isinstance(values, dict) and "port" not in values:
            encryption, method = values.get("encryption", "auto"), values.get("auth_method", "password")
            if encryption in list(Encryption) and method in list(AuthMethod):
                return values | {"port": default_smtp_port(Encryption(encryption), AuthMethod(method))}
        return values

    def _findings(self, strictness: Strictness) -> Iterator[Finding]:
        complete = self.enabled or strictness is Strictness.USE
        yield from checked("email", self.email, address_fault, required=complete)
        yield from checked("reply_to", self.reply_to, address_fault, required=False)
        if self.sending_method is SendingMethod.SQL_PROFILE:
            if self.auth_method is AuthMethod.OAUTH2:
                yield "auth_method", Fault.OAUTH2_NEEDS_COMPONENT
            return
        yield from access_findings(dict(self), complete=complete)


class Point(_Judged):
    """A configuration point: one mailbox and what becomes of its messages."""

    id: Line = Field(default_factory=lambda: uuid4().hex)
    name: Line = ""
    mode: Mode = Mode.GENERATE_DOCUMENTS
    account_type: AccountType = AccountType.IMAP
    host: Line = ""
    port: Port = 993
    auth_method: AuthMethod = AuthMethod.PASSWORD
    encryption: Encryption = Encryption.AUTO
    login: Line = ""
    clear_text_confirmed: bool = False
    mailbox: Line = ""
    active: bool = False
    description: Line = ""
    interval: Annotated[int, Field(ge=1, le=1440)] = 5
    folder: Line = "INBOX"
    since: date | None = None
    after: AfterFetch = AfterFetch.LEAVE
    after_folder: Line = ""
    target: Line = ""

    @model_validator(mode="before")
    @classmethod
    def _absent_port_follows(cls, values: Any) -> Any:
        if isinstance(values, dict) and "port" not in values:
            kind, encryption = values.get("account_type", "imap"), values.get("encryption", "auto")
            if kind in list(AccountType) and encryption in list(Encryption):
                return values | {"port": default_mailbox_port(AccountType(kind), Encryption(encryption))}
        return values

    def _findings(self, strictness: Strictness) -> Iterator[Finding]:
        yield from access_findings(dict(self), complete=self.active or strictness is Strictness.USE)
        if self.auth_method is AuthMethod.OAUTH2:
            yield from checked("mailbox", self.mailbox, address_fault, required=False)


class Settings(BaseModel):
    """The whole settings file."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    schema_version: int = Field(default=SCHEMA, alias="schema")
    registration: Registration = Registration()
    mail_server: MailServer = MailServer()
    points: tuple[Point, ...] = ()
