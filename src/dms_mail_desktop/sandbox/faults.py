"""What the sandbox is told to do wrong, so that every failure can be shown and tested; may be changed while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Refused(Exception):
    """The provider's refusal in Entra's shape: OAuth error, AADSTS number and its sentence (RFC 6749 section 5.2)."""

    def __init__(self, error: str, number: int, text: str, *, suberror: str = "", status: int = 400) -> None:
        super().__init__(f"AADSTS{number}: {text}")
        self.error = error
        self.number = number
        self.suberror = suberror
        self.status = status


@dataclass(frozen=True, slots=True)
class ProviderFault:
    """An answer of the provider's https part; without `refused` the body is no JSON, as of a broken proxy."""

    status: int = 400
    refused: Refused | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Faults:
    """Each field switches one fault on; replies are whole, code included, and an empty text means no fault."""

    unreachable: bool = False
    """The provider's https part cannot be reached."""
    metadata: Mapping[str, object] = field(default_factory=dict)
    """Values that replace those of the metadata document."""
    authorize: Refused | None = None
    """Sent back to the application instead of a code, once the person has signed in."""
    dead_end: Refused | None = None
    """Shown to the person on a page that leads nowhere, once they have signed in; the application hears nothing."""
    token: ProviderFault | None = None
    """The answer of the token endpoint."""
    answer: Mapping[str, str] = field(default_factory=dict)
    """Parameters that replace those of the authorisation response, for example a wrong `state`."""
    challenge: bool = False
    """A refused XOAUTH2 is first answered with a JSON challenge, as Google and Dovecot do; Exchange refuses at once."""
    delay: float = 0.0
    """Seconds before the mail servers answer AUTH and the end of DATA, and before the token endpoint answers."""
    smtp_auth: str = ""
    smtp_sender: str = ""
    smtp_recipient: str = ""
    smtp_content: str = ""
    imap_auth: str = ""
    """The text after the tag, for example `BAD User is authenticated but not connected.`"""
    pop3_auth: str = ""
