"""Mail passwords in the vault, each bound to the login and the host it was given for."""

import json
from urllib.parse import quote

from dms_mail_desktop.credentials import Password
from dms_mail_desktop.errors import SecretDamaged
from dms_mail_desktop.rules import ascii_domain
from dms_mail_desktop.vault import Vault

SERVER = "server"
"""The owner of the outgoing account's password; a point's password is owned by the point's id."""


class Passwords:
    """Reads and keeps passwords; every method raises VaultError."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def read(self, owner: str, host: str, login: str) -> Password | None:
        """The password, or None when there is none or the one there is was given for another host or login."""
        text = await self._vault.read(_name(owner))
        if text is None:
            return None
        try:
            stored = json.loads(text)
            bound_to, secret = (stored["host"], stored["login"]), stored["secret"]
        except (ValueError, TypeError, KeyError):
            fault = SecretDamaged(self._vault.backend, _name(owner))
        else:
            return Password(login, secret) if bound_to == (_same(host), login) else None
        raise fault  # outside the handler: the error of the parser holds the text

    async def write(self, owner: str, host: str, login: str, secret: str) -> None:
        """Keeps the password in place of the owner's former one."""
        bound = {"host": _same(host), "login": login, "secret": secret}
        await self._vault.write(_name(owner), json.dumps(bound))

    async def delete(self, owner: str) -> None:
        """Forgets the owner's password; absent is no error."""
        await self._vault.delete(_name(owner))


def _name(owner: str) -> str:
    # A point's id comes from a file: a slash in it must not reach the names of another secret's parts.
    return f"password/{quote(owner, safe='')}"


def _same(host: str) -> str:
    """One spelling per host."""
    try:
        return ascii_domain(host).removesuffix(".")
    except ValueError:
        return host.lower()
