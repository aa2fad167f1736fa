"""The icon in the system's tray: offered where there is a tray, and what it does while it is wanted."""

from collections.abc import Iterator

import pytest
from points_desk import PointDesk
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from scripted_runs import ScriptedRuns, record_of, run_of

from dms_mail_desktop.errors import SignInLoss, SignInRequired
from dms_mail_desktop.gui.tray import SystemTray, Tray
from dms_mail_desktop.models import Point

SIGN_IN = SignInRequired("anna@firma.pl", SignInLoss.EXPIRED)


class NotedIcon(QSystemTrayIcon):
    """An icon whose messages can be read."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.messages: list[tuple[str, str]] = []

    def showMessage(self, title: str, text: str, *_: object) -> None:  # noqa: N802 - Qt's name
        self.messages.append((title, text))


class DeskTray(SystemTray):
    """A tray that is there, or not."""

    def __init__(self) -> None:
        self.there = True
        self.icons: list[NotedIcon] = []

    def available(self) -> bool:
        return self.there

    def icon(self, parent: QObject) -> QSystemTrayIcon:
        self.icons.append(NotedIcon(parent))
        return self.icons[-1]


class TrayDesk:
    """A person with a point, and a tray on the desk."""

    def __init__(self, points: PointDesk) -> None:
        self.points, self.desk = points, points.desk
        self.tray = DeskTray()
        self.desk.system_tray = lambda: self.tray
        assert isinstance(self.desk.runs, ScriptedRuns)
        self.scripted = self.desk.runs
        self.point = Point(
            id="faktury", name="Faktury", host="localhost", login="anna", active=True, target=str(self.desk.folder)
        )
        points.store(self.point)

    @property
    def icon(self) -> NotedIcon:
        return self.tray.icons[-1]

    def entry(self) -> QAction:
        """The entry in the menu Widok, which is open."""
        menu = self.desk.find(QMenu, "view_menu")  # type: ignore[type-var]
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        action = self.desk.window.findChild(QAction, "action_tray")
        assert isinstance(action, QAction)
        return action

    def choose(self, caption: str) -> None:
        """Chooses from the icon's menu."""
        [action] = [each for each in self.icon.contextMenu().actions() if each.text().replace("&", "") == caption]
        action.trigger()

    def run(self) -> None:
        """Runs the point and waits for the end."""
        runs = self.desk.window.watch.runs
        runs.start(self.point)
        self.desk.qtbot.waitUntil(lambda: runs.activity(self.point.id) is None)


@pytest.fixture
def trays(points: PointDesk) -> Iterator[TrayDesk]:
    yield TrayDesk(points)
    QApplication.setQuitOnLastWindowClosed(True)


def test_there_is_no_icon_unless_it_is_wanted_and_no_choice_where_there_is_no_tray(trays: TrayDesk) -> None:
    trays.tray.there = False
    trays.desk.start()
    assert not trays.entry().isVisible()
    trays.tray.there = True
    assert trays.entry().isVisible()
    assert not trays.entry().isChecked()
    assert trays.tray.icons == []


def test_the_choice_is_remembered(trays: TrayDesk) -> None:
    trays.desk.start()
    trays.entry().trigger()
    assert trays.icon.isVisible()
    trays.desk.window.quit()
    trays.desk.end()
    trays.desk.start()
    trays.desk.qtbot.waitUntil(lambda: len(trays.tray.icons) == 2)
    assert trays.entry().isChecked()
    trays.entry().trigger()
    assert not trays.icon.isVisible()
    assert QApplication.quitOnLastWindowClosed()


def test_closing_the_window_hides_it_and_the_icon_brings_it_back(trays: TrayDesk) -> None:
    window = trays.desk.start()
    trays.entry().trigger()
    window.close()
    assert not window.isVisible()
    window.show_again()
    window.close()
    assert len(trays.icon.messages) == 1, "it is explained once"
    trays.choose("Pokaż")
    assert window.isVisible()
    runs = window.watch.runs
    runs.start(trays.point)
    assert runs.activity("faktury") is not None, "the points still run"


def test_without_a_tray_closing_the_window_ends_the_program(trays: TrayDesk) -> None:
    window = trays.desk.start()
    trays.entry().trigger()
    trays.tray.there = False
    window.close()
    assert not window.isVisible()
    assert trays.icon.messages == []
    assert QApplication.quitOnLastWindowClosed()


def test_the_end_asks_about_what_is_not_saved(trays: TrayDesk) -> None:
    window = trays.desk.start()
    trays.entry().trigger()
    trays.desk.type("reply_to", "anna@firma.pl")
    window.close()
    assert not window.isVisible(), "nothing is lost by hiding"
    trays.choose("Zakończ")
    assert window.isVisible()
    trays.desk.answer("Anuluj")
    assert window.isVisible()
    window.close()
    assert not window.isVisible(), "the end was given up"
    assert trays.icon.isVisible()
    trays.choose("Zakończ")
    trays.desk.answer("Odrzuć")
    assert not trays.icon.isVisible()


def test_the_icon_tells_when_a_point_stops_and_when_it_works_again(trays: TrayDesk) -> None:
    trays.scripted.kept["faktury"] = record_of(run_of("faktury"))
    trays.desk.start()
    trays.entry().trigger()
    trays.desk.qtbot.waitUntil(lambda: "1 punkt konfiguracyjny działa" in trays.icon.toolTip())
    quiet = trays.icon.icon().cacheKey()
    trays.scripted.outcomes["faktury"] = run_of("faktury", error=SIGN_IN)
    trays.run()
    trays.run()
    assert [title for title, _ in trays.icon.messages] == ["Punkt „Faktury” przestał działać"]
    assert "Faktury:" in trays.icon.toolTip()
    assert trays.icon.icon().cacheKey() != quiet
    del trays.scripted.outcomes["faktury"]
    trays.run()
    assert [title for title, _ in trays.icon.messages][1:] == ["Punkt „Faktury” znów działa"]


def test_the_icon_runs_all_active_points(trays: TrayDesk) -> None:
    trays.points.store(trays.point, renamed(trays.point, "Umowy"), renamed(trays.point, "Stare", active=False))
    trays.desk.start()
    trays.entry().trigger()
    trays.choose("Uruchom teraz")
    trays.desk.qtbot.waitUntil(lambda: sorted(trays.scripted.ended) == ["Umowy", "faktury"])


def renamed(point: Point, name: str, **more: object) -> Point:
    return point.model_copy(update={"id": name, "name": name, **more})


def test_the_end_of_the_session_ends_the_program(trays: TrayDesk) -> None:
    window = trays.desk.start()
    trays.entry().trigger()
    tray = window.findChild(Tray)
    assert tray is not None
    tray.end_with_session()
    window.close()
    assert not trays.icon.isVisible()
