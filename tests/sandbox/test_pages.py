"""The pages on loopback: the list of received messages, one message, and what no page may do."""

import smtplib
import socket
from email.message import EmailMessage
from http.client import HTTPConnection
from urllib.error import HTTPError

import pytest

from dms_mail_desktop.sandbox.directory import CLERK, NOTIFICATIONS


@pytest.fixture
def get(browse):
    def page(address):
        with browse(address) as answer:
            return answer.read().decode(), answer.headers

    return page


def send(running, message):
    with smtplib.SMTP_SSL("localhost", running.facts.ports.smtps, context=running.trust()) as smtp:
        smtp.login(NOTIFICATIONS, running.password(NOTIFICATIONS))
        smtp.send_message(message)


@pytest.fixture
def hostile():
    message = EmailMessage()
    message["From"] = f'"<b>Powiadomienia</b>" <{NOTIFICATIONS}>'
    message["To"] = CLERK
    message["Reply-To"] = "zwrot@firma.example"
    message["Subject"] = "<script>alert(1)</script> zażółć"
    message.set_content("<img src=x onerror=alert(2)>\n$tytuł ${body}\n")
    message.add_attachment(b"x", maintype="text", subtype="plain", filename='"><script>3</script>.txt')
    return message


def test_an_empty_list_says_what_will_appear(running, get):
    page, _ = get(running.facts.inbox_url)
    assert "Skrzynki piaskownicy" in page
    assert "Nie odebrano jeszcze żadnej wiadomości." in page


def test_a_received_message_is_listed_and_shown_escaped(running, hostile, get):
    send(running, hostile)
    listing, _ = get(running.facts.inbox_url)
    assert 'href="/messages/1"' in listing
    assert "&lt;script&gt;alert(1)&lt;/script&gt; zażółć" in listing
    page, _ = get(f"{running.facts.inbox_url}messages/1")
    for dangerous in ("<script", "<img", "<b>Powiadomienia"):
        assert dangerous not in listing
        assert dangerous not in page
    for shown in ("&lt;img src=x onerror=alert(2)&gt;\n$tytuł ${body}", "zwrot@firma.example", "login i hasło", CLERK):
        assert shown in page


def test_the_source_is_plain_text(running, hostile, get):
    send(running, hostile)
    source, headers = get(f"{running.facts.inbox_url}messages/1/source")
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Subject: " in source


def test_pages_load_nothing_and_run_nothing(running, get):
    page, headers = get(running.facts.inbox_url)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "http" not in page.partition("<body>")[0]


@pytest.mark.parametrize("path", ["messages/1", "messages/0", "messages/x", "favicon.ico", "../../etc/passwd"])
def test_what_is_not_there_is_not_found(running, browse, path):
    with pytest.raises(HTTPError, match="404") as missing:
        browse(running.facts.inbox_url + path)
    missing.value.close()


@pytest.mark.parametrize(("host", "status"), [("evil.example", 400), ("localhost", 400), ("localhost:{}", 200)])
def test_only_the_own_host_name_is_answered(running, host, status):
    port = running.facts.ports.web
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/", headers={"Host": host.format(port)})
    assert connection.getresponse().status == status
    connection.close()


def test_idle_connections_do_not_keep_others_waiting(running, get):
    idle = [socket.create_connection(("127.0.0.1", running.facts.ports.web)) for _ in range(20)]
    assert "Skrzynki piaskownicy" in get(running.facts.inbox_url)[0]
    for connection in idle:
        connection.close()
