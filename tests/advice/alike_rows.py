"""Refusals that resemble an entry and mean something else: they lead to another entry, or to none."""

# ruff: noqa: E501 - each reply is written as it comes on the wire

from .conversations import Imap, Pop3, Row, Smtp
from .smtp_rows import M365, SESSION

MAILBOXES = "outlook.office365.com"

ALIKE: tuple[Row, ...] = (
    # Exchange's 5.7.139 has many meanings.
    Smtp("", "response", f"535 5.7.139 Authentication unsuccessful, a policy that nobody knows yet. {SESSION}", host=M365),
    Smtp("", "response", f"535 5.7.139 Authentication unsuccessful, user is locked by something else. {SESSION}", host=M365),
    Smtp("", "response", f"535 5.7.139 Authentication unsuccessful, the password must be changed. {SESSION}", host=M365),
    Smtp("", "response", f"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is throttled. {SESSION}", "oauth2", M365),
    # The same words under another code, the same code with other words.
    Smtp("", "RCPT", "550 5.7.1 SmtpClientAuthentication is disabled for the Mailbox", "oauth2", M365),
    Smtp("", "response", "535 5.7.3 Must authenticate with another realm", host=M365),
    Smtp("", "end", "550 5.7.60 SMTP; Client does not have permissions to use this connector", "oauth2", M365),
    Smtp("", "end", "554 5.2.0 STOREDRV.Submission.Exception:CorruptDataException; Failed to process message", "oauth2", M365),
    Smtp("", "end", "554 5.2.252 Something was denied to somebody", "oauth2", M365),
    Smtp("", "MAIL", "432 4.3.2 Mailbox server is offline; mailbox is being moved", "oauth2", M365),
    Smtp("", "MAIL", "451 4.3.2 Please try again later", "oauth2", M365),
    Smtp("", "RCPT", "550 5.7.64 Message rejected by a connector", host=M365),
    Smtp("", "RCPT", "554 5.7.1 TenantAttribution service is not what you think", host=M365),
    Smtp("", "end", "550 5.1.90 Something else about the recipient", "oauth2", M365),
    Smtp("", "RCPT", "550 5.4.1 No answer from host", "oauth2", M365),
    Smtp("", "RCPT", "450 4.7.320 Access denied, please try again later", "oauth2", M365),
    Smtp("", "EHLO", "421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client", host=M365),
    # Whose mailbox is full.
    Smtp("recipient_mailbox_full", "RCPT", "552 5.2.2 Mailbox full", "oauth2", M365),
    Smtp("recipient_mailbox_full", "end", "554 5.2.2 mailbox full"),
    Smtp("", "RCPT", "552 5.2.2 A rule of this mailbox"),
    # Sender and recipient.
    Smtp("", "MAIL", "550 5.1.1 <powiadomienia@firma.pl>: Sender address rejected: User unknown"),
    Smtp("sender_domain_unknown", "MAIL", "550 5.1.8 <powiadomienia@firma.pl>: Sender address rejected: Domain not found"),
    Smtp("", "MAIL", "550 5.1.0 sender rejected: known for unwanted letters"),
    Smtp("", "RCPT", "501 5.1.3 Bad recipient address syntax"),
    Smtp("", "RCPT", "550 mailbox 5.1.1 is what the text says"),
    Smtp("", "RCPT", "551 User not local; please try <ola@inna.pl>"),
    Smtp("", "RCPT", "450 4.2.0 <ola@dostawca.pl>: Recipient address rejected: try again later"),
    Smtp("", "RCPT", "550 5.7.1 Recipient address rejected: spam trap"),
    # Policy of many kinds behind 5.7.1, 5.7.0 and 550.
    Smtp("", "end", "550 5.7.1 This message violates firma.pl email policy. v5-20020a05 - gcdp - gsmtp", host="smtp.gmail.com"),
    Smtp("", "end", "552-5.7.0 This message was blocked because its content presents a potential\n552 5.7.0 security issue. Please visit https://support.google.com/mail/?p=BlockedMessage - gsmtp", host="smtp.gmail.com"),
    Smtp("", "RCPT", "554 5.7.1 <unknown[83.12.4.5]>: Client host rejected: Access denied"),
    Smtp("no_reverse_name", "RCPT", "450 4.7.1 Client host rejected: cannot find your reverse hostname, [83.12.4.5]"),
    Smtp("helo_refused", "RCPT", "554 5.7.1 <[127.0.0.1]>: Helo command rejected: Access denied"),
    Smtp("sender_domain_unproven", "end", "550 5.7.1 Message rejected: authentication required by the DMARC policy of firma.pl"),
    Smtp("", "end", "550 5.1.0 policy violation"),
    Smtp("", "end", "550 5.7.0 Local Policy Violation"),
    Smtp("", "RCPT", "550 Administrative limit reached"),
    Smtp("", "MAIL", "552 5.3.4 The channel is closed"),
    Smtp("", "MAIL", "503 5.5.1 Error: nested MAIL command"),
    Smtp("", "MAIL", "421 4.4.2 mail.firma.pl Error: timeout exceeded"),
    # Authentication failed, but not the password.
    Smtp("mechanism_refused", "response", "535 5.7.8 Error: authentication failed: Invalid authentication mechanism"),
    Smtp("mechanism_refused", "response", "534 5.7.9 Authentication mechanism is too weak", host="smtp.gmail.com"),
    Smtp("", "response", "535 5.7.8 Error: authentication failed: generic failure"),
    Smtp("", "response", "535 5.7.8 Temporary authentication problem, try again later", host="smtp.wp.pl"),
    Smtp("", "response", "535 5.7.8 SMTP not allowed from your country"),
    Smtp("", "response", "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", "oauth2"),
    Smtp("token_refused", "response", "535 5.7.8 Error: authentication failed: insufficient_scope", "oauth2", "smtp.gmail.com"),
    Imap("", "response", "%t NO [AUTHENTICATIONFAILED] AUTHENTICATE failed for an unknown reason", "oauth2"),
    Imap("", "response", "%t NO [AUTHENTICATIONFAILED] Too many attempts, try again later"),
    Imap("", "response", "%t NO [AUTHENTICATIONFAILED] Too many attempts, try again later", host="imap.wp.pl"),
    Imap("authentication_service_down", "response", "%t NO Temporary authentication failure"),
    Imap("authentication_service_down", "response", "%t NO [UNAVAILABLE] Temporary authentication failure.", host="server1.nazwa.pl"),
    Imap("", "response", "%t NO System maintenance", host="imap.wp.pl"),
    Imap("", "response", "%t NO [ALERT] Your mailbox will be archived soon"),
    Imap("connections_exceeded", "response", "%t NO [ALERT] Too many simultaneous IMAP connections", host="imap.firma.pl"),
    Imap("", "response", "%t BAD User is authenticated", "oauth2", MAILBOXES),
    Imap("", "response", "%t BAD Command Argument Error. 12", "oauth2", MAILBOXES),
    Imap("", "EXAMINE", "%t NO [LIMIT] Too many messages in this folder"),
    Imap("", "EXAMINE", "%t NO Mailbox is being moved"),
    Imap("", "EXAMINE", "%t NO The owner of this folder is unknown"),
    Imap("", "EXAMINE", "%t NO The quota root of this folder is of another kind"),
    Imap("mailbox_over_quota", "EXAMINE", "%t NO [OVERQUOTA] Quota exceeded", host="imap.gmail.com"),
    Imap("", "greeting", "* BYE Have a nice day"),
    Imap("", "greeting", "* PREAUTH you are somebody already"),
    Pop3("", "STAT", "-ERR unknown command"),
    Pop3("", "response", "-ERR [AUTH] POP3 session limit", host="pop3.o2.pl"),
    Pop3("", "response", "-ERR Logon failure: the certificate of the backend", "oauth2", MAILBOXES),
    Pop3("", "greeting", "-ERR not now"),
)  # fmt: skip
