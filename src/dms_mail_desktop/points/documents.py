"""The target folder: each message becomes one folder in it, whole and once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import LeftOut, Letter, Place


@dataclass(frozen=True, slots=True)
class Staged:
    """A message that lies whole in the folder `temp` of the target, and the name it is to be published under.

    `attachments` is how many were stored as files.
    """

    place: Place
    letter: Letter
    content_key: str
    temp: Path
    final: str
    attachments: int


class DocumentsFolder:
    """The target of one point. Every call blocks; every one raises TargetUnusable, and nothing else of its own."""

    def __init__(self, target: Path, point_id: str) -> None:
        self.target = target
        self.point_id = point_id

    def clean(self, keep: Iterable[str] = ()) -> None:
        """Removes what killed runs of this point left behind, except the temporary folders named in `keep`."""
        raise NotImplementedError

    def stage(  # noqa: PLR0913 - a message, where it comes from and what the point wants of it
        self,
        parsed: Any,
        point: Point,
        letter: Letter,
        place: Place,
        *,
        raw: Any,
        left_out: Sequence[LeftOut | None] = (),
    ) -> Staged:
        """Writes a message into a temporary folder; `left_out` says of each attachment why it is not stored.

        What the octets themselves do wrong is raised as it is; no part of the message stays behind then.
        """
        raise NotImplementedError

    def make_durable(self, staged: Iterable[Staged]) -> None:
        """Waits until all of these folders are on the medium."""
        raise NotImplementedError

    def publish(self, staged: Staged) -> str:
        """Renames a durable folder to its final name, or the next free one, and gives that."""
        raise NotImplementedError

    def sync(self) -> None:
        """Waits until what was published is on the medium."""
        raise NotImplementedError

    def discard(self, staged: Staged) -> None:
        """Removes the temporary folder of a message that is not to be published."""
        raise NotImplementedError
