"""A process that ends when its window is painted and prints when that was and what memory it took by then."""

import json
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget

from bench.parts.memory import resident


class Painted(QObject):
    """Calls once a widget has been painted; its children are painted with it, what is queued comes after them."""

    def __init__(self, widget: QWidget, call: Callable[[], None]) -> None:
        super().__init__(widget)
        self._call = call
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._call)
        return False


def tell() -> None:
    """Prints how things stand."""
    most, now = resident()
    print(json.dumps({"at": time.monotonic(), "processor": time.process_time(), "most": most, "now": now}), flush=True)


def ours() -> None:
    """The program itself, with its event loop replaced: it ends when the filled-in form is painted too."""

    def until_filled() -> int:
        loop = QEventLoop()
        window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMainWindow))

        def wait_for_form() -> None:
            field = window.findChild(QLineEdit, "account_name")
            if field is None or not field.text():
                QTimer.singleShot(1, wait_for_form)
            else:
                Painted(field, filled)
                # It may have been painted just before.
                field.update()

        def filled() -> None:
            tell()
            loop.exit()

        def painted() -> None:
            tell()
            wait_for_form()

        Painted(window, painted)
        return loop.exec()

    QCoreApplication.exec = staticmethod(until_filled)  # type: ignore[method-assign]
    from dms_mail_desktop.app import main  # noqa: PLC0415 - loading it is what is measured

    main([])


def bare() -> None:
    """A window with nothing in it, of the same size and in the same style."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    window = QMainWindow()
    window.resize(960, 720)
    window.show()
    loop = QEventLoop()

    def painted() -> None:
        tell()
        loop.exit()

    Painted(window, painted)
    loop.exec()


if __name__ == "__main__":
    {"ours": ours, "bare": bare}[sys.argv[1]]()
