"""Everything that is known about an account, in words, by the name of the label that shows it."""

import getpass
from collections.abc import Mapping
from datetime import datetime

from dms_mail_desktop.gui.accounts_model import AccountState, Row, left_text
from dms_mail_desktop.wording import Wording

UNKNOWN = "–"
KEPT_ALIVE = (AccountState.OK, AccountState.EXPIRING)
"""What the program renews by itself."""


def facts_of(wording: Wording, row: Row) -> Mapping[str, str]:
    """The facts; a dash for what is unknown."""
    account, say = row.account, wording.say
    return {
        "tenant": account.tenant or UNKNOWN,
        "rights": ", ".join(wording.rights(account.scopes)) or UNKNOWN,
        "used": ", ".join(wording.places(row.usage)) or say("gui.accounts.unused"),
        "signed_in_at": _moment(wording, account.signed_in_at),
        "refreshed_at": _moment(wording, account.refreshed_at),
        "until": say("gui.accounts.until", until=account.usable_until) if account.usable_until else UNKNOWN,
        "days_left": left_text(wording, row),
        "kept_alive": say(f"gui.accounts.kept_alive.{'weekly' if row.state in KEPT_ALIVE else 'nothing'}"),
        "reader": say("gui.accounts.reader", user=_system_user() or UNKNOWN),
    }


def _moment(wording: Wording, moment: datetime | None) -> str:
    return wording.formats.moment(moment) if moment else UNKNOWN


def _system_user() -> str:
    """The name of the operating system's user, whose keyring holds the secrets."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without an entry in the system's list
        return ""
