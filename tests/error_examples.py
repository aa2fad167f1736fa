"""An example of every error of the family."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dms_mail_desktop import errors as e
from dms_mail_desktop.errors import MailDesktopError, NetworkFault, ProviderAnswer, Reply, SignInLoss, Stage, TlsFault

PATH = Path("/etc/dms/settings.json")
ANSWER = ProviderAnswer(
    "invalid_grant", "", "AADSTS99999: Something new.", (99999,), "c0ffee", "7ea", "2027-02-14 13:32"
)
REPLY = Reply(550, "5.9.9", "Something that nobody has ever seen")
LEDGER = Path("ledger.db").absolute()
EXAMPLES: tuple[MailDesktopError, ...] = (
    MailDesktopError(),
    e.SettingsError(PATH),
    e.SettingsDamaged(PATH, "line 3, column 7"),
    e.SettingsDamaged(PATH, "line 3, column 7", PATH.with_suffix(".bak")),
    e.ImportDamaged(PATH, "line 3, column 7"),
    e.SettingsMissing(PATH),
    e.SettingsTooNew(PATH, 7, 1),
    e.SettingsReadOnly(PATH),
    e.SettingsChanged(PATH),
    e.SettingsUnwritable(PATH, "Permission denied"),
    e.DiagnosticsUnwritable(PATH.with_suffix(".zip"), "Permission denied"),
    e.VaultError("KWallet"),
    e.KeyringMissing("fail"),
    e.KeyringRefused("null"),
    e.KeyringLocked("SecretService"),
    e.KeyringSilent("SecretService", 20.0),
    e.KeyringFailed("WinVaultKeyring", "CredWrite", 1312),
    e.SecretDamaged("WinVaultKeyring", "password/server"),
    e.SignInError(),
    e.RegistrationIncomplete(("client_id",)),
    e.MetadataRejected("https://login.example/x", "issuer", "https://evil.example"),
    e.AddressRefused("evil.example", ("login.microsoftonline.com",)),
    *(e.ProviderUnreachable("login.microsoftonline.com", fault, "no route", 30.0) for fault in NetworkFault),
    e.ProviderRefused(ANSWER),
    e.ConsentRefused(replace(ANSWER, error="access_denied", codes=())),
    e.TenantUnknown(ANSWER, "firma.pl"),
    e.ClientUnknown(ANSWER, "1111"),
    e.AnswerRejected("state"),
    e.SignInTimedOut(300.0),
    e.SignInStopped(),
    e.ListenerFailed("WinError 10013"),
    *(e.SignInRequired("jan@firma.pl", loss) for loss in SignInLoss),
    *(e.SignInBlocked("jan@firma.pl", loss, ANSWER) for loss in SignInLoss),
    e.PasswordMissing("jan", "mail.firma.pl"),
    e.MailError(Stage.GREETING),
    e.NameNotResolved(Stage.ADDRESS, "smtp.firm.pl", "Name or service not known"),
    *(
        e.ConnectFailed(Stage.CONNECTION, "smtp.firma.pl", 587, fault, ("192.0.2.1",), "Connection refused")
        for fault in NetworkFault
    ),
    e.ConnectionLost(Stage.SENDER, ""),
    e.TimedOut(Stage.ENCRYPTION, 30.0),
    *(e.TlsFailed(Stage.ENCRYPTION, fault, "handshake", "Firma CA", "mail.inna.pl") for fault in TlsFault),
    *(e.TlsFailed(Stage.ENCRYPTION, fault, "handshake") for fault in TlsFault),
    e.TlsNotOffered(Stage.ENCRYPTION, "smtp.firma.pl", 25),
    e.ClearTextRefused(Stage.AUTHENTICATION, "smtp.firma.pl"),
    e.TokenHostRefused(Stage.CREDENTIAL, "evil.example", ("smtp.office365.com",)),
    e.AuthNotOffered(Stage.AUTHENTICATION, "XOAUTH2", ("PLAIN", "LOGIN")),
    e.AuthNotOffered(Stage.AUTHENTICATION, "XOAUTH2", ()),
    *(e.ServerRefused(stage, REPLY) for stage in Stage),
    *(e.ServerRefused(stage, replace(REPLY, code=451)) for stage in Stage),
    e.ServerRefused(Stage.AUTHENTICATION, Reply(None, "", "-ERR no"), {"status": "401"}),
    *(e.TokenUnfit(Stage.AUTHENTICATION, fault, "SMTP.Send", "Mail.Read", REPLY) for fault in e.TokenFault),
    e.RecipientsRefused(Stage.RECIPIENTS, {"nikt@firma.pl": REPLY}),
    e.MessageTooLarge(Stage.CONTENT, 40_000_000, 36_700_160),
    e.LoginNotAscii(Stage.AUTHENTICATION, "paweł@firma.pl"),
    e.OutcomeUncertain(Stage.CONTENT, "<1@firma.pl>"),
    e.PointError(),
    e.TargetUnusable(LEDGER.parent, "Permission denied"),
    e.TargetUnusable(LEDGER.parent, "No space left on device", full=True),
    e.LedgerDamaged(LEDGER, "file is not a database"),
    e.LedgerTooNew(LEDGER, 9, 1),
    e.LedgerUnusable(LEDGER, "disk I/O error"),
    e.UidsNotKept("INBOX"),
    e.AfterActionFailed("move", "Archiwum", 3, "NO [TRYCREATE] Mailbox doesn't exist"),
    e.MessageUnreadable("RecursionError"),
    e.MessageGone(),
    e.ScheduleError(),
    e.SchedulerMissing("systemctl", "Failed to connect to bus"),
    e.SchedulerRefused("schtasks /Create", 1, "ERROR: Access is denied."),
    e.SchedulerSilent("schtasks /Create", 30.0),
    e.TaskTooLong(300, 261),
)


def family(root: type[MailDesktopError] = MailDesktopError) -> Iterator[type[MailDesktopError]]:
    yield root
    for child in root.__subclasses__():
        yield from family(child)
