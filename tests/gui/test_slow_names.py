"""A name service that takes its time: the step says what it waits for, and whose fault it is in the end."""

import socket
import threading
from collections.abc import Iterator

import pytest
from company import Desk

from dms_mail_desktop.models import AuthMethod

SLOW = "poczta.powolna.example"


@pytest.fixture
def name_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Knows every name but one, about which it says nothing until the event, and then that it cannot say."""
    gone, ask = threading.Event(), socket.getaddrinfo

    def answer(host: str, *more: object, **named: object) -> object:
        if host != SLOW:
            return ask(host, *more, **named)  # type: ignore[arg-type]
        gone.wait(20)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    yield gone
    gone.set()


def test_the_step_waits_for_the_name_service_and_names_it(desk: Desk, name_service: threading.Event) -> None:
    desk.prefill(auth_method=AuthMethod.PASSWORD, host=SLOW)
    desk.start()
    desk.type("password", "tajne")
    desk.type("test_recipient", "anna@firma.example")
    desk.press("Wyślij")
    desk.wait_for("czekam na odpowiedź systemu nazw (DNS)")
    name_service.set()
    desk.wait_for("system nazw nie odpowiada")
    assert desk.reads(f"Serwer DNS tej sieci nie odpowiedział na pytanie o {SLOW}")
