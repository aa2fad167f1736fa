"""The sandbox as a whole: what it hands over, how it starts and ends, and the mail that waits in it."""

import gc
import os
import socket
import ssl
import stat
import subprocess
import sys
import threading
import time
from dataclasses import astuple
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from dms_mail_desktop.models import MailServer, Point, Registration
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, NOTIFICATIONS, SHARED, Directory
from dms_mail_desktop.sandbox.listening import loopback_sockets
from dms_mail_desktop.sandbox.service import Sandbox
from dms_mail_desktop.sandbox.tokens import SCOPES


def test_what_is_handed_over_is_complete_enough_to_connect(running):
    facts = running.facts
    for model, value in [(Registration, facts.registration), (MailServer, facts.mail_server)]:
        assert model.model_validate(value.model_dump(), context=Strictness.USE) == value
    for point in facts.points:
        assert Point.model_validate(point.model_dump(), context=Strictness.RUN) == point
        assert Path(point.target).is_dir()
    assert facts.mail_server.login == NOTIFICATIONS
    assert facts.mail_server.port == facts.ports.smtp
    assert facts.registration.scopes == SCOPES
    assert "Nowak.2026" not in repr(facts)


def test_no_key_is_left_in_the_folder(running):
    folder = running.facts.ca_file.parent
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["sandbox-ca.pem"]
    assert b"PRIVATE" not in running.facts.ca_file.read_bytes()
    assert stat.S_ISREG(running.facts.ca_file.stat().st_mode)


def test_it_listens_on_loopback_only(running):
    for port in astuple(running.facts.ports):
        socket.create_connection(("127.0.0.1", port)).close()
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=1)


def test_both_loopback_addresses_share_a_port():
    sockets = loopback_sockets(ipv6=True)
    assert len({listener.getsockname()[1] for listener in sockets}) == 1
    for listener in sockets:
        listener.close()


def test_stopping_closes_everything_within_a_second(tmp_path):
    sandbox = Sandbox()
    facts = sandbox.start(tmp_path)
    trust = ssl.create_default_context(cafile=str(facts.ca_file))
    connections = [socket.create_connection(("127.0.0.1", port)) for port in astuple(facts.ports)]
    for position in (2, 4, 6):
        connections[position] = trust.wrap_socket(connections[position], server_hostname="localhost")
    connections[1].sendall(b"EHLO x\r\nSTARTTLS\r\n")
    before = time.perf_counter()
    sandbox.stop()
    assert time.perf_counter() - before < 1
    assert "sandbox" not in [thread.name for thread in threading.enumerate()]
    for port in astuple(facts.ports):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port))
    for connection in connections:
        connection.close()
    sandbox.stop()
    gc.collect()


def test_stopping_ends_a_conversation_that_waits(running):
    running.sandbox.faults.delay = 60
    connection = running.trust().wrap_socket(
        socket.create_connection(("127.0.0.1", running.facts.ports.imaps)), server_hostname="localhost"
    )
    connection.recv(1000)
    connection.sendall(f'a LOGIN {ACCOUNTANT} "x"\r\n'.encode())
    before = time.perf_counter()
    running.sandbox.stop()
    assert time.perf_counter() - before < 1
    connection.close()


def test_a_folder_that_cannot_be_written_is_reported(tmp_path):
    with pytest.raises(OSError, match="missing"):
        Sandbox().start(tmp_path / "missing")


def test_it_starts_only_once(running, tmp_path):
    with pytest.raises(RuntimeError):
        running.sandbox.start(tmp_path)


def test_importing_the_package_or_the_agent_loads_nothing_heavy():
    code = (
        "import sys, dms_mail_desktop.sandbox.agent; "
        "print([m for m in ('aiosmtpd', 'cryptography', 'jwt', 'pydantic', 'asyncio') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"


def test_a_delivered_message_is_the_last_in_the_inbox(running):
    inbox = running.sandbox.mailboxes[SHARED].inbox
    before = inbox.letters[-1]
    running.sandbox.deliver(SHARED, b"Subject: nowa\r\n\r\n")
    assert (inbox.letters[-1].content, inbox.letters[-1].uid) == (b"Subject: nowa\r\n\r\n", before.uid + 1)
    assert before.arrived < inbox.letters[-1].arrived <= datetime.now(UTC)
    assert not inbox.letters[-1].flags
    with pytest.raises(KeyError):
        running.sandbox.deliver("nikt@firma.example", b"")


@pytest.fixture
def letters(running):
    contents = [letter.content for letter in running.sandbox.mailboxes[SHARED].inbox.letters]
    return [message_from_bytes(content, policy=default) for content in contents]


def test_every_mailbox_holds_mail(running):
    counts = {address: len(box.inbox.letters) for address, box in running.sandbox.mailboxes.items()}
    assert set(counts) == {*Directory().users, SHARED}
    assert min(counts.values()) >= 12


def test_the_mail_is_well_formed_and_has_crlf_only(running, letters):
    for letter in letters:
        for part in letter.walk():
            assert not part.defects, (letter["Subject"], part.defects)
        assert letter["To"] == SHARED
        assert letter["Message-ID"]
        assert letter["Date"]
    arrivals = [letter.arrived for letter in running.sandbox.mailboxes[SHARED].inbox.letters]
    assert arrivals == sorted(arrivals)
    for stored in running.sandbox.mailboxes[SHARED].inbox.letters:
        assert b"\n" not in stored.content.replace(b"\r\n", b"")
        assert max(map(len, stored.content.split(b"\r\n"))) <= 998


def test_the_mail_has_the_awkward_cases(letters):
    names = [part.get_filename() for letter in letters for part in letter.walk() if part.get_filename()]
    types = {part.get_content_type() for letter in letters for part in letter.walk()}
    assert "Faktura VAT nr 118 – Zażółć gęślą jaźń.pdf" in names
    assert "Faktura za wrzesień.pdf" in names
    assert [letter["Subject"] for letter in letters if letter.get_body(("plain",)) is None] == [
        "Potwierdzenie zamówienia 20261122-17"
    ]
    assert "..\\..\\Windows\\faktura 77.pdf" in names
    assert max(map(len, names)) > 200
    assert names.count("skan.pdf") == 2
    assert {"multipart/signed", "message/rfc822", "text/html", "image/png", "application/zip"} <= types
    assert any(not letter["Subject"] for letter in letters)
    assert sum(1 for letter in letters if not list(letter.iter_attachments())) >= 2
    assert any(
        part.get_content_type() == "application/pdf" and not part.get_filename()
        for letter in letters
        for part in letter.walk()
    )


def test_the_documents_are_pdf(letters):
    documents = [
        part.get_content()
        for letter in letters
        for part in letter.walk()
        if part.get_content_type() == "application/pdf"
    ]
    assert len(documents) >= 12
    for document in documents:
        start = int(document.rpartition(b"startxref\n")[2].split()[0])
        assert document.startswith(b"%PDF-")
        assert document[start:].startswith(b"xref\n0 6\n")
        assert document.endswith(b"%%EOF\n")


def test_the_agent_can_be_named_as_the_browser(application, listener):
    flow = application.begin()
    done = subprocess.run(
        [sys.executable, "-m", "dms_mail_desktop.sandbox.agent", flow["auth_uri"]],
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert done.stdout == "Gratulacje!\n"
    result = application.msal.acquire_token_by_auth_code_flow(flow, listener.answer)
    assert result["id_token_claims"]["preferred_username"] == ACCOUNTANT
