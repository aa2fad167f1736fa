"""What every mail server of the sandbox works with."""

from collections.abc import Mapping
from dataclasses import dataclass

from dms_mail_desktop.sandbox.directory import Directory
from dms_mail_desktop.sandbox.faults import Faults
from dms_mail_desktop.sandbox.gate import Gate
from dms_mail_desktop.sandbox.mailboxes import Mailbox
from dms_mail_desktop.sandbox.received import Received


@dataclass(frozen=True, slots=True)
class House:
    """The people, their mail, and what is to go wrong."""

    directory: Directory
    gate: Gate
    mailboxes: Mapping[str, Mailbox]
    received: Received
    faults: Faults
