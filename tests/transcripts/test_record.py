"""How much is kept."""

from dms_mail_desktop.transcripts import Conversation, Side, Transcripts


def test_the_beginning_and_the_latest_lines_are_kept() -> None:
    conversation = Conversation("smtp", "mail.firma.example", 25)
    for number in range(1000):
        conversation.add(Side.NOTE, str(number))
    beginning, dropped, latest = conversation.lines()
    assert [line[2] for line in beginning] == [str(number) for number in range(100)]
    assert [line[2] for line in latest] == [str(number) for number in range(600, 1000)]
    assert dropped == 500


def test_only_the_latest_conversations_are_kept() -> None:
    transcripts = Transcripts()
    for number in range(30):
        transcripts.begin("imap", f"{number}.example", 993)
    assert [each.host for each in transcripts.conversations()] == [f"{number}.example" for number in range(10, 30)]


def test_the_record_holds_no_secret_in_memory() -> None:
    transcripts = Transcripts()
    transcripts.begin("pop3", "mail.firma.example", 110).sent(b"PASS tajne\r\n")
    [conversation] = transcripts.conversations()
    assert "tajne" not in repr(vars(conversation))
