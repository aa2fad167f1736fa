"""What an administrator is asked to consent to: the permissions in plain words, and the text of the request."""

from dms_mail_desktop.oauth.provider import PORTALS, Provider, adminconsent_url
from dms_mail_desktop.wording.sentences import Sentences

RIGHTS = {
    "IMAP.AccessAsUser.All": "imap",
    "POP.AccessAsUser.All": "pop3",
    "SMTP.Send": "smtp",
    "offline_access": "stay",
}
"""The permissions that have plain words."""


def permissions(say: Sentences, provider: Provider) -> tuple[tuple[str, str], ...]:
    """Pairs of plain words and scope."""
    scopes = dict.fromkeys((*provider.scopes, "offline_access"))
    names = [(RIGHTS.get(scope.rpartition("/")[2], "other"), scope) for scope in scopes]
    return tuple((say.say(f"consent.right.{name}"), scope) for name, scope in names)


def consent_request(say: Sentences, provider: Provider, login: str) -> str:
    """The text to send to the administrator; there is nothing secret in it."""
    portal = PORTALS.get(provider.allowed_hosts[0], "")
    wanted = [f"- {words}: {scope}" for words, scope in permissions(say, provider)]
    parts = [
        _opening(say, provider),
        say.say("consent.wanted_for", login=login) if login else "",
        "\n".join([say.say("consent.permissions"), *wanted]),
        _by_link(say, provider),
        say.say("consent.by_portal", portal=portal, client_id=provider.client_id) if portal else "",
        say.say("consent.thanks"),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def consent_mail(say: Sentences, provider: Provider) -> str:
    """The same in short: Windows hands on no address of more than about 2000 characters."""
    return "\n\n".join(filter(None, (_opening(say, provider), _by_link(say, provider), say.say("consent.thanks"))))


def _opening(say: Sentences, provider: Provider) -> str:
    key = "consent.request_custom" if provider.custom else "consent.request"
    return say.say(key, client_id=provider.client_id, tenant=provider.tenant, issuer=provider.issuer)


def _by_link(say: Sentences, provider: Provider) -> str:
    link = adminconsent_url(provider)
    return say.say("consent.by_link", link=link) if link else ""
