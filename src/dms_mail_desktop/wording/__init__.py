"""What the program says to people, in Polish and English; no Qt."""

from dms_mail_desktop.wording.explanations import Explanation, account_facts
from dms_mail_desktop.wording.wording import Wording

__all__ = ["Explanation", "Wording", "account_facts"]
