"""What an administrator enters at the provider when the application is registered there."""

from dms_mail_desktop.models import Cloud, Registration
from dms_mail_desktop.oauth.provider import CLOUDS, MANY_TENANTS
from dms_mail_desktop.wording import Wording

REDIRECT = "http://localhost"
"""Without port and path: Entra ignores the port of a loopback address and compares the rest (RFC 8252 section 7.3)."""


def registration_values(wording: Wording, registration: Registration) -> list[tuple[str, str]]:
    """Pairs of the provider's caption and the value to enter there."""
    say = wording.say
    custom = registration.cloud is Cloud.CUSTOM
    ending = "_custom" if custom else ""
    scopes = registration.scopes if custom else CLOUDS[registration.cloud].scopes
    pairs = [
        (say("gui.registration.platform"), say(f"gui.registration.platform_value{ending}")),
        (say("gui.registration.redirect"), REDIRECT),
    ]
    if custom:
        pairs.append((say("gui.registration.grant_types"), say("gui.registration.grant_types_value")))
    else:
        types = "account_types_value_many" if registration.tenant in MANY_TENANTS else "account_types_value"
        pairs.append((say("gui.registration.account_types"), say(f"gui.registration.{types}")))
        pairs.append((say("gui.registration.public_flows"), say("gui.registration.public_flows_value")))
    rights = [scope.rpartition("/")[2] if not custom else scope for scope in (*scopes, "offline_access")]
    pairs.append((say(f"gui.registration.permissions{ending}"), "\n".join(rights)))
    return pairs


def registration_portal(wording: Wording, registration: Registration) -> str:
    """Where that is done."""
    if registration.cloud is Cloud.CUSTOM:
        return wording.say("gui.registration.side_intro_custom")
    return wording.say("gui.registration.side_intro", portal=CLOUDS[registration.cloud].portal)
