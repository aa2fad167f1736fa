"""The certificates of the scripted servers."""

import pytest

from ..mail.authority import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority nobody trusts, as of a program that looks into TLS."""
    return Authority(tmp_path_factory.mktemp("stranger"), "SSL Filter CA", "Antywirus")
