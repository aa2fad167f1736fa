"""What is said of a search for the settings of an address."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from dms_mail_desktop.discovery import Discovery, Source
from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import MailServer, Point
from dms_mail_desktop.presets import Preset
from dms_mail_desktop.wording import Wording


class Words(NamedTuple):
    """Icon, sentence, second line, and the caption of the button, if there is one."""

    icon: StateIcon
    text: str
    detail: str = ""
    action: str = ""


def words_of_offer(wording: Wording, preset: Preset, domain: str) -> Words:
    """The address names its service; nobody was asked."""
    text = wording.say("gui.detection.offer", domain=domain, name=preset.name)
    action = wording.say("gui.detection.fill", name=preset.name)
    return Words(StateIcon.INFO, text, _password(wording, preset), action)


def words_of_discovery(wording: Wording, found: Discovery, account: MailServer | Point, address: str) -> Words:
    """What was found and who said so."""
    say, preset, domain = wording.say, found.preset, found.domain
    if preset is None or found.source is None:
        return Words(StateIcon.WARNING, say("gui.detection.nothing", domain=domain), say("gui.detection.by_hand"))
    name = preset.name or domain
    values = preset.values_for(account, address)
    source = say(f"gui.detection.source.{found.source}", domain=domain)
    if not values:
        kind = account.server_type if isinstance(account, MailServer) else account.account_type
        text = say("gui.detection.no_protocol", name=name, protocol=kind.upper())
        return Words(StateIcon.WARNING, text, f"{source} {say('gui.detection.by_hand')}")
    foreign = found.source is not Source.TABLE and not _inside(values["host"], domain)
    outside = say("gui.detection.outside", host=values["host"], domain=domain) if foreign else ""
    detail = " ".join(filter(None, (source, outside, _password(wording, preset))))
    # The table's own hosts are known, whoever pointed to them.
    known = found.source in {Source.TABLE, Source.MX}
    icon = StateIcon.WARNING if foreign and not known else StateIcon.SUCCESS
    return Words(icon, f"{name}: {_line(wording, values)}", detail, say("gui.detection.apply"))


def words_of_failure(wording: Wording, error: Exception, domain: str) -> Words:
    """The network was not to be asked, or did not answer in time."""
    if isinstance(error, MailDesktopError):
        text = wording.say("gui.detection.failed", reason=wording.explain(error).reason)
    else:
        text = wording.say("gui.detection.slow", domain=domain)
    return Words(StateIcon.ERROR, text, wording.say("gui.detection.try_again"))


def words_of_applied(wording: Wording, preset: Preset, domain: str) -> Words:
    """The form holds it now."""
    text = wording.say("gui.detection.applied", name=preset.name or domain)
    return Words(StateIcon.SUCCESS, text, _password(wording, preset))


def _line(wording: Wording, values: Mapping[str, Any]) -> str:
    encryption, method = (wording.value(name, values[name]) for name in ("encryption", "auth_method"))
    shown = {"host": values["host"], "port": values["port"], "encryption": encryption, "method": method}
    return wording.say("gui.detection.server", **shown)


def _password(wording: Wording, preset: Preset) -> str:
    return wording.say("gui.detection.app_password", name=preset.name) if preset.app_password else ""


def _inside(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
