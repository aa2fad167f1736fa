"""One folder that the system never lets have its name holds up neither its point nor the other messages."""

import json
from pathlib import Path

import pytest

from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.points.facts import State, Tally

from .run_desk import Desk, letters


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """The folders of message 2, none of which can be renamed."""
    held: set[Path] = set()
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if json.loads((path / "document.json").read_text("utf-8")).get("message", {}).get("subject") == "Faktura 2":
            held.add(path)
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    return held


async def test_a_folder_that_cannot_be_renamed_is_a_strike_for_its_message_alone(desk: Desk, held: set[Path]) -> None:
    desk.deliver(*letters(3))
    result = await desk.run()
    assert (result.tally, result.error) == (Tally(stored=2, failed=1), None)
    assert desk.subjects() == ["Faktura 1", "Faktura 3"]
    desk.deliver(*letters(1, first=4))
    assert (await desk.run()).tally == Tally(stored=1, failed=1)
    assert (await desk.run()).tally == Tally(set_aside=1)
    [entry] = await desk.entries(None, State.SET_ASIDE)
    assert isinstance(entry.error, TargetUnusable)
    assert entry.attempts == 3
    assert entry.raw is not None
    assert entry.raw.exists()
    assert len(held) == 1


async def test_such_a_message_is_stored_as_soon_as_the_system_lets_it(
    desk: Desk, held: set[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.deliver(*letters(3))
    assert (await desk.run(desk.point(after="delete"))).tally == Tally(stored=2, failed=1)
    assert len(held) == len(desk.inbox.letters) == 1
    monkeypatch.undo()
    assert (await desk.run(desk.point(after="delete"))).tally == Tally(stored=1)
    assert desk.subjects() == ["Faktura 1", "Faktura 2", "Faktura 3"]
    assert desk.inbox.letters == []


async def test_a_target_in_which_nothing_can_be_renamed_is_no_strike(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _target: Path) -> Path:
        raise PermissionError(13, "not allowed")

    desk.deliver(*letters(2))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        for _ in range(4):
            result = await desk.run()
            assert isinstance(result.error, TargetUnusable)
            assert result.tally == Tally()
    assert (await desk.run()).tally == Tally()
    assert desk.subjects() == ["Faktura 1", "Faktura 2"]
