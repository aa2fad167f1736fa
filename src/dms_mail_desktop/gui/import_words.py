"""What an import would change, as lines of a table."""

from collections.abc import Iterable, Iterator, Sequence

from dms_mail_desktop.exchange import Changes, Difference, FieldChange, FieldFault, PointChange
from dms_mail_desktop.wording import Wording

Line = tuple[str, str, str, str]
"""Where, which setting, its value now and after the import."""
MOST_FAULTS = 8


def lines_of(wording: Wording, changes: Changes) -> Iterator[Line]:
    """The registration's changes, the server's, then the points'."""
    say = wording.say
    yield from _fields(wording, say("place.registration"), "registration", changes.registration)
    yield from _fields(wording, say("place.server"), "mail_server", changes.mail_server)
    for change in changes.points:
        yield from _point(wording, change)
    if changes.reordered:
        yield say("gui.import.points"), say("gui.import.reordered"), "", say("gui.import.reordered_detail")


def faults_text(wording: Wording, faults: Sequence[FieldFault]) -> str:
    """What is to be corrected in the file, one fault a line."""
    lines = [
        f"{wording.field_label(path)} ({path}): {wording.fault(fault, path, context)}"
        for path, fault, context in faults[:MOST_FAULTS]
    ]
    return "\n".join([*lines, *(["…"] if len(faults) > MOST_FAULTS else [])])


def _point(wording: Wording, change: PointChange) -> Iterator[Line]:
    say, point = wording.say, change.point
    place = say("place.point", name=point.name or point.id)
    account = ", ".join(filter(None, (point.host, point.login)))
    match change.difference:
        case Difference.ADDED:
            yield place, say("gui.import.added"), "", account
        case Difference.REMOVED:
            yield place, say("gui.import.removed"), account, say("gui.import.removed_detail")
        case Difference.CHANGED:
            yield from _fields(wording, place, "points", change.fields)


def _fields(wording: Wording, place: str, path: str, fields: Iterable[FieldChange]) -> Iterator[Line]:
    empty = wording.say("gui.import.empty")
    for change in fields:
        label = wording.field_label(f"{path}.{change.name}")
        before, after = (wording.value(change.name, value) or empty for value in (change.before, change.after))
        yield place, label, before, after
