"""Puts the parts together. Nothing is asked of the network."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from dms_mail_desktop.diagnostics.part import Part
from dms_mail_desktop.diagnostics.program import program_text
from dms_mail_desktop.diagnostics.protocol import protocol_text
from dms_mail_desktop.diagnostics.work import points_text, tests_text
from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.models import Settings
from dms_mail_desktop.paths import log_folder
from dms_mail_desktop.services import Services
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.redaction import redacted

LOG_NAME = "dms-mail-desktop.log"
LOG_TAIL = 100_000
"""Bytes of the log's end that are taken."""


async def collect(
    services: Services, wording: Wording, surroundings: Mapping[str, str], log: Path | None = None
) -> tuple[Part, ...]:
    """The parts in the order in which they are shown; what cannot be read says so in its place.

    `surroundings` is what only a window knows: Qt, screens, theme; `log` is the program's log file.
    """
    loaded = await asyncio.to_thread(services.store.load)
    settings = loaded.settings
    shown = wording.explain(loaded.read_only).cause if loaded.read_only else settings.model_dump_json(indent=2)
    tail = await asyncio.to_thread(_tail, log or log_folder() / LOG_NAME)
    mark, none = wording.say("report.hidden"), wording.say("diagnostics.none")
    points = await _points(services, wording, settings)
    texts = {
        "program.txt": program_text({"language": wording.language, **surroundings}),
        "settings.json": shown,
        "tests.txt": redacted(tests_text(wording, services.step_log), mark) or wording.say("diagnostics.no_tests"),
        "points.txt": redacted(points, mark) or none,
        "protocol.txt": protocol_text(services.transcripts) or wording.say("diagnostics.no_protocol"),
        "log.txt": redacted(tail, mark) or none,
    }
    return tuple(Part.of(name, text) for name, text in texts.items())


async def _points(services: Services, wording: Wording, settings: Settings) -> str:
    try:
        records = await services.runs.records()
    except MailDesktopError as error:
        told = wording.explain(error)
        return f"{told.title}\n{wording.explanation_text(told)}"
    return points_text(wording, settings, records)


def _tail(path: Path) -> str:
    """The end of a file, from a line's beginning; "" when there is none."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - LOG_TAIL))
            octets = file.read()
    except OSError:
        return ""
    return (octets.split(b"\n", 1)[-1] if size > LOG_TAIL else octets).decode("utf-8", "replace")
