"""PySide6 6.12.0 on Python 3.11 loses references to None and True until the process dies; a short suite hides it."""

import subprocess
import sys

SCRIPT = """
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    sent = Signal()

sender = Sender()
sender.sent.connect(lambda: None)
for _ in range(20_000):
    sender.setObjectName("")
for _ in range(3_000):
    sender.sent.emit()
print("alive")
"""


def test_many_calls_and_signals_leave_the_process_alive() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
