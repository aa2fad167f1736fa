"""dms-mail explain: a code of a failed sign-in, without a network."""

from .conftest import Desk


def test_a_code_is_explained_with_steps(desk: Desk) -> None:
    ended = desk.run("explain", "AADSTS50105")
    assert ended.status == 0
    assert "konto nie jest przypisane do aplikacji" in ended.out.lower()
    assert "1. " in ended.out


def test_a_page_is_explained_as_a_document(desk: Desk) -> None:
    ended = desk.run("--json", "--language", "en", "explain", "You cannot access this right now Error Code: 53003")
    assert ended.status == 0
    assert (ended.document["code"], ended.document["known"]) == ("AADSTS53003", True)
    assert len(ended.document["explanation"]["steps"]) > 1


def test_an_unknown_number_is_no_guess_and_no_success(desk: Desk) -> None:
    ended = desk.run("--json", "explain", "999777")
    assert (ended.status, ended.document["known"]) == (1, False)
    assert "code=999777" in ended.document["explanation"]["link"]


def test_a_text_without_a_code_is_wrong_usage(desk: Desk) -> None:
    ended = desk.run("explain", "dzień", "dobry")
    assert ended.status == 2
    assert "nie ma kodu" in ended.err


def test_the_reply_of_a_mail_server_is_referred_to_the_check(desk: Desk) -> None:
    ended = desk.run(
        "explain", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant"
    )
    assert ended.status == 2
    assert "nie ma kodu błędu logowania" in ended.err
    assert "dms-mail check" in ended.err
