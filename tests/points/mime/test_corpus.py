"""The corpus of difficult messages: what is read out of each is what stands beside it."""

import mmap
import tomllib
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from dms_mail_desktop.points.mime import Address, Attachment, Octets, ParsedMessage, read_message

from .letters import CASES
from .write_corpus import CORPUS

MESSAGES = sorted(CORPUS.glob("*.eml"))


def files(attachments: tuple[Attachment, ...]) -> list[dict[str, Any]]:
    """The facts of attachments as they are written, each checked against what was written."""
    found = []
    for attachment in attachments:
        target = BytesIO()
        written = attachment.write_to(target)
        content = target.getvalue()
        assert (written.size, written.sha256) == (len(content), sha256(content).hexdigest())
        assert attachment.size == written.size <= attachment.most
        found.append(
            {
                "name": attachment.name,
                "media_type": attachment.media_type,
                "size": written.size,
                "sha256": written.sha256,
                "damaged": attachment.damaged,
            }
        )
    return found


def facts(message: ParsedMessage) -> dict[str, Any]:
    """What is compared with the expectations."""
    return {
        "body_text": message.body_text,
        "protection": message.protection.value,
        "damaged": [damage.value for damage in message.damaged],
        "attachments": files(message.attachments),
        "inline": files(message.inline),
    }


def header_facts(message: ParsedMessage) -> dict[str, str]:
    header = message.header
    values = {name: getattr(header, name) for name in ("subject", "sender_name", "sender", "message_id")}
    values |= {name: listed(getattr(header, name)) for name in ("to", "cc", "reply_to")}
    values["sent_at"] = header.sent_at.isoformat() if isinstance(header.sent_at, datetime) else ""
    return values


def listed(addresses: tuple[Address, ...]) -> str:
    return "|".join(f"{each.name} <{each.address}>" for each in addresses)


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_a_difficult_message_is_read_as_expected(path: Path) -> None:
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    expected.pop("about")
    header = expected.pop("header", {})
    message = read_message(path.read_bytes())
    assert facts(message) == {"attachments": [], "inline": [], **expected}
    found = header_facts(message)
    assert {name: found[name] for name in header} == header


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_the_same_is_read_from_whatever_holds_the_octets(path: Path) -> None:
    octets = path.read_bytes()
    message = read_message(octets)
    others: list[Octets] = [bytearray(octets)]
    if octets:
        with path.open("rb") as file:
            others.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    for other in others:
        again = read_message(other)
        assert facts(again) == facts(message)
        assert again.header == message.header
        assert again.content_key() == message.content_key()


def test_the_corpus_is_what_its_script_writes() -> None:
    assert len(CASES) >= 70
    assert len({case.name for case in CASES}) == len(CASES)
    assert {path.stem for path in MESSAGES} == {case.name for case in CASES}
    for case in CASES:
        assert (CORPUS / f"{case.name}.eml").read_bytes() == case.octets
        assert (CORPUS / f"{case.name}.toml").read_text(encoding="utf-8") == case.toml()
