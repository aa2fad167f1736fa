"""Handing over the message: whole, at the line's own speed, and honest about the outcome."""

import asyncio
import time

import pytest

from dms_mail_desktop.errors import ConnectionLost, MailError, OutcomeUncertain, ServerRefused, Stage, TimedOut
from dms_mail_desktop.mail.limits import TimeLimits

from .authority import Authority
from .smtp_client import MESSAGE, account, failure, talking
from .smtp_server import CUT, SILENT, SmtpServer


@pytest.mark.parametrize("words", ["552 5.3.4 too big", "451 4.3.0 try later", "421 4.3.2 bye"])
async def test_a_refused_content_is_a_sure_outcome(authority: Authority, words: str) -> None:
    with SmtpServer({"end": words}, start_tls=authority.server_context()) as server:
        error = await failure(server, authority)
    assert isinstance(error, ServerRefused)
    assert (error.stage, error.reply.code) == (Stage.CONTENT, int(words[:3]))


@pytest.mark.parametrize("answer", [CUT, SILENT, "what?"])
async def test_after_the_end_of_content_the_outcome_is_uncertain(authority: Authority, answer: object) -> None:
    with SmtpServer({"end": answer}, start_tls=authority.server_context()) as server:
        error = await failure(server, authority)
    assert isinstance(error, OutcomeUncertain)
    assert (error.stage, error.message_id) == (Stage.CONTENT, "<1@example.pl>")
    assert len(server.messages) == 1


async def test_stopping_after_the_end_of_content_is_uncertain_too(authority: Authority) -> None:
    with SmtpServer({"end": SILENT}, start_tls=authority.server_context()) as server:
        async with talking(
            account(server.port), authority.client_context(), TimeLimits(), until="recipients"
        ) as session:
            sending = asyncio.create_task(session.content(MESSAGE, "<1@example.pl>"))
            assert await asyncio.to_thread(server.received.wait, 5)
            sending.cancel()
            with pytest.raises(OutcomeUncertain):
                await sending


async def test_a_large_message_arrives_as_it_is(authority: Authority) -> None:
    lines = [b".", b"..dots", b"text " * 30, b".\r", b""]
    message = b"Subject: x\r\n\r\n" + b"\r\n".join(lines * 2000) + b"\r\n.\r\n"
    capabilities = ("mail.example.pl", "AUTH PLAIN")
    with SmtpServer(start_tls=authority.server_context(), capabilities=capabilities) as server:
        async with talking(
            account(server.port), authority.client_context(), TimeLimits(), until="recipients"
        ) as session:
            await session.content(message, "<1@example.pl>")
    assert server.messages[0].replace(b"\r\n..", b"\r\n.") == message.replace(b"\r\r\n", b"\r\n\r\n")


async def test_a_slow_upload_that_moves_is_not_cut_off(authority: Authority) -> None:
    message = b"x" * 998 + b"\r\n"
    limits = TimeLimits(reply=0.3, upload_base=0.3, upload_rate=1_000_000, final_reply=3)
    with SmtpServer(start_tls=authority.server_context(), capabilities=("m", "AUTH PLAIN"), read_pause=0.005) as server:
        async with talking(account(server.port), authority.client_context(), limits, until="recipients") as session:
            started = time.perf_counter()
            await session.content(message * 6000, "<1@example.pl>")
            assert time.perf_counter() - started > limits.reply
    assert len(server.messages[0]) == 6_000_000


@pytest.mark.parametrize(("answer", "kind"), [(SILENT, TimedOut), (CUT, ConnectionLost)])
async def test_an_upload_that_never_reached_its_end_is_surely_not_sent(
    authority: Authority, answer: object, kind: type[MailError]
) -> None:
    silent = SILENT is answer
    answers = {"content": (lambda _: time.sleep(0.5) or CUT) if silent else CUT}
    message = (b"x" * 998 + b"\r\n") * 12_000
    limits = TimeLimits(reply=0.5, upload_base=0.2, upload_rate=1e9)
    with SmtpServer(answers, start_tls=authority.server_context(), capabilities=("m", "AUTH PLAIN")) as server:
        async with talking(account(server.port), authority.client_context(), limits, until="recipients") as session:
            with pytest.raises(kind):
                await session.content(message, "<1@example.pl>")


async def test_a_refusal_midway_through_the_upload_is_heard(authority: Authority) -> None:
    message = (b"x" * 998 + b"\r\n") * 12_000
    answers = {"content": "552 5.3.4 too big"}
    with SmtpServer(answers, start_tls=authority.server_context(), capabilities=("m", "AUTH PLAIN")) as server:
        async with talking(
            account(server.port), authority.client_context(), TimeLimits(), until="recipients"
        ) as session:
            with pytest.raises(ServerRefused) as caught:
                await session.content(message, "<1@example.pl>")
    assert (caught.value.stage, caught.value.reply.enhanced) == (Stage.CONTENT, "5.3.4")
