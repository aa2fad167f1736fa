"""From the start of the process to the first painted window, in time and memory, against a bare PySide6 window."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.parts.table import Row, show
from dms_mail_desktop.models import AuthMethod, MailServer, Registration, Settings
from dms_mail_desktop.store import FILE_NAME, SettingsStore

ROUNDS = 15
MIB = 1 << 20


@dataclass(frozen=True)
class Start:
    """Seconds to the first paint, by the clock and of the processor; bytes resident, the most by then and just then."""

    seconds: float
    processor: float
    most: int
    now: int


def main() -> int:
    """Prints the table; the first start of each is left out, because it fills the caches."""
    with tempfile.TemporaryDirectory(prefix="dms-mail-bench-") as name:
        environment = prepared(Path(name))
        pairs = [(start("ours", environment), start("bare", environment)) for _ in range(ROUNDS + 1)][1:]

    def row(name: str, value: Callable[[Start], float], moment: int = 0, claim: str = "≤ 1.5") -> Row:
        return Row(name, [value(ours[moment]) for ours, _ in pairs], [value(bare[0]) for _, bare in pairs], claim)

    show(
        f"Start to first painted window ({environment['QT_QPA_PLATFORM']})",
        "bare PySide6 window",
        [
            row("first paint, ms", lambda start: start.seconds * 1000),
            row("processor time by then, ms", lambda start: start.processor * 1000),
            row("most memory by then, MiB", lambda start: start.most / MIB),
            row("memory then, MiB", lambda start: start.now / MIB),
            row("form filled in and painted, ms", lambda start: start.seconds * 1000, 1, "–"),
            row("processor time by then, ms", lambda start: start.processor * 1000, 1, "–"),
            row("most memory by then, MiB", lambda start: start.most / MIB, 1, "–"),
        ],
    )
    return 0


def prepared(folder: Path) -> dict[str, str]:
    """The environment of both: a profile with a complete OAuth2 account, no keyring."""
    account = MailServer(
        account_name="Powiadomienia",
        email="powiadomienia@firma.example",
        display_name="Powiadomienia DMS",
        description="Konto do powiadomień",
        host="smtp.office365.com",
        auth_method=AuthMethod.OAUTH2,
        login="powiadomienia@firma.example",
    )
    registration = Registration(tenant="firma.example", client_id="6f2b6a3e-6d9c-4f7e-9a43-0d1c8b7f5e21")
    store = SettingsStore(folder / FILE_NAME)
    store.save(Settings(mail_server=account, registration=registration), store.load().stamp)
    environment = os.environ | {"DMS_MAIL_HOME": str(folder), "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environment


def start(which: str, environment: dict[str, str]) -> list[Start]:
    """One process from its start to its end: its first paint and, of ours, the paint of the filled-in form."""
    command = [sys.executable, "-m", "bench.parts.window", which]
    began = time.monotonic()
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, timeout=60)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return [Start(facts["at"] - began, facts["processor"], facts["most"], facts["now"]) for facts in told]


if __name__ == "__main__":
    sys.exit(main())
