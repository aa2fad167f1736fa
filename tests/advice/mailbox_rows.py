"""What IMAP and POP3 servers say, in full; %t is the tag, the moments are those of the scripted servers."""

# ruff: noqa: E501 - each reply is written as it comes on the wire

from .conversations import Imap, Pop3
from .smtp_rows import DOVECOT, GOOGLE

M365 = "outlook.office365.com"
GMAIL = "imap.gmail.com"

IMAP_ROWS = (
    Imap("basic_auth_blocked", "response", "%t NO AUTHENTICATE failed. AuthFailed:LogonDenied-BasicAuthBlocked", host=M365),
    Imap("mailbox_password_at_microsoft", "response", "%t NO AUTHENTICATE failed.", host=M365),
    Imap("personal_mailbox_off", "response", "%t NO AUTHENTICATE failed.", "oauth2", M365, "jan.kowalski@outlook.com"),
    Imap(
        "personal_mailbox_off", "EXAMINE", "%t BAD User is authenticated but not connected.", "oauth2", M365,
        "jan.kowalski@hotmail.com",
    ),
    Imap(
        "service_principal_missing", "response",
        "%t NO AUTHENTICATE failed. [Error=\"AuthFailed:LogonDenied-OAuth\" AuthResultFromPopImapEnd=0 Proxy=X]",
        "oauth2", M365,
    ),
    Imap("imap_token_refused", "response", "%t NO AUTHENTICATE failed.", "oauth2", M365),
    Imap("mailbox_not_connected", "EXAMINE", "%t BAD User is authenticated but not connected.", "oauth2", M365),
    Imap("session_token_expired", "EXAMINE", "* BYE Session invalidated - AccessTokenExpired\n%t NO Session invalidated - AccessTokenExpired", "oauth2", M365),
    Imap("exchange_mailbox_unavailable", "EXAMINE", "%t NO Server Unavailable. 15", "oauth2", M365),
    Imap("exchange_mailbox_unavailable", "greeting", "* BYE Connection is closed. 14", "oauth2", M365),
    Imap(
        "gmail_app_password", "response",
        "%t NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833"
        " (Failure)", host=GMAIL,
    ),
    Imap(
        "gmail_web_login", "response",
        "* NO [WEBALERT https://accounts.google.com/signin/continue?sarp=1&scc=1&plt=AKgnsb] Web login required.\n"
        "%t NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754"
        " (Failure)", host=GMAIL,
    ),
    Imap(
        "gmail_protocol_off", "response",
        "%t NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your"
        " account for IMAP access. (Failure)", host=GMAIL,
    ),
    Imap(
        "gmail_too_many_connections", "response", "%t NO [ALERT] Too many simultaneous connections. (Failure)",
        "oauth2", GMAIL, challenge=GOOGLE,
    ),
    Imap("gmail_bandwidth", "EXAMINE", "%t NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)", host=GMAIL),
    Imap(
        "gmail_token_refused", "response", "%t NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "oauth2",
        GMAIL, challenge=GOOGLE,
    ),
    Imap("gmail_password_wrong", "response", "%t NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", host=GMAIL),
    Imap("another_protocol", "greeting", "220 mail.firma.pl ESMTP Postfix (Debian/GNU)"),
    Imap(
        "clear_password_refused", "response",
        "%t NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.",
    ),
    Imap(
        "clear_password_refused", "response",
        "* BAD [ALERT] Plaintext authentication not allowed without SSL/TLS, but your client did it anyway. If anyone"
        " was listening, the password was exposed.\n%t NO [PRIVACYREQUIRED] Cleartext authentication disallowed on"
        " non-secure (SSL/TLS) connections.",
    ),
    Imap(
        "connections_exceeded", "response",
        "%t NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
    ),
    Imap("connections_exceeded", "response", "%t NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)"),
    Imap("connections_exceeded", "greeting", "* BYE Too many connections from your IP address"),
    Imap("mailbox_in_use", "EXAMINE", "%t NO [INUSE] Mailbox is locked by another session"),
    Imap("authentication_service_down", "response", "%t NO [UNAVAILABLE] Temporary authentication failure. [mail1:2027-02-14 13:32:08]"),
    Imap("mailbox_unavailable", "EXAMINE", "%t NO [UNAVAILABLE] Server backend is not available"),
    Imap(
        "mailbox_unavailable", "EXAMINE",
        "%t NO [SERVERBUG] Internal error occurred. Refer to server log for more information. [2027-02-14 13:32:08]"
        " (0.001 + 0.000 secs).",
    ),
    Imap("connection_idle", "greeting", "* BYE Disconnected for inactivity."),
    Imap("server_shutting_down", "greeting", "* BYE Server shutting down."),
    Imap("account_blocked", "response", "%t NO [AUTHORIZATIONFAILED] User jan@firma.pl is disabled"),
    Imap("account_blocked", "response", "%t NO [ALERT] Your account has been suspended. Please contact support."),
    Imap("protocol_switched_off", "response", "%t NO [AUTHENTICATIONFAILED] IMAP access is disabled for jan@firma.pl"),
    Imap("mailbox_password_expired", "response", "%t NO [EXPIRED] Your password has expired"),
    Imap("mailbox_not_permitted", "response", "%t NO [AUTHORIZATIONFAILED] Authorization failed"),
    Imap("token_refused", "response", "%t NO [AUTHENTICATIONFAILED] Authentication failed.", "oauth2", challenge=DOVECOT),
    Imap("login_or_password_wrong", "response", "%t NO [AUTHENTICATIONFAILED] Authentication failed."),
    Imap("login_or_password_wrong", "response", "%t NO Login failed: authentication failure"),
    Imap("login_or_password_wrong", "response", "%t NO LOGIN failed."),
    Imap("folder_missing", "EXAMINE", "%t NO [NONEXISTENT] Unknown Mailbox: Archiwum (Failure) (now in authenticated state)"),
    Imap("folder_missing", "EXAMINE", "%t NO [TRYCREATE] Mailbox doesn't exist: Archiwum (0.001 + 0.000 secs)."),
    Imap("folder_missing", "EXAMINE", "%t NO Archiwum doesn't exist: no such mailbox"),
    Imap("folder_not_permitted", "EXAMINE", "%t NO [NOPERM] Permission denied (0.001 + 0.000 secs)."),
    Imap("mailbox_over_quota", "EXAMINE", "%t NO [OVERQUOTA] Quota exceeded (mailbox for user is full) (0.001 secs)."),
    Imap("mailbox_damaged", "EXAMINE", "%t NO [CORRUPTION] Mailbox index is corrupted"),
    Imap("contact_administrator", "response", "%t NO [CONTACTADMIN] Please contact your administrator"),
    Imap("program_at_fault", "EXAMINE", "%t NO [BADCHARSET (US-ASCII)] The specified charset is not supported."),
    Imap("program_at_fault", "EXAMINE", "%t BAD [CLIENTBUG] Not now"),
    *(
        Imap(entry, "response", "%t NO [AUTHENTICATIONFAILED] Authentication failed.", host=host)
        for entry, host in (
            ("nazwa_login", "server123456.nazwa.pl"),
            ("cyberfolks_login", "s12.cyber-folks.pl"),
            ("ovh_login", "ssl0.ovh.net"),
            ("wp_o2_login", "imap.wp.pl"),
            ("onet_login", "imap.poczta.onet.pl"),
            ("interia_login", "poczta.interia.pl"),
            ("home_login", "firma.home.pl"),
            ("lh_login", "mail-serwer123.lh.pl"),
        )
    ),
)  # fmt: skip

POP3_ROWS = (
    Pop3("basic_auth_blocked", "response", "-ERR Authentication failure: AuthFailed:LogonDenied-BasicAuthBlocked", host=M365),
    Pop3(
        "mailbox_password_at_microsoft", "response",
        "-ERR Authentication failure: unknown user name or bad password.", host=M365,
    ),
    Pop3(
        "personal_mailbox_off", "response", "-ERR Authentication failure: unknown user name or bad password.",
        "oauth2", M365, "jan.kowalski@live.com",
    ),
    Pop3(
        "service_principal_missing", "response", "-ERR Logon failure. AuthFailed:LogonDenied-OAuth", "oauth2", M365,
    ),
    Pop3(
        "pop3_token_refused", "response", "-ERR Authentication failure: unknown user name or bad password.", "oauth2",
        M365,
    ),
    Pop3("pop3_token_refused", "response", "-ERR Logon failure: unknown user name or bad password.", "oauth2", M365),
    Pop3("exchange_mailbox_unavailable", "STAT", "-ERR Server Unavailable. 21", "oauth2", M365),
    Pop3("gmail_app_password", "response", "-ERR [AUTH] Application-specific password required: https://support.google.com/accounts/answer/185833", host="pop.gmail.com"),
    Pop3("gmail_web_login", "response", "-ERR [AUTH] Web login required: https://support.google.com/mail/answer/78754", host="pop.gmail.com"),
    Pop3("gmail_protocol_off", "response", "-ERR [SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail settings page and enable your account for POP access.", host="pop.gmail.com"),
    Pop3("gmail_password_wrong", "response", "-ERR [AUTH] Username and Password not accepted.", host="pop.gmail.com"),
    Pop3(
        "gmail_token_refused", "response", "-ERR [AUTH] Authentication failed.", "oauth2", "pop.gmail.com",
        challenge=GOOGLE,
    ),
    Pop3("gmail_bandwidth", "STAT", "-ERR [SYS/TEMP] Account exceeded bandwidth limits, please try again later", host="pop.gmail.com"),
    Pop3("another_protocol", "greeting", "* OK [CAPABILITY IMAP4rev1] Dovecot ready."),
    Pop3(
        "clear_password_refused", "response",
        "-ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.",
    ),
    Pop3("connections_exceeded", "response", "-ERR [IN-USE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)"),
    Pop3("mailbox_in_use", "response", "-ERR [IN-USE] Couldn't lock the mailbox: another POP3 session is active"),
    Pop3("login_delay", "response", "-ERR [LOGIN-DELAY] minimum time between mail checks violation"),
    Pop3("authentication_service_down", "response", "-ERR [SYS/TEMP] Temporary authentication failure. [mail1:2027-02-14 13:32:08]"),
    Pop3("mailbox_unavailable", "STAT", "-ERR [SYS/TEMP] mailbox is not available right now"),
    Pop3("account_blocked", "response", "-ERR [AUTH] Konto jan@firma.pl zablokowane"),
    Pop3("protocol_switched_off", "response", "-ERR [SYS/PERM] POP3 access is disabled for this account"),
    Pop3("mailbox_password_expired", "response", "-ERR [EXPIRED] Password has expired"),
    Pop3("mailbox_not_permitted", "response", "-ERR [AUTHORIZATIONFAILED] not your mailbox"),
    Pop3("contact_administrator", "STAT", "-ERR [SYS/PERM] mailbox is gone, contact support"),
    Pop3("token_refused", "response", "-ERR invalid_token", "oauth2"),
    Pop3("login_or_password_wrong", "response", "-ERR [AUTH] Authentication failed."),
    Pop3("login_or_password_wrong", "response", "-ERR Unable to log on"),
    *(
        Pop3(entry, "response", "-ERR [AUTH] Authentication failed.", host=host)
        for entry, host in (
            ("nazwa_login", "server123456.nazwa.pl"),
            ("cyberfolks_login", "s12.cyber-folks.pl"),
            ("ovh_login", "ssl0.ovh.net"),
            ("wp_o2_login", "pop3.wp.pl"),
            ("onet_login", "pop3.poczta.onet.pl"),
            ("interia_login", "poczta.interia.pl"),
            ("home_login", "firma.home.pl"),
            ("lh_login", "mail-serwer123.lh.pl"),
        )
    ),
)  # fmt: skip
