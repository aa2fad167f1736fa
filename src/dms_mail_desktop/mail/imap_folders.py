"""The folders of an IMAP mailbox and what they are for (RFC 3501 section 7.2.2, RFC 6154)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dms_mail_desktop.mail.imap_names import decode_name
from dms_mail_desktop.mail.imap_values import UnreadableError, Untagged, Value


class FolderUse(StrEnum):
    """What a folder is for."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    TRASH = "trash"
    JUNK = "junk"
    ARCHIVE = "archive"
    ALL = "all"
    FLAGGED = "flagged"


ATTRIBUTES = {f"\\{use}": use for use in FolderUse if use is not FolderUse.INBOX} | {"\\spam": FolderUse.JUNK}
NAMES = {
    FolderUse.SENT: "sent, sent items, sent messages, sent mail, elementy wysłane, wysłane, wysłane wiadomości, "
    "poczta wysłana",
    FolderUse.DRAFTS: "drafts, draft, wersje robocze, kopie robocze, robocze, szkice",
    FolderUse.TRASH: "trash, deleted items, deleted messages, deleted, bin, elementy usunięte, usunięte, kosz",
    FolderUse.JUNK: "junk, junk e-mail, junk email, junk mail, spam, bulk mail, wiadomości-śmieci, wiadomości śmieci, "
    "niechciane, poczta śmieci",
    FolderUse.ARCHIVE: "archive, archives, archiwum, archiwa",
}
"""How programs name such folders in English and Polish where the server does not tell their use."""
BY_NAME = {name: use for use, names in NAMES.items() for name in names.split(", ")}


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by the whole name that opens it; `delimiter` stands between the levels of the name, "" for no levels."""

    name: str
    delimiter: str
    use: FolderUse | None
    selectable: bool


def folders(responses: Iterable[Untagged]) -> tuple[Folder, ...]:
    """The folders in the answer to LIST; of several that only their name gives a use, the first keeps it."""
    listed = [found for response in responses if (found := _listed(response))]
    told = {use for _, attributes in listed if (use := _told(attributes))}
    result = []
    for folder, attributes in listed:
        use = _told(attributes)
        if use is None and (guess := _guessed(folder)) and guess not in told:
            use = guess
            told.add(guess)
        result.append(Folder(folder.name, folder.delimiter, use, folder.selectable))
    return tuple(result)


def _listed(response: Untagged) -> tuple[Folder, frozenset[str]] | None:
    try:
        values = response.values()
    except UnreadableError:
        return None
    if len(values) < 3 or not isinstance(values[0], list) or isinstance(values[1], list) or isinstance(values[2], list):
        return None
    attributes = frozenset(_texts(values[0]))
    name = decode_name(bytes(values[2] if values[2] is not None else b"NIL"))
    delimiter = bytes(values[1] or b"").decode("utf-8", "replace")
    if name.upper() == "INBOX":
        name = "INBOX"
    return Folder(name, delimiter, None, not attributes & {"\\noselect", "\\nonexistent"}), attributes


def _texts(values: Iterable[Value]) -> Iterator[str]:
    return (bytes(value).decode("utf-8", "replace").lower() for value in values if isinstance(value, bytes | bytearray))


def _told(attributes: frozenset[str]) -> FolderUse | None:
    return next((ATTRIBUTES[name] for name in sorted(attributes) if name in ATTRIBUTES), None)


def _guessed(folder: Folder) -> FolderUse | None:
    if folder.name == "INBOX":
        return FolderUse.INBOX
    if not folder.selectable:
        return None
    *above, last = folder.name.split(folder.delimiter) if folder.delimiter else [folder.name]
    if above and [level.upper() for level in above] != ["INBOX"]:
        return None
    return BY_NAME.get(last.casefold())
