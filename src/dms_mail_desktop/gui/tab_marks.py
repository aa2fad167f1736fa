"""Which tab a field stands on, and the marks of the tabs that hold faults."""

from collections.abc import Collection, Iterator

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabWidget, QWidget


def pages_of(tabs: QTabWidget) -> Iterator[QWidget]:
    """The pages from left to right."""
    for index in range(tabs.count()):
        page = tabs.widget(index)
        if page is not None:
            yield page


def tab_of(tabs: QTabWidget, field: QWidget) -> int:
    """The index of the tab that the field stands on, or -1."""
    return next((tabs.indexOf(page) for page in pages_of(tabs) if page.isAncestorOf(field)), -1)


def mark_tabs(tabs: QTabWidget, faulty: Collection[str], mark: QIcon, spoken: str) -> None:
    """Marks the tabs that hold one of these fields; `spoken` says it to those who do not see the mark."""
    for page in pages_of(tabs):
        index, marked = tabs.indexOf(page), any(page.findChild(QWidget, name) is not None for name in faulty)
        if marked == tabs.tabIcon(index).isNull():
            mark_tab(tabs, index, mark if marked else QIcon(), spoken)


def mark_tab(tabs: QTabWidget, index: int, mark: QIcon, spoken: str) -> None:
    """Marks one tab; a null icon takes the mark away."""
    tabs.setTabIcon(index, mark)
    tabs.tabBar().setAccessibleTabName(index, "" if mark.isNull() else f"{tabs.tabText(index)}, {spoken}")
