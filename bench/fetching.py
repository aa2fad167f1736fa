"""Runs of a point against imap-tools, which only fetches and decodes, on the same Dovecot, in turn; and large ones."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.parts.dovecot import Dovecot, dovecot
from bench.parts.large_mailbox import letter as small_letter
from bench.parts.letters import letter
from bench.parts.table import Row, machine, print_lines, show, span
from dms_mail_desktop.models import Mode
from tests.lab.provider import ANNA, BOB, SENDER

ROUNDS = 7
MESSAGES = 500
ATTACHMENT = 200_000
BULKS = (10, 20, 50, 100, 500)
LARGE = 100_000_000
HANDLED = 100_000
NEW = 10
MIB = 1 << 20
MANY, ONE, FULL = ANNA, BOB, SENDER
"""Whose mailbox has the messages with attachments, the one with a large attachment, and very many."""

Told = dict[str, Any]


def main() -> int:
    """Prints the tables."""
    with dovecot() as server:
        server.fill(MANY, (letter(number, ATTACHMENT) for number in range(MESSAGES)))
        against_imap_tools(server)
        server.fill(ONE, [letter(0, LARGE)])
        one_large(server)
        server.fill(FULL, map(small_letter, range(HANDLED)))
        very_many(server)
    return 0


def against_imap_tools(server: Dovecot) -> None:
    """Both kinds of points and the peer, each round in new processes; a round before the others finds its best bulk."""
    tried = {bulk: imap_tools(server, bulk)["seconds"] for bulk in BULKS}
    best = min(tried, key=lambda bulk: tried[bulk])
    attachments, documents, peer = [], [], []
    for _ in range(ROUNDS):
        attachments.append(run_anew(server, Mode.DOWNLOAD_ATTACHMENTS, MANY))
        peer.append(imap_tools(server, best))
        documents.append(run_anew(server, Mode.GENERATE_DOCUMENTS, MANY))
    assert all(told["stored"] == MESSAGES for told in attachments + documents)
    assert all((told["count"], told["octets"]) == (MESSAGES, MESSAGES * ATTACHMENT) for told in peer)

    def row(name: str, ours: list[Told], key: str, unit: float, claim: str) -> Row:
        return Row(name, [told[key] / unit for told in ours], [told[key] / unit for told in peer], claim)

    def rate(name: str, ours: list[Told], claim: str) -> Row:
        of_all = [[MESSAGES / told["seconds"] for told in group] for group in (ours, peer)]
        return Row(name, *of_all, claim)

    show(
        f"{MESSAGES} messages with {ATTACHMENT} bytes attached: ours stores them, imap-tools (bulk={best}) does not",
        "imap-tools",
        [
            rate("messages per second, attachments", attachments, "≥ 1, aim 2"),
            rate("messages per second, documents", documents, "≥ 1, aim 2"),
            row("processor time, attachments, s", attachments, "processor", 1, "–"),
            row("most memory, attachments, MiB", attachments, "most", MIB, "ours < 114"),
            row("most memory, documents, MiB", documents, "most", MIB, "ours < 114"),
        ],
    )


def one_large(server: Dovecot) -> None:
    """The time and memory that a message with a large attachment takes, in new processes."""
    lines: list[tuple[str, ...]] = [("", "seconds", "most memory, MiB", "before the run, MiB", "claim")]
    for mode in Mode:
        told = [run_anew(server, mode, ONE) for _ in range(3)]
        memory = [span([each[key] / MIB for each in told]) for key in ("most", "before")]
        lines.append((mode.value, span([each["seconds"] for each in told]), *memory, "< 114"))
    print(f"\nOne message with {LARGE // 1_000_000} MB attached\n{machine()}\n")
    print_lines(lines)


def very_many(server: Dovecot) -> None:
    """The first run over a full mailbox, runs that find nothing new, and runs that find a few."""
    with tempfile.TemporaryDirectory(prefix="dms-bench-points-") as name:
        folder = Path(name)
        first = run(server, folder, Mode.GENERATE_DOCUMENTS, FULL)
        assert first["stored"] == HANDLED
        nothing = [run(server, folder, Mode.GENERATE_DOCUMENTS, FULL) for _ in range(3)]
        few = []
        for number in range(3):
            server.fill(FULL, (small_letter(HANDLED + number * NEW + new) for new in range(NEW)))
            few.append(run(server, folder, Mode.GENERATE_DOCUMENTS, FULL))
        assert [told["stored"] for told in nothing + few] == [0, 0, 0, NEW, NEW, NEW]
        print(f"\nA mailbox of {HANDLED:,} messages, small ones\n{machine()}\n")
        lines: list[tuple[str, ...]] = [("", "seconds", "most memory, MiB", "claim")]
        runs = (
            ("all are new", [first], "memory < 114"),
            ("all were handled", nothing, "seconds"),
            (f"{NEW} are new", few, "seconds"),
        )
        for label, told, claim in runs:
            memory = span([each["most"] / MIB for each in told])
            lines.append((label, span([each["seconds"] for each in told]), memory, claim))
        print_lines(lines)


def run_anew(server: Dovecot, mode: Mode, login: str) -> Told:
    """One run with an empty ledger and an empty target."""
    folder = Path(tempfile.mkdtemp(prefix="dms-bench-points-"))
    try:
        return run(server, folder, mode, login)
    finally:
        shutil.rmtree(folder)


def run(server: Dovecot, folder: Path, mode: Mode, login: str) -> Told:
    """One run in a process of its own."""
    return told_by("point_run", folder, mode.value, login, server.port, server.ca_file)


def imap_tools(server: Dovecot, bulk: int) -> Told:
    """The same messages by imap-tools, in a process of its own."""
    return told_by("imap_tools_run", MANY, server.port, server.ca_file, bulk)


def told_by(part: str, *arguments: object) -> Told:
    """What a process printed."""
    command = [sys.executable, "-m", f"bench.parts.{part}", *map(str, arguments)]
    told: Told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return told


if __name__ == "__main__":
    sys.exit(main())
