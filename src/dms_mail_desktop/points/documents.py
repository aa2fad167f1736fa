"""The target folder: each message becomes one folder in it, whole and once."""

import errno
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from stat import S_ISDIR

from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.errors.system import symbol_of
from dms_mail_desktop.models import Mode, Point
from dms_mail_desktop.points.document import DOCUMENT_FILE, MESSAGE_FILE, StoredFile, document_text
from dms_mail_desktop.points.durable import patiently, sync_entries, sync_whole
from dms_mail_desktop.points.facts import LeftOut, Letter, Place
from dms_mail_desktop.points.file_names import FileNames
from dms_mail_desktop.points.mime import Attachment, Octets, ParsedMessage, Protection, Written
from dms_mail_desktop.points.mime.octets import pieces, sha256_of

_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Staged:
    """A message that lies whole in the folder `temp` of the target, and the name it is to be published under.

    `attachments` is how many were stored as files.
    """

    place: Place
    letter: Letter
    content_key: str
    temp: str
    final: str
    attachments: int


class DocumentsFolder:
    """The target of one point. Its calls block and raise TargetUnusable for whatever the system refuses there.

    `owner` names whoever writes here, among all computers that share the target: `Ledger.owner`.

    `publishing.publish` makes them in the order that keeps the promise of "once".
    """

    def __init__(self, target: Path, owner: str) -> None:
        self.target = target
        # An imported id may be no name for a folder.
        self._prefix = f".tmp-{sha256(owner.encode('utf-8', 'replace')).hexdigest()[:8]}-"

    def clean(self, keep: Collection[str] = ()) -> None:
        """Removes what killed runs of this point left behind, except the temporary folders named in `keep`."""
        with self._usable(), os.scandir(self.target) as entries:
            left = [entry.name for entry in entries if entry.name.startswith(self._prefix) and entry.name not in keep]
        for name in left:
            shutil.rmtree(self.target / name, ignore_errors=True)

    def stage(  # noqa: PLR0913 - a message, where it comes from, and what the point wants of it
        self,
        parsed: ParsedMessage,
        point: Point,
        letter: Letter,
        place: Place,
        *,
        raw: Octets,
        left_out: Sequence[LeftOut | None] = (),
        content_key: str = "",
    ) -> Staged:
        """Writes a message into a temporary folder; `left_out` says of each attachment why it is not stored.

        `raw` are the message's own octets, `content_key` is its key if that is known: making it takes time. If anything
        goes wrong, nothing stays behind.
        """
        key, now = content_key or parsed.content_key(), datetime.now(UTC)
        final = folder_name(letter.sent_at or letter.arrived_at or now, key)
        judged = list(zip(parsed.attachments, left_out or [None] * len(parsed.attachments), strict=True))
        with self._usable(), self._new_folder(self._prefix + final) as folder:
            stored = list(_write_attachments(folder, [each for each, reason in judged if reason is None]))
            whole = point.mode is Mode.GENERATE_DOCUMENTS or parsed.protection is not Protection.NONE or parsed.damaged
            if whole:
                with (folder / MESSAGE_FILE).open("xb") as file:
                    file.writelines(pieces(raw, 0, len(raw)))
            text = document_text(
                parsed,
                point,
                letter,
                place,
                content_key=key,
                stored=stored,
                left_out=[(each, reason) for each, reason in judged if reason is not None],
                original=Written(len(raw), sha256_of(raw)),
                message_file=MESSAGE_FILE if whole else None,
                stored_at=now,
            )
            (folder / DOCUMENT_FILE).write_bytes(text)
            return Staged(place, letter, key, folder.name, self._free(final), len(stored))

    def make_durable(self, staged: Iterable[Staged]) -> None:
        """Waits until these temporary folders are on the medium."""
        folders = [self.target / each.temp for each in staged]
        with self._usable():
            sync_whole(folders)
            sync_entries(self.target)

    def publish(self, temp: str, final: str) -> str:
        """Renames a temporary folder to its final name, or the next free one, and gives the name it got."""
        with self._usable():
            while True:
                name = self._free(final)
                try:
                    self._rename(temp, name)
                except OSError:
                    # Another point published under this name just now, or the system refuses.
                    if not self._exists(name):
                        raise
                else:
                    return name

    def staged(self, temp: str) -> bool:
        """Whether a temporary folder is there; that the target itself is missing is no answer but TargetUnusable."""
        with self._usable():
            found = self._exists(temp)
            if not found and not S_ISDIR(self.target.stat().st_mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            return found

    def sync(self) -> None:
        """Waits until the names of published folders are on the medium."""
        with self._usable():
            sync_entries(self.target)

    def discard(self, temp: str) -> None:
        """Removes a temporary folder that is not to be published."""
        shutil.rmtree(self.target / temp, ignore_errors=True)

    def check(self) -> None:
        """Looks whether the target could be written to, without writing anything."""
        with self._usable():
            with os.scandir(self.target):
                pass
            if not os.access(self.target, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def works(self) -> bool:
        """Whether a folder with a file can be made and renamed here now, for one message may be refused alone."""
        try:
            with self._usable(), self._new_folder(f"{self._prefix}probe") as folder:
                tried = self._free(f"{self._prefix}tried")
                (folder / DOCUMENT_FILE).write_bytes(b"{}")
                self._rename(folder.name, tried)
        except TargetUnusable:
            return False
        self.discard(tried)
        return True

    @contextmanager
    def _new_folder(self, name: str) -> Iterator[Path]:
        """A folder that stays only if what is done in it succeeds."""
        folder = self.target / self._free(name)
        folder.mkdir()
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _free(self, name: str) -> str:
        return next(name + suffix for suffix in _suffixes() if not self._exists(name + suffix))

    def _exists(self, name: str) -> bool:
        # Path.exists takes some failures of a network drive for an absence.
        try:
            (self.target / name).lstat()
        except FileNotFoundError:
            return False
        return True

    def _rename(self, temp: str, final: str) -> None:
        patiently(lambda: (self.target / temp).rename(self.target / final))

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            detail = error.strerror or str(error)
            raise TargetUnusable(self.target, detail, full=error.errno in _FULL, symbol=symbol_of(error)) from error


def folder_name(moment: datetime, content_key: str) -> str:
    """The name of a message's folder: its time in UTC, and the beginning of its content's key."""
    return f"{moment.year:04}{moment:%m%d-%H%M%S}-{content_key[:12]}"


def _write_attachments(folder: Path, attachments: Iterable[Attachment]) -> Iterator[StoredFile]:
    names = FileNames(folder, (DOCUMENT_FILE, MESSAGE_FILE))
    for attachment in attachments:
        name = names.next(attachment.name, attachment.media_type)
        with (folder / name).open("xb") as file:
            yield StoredFile(attachment, name, attachment.write_to(file))


def _suffixes() -> Iterator[str]:
    yield ""
    yield from (f"-{number}" for number in count(2))
