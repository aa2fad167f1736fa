"""How the facts of a message lie in the ledger's columns."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, overload

from dms_mail_desktop.points.error_records import error_text
from dms_mail_desktop.points.facts import Letter, Place, Reason, State
from dms_mail_desktop.points.ledger_facts import Intent, Outcome, Source, Taken
from dms_mail_desktop.points.texts import harmless

LETTER = "message_id, subject, sender_name, sender, sent_at, arrived_at, size"
"""The columns of a Letter, in the order of its fields."""
NOTE_PLACE = (
    "INSERT INTO point (name) VALUES (:point) ON CONFLICT DO NOTHING",
    "INSERT INTO scope (account, mode) VALUES (:account, :mode) ON CONFLICT DO NOTHING",
    "INSERT INTO folder (scope, name, uid_validity) SELECT id, :folder, :uid_validity FROM scope"
    " WHERE account = :account AND mode = :mode ON CONFLICT DO NOTHING",
)
"""What makes sure of the rows that messages refer to."""

FREED = "uid = ' ' || id || ' ' || uid"
"""What frees a message's place for another message; no server's name begins with a space."""
SETTLED = "state IN ('stored', 'skipped', 'duplicate')"
"""Messages that no run comes back to."""

_PLAIN: Mapping[str, Any] = {
    "rules": "", "reason": "", "error": "", "content_key": "", "target": "", "staged": "", "published": "",
    "after_due": False, "raw": "", "elsewhere": "", "attachments": 0, "attempts": 0,
}  # fmt: skip
_KEYS = ("uid", "state", "at", "search", *_PLAIN, *LETTER.split(", "))
_UPDATES = {
    **{name: f"excluded.{name}" for name in _KEYS[1:]},
    "attempts": "attempts + excluded.attempts",
    # The kept copy is wanted until its message is stored.
    "raw": "iif(excluded.state = 'publishing', raw, excluded.raw)",
}
UPSERT = (
    f"INSERT INTO message (point, scope, folder, {', '.join(_KEYS)})"  # noqa: S608 - names of columns only
    f" SELECT :point, scope, id, {', '.join(f':{name}' for name in _KEYS)} FROM folder WHERE id = :folder"
    f" ON CONFLICT (folder, uid, point) DO UPDATE SET {', '.join(f'{n} = {v}' for n, v in _UPDATES.items())}"
    " WHERE state NOT IN ('publishing', 'stored') RETURNING id"
)
"""A message's row, new or changed; one that is stored, or about to be, stays as it is and gives no id."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def place_values(source: Source, place: Place) -> dict[str, Any]:
    """What names a point's row and a folder's."""
    return {
        "point": harmless(source.point_id),
        "account": harmless(place.account),
        "mode": source.mode,
        "folder": harmless(place.folder),
        "uid_validity": place.uid_validity,
    }


def outcome_values(source: Source, outcome: Outcome) -> dict[str, Any]:
    """The row of a message that is not stored."""
    return {
        **_message_values(outcome.place, outcome.letter, outcome.state),
        "rules": source.rules,
        "reason": outcome.reason or "",
        "error": error_text(outcome.error),
        "raw": str(outcome.raw or ""),
        "elsewhere": harmless(outcome.elsewhere),
        "attempts": int(outcome.state in (State.FAILED, State.SET_ASIDE)),
    }


def intent_values(source: Source, target: Path, intent: Intent) -> dict[str, Any]:
    """The row of a message that is about to be published."""
    return {
        **_message_values(intent.place, intent.letter, "publishing"),
        "rules": source.rules,
        "content_key": intent.content_key,
        "target": str(target),
        "staged": intent.staged,
        "published": intent.final,
        "attachments": intent.attachments,
        "after_due": intent.after_due,
    }


def duplicate_of(intent: Intent, taken: Taken) -> Outcome:
    """How an intent ends whose content is stored from another place."""
    return Outcome(intent.place, intent.letter, State.DUPLICATE, Reason.DUPLICATE, elsewhere=taken.elsewhere)


def to_letter(values: Sequence[Any]) -> Letter:
    """The Letter of LETTER columns."""
    message_id, subject, sender_name, sender, sent_at, arrived_at, size = values
    return Letter(message_id, subject, sender_name, sender, to_moment(sent_at), to_moment(arrived_at), size)


def to_number(moment: datetime | None) -> int | None:
    """A time as microseconds since 1970 in UTC."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


@overload
def to_moment(number: int) -> datetime: ...
@overload
def to_moment(number: int | None) -> datetime | None: ...
def to_moment(number: int | None) -> datetime | None:
    """The time of `to_number`, in UTC."""
    return None if number is None else _EPOCH + number * _MICROSECOND


def uid_of(text: str) -> str:
    """The UID or UIDL that a message has, or had before its place was freed."""
    return text.split(" ", 2)[2] if text.startswith(" ") else text


def folded(text: str) -> str:
    """Text in which case does not count, also that of Polish letters."""
    return harmless(text).casefold()


def _message_values(place: Place, letter: Letter, state: str) -> dict[str, Any]:
    texts = (letter.message_id, letter.subject, letter.sender_name, letter.sender)
    numbers = (to_number(letter.sent_at), to_number(letter.arrived_at), letter.size)
    return {
        **_PLAIN,
        **dict(zip(LETTER.split(", "), (*map(harmless, texts), *numbers), strict=True)),
        "uid": harmless(place.uid),
        "state": state,
        "at": to_number(datetime.now(UTC)),
        "search": folded("\n".join(texts)),
    }
