"""One secret in many small keyring entries: a kill at any moment leaves the old text or the new one, whole.

A manifest names the live generation, of which there are two, written in turn; so whatever a dead writer left
behind is found without listing the keyring, which no backend can do.
"""

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Protocol
from uuid import uuid4

from dms_mail_desktop.errors import KeyringFailed, SecretDamaged, VaultError

PREFIX = "DMSMail"
PART_UNITS = 1200
"""UTF-16 units in one entry; Windows takes 1,280 (CRED_MAX_CREDENTIAL_BLOB_SIZE is 2,560 bytes)."""
GENERATIONS = ("a", "b")


class Entries(Protocol):
    """The single entries of a keyring, each of which is written whole or not at all; methods raise VaultError."""

    @property
    def backend(self) -> str:
        """The keyring's name, for errors."""

    def get(self, service: str) -> str | None:
        """The text of an entry, or None."""

    def set(self, service: str, text: str) -> None:
        """Creates or replaces an entry."""

    def delete(self, service: str) -> None:
        """Removes an entry; an absent one is no error."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which parts make up the secret; `mark` tells two writes of one text apart."""

    generation: str
    parts: int
    sha256: str
    mark: str


def read(entries: Entries, name: str) -> str | None:
    """The secret, or None when there is none; needs no lock. Raises SecretDamaged."""
    stored = entries.get(_manifest_service(name))
    while stored is not None:
        text = _joined(entries, name, stored)
        if text is not None:
            return text
        again = entries.get(_manifest_service(name))
        if again == stored:
            raise SecretDamaged(entries.backend, name)
        stored = again  # a writer switched in between
    return None


def write(entries: Entries, name: str, text: str) -> None:
    """Replaces the secret; the caller keeps other writers out. Raises KeyringFailed when it does not read back."""
    live = _parsed(entries.get(_manifest_service(name)))
    generation = _other(live.generation) if live else GENERATIONS[0]
    _clear(entries, name, generation)
    if live is None:
        _clear(entries, name, _other(generation))
    parts = _split(text)
    for number, part in enumerate(parts):
        entries.set(_part_service(name, generation, number), part)
    _expect(entries, [_part_service(name, generation, number) for number in range(len(parts))], parts)
    manifest = json.dumps(asdict(Manifest(generation, len(parts), _digest("".join(parts)), uuid4().hex)))
    entries.set(_manifest_service(name), manifest)
    _expect(entries, [_manifest_service(name)], [manifest])
    if live:
        # The new text is in force: what cannot be cleaned now is cleaned by the next write.
        with contextlib.suppress(VaultError):
            _clear(entries, name, live.generation, live.parts)


def delete(entries: Entries, name: str) -> None:
    """Removes the secret with all its parts, live and left over; the caller keeps writers out."""
    stored = entries.get(_manifest_service(name))
    if stored is not None:
        # Windows' backend keeps the text that a write replaced under a second name, and shows it for the moment in
        # which only the first is deleted. Written again, that text is this manifest, whose parts still exist.
        entries.set(_manifest_service(name), stored)
        entries.delete(_manifest_service(name))
    live = _parsed(stored)
    for generation in GENERATIONS:
        _clear(entries, name, generation, live.parts if live and live.generation == generation else 0)


def _manifest_service(name: str) -> str:
    return f"{PREFIX}/{name}"


def _part_service(name: str, generation: str, number: int) -> str:
    return f"{PREFIX}/{name}/{generation}/{number}"


def _other(generation: str) -> str:
    return GENERATIONS[1 - GENERATIONS.index(generation)]


def _split(text: str) -> list[str]:
    # JSON makes it ASCII: a character is a unit, no cut can halve a surrogate pair, and no part is empty or begins
    # with what Windows' backend would take for a byte order mark.
    escaped = json.dumps(text)
    return [escaped[start : start + PART_UNITS] for start in range(0, len(escaped), PART_UNITS)]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _parsed(stored: str | None) -> Manifest | None:
    """The manifest, or None when there is none or what is there is no manifest."""
    try:
        manifest = Manifest(**json.loads(stored or "null"))
        valid = manifest.generation in GENERATIONS and 0 < manifest.parts < 10_000
    except (TypeError, ValueError):
        return None
    return manifest if valid else None


def _joined(entries: Entries, name: str, stored: str) -> str | None:
    manifest = _parsed(stored)
    if manifest is None:
        return None
    parts: list[str] = []
    for number in range(manifest.parts):
        part = entries.get(_part_service(name, manifest.generation, number))
        if part is None:
            return None
        parts.append(part)
    escaped = "".join(parts)
    return str(json.loads(escaped)) if _digest(escaped) == manifest.sha256 else None


def _expect(entries: Entries, services: list[str], texts: list[str]) -> None:
    if [entries.get(service) for service in services] != texts:
        raise KeyringFailed(entries.backend, "what was written does not read back")


def _clear(entries: Entries, name: str, generation: str, known: int = 0) -> None:
    """Deletes a generation from its end, so that what a kill leaves is found again from its beginning."""
    count = known
    while entries.get(_part_service(name, generation, count)) is not None:
        count += 1
    for number in reversed(range(count)):
        entries.delete(_part_service(name, generation, number))
