"""What the parts that are built together know of each other."""

from pathlib import Path

import pytest

from dms_mail_desktop.credentials import Credential
from dms_mail_desktop.errors import PasswordMissing
from dms_mail_desktop.models import Mode, Point, Settings
from dms_mail_desktop.points.access import Access
from dms_mail_desktop.points.facts import Letter, State
from dms_mail_desktop.points.layout import ledger_path
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Intent, Source
from dms_mail_desktop.points.ledger_file import LedgerFile
from dms_mail_desktop.services import Services, build_services
from dms_mail_desktop.trust import client_context


def named(letter: str) -> Point:
    return Point(id=letter * 32, name=letter)


def begin_in_a_lost_target(folder: Path, point: Point) -> None:
    """Leaves a message of the point half done."""
    source = Source(point.id, Mode.GENERATE_DOCUMENTS, "a@b", "INBOX", 7, "")
    intent = Intent(source.place("1"), Letter("", "", "", "", None, None, 0), "key", ".tmp-x", "x", 0, after_due=False)
    file = LedgerFile(ledger_path(folder))
    Ledger(file).intend(source, folder / "lost", [intent])
    file.close()


async def state_after_a_run(services: Services, folder: Path, point: Point, other: Point) -> list[State]:
    """How the message of `other` stands once `point` ran as far as it comes without a password."""

    async def credential() -> Credential:
        raise PasswordMissing("a", "b")

    assert (
        await services.runs.run(point.model_copy(update={"target": str(folder)}), Access(credential, client_context()))
    ).error
    return [each.state for each in await services.runs.history(other.id)]


@pytest.mark.parametrize("removed", [True, False])
async def test_the_runs_learn_from_the_settings_which_points_were_removed(tmp_path: Path, *, removed: bool) -> None:
    services, point, other = build_services(tmp_path), named("a"), named("b")
    points = (point,) if removed else (point, other)
    services.store.save(Settings(points=points), services.store.load().stamp)
    begin_in_a_lost_target(tmp_path, other)
    assert await state_after_a_run(services, tmp_path, point, other) == ([State.SET_ASIDE] if removed else [])


async def test_of_settings_that_cannot_be_read_no_point_was_removed(tmp_path: Path) -> None:
    services, point, other = build_services(tmp_path), named("a"), named("b")
    services.store.path.write_text("{", encoding="utf-8")
    begin_in_a_lost_target(tmp_path, other)
    assert await state_after_a_run(services, tmp_path, point, other) == []
