"""A list of 500 points: the tab, a point's dialog from the click to its paint, and scrolling through the list."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.parts.table import machine, print_lines, span
from dms_mail_desktop.models import AuthMethod, Point, Registration, Settings
from dms_mail_desktop.store import FILE_NAME, SettingsStore

ROUNDS = 5
POINTS = 500
TICK_MS = 5


def main() -> int:
    """Prints the table; each round is a new process."""
    with tempfile.TemporaryDirectory(prefix="dms-mail-bench-") as name:
        prepare(Path(name))
        environment = os.environ | {
            "DMS_MAIL_HOME": name,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        command = [sys.executable, "-m", "bench.parts.points_window", name]
        rounds = [
            json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, timeout=120).stdout)
            for _ in range(ROUNDS)
        ]
    notches = sorted(busy * 1000 for each in rounds for busy in each["notches"])
    gaps = sorted(gap * 1000 for each in rounds for gap in each["gaps"])
    lines = [
        ("", "median (range)", "claim"),
        ("the tab shown for the first time, ms", span([each["tab"] * 1000 for each in rounds]), "–"),
        ("the dialog, first click in a process, ms", span([each["openings"][0] * 1000 for each in rounds]), "≤ 100"),
        (
            "the dialog, later clicks, ms",
            span([seconds * 1000 for each in rounds for seconds in each["openings"][1:]]),
            "≤ 100",
        ),
        ("processor time of one notch of the wheel, ms", span(notches), "≤ 16"),
        ("gaps while scrolling, ms", span(gaps), f"≤ 16 (ticker of {TICK_MS})"),
        ("gaps over 16 ms", f"{sum(gap > 16 for gap in gaps)} of {len(gaps)}", "0"),
        ("99.9th percentile of the gaps, ms", f"{gaps[int(len(gaps) * 0.999)]:.1f}", "≤ 16"),
    ]
    print(f"\n{POINTS} points ({os.environ.get('QT_QPA_PLATFORM', 'offscreen')})\n{machine()}, {ROUNDS} processes\n")
    print_lines(lines)
    return 0


def prepare(folder: Path) -> None:
    """Writes a profile with that many points of all kinds."""
    points = tuple(
        Point(
            id=f"punkt-{number}",
            name=f"Faktury oddziału nr {number}",
            host="outlook.office365.com",
            auth_method=AuthMethod.OAUTH2 if number % 3 else AuthMethod.PASSWORD,
            login=f"faktury{number}@firma.example",
            active=bool(number % 4),
        )
        for number in range(POINTS)
    )
    registration = Registration(tenant="firma.example", client_id="6f2b6a3e-6d9c-4f7e-9a43-0d1c8b7f5e21")
    store = SettingsStore(folder / FILE_NAME)
    store.save(Settings(points=points, registration=registration), store.load().stamp)


if __name__ == "__main__":
    sys.exit(main())
