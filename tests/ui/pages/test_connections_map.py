"""The customer map through its tab as a user would, over practice systems in this process."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.customers.matching import MatchState, Pairing
from app.ui.dialogs import pick_dialog
from app.ui.main_window import MainWindow
from app.ui.pages.connections.customer_map_part import CustomerMapPart
from tests.ui.conftest import settled
from tests.ui.in_step import BOOKS, PSA


def opened(window: MainWindow, system: str = BOOKS) -> CustomerMapPart:
    window.show_page("connections", "customer_map")
    settled(window.desk)
    part = next(iter(window.pages["connections"].findChildren(CustomerMapPart)))
    part.choice.choose(system)
    settled(window.desk)
    return part


def choose(part: CustomerMapPart, state: MatchState) -> Pairing:
    assert part.grid.select_where(lambda row: row.state is state)
    settled(part.desk)
    row = part.work.current()
    assert row is not None
    return row


def go_to(part: CustomerMapPart, account: str) -> None:
    assert part.grid.select_where(lambda row: row.ours is not None and row.ours.id == account)
    settled(part.desk)


def press(part: CustomerMapPart, key: Qt.Key) -> None:
    QTest.keyClick(part.grid.view, key)
    settled(part.desk)


def state_of(part: CustomerMapPart, account: str) -> MatchState:
    found = part.work.found
    assert found is not None
    return next(e.state for e in found.pairings if e.ours is not None and e.ours.id == account)


def test_only_new_and_changed_are_shown_and_the_exact_are_accepted_in_bulk(
    both: MainWindow,
) -> None:
    part = opened(both)
    rows = list(part.grid.model.rows)
    assert {row.state for row in rows} == {MatchState.EXACT, MatchState.LIKELY, MatchState.NEW}
    assert part.work.accept.text() == "Accept the 24 exact"
    assert part.work.coverage.share.text() == "0.0 %"
    part.work.accept.click()
    settled(both.desk)
    assert MatchState.EXACT not in {row.state for row in part.grid.model.rows}
    assert not part.work.accept.isEnabled()
    assert part.work.coverage.share.text() != "0.0 %"
    both.desk.undo()
    settled(both.desk)
    assert part.work.accept.text() == "Accept the 24 exact"
    both.desk.redo()
    settled(both.desk)
    assert not part.work.accept.isEnabled()


def test_enter_links_the_likely_and_goes_on_to_the_next(both: MainWindow) -> None:
    part = opened(both)
    row = choose(part, MatchState.LIKELY)
    assert row.ours is not None
    pane = part.work.pane
    assert pane.title.text() == row.ours.name
    assert pane.badge.accessibleName() == f"Likely {row.score}"
    press(part, Qt.Key.Key_Return)
    assert state_of(part, row.ours.id) is MatchState.LINKED
    after = part.work.current()
    assert after is not None
    assert after.ours != row.ours
    both.desk.undo()
    settled(both.desk)
    assert state_of(part, row.ours.id) is MatchState.LIKELY


def test_n_makes_new_and_i_ignores_with_a_reason(
    both: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = opened(both)
    row = choose(part, MatchState.LIKELY)
    monkeypatch.setattr(
        "app.ui.wizards.map_customers.map_verbs.ask_reason", lambda *_: "A trial of last year"
    )
    press(part, Qt.Key.Key_I)
    found = part.work.found
    assert found is not None
    assert row.theirs is not None
    ignored = [e for e in found.pairings if e.state is MatchState.IGNORED]
    assert [e.theirs.id for e in ignored if e.theirs is not None] == [row.theirs.id]
    assert row.ours is not None
    go_to(part, row.ours.id)
    press(part, Qt.Key.Key_N)
    assert state_of(part, row.ours.id) is MatchState.NEW


def test_customers_are_never_made_in_a_psa_from_here(both: MainWindow) -> None:
    part = opened(both, PSA)
    row = choose(part, MatchState.AMBIGUOUS)
    pane = part.work.pane
    assert not pane.new.isEnabled()
    assert pane.candidates.count() == len(row.candidates) > 1
    before = pane.candidate
    pane.candidates.setCurrentIndex(1)
    assert pane.candidate != before
    press(part, Qt.Key.Key_N)
    assert row.ours is not None
    assert state_of(part, row.ours.id) is MatchState.AMBIGUOUS
    press(part, Qt.Key.Key_Return)
    assert state_of(part, row.ours.id) is MatchState.LINKED


def test_l_links_to_another_and_u_unlinks(
    both: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = opened(both)
    row = choose(part, MatchState.NEW)
    wishes: list[pick_dialog.PickWish] = []

    def first(_: object, wish: pick_dialog.PickWish) -> str:
        wishes.append(wish)
        return next(iter(wish.entries.values()))

    monkeypatch.setattr("app.ui.wizards.map_customers.map_verbs.pick", first)
    press(part, Qt.Key.Key_L)
    assert row.ours is not None
    assert wishes[0].verb == f"Link {row.ours.name}"
    assert state_of(part, row.ours.id) is MatchState.LINKED
    part.grid.show_all()
    settled(both.desk)
    go_to(part, row.ours.id)
    settled(both.desk)
    assert part.work.pane.back.text() == "Unlink"
    press(part, Qt.Key.Key_U)
    assert state_of(part, row.ours.id) is MatchState.NEW
    go_to(part, row.ours.id)
    press(part, Qt.Key.Key_H)
    dialog = part.work.history_dialog
    assert dialog is not None
    assert len(dialog.grid.model.rows) == 2
    dialog.reject()


def test_without_a_system_it_says_what_to_do(window: MainWindow) -> None:
    window.show_page("connections", "customer_map")
    settled(window.desk)
    part = next(iter(window.pages["connections"].findChildren(CustomerMapPart)))
    assert part.empty.isVisible()
    assert "No system is connected yet" in part.empty.accessibleName()
