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
    field_validator,
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
    extension_fault,
    folder_fault,
    host_fault,
    name_faults,
    never,
    proxy_fault,
    sender_pattern_fault,
)

SCHEMA = 1
"""The version of the settings file that this program writes."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$", max_length=500)]
"""One line of text without control characters: they would become commands on the wire."""
Port = Annotated[int, Field(ge=1, le=65535)]
FOLLOWS: Any = None
"""A port that is not given: it follows from the fields before it."""
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


POP3_AFTER = (AfterFetch.LEAVE, AfterFetch.DELETE)
"""What POP3 can do with a message."""
DOCUMENT_FIELDS = ("subject_field", "sender_field", "date_field", "body_field", "attachments_field")
"""The fields of a point that name the document's field for each part of a message."""


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
    """The application as it is registered at the identity provider, and the way to it.

    `proxy` is "" for the system's, `none` for the direct way, or `http://host:port`; HTTPS alone takes it, mail never.
    """

    cloud: Cloud = Cloud.GLOBAL
    tenant: Line = "organizations"
    client_id: Line = ""
    issuer: Line = ""
    scopes: tuple[Line, ...] = ()
    mail_hosts: tuple[Line, ...] = ()
    proxy: Line = ""

    def _findings(self, strictness: Strictness) -> Iterator[Finding]:
        complete = strictness is Strictness.USE
        yield from checked("client_id", self.client_id, _fault_unless(CLIENT_ID, Fault.CLIENT_ID), required=complete)
        yield from checked("proxy", self.proxy, proxy_fault, required=False)
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
    encryption: Encryption = Encryption.AUTO
    auth_method: AuthMethod = AuthMethod.PASSWORD
    port: Port = Field(default=FOLLOWS, validate_default=True)
    login: Line = ""
    clear_text_confirmed: bool = False

    @field_validator("port", mode="before")
    @classmethod
    def _absent_port_follows(cls, value: Any, info: ValidationInfo) -> Any:
        # A validator of the whole model would lose pydantic's lenience towards JSON: its lists and dates.
        if value is not FOLLOWS:
            return value
        encryption = info.data.get("encryption", Encryption.AUTO)
        return default_smtp_port(encryption, info.data.get("auth_method", AuthMethod.PASSWORD))

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
    """A configuration point: one mailbox and what becomes of its messages.

    The five names of fields say where in the document a part of the message goes; an empty one leaves the part out.
    Empty lists allow everything; `largest_attachment` is in MB, 0 for any size.
    """

    id: Line = Field(default_factory=lambda: uuid4().hex)
    name: Line = ""
    mode: Mode = Mode.GENERATE_DOCUMENTS
    account_type: AccountType = AccountType.IMAP
    host: Line = ""
    auth_method: AuthMethod = AuthMethod.PASSWORD
    encryption: Encryption = Encryption.AUTO
    port: Port = Field(default=FOLLOWS, validate_default=True)
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
    subject_field: Line = "Temat"
    sender_field: Line = "Nadawca"
    date_field: Line = "Data"
    body_field: Line = "Treść"
    attachments_field: Line = "Załączniki"
    allowed_senders: tuple[Line, ...] = ()
    allowed_extensions: tuple[Line, ...] = ()
    largest_attachment: Annotated[int, Field(ge=0, le=1024)] = 0
    operators: tuple[Line, ...] = ()

    @field_validator("port", mode="before")
    @classmethod
    def _absent_port_follows(cls, value: Any, info: ValidationInfo) -> Any:
        # A validator of the whole model would lose pydantic's lenience towards JSON: its lists and dates.
        if value is not FOLLOWS:
            return value
        kind = info.data.get("account_type", AccountType.IMAP)
        return default_mailbox_port(kind, info.data.get("encryption", Encryption.AUTO))

    def _findings(self, strictness: Strictness) -> Iterator[Finding]:
        yield from access_findings(dict(self), complete=self.active or strictness in (Strictness.USE, Strictness.RUN))
        if strictness is Strictness.RUN:
            yield from checked("target", self.target, folder_fault, required=True)
        if self.auth_method is AuthMethod.OAUTH2:
            yield from checked("mailbox", self.mailbox, address_fault, required=False)
        yield from self._after_findings()
        names = [getattr(self, name) for name in DOCUMENT_FIELDS]
        for index, fault in name_faults(names):
            if fault is Fault.DUPLICATE:
                yield DOCUMENT_FIELDS[index], fault
        if any(sender_pattern_fault(sender) for sender in self.allowed_senders):
            yield "allowed_senders", Fault.SENDER_PATTERN
        if any(extension_fault(extension) for extension in self.allowed_extensions):
            yield "allowed_extensions", Fault.EXTENSION

    def _after_findings(self) -> Iterator[Finding]:
        """POP3 has one folder and no marks; a message cannot be moved to where it is."""
        if self.account_type is AccountType.POP3:
            if self.after not in POP3_AFTER:
                yield "after", Fault.POP3_CANNOT
        elif self.after is AfterFetch.MOVE:
            if self.after_folder == self.folder:
                yield "after_folder", Fault.SAME_FOLDER if self.folder else Fault.REQUIRED
            else:
                yield from checked("after_folder", self.after_folder, never, required=True)


class Settings(BaseModel):
    """The whole settings file."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    schema_version: int = Field(default=SCHEMA, alias="schema")
    registration: Registration = Registration()
    mail_server: MailServer = MailServer()
    points: tuple[Point, ...] = ()

    @model_validator(mode="after")
    def _judge_points(self, info: ValidationInfo) -> Self:
        if Strictness(info.context or Strictness.SAVE) is Strictness.STRUCTURE:
            return self
        found = [("name", *each) for each in name_faults([point.name for point in self.points])]
        found += [("id", *each) for each in name_faults([point.id for point in self.points])]
        faults = [
            InitErrorDetails(
                type=PydanticCustomError(fault, fault),
                loc=("points", index, field),
                input=getattr(self.points[index], field),
            )
            for field, index, fault in found
        ]
        if faults:
            raise ValidationError.from_exception_data("Settings", faults, hide_input=True)
        return self
