"""The page of bills, through its keys and buttons, on the sample company."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.billing.bill_run import RunState
from app.billing.gates import GateName
from app.billing.review import Limits, MarkKind, ReviewRow, ReviewState
from app.operations.adjust_invoices import void_invoice
from app.operations.changes import Changes
from app.operations.review_bills import marks_of
from app.store.database import raw
from app.ui.main_window import MainWindow
from app.ui.pages import bills_page
from app.ui.pages.bills import review_part, runs_part
from app.ui.pages.bills.proof_words import joints_of
from app.ui.pages.bills_page import LEFT_OUT, PROOF, REVIEW, RUNS, BillsPage
from tests.ui.conftest import settled

WAIVED = (
    GateName.SUSPENDED_USAGE,
    GateName.ACCOUNTS_NOT_READY,
    GateName.PROBABLE_DUPLICATES,
    GateName.NOT_REGISTERED,
)


def shown(window: MainWindow) -> BillsPage:
    """The page of October, its draft made."""
    page = window.pages["bills"]
    assert isinstance(page, BillsPage)
    window.show_page("bills")
    settled(window.desk)
    return page


def drafted(window: MainWindow) -> BillsPage:
    page = shown(window)
    press(page.main)
    settled(window.desk)
    assert page.kept.draft is not None
    return page


def press(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def key(page: BillsPage, which: Qt.Key) -> None:
    QTest.keyClick(page.review.grid.view, which)
    settled(page.desk)


def state_of(page: BillsPage, row: ReviewRow) -> ReviewState:
    review = page.kept.review
    assert review is not None
    return next(r.state for r in review.rows if r.account_number == row.account_number)


def current(page: BillsPage) -> ReviewRow:
    row = page.review.current()
    assert row is not None
    return row


def clear_gates(page: BillsPage) -> None:
    for gate in WAIVED:
        page.kept.waive(gate, "known")
        settled(page.desk)


@pytest.fixture
def reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question for a reason is answered."""
    for module in (review_part, runs_part):
        monkeypatch.setattr(module, "ask_reason", lambda *_: "asked the customer")


@pytest.fixture
def yes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every confirmation is given; the titles that were asked."""
    asked: list[str] = []

    def answer(_: object, question: object) -> bool:
        asked.append(getattr(question, "title", ""))
        return True

    monkeypatch.setattr(bills_page, "ask", answer)
    return asked


def test_without_a_draft_the_page_says_what_to_do(october: MainWindow) -> None:
    page = shown(october)
    assert page.main.text() == "Draft October 2026"
    assert page.review.grid.model.rowCount() == 0
    assert "55 invoices can be drafted" in page.review.grid.empty.accessibleName()


def test_a_draft_shows_the_biggest_changes_first_and_adds_up(october: MainWindow) -> None:
    page = drafted(october)
    review = page.kept.review
    assert review is not None
    rows = [page.review.grid.model.row_at(line) for line in range(3)]
    sizes = [abs(row.difference) for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(review.sums.by_cause.values()) == review.sums.difference
    assert page.review.foot.title.text().startswith("All 55 invoices: 30,796.36 in September")


def test_a_draft_is_worked_out_once(october: MainWindow) -> None:
    page = drafted(october)
    made = page.kept.review.made if page.kept.review else None
    october.show_page("usage")
    october.show_page("bills")
    page.tabs.show_part(LEFT_OUT)
    page.tabs.show_part(REVIEW)
    settled(october.desk)
    assert page.kept.review is not None
    assert page.kept.review.made is made


def test_a_change_elsewhere_makes_the_draft_anew(october: MainWindow) -> None:
    page = drafted(october)
    made = page.kept.review.made if page.kept.review else None
    october.desk.tasks.changed.emit(Changes.CUSTOMERS)
    settled(october.desk)
    assert page.kept.review is not None
    assert page.kept.review.made is not made
    assert not page.kept.is_stale


def test_space_approves_and_goes_to_the_next(october: MainWindow) -> None:
    page = drafted(october)
    first = current(page)
    key(page, Qt.Key.Key_Space)
    assert state_of(page, first) is ReviewState.APPROVED
    assert current(page).account_number != first.account_number
    second = current(page)
    key(page, Qt.Key.Key_Space)
    assert state_of(page, second) is ReviewState.APPROVED
    kept = marks_of(october.desk.office, "2026-10")
    assert {first.account_number, second.account_number} == set(kept)


def test_space_in_the_field_to_find_is_a_letter(october: MainWindow) -> None:
    page = drafted(october)
    QTest.keyClicks(page.review.grid.find_field, "canyon freight")
    settled(october.desk)
    assert page.review.grid.find_field.text() == "canyon freight"
    assert marks_of(october.desk.office, "2026-10") == {}


@pytest.mark.usefixtures("reason")
def test_a_held_bill_is_out_of_the_sums_and_can_be_let_go(october: MainWindow) -> None:
    page = drafted(october)
    first = current(page)
    key(page, Qt.Key.Key_H)
    review = page.kept.review
    assert review is not None
    assert state_of(page, first) is ReviewState.ON_HOLD
    assert (review.sums.invoices, review.sums.held) == (54, 1)
    assert "1 on hold" in page.review.foot.title.text()
    page.review.show_account(first.account_number)
    key(page, Qt.Key.Key_H)
    assert state_of(page, first) is ReviewState.TO_REVIEW


def test_what_was_said_can_be_undone_and_redone(october: MainWindow) -> None:
    page = drafted(october)
    first = current(page)
    key(page, Qt.Key.Key_Space)
    assert october.desk.undo_title == f"Approve {first.name}"
    october.desk.undo()
    settled(october.desk)
    assert state_of(page, first) is ReviewState.TO_REVIEW
    october.desk.redo()
    settled(october.desk)
    assert state_of(page, first) is ReviewState.APPROVED


def test_the_rest_is_approved_at_once_and_says_how_many(october: MainWindow) -> None:
    page = drafted(october)
    assert page.rest.text() == "Approve all 55"
    key(page, Qt.Key.Key_Space)
    assert page.rest.text() == "Approve the other 54"
    press(page.rest)
    settled(october.desk)
    assert page.kept.review is not None
    assert page.kept.review.to_review == ()
    assert not page.rest.isEnabled()


def test_the_pane_tells_the_changes_and_shows_the_page(october: MainWindow) -> None:
    page = drafted(october)
    row = current(page)
    QTest.qWait(120)
    settled(october.desk)
    pane = page.review.pane
    lines = pane.changes.model.rows_shown()
    assert lines is not None
    assert sum((line.amount for line in lines), Decimal(0)) == row.difference
    assert pane.pdf.pages >= 1
    assert pane.pdf.name == f"Draft of {row.account_number}"


def test_only_one_button_is_filled(october: MainWindow) -> None:
    page = drafted(october)
    for title in (RUNS, REVIEW, LEFT_OUT, PROOF):
        page.tabs.show_part(title)
        settled(october.desk)
        filled = [
            button
            for button in october.findChildren(QPushButton)
            if button.isVisible() and button.property("kind") == "primary"
        ]
        assert len(filled) <= 1, [button.text() for button in filled]


def test_an_approval_names_count_and_money_and_can_be_undone(
    october: MainWindow, yes: list[str]
) -> None:
    page = drafted(october)
    clear_gates(page)
    press(page.rest)
    settled(october.desk)
    assert page.main.text() == "Approve 55 invoices, 31,894.13"
    press(page.main)
    settled(october.desk)
    assert yes == ["Approve 55 invoices of October 2026, 31,894.13?"]
    review = page.kept.review
    assert review is not None
    assert review.state is RunState.APPROVED
    october.desk.undo()
    settled(october.desk)
    assert page.kept.review is not None
    assert page.kept.review.state is RunState.DRAFT
    assert page.kept.review.to_review == ()


def test_open_gates_lead_to_the_wizard_and_approve_nothing(
    october: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = drafted(october)
    opened: list[bool] = []
    monkeypatch.setattr(page, "open_wizard", lambda: opened.append(True))
    assert page.main.text() == "Clear 4 gates…"
    press(page.main)
    settled(october.desk)
    assert opened == [True]
    assert page.kept.review is not None
    assert page.kept.review.state is RunState.DRAFT


@pytest.mark.usefixtures("reason")
def test_the_latest_run_is_taken_back_with_a_reason(window: MainWindow) -> None:
    page = shown(window)
    page.tabs.show_part(RUNS)
    settled(window.desk)
    assert page.take_back.text() == "Take back run 1…"
    press(page.take_back)
    settled(window.desk)
    assert page.runs.rows == []
    window.desk.undo()
    settled(window.desk)
    assert [row.state for row in page.runs.rows] == [RunState.APPROVED]


def test_a_run_that_stays_says_why(window: MainWindow) -> None:
    office = window.desk.office
    with office.file.read() as conn:
        number = raw(conn).execute("SELECT invoice_number FROM invoices LIMIT 1").fetchone()[0]
    void_invoice(office, number, why="typed twice")
    page = shown(window)
    page.tabs.show_part(RUNS)
    settled(window.desk)
    assert not page.take_back.isVisible()
    assert page.runs.note.text() == (
        f"Run 1 stays as it is. Invoice {number} was issued or made void."
    )


def test_who_is_left_out_leads_to_the_very_record(october: MainWindow) -> None:
    page = drafted(october)
    went: list[tuple[str, object]] = []
    page.go.disconnect()
    page.go.connect(lambda name, target: went.append((name, target)))
    page.tabs.show_part(LEFT_OUT)
    settled(october.desk)
    assert [row.account_number for row in page.kept.review.left_out] == ["10059", "10058"]  # type: ignore[union-attr]
    QTest.keyClick(page.left_out.grid.view, Qt.Key.Key_Return)
    (name, target) = went[0]
    assert name == "customers"
    assert (target.kind, target.key, target.account_number) == (  # type: ignore[attr-defined]
        "location",
        "10059-MAIN",
        "10059",
    )


def test_the_proof_of_a_billed_month_closes(window: MainWindow) -> None:
    page = shown(window)
    window.desk.choose_period("2026-09")
    page.tabs.show_part(PROOF)
    settled(window.desk)
    assert page.proof.band.property("kind") == "closes"
    assert page.proof.band_title.text() == "September 2026 closes, to the cent."
    shown_proof = page.proof.shown
    assert shown_proof is not None
    assert all(joint.holds for joint in joints_of(shown_proof))
    went: list[tuple[str, object]] = []
    page.go.disconnect()
    page.go.connect(lambda name, target: went.append((name, target)))
    assert page.main.text() == "Close September 2026…"
    press(page.main)
    assert went == [("month_end", "close")]


def test_a_proof_that_does_not_close_names_the_joint_and_the_record(window: MainWindow) -> None:
    office = window.desk.office
    with office.write() as conn:
        raw(conn).execute("UPDATE invoices SET total = total + 100000000 WHERE id = 1")
        number = raw(conn).execute("SELECT invoice_number FROM invoices WHERE id = 1").fetchone()[0]
    page = shown(window)
    window.desk.choose_period("2026-09")
    page.tabs.show_part(PROOF)
    settled(window.desk)
    assert page.proof.band.property("kind") == "error"
    assert page.proof.band_title.text() == "September 2026 does not close."
    assert number in page.proof.band_text.text()


def test_f8_goes_through_what_is_to_be_reviewed(october: MainWindow) -> None:
    page = drafted(october)
    first = current(page).account_number
    assert page.next_need()
    assert current(page).account_number != first
    page.kept.mark(page.kept.review.to_review if page.kept.review else (), MarkKind.APPROVED)
    settled(october.desk)
    assert not page.next_need()


def test_the_limits_are_kept_for_the_company(
    october: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = drafted(october)
    narrow = page.review.grid.model.rowCount()

    class Dialog:
        limits = Limits(Decimal(500), Decimal(9))

        def __init__(self, *_: object) -> None:
            pass

        def exec(self) -> bool:
            return True

    monkeypatch.setattr(review_part, "LimitsDialog", Dialog)
    box = page.review.grid.combos["limits"]
    box.setCurrentIndex(box.findData(review_part.SET))
    assert box.currentText() == "Over $\u2009500 or 900 %"
    assert page.review.grid.model.rowCount() < narrow
    assert october.desk.kept("review_limits") == "500/9"


def test_the_page_answers_while_it_works(october: MainWindow) -> None:
    page = shown(october)
    page.draft()
    assert page.kept.is_working
    QApplication.processEvents()
    assert not page.main.isEnabled()
    settled(october.desk)
    assert page.main.isEnabled()
