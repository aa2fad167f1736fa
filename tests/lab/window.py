"""The program's window as a test sees it from outside: filled in and read by its visible words."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .processes import wait_until

PATIENCE = 30.0
PICTURES = os.environ.get("DMS_LAB_PICTURES", "")
"""A folder for pictures of the windows at the main stages; usually none are taken."""
Shown = dict[str, Any]


class Window:
    """A running program; what it shows is found by its visible words."""

    def __init__(self, process: subprocess.Popen[bytes], commands: int, answers: int) -> None:
        self.process = process
        self._commands = os.fdopen(commands, "w", encoding="utf-8")
        self._answers = os.fdopen(answers, encoding="utf-8")

    def windows(self) -> list[Shown]:
        """What is on the screen, the window that has the word first."""
        found: list[Shown] = self._do("look")
        return found

    def connections(self) -> list[str]:
        """Where the program connected to, or asked for the address of, since it started."""
        return list(self._do("connections"))

    def texts(self) -> list[str]:
        """Every text on the screen."""
        return [text for window in self.windows() for text in window["texts"]]

    def field(self, label: str) -> str:
        """What the field beside a label shows."""
        return next(str(window["fields"][label]) for window in self.windows() if label in window["fields"])

    def reads(self, words: str) -> bool:
        """Whether a text with these words is on the screen."""
        return any(words in text for text in self.texts())

    def wait_for(self, words: str) -> None:
        """Waits for a text; AssertionError holds what is there instead."""
        self._wait(lambda: self.reads(words), words)

    def wait_for_box(self, words: str) -> Shown:
        """Waits for a message box with these words."""

        def boxes() -> list[Shown]:
            return [w for w in self.windows() if w["box"] and any(words in text for text in w["texts"])]

        self._wait(lambda: bool(boxes()), f"message box {words}")
        return boxes()[0]

    def wait_for_button(self, caption: str) -> None:
        """Waits until a button of the front window can be pressed."""
        self._wait(lambda: any(w["buttons"].get(caption) for w in self.windows()[:1]), f"button {caption}")

    def press(self, caption: str) -> None:
        """Clicks a button."""
        self._do("press", caption)

    def write(self, label: str, text: str) -> None:
        """Types into a field."""
        self._do("write", label, text)

    def choose(self, label: str, entry: str) -> None:
        """Chooses an entry of a combo box."""
        self._do("choose", label, entry)

    def entries(self, label: str) -> list[str]:
        """What a combo box offers."""
        return list(self._do("entries", label))

    def turn(self, tab: str) -> None:
        """Turns to a tab."""
        self._do("turn", tab)

    def open_row(self, text: str) -> None:
        """Opens the row of a table that begins with a text."""
        self._do("open_row", text)

    def select_row(self, text: str) -> None:
        """Selects the row of a table that begins with a text."""
        self._do("select_row", text)

    def rows(self) -> list[list[str]]:
        """What the tables of the front window hold."""
        return list(self.windows()[0]["rows"])

    def wait_for_rows(self, *first: str) -> None:
        """Waits until the rows of the front window begin with these texts."""
        self._wait(lambda: [row[0] for row in self.rows()] == list(first), f"rows {first}")

    def pick(self, menu: str, entry: str) -> None:
        """Picks an entry of a menu."""
        self._do("pick", menu, entry)

    def clipboard(self) -> str:
        """What was copied."""
        return str(self._do("clipboard"))

    def picture(self, name: str) -> None:
        """Takes a picture of the windows where that was asked for."""
        if PICTURES:
            self._do("picture", str(Path(PICTURES, name)))

    def close(self) -> int:
        """Closes the window as its frame's button does; returns the program's exit status."""
        self._do("close")
        return self.process.wait(PATIENCE)

    def forget(self) -> None:
        """Lets go of the program."""
        for pipe in (self._commands, self._answers):
            pipe.close()

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        try:
            wait_until(condition, what, PATIENCE)
        except AssertionError as late:
            raise AssertionError(f"{late}; the screen shows {self.windows()}") from None

    def _do(self, *command: str) -> Any:
        self._commands.write(json.dumps(command) + "\n")
        self._commands.flush()
        line = self._answers.readline()
        assert line, f"the program ended with {self.process.wait(PATIENCE)}"
        answer = json.loads(line)
        assert "done" in answer, f"{answer['refused']}; the screen shows {self.windows()}"
        return answer["done"]
