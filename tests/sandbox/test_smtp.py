"""The SMTP server with real clients: aiosmtplib for what the program sends, smtplib for plain replies."""

import asyncio
import smtplib
from base64 import b64encode
from contextlib import asynccontextmanager
from email.message import EmailMessage

import aiosmtplib
import pytest

from dms_mail_desktop.sandbox.directory import ACCOUNTANT, CLERK, NOTIFICATIONS, SHARED
from dms_mail_desktop.sandbox.mailboxes import SENT
from dms_mail_desktop.sandbox.tokens import SCOPES


def letter(recipient=CLERK, sender=NOTIFICATIONS):
    message = EmailMessage()
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = "Zażółć gęślą jaźń"
    message.set_content("To jest wiadomość testowa.\n.\nKoniec.\n")
    return message


@asynccontextmanager
async def client(running, *, tls=False):
    smtp = aiosmtplib.SMTP(
        hostname="localhost",
        port=running.facts.ports.smtps if tls else running.facts.ports.smtp,
        use_tls=tls,
        start_tls=not tls,
        tls_context=running.trust(),
        local_hostname="[127.0.0.1]",
        timeout=5,
    )
    await smtp.connect()
    transport = smtp.transport
    connection = transport.get_extra_info("socket")
    try:
        yield smtp
    finally:
        smtp.close()
        transport.abort()  # the loop of a test ends before a polite end of TLS does
        while connection.fileno() >= 0:  # noqa: ASYNC110
            await asyncio.sleep(0)


async def two_step(smtp, text):
    await smtp.ehlo()
    first = await smtp.execute_command(b"AUTH", b"XOAUTH2")
    assert first.code == 334
    return await smtp.execute_command(b64encode(text.encode()))


@pytest.mark.parametrize("tls", [False, True])
async def test_a_message_is_sent_with_a_token_in_two_steps_and_arrives(running, tls):
    async with client(running, tls=tls) as smtp:
        assert (await two_step(smtp, running.xoauth2(NOTIFICATIONS))).code == 235
        _, reply = await smtp.send_message(letter())
    assert "Queued mail for delivery" in reply
    received = running.sandbox.wait_for_message(2)
    assert (received.number, received.login, received.method) == (1, NOTIFICATIONS, "XOAUTH2")
    assert received.recipients == (CLERK,)
    assert received.subject == "Zażółć gęślą jaźń"
    assert received.text == "To jest wiadomość testowa.\n.\nKoniec.\n"
    assert running.sandbox.messages() == [received]


async def test_a_token_in_one_step_is_taken_too(running):
    async with client(running) as smtp:
        reply = await smtp.auth_xoauth2(NOTIFICATIONS, running.token(NOTIFICATIONS))
    assert reply.code == 235


def test_mail_is_delivered_to_the_mailbox_and_copied_to_sent_items(running):
    sender, recipient = (running.sandbox.mailboxes[address] for address in (NOTIFICATIONS, CLERK))
    before = len(recipient.inbox.letters)
    with smtplib.SMTP("127.0.0.1", running.facts.ports.smtp) as smtp:
        smtp.starttls(context=running.trust())
        smtp.login(NOTIFICATIONS, running.password(NOTIFICATIONS))
        smtp.send_message(letter())
    assert len(recipient.inbox.letters) == before + 1
    assert "\\Seen" not in recipient.inbox.letters[-1].flags
    assert [x.flags for x in sender.folders[SENT].letters] == [{"\\Seen"}]
    assert running.sandbox.messages()[0].method == "LOGIN"


def test_without_encryption_or_login_nothing_is_taken(running):
    with smtplib.SMTP("localhost", running.facts.ports.smtp) as smtp:
        smtp.ehlo()
        assert "auth" not in smtp.esmtp_features
        assert smtp.docmd("AUTH", "XOAUTH2")[0] == 530
        smtp.starttls(context=running.trust())
        smtp.ehlo()
        assert smtp.esmtp_features["auth"].split() == ["LOGIN", "PLAIN", "XOAUTH2"]
        assert smtp.mail(NOTIFICATIONS) == (530, b"5.7.57 Client not authenticated to send mail.")


async def wrong_tokens(running):
    mint = running.mint()
    good = running.token(NOTIFICATIONS)
    yield "no token", "user=x\x01auth=Bearer nonsense\x01\x01"
    yield "signature", running.xoauth2(NOTIFICATIONS, token=good[:-8] + "AAAAAAAA")
    yield "scope", running.xoauth2(NOTIFICATIONS, token=running.token(NOTIFICATIONS, SCOPES[0]))
    yield "another person", running.xoauth2(NOTIFICATIONS, token=running.token(CLERK))
    yield "a shared mailbox", running.xoauth2(ACCOUNTANT, mailbox=SHARED)
    yield "audience", running.xoauth2(NOTIFICATIONS, token=mint._sign({"aud": "https://graph.microsoft.com"}))
    mint.life = -60
    yield "expired", running.xoauth2(NOTIFICATIONS)


async def test_a_token_is_really_checked(running):
    async for case, text in wrong_tokens(running):
        async with client(running) as smtp:
            reply = await two_step(smtp, text)
        assert (case, reply.code, reply.message) == (case, 535, "5.7.3 Authentication unsuccessful")


async def test_the_challenge_of_other_servers_is_sent_when_asked_for(running):
    running.sandbox.faults.challenge = True
    async with client(running) as smtp:
        challenge = await two_step(smtp, running.xoauth2(NOTIFICATIONS, token="x"))
        assert challenge.code == 334
        assert (await smtp.execute_command(b"")).code == 535


async def test_only_own_and_shared_addresses_may_send(running):
    async with client(running) as smtp:
        await two_step(smtp, running.xoauth2(ACCOUNTANT))
        await smtp.send_message(letter(sender=SHARED))
        with pytest.raises(aiosmtplib.SMTPDataError, match="SendAsDenied"):
            await smtp.send_message(letter(sender=NOTIFICATIONS))


async def test_unknown_recipients_are_refused_one_by_one(running):
    async with client(running) as smtp:
        await two_step(smtp, running.xoauth2(NOTIFICATIONS))
        recipients = [CLERK, "nikt@firma.example", "obcy@inna.example"]
        refused, _ = await smtp.sendmail(NOTIFICATIONS, recipients, letter().as_bytes())
    assert {address: reply.code for address, reply in refused.items()} == {"nikt@firma.example": 550}
    assert running.sandbox.messages()[0].recipients == (CLERK, "obcy@inna.example")


@pytest.mark.parametrize(
    ("fault", "reply"),
    [
        ("smtp_auth", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."),
        ("smtp_sender", "550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
        ("smtp_recipient", "550 5.1.1 User unknown"),
        ("smtp_content", "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException"),
    ],
)
async def test_each_stage_can_be_told_to_refuse(running, fault, reply):
    setattr(running.sandbox.faults, fault, reply)
    async with client(running) as smtp:
        answer = await two_step(smtp, running.xoauth2(NOTIFICATIONS))
        if answer.code == 235:
            with pytest.raises((aiosmtplib.SMTPResponseException, aiosmtplib.SMTPRecipientsRefused)) as refused:
                await smtp.send_message(letter())
            answer = getattr(refused.value, "recipients", [refused.value])[0]
    assert f"{answer.code} {answer.message}" == reply
    assert not running.sandbox.messages()


async def test_waiting_for_a_message_has_a_limit(running):
    with pytest.raises(TimeoutError):
        await asyncio.to_thread(running.sandbox.wait_for_message, 0.05)


async def test_the_name_and_the_authority_of_the_certificate_are_checked(running):
    async with client(running, tls=True) as smtp:
        owner = dict(item for [item] in smtp.get_transport_info("peercert")["subject"])
    assert owner["commonName"] == "localhost"
    stranger = aiosmtplib.SMTP(hostname="localhost", port=running.facts.ports.smtps, use_tls=True, timeout=5)
    with pytest.raises(aiosmtplib.SMTPConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        await stranger.connect()
