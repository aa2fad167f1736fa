"""Settings that travel by file, and what taking them over would change."""

from pathlib import Path

import pytest

from dms_mail_desktop.errors import ImportDamaged, SettingsMissing, SettingsTooNew, SettingsUnwritable
from dms_mail_desktop.exchange import (
    Difference,
    FieldChange,
    changes_between,
    export_settings,
    read_settings,
    settings_faults,
)
from dms_mail_desktop.models import MailServer, Point, Registration, Settings
from dms_mail_desktop.rules import Strictness

INVOICES = Point(id="1", name="Faktury", host="outlook.office365.com", login="faktury@firma.pl")
ORDERS = Point(id="2", name="Zamówienia", host="outlook.office365.com", login="zamowienia@firma.pl")
SETTINGS = Settings(mail_server=MailServer(host="smtp.firma.pl"), points=(INVOICES, ORDERS))


def test_what_was_exported_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "ustawienia.json"
    file.write_text("old", encoding="utf-8")
    export_settings(SETTINGS, file)
    assert read_settings(file) == SETTINGS
    assert list(tmp_path.iterdir()) == [file]


def test_an_export_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(SettingsUnwritable) as caught:
        export_settings(SETTINGS, tmp_path / "nie" / "ma.json")
    assert caught.value.detail == "No such file or directory"


def test_files_that_hold_no_settings_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "obce.json"
    with pytest.raises(SettingsMissing):
        read_settings(file)
    file.write_text('{"schema": 99}', encoding="utf-8")
    with pytest.raises(SettingsTooNew):
        read_settings(file)
    for content in ("{", '{"obce": 1}', "[]", '{"mail_server": {"port": "tajne"}}'):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(ImportDamaged) as caught:
            read_settings(file)
        assert "tajne" not in str(caught.value)


def test_a_damaged_file_is_not_explained_by_the_backup_beside_it(tmp_path: Path) -> None:
    export_settings(SETTINGS, tmp_path / "a.json.bak")
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(ImportDamaged) as caught:
        read_settings(tmp_path / "a.json")
    assert caught.value.backup is None


def test_nothing_changes_between_equal_settings() -> None:
    changes = changes_between(SETTINGS, SETTINGS.model_copy())
    assert not changes
    assert changes.removed == ()


def test_changes_are_told_by_field_and_by_point() -> None:
    added = Point(id="3", name="Umowy")
    after = Settings(
        registration=Registration(client_id="abc"),
        mail_server=MailServer(host="smtp.firma.pl", port=587),
        points=(added, ORDERS.model_copy(update={"interval": 10, "active": False, "name": "Zlecenia"})),
    )
    changes = changes_between(SETTINGS, after)
    assert changes.registration == (FieldChange("client_id", "", "abc"),)
    assert changes.mail_server == (FieldChange("port", 25, 587),)
    told = [(each.difference, each.point.name, [field.name for field in each.fields]) for each in changes.points]
    assert told == [
        (Difference.ADDED, "Umowy", []),
        (Difference.CHANGED, "Zlecenia", ["name", "interval"]),
        (Difference.REMOVED, "Faktury", []),
    ]
    assert changes.removed == (INVOICES,)
    assert not changes.reordered


def test_another_order_alone_is_a_change() -> None:
    changes = changes_between(SETTINGS, SETTINGS.model_copy(update={"points": (ORDERS, INVOICES)}))
    assert changes
    assert changes.reordered
    assert changes.points == ()


def test_faults_carry_their_whole_path() -> None:
    wrong = SETTINGS.model_copy(update={"points": (INVOICES, ORDERS.model_copy(update={"host": "https://x"}))})
    assert settings_faults(SETTINGS, Strictness.SAVE) == ()
    assert [(path, fault) for path, fault, _ in settings_faults(wrong, Strictness.SAVE)] == [
        ("points.1.host", "host_is_url")
    ]
    assert settings_faults(MailServer(), Strictness.USE, "mail_server")[0][0] == "mail_server.email"
