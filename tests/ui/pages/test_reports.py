"""Reports through its page as a user would."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme
from app.ui.main_window import MainWindow
from app.ui.pages.reports.page import ReportsPage
from tests.ui.conftest import settled


def opened(window: MainWindow, name: str, qtbot: QtBot) -> ReportsPage:
    window.show_page("reports", name)
    settled(window.desk)
    page = window.pages["reports"]
    assert isinstance(page, ReportsPage)
    show(page, name, qtbot)
    return page


def show(page: ReportsPage, name: str, qtbot: QtBot) -> None:
    page.show_report(name)
    settled(page.desk)
    qtbot.waitUntil(lambda: page.shown == name)
    settled(page.desk)


def test_every_report_is_shown_with_its_table(october: MainWindow, qtbot: QtBot) -> None:
    page = opened(october, "revenue", qtbot)
    for kind in page.kinds:
        show(page, kind.name, qtbot)
        made, grid = page.pane.made, page.pane.grid
        assert made is not None
        assert grid is not None
        assert grid.name == f"report_{kind.name}"
        assert grid.model.known == len(made.report.rows)


def test_revenue_ties_to_the_journal_and_is_drawn(october: MainWindow, qtbot: QtBot) -> None:
    page = opened(october, "revenue", qtbot)
    assert page.pane.badge.accessibleName().startswith("Ties to the journal")
    chart = page.pane.chart
    assert "Recurring" in chart.accessibleDescription()
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_T)
    assert page.pane.grid is not None
    assert october.focusWidget() is page.pane.grid.view


def test_days_are_chosen_by_month_quarter_and_year(october: MainWindow, qtbot: QtBot) -> None:
    page = opened(october, "register", qtbot)
    days = page.days
    assert days.period is not None
    assert days.period.days == 31
    days.kind.setCurrentIndex(days.kind.findData("month before"))
    qtbot.waitUntil(lambda: page.pane.made is not None and not page.pane.made.report.rows)
    days.kind.setCurrentIndex(days.kind.findData("quarter"))
    assert days.period.days == 92
    qtbot.waitUntil(lambda: page.pane.made is not None and bool(page.pane.made.report.rows))


def test_enter_on_a_row_goes_to_its_customer(october: MainWindow, qtbot: QtBot) -> None:
    page = opened(october, "margin", qtbot)
    gone: list[tuple[str, object]] = []
    page.go.connect(lambda name, target: gone.append((name, target)))
    grid = page.pane.grid
    assert grid is not None
    grid.view.setFocus()
    grid.select_where(lambda _: True)
    QTest.keyClick(grid.view, Qt.Key.Key_Return)
    assert gone == [("customers", grid.current_row()[0])]


@pytest.mark.slow
def test_charts_are_drawn_in_every_theme(october: MainWindow, qtbot: QtBot) -> None:
    page = opened(october, "calls", qtbot)
    for theme in (Theme.DARK, Theme.HIGH_CONTRAST, Theme.LIGHT):
        LOOK.choose(theme=theme)
        for name in ("calls", "hours", "revenue", "trend", "variance"):
            show(page, name, qtbot)
            picture: QPixmap = page.pane.chart.grab()
            colours = {
                picture.toImage().pixel(x, y)
                for x in range(0, picture.width(), 7)
                for y in range(0, picture.height(), 3)
            }
            assert len(colours) > 2
