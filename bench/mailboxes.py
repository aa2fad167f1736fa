"""The check of a mailbox with 100,000 messages against the same check of an empty one, on the same Dovecot, in turn."""

import json
import subprocess
import sys
from statistics import median

from bench.parts.large_mailbox import MESSAGES, mailboxes
from bench.parts.table import machine, print_lines, span

ROUNDS = 15
PROCESSES = 3
MIB = 1 << 20


def main() -> int:
    """Prints the table. The memory is that of the first check of a large mailbox in a process, after an empty one's."""
    times: dict[str, list[float]] = {}
    added = []
    with mailboxes() as running:
        command = [sys.executable, "-m", "bench.parts.mailbox", str(running.port), str(running.ca_file), str(ROUNDS)]
        for _ in range(PROCESSES):
            told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
            added.append(told["added"] / MIB)
            for name, values in told["times"].items():
                times.setdefault(name, []).extend(values)
    print(f"\nCheck of a mailbox of {MESSAGES:,} messages: TLS, password, folder list, newest five (Dovecot, mdbox)")
    print(f"{machine()}, {PROCESSES} processes of {ROUNDS} rounds\n")
    lines = [("", f"{MESSAGES:,} messages", "empty", "ratio of medians", "ratios of the rounds", "claim")]
    for name, claim in (("ours", "≤ 2"), ("imaplib", "–")):
        large, empty = times[f"{name} large"], times[f"{name} empty"]
        each = [more / less for more, less in zip(large, empty, strict=True)]
        ratio, ratios = f"{median(large) / median(empty):.2f}", f"{min(each):.2f}–{max(each):.2f}"
        label = "our check, ms" if name == "ours" else "imaplib: EXAMINE and FETCH of five, ms"
        lines.append((label, span(large), span(empty), ratio, ratios, claim))
    lines.append(("memory added by our check, MiB", span(added), "–", "–", "–", "< 9.5"))
    print_lines(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
