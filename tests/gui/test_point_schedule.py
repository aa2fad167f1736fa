"""When points are due."""

from dms_mail_desktop.gui.point_schedule import ASLEEP, FIRST_AFTER, SPREAD, Schedule

MINUTE = 60.0
START = 1_000_000.0


def asked_until(schedule: Schedule, intervals: dict[str, float], begin: float, end: float) -> list[tuple[float, str]]:
    """Asks every five seconds; a point that is due ran at once."""
    ran, now = [], begin
    while now <= end:
        for point_id in schedule.due(intervals, now):
            schedule.ran(point_id, now)
            ran.append((now - begin, point_id))
        now += 5
    return ran


def test_the_first_runs_come_soon_after_the_start_and_one_after_the_other() -> None:
    ran = asked_until(Schedule(), {"a": 10 * MINUTE, "b": 10 * MINUTE, "c": 10 * MINUTE}, START, START + MINUTE)
    assert ran == [(FIRST_AFTER, "a"), (FIRST_AFTER + SPREAD, "b"), (FIRST_AFTER + 2 * SPREAD, "c")]


def test_a_point_runs_again_when_its_interval_is_over() -> None:
    ran = asked_until(Schedule(), {"a": MINUTE, "b": 2 * MINUTE}, START, START + 150)
    assert ran == [(20.0, "a"), (25.0, "b"), (80.0, "a"), (140.0, "a"), (145.0, "b")]


def test_the_interval_counts_from_the_end_of_a_run() -> None:
    schedule = Schedule()
    schedule.due({"a": MINUTE}, START)
    assert schedule.due({"a": MINUTE}, START + 20) == ["a"]
    assert schedule.due({"a": MINUTE}, START + 50) == ["a"]
    schedule.ran("a", START + 50)
    assert schedule.due({"a": MINUTE}, START + 105) == []
    assert schedule.due({"a": MINUTE}, START + 110) == ["a"]


def test_a_run_elsewhere_puts_the_next_one_off() -> None:
    schedule = Schedule()
    schedule.due({"a": MINUTE}, START)
    schedule.ran("a", START - 10)
    assert schedule.due({"a": MINUTE}, START + 45) == []
    assert schedule.due({"a": MINUTE}, START + 50) == ["a"]


def test_a_run_of_long_ago_brings_no_run_forward() -> None:
    schedule = Schedule()
    schedule.due({"a": MINUTE}, START)
    schedule.ran("a", START - 5000)
    assert schedule.due({"a": MINUTE}, START + 15) == []
    assert schedule.due({"a": MINUTE}, START + 20) == ["a"]


def test_after_a_sleep_the_points_run_as_after_a_start() -> None:
    schedule = Schedule()
    asked_until(schedule, {"a": 60 * MINUTE, "b": MINUTE}, START, START + 300)
    woken = START + 300 + 8 * 60 * MINUTE
    assert asked_until(schedule, {"a": 60 * MINUTE, "b": MINUTE}, woken, woken + 30) == [(20.0, "a"), (25.0, "b")]


def test_a_clock_that_was_set_back_keeps_no_point_waiting() -> None:
    schedule = Schedule()
    asked_until(schedule, {"a": MINUTE}, START, START + 30)
    back = START - 7200
    assert asked_until(schedule, {"a": MINUTE}, back, back + 25) == [(20.0, "a")]


def test_a_run_in_the_future_by_a_clock_that_was_wrong_keeps_no_point_waiting() -> None:
    """The ledger is read every minute and tells of it each time."""
    schedule, ran = Schedule(), 0
    for seconds in range(0, 3600, 5):
        for point_id in schedule.due({"a": 10 * MINUTE}, START + seconds):
            schedule.ran(point_id, START + seconds)
            ran += 1
        if seconds % 60 == 0:
            schedule.ran("a", START + 365 * 86_400)
    assert ran == 6


def test_short_pauses_change_nothing() -> None:
    schedule = Schedule()
    asked_until(schedule, {"a": 10 * MINUTE}, START, START + 30)
    assert schedule.due({"a": 10 * MINUTE}, START + 30 + ASLEEP - 1) == []
    assert schedule.due({"a": 10 * MINUTE}, START + 30 + 2 * ASLEEP - 2) == []


def test_a_shorter_interval_counts_at_once() -> None:
    schedule = Schedule()
    asked_until(schedule, {"a": 600 * MINUTE}, START, START + 30)
    later = START + 35
    assert asked_until(schedule, {"a": MINUTE}, later, later + 60) == [(60.0, "a")]


def test_a_changed_point_runs_soon_and_one_that_was_switched_off_not_at_all() -> None:
    schedule = Schedule()
    asked_until(schedule, {"a": 60 * MINUTE, "b": 60 * MINUTE}, START, START + 30)
    schedule.restart("a")
    later = START + 35
    assert asked_until(schedule, {"a": 60 * MINUTE, "b": 60 * MINUTE}, later, later + 30) == [(20.0, "a")]
    schedule.restart("a")
    assert asked_until(schedule, {"b": 60 * MINUTE}, later + 35, later + 90) == []
