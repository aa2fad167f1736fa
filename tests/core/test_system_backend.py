"""Which keyrings are accepted, and that nothing heavy is loaded before it is needed."""

import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from dms_mail_desktop.errors import KeyringMissing, KeyringRefused
from dms_mail_desktop.vault import protecting

from .keyrings import Cells, PlainKeyring


def test_a_keyring_that_protects_is_taken() -> None:
    keyring = PlainKeyring(Cells())
    assert protecting(keyring) is keyring


def test_null_and_fail_are_refused() -> None:
    from keyring.backends import fail, null

    with pytest.raises(KeyringRefused) as refused:
        protecting(null.Keyring())
    assert refused.value.backend == "keyring.backends.null.Keyring"
    with pytest.raises(KeyringMissing):
        protecting(fail.Keyring())


@pytest.mark.parametrize(("module", "name"), [("keyrings.alt.file", "EncryptedKeyring"), ("some", "PlaintextKeyring")])
def test_files_and_plain_text_are_refused(module: str, name: str) -> None:
    keyring = type(name, (PlainKeyring,), {"__module__": module, "__qualname__": name})(Cells())
    with pytest.raises(KeyringRefused):
        protecting(keyring)


def chain_of(*keyrings: object) -> object:
    class Chain:
        __module__ = "keyring.backends.chainer"
        backends: ClassVar = list(keyrings)

    return Chain()


def test_a_chain_is_judged_by_what_it_would_write_to() -> None:
    from keyring.backends import fail, null

    good = PlainKeyring(Cells())
    assert protecting(chain_of(good, null.Keyring())) is good
    with pytest.raises(KeyringRefused):
        protecting(chain_of(null.Keyring(), good))
    with pytest.raises(KeyringMissing):
        protecting(chain_of(fail.Keyring()))
    with pytest.raises(KeyringMissing):
        protecting(chain_of())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows' keyring is named outright")
@pytest.mark.parametrize(
    ("chosen", "raised"),
    [
        ("keyring.backends.null.Keyring", "KeyringRefused"),
        ("keyring.backends.fail.Keyring", "KeyringMissing"),
        ("keyring.backends.chainer.ChainerBackend", "KeyringMissing"),
        ("no.such.Keyring", "KeyringFailed"),
    ],
)
def test_what_the_environment_chooses_is_judged(tmp_path: Path, chosen: str, raised: str) -> None:
    program = """
from dms_mail_desktop.errors import VaultError
from dms_mail_desktop.vault import system_backend
try:
    print(system_backend())
except VaultError as error:
    print(type(error).__name__)
"""
    environment = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    environment |= {"PYTHON_KEYRING_BACKEND": chosen, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == raised


def test_nothing_heavy_is_loaded_by_the_imports() -> None:
    program = """
import sys
from dms_mail_desktop import paths, passwords, store, trust, vault
print(sorted({"keyring", "msal", "requests", "truststore", "filelock", "platformdirs", "idna"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"
