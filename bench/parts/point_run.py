"""A process that runs a point once, with everything loaded that `dms-mail run` loads; prints its time and memory."""

import asyncio
import importlib
import json
import ssl
import sys
import time
from pathlib import Path

from bench.parts.memory import resident
from dms_mail_desktop.credentials import Credential, Password
from dms_mail_desktop.models import Encryption, Mode, Point
from dms_mail_desktop.points.runs import Access, Runs
from tests.lab.provider import USERS


def main(folder: Path, mode: Mode, login: str, port: int, ca_file: Path) -> int:
    """`folder` keeps the ledger and the documents from one run to the next."""
    for name in ("cli.run", "services"):
        importlib.import_module(f"dms_mail_desktop.{name}")
    target = folder / "documents"
    target.mkdir(exist_ok=True)
    point = Point(
        id="bench",
        name="Faktury",
        mode=mode,
        host="localhost",
        port=port,
        encryption=Encryption.TLS,
        login=login,
        target=str(target),
    )

    async def password() -> Credential:
        return Password(login, USERS[login])

    access = Access(password, ssl.create_default_context(cafile=str(ca_file)))
    before, _ = resident()
    began, busy = time.perf_counter(), time.process_time()
    result = asyncio.run(Runs(folder).run(point, access))
    seconds, processor = time.perf_counter() - began, time.process_time() - busy
    assert result.succeeded, result
    most, _ = resident()
    told = {"seconds": seconds, "processor": processor, "before": before, "most": most, "stored": result.tally.stored}
    print(json.dumps(told), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Mode(sys.argv[2]), sys.argv[3], int(sys.argv[4]), Path(sys.argv[5])))
