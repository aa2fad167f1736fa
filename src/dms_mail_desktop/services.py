"""The parts that the windows and the command line work with, built in one place and handed to both."""

import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dms_mail_desktop.alerts import Alerts
from dms_mail_desktop.credentials import Credential, Password
from dms_mail_desktop.errors import PasswordMissing
from dms_mail_desktop.journal import Journal, system_journal
from dms_mail_desktop.mail.step_log import StepLog
from dms_mail_desktop.models import AuthMethod, MailServer, Point, Registration
from dms_mail_desktop.oauth.heard import HeardHttp
from dms_mail_desktop.oauth.http import Http, HttpClient, system_proxies
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.routes import proxies_by
from dms_mail_desktop.oauth.tokens import Accounts
from dms_mail_desktop.passwords import Passwords
from dms_mail_desktop.points.runs import Access, Runs
from dms_mail_desktop.store import FILE_NAME, SettingsStore
from dms_mail_desktop.transcripts import Transcripts
from dms_mail_desktop.trust import client_context
from dms_mail_desktop.vault import Backend, SystemBackend, Vault

if TYPE_CHECKING:
    from dms_mail_desktop.discovery import Lookup
    from dms_mail_desktop.schedule import Scheduler


@dataclass(frozen=True, slots=True)
class Services:
    """Settings, secrets, sign-ins, and the ways to the network; nothing is opened before it is used.

    `http` makes a client for the identity provider, which its user closes, by the saved setting of the proxy, `http_by`
    by another one; `tls` is the trust for mail servers;
    `scheduler` is the system's one, for runs that speak a language; `lookup` asks what a domain says of its mail;
    `transcripts` and `step_log` remember what was said and tested in this session.
    """

    store: SettingsStore
    passwords: Passwords
    accounts: Accounts
    runs: Runs
    journal: Journal
    scheduler: "Callable[[str], Scheduler]"
    http: Callable[[], Http]
    http_by: Callable[[str], Http]
    tls: Callable[[], ssl.SSLContext]
    lookup: "Callable[[], Lookup]"
    transcripts: Transcripts = field(default_factory=Transcripts)
    step_log: StepLog = field(default_factory=StepLog)

    @property
    def alerts(self) -> Alerts:
        """Tells the journal what changes by the runs."""
        return Alerts(self.runs.records, self.journal)

    def credential_of(
        self, owner: str, account: MailServer | Point, registration: Registration, typed_password: str = ""
    ) -> Callable[[], Awaitable[Credential]]:
        """What gets the account's token or password when a conversation needs it; `owner` names a stored password.

        It raises RegistrationIncomplete, SignInError, VaultError and PasswordMissing.
        """

        async def token() -> Credential:
            return await self.accounts.access_token(Provider.of(registration), account.login)

        async def password() -> Credential:
            if typed_password:
                return Password(account.login, typed_password)
            stored = await self.passwords.read(owner, account.host, account.login)
            if stored is None:
                raise PasswordMissing(account.login, account.host)
            return stored

        return token if account.auth_method is AuthMethod.OAUTH2 else password

    def access_of(self, point: Point, registration: Registration, typed_password: str = "") -> Access:
        """What a run of the point opens its mailbox with. Raises RegistrationIncomplete."""
        oauth2 = point.auth_method is AuthMethod.OAUTH2
        token_hosts = Provider.of(registration).mail_hosts if oauth2 else None
        credential = self.credential_of(point.id, point, registration, typed_password)
        return Access(credential, self.tls, token_hosts, transcribe=self.transcripts.begin)


def build_services(  # noqa: PLR0913 - what the sandbox and the tests have of their own
    folder: Path,
    *,
    data: Path | None = None,
    backend: Backend | None = None,
    http: Callable[[], Http] | None = None,
    extra_ca: Path | None = None,
    journal: Journal | None = None,
    lookup: "Callable[[], Lookup] | None" = None,
) -> Services:
    """The services over the folder of the configuration and that of the data, which may be the same.

    The sandbox hands in its own keyring, provider, CA, journal and lookup.
    """
    tls = cache(lambda: client_context(extra_ca))
    store, transcripts = SettingsStore(folder / FILE_NAME), Transcripts()

    def plain_by(proxy: str) -> Http:
        return http() if http else HttpClient(tls(), proxies=proxies_by(proxy, system_proxies))

    def plain() -> Http:
        return plain_by(store.load().settings.registration.proxy)

    def heard() -> Http:
        return HeardHttp(plain(), transcripts.provider)

    def heard_by(proxy: str) -> Http:
        return HeardHttp(plain_by(proxy), transcripts.provider)

    def exists(point_id: str) -> bool:
        loaded = store.load()
        # Of settings that cannot be read nobody can say what was removed from them.
        return bool(loaded.read_only) or any(point.id == point_id for point in loaded.settings.points)

    vault = Vault(backend or SystemBackend(), folder)
    return Services(
        store,
        Passwords(vault),
        Accounts(vault, heard),
        Runs(data or folder, exists),
        journal or system_journal(),
        _system_scheduler,
        heard,
        heard_by,
        tls,
        lookup or (lambda: _network_lookup(plain)),
        transcripts,
    )


def _network_lookup(http: Callable[[], Http]) -> "Lookup":
    from dms_mail_desktop.network_lookup import NetworkLookup  # noqa: PLC0415 - needed on a press of one button

    return NetworkLookup(http)


def _system_scheduler(language: str) -> "Scheduler":
    from dms_mail_desktop.schedule import system_scheduler  # noqa: PLC0415 - start-up: rarely needed

    return system_scheduler(language)
