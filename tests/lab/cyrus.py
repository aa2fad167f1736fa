"""Cyrus IMAP 3: a second server of another make, with passwords; it folds and quotes differently from Dovecot."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .authority import Certificate
from .processes import answers, free_ports, program, running, unavailable
from .provider import REPOSITORY, USERS

CYRUS_USER = "cyrus"
DOMAIN = "firma.example"
MASTER = "cyrmaster"
DOWNLOADS = Path(os.environ.get("DMS_LAB_CACHE", REPOSITORY / ".cache" / "lab")) / "cyrus"

# altnamespace: folders stand beside INBOX. The folders of autocreate come with the first sign-in.
SETTINGS = """\
configdirectory: {own}/config
defaultpartition: default
partition-default: {own}/spool
servername: localhost
virtdomains: userid
defaultdomain: localhost
unixhierarchysep: yes
altnamespace: yes
autocreate_quota: 0
autocreate_post: yes
autocreate_inbox_folders: Sent|Trash
autocreate_subscribe_folders: Sent|Trash
xlist-sent: Sent
xlist-trash: Trash
specialusealways: yes
allowplaintext: no
failedloginpause: 0s
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {own}/sasldb2
sasl_mech_list: PLAIN
tls_server_cert: {certificate.chain}
tls_server_key: {own}/key.pem
tls_versions: tls1_2 tls1_3
"""

SERVICES = """\
START {{
}}
SERVICES {{
  imap cmd="{imapd} -C {settings}" listen="127.0.0.1:{imap}" prefork=0
  imaps cmd="{imapd} -s -C {settings}" listen="127.0.0.1:{imaps}" prefork=0
}}
EVENTS {{
}}
"""


@dataclass(frozen=True)
class CyrusPorts:
    """STARTTLS on `imap`, TLS from the start on `imaps`."""

    imap: int
    imaps: int


def _imapd(folder: Path) -> Path:
    """The server itself, unpacked but not installed: Debian lets only one IMAP server be installed at a time."""
    installed = Path("/usr/lib/cyrus/bin/imapd")
    if installed.exists():
        return installed
    DOWNLOADS.mkdir(parents=True, exist_ok=True)
    if not list(DOWNLOADS.glob("*.deb")):
        command = ["apt-get", "download", "-qq", "cyrus-imapd"]
        done = subprocess.run(command, cwd=DOWNLOADS, capture_output=True, text=True, check=False)
        if done.returncode:
            unavailable(f"{' '.join(command)}: {done.stderr.strip()[-200:]}; run apt-get update")
    [package] = DOWNLOADS.glob("*.deb")
    subprocess.run([program("dpkg-deb", "dpkg"), "-x", package, folder], check=True)
    return folder / "usr/lib/cyrus/bin/imapd"


def _add_users(database: Path) -> None:
    command = [program("saslpasswd2", "sasl2-bin"), "-p", "-c", "-f", database, "-u", DOMAIN]
    for login, secret in USERS.items():
        subprocess.run([*command, login.partition("@")[0]], input=secret.encode(), check=True)


@contextmanager
def running_cyrus(folder: Path, certificate: Certificate) -> Iterator[CyrusPorts]:
    """Cyrus on its ports; its mailboxes come into being when their owners first sign in."""
    if os.geteuid() != 0:
        unavailable("Cyrus changes users, so these tests need root")
    master = program(MASTER, "cyrus-common")
    own = folder / "cyrus"
    for name in ("config", "spool", "package"):
        (own / name).mkdir(parents=True)
    ports = CyrusPorts(*free_ports(2))
    settings, services = own / "imapd.conf", own / "cyrus.conf"
    settings.write_text(SETTINGS.format(own=own, certificate=certificate))
    services.write_text(SERVICES.format(imapd=_imapd(own / "package"), settings=settings, **vars(ports)))
    shutil.copy(certificate.key, own / "key.pem")
    _add_users(own / "sasldb2")
    owner = pwd.getpwnam(CYRUS_USER)
    for path in (own, *(own / name for name in ("config", "spool", "sasldb2", "key.pem"))):
        os.chown(path, owner.pw_uid, owner.pw_gid)
    command = [master, "-C", settings, "-M", services, "-p", own / "master.pid"]
    with running(command, folder / "cyrus.out", lambda: answers(ports.imap) and answers(ports.imaps)):
        yield ports
