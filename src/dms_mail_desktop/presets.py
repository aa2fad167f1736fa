"""The settings of well-known mail services: a small table in resources/presets/presets.toml."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from dms_mail_desktop.models import AccountType, AuthMethod, Encryption, MailServer, Point


class Server(BaseModel):
    """Where one protocol is spoken, always encrypted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(min_length=1)
    port: int = Field(ge=1, le=65535)
    encryption: Encryption


class Preset(BaseModel):
    """One service; a protocol that it does not offer is None.

    `domains` are those of its addresses, `mx` the ends of its customers' MX hosts; `personal` marks Microsoft's
    personal accounts, `app_password` a service that takes only passwords made for programs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    domains: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    method: AuthMethod
    smtp: Server | None = None
    imap: Server | None = None
    pop3: Server | None = None
    personal: bool = False
    app_password: bool = False
    source: str = ""

    def server_for(self, account: MailServer | Point) -> Server | None:
        """The server of the protocol that the account speaks."""
        if isinstance(account, MailServer):
            return self.smtp
        return self.imap if account.account_type is AccountType.IMAP else self.pop3

    def values_for(self, account: MailServer | Point, address: str) -> Mapping[str, Any]:
        """The fields of the account that the service settles; none if it does not speak the protocol.

        A login that is there stays, unless it is an address of another well-known service.
        """
        server = self.server_for(account)
        if server is None:
            return {}
        stays = bool(account.login) and preset_of(account.login) in (None, self)
        login = account.login if stays else address
        return {**dict(server), "auth_method": self.method, "login": login}


_TABLE = TypeAdapter(dict[str, Preset])


@cache
def presets() -> Mapping[str, Preset]:
    """Every service by its key."""
    text = (files("dms_mail_desktop") / "data" / "presets" / "presets.toml").read_text(encoding="utf-8")
    return _TABLE.validate_python(tomllib.loads(text))


def preset_of(address: str) -> Preset | None:
    """The service of an address whose domain is the service's own; asks nobody."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((preset for preset in presets().values() if domain and domain in preset.domains), None)


def preset_of_mx(hosts: Iterable[str]) -> Preset | None:
    """The service that receives a domain's mail, by its MX hosts; the most particular ending wins."""
    names = [host.lower().removesuffix(".") for host in hosts]
    found = [
        (len(end), preset)
        for preset in presets().values()
        for end in preset.mx
        if any(name == end or name.endswith(f".{end}") for name in names)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None
