"""What SMTP servers say, in full; the moments are those of the scripted server."""

# ruff: noqa: E501 - each reply is written as it comes on the wire

from .conversations import Smtp

GOOGLE = "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ=="
DOVECOT = "eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIiwic2NvcGUiOiJtYWlsIn0="
M365 = "smtp.office365.com"
SESSION = "[FR3P281CA0153.DEUP281.PROD.OUTLOOK.COM 2027-02-14T13:32:08.511Z 08DE6B4F4E4C9A21]"

EXCHANGE = (
    Smtp(
        "smtp_auth_disabled_tenant", "response",
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
        f" Visit https://aka.ms/smtp_auth_disabled for more information. {SESSION}", "oauth2", M365,
    ),
    Smtp(
        "smtp_auth_disabled_mailbox", "response",
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."
        f" Visit https://aka.ms/smtp_auth_disabled for more information. {SESSION}", "oauth2", M365,
    ),
    Smtp(
        "basic_authentication_disabled", "response",
        f"535 5.7.139 Authentication unsuccessful, basic authentication is disabled. {SESSION}", host=M365,
    ),
    Smtp(
        "basic_authentication_disabled", "response",
        f"550 5.7.30 Basic authentication is not supported for Client Submission. {SESSION}", host=M365,
    ),
    Smtp(
        "security_defaults", "response",
        "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy."
        f" Contact your administrator. {SESSION}", host=M365,
    ),
    Smtp(
        "criteria_not_met", "response",
        "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated"
        f" successfully. Contact your administrator. {SESSION}", host=M365,
    ),
    Smtp(
        "federation_unreachable", "response",
        f"535 5.7.139 Authentication unsuccessful, federated STS service was unreachable. {SESSION}", host=M365,
    ),
    Smtp(
        "federation_unreachable", "response",
        f"535 5.7.139 Authentication unsuccessful, the federated STS service does not support HTTPS. {SESSION}",
        host=M365,
    ),
    Smtp(
        "exchange_password_wrong", "response",
        f"535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. {SESSION}", host=M365,
    ),
    Smtp("token_not_accepted", "response", f"535 5.7.3 Authentication unsuccessful {SESSION}", "oauth2", M365),
    Smtp("password_not_accepted", "response", f"535 5.7.3 Authentication unsuccessful {SESSION}", host=M365),
    Smtp(
        "exchange_not_authenticated", "MAIL", f"530 5.7.57 Client not authenticated to send mail. {SESSION}", "oauth2",
        M365,
    ),
    Smtp(
        "exchange_not_authenticated", "MAIL",
        f"530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM {SESSION}", host=M365,
    ),
    Smtp(
        "send_as_denied", "end", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "oauth2",
        M365,
    ),
    Smtp(
        "send_as_denied", "end",
        "554 5.2.252 SendAsDenied; jan@firma.pl not allowed to send as powiadomienia@firma.pl;"
        " STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due"
        " to a permanent exception with message [BeginDiagnosticData]Cannot submit message. 0.35250:0A003680,"
        " 1.36674:0A000000[EndDiagnosticData] [Hostname=AM0PR04MB4321.eurprd04.prod.outlook.com]", "oauth2", M365,
    ),
    Smtp(
        "send_as_denied", "end",
        "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process"
        " message due to a permanent exception with message Cannot submit message. 0.35250:0A003680 [Hostname=X]",
        "oauth2", M365,
    ),
    Smtp(
        "too_many_connections", "MAIL",
        f"432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending. {SESSION}",
        "oauth2", M365,
    ),
    Smtp(
        "too_many_connections", "end",
        "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"
        " [Hostname=DB9PR05MB9999.eurprd05.prod.outlook.com]", "oauth2", M365,
    ),
    Smtp(
        "sending_quota", "end",
        "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a"
        " permanent exception with message The message can't be submitted because the sender's submission quota was"
        " exceeded. [Hostname=AM0PR04MB4321.eurprd04.prod.outlook.com]", "oauth2", M365,
    ),
    Smtp(
        "sending_quota", "end",
        "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients;"
        " the sender's submission quota exceeded", "oauth2", M365,
    ),
    Smtp("sending_quota", "end", "550 5.2.2 Submission quota exceeded", "oauth2", M365),
    Smtp("own_mailbox_full", "end", "554 5.2.2 mailbox full; STOREDRV.Submission; quota of the sender", "oauth2", M365),
    Smtp(
        "recipient_busy", "RCPT",
        "550 5.2.121 The recipient has exceeded their limit for the number of messages they can receive per hour"
        " (from a single sender)", "oauth2", M365,
    ),
    Smtp(
        "recipient_busy", "RCPT",
        "550 5.2.122 The recipient has exceeded their limit for the number of messages they can receive per hour",
        "oauth2", M365,
    ),
    Smtp("sender_blocked", "end", f"550 5.1.8 Access denied, bad outbound sender AS(42003) {SESSION}", "oauth2", M365),
    Smtp(
        "sender_blocked", "RCPT", "550 5.7.501 Access denied, spam abuse detected [host=AM6EUR05]", "oauth2", M365,
    ),
    Smtp(
        "tenant_sending_blocked", "end",
        "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more information please"
        f" go to http://go.microsoft.com/fwlink/?LinkId=526653. AS(7230) {SESSION}", "oauth2", M365,
    ),
    Smtp(
        "tenant_sending_blocked", "end",
        "550 5.7.705 Access denied, tenant has exceeded threshold. Please visit https://aka.ms/tenant for details",
        "oauth2", M365,
    ),
    Smtp(
        "tenant_sending_blocked", "end",
        "550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains", "oauth2", M365,
    ),
    Smtp(
        "suspicious_activity", "RCPT",
        "451 4.7.500 Server busy. Access denied, please try again later from [83.12.4.5]. (S77719)"
        " [AM7EUR03FT012.eop-EUR03.prod.protection.outlook.com]", "oauth2", M365,
    ),
    Smtp(
        "suspicious_activity", "RCPT",
        "450 4.7.850 Access denied, please try again later. For more information, please see"
        " http://support.microsoft.com", "oauth2", M365,
    ),
    Smtp(
        "exchange_temporary", "response",
        f"451 4.7.0 Temporary server error. Please try again later. PRX4 {SESSION}", "oauth2", M365,
    ),
    Smtp(
        "relay_denied", "RCPT",
        "550 5.7.64 TenantAttribution; Relay Access Denied"
        " [DB5EUR03FT005.eop-EUR03.prod.protection.outlook.com 2027-02-14T13:32:08.511Z]", host="firma-pl.mail.protection.outlook.com",
    ),
    Smtp(
        "recipient_refused_at_edge", "RCPT",
        "550 5.4.1 Recipient address rejected: Access denied. For more information see https://aka.ms/EXOSmtpErrors"
        " [VE1EUR01FT065.eop-EUR01.prod.protection.outlook.com]", "oauth2", M365,
    ),
    Smtp(
        "recipients_exceeded", "RCPT", "452 4.5.3 Too many recipients (AS780090) [DB5EUR03FT005]", "oauth2", M365,
    ),
    Smtp("recipient_unknown", "RCPT", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ola@firma.pl not found by SMTP address lookup", "oauth2", M365),
    Smtp(
        "recipient_refuses_sender", "end",
        "550 5.7.124 RESOLVER.RST.NotAuthorized; not authorized to send to the recipient because the sender isn't in"
        " the group's allowed-senders list", "oauth2", M365,
    ),
)  # fmt: skip

GMAIL = (
    Smtp(
        "gmail_app_password", "response",
        "534-5.7.9 Application-specific password required. For more information, go to\n"
        "534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor 6a1803df08f44-8ffd82ea9casm7101606d6.42 -"
        " gsmtp", host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_web_login", "response",
        "534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1&plt=AKgnsbt>\n"
        "534-5.7.14 Please log in via your web browser and then try again.\n"
        "534-5.7.14  Learn more at\n"
        "534 5.7.14  https://support.google.com/mail/answer/78754 v11-20020a056000 - gsmtp", host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_password_wrong", "response",
        "535-5.7.8 Username and Password not accepted. For more information, go to\n"
        "535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-4a1b sm12345678wmb.3 - gsmtp",
        host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_token_refused", "response",
        "535-5.7.8 Username and Password not accepted. For more information, go to\n"
        "535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-4a1b sm12345678wmb.3 - gsmtp",
        "oauth2", "smtp.gmail.com", challenge=GOOGLE,
    ),
    Smtp(
        "gmail_too_many_logins", "response",
        "454-4.7.0 Too many login attempts, please try again later. For more information,\n"
        "454 4.7.0  go to https://support.google.com/mail/answer/7126229 a640c23a62f3a-ab7d - gsmtp",
        host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_unusual_rate", "end",
        "421-4.7.0 [83.12.4.5      15] Our system has detected an unusual rate of\n"
        "421-4.7.0 unsolicited mail originating from your IP address. To protect our\n"
        "421-4.7.0 users from spam, mail sent from your IP address has been temporarily\n"
        "421-4.7.0 rate limited. Please visit\n"
        "421 4.7.0  https://support.google.com/mail/?p=UnsolicitedRateLimitError a12si123 - gsmtp",
        host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_unusual_rate", "end",
        "550-5.7.1 [83.12.4.5] Our system has detected an unusual rate of unsolicited mail\n"
        "550-5.7.1 originating from your IP address. To protect our users from spam, mail\n"
        "550 5.7.1 sent from your IP address has been blocked. - gsmtp", host="smtp-relay.gmail.com",
    ),
    Smtp(
        "gmail_likely_spam", "end",
        "550-5.7.1 [83.12.4.5      12] Our system has detected that this message is\n"
        "550-5.7.1 likely unsolicited mail. To reduce the amount of spam sent to Gmail,\n"
        "550-5.7.1 this message has been blocked. Please visit\n"
        "550 5.7.1  https://support.google.com/mail/?p=UnsolicitedMessageError - gsmtp", host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_daily_limit", "RCPT",
        "550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n"
        "550-5.4.5 sending limits go to\n"
        "550 5.4.5  https://support.google.com/a/answer/166852 4fb4d7f45d1cf-5dc - gsmtp", host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_daily_limit", "end", "550 5.4.5 Daily sending quota exceeded. y4sm1234567wmj.2 - gsmtp",
        host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_recipient_busy", "RCPT",
        "450-4.2.1 The user you are trying to contact is receiving mail too quickly.\n"
        "450-4.2.1 Please resend your message at a later time.\n"
        "450 4.2.1 https://support.google.com/mail/?p=ReceivingRatePerm - gsmtp", host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_temporary", "response", "421 4.7.0 Temporary System Problem. Try again later (10). a6sm1 - gsmtp",
        host="smtp.gmail.com",
    ),
    Smtp(
        "gmail_temporary", "EHLO", "421 4.7.0 Try again later, closing connection. (EHLO) a6sm1 - gsmtp",
        host="smtp-relay.gmail.com",
    ),
    Smtp(
        "message_too_large", "end",
        "552-5.3.4 Your message exceeded Google's message size limits. To view our\n"
        "552-5.3.4 message size guidelines, go to\n"
        "552 5.3.4  https://support.google.com/mail/?p=MaxSizeError a12 - gsmtp", host="smtp.gmail.com",
    ),
    Smtp(
        "recipient_unknown", "RCPT",
        "550-5.1.1 The email account that you tried to reach does not exist. Please try\n"
        "550-5.1.1 double-checking the recipient's email address for typos or\n"
        "550-5.1.1 unnecessary spaces. For more information, go to\n"
        "550 5.1.1  https://support.google.com/mail/?p=NoSuchUser - gsmtp", host="smtp.gmail.com",
    ),
    Smtp(
        "recipient_mailbox_full", "RCPT",
        "452-4.2.2 The recipient's inbox is out of storage space.\n"
        "452 4.2.2  https://support.google.com/mail/?p=OverQuotaTemp a12 - gsmtp", host="smtp.gmail.com",
    ),
    Smtp(
        "sender_domain_unproven", "end",
        "550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n"
        "550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\n"
        "550 5.7.26  https://support.google.com/mail/answer/81126#authentication a12 - gsmtp", host="smtp.gmail.com",
    ),
)  # fmt: skip

OTHERS = (
    Smtp("another_protocol", "greeting", "* OK [CAPABILITY IMAP4rev1 LITERAL+ STARTTLS] Dovecot ready."),
    Smtp("another_protocol", "greeting", "+OK Dovecot ready. <1a2b.3c4d@mail.firma.pl>"),
    Smtp("starttls_first", "EHLO", "530 5.7.0 Must issue a STARTTLS command first"),
    Smtp("starttls_first", "response", "538 5.7.11 Encryption required for requested authentication mechanism"),
    Smtp("starttls_first", "MAIL", "530 Must issue a STARTTLS command first."),
    Smtp("tls_broken_at_server", "STARTTLS", "454 4.7.0 TLS not available due to local problem"),
    Smtp("tls_broken_at_server", "STARTTLS", "454 TLS currently unavailable"),
    Smtp("authentication_not_here", "response", "503 5.5.1 Error: authentication not enabled"),
    Smtp("authentication_not_here", "response", "503 AUTH command used when not advertised"),
    Smtp("mechanism_refused", "response", "504 5.7.4 Unrecognized authentication type [AM0PR04CA0012]"),
    Smtp("mechanism_refused", "response", "534 5.7.9 Authentication mechanism is too weak"),
    Smtp(
        "connections_exceeded", "greeting",
        "421 4.7.0 mail.firma.pl Error: too many connections from 83.12.4.5",
    ),
    Smtp(
        "connections_exceeded", "greeting",
        "421 Too many concurrent SMTP connections from this IP address; please try again later.",
    ),
    Smtp(
        "authentication_service_down", "response",
        "454 4.7.0 Temporary authentication failure: Connection lost to authentication server",
    ),
    Smtp("authentication_service_down", "response", "435 Unable to authenticate at present"),
    Smtp("server_not_ready", "greeting", "421 mail.firma.pl Service not available, closing transmission channel"),
    Smtp("server_not_ready", "EHLO", "421 4.3.2 All server ports are busy; system not accepting network messages"),
    Smtp(
        "greylisted", "RCPT",
        "450 4.2.0 <ola@dostawca.pl>: Recipient address rejected: Greylisted, see"
        " http://postgrey.schweikert.ch/help/dostawca.pl.html",
    ),
    Smtp("greylisted", "RCPT", "451 4.7.1 Greylisting in action, please come back in 5 minutes"),
    Smtp("greylisted", "end", "451 Greylisted, please try again in 300 seconds"),
    Smtp(
        "rate_exceeded", "MAIL",
        "421 4.4.2 Message submission rate for this client has exceeded the configured limit",
    ),
    Smtp(
        "rate_exceeded", "RCPT",
        "450 4.7.1 Error: too much mail; message rate for jan@firma.pl has exceeded the limit of 100 per hour",
    ),
    Smtp(
        "hosting_limit", "end",
        "550 Domain firma.pl has exceeded the max emails per hour (200/200 (100%)) allowed. Message discarded.",
    ),
    Smtp("hosting_limit", "end", "550 5.7.1 Przekroczony dobowy limit wysyłki z konta jan@firma.pl"),
    Smtp("hosting_limit", "RCPT", "554 5.7.1 Outgoing mail limit exceeded for jan@firma.pl. Contact support."),
    Smtp("recipients_exceeded", "RCPT", "452 4.5.3 Error: too many recipients"),
    Smtp("server_disk_full", "MAIL", "452 4.3.1 Insufficient system storage"),
    Smtp("server_disk_full", "MAIL", "452 space shortage, please try later"),
    Smtp("server_local_error", "RCPT", "451 4.3.0 <ola@dostawca.pl>: Temporary lookup failure"),
    Smtp("server_local_error", "end", "451 4.3.0 Error: queue file write error"),
    Smtp("server_local_error", "MAIL", "451 Temporary local error - please try later: local error in processing"),
    Smtp("server_local_error", "RCPT", "451 4.3.5 Server configuration error"),
    Smtp("account_blocked", "response", "525 5.7.13 User account disabled"),
    Smtp("account_blocked", "response", "535 5.7.8 Error: authentication failed: account is temporarily locked"),
    Smtp("account_blocked", "response", "535 5.7.1 Konto jan@firma.pl zostało zablokowane"),
    Smtp("protocol_switched_off", "response", "535 5.7.8 Error: authentication failed: SMTP access is disabled"),
    Smtp(
        "protocol_switched_off", "response",
        "535 5.7.8 Error: authentication failed: This user does not have access rights to this service",
    ),
    Smtp(
        "token_refused", "response", "535 5.7.8 Error: authentication failed: token is not active", "oauth2",
        challenge=DOVECOT,
    ),
    Smtp("login_or_password_wrong", "response", "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6"),
    Smtp(
        "login_or_password_wrong", "response",
        "535 5.7.8 Error: authentication failed: (reason unavailable), sasl_username=jan@firma.pl",
    ),
    Smtp("login_or_password_wrong", "response", "535 Incorrect authentication data"),
    Smtp("login_or_password_wrong", "response", "535 5.7.8 Authentication credentials invalid"),
    Smtp("login_or_password_wrong", "response", "535 5.7.8 Nieprawidłowy login lub hasło"),
    Smtp("not_authenticated", "MAIL", "530 5.7.0 Authentication required"),
    Smtp(
        "not_authenticated", "RCPT",
        "553 5.7.1 <powiadomienia@firma.pl>: Sender address rejected: not logged in",
    ),
    Smtp("not_authenticated", "RCPT", "550 relay not permitted,authentication required"),
    Smtp(
        "sender_not_owned", "RCPT",
        "553 5.7.1 <powiadomienia@firma.pl>: Sender address rejected: not owned by user jan@firma.pl",
    ),
    Smtp("sender_not_owned", "MAIL", "550 5.1.0 <powiadomienia@firma.pl> sender rejected", host="smtp.forpsi.com"),
    Smtp(
        "sender_not_owned", "MAIL",
        "550 5.7.1 Sender address does not match authenticated user: you are not authorized to send from that address",
    ),
    Smtp(
        "sender_domain_unknown", "RCPT",
        "450 4.1.8 <powiadomienia@firma.pl>: Sender address rejected: Domain not found",
    ),
    Smtp("sender_domain_unknown", "RCPT", "550 Sender verify failed"),
    Smtp(
        "sender_domain_unknown", "RCPT",
        "550-Verification failed for <powiadomienia@firma.pl>\n550-No Such User Here\n550 Sender verify failed",
    ),
    Smtp("sender_syntax", "MAIL", "501 5.1.7 Bad sender address syntax"),
    Smtp("sender_syntax", "RCPT", "553 5.1.7 Invalid sender address"),
    Smtp("helo_refused", "RCPT", "504 5.5.2 <[127.0.0.1]>: Helo command rejected: need fully-qualified hostname"),
    Smtp("helo_refused", "EHLO", "501 Syntactically invalid EHLO argument(s)"),
    Smtp("relay_refused", "RCPT", "554 5.7.1 <ola@dostawca.pl>: Relay access denied"),
    Smtp("relay_refused", "RCPT", "454 4.7.1 <ola@dostawca.pl>: Relay access denied"),
    Smtp("relay_refused", "RCPT", "550 relay not permitted"),
    Smtp("relay_refused", "RCPT", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"),
    Smtp("relay_refused", "RCPT", "550-Please turn on SMTP Authentication in your mail client.\n550-s1.example.pl [83.12.4.5]:50122 is not permitted to relay through this server\n550 without authentication."),
    Smtp("recipient_mailbox_full", "RCPT", "552 5.2.2 <ola@dostawca.pl>: Mailbox full"),
    Smtp("recipient_mailbox_full", "RCPT", "452 4.2.2 <ola@dostawca.pl> Over quota"),
    Smtp(
        "recipient_domain_unknown", "RCPT",
        "450 4.1.2 <ola@dostawca.example>: Recipient address rejected: Domain not found",
    ),
    Smtp("recipient_domain_unknown", "RCPT", "550 Unrouteable address"),
    Smtp("recipient_inactive", "RCPT", "550 5.2.1 <ola@dostawca.pl>: Mailbox not available"),
    Smtp("recipient_inactive", "RCPT", "550 5.2.1 The user you are trying to contact has an inactive account"),
    Smtp(
        "recipient_unknown", "RCPT",
        "550 5.1.1 <ola@dostawca.pl>: Recipient address rejected: User unknown in virtual mailbox table",
    ),
    Smtp("recipient_unknown", "RCPT", "550 No Such User Here"),
    Smtp("recipient_unknown", "RCPT", "550 5.1.1 Account not found"),
    Smtp("message_too_large", "MAIL", "552 5.3.4 Message size exceeds fixed limit"),
    Smtp("message_too_large", "MAIL", "552 message size exceeds maximum permitted"),
    Smtp(
        "address_on_blocklist", "RCPT",
        "554 5.7.1 Service unavailable; Client host [83.12.4.5] blocked using zen.spamhaus.org;"
        " https://www.spamhaus.org/query/ip/83.12.4.5",
    ),
    Smtp(
        "no_reverse_name", "RCPT",
        "450 4.7.25 Client host rejected: cannot find your hostname, [83.12.4.5]",
    ),
    Smtp("sender_domain_unproven", "end", "550 5.7.1 Email rejected per DMARC policy for firma.pl"),
    Smtp("sender_domain_unproven", "RCPT", "550 5.7.0 [SPF] 83.12.4.5 is not allowed to send mail from firma.pl"),
    Smtp("recipient_refuses_sender", "RCPT", "550 5.7.1 Recipient doesn't want your mail"),
    Smtp("taken_for_spam", "end", "554 5.7.1 Message rejected as spam (score 12.4)"),
    Smtp("taken_for_spam", "end", "550 5.1.0 piWs1j0010jifNx01iWsdh spam detected", host="smtp.forpsi.com"),
    Smtp("administrative_prohibition", "RCPT", "550 Administrative prohibition"),
    Smtp("administrative_prohibition", "end", "550 5.7.1 Administrative prohibition (in reply to end of DATA command)"),
)  # fmt: skip

PROVIDERS = (
    *(
        Smtp(entry, "response", "535 5.7.8 Error: authentication failed: authentication failure", host=host)
        for entry, host in (
            ("nazwa_login", "server123456.nazwa.pl"),
            ("cyberfolks_login", "s12.cyber-folks.pl"),
            ("ovh_login", "ssl0.ovh.net"),
            ("wp_o2_login", "smtp.wp.pl"),
            ("wp_o2_login", "poczta.o2.pl"),
            ("onet_login", "smtp.poczta.onet.pl"),
            ("interia_login", "poczta.interia.pl"),
            ("home_login", "firma.home.pl"),
            ("lh_login", "mail-serwer123.lh.pl"),
        )
    ),
    Smtp("ovh_login", "response", "535 5.7.1 Authentication failed", host="pro1.mail.ovh.net"),
    Smtp("home_login", "response", "535 Incorrect authentication data", host="firma.home.pl"),
    Smtp("wp_o2_limit", "end", "554 5.7.1 Daily sending limit exceeded, przekroczono limit", host="smtp.wp.pl"),
    Smtp(
        "forpsi_policy", "end",
        "550 5.1.0 cNkj1y0022zrrQM01NkjaD policy violation, see https://support.forpsi.com/kb/a4081",
        host="smtp.forpsi.com",
    ),
)  # fmt: skip

SMTP_ROWS = EXCHANGE + GMAIL + OTHERS + PROVIDERS
