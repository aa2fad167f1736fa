"""Dovecot's submission service before Postfix, as the tests against real servers run them; with passwords only."""

import shutil
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.lab.authority import Authority
from tests.lab.dovecot import MailPorts, prepare_mailboxes, running_dovecot
from tests.lab.postfix import running_postfix
from tests.lab.provider import ANNA, SENDER, USERS, Provider

NO_PROVIDER = Provider(issuer="https://localhost", control="", kid="none", public_key="none")


@dataclass(frozen=True)
class Submission:
    """Where messages are handed in (with STARTTLS), by whom and to whom."""

    port: int
    tls: ssl.SSLContext
    login: str = SENDER
    password: str = USERS[SENDER]
    recipient: str = ANNA


@contextmanager
def submission() -> Iterator[Submission]:
    """Both servers on free ports of 127.0.0.1; needs root, because they change users."""
    folder = Path(tempfile.mkdtemp(prefix="dms-bench-"))
    folder.chmod(0o755)
    try:
        authority = Authority(folder, "bench-authority")
        certificate = authority.issue("localhost", "127.0.0.1")
        boxes, ports = prepare_mailboxes(folder), MailPorts.pick()
        with (
            running_dovecot(folder, boxes, ports, NO_PROVIDER, certificate),
            running_postfix(folder, boxes, ports, certificate),
        ):
            yield Submission(ports.submission, ssl.create_default_context(cafile=str(authority.ca_file)))
    finally:
        shutil.rmtree(folder)
