"""Dovecot 2.3 with the provider's tokens and with passwords: IMAP, POP3, submission, and SASL for Postfix."""

import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .authority import Certificate
from .processes import answers, free_ports, program, running, unavailable
from .provider import CLIENT_ID, RESOURCE, USERS, Provider

MAIL_USER = "mail"

# No auth_debug: it writes whole tokens into the log. The penalty's socket is switched off because failed
# sign-ins would delay every later one of this address.
CONFIGURATION = """\
base_dir = {run}
state_dir = {state}
log_path = {log}
listen = 127.0.0.1
protocols = imap pop3 submission
hostname = localhost
ssl = yes
ssl_cert = <{certificate.chain}
ssl_key = <{certificate.key}
ssl_min_protocol = TLSv1.2
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
first_valid_uid = 1
first_valid_gid = 1
mail_location = {location}
mail_max_userip_connections = 100
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {oauth2}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {shared}
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN {users}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_user} home={mail}/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Trash {{
    auto = create
    special_use = \\Trash
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  inet_listener sasl {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
service submission-login {{
  inet_listener submission {{
    port = {submission}
  }}
  inet_listener submissions {{
    port = {submissions}
    ssl = yes
  }}
}}
"""

TOKEN_CHECK = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={keys}/
issuers = {issuer}
client_id = {resource}
username_attribute = {whose}
openid_configuration_url = {issuer}/.well-known/openid-configuration
"""


@dataclass(frozen=True)
class MailPorts:
    """Every port of both mail servers; chosen first because each server names some of the other's."""

    imap: int
    imaps: int
    pop3: int
    pop3s: int
    submission: int
    submissions: int
    sasl: int
    relay: int
    smtp: int
    smtps: int
    smtp_plain: int

    @classmethod
    def pick(cls) -> "MailPorts":
        return cls(*free_ports(len(cls.__dataclass_fields__)))


def prepare_mailboxes(folder: Path) -> Path:
    """The folder of all mailboxes, owned by the user that both servers write as."""
    if os.geteuid() != 0:
        unavailable("Dovecot and Postfix change users, so these tests need root")
    mail = folder / "mail"
    mail.mkdir()
    owner = pwd.getpwnam(MAIL_USER)
    os.chown(mail, owner.pw_uid, owner.pw_gid)
    return mail


def _configuration(  # noqa: PLR0917 - everything that stands in it
    folder: Path, mail: Path, ports: MailPorts, provider: Provider, certificate: Certificate, location: str
) -> Path:
    own = folder / "dovecot"
    keys = own / "keys" / CLIENT_ID / "RS256"
    keys.mkdir(parents=True)
    (keys / provider.kid).write_text(provider.public_key)
    users = own / "users"
    users.write_text("".join(f"{login}:{secret}\n" for login, secret in USERS.items()), encoding="utf-8")
    shutil.chown(users, group="dovecot")
    users.chmod(0o640)
    oauth2, shared = own / "oauth2.conf", own / "shared.conf"
    for file, whose in ((oauth2, "preferred_username"), (shared, "shared_mailbox")):
        facts = {"keys": own / "keys", "issuer": provider.issuer, "resource": RESOURCE, "whose": whose}
        file.write_text(TOKEN_CHECK.format(**facts))
    main = own / "dovecot.conf"
    main.write_text(
        CONFIGURATION.format(
            run=own / "run",
            state=own / "state",
            log=folder / "dovecot.log",
            certificate=certificate,
            oauth2=oauth2,
            shared=shared,
            users=users,
            mail_user=MAIL_USER,
            mail=mail,
            location=location,
            **vars(ports),
        )
    )
    return main


@contextmanager
def running_dovecot(
    folder: Path,
    mail: Path,
    ports: MailPorts,
    provider: Provider,
    certificate: Certificate,
    *,
    location: str = "maildir:~/Maildir",
) -> Iterator[MailPorts]:
    """Dovecot on its ports; what is submitted to it goes to Postfix's relay port."""
    binary = program("dovecot", "dovecot-core")
    for part, package in (("imap", "imapd"), ("pop3", "pop3d"), ("submission", "submissiond")):
        if not Path("/usr/lib/dovecot", part).exists():
            unavailable(f"/usr/lib/dovecot/{part} is missing, apt-get install dovecot-{package}")
    configuration = _configuration(folder, mail, ports, provider, certificate, location)
    command = [binary, "-F", "-c", str(configuration)]
    with running(command, folder / "dovecot.out", lambda: answers(ports.imaps) and answers(ports.sasl)):
        yield ports
