"""Every refusal of a mail server that the catalogue knows, said by a server in full, leads to its own explanation."""

import re

import pytest

from dms_mail_desktop.errors import AfterActionFailed
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.advice import catalogue
from dms_mail_desktop.wording.cases import advice_on
from dms_mail_desktop.wording.catalogue import LANGUAGES

from ..mail.authority import Authority
from .alike_rows import ALIKE
from .conversations import Row, facts, failure
from .mailbox_rows import IMAP_ROWS, POP3_ROWS
from .smtp_rows import SMTP_ROWS

ROWS: tuple[Row, ...] = (*SMTP_ROWS, *IMAP_ROWS, *POP3_ROWS)


def title(row: Row) -> str:
    return f"{type(row).__name__}-{row.entry}-{row.reply[:40]}"


def last_words(row: Row) -> str:
    """A piece of the reply that no code and no session id is part of."""
    plain = re.sub(r"%t|\[[^\]]*\]|^[^a-z]*", "", row.reply.splitlines()[-1]).split()
    return " ".join(plain[1:3])


@pytest.mark.parametrize("row", ROWS, ids=title)
async def test_the_conversation_ends_in_the_right_explanation(row: Row, authority: Authority) -> None:
    error = await failure(row, authority)
    account = facts(row)
    found = advice_on(error, account)
    assert (found[0].name if found else str(error)) == row.entry
    assert found
    entry = found[0]
    for language in LANGUAGES:
        told = Wording(language).explain(error, account)
        text = entry.text(language)
        assert told.cause.startswith(text.cause.partition("{")[0])
        assert len(told.steps) == len(text.steps)
        assert told.waiting == entry.waiting
        assert bool(told.command) == bool(entry.command or text.portal)
        assert last_words(row) in told.server_words
        assert "{" not in told.cause + told.command + told.remedy


@pytest.mark.parametrize("row", ALIKE, ids=title)
async def test_what_only_resembles_a_known_refusal_is_not_explained_as_that_one(row: Row, authority: Authority) -> None:
    error = await failure(row, authority)
    account = facts(row)
    found = advice_on(error, account)
    assert (found[0].name if found else "") == row.entry
    if not found:
        for language in LANGUAGES:
            told = Wording(language).explain(error, account)
            assert last_words(row) in told.server_words
            assert (told.command, told.link) == ("", "")


def test_what_became_of_fetched_messages_is_explained_by_the_servers_words() -> None:
    error = AfterActionFailed("move", "Archiwum", 3, "NO [TRYCREATE] Mailbox doesn't exist: Archiwum")
    found = advice_on(error, {})
    assert found
    assert found[0].name == "folder_missing"
    assert advice_on(AfterActionFailed("move", "Archiwum", 3, "NO something else"), {}) is None


def test_every_entry_about_a_mail_server_is_in_the_table() -> None:
    known = {(where, entry.name) for entry in catalogue() for where in entry.where if where in ("smtp", "imap", "pop3")}
    shown = {(type(row).__name__.lower(), row.entry) for row in ROWS}
    shown |= {("smtp", "another_protocol"), ("pop3", "another_protocol")}
    assert sorted(known - shown) == []
    assert sorted(shown - known) == []
