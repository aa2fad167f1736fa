"""The section "Wyślij testową wiadomość email": sends one message with the values on the form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dms_mail_desktop.gui.step_run import Trial
from dms_mail_desktop.mail.message import Composed
from dms_mail_desktop.mail.probe import SENDING_STAGES, ProbeResult, StepReport, check_sending
from dms_mail_desktop.mail.sending import CredentialSource
from dms_mail_desktop.models import MailServer
from dms_mail_desktop.services import Services


@dataclass(frozen=True)
class TestMessage:
    """What is sent, with what; `account_facts` fill in the explanations."""

    __test__ = False  # not a test case, whatever its name

    server: MailServer
    credential: CredentialSource
    composed: Composed
    account_facts: Mapping[str, object]
    token_hosts: tuple[str, ...] | None


def sending_trial(message: TestMessage, services: Services) -> Trial:
    """The test that sends the message."""

    async def work(report: Callable[[StepReport], None]) -> ProbeResult:
        return await check_sending(
            message.server,
            message.credential,
            services.tls,
            message=message.composed.message,
            recipients=message.composed.recipients,
            report=services.step_log.begin(message.account_facts, report),
            token_hosts=message.token_hosts,
            transcribe=services.transcripts.begin,
        )

    count = len(message.composed.recipients)
    return Trial(SENDING_STAGES, work, message.account_facts, count, sending=True)
