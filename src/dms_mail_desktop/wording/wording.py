"""What the program says, in one language: the one thing that the windows and the commands ask."""

from collections.abc import Mapping

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.wording.explanations import Explanation, explain
from dms_mail_desktop.wording.fields import encryption_help, fault_sentence, field_label
from dms_mail_desktop.wording.sentences import Sentences


class Wording(Sentences):
    """Sentences for people: texts by key, and what is put together from facts."""

    def field_label(self, path: str) -> str:
        """The label of a field; `path` is its name alone or from the settings' root, such as `points.0.host`."""
        return field_label(self, path)

    def fault(self, fault: str, path: str, context: Mapping[str, object] | None = None) -> str:
        """What to enter; `fault` is a rules.Fault or a pydantic error type, `context` its `ctx`."""
        return fault_sentence(self, fault, path, context or {})

    def encryption_help(self, encryption: str, port: int, *, oauth2: bool, confirmed: bool = False) -> str:
        """The line below Metoda szyfrowania."""
        return encryption_help(self, encryption, port, oauth2=oauth2, confirmed=confirmed)

    def stage(self, stage: str, *, method: str = "", count: int = 1) -> str:
        """The name of a step; `method` is the authentication method, `count` the number of recipients."""
        key = self.first(f"stage.{stage}_{method}", f"stage.{stage}")
        return self.say(key, count=count)

    def explain(self, error: MailDesktopError, account: Mapping[str, object] | None = None) -> Explanation:
        """What an error means and what to do; `account` is account_facts(...) of the form that it concerns."""
        return explain(self, error, account or {})
