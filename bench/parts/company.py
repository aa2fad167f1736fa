"""The sandbox for a program in another process: its provider's https part answers over a connection of Python's own."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Listener
from pathlib import Path
from threading import Thread

from dms_mail_desktop.models import Settings
from dms_mail_desktop.sandbox.client import ProviderClient
from dms_mail_desktop.sandbox.service import Sandbox
from dms_mail_desktop.store import FILE_NAME, SettingsStore


@dataclass(frozen=True)
class Company:
    """A profile that is filled in for the running sandbox, the CA of its mail servers, the port of its provider."""

    folder: Path
    ca_file: Path
    port: int


@contextmanager
def company(folder: Path) -> Iterator[Company]:
    """A new company, running in this process."""
    sandbox = Sandbox()
    service = folder / "service"
    service.mkdir()
    facts = sandbox.start(service)
    store = SettingsStore(folder / FILE_NAME)
    store.save(Settings(registration=facts.registration, mail_server=facts.mail_server), store.load().stamp)
    try:
        with Listener(("127.0.0.1", 0)) as listener:
            Thread(target=answer, args=(listener, sandbox.http_client()), daemon=True).start()
            yield Company(folder, facts.ca_file, listener.address[1])
    finally:
        sandbox.stop()


def answer(listener: Listener, client: ProviderClient) -> None:
    """Answers one request for each connection, until the listener is closed."""
    with suppress(OSError):
        while True:
            with listener.accept() as connection:
                method, url, more = connection.recv()
                reply = client.get(url, **more) if method == "GET" else client.post(url, **more)
                connection.send((reply.status_code, reply.text, dict(reply.headers)))
