"""The mail of the sandbox's users: mailboxes, folders, messages."""

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

INBOX = "INBOX"
SENT = "Elementy wysłane"
FOLDERS = {
    INBOX: "",
    SENT: "\\Sent",
    "Elementy usunięte": "\\Trash",
    "Wersje robocze": "\\Drafts",
    "Wiadomości-śmieci": "\\Junk",
    "Archiwum": "\\Archive",
    "Załączniki": "",
    "Załączniki/Przetworzone": "",
}
"""Folders of a new mailbox as Exchange makes them for Polish users, and their special use (RFC 6154 section 2)."""


@dataclass(slots=True, eq=False)
class Letter:
    """A stored message; `flags` are IMAP's."""

    uid: int
    content: bytes
    arrived: datetime
    flags: set[str] = field(default_factory=set)


class Folder:
    """Messages in the order of their UIDs."""

    def __init__(self, special_use: str = "") -> None:
        self.special_use = special_use
        self.uid_validity = int(time.time())
        self.uid_next = 1
        self.letters: list[Letter] = []
        self._changing = threading.Lock()

    def add(self, content: bytes, arrived: datetime, flags: Collection[str] = ()) -> Letter:
        """Stores a message under a new UID; from any thread."""
        with self._changing:
            letter = Letter(self.uid_next, content, arrived, set(flags))
            self.uid_next += 1
            self.letters.append(letter)
        return letter

    def remove(self, letters: Collection[Letter]) -> None:
        """Takes the messages out for good."""
        gone = set(letters)
        with self._changing:
            self.letters = [letter for letter in self.letters if letter not in gone]


class Mailbox:
    """One mailbox with its folders."""

    def __init__(self) -> None:
        self.folders = {name: Folder(use) for name, use in FOLDERS.items()}

    @property
    def inbox(self) -> Folder:
        """Where mail arrives."""
        return self.folders[INBOX]

    def folder(self, name: str) -> Folder | None:
        """The folder of this name; INBOX is found in any case (RFC 3501 section 5.1)."""
        return self.folders.get(INBOX if name.upper() == INBOX else name)
