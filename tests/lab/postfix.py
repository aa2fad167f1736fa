"""Postfix 3.7 as the outgoing server: Dovecot checks tokens and passwords, and what is sent lands in its mailboxes."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .authority import Authority, Certificate
from .dovecot import MAIL_USER, MailPorts
from .processes import answers, free_ports, program, wait_until
from .provider import USERS

DOMAIN = "firma.example"
SIZE_LIMIT = 2_000_000
"""The largest message in bytes."""

MAIN = """\
compatibility_level = 3.6
queue_directory = {own}/queue
data_directory = {own}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {own}.log
maillog_file_prefixes = {own}
myhostname = localhost
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = error:5.1.2 no mail leaves the lab
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {mail}
virtual_mailbox_maps = texthash:{own}/mailboxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
virtual_mailbox_limit = 0
message_size_limit = {size_limit}
smtpd_tls_chain_files = {certificate.key}, {certificate.chain}
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_tls_protocols = >=TLSv1.2
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_sasl_security_options = noanonymous
smtpd_sender_login_maps = texthash:{own}/senders
smtpd_delay_reject = no
smtpd_sender_restrictions = reject_authenticated_sender_login_mismatch
smtpd_relay_restrictions = permit_sasl_authenticated, reject
"""

SERVICES = """\
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

STARTTLS = "-o smtpd_tls_security_level=encrypt -o smtpd_tls_auth_only=yes -o smtpd_sasl_auth_enable=yes"
IMPLICIT_TLS = "-o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes"
CLEAR_TEXT = "-o smtpd_sasl_auth_enable=yes"
RELAY = "-o smtpd_relay_restrictions=permit_mynetworks,reject"


FaultyPorts = Mapping[tuple[str, str], int]
"""The port by what is wrong with its certificate ("expired", "self-signed"…) and by encryption."""


def faulty_certificates(folder: Path, authority: Authority) -> dict[str, Certificate]:
    """Certificates of localhost that no client may accept."""
    return {
        "expired": authority.issue("localhost", expired=True),
        "self-signed": authority.issue("localhost", self_signed=True),
        "unknown authority": Authority(folder, "unknown-authority").issue("localhost"),
        "other host": authority.issue("mail.firma.example"),
    }


def faulty_services(certificates: Mapping[str, Certificate]) -> tuple[FaultyPorts, str]:
    """For each certificate a listener with implicit TLS and one with STARTTLS; their ports and lines of master.cf."""
    kinds = {(fault, encryption): None for fault in certificates for encryption in ("tls", "starttls")}
    ports = dict(zip(kinds, free_ports(len(kinds)), strict=True))
    options = {"tls": IMPLICIT_TLS, "starttls": STARTTLS}
    lines = [service(port, options[kind], certificates[fault]) for (fault, kind), port in ports.items()]
    return ports, "".join(lines)


def service(port: int, options: str, certificate: Certificate | None = None) -> str:
    """A line of master.cf: a listener on 127.0.0.1, with a certificate of its own where one is given."""
    if certificate:
        options += f" -o smtpd_tls_chain_files={certificate.key},{certificate.chain}"
    return f"127.0.0.1:{port} inet n - n - - smtpd {options}\n"


def _configuration(folder: Path, mail: Path, ports: MailPorts, certificate: Certificate, more: str) -> Path:
    own = folder / "postfix"
    owner = pwd.getpwnam(MAIL_USER)
    for part in (own, own / "queue", own / "data"):
        part.mkdir()
    (own / "data").chmod(0o700)
    shutil.chown(own / "data", "postfix", "postfix")
    (own / "mailboxes").write_text("".join(f"{login} {login}/Maildir/\n" for login in USERS))
    (own / "senders").write_text("".join(f"{login} {login}\n" for login in USERS))
    (own / "main.cf").write_text(
        MAIN.format(
            own=own,
            domain=DOMAIN,
            mail=mail,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            size_limit=SIZE_LIMIT,
            certificate=certificate,
            sasl=ports.sasl,
        )
    )
    listeners = (
        service(ports.smtp, STARTTLS)
        + service(ports.smtps, IMPLICIT_TLS)
        + service(ports.smtp_plain, CLEAR_TEXT)
        + service(ports.relay, RELAY)
    )
    (own / "master.cf").write_text(SERVICES + listeners + more)
    return own


@contextmanager
def running_postfix(
    folder: Path, mail: Path, ports: MailPorts, certificate: Certificate, more: str = ""
) -> Iterator[MailPorts]:
    """Postfix on its ports; `more` are further lines of `service`."""
    binary = program("postfix", "postfix")
    own = _configuration(folder, mail, ports, certificate, more)
    outcome = subprocess.run([binary, "-c", own, "start"], capture_output=True, text=True, check=False, timeout=60)
    log = own.with_suffix(".log")
    assert outcome.returncode == 0, outcome.stderr + (log.read_text() if log.exists() else "")
    master = int((own / "queue" / "pid" / "master.pid").read_text())
    try:
        wait_until(lambda: answers(ports.smtp), "Postfix ready")
        yield ports
    finally:
        os.kill(master, signal.SIGTERM)
        wait_until(lambda: not Path(f"/proc/{master}").exists(), "Postfix ended")
