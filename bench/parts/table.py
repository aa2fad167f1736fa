"""One table per measurement: medians, ranges, and ours against the peer's in the same run."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import PySide6


@dataclass(frozen=True)
class Row:
    """One quantity, measured alternately: each of ours belongs to the peer's of the same round."""

    name: str
    ours: Sequence[float]
    peer: Sequence[float]
    claim: str


def machine() -> str:
    """Where the figures come from."""
    versions = f"Python {platform.python_version()}, Qt {PySide6.__version__}"
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {versions}"
    )


def span(values: Sequence[float]) -> str:
    """The median and the range."""
    return f"{median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


def ratios(row: Row) -> list[float]:
    """Ours to the peer's, round by round."""
    return [ours / peer for ours, peer in zip(row.ours, row.peer, strict=True)]


def show(title: str, peer: str, rows: Sequence[Row]) -> None:
    """Prints the rows beneath each other."""
    print(f"\n{title}\n{machine()}, {len(rows[0].ours)} rounds\n")
    lines = [("", "ours", peer, "ratio of medians", "ratios of the rounds", "claim")]
    for row in rows:
        ratio, each = median(row.ours) / median(row.peer), ratios(row)
        lines.append(
            (row.name, span(row.ours), span(row.peer), f"{ratio:.2f}", f"{min(each):.2f}–{max(each):.2f}", row.claim)
        )
    print_lines(lines)


def print_lines(lines: Sequence[Sequence[str]]) -> None:
    """Prints lines of cells as a table."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for number, line in enumerate(lines):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
