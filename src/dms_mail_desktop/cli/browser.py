"""Opens the default browser without ever waiting for it."""

import asyncio
import os
import subprocess
import sys

from dms_mail_desktop.detached import run_detached

PATIENCE = 5.0
"""Seconds after which a browser that did not return counts as opened: one named by $BROWSER may stay in front."""
OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


async def open_browser(address: str) -> bool:
    """Whether the address was handed to a browser; False where there is none to be seen."""
    if not _has_screen():
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            return await run_detached(_open, address)
    except TimeoutError:
        return True


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"))


def _open(address: str) -> bool:
    if sys.platform == "win32":
        try:
            os.startfile(address)  # noqa: S606 - the default browser; the address was checked against its cloud
        except OSError:
            return False
        return True
    # Without TERM no browser is chosen that would draw into this terminal; a session of its own survives Ctrl+C here.
    environment = {name: value for name, value in os.environ.items() if name != "TERM"}
    done = subprocess.run(
        [sys.executable, "-I", "-c", OPEN, address],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        check=False,
    )
    return done.returncode == 0
