"""The settings with a point added, replaced, copied or taken out."""

from collections.abc import Collection
from uuid import uuid4

from dms_mail_desktop.models import Point, Settings
from dms_mail_desktop.wording import Wording


def with_point(settings: Settings, point: Point) -> Settings:
    """The settings with the point in its place, or as the last one."""
    known = any(point.id == each.id for each in settings.points)
    points = tuple(point if point.id == each.id else each for each in settings.points)
    return settings.model_copy(update={"points": points if known else (*points, point)})


def without_point(settings: Settings, point: Point) -> Settings:
    """The settings without the point."""
    return settings.model_copy(update={"points": tuple(each for each in settings.points if each.id != point.id)})


def copy_of(point: Point, names: Collection[str], wording: Wording) -> Point:
    """A copy under a name of its own, switched off: two points of one mailbox would both fetch its messages."""
    taken = {name.casefold() for name in names}
    number, name = 1, wording.say("gui.points.copy", name=point.name)
    while name.casefold() in taken:
        number += 1
        name = wording.say("gui.points.copy_number", name=point.name, number=number)
    return point.model_copy(update={"id": uuid4().hex, "name": name, "active": False})
