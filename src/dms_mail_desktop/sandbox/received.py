"""The messages that the sandbox's SMTP server took, for the page and for tests; safe to read from any thread."""

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """A message as it came in; `number` counts from 1, `login` and `method` say who sent it and how they proved it."""

    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    login: str
    method: str
    content: bytes = field(repr=False)
    number: int = 0

    def message(self) -> EmailMessage:
        """The parsed message."""
        return message_from_bytes(self.content, policy=default)

    @property
    def subject(self) -> str:
        """The decoded subject."""
        return str(self.message()["Subject"] or "")

    @property
    def text(self) -> str:
        """The text that a person reads first: the plain part, else the HTML part as it is."""
        part = self.message().get_body(("plain", "html"))
        return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


class Received:
    """A list that can be waited for."""

    def __init__(self) -> None:
        self._messages: list[ReceivedMessage] = []
        self._changed = threading.Condition()

    def add(self, message: ReceivedMessage) -> None:
        """Keeps a message under its number and wakes who waits for it."""
        with self._changed:
            self._messages.append(replace(message, number=len(self._messages) + 1))
            self._changed.notify_all()

    def messages(self) -> list[ReceivedMessage]:
        """All messages so far, oldest first."""
        with self._changed:
            return list(self._messages)

    def wait(self, seconds: float, number: int) -> ReceivedMessage:
        """The message with this number (from 1), waiting for it if need be. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._messages) >= number, seconds):
                raise TimeoutError(f"message {number} did not arrive within {seconds} s")
            return self._messages[number - 1]
