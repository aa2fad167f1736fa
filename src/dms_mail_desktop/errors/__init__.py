"""The family of errors: facts only, no sentences for people (`wording` has those).

MailDesktopError
├── SettingsError
│   ├── SettingsDamaged: ImportDamaged
│   └── SettingsTooNew · SettingsReadOnly · SettingsChanged · SettingsUnwritable · SettingsMissing
├── VaultError: KeyringMissing · KeyringRefused · KeyringLocked · KeyringSilent · KeyringFailed · SecretDamaged
├── SignInError
│   ├── RegistrationIncomplete · MetadataRejected · AddressRefused · ProviderUnreachable
│   ├── ProviderRefused: ConsentRefused · TenantUnknown · ClientUnknown
│   ├── AnswerRejected · SignInTimedOut · SignInStopped · ListenerFailed
│   └── SignInRequired: SignInBlocked
├── PasswordMissing · DiagnosticsUnwritable
├── PointError: TargetUnusable · LedgerDamaged · LedgerTooNew · LedgerUnusable · UidsNotKept · AfterActionFailed
│       · MessageUnreadable · MessageGone
├── ScheduleError: SchedulerMissing · SchedulerRefused · SchedulerSilent · TaskTooLong
└── MailError (with the stage it happened at)
    ├── NameNotResolved · ConnectFailed · ConnectionLost · TimedOut
    ├── TlsFailed · TlsNotOffered · ClearTextRefused · TokenHostRefused · TokenUnfit
    ├── AuthNotOffered · ServerRefused · RecipientsRefused · MessageTooLarge · LoginNotAscii
    └── OutcomeUncertain
"""

from dms_mail_desktop.errors.diagnostics import DiagnosticsUnwritable
from dms_mail_desktop.errors.family import MailDesktopError
from dms_mail_desktop.errors.mail import (
    AuthNotOffered,
    ClearTextRefused,
    ConnectFailed,
    ConnectionLost,
    LoginNotAscii,
    MailError,
    MessageTooLarge,
    NameNotResolved,
    OutcomeUncertain,
    RecipientsRefused,
    Reply,
    ServerRefused,
    Stage,
    TimedOut,
    TlsFailed,
    TlsNotOffered,
    TokenFault,
    TokenHostRefused,
    TokenUnfit,
)
from dms_mail_desktop.errors.network import NetworkFault, TlsFault
from dms_mail_desktop.errors.points import (
    AfterActionFailed,
    LedgerDamaged,
    LedgerTooNew,
    LedgerUnusable,
    MessageGone,
    MessageUnreadable,
    PointError,
    TargetUnusable,
    UidsNotKept,
)
from dms_mail_desktop.errors.schedule import (
    ScheduleError,
    SchedulerMissing,
    SchedulerRefused,
    SchedulerSilent,
    TaskTooLong,
)
from dms_mail_desktop.errors.settings import (
    ImportDamaged,
    SettingsChanged,
    SettingsDamaged,
    SettingsError,
    SettingsMissing,
    SettingsReadOnly,
    SettingsTooNew,
    SettingsUnwritable,
)
from dms_mail_desktop.errors.sign_in import (
    AddressRefused,
    AnswerRejected,
    ClientUnknown,
    ConsentRefused,
    ListenerFailed,
    MetadataRejected,
    ProviderAnswer,
    ProviderRefused,
    ProviderUnreachable,
    RegistrationIncomplete,
    SignInBlocked,
    SignInError,
    SignInLoss,
    SignInRequired,
    SignInStopped,
    SignInTimedOut,
    TenantUnknown,
)
from dms_mail_desktop.errors.vault import (
    KeyringFailed,
    KeyringLocked,
    KeyringMissing,
    KeyringRefused,
    KeyringSilent,
    PasswordMissing,
    SecretDamaged,
    VaultError,
)

__all__ = [
    "AddressRefused",
    "AfterActionFailed",
    "AnswerRejected",
    "AuthNotOffered",
    "ClearTextRefused",
    "ClientUnknown",
    "ConnectFailed",
    "ConnectionLost",
    "ConsentRefused",
    "DiagnosticsUnwritable",
    "ImportDamaged",
    "KeyringFailed",
    "KeyringLocked",
    "KeyringMissing",
    "KeyringRefused",
    "KeyringSilent",
    "LedgerDamaged",
    "LedgerTooNew",
    "LedgerUnusable",
    "ListenerFailed",
    "LoginNotAscii",
    "MailDesktopError",
    "MailError",
    "MessageGone",
    "MessageTooLarge",
    "MessageUnreadable",
    "MetadataRejected",
    "NameNotResolved",
    "NetworkFault",
    "OutcomeUncertain",
    "PasswordMissing",
    "PointError",
    "ProviderAnswer",
    "ProviderRefused",
    "ProviderUnreachable",
    "RecipientsRefused",
    "RegistrationIncomplete",
    "Reply",
    "ScheduleError",
    "SchedulerMissing",
    "SchedulerRefused",
    "SchedulerSilent",
    "SecretDamaged",
    "ServerRefused",
    "SettingsChanged",
    "SettingsDamaged",
    "SettingsError",
    "SettingsMissing",
    "SettingsReadOnly",
    "SettingsTooNew",
    "SettingsUnwritable",
    "SignInBlocked",
    "SignInError",
    "SignInLoss",
    "SignInRequired",
    "SignInStopped",
    "SignInTimedOut",
    "Stage",
    "TargetUnusable",
    "TaskTooLong",
    "TenantUnknown",
    "TimedOut",
    "TlsFailed",
    "TlsFault",
    "TlsNotOffered",
    "TokenFault",
    "TokenHostRefused",
    "TokenUnfit",
    "UidsNotKept",
    "VaultError",
]
