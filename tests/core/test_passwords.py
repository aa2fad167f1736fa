"""Passwords: kept for one host and one login, shown to nobody."""

import json
from pathlib import Path

import pytest

from dms_mail_desktop.errors import SecretDamaged
from dms_mail_desktop.passwords import SERVER, Passwords
from dms_mail_desktop.vault import Vault

from .keyrings import Cells, PlainKeyring

SECRET = "tajne-hasło"


@pytest.fixture
def cells() -> Cells:
    return Cells()


@pytest.fixture
def passwords(cells: Cells, tmp_path: Path) -> Passwords:
    return Passwords(Vault(PlainKeyring(cells), tmp_path))


async def test_a_password_comes_back_for_its_host_and_login(passwords: Passwords) -> None:
    await passwords.write(SERVER, "smtp.firma.pl", "dms", SECRET)
    found = await passwords.read(SERVER, "smtp.firma.pl", "dms")
    assert found is not None
    assert (found.login, found.secret) == ("dms", SECRET)
    assert SECRET not in repr(found)


@pytest.mark.parametrize(("host", "login"), [("evil.example", "dms"), ("smtp.firma.pl", "DMS"), ("", "dms")])
async def test_it_is_never_handed_out_for_another(passwords: Passwords, host: str, login: str) -> None:
    await passwords.write(SERVER, "smtp.firma.pl", "dms", SECRET)
    assert await passwords.read(SERVER, host, login) is None
    assert await passwords.read("point", "smtp.firma.pl", "dms") is None
    assert await passwords.read(SERVER, "smtp.firma.pl", "dms") is not None, "asking wrongly must not lose it"


@pytest.mark.parametrize("host", ["SMTP.Żółw.pl", "smtp.żółw.pl.", "smtp.xn--w-uga1v8h.pl"])
async def test_spellings_of_one_host_are_one_host(passwords: Passwords, host: str) -> None:
    await passwords.write(SERVER, "smtp.żółw.pl", "dms", SECRET)
    assert await passwords.read(SERVER, host, "dms") is not None


async def test_an_address_of_the_internet_protocol_is_a_host(passwords: Passwords) -> None:
    await passwords.write(SERVER, "[2001:DB8::1]", "dms", SECRET)
    assert await passwords.read(SERVER, "[2001:db8::1]", "dms") is not None
    assert await passwords.read(SERVER, "[2001:db8::2]", "dms") is None


async def test_a_new_password_takes_the_place_of_the_old(passwords: Passwords) -> None:
    await passwords.write(SERVER, "old.firma.pl", "dms", "old")
    await passwords.write(SERVER, "smtp.firma.pl", "dms", SECRET)
    assert await passwords.read(SERVER, "old.firma.pl", "dms") is None


async def test_a_deleted_password_is_gone(passwords: Passwords, cells: Cells) -> None:
    await passwords.write(SERVER, "smtp.firma.pl", "dms", SECRET)
    await passwords.delete(SERVER)
    assert await passwords.read(SERVER, "smtp.firma.pl", "dms") is None
    assert cells.texts == {}
    await passwords.delete(SERVER)


async def test_an_owner_s_name_cannot_reach_another_s_entries(passwords: Passwords) -> None:
    await passwords.write("p", "smtp.firma.pl", "dms", SECRET)
    await passwords.write("p/a/0", "smtp.firma.pl", "dms", "other")
    found = await passwords.read("p", "smtp.firma.pl", "dms")
    assert found is not None
    assert found.secret == SECRET


@pytest.mark.parametrize("stored", ["no json tajne", '["tajne"]', '{"host": "tajne"}', "7"])
async def test_what_is_no_password_is_reported_without_being_shown(
    passwords: Passwords, cells: Cells, tmp_path: Path, stored: str
) -> None:
    await Vault(PlainKeyring(cells), tmp_path).write("password/server", stored)
    with pytest.raises(SecretDamaged) as caught:
        await passwords.read(SERVER, "smtp.firma.pl", "dms")
    assert caught.value.name == "password/server"
    assert caught.value.__context__ is None
    assert "tajne" not in str(caught.value)


async def test_what_is_stored_is_bound_to_host_and_login(passwords: Passwords, cells: Cells) -> None:
    await passwords.write(SERVER, "smtp.firma.pl", "dms", SECRET)
    part = json.loads(json.loads(cells.texts["DMSMail/password/server/a/0"]))
    assert part == {"host": "smtp.firma.pl", "login": "dms", "secret": SECRET}
