from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.billing.bill_run import RunState
from app.billing.gates import GateName
from app.billing.seal import seal_of
from app.errors import InputError, NotAllowed
from app.operations.adjust_invoices import void_invoice
from app.operations.clear_suspense import Selection, write_off_suspense
from app.operations.office import Office
from app.operations.run_bills import bill, undo_run
from app.store import audit
from app.store.bill_runs import load_runs
from app.store.invoices import load_invoices
from app.tax.request import ChargeKind
from tests.operations.companies import (
    A1,
    A2,
    BILLABLE,
    BUNDLED,
    DECEMBER,
    GRANITE,
    HOME,
    OCTOBER,
    STEPPED,
    STRANGER,
    a_charge,
    add,
    approve,
    calls_by_key,
    change,
    copied,
    dump,
    later,
    take_in,
)


def totals(office: Office, label: str = "2026-10") -> dict[str, tuple[str, str, str]]:
    result = bill(office, label)
    return {
        each.account_number: (f"{each.charges}", f"{each.taxes}", f"{each.total}")
        for each in result.invoices
    }


def test_a_draft_bills_what_is_worked_out_by_hand(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    assert totals(office) == {
        "100": ("40.22", "4.02", "44.24"),
        "200": ("20.39", "1.02", "21.41"),
    }


def test_lines_are_services_and_calls_by_class(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    granite = bill(office, "2026-10").invoices[0]
    assert [
        (line.reference, line.usage and line.usage.call_class, f"{line.amount}")
        for line in granite.lines
    ] == [
        ("100-SEATS", None, "40.00"),
        ("", "intrastate", "0.00"),
        ("", "interstate", "0.06"),
        ("", "inbound", "0.01"),
        ("", "international", "0.15"),
    ]


def test_a_draft_is_kept_once(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    assert [bill(office, "2026-10").run_id for _ in range(2)] == [1, 1]
    with office.file.read() as conn:
        assert [(run.id, run.period, run.state) for run in load_runs(conn)] == [
            (1, "2026-10", "draft")
        ]


def test_a_period_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="is no bill period"):
        bill(office, "2026-13")


def test_approval_numbers_seals_and_locks(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    result = approve(office)
    assert [each.invoice_number for each in result.invoices] == ["CF-1043", "CF-1044"]
    calls = calls_by_key(office)
    assert {key: call["invoice_id"] for key, call in calls.items()} == {
        "a1": 1,
        "a2": 1,
        "a3": 1,
        "a4": 1,
        "a5": 1,
        "b1": 2,
    }
    with office.file.read() as conn:
        stored = load_invoices(conn)
    assert [each.seal for each in stored] == [seal_of(each.invoice) for each in stored]


def test_a_seal_tells_what_was_approved_from_what_is(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    invoice = approve(office).invoices[0]
    other = replace(invoice, due_date=date(2026, 12, 2))
    assert seal_of(other) != seal_of(invoice)


def test_an_open_gate_holds_the_approval(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    result = bill(office, "2026-10", approve=True)
    assert (result.state, result.blocked) == (RunState.DRAFT, True)
    assert [(g.name, g.count, f"{g.amount}", g.records) for g in result.gates if g.count] == [
        (GateName.SUSPENDED_USAGE, 1, "0.06", ("s1",))
    ]
    with office.file.read() as conn:
        assert load_invoices(conn) == []


def test_a_waived_gate_lets_the_run_pass_and_is_in_the_audit(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *OCTOBER)
    approve(office, suspended_usage="one stranger")
    with office.file.read() as conn:
        (entry,) = audit.entries_of(conn, "bill_runs", record="1/suspended_usage")
    assert (entry.action, entry.reason, entry.after) == (
        "waived",
        "one stranger",
        '{"count":1,"amount":"0.06"}',
    )


def test_a_written_off_call_holds_no_gate(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    write_off_suspense(office, Selection(reason="no_customer"), why="a test line")
    assert not bill(office, "2026-10").blocked


def test_running_twice_bills_once(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    before = dump(office)
    again = approve(office)
    assert (again.run_id, again.invoices) == (1, [])
    assert dump(office) == before


def test_a_period_that_is_not_over_holds_the_approval(office: Office) -> None:
    result = bill(office, "2026-11", approve=True)
    assert [gate.name for gate in result.gates if not gate.cleared] == [GateName.PERIOD_NOT_OVER]


def test_an_account_that_is_not_ready_is_left_out_and_billed_later(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    change(office, accounts=[replace(GRANITE, terms="when we like")])
    result = approve(office, accounts_not_ready="Granite is asked")
    assert [each.account_number for each in result.invoices] == ["200"]
    change(office, accounts=[GRANITE])
    assert [
        (each.account_number, each.invoice_number, f"{each.total}")
        for each in approve(office).invoices
    ] == [("100", "CF-1044", "44.24")]


def test_the_invoice_date_is_the_day_after_the_period(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    untold = bill(office, "2026-10").invoices[0]
    told = bill(office, "2026-10", invoice_date=date(2026, 11, 5)).invoices[0]
    assert [(each.invoice_date, each.due_date) for each in (untold, told)] == [
        (date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 11, 5), date(2026, 12, 5)),
    ]


def test_what_was_said_of_a_draft_holds_for_its_approval(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    waivers = {GateName.SUSPENDED_USAGE: "one stranger"}
    bill(office, "2026-10", invoice_date=date(2026, 11, 5), waivers=waivers)
    result = bill(office, "2026-10", approve=True)
    assert result.state is RunState.APPROVED
    assert {each.invoice_date for each in result.invoices} == {date(2026, 11, 5)}


# Undoing.


def test_undoing_a_run_leaves_every_table_but_the_audit_as_it_was(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *OCTOBER)
    add(office, charges=[a_charge()])
    bill(office, "2026-10", invoice_date=date(2026, 11, 3))
    before = dump(office)
    result = approve(office, suspended_usage="one stranger")
    assert undo_run(office, result.run_id, why="a wrong price") == ["CF-1043", "CF-1044"]
    assert dump(office) == before


def test_undoing_a_run_without_a_draft_leaves_none(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    before = dump(office)
    undo_run(office, approve(office).run_id)
    assert dump(office) == before


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.lists(st.sampled_from(BILLABLE), max_size=5, unique=True),
    late=st.lists(st.sampled_from(BILLABLE), max_size=5, unique=True),
)
def test_undoing_the_latest_run_is_undoing_it_alone(
    template: Path, tmp_path: Path, first: list[str], late: list[str]
) -> None:
    with copied(template, tmp_path / "law.switchbook", clock=DECEMBER) as office:
        take_in(office, tmp_path, *first, name="first.csv")
        approve(office)
        take_in(office, tmp_path, *late, name="late.csv")
        before = dump(office)
        undo_run(office, approve(office, "2026-11").run_id)
        assert dump(office) == before


def test_numbers_that_return_are_given_again(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    undo_run(office, approve(office).run_id)
    assert [each.invoice_number for each in approve(office).invoices] == ["CF-1043", "CF-1044"]


def test_only_the_latest_run_is_undone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with later(office, DECEMBER) as december:
        approve(december, "2026-11")
        before = dump(december)
        with pytest.raises(NotAllowed, match="Run 2 was approved after it"):
            undo_run(december, 1)
        assert dump(december) == before


def test_a_draft_cannot_be_undone(office: Office) -> None:
    bill(office, "2026-10")
    with pytest.raises(NotAllowed):
        undo_run(office, 1)


def test_a_run_with_a_void_invoice_cannot_be_undone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    void_invoice(office, "CF-1043", why="a wrong address")
    with pytest.raises(NotAllowed, match="Invoice CF-1043 was issued or made void"):
        undo_run(office, 1)


def test_a_run_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="There is no bill run 9"):
        undo_run(office, 9)


# What is sealed stays; what comes late is billed as such.


def test_a_sealed_call_keeps_its_charge_when_its_plan_changes(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    before = dump(office)

    change(
        office,
        rates=[replace(HOME, rate=Decimal("0.60"))],
        rate_plans=[
            replace(BUNDLED, allowance_minutes=Decimal(1)),
            replace(STEPPED, increment_seconds=60),
        ],
    )
    after = dump(office)
    assert [after[name] for name in ("calls", "sealed_calls", "invoices", "invoice_lines")] == [
        before[name] for name in ("calls", "sealed_calls", "invoices", "invoice_lines")
    ]


def test_a_late_call_is_billed_by_the_next_run_as_such(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A2)
    approve(office)
    take_in(office, tmp_path, A1, name="late.csv")
    with later(office, DECEMBER) as december:
        granite = bill(december, "2026-11").invoices[0]
    usage = [line for line in granite.lines if line.kind is ChargeKind.USAGE]
    assert [(line.late, line.start, line.usage and line.usage.calls) for line in usage] == [
        (True, date(2026, 10, 1), 1)
    ]


@pytest.mark.parametrize(("first", "amount"), [(A2, "0.06"), (A1, "0.00")])
def test_a_late_call_draws_only_what_is_left_of_the_allowance(
    office: Office, tmp_path: Path, first: str, amount: str
) -> None:
    """Ten minutes are included: after the call of ten nothing is left, after that of one nine."""
    take_in(office, tmp_path, first)
    approve(office)
    earlier = A1.replace("a1,", "late,").replace("-05T", "-04T")
    take_in(office, tmp_path, earlier, name="late.csv")
    with later(office, DECEMBER) as december:
        granite = bill(december, "2026-11").invoices[0]
    assert [f"{line.amount}" for line in granite.lines if line.late] == [amount]


def test_a_call_of_an_earlier_period_waits_for_its_own_run(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1.replace("2026-10-05", "2026-09-05"))
    granite = bill(office, "2026-10").invoices[0]
    assert [line.kind for line in granite.lines] == [ChargeKind.RECURRING]


def test_a_stranger_s_call_of_a_later_period_holds_no_gate(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE, STRANGER.replace("2026-10-09", "2026-11-01"))
    assert not bill(office, "2026-10").blocked


def test_an_invoice_made_void_is_billed_again_with_its_calls(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    void_invoice(office, "CF-1043", why="a wrong address")
    again = approve(office)
    assert [(each.invoice_number, f"{each.total}") for each in again.invoices] == [
        ("CF-1045", "44.24")
    ]
