"""What argparse says of wrong arguments, in our languages; it lets nobody else choose its words."""

import re

from dms_mail_desktop.wording import Wording

_MESSAGES = {
    "required": r"the following arguments are required: (?P<names>.+)",
    "unrecognized": r"unrecognized arguments: (?P<names>.+)",
    "choice": r"argument (?P<name>.+?): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)",
    "value": r"argument (?P<name>.+?): expected one argument",
    "no_value": r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)",
    "together": r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)",
}


def usage_words(wording: Wording, message: str) -> str:
    """The message in the language of `wording`; one that is not known stays as it is."""
    for name, pattern in _MESSAGES.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return wording.say(f"cli.usage.{name}", **found.groupdict())
    return message
