"""What is said on the lines of an SMTP conversation, and how it is read."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dms_mail_desktop.errors import Reply, ServerRefused, Stage

ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})(\s+|$)")  # RFC 3463 section 2
UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
LINE_END = re.compile(rb"\r\n|\r|\n")
LENGTH_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Greeting:
    """How the server introduced itself; `size_limit` in bytes, None when it names none."""

    text: str
    capabilities: tuple[str, ...]
    auth_methods: tuple[str, ...]
    size_limit: int | None

    @classmethod
    def of(cls, text: str, extensions: Mapping[str, str]) -> "Greeting":
        """From the greeting and the extensions after EHLO, named in lower case (RFC 1870 for the size)."""
        size = extensions.get("size", "")
        return cls(
            text,
            tuple(f"{name} {value}".strip().upper() for name, value in extensions.items()),
            tuple(extensions.get("auth", "").upper().split()),
            int(size) if size.isdecimal() and int(size) else None,
        )

    def offers(self, name: str) -> bool:
        """Whether the server has the extension."""
        return any(capability.partition(" ")[0] == name for capability in self.capabilities)


def reply(code: int, text: str) -> Reply:
    """Takes the enhanced status code off every line, and out of the text what nobody can read.

    A code below zero is aiosmtplib's sign for what is no SMTP reply at all.
    """
    cut = text.removeprefix("Malformed SMTP response line: ")[:LENGTH_LIMIT].strip()
    lines = UNPRINTABLE.sub("\ufffd", cut).split("\n")
    found = ENHANCED.match(lines[0])
    return Reply(
        code if code > 0 else None, found[1] if found else "", "\n".join(ENHANCED.sub("", line) for line in lines)
    )


def is_positive(answer: Reply, kind: int = 2) -> bool:
    """Whether the first digit of the reply is as hoped for (RFC 5321 section 4.2.1)."""
    return (answer.code or 0) // 100 == kind


def positive(stage: Stage, answer: Reply, kind: int = 2) -> Reply:
    """The reply, if it is as hoped for. Raises ServerRefused."""
    if not is_positive(answer, kind):
        raise ServerRefused(stage, answer)
    return answer


def leaving(answer: Reply) -> bool:
    """Whether the conversation is over: the server hangs up (RFC 5321 section 3.8), or this is no SMTP."""
    return answer.code in (421, None)


def staying(stage: Stage, answer: Reply) -> Reply:
    """The reply, unless the conversation is over with it. Raises ServerRefused."""
    if leaving(answer):
        raise ServerRefused(stage, answer)
    return answer


def address_literal(address: str) -> bytes:
    """This computer as EHLO wants it when it has no public name (RFC 5321 section 4.1.3)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    return f"[IPv6:{ip}]".encode() if ip.version == 6 else f"[{ip}]".encode()


def transparent(message: bytes) -> bytes:
    """The message with CRLF at every line's end and the dots at a line's beginning doubled (RFC 5321 section 4.5.2)."""
    ends = message.count(b"\r\n")
    if not message.endswith(b"\r\n") or message.count(b"\n") != ends or message.count(b"\r") != ends:
        message = LINE_END.sub(b"\r\n", message)
        message += b"" if message.endswith(b"\r\n") else b"\r\n"
    if message.startswith(b"."):
        message = b"." + message
    return message.replace(b"\r\n.", b"\r\n..")
