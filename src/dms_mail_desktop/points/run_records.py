"""The results of runs as they are kept in the ledger."""

import json
from dataclasses import asdict
from datetime import datetime

from dms_mail_desktop.points.error_records import error_text, recalled
from dms_mail_desktop.points.facts import RunResult, Tally


def run_text(result: RunResult) -> str:
    """JSON of how a run ended."""
    return json.dumps(
        {
            "point_id": result.point_id,
            "started_at": result.started_at.isoformat(),
            "ended_at": result.ended_at.isoformat(),
            "tally": asdict(result.tally),
            "error": error_text(result.error),
            "stopped": result.stopped,
        }
    )


def recalled_run(text: str) -> RunResult:
    """The result of `run_text`."""
    record = json.loads(text)
    return RunResult(
        record["point_id"],
        datetime.fromisoformat(record["started_at"]),
        datetime.fromisoformat(record["ended_at"]),
        Tally(**record["tally"]),
        recalled(record["error"]),
        stopped=record["stopped"],
    )
