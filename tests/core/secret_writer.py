"""A program of its own that writes secrets into a folder: it is killed, or two of it run at once.

`secret_writer.py kill FOLDER ROUNDS` forks a writer again and again, kills it at a random moment and checks.
`secret_writer.py write FOLDER LETTER COUNT` writes COUNT texts of that letter.
"""

import asyncio
import os
import random
import signal
import sys
import time
from pathlib import Path

from keyrings import FolderCells, WindowsKeyring

from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.vault import Vault

LENGTHS = (10, 1300, 5000, 2500)


def whole(text: str | None) -> bool:
    return text is None or (len(set(text)) == 1 and len(text) in LENGTHS)


async def write(vault: Vault, letter: str, count: int, *, deleting: bool = False) -> None:
    for number in range(count):
        await vault.write("token", letter * LENGTHS[number % len(LENGTHS)])
        if deleting and number % 5 == 4:
            await vault.delete("token")


async def check(vault: Vault) -> None:
    """Fails when a torn text is read; leaves a text of three parts."""
    found = await vault.read("token")
    assert whole(found), f"torn: {len(found or '')} characters"
    await vault.write("token", "z" * 2500)
    assert await vault.read("token") == "z" * 2500


def kill(folder: Path, rounds: int) -> None:
    vault = Vault(WindowsKeyring(FolderCells(folder)), folder / "locks")
    ProcessLock(folder / "locks" / "first")  # loads its library here rather than in every child
    interrupted = 0
    for number in range(rounds):
        child = os.fork()
        if not child:
            asyncio.run(write(vault, "abcdefgh"[number % 8], 1000, deleting=True))
            os._exit(0)
        time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 - the moment of a kill is no secret
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        interrupted += all(any(folder.glob(f"DMSMail%2Ftoken%2F{generation}%2F*")) for generation in "ab")
        # In a child, because a program that has run threads must not fork.
        child = os.fork()
        if not child:
            asyncio.run(check(vault))
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0, f"round {number}"
        assert len(list(folder.glob("DMSMail%2Ftoken%2F*"))) == 3, "parts were left over"
    sys.stdout.write(str(interrupted))


if __name__ == "__main__":
    action, place, *rest = sys.argv[1:]
    if action == "kill":
        kill(Path(place), int(rest[0]))
    else:
        target = Vault(WindowsKeyring(FolderCells(Path(place))), Path(place) / "locks")
        asyncio.run(write(target, rest[0], int(rest[1])))
