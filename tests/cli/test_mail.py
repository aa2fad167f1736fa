"""check, send, set-password."""

import io
from pathlib import Path

import pytest

from dms_mail_desktop.models import SendingMethod
from dms_mail_desktop.sandbox.directory import NOTIFICATIONS

SENDER_PASSWORD = "Powiadomienia.2026"


@pytest.fixture
def signed_in(desk):
    desk.sign_in()
    return desk


@pytest.fixture
def with_password(desk, monkeypatch: pytest.MonkeyPatch):
    desk.use_password()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SENDER_PASSWORD}\r\n"))
    assert desk.run("set-password", "server").status == 0
    return desk


def test_the_check_tells_every_step(signed_in) -> None:
    ended = signed_in.run("check", "server")
    assert ended.status == 0, ended.err
    lines = ended.out.splitlines()
    assert [line.partition("]")[0] for line in lines[:9]] == ["[OK"] * 7 + ["[–"] * 2
    assert lines[0].startswith("[OK] Adres serwera: localhost → ")
    assert lines[2].startswith("[OK] Szyfrowanie: TLS 1.3 · ")
    assert lines[4].startswith(f"[OK] Token: {NOTIFICATIONS}, ważny jeszcze 1 godz.")
    assert lines[5].startswith("[OK] Uwierzytelnienie: XOAUTH2 (")
    assert lines[9] == "Wszystko działa"
    assert signed_in.messages() == []


def test_the_check_as_a_document(signed_in) -> None:
    document = signed_in.run("check", "--json").document
    assert document["status"] == 0
    assert [step["stage"] for step in document["steps"]][:3] == ["address", "connection", "encryption"]
    assert document["steps"][4]["facts"]["login"] == NOTIFICATIONS
    assert document["steps"][8]["state"] == "skipped"


def test_a_failed_check_explains_and_fills_in_the_command(signed_in) -> None:
    signed_in.sandbox.faults.smtp_auth = (
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."
    )
    ended = signed_in.run("check")
    assert ended.status == 1
    assert "[BŁĄD] Uwierzytelnienie: odrzucone przez serwer" in ended.out
    assert "Nie działa: serwer odrzucił uwierzytelnienie" in ended.out
    assert f"Set-CASMailbox -Identity {NOTIFICATIONS} -SmtpClientAuthenticationDisabled $false" in ended.err
    document = signed_in.run("check", "--json").document
    assert document["error"]["type"] == "ServerRefused"
    assert document["steps"][5]["error"] == "ServerRefused"


def test_a_check_without_sign_in_asks_for_one(desk) -> None:
    ended = desk.run("check")
    assert ended.status == 3
    assert "Konto nie jest zalogowane." in ended.err
    assert "dms-mail sign-in" in ended.err


def test_a_withdrawn_sign_in_is_needed_again(signed_in) -> None:
    signed_in.sandbox.revoke(NOTIFICATIONS)
    ended = signed_in.run("send", "--to", "a@firma.example", "--json")
    assert ended.status == 3
    assert ended.document["error"]["type"] == "SignInRequired"
    assert "[wymagane ponowne logowanie]" in signed_in.run("accounts").out


def test_with_notifications_off_the_check_works_and_sending_does_not(signed_in) -> None:
    signed_in.save(enabled=False)
    checked = signed_in.run("check")
    assert checked.status == 0
    assert checked.out.startswith("Wysyłanie powiadomień jest wyłączone.")
    sent = signed_in.run("send", "--to", "a@firma.example")
    assert sent.status == 2
    assert "Włącz wysyłanie wiadomości email" in sent.err
    assert signed_in.messages() == []


@pytest.mark.parametrize("command", [("check",), ("send", "--to", "a@firma.example")])
def test_the_sql_profile_is_refused(desk, command: tuple[str, ...]) -> None:
    desk.use_password(sending_method=SendingMethod.SQL_PROFILE)
    ended = desk.run(*command)
    assert ended.status == 2
    assert "profil na serwerze SQL" in ended.err


def test_a_whole_message_arrives(signed_in, tmp_path: Path) -> None:
    body, html, attached = tmp_path / "treść.txt", tmp_path / "m.html", tmp_path / "Załącznik nr 1.pdf"
    body.write_text("\ufeffZażółć gęślą jaźń\n", encoding="utf-8")
    html.write_text("<p>Zażółć <b>gęślą</b> jaźń</p>", encoding="utf-8")
    attached.write_bytes(b"%PDF-1.7\n\x00\xff")
    options = ["--to", "anna.nowak@firma.example", "--to", "b@inna.example", "--cc", "c@inna.example"]
    options += ["--bcc", "d@inna.example", "--subject", "Żółty raport", "--body-file", str(body)]
    ended = signed_in.run("send", *options, "--html", str(html), "--attach", str(attached))
    assert ended.status == 0, ended.err
    assert "Wysłano do 4 odbiorców: anna.nowak@firma.example, b@inna.example" in ended.out
    [received] = signed_in.messages()
    message = received.message()
    assert (received.sender, received.method) == (NOTIFICATIONS, "XOAUTH2")
    assert len(received.recipients) == 4
    assert "d@inna.example" not in received.content.decode()
    assert (received.subject, received.text) == ("Żółty raport", "Zażółć gęślą jaźń\n")
    [attachment] = message.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("Załącznik nr 1.pdf", b"%PDF-1.7\n\x00\xff")
    assert "<b>gęślą</b>" in message.get_body(("html",)).get_content()
    assert message["Message-ID"] in ended.out


def test_refused_recipients_are_named_and_the_others_get_it(signed_in) -> None:
    ended = signed_in.run("send", "--to", "anna.nowak@firma.example", "--to", "nikt@firma.example", "--subject", "x")
    assert ended.status == 1
    assert "Wysłano do: anna.nowak@firma.example" in ended.out
    assert "nie do wszystkich odbiorców" in ended.err
    assert "    nikt@firma.example: 550 5.1" in ended.err
    document = signed_in.run(
        "send", "--json", "--to", "anna.nowak@firma.example", "--to", "nikt@firma.example"
    ).document
    assert document["status"] == 1
    assert document["accepted"] == ["anna.nowak@firma.example"]
    assert document["refused"]["nikt@firma.example"]["code"] == 550


def test_when_every_recipient_is_refused_nothing_is_sent(signed_in) -> None:
    ended = signed_in.run("send", "--to", "nikt@firma.example")
    assert ended.status == 1
    assert "nikt@firma.example: 550" in ended.err
    assert signed_in.messages() == []


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--to", "anna.nowak"), "anna.nowak nie jest poprawnym adresem"),
        (("--to", "a@firma.example", "--subject", "a\nBcc: x@y.pl"), "Nagłówek Subject zawiera znaki sterujące"),
        (("--to", "a@firma.example", "--attach", "/no/such/file"), "Nie można odczytać pliku /no/such/file"),
        (("--to", "a@firma.example", "--body", "x", "--body-file", "y"), "Niepoprawne wywołanie"),
        (("--subject", "x"), "Niepoprawne wywołanie"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_the_network(desk, options: tuple[str, ...], reason: str) -> None:
    ended = desk.run("send", *options)
    assert ended.status == 2
    assert reason in ended.err


def test_a_body_that_is_not_utf8_is_refused(desk, tmp_path: Path) -> None:
    body = tmp_path / "ansi.txt"
    body.write_bytes("Zażółć".encode("cp1250"))
    ended = desk.run("send", "--to", "a@firma.example", "--body-file", str(body))
    assert ended.status == 2
    assert "UTF-8" in ended.err


def test_the_body_comes_from_standard_input(signed_in, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Dzień dobry\n".encode()), encoding="cp1250"))
    assert signed_in.run("send", "--to", "anna.nowak@firma.example", "--body-file", "-").status == 0
    assert signed_in.messages()[0].text == "Dzień dobry\n"


def test_the_password_comes_from_standard_input_and_works(with_password) -> None:
    checked = with_password.run("check")
    assert checked.status == 0, checked.err
    assert f"[OK] Hasło: hasło konta {NOTIFICATIONS}" in checked.out
    assert with_password.run("send", "--to", "anna.nowak@firma.example").status == 0
    assert with_password.messages()[0].method in ("PLAIN", "LOGIN")
    assert SENDER_PASSWORD not in (with_password.folder / "settings.json").read_text(encoding="utf-8")


def test_a_missing_password_is_asked_for(desk) -> None:
    desk.use_password()
    ended = desk.run("check")
    assert ended.status == 2
    assert "dms-mail set-password server" in ended.err


@pytest.mark.parametrize(
    ("server", "typed", "reason"),
    [
        ({"login": ""}, "x\n", "Podaj login"),
        ({}, "\n", "Nie podano hasła"),
    ],
)
def test_a_password_that_cannot_be_kept(
    desk, server: dict[str, str], typed: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.use_password(**server)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    ended = desk.run("set-password", "server")
    assert ended.status == 2
    assert reason in ended.err
    assert desk.keyring.entries == {}


def test_an_oauth2_account_has_no_password(desk) -> None:
    assert "dms-mail sign-in" in desk.run("set-password", "server").err


def test_a_check_says_before_its_steps_what_does_not_fit_together(desk) -> None:
    desk.save(email="faktury@firma.example")
    ended = desk.run("check", "--language", "en")
    assert ended.status == 3
    assert ended.out.startswith("Warning. Email (outgoing): Messages are to be sent from faktury@firma.example")
    [warning] = desk.run("check", "--json").document["warnings"]
    assert (warning["field"], warning["discord"]) == ("mail_server.email", "sender_not_login")


def test_a_file_that_is_missing_is_told_in_the_language(desk) -> None:
    ended = desk.run("send", "--to", "a@firma.example", "--attach", "nie-ma.pdf")
    assert ended.err == "Nie można odczytać pliku nie-ma.pdf: nie ma takiego pliku lub katalogu.\n"
