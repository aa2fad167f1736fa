"""Where a command writes: text for people, or one JSON document for programs."""

import io
import json
import sys
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO


def never_fail_on_letters() -> None:
    """Lets a console whose code page lacks a letter show a question mark instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


class Terminal:
    """Standard output and error. With `as_json` standard output gets the document alone, at the end."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.document: dict[str, Any] = {}

    def line(self, text: str) -> None:
        """A result for people; programs find it in the document."""
        if not self.as_json:
            _write(sys.stdout, text)

    def progress(self, text: str) -> None:
        """What a person must know while the command runs."""
        _write(sys.stderr if self.as_json else sys.stdout, text)

    def problem(self, text: str) -> None:
        """Why the command failed."""
        _write(sys.stderr, text)

    def finish(self, status: int) -> None:
        """Writes the document, if one is wanted."""
        if self.as_json:
            # ASCII: what reads a pipe on Windows decodes it with whatever code page is set.
            _write(sys.stdout, json.dumps({"status": status, **self.document}, indent=2, default=_plain))


def _write(stream: TextIO | None, text: str) -> None:
    # Without a console, as the task scheduler starts dms-mailw, there are no streams.
    if stream is not None:
        stream.write(text + "\n")
        stream.flush()


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value).__name__)
