"""Connections through its page as a user would, beside practice systems of this process."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.billing.drift import DriftChoice
from app.customers.account import Account
from app.operations.browse_connections import list_connections
from app.operations.browse_inbox import Deed
from app.operations.edit_records import edit_records
from app.operations.list_payments import list_payments
from app.operations.posting_plan import PlanAction
from app.store.decisions import answers, save_answer
from app.store.links import LinkKind, our_ids
from app.store.setup import load
from app.ui.application import Program
from app.ui.application.syncing import WindowSync
from app.ui.main_window import MainWindow
from app.ui.pages.connections import applying, deciding, systems_part
from app.ui.pages.connections.page import ConnectionsPage
from tests.ui.conftest import settled
from tests.ui.practising import Ground, practising

pytestmark = pytest.mark.slow
NEW_THERE = "10070"
"""A customer of whom nobody has heard at the books."""


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Ground]:
    with practising(monkeypatch, tmp_path) as made:
        yield made


@pytest.fixture
def program(settings: QSettings, ground: Ground) -> Iterator[Program]:
    """The program by the time of the practice systems."""
    made = Program(ground.clock, settings)
    yield made
    for window in list(made.windows):
        window.desk.tasks.cancel_all()
        window.desk.tasks.wait()
        window.close()


def opened(program: Program, qtbot: QtBot, path: Path, part: str = "systems") -> ConnectionsPage:
    window = program.open_window()
    qtbot.addWidget(window)
    window.desk.open(path)
    settled(window.desk)
    window.show_page("connections", part)
    settled(window.desk)
    page = window.pages["connections"]
    assert isinstance(page, ConnectionsPage)
    return page


def window_of(page: ConnectionsPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def agree(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Says yes to every confirmation; what was asked."""
    asked: list[str] = []

    def yes(parent: object, question: object) -> bool:
        del parent
        asked.append(str(getattr(question, "title", "")))
        return True

    for module in (applying, deciding, systems_part):
        monkeypatch.setattr(module, "ask", yes)
    return asked


def press(page: ConnectionsPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.inbox.list, key)
    settled(page.desk)


# ---------------------------------------------------------------------------------------- systems


def test_without_a_system_connecting_one_is_the_filled_button(
    program: Program, qtbot: QtBot, ground: Ground
) -> None:
    page = opened(program, qtbot, ground.billed())
    assert [row.state for row in page.systems.grid.model.rows] == [
        "missing",
        "missing",
        "connected",
        "missing",
    ]
    assert page.connect_button.property("kind") == "primary"
    assert not page.main.isVisible()
    assert not page.again.isVisible()


def test_sync_now_reads_all_and_the_strip_tells_it(
    program: Program, qtbot: QtBot, ground: Ground
) -> None:
    page = opened(program, qtbot, ground.connected("connectwise", "quickbooks", go=False))
    page.sync_now()
    settled(page.desk)
    cells = window_of(page).task_bar.cells
    assert cells["system/quickbooks"].text().startswith("QuickBooks Online in step")
    assert cells["system/connectwise"].isVisible()
    ground.time.sleep(2 * 86_400)
    page.work.connections = None
    sync = window_of(page).findChild(WindowSync)
    assert sync is not None
    page.work.timer.stop()
    with page.desk.office.write() as conn:
        save_answer(conn, "sync", value="by_hand", stamp=page.desk.office.stamp("test"))
    page.work.look()
    settled(page.desk)
    assert "data of" in cells["system/quickbooks"].text()


def test_rights_are_tried_from_the_pane(program: Program, qtbot: QtBot, ground: Ground) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks", go=False))
    page.systems.show_system("quickbooks")
    page.systems.pane.test.click()
    settled(page.desk)
    assert page.systems.pane.rights_title.text().startswith("Rights: 12 of 12")


def test_a_flow_is_turned_off_and_undone(program: Program, qtbot: QtBot, ground: Ground) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks", go=False))
    page.systems.show_system("quickbooks")
    box = page.systems.pane.flow_boxes["payments"]
    box.setCurrentIndex(box.findData("off"))
    settled(page.desk)
    with page.desk.office.file.read() as conn:
        assert answers(conn)["flow.payments"] == "off"
    page.desk.undo()
    settled(page.desk)
    with page.desk.office.file.read() as conn:
        assert "flow.payments" not in answers(conn)


def test_how_often_is_decided_below_the_list(
    program: Program, qtbot: QtBot, ground: Ground
) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks", go=False))
    box = page.systems.often
    assert box.currentData() == "hourly"
    box.setCurrentIndex(box.findData("minute"))
    settled(page.desk)
    assert list_connections(page.desk.office).often == "minute"


def test_a_sync_begins_by_the_clock_as_often_as_decided(
    program: Program, qtbot: QtBot, ground: Ground
) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks", go=False))
    synced: list[object] = []
    page.work.synced.connect(synced.append)
    page.work.look()
    settled(page.desk)
    assert synced == []
    ground.time.sleep(3601)
    page.work.look()
    settled(page.desk)
    assert len(synced) == 1
    at = page.desk.clock.now()
    found = list_connections(page.desk.office)
    assert all(at - row.pulled_at < timedelta(minutes=2) for row in found.systems if row.pulled_at)


def test_disconnecting_forgets_the_secrets(
    program: Program, qtbot: QtBot, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks", go=False))
    asked = agree(monkeypatch)
    page.systems.show_system("quickbooks")
    page.systems.pane.end.click()
    settled(page.desk)
    assert asked == ["Disconnect QuickBooks Online?"]
    assert not any("quickbooks" in name for _, name in ground.keyring.secrets)
    assert page.connect_button.property("kind") == "primary"


# ------------------------------------------------------------------------------------------ inbox


def changed_there(ground: Ground) -> tuple[Path, str, Decimal]:
    """A company of which somebody has changed an invoice there; its number and total."""
    path = ground.connected("quickbooks")
    posted = [
        each for each in ground.state("quickbooks")["invoices"] if each["number"] == "CF-1043"
    ]
    total = Decimal(posted[0]["total"])
    ground.somebody("quickbooks", "edit", "CF-1043", str(total - 12))
    return path, "CF-1043", total


def test_an_invoice_changed_there_is_a_card_and_t_takes_theirs(
    program: Program, qtbot: QtBot, ground: Ground
) -> None:
    path, number, total = changed_there(ground)
    page = opened(program, qtbot, path, "inbox")
    page.sync_now()
    settled(page.desk)
    row = next(each for each in page.inbox.rows if each.kind == "drift")
    assert (row.our_id, row.deed) == (number, Deed.DRIFT)
    page.inbox.list.choose(row.id)
    settled(page.desk)
    card = page.inbox.pane.drift.card
    assert card is not None
    off = card.drift.there_total - total
    press(page, Qt.Key.Key_K)
    assert page.inbox.pane.drift.choice is DriftChoice.OURS
    press(page, Qt.Key.Key_T)
    word = "Credit" if off < 0 else "Charge"
    assert page.inbox.pane.act.text().startswith(word)
    press(page, Qt.Key.Key_Return)
    assert not any(each.kind == "drift" for each in page.inbox.rows)
    events = list_payments(page.desk.office).events
    assert any(each.invoice_number == number for each in events)


def test_keeping_ours_writes_there_and_asks_first(
    program: Program, qtbot: QtBot, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, number, total = changed_there(ground)
    asked = agree(monkeypatch)
    page = opened(program, qtbot, path, "inbox")
    page.sync_now()
    settled(page.desk)
    page.inbox.list.choose(next(each.id for each in page.inbox.rows if each.kind == "drift"))
    settled(page.desk)
    press(page, Qt.Key.Key_K, Qt.Key.Key_Return)
    assert len(asked) == 1
    there = {
        each["number"]: Decimal(each["total"]) for each in ground.state("quickbooks")["invoices"]
    }
    assert there[number] == total
    assert not any(each.kind == "drift" for each in page.inbox.rows)


def test_the_inbox_is_narrowed_by_words_and_system(
    program: Program, qtbot: QtBot, ground: Ground
) -> None:
    path, number, _ = changed_there(ground)
    page = opened(program, qtbot, path, "inbox")
    page.sync_now()
    settled(page.desk)
    every = len(page.inbox.rows)
    assert every
    page.inbox.find_field.setText(number)
    assert {row.our_id for row in page.inbox.rows} == {number}
    page.inbox.find_field.setText("nobody is called so")
    assert page.inbox.rows == []
    assert page.inbox.stack.currentWidget() is page.inbox.empty
    page.inbox.find_field.clear()
    assert len(page.inbox.rows) == every


def test_a_system_that_does_not_answer_stands_in_the_inbox_and_is_tried_again(
    program: Program, qtbot: QtBot, ground: Ground
) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks", go=False), "inbox")
    for service, name in list(ground.keyring.secrets):
        if "quickbooks" in name:
            del ground.keyring.secrets[service, name]
    page.sync_now()
    settled(page.desk)
    rows = {row.kind: row for row in page.inbox.rows}
    assert "sign_in_needed" in rows, list(rows)
    row = rows["sign_in_needed"]
    page.inbox.list.choose(row.id)
    assert page.inbox.pane.act.text() == "Sign in to QuickBooks Online…"
    cell = window_of(page).task_bar.cells["system/quickbooks"]
    assert cell.text() == "QuickBooks Online sign-in ended"
    page.inbox.pane.act.click()
    settled(page.desk)
    wizard = page.wizards.wizard
    assert wizard is not None
    assert wizard.page_shown.step == "Sign in"
    wizard.next_button.click()
    settled(page.desk)
    wizard.done(0)
    page.sync_now()
    settled(page.desk)
    assert "sign_in_needed" not in {row.kind for row in page.inbox.rows}


# ------------------------------------------------------------------------------------------ plans


def test_a_plan_is_applied_exactly_as_shown_and_taken_back(
    program: Program, qtbot: QtBot, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks", go=False), "plans")
    page.work.plan()
    settled(page.desk)
    view = page.plans.view
    assert view is not None
    count = sum(line.kind == "invoice" and line.is_to_do for line in view.lines)
    assert page.apply_button.text().startswith(f"Apply: post {count} invoices")
    asked = agree(monkeypatch)
    page.do()
    settled(page.desk)
    assert asked[0].startswith(f"Post {count} invoices")
    with page.desk.office.file.read() as conn:
        assert len(our_ids(conn, "quickbooks", LinkKind.INVOICE)) == count
    assert not page.plans.can_apply
    assert page.back_button.isVisible()
    page.take_back()
    settled(page.desk)
    back = page.plans.view
    assert back is not None
    assert back.takes_back == view.row.id
    assert page.apply_button.text().startswith("Apply: take back")
    page.do()
    settled(page.desk)
    standing = [
        each
        for each in ground.state("quickbooks")["invoices"]
        if each["number"].startswith("CF-10") and Decimal(each["total"])
    ]
    assert not {each["number"] for each in standing} & {f"CF-{n}" for n in range(1043, 1050)}


def test_what_changed_since_the_plan_is_left_out_and_turns_amber(
    program: Program, qtbot: QtBot, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks", go=False), "plans")
    page.work.plan()
    settled(page.desk)
    agree(monkeypatch)
    view = page.plans.view
    assert view is not None
    with page.desk.office.file.read() as conn:
        account = next(each for each in load(conn, Account) if each.account_number == NEW_THERE)
    edit_records(page.desk.office, [replace(account, name="Saltbush Vets")], title="Rename")
    page.plans.apply()
    settled(page.desk)
    found = page.plans.view
    assert found is not None
    stale = [line for line in found.lines if line.is_stale]
    assert [line.our_id for line in stale] == [NEW_THERE]
    first = page.plans.grid.model.rows_shown()[0]
    assert first.is_stale


def test_tiles_filter_the_records(program: Program, qtbot: QtBot, ground: Ground) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks", go=False), "plans")
    page.work.plan()
    settled(page.desk)
    page.plans.tiles.choose("create")
    assert {row.action for row in page.plans.grid.model.rows_shown()} == {PlanAction.CREATE}
    page.plans.tiles.choose("")
    view = page.plans.view
    assert view is not None
    assert len(page.plans.grid.model.rows_shown()) == len(view.lines)


def test_history_lists_what_was_done(program: Program, qtbot: QtBot, ground: Ground) -> None:
    page = opened(program, qtbot, ground.connected("quickbooks"), "history")
    assert page.past.grid.model.rows
    assert page.past.records.model.rows
    assert page.past.back.isEnabled()
