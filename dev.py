#!/usr/bin/env python3
"""Makes a fresh checkout work: environment, installation, and the commands of daily work.

python3 dev.py demo      try the program on its embedded sandbox (without a display it gives the tour by itself)
python3 dev.py test      every check and test, the ones against real servers included
python3 dev.py run …     the program itself
python3 dev.py lint      formatting, lint, types and layers only
python3 dev.py shots     renders every screen to shots/*.png
python3 dev.py bench     measures what performance is claimed
python3 dev.py lock      resolves packaging/requirements.txt anew
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
LOCK = ROOT / "packaging" / "requirements.txt"

QT_PACKAGES = [
    "python3-venv", "libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libfreetype6", "libfontconfig1",
    "libdbus-1-3", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1",
    "libxcb-shape0", "fonts-dejavu-core", "ca-certificates",
]  # fmt: skip
LAB_PACKAGES = [
    "xvfb", "dbus-daemon", "gnome-keyring", "chromium", "chromium-driver", "libnss3-tools", "xdg-utils",
    "dovecot-imapd", "dovecot-pop3d", "dovecot-submissiond", "postfix", "cyrus-common", "sasl2-bin",
]  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns its exit status."""
    commands: dict[str, Callable[[Sequence[str]], int]] = {
        "demo": demo, "test": test, "run": run, "lint": lint, "shots": shots, "bench": bench, "lock": lock,
    }  # fmt: skip
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 2
    return commands[arguments[0]](arguments[1:])


def demo(arguments: Sequence[str]) -> int:
    """Opens the application on the sandbox, or gives the tour by itself where there is no display."""
    prepare(QT_PACKAGES)
    if has_display() and "--tour" not in arguments:
        return call(PYTHON, "-m", "dms_mail_desktop", "--sandbox", *arguments)
    rest = [argument for argument in arguments if argument != "--tour"]
    return call(PYTHON, ROOT / "tests" / "tour.py", ROOT / "shots" / "demo", *rest)


def test(arguments: Sequence[str]) -> int:
    """Everything that must hold: lint, fast tests, GUI tests, then the lab of real servers."""
    prepare([*QT_PACKAGES, *LAB_PACKAGES])
    parts: list[tuple[str, Callable[[], int]]] = [
        ("lint", lambda: lint(())),
        ("fast tests", lambda: pytest("tests", "--ignore=tests/gui", "--ignore=tests/lab", *arguments)),
        ("GUI tests", lambda: pytest("tests/gui", *arguments)),
        ("tests against real servers", lambda: pytest("tests/lab", *arguments)),
    ]
    outcomes = []
    for name, part in parts:
        started = time.monotonic()
        print(f"\n== {name}", flush=True)
        outcomes.append((name, part(), time.monotonic() - started))
    print("\n== summary")
    for name, status, seconds in outcomes:
        print(f"{'ok    ' if status == 0 else 'FAILED'}  {name}  {seconds:.0f} s")
    return 1 if any(status for _, status, _ in outcomes) else 0


def run(arguments: Sequence[str]) -> int:
    """Starts the program."""
    prepare(QT_PACKAGES)
    return call(PYTHON, "-m", "dms_mail_desktop", *arguments)


def lint(_arguments: Sequence[str]) -> int:
    """Formatting, lint, types over the package and the direction of its imports."""
    prepare(QT_PACKAGES)
    checks = (
        (BIN / "ruff", "format", "--check", "--quiet", "."),
        (BIN / "ruff", "check", "--quiet", "."),
        (BIN / "mypy",),
        (BIN / "lint-imports", "--no-cache"),
    )
    statuses = [call(*check) for check in checks]
    return max(statuses)


def shots(arguments: Sequence[str]) -> int:
    """Renders every screen in both languages."""
    prepare(QT_PACKAGES)
    return call(PYTHON, ROOT / "tests" / "shots.py", *arguments)


def bench(arguments: Sequence[str]) -> int:
    """Runs bench/*.py one after the other, or the ones named."""
    prepare([*QT_PACKAGES, *LAB_PACKAGES])
    names = arguments or sorted(path.stem for path in (ROOT / "bench").glob("[a-z]*.py"))
    return max(call(PYTHON, "-m", f"bench.{name}") for name in names)


def lock(_arguments: Sequence[str]) -> int:
    """Resolves the versions and hashes of everything that is installed, for all supported Pythons."""
    prepare(QT_PACKAGES)
    call(PYTHON, "-m", "pip", "install", "--quiet", "uv")
    return call(
        BIN / "uv", "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate",
        "--extra", "sandbox", "--group", "dev", "--group", "lab", "--group", "bench", "pyproject.toml", "-o", LOCK,
    )  # fmt: skip


def prepare(packages: Sequence[str]) -> None:
    """Brings system packages, environment and generated files up to date; does nothing where they are."""
    install_system_packages(packages)
    require_localhost()
    stamp = VENV / "installed"
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        make_environment()
        stamp.write_text(wanted)
    newest = max(path.stat().st_mtime for folder in ("ui", "resources") for path in (ROOT / folder).rglob("*"))
    if newest > stamp.stat().st_mtime:
        must(PYTHON, ROOT / "packaging" / "hatch_build.py")
        os.utime(stamp)


def make_environment() -> None:
    """Creates .venv with the locked versions and this checkout."""
    print("Preparing the environment (once, about a minute)…", flush=True)
    if not PYTHON.exists():
        must(sys.executable, "-m", "venv", VENV)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    must(*pip, "--require-hashes", "-r", LOCK)
    must(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)


def install_system_packages(packages: Sequence[str]) -> None:
    """Installs what Debian or Ubuntu lacks; without root it prints the line to run and ends."""
    if not shutil.which("dpkg-query"):
        return
    known = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    installed = {line.split()[0] for line in known.stdout.splitlines() if line.endswith(" installed")}
    lacking = [name for name in packages if name not in installed]
    if not lacking:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *lacking]
    if os.geteuid() != 0:
        sys.exit(f"System packages are lacking. Run once:\n  sudo {' '.join(install)}")
    print(f"Installing system packages: {' '.join(lacking)}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with no_services_started():
        must("apt-get", "update", "-qq", env=environment)
        must(*install[:1], "-qq", "-o=Dpkg::Use-Pty=0", *install[1:], env=environment)


def require_localhost() -> None:
    """A bare root may know no names at all; sandbox and tests speak to localhost."""
    try:
        socket.getaddrinfo("localhost", None)
    except OSError:
        hosts = Path("/etc/hosts")
        lines = "127.0.0.1 localhost\n::1 localhost\n"
        if hosts.exists() or os.geteuid() != 0:
            sys.exit(f"The name localhost is unknown. Add to {hosts}:\n{lines}")
        hosts.write_text(lines, encoding="ascii")


class no_services_started:  # noqa: N801 - reads as a statement
    """While packages are installed, their services stay off: the tests start their own instances."""

    policy = Path("/usr/sbin/policy-rc.d")

    def __enter__(self) -> None:
        self.ours = not self.policy.exists()
        if self.ours:
            self.policy.write_text("#!/bin/sh\nexit 101\n")
            self.policy.chmod(0o755)

    def __exit__(self, *_: object) -> None:
        if self.ours:
            self.policy.unlink()


def pytest(*arguments: str) -> int:
    """Runs tests without a display of their own."""
    return call(PYTHON, "-m", "pytest", *arguments, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})


def has_display() -> bool:
    """Whether a window could be shown."""
    return WINDOWS or sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def call(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Runs a command in the checkout; returns its exit status."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode


def must(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Runs a command that has to succeed."""
    status = call(*command, env=env)
    if status:
        sys.exit(f"{' '.join(str(part) for part in command)}: exit status {status}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
