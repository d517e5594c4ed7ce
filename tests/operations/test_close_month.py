"""Closing a month: what it takes, what it holds by every path, and opening it again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.bill_run import RunState
from app.errors import AppError, InputError, NotAllowed
from app.operations.adjust_invoices import credit_line, void_invoice
from app.operations.clear_suspense import Selection, assign_suspense
from app.operations.close_month import close_month, list_closings, reopen_month
from app.operations.edit_records import edit_records, undo_edit
from app.operations.import_workbook import apply_workbook, export_workbook, plan_workbook
from app.operations.invoice_papers import PrintChoices
from app.operations.keep_steps import take_back_waiver, waive_item
from app.operations.office import Office
from app.operations.print_invoices import print_invoices
from app.operations.rerate_usage import rerate_usage
from app.operations.run_bills import bill, undo_run
from app.operations.undo_import import undo_import
from app.store import audit
from app.store.closed_months import closed_months
from app.store.invoices import load_invoices
from app.workbook.plan import Fate
from tests.operations.closed_month import PERIOD, lay_closed, send
from tests.operations.companies import (
    BILLABLE,
    BRITAIN,
    DECEMBER,
    GRANITE,
    LATE,
    OCTOBER,
    STRANGER,
    a_charge,
    approve,
    calls_by_key,
    change,
    copied,
    dump,
    later,
    take_in,
)


@pytest.fixture(scope="session")
def closed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("closed")
    path = folder / "closed.switchbook"
    assert lay_closed(path, folder).findings == ()
    return path


@pytest.fixture
def closed(closed_file: Path, tmp_path: Path) -> Iterator[Office]:
    """October is closed; CF-1043 and CF-1044 are sent, one stranger's call waits."""
    with copied(closed_file, tmp_path / "closed.switchbook") as office:
        yield office


def codes(office: Office) -> list[str]:
    return [finding.code for finding in close_month(office, PERIOD).findings]


# ---- what it takes


def test_a_month_without_bills_stays_open(office: Office) -> None:
    assert codes(office) == ["no_run"]


def test_a_month_with_an_open_gate_stays_open(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    assert codes(office) == ["gate_open", "no_run"]


def test_a_month_whose_invoices_did_not_leave_the_house_stays_open(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    result = close_month(office, PERIOD)
    assert [each.message for each in result.findings] == [
        "2 invoices of October 2026 have not left the house."
    ]
    assert result.summary() == "October 2026 stays open, 1 reason"


def test_a_month_with_a_bill_that_is_not_approved_stays_open(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    send(office, tmp_path / "out")
    void_invoice(office, "CF-1044", why="wrong address")
    assert codes(office) == ["not_billed"]


def test_a_month_whose_proof_does_not_close_stays_open(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    send(office, tmp_path / "out")
    with office.write() as conn:
        conn.exec_driver_sql("UPDATE imports SET records = records + 1")
    result = close_month(office, PERIOD)
    assert [each.code for each in result.findings] == ["proof_open"]
    assert "import 1, october.csv" in result.findings[0].message


def test_a_month_that_is_not_closed_is_written_nothing_of(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    before = dump(office)
    close_month(office, PERIOD)
    assert dump(office) == before


def test_calls_that_came_after_the_run_are_waived_for_closing(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    send(office, tmp_path / "out")
    take_in(office, tmp_path, STRANGER, name="more.csv")
    assert codes(office) == ["gate_open"]
    waive_item(office, PERIOD, "suspended_usage", why="a carrier's test")
    assert codes(office) == []


def test_closing_keeps_by_whom_when_and_with_which_proof(closed: Office) -> None:
    (closing,) = list_closings(closed)
    assert (closing.month.label, closing.month.last_import) == (PERIOD, 1)
    assert closing.month.closed_at == closed.clock.now()
    assert closing.month.closed_by
    assert (closing.proof["records_in"], closing.proof["billed"]) == ("9", "5")
    assert Decimal(closing.proof["total"]) == Decimal("340.65")
    with closed.file.read() as conn:
        assert [e.action for e in audit.entries_of(conn, "months", record=PERIOD)] == ["closed"]


def test_a_closed_month_is_not_closed_again(closed: Office) -> None:
    with pytest.raises(NotAllowed, match="closed already"):
        close_month(closed, PERIOD)


# ---- what it holds, by every path (point 27)


def add_charge(office: Office) -> None:
    found = edit_records(office, [a_charge("T-2")], title="add a charge")
    raise NotAllowed(found.refusals[0].message, "", found.refusals[0].way_out)


def import_charge(office: Office) -> None:
    folder = office.file.path.parent / "sheets"
    export_workbook(office, folder, sheets=["charges"])
    text = (folder / "charges.csv").read_text(encoding="utf-8")
    (folder / "charges.csv").write_text(text.replace("T-1", "T-3"), encoding="utf-8")
    plan = plan_workbook(office, folder)
    assert [(each.sheet, each.number) for each in plan.wrong] == [("charges", 2)]
    assert not [row for row in plan.rows if row.fate is Fate.ADDED]
    raise NotAllowed(plan.wrong[0].reason, "", plan.wrong[0].findings[0].way_out)


def import_good_rows(office: Office) -> None:
    folder = office.file.path.parent / "sheets"
    export_workbook(office, folder, sheets=["charges"])
    reopen_month(office, PERIOD, why="to plan")
    text = (folder / "charges.csv").read_text(encoding="utf-8")
    (folder / "charges.csv").write_text(text.replace("T-1", "T-3"), encoding="utf-8")
    plan = plan_workbook(office, folder)
    assert plan.is_whole
    close_month(office, PERIOD)
    apply_workbook(office, plan, origin="charges.csv")


PATHS: dict[str, Callable[[Office], object]] = {
    "undo the run": lambda office: undo_run(office, 1),
    "void an invoice": lambda office: void_invoice(office, "CF-1043", why="wrong"),
    "approve more of it": lambda office: bill(office, PERIOD, approve=True),
    "take the import back": lambda office: undo_import(office, 1),
    "waive a gate": lambda office: waive_item(office, PERIOD, "no_tax_rules", why="x"),
    "take a waiver back": lambda office: take_back_waiver(office, PERIOD, "suspended_usage"),
    "add a charge by hand": add_charge,
    "import a charge": import_charge,
    "apply a plan made before": import_good_rows,
}


@pytest.mark.parametrize("path", PATHS)
def test_a_closed_month_refuses_changes_by_every_path(closed: Office, path: str) -> None:
    """Point 27: each refusal names the month, since when, by whom, and the way out."""
    before = dump(closed, "closed_months")
    with pytest.raises(AppError) as refusal:
        PATHS[path](closed)
    text = str(refusal.value)
    (closing,) = [each for each in list_closings(closed) if each.reopened_at is None]
    assert f"October 2026 is closed since Nov 2, 2026 by {closing.month.closed_by}." in text
    assert "reopen October 2026 with a reason" in text
    assert dump(closed, "closed_months") == before


def test_a_charge_in_a_closed_month_is_neither_changed_nor_taken_out_nor_moved(
    closed: Office,
) -> None:
    kept = a_charge()
    moved = replace(kept, charged_on=date(2026, 11, 3))
    for row in (replace(kept, quantity=Decimal(3)), moved):
        found = edit_records(closed, [row], title="change")
        assert [each.code for each in found.refusals] == ["month_closed"]
        assert (found.edits, found.refusals[0].record) == ((), "T-1")
    with pytest.raises(NotAllowed, match="T-1 was not taken out"):
        edit_records(closed, [], title="change", removed=[kept])


def test_an_edit_of_a_closed_month_is_not_taken_back(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    edited = edit_records(office, [a_charge()], title="add a charge")
    approve(office)
    send(office, tmp_path / "out")
    assert codes(office) == []
    with pytest.raises(NotAllowed, match="October 2026 is closed"):
        undo_edit(office, edited)


def test_a_charge_of_an_open_month_is_taken(closed: Office) -> None:
    charge = a_charge("T-2", charged_on=date(2026, 11, 1))
    assert edit_records(closed, [charge], title="add a charge").refusals == ()


def test_a_credit_is_the_way(closed: Office) -> None:
    credit_line(closed, "CF-1043", line=1, amount=Decimal(5), why="a faulty line")
    with later(closed, DECEMBER) as december:
        result = approve(december, "2026-11", suspended_usage="one stranger")
    lines = [line for invoice in result.invoices for line in invoice.lines]
    assert Decimal("-5.00") in [line.amount for line in lines]


def test_prices_of_a_closed_month_stay(office: Office, tmp_path: Path) -> None:
    """Also of calls that no invoice holds, as their customer was left out."""
    take_in(office, tmp_path, *BILLABLE)
    change(office, accounts=[replace(GRANITE, terms="when we like")])
    approve(office, accounts_not_ready="Granite is asked")
    send(office, tmp_path / "out")
    assert codes(office) == []
    before = calls_by_key(office)
    assert (before["a3"]["charge"], before["a3"]["invoice_id"]) == (15_000_000, None)
    change(office, rates=[replace(BRITAIN, rate=Decimal("0.60"))])
    assert rerate_usage(office).changed == 0
    assert calls_by_key(office) == before
    reopen_month(office, PERIOD, why="Britain was too cheap")
    assert rerate_usage(office).changed == 1
    assert calls_by_key(office)["a3"]["charge"] == 30_000_000


def test_a_call_in_suspense_is_cleared_into_a_later_month(closed: Office) -> None:
    assign_suspense(closed, Selection(reason="no_customer"), number="(303) 555-0143", why="theirs")
    with later(closed, DECEMBER) as december:
        result = approve(december, "2026-11")
    late = [line for each in result.invoices for line in each.lines if line.late]
    assert [(line.account_number, line.amount) for line in late] == [("100", Decimal("0.06"))]


def test_a_file_that_comes_late_is_billed_later_and_may_be_taken_back(
    closed: Office, tmp_path: Path
) -> None:
    take_in(closed, tmp_path, LATE, name="late.csv")
    assert undo_import(closed, 2).records == 1
    take_in(closed, tmp_path, LATE, name="late.csv")
    change(closed, rates=[replace(BRITAIN, rate=Decimal(9))])
    with later(closed, DECEMBER) as december:
        result = approve(december, "2026-11", suspended_usage="one stranger")
    late = [line for each in result.invoices for line in each.lines if line.late]
    assert [line.usage.calls for line in late if line.usage] == [1]


def test_another_month_is_free(closed: Office, tmp_path: Path) -> None:
    november = LATE.replace("2026-10-31", "2026-11-05")
    take_in(closed, tmp_path, november, name="november.csv")
    with later(closed, DECEMBER) as december:
        approve(december, "2026-11", suspended_usage="one stranger")
        assert undo_run(december, 2)
    assert undo_import(closed, 2).records == 1


def test_documents_are_written_again_from_a_closed_month(closed: Office, tmp_path: Path) -> None:
    printed = print_invoices(closed, 1, tmp_path / "again", choices=PrintChoices(detail=False))
    assert len(printed.invoices) == 2
    with closed.file.read() as conn:
        assert {each.invoice.state.value for each in load_invoices(conn)} == {"issued"}


# ---- opening it again


def test_reopening_needs_a_reason_and_is_listed(closed: Office) -> None:
    """Point 27: with whom, when and why, in the list and in the audit."""
    with pytest.raises(InputError, match="needs a reason"):
        reopen_month(closed, PERIOD, why=" ")
    reopen_month(closed, PERIOD, why="a bill went to the wrong door")
    (closing,) = list_closings(closed)
    assert closing.reopened_why == "a bill went to the wrong door"
    assert (closing.reopened_at, closing.reopened_by) == (
        closed.clock.now(),
        closing.month.closed_by,
    )
    with closed.file.read() as conn:
        assert closed_months(conn) == {}
        entry = audit.entries_of(conn, "months", record=PERIOD)[-1]
    assert (entry.action, entry.reason) == ("reopened", "a bill went to the wrong door")
    void_invoice(closed, "CF-1043", why="wrong door")


def test_a_month_is_closed_anew_after_it_was_reopened(closed: Office) -> None:
    reopen_month(closed, PERIOD, why="a look")
    assert close_month(closed, PERIOD).month is not None
    assert [each.reopened_why for each in list_closings(closed)] == ["a look", None]


def test_what_is_not_closed_is_not_reopened(office: Office) -> None:
    with pytest.raises(NotAllowed, match="not closed"):
        reopen_month(office, PERIOD, why="by mistake")


def test_a_period_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="no bill period"):
        close_month(office, "October")


def test_the_run_of_a_closed_month_was_final(closed: Office) -> None:
    result = bill(closed, PERIOD)
    assert result.state is RunState.FINAL
