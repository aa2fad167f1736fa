"""The icon in the system's tray, for those who want it: with it the program goes on while its window is closed."""

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from dms_mail_desktop.gui import icons, look
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.point_records import News, failure_of
from dms_mail_desktop.gui.points_summary import LOUD, words_of_summary
from dms_mail_desktop.gui.points_watch import PointsWatch
from dms_mail_desktop.gui.states import StateIcon, role_of
from dms_mail_desktop.points.health import Change

SIZES = (16, 24, 32, 64)
"""Of the icon, px."""
BADGE = 0.6
"""Share of the icon that a state covers."""


class SystemTray:
    """What the operating system offers."""

    def available(self) -> bool:
        """Whether there is a tray now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def icon(self, parent: QObject) -> QSystemTrayIcon:
        """An icon that is not shown yet."""
        return QSystemTrayIcon(parent)


class Tray(QObject):
    """Shows the state of the points, and tells when one stops working or works again."""

    window_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, watch: PointsWatch, language: Language, window: QWidget, system: SystemTray) -> None:
        super().__init__(window)
        self._watch, self._language, self._system = watch, language, system
        self._ending = self._explained = False
        self._menu = QMenu(window)
        self._show, self._run, self._quit = (self._menu.addAction("") for _ in range(3))
        self._show.triggered.connect(self.window_wanted)
        self._run.triggered.connect(watch.runs.start_all)
        self._quit.triggered.connect(self.quit_wanted)
        self._icon = system.icon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activate)
        self._icon.messageClicked.connect(self.window_wanted)
        watch.changed.connect(self._say)
        watch.runs.records.told.connect(self._tell)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(lambda _session: self.end_with_session())
        # The window may be closed while the program goes on.
        QApplication.setQuitOnLastWindowClosed(False)
        self._say()
        self._icon.show()

    @property
    def keeps_running(self) -> bool:
        """Whether the window may be hidden, for the icon brings it back."""
        return not self._ending and self._system.available()

    def explain(self) -> None:
        """Says once that the program goes on without its window."""
        if not self._explained:
            self._explained = True
            self._icon.showMessage(QApplication.applicationName(), self._language.wording.say("gui.tray.hidden"))

    def end_with_session(self) -> None:
        """The person leaves the computer: from now on closing the window ends the program."""
        self._ending = True

    def close(self) -> None:
        """Takes the icon away."""
        self._icon.hide()
        QApplication.setQuitOnLastWindowClosed(True)
        self.deleteLater()

    def _say(self) -> None:
        wording, summary = self._language.wording, self._watch.summary
        for action, key in ((self._show, "show"), (self._run, "run"), (self._quit, "quit")):
            action.setText(wording.say(f"gui.tray.{key}"))
        self._run.setEnabled(bool(summary.active))
        headline = words_of_summary(wording, summary).headline if summary.active else ""
        self._icon.setToolTip("\n".join(filter(None, (QApplication.applicationName(), headline))))
        self._icon.setIcon(tray_icon(summary.state if summary.active else StateIcon.NONE))

    def _tell(self, news: News) -> None:
        point = self._watch.point(news.record.point_id)
        if point is None:
            return
        wording = self._language.wording
        title, text = wording.say(f"gui.tray.{news.change}", name=point.name or point.id), ""
        error = failure_of(news.record)
        if error is not None:
            text = wording.explain(error).cause
        kind = QSystemTrayIcon.MessageIcon
        self._icon.showMessage(title, text, kind.Information if news.change is Change.WORKS_AGAIN else kind.Warning)

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.window_wanted.emit()


def tray_icon(state: StateIcon) -> QIcon:
    """The program's icon; a state that somebody should look at covers its corner."""
    if state not in LOUD:
        return icons.program_icon()
    made = QIcon()
    for size in SIZES:
        drawing, badge = icons.program_icon().pixmap(size), round(size * BADGE)
        corner = QRect(size - badge, size - badge, badge, badge)
        painter = QPainter(drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # What is cut out of a state's drawing shows the card it stands on elsewhere.
        painter.setBrush(QColor(look.current().roles.card))
        painter.drawEllipse(corner)
        painter.drawPixmap(corner, icons.pixmap(state.value, role_of(state), badge))
        painter.end()
        made.addPixmap(drawing)
    return made
