"""What the program says, in one language: the one thing that the windows and the commands ask."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from dms_mail_desktop.account_alerts import Need
from dms_mail_desktop.coherence import Incoherence
from dms_mail_desktop.errors import MailDesktopError, Reply
from dms_mail_desktop.mail.steps import StepReport
from dms_mail_desktop.points.facts import PointRecord
from dms_mail_desktop.points.health import Change
from dms_mail_desktop.usage import Usage
from dms_mail_desktop.wording import steps
from dms_mail_desktop.wording.accounts import account_alert, account_needs, places, rights
from dms_mail_desktop.wording.alerts import alert_text
from dms_mail_desktop.wording.discords import discord_line, discord_sentence, mend_caption
from dms_mail_desktop.wording.explanations import Explanation, explain, reply_words
from dms_mail_desktop.wording.fields import encryption_help, fault_sentence, field_label, value_text
from dms_mail_desktop.wording.redaction import redacted
from dms_mail_desktop.wording.sentences import Sentences


class Wording(Sentences):
    """Sentences for people: texts by key, and what is put together from facts."""

    def field_label(self, path: str) -> str:
        """The label of a field; `path` is its name alone or from the settings' root, such as `points.0.host`."""
        return field_label(self, path)

    def value(self, name: str, value: object) -> str:
        """A field's value as the screens show it; "" for one that is empty."""
        return value_text(self, name, value)

    def places(self, usage: Usage) -> tuple[str, ...]:
        """The places that use an account, by their names on the screens."""
        return places(self, usage)

    def rights(self, scopes: Sequence[str]) -> tuple[str, ...]:
        """What scopes allow, in short: protocols by their names."""
        return rights(scopes)

    def account_needs(self, needs: Sequence[Need], now: datetime) -> tuple[str, str]:
        """One line and a sentence about accounts that need somebody."""
        return account_needs(self, needs, now)

    def account_alert(self, need: Need) -> str:
        """The text of an event about an account, for the system's journal."""
        return account_alert(self, need)

    def fault(self, fault: str, path: str, context: Mapping[str, object] | None = None) -> str:
        """What to enter; `fault` is a rules.Fault or a pydantic error type, `context` its `ctx`."""
        return fault_sentence(self, fault, path, context or {})

    def encryption_help(self, encryption: str, port: int, *, oauth2: bool, confirmed: bool = False) -> str:
        """The line below Metoda szyfrowania."""
        return encryption_help(self, encryption, port, oauth2=oauth2, confirmed=confirmed)

    def discord(self, found: Incoherence) -> str:
        """What does not fit together."""
        return discord_sentence(self, found)

    def mend(self, found: Incoherence) -> str:
        """What mends it, for a button; "" where only a person can decide."""
        return mend_caption(self, found)

    def discord_line(self, found: Incoherence, path: str) -> str:
        """A discord at the field `path` on one line of plain text."""
        return discord_line(self, found, path)

    def stage(self, stage: str, *, method: str = "", count: int = 1) -> str:
        """The name of a step; `method` is the authentication method, `count` the number of recipients."""
        return steps.stage_name(self, stage, method, count)

    def step_detail(self, report: StepReport) -> str:
        """What the second column says of a step: its facts, or how it stands."""
        return steps.step_detail(self, report)

    def verdict(
        self,
        reports: Sequence[StepReport],
        error: MailDesktopError | None = None,
        account: Mapping[str, object] | None = None,
        *,
        sending: bool = True,
    ) -> str:
        """The line above the step list once it is over; `sending` if there was a message, not only a check."""
        return steps.verdict(self, reports, error, account or {}, sending=sending)

    def explain(self, error: MailDesktopError, account: Mapping[str, object] | None = None) -> Explanation:
        """What an error means and what to do; `account` is account_facts(...) of the form that it concerns."""
        return explain(self, error, account or {})

    def alert(self, change: Change, name: str, record: PointRecord, account: Mapping[str, object] | None = None) -> str:
        """The text of the system's journal for a change of the point called `name`; `account` as for `explain`."""
        return alert_text(self, change, name, record, account)

    def what_to_do(self, explanation: Explanation) -> str:
        """The steps and whether to wait, for a place with room for several lines."""
        return steps.what_to_do(self, explanation)

    def explanation_text(self, explanation: Explanation) -> str:
        """An explanation as plain text below its title."""
        return steps.explanation_text(self, explanation)

    def reply(self, reply: Reply) -> str:
        """A mail server's reply on one line, without secrets that it may repeat."""
        return redacted(reply_words(reply), self.say("report.hidden"))

    def step_line(self, report: StepReport, account: Mapping[str, object] | None = None) -> str:
        """One step on one line of plain text."""
        return steps.step_line(self, report, account or {})

    def report_text(
        self,
        heading: str,
        reports: Iterable[StepReport],
        error: MailDesktopError | None = None,
        account: Mapping[str, object] | None = None,
    ) -> str:
        """A step list with its verdict and explanation as plain text to hand on, without secrets."""
        return steps.report_text(self, heading, reports, error, account or {})
