"""Go live as a user would: what is ready, what is mended where, and that a second run is none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.operations import live_readiness
from app.operations.connect_systems import ConnectionState, connection_state
from app.operations.list_systems import list_systems
from app.operations.map_customers import accept_exact, make_several_new, show_map
from app.store.decisions import answers
from app.store.links import LinkKind, links
from app.ui.main_window import MainWindow
from app.ui.parts.controls import Button
from app.ui.wizards.go_live_wizard import READY, GoLiveWizard
from tests.ui.conftest import settled
from tests.ui.in_step import BOOKS

OLD, PAYMENTS, DAY, APPLY = range(1, 5)
GO_LIVE = f"go_live.{BOOKS}"


@pytest.fixture
def signed_in(both: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The keyring of this computer has what the books ask for."""

    def whole(*given: Any, **more: Any) -> ConnectionState:  # noqa: ANN401  as it is given
        return replace(connection_state(*given, **more), missing_secrets=())

    monkeypatch.setattr(live_readiness, "connection_state", whole)
    return both


def opened(window: MainWindow) -> GoLiveWizard:
    books = next(each for each in list_systems(window.desk.office) if each.key == BOOKS)
    wizard = GoLiveWizard(window.desk, books, window)
    wizard.open()
    settled(window.desk)
    return wizard


def go_on(window: MainWindow, wizard: GoLiveWizard) -> None:
    last = wizard.page_shown is wizard.pages_in_order[-1]
    (wizard.finish_button if last else wizard.next_button).click()
    settled(window.desk)


def kept(window: MainWindow) -> dict[str, str]:
    with window.desk.office.file.read() as conn:
        return dict(answers(conn))


def fixes(wizard: GoLiveWizard) -> list[Button]:
    return [each for each in wizard.ready_page.findChildren(Button) if not each.isHidden()]


def test_what_blocks_is_what_the_button_mends(both: MainWindow) -> None:
    wizard = opened(both)
    wanted: list[object] = []
    wizard.part_wanted.connect(wanted.append)
    assert wizard.next_button.text() == "Sign in…"
    wizard.next_button.click()
    settled(both.desk)
    assert wanted == [("connect", BOOKS)]
    assert not wizard.isVisible()


def test_what_is_not_ready_leads_to_where_it_is_mended(signed_in: MainWindow) -> None:
    wizard = opened(signed_in)
    assert wizard.next_button.text() == "Go on, 1 thing later"
    wanted: list[object] = []
    wizard.part_wanted.connect(wanted.append)
    (customers,) = [each for each in fixes(wizard) if each.text() == "Map…"]
    customers.click()
    assert wanted == [("map", BOOKS)]
    assert not wizard.isVisible()


def test_leaving_at_the_last_page_leaves_nothing(signed_in: MainWindow) -> None:
    wizard = opened(signed_in)
    for _ in range(APPLY):
        go_on(signed_in, wizard)
    assert wizard.currentId() == APPLY
    wizard.leave.click()
    settled(signed_in.desk)
    assert GO_LIVE not in kept(signed_in)
    assert show_map(signed_in.desk.office, BOOKS).need_a_look == 60


def test_a_day_that_is_none_is_refused_in_words(signed_in: MainWindow) -> None:
    wizard = opened(signed_in)
    for _ in range(DAY):
        go_on(signed_in, wizard)
    wizard.day_page.day.clear()
    go_on(signed_in, wizard)
    assert wizard.currentId() == DAY
    assert wizard.day_page.day.why == "Type a day, as 2026-11-01."


def test_a_second_run_changes_nothing(signed_in: MainWindow) -> None:
    for turn in range(2):
        wizard = opened(signed_in)
        for _ in range(APPLY + 1):
            go_on(signed_in, wizard)
        assert wizard.apply_page.done_now is not None
        assert wizard.apply_page.done_now.is_empty is bool(turn)
        assert kept(signed_in)[GO_LIVE] == "2026-11-01"
        assert not wizard.leave.isVisibleTo(wizard)
        go_on(signed_in, wizard)
        assert not wizard.isVisible()
    with signed_in.desk.office.file.read() as conn:
        assert len(links(conn, BOOKS, LinkKind.CUSTOMER)) == 24


def test_the_day_is_the_first_that_invoices_of_the_month_bear(signed_in: MainWindow) -> None:
    wizard = opened(signed_in)
    assert wizard.state.go_live == date(2026, 11, 1)
    wizard.done(0)


def test_whoever_is_said_to_be_made_needs_no_look(signed_in: MainWindow) -> None:
    office = signed_in.desk.office
    accept_exact(office, BOOKS)
    new = [e.ours.id for e in show_map(office, BOOKS).pairings if e.ours and not e.candidates]
    new = [each for each in new if each in _unlinked(signed_in)]
    change = make_several_new(office, BOOKS, numbers=new)
    assert len(change.edits) == len(new) == 34
    found = show_map(office, BOOKS)
    assert found.need_a_look == 60 - 24 - len(new)
    wizard = opened(signed_in)
    assert wizard.currentId() == READY
    wizard.done(0)


def _unlinked(window: MainWindow) -> set[str]:
    pairings = show_map(window.desk.office, BOOKS).pairings
    return {e.ours.id for e in pairings if e.ours and e.theirs is None and not e.candidates}
