"""How much memory this process has; loads nothing, so that it measures nothing of its own."""

import sys


def resident() -> tuple[int, int]:
    """Resident memory in bytes: the most so far, and now."""
    if sys.platform == "linux":
        with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123 - a bare process needs no pathlib
            facts = dict(line.split(":", 1) for line in lines)
        most, now = (int(facts[name].split()[0]) * 1024 for name in ("VmHWM", "VmRSS"))
        return most, now
    import resource  # noqa: PLC0415 - not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most, most
