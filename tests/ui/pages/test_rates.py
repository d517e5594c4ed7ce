"""Rates through its page as a user would."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.operations.browse_rates import RatesWanted, rate_setup, rates_count, rates_page
from app.rating.plan import RatePlan
from app.ui.dialogs.deck_dialog import DeckDialog
from app.ui.main_window import MainWindow
from app.ui.pages.rates.page import DECKS, RatesPage
from tests.ui.conftest import settled


def opened(window: MainWindow, target: object = None) -> RatesPage:
    window.show_page("rates", target)
    settled(window.desk)
    page = window.pages["rates"]
    assert isinstance(page, RatesPage)
    return page


def test_a_plan_stands_with_who_has_it(window: MainWindow) -> None:
    page = opened(window)
    setup = rate_setup(window.desk.office)
    assert page.plans.grid.model.known == len(setup.plans)
    assert page.plans.grid.select_where(lambda entry: entry.row.plan_code == "BUSINESS")
    settled(window.desk)
    assert page.plans.users.model.known == len(setup.users["BUSINESS"])
    assert "STANDARD" in page.plans.facts.text()


def test_a_cell_of_a_plan_is_edited_and_undone(window: MainWindow) -> None:
    page = opened(window)
    grid = page.plans.grid
    grid.select_where(lambda entry: entry.row.plan_code == "BUSINESS")
    grid.edited.emit(grid.current_row(), "name", "Business")
    settled(window.desk)

    def name() -> str:
        plans = rate_setup(window.desk.office).plans
        (found,) = [each for each in plans if each.plan_code == "BUSINESS"]
        assert isinstance(found, RatePlan)
        return found.name

    assert name() == "Business"
    window.desk.undo()
    settled(window.desk)
    assert name() != "Business"


def test_rates_of_a_deck_are_paged_and_found(window: MainWindow) -> None:
    page = opened(window, "decks")
    assert page.tabs.current == DECKS
    deck = page.decks.deck
    assert deck is not None
    grid = page.decks.rates
    assert grid.model.is_paged
    assert grid.model.rowCount() == rates_count(
        window.desk.office, RatesWanted(deck_code=deck.deck_code)
    )
    grid.find_field.setText("1303")
    QTest.qWait(200)
    settled(window.desk)
    assert grid.model.rowCount() == 1


def test_a_deck_s_file_is_shown_before_it_comes_in(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "carrier.csv"
    path.write_text("Prefix,Destination,Rate\n9999,Nowhere,0.5\n", encoding="utf-8")
    page = opened(window, path)
    settled(window.desk)
    dialog = page.findChild(DeckDialog)
    assert isinstance(dialog, DeckDialog)
    if dialog.plan is None:
        dialog.code.setText("STANDARD")
        dialog.look()
        settled(window.desk)
    assert dialog.verb.text() == "Take in 1 rate"
    deck_code = dialog.code.text()
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    settled(window.desk)
    wanted = RatesWanted(deck_code=deck_code, text="9999")
    assert [each.destination for each in rates_page(window.desk.office, wanted)] == ["Nowhere"]
    window.desk.undo()
    settled(window.desk)
    assert rates_count(window.desk.office, wanted) == 0
