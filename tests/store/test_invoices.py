from datetime import date
from pathlib import Path

from app.billing.invoice import InvoiceState
from app.operations.office import Office
from app.store.bill_runs import closed_periods
from app.store.database import raw
from app.store.invoices import (
    has_invoices,
    invoice_numbers,
    load_invoices,
    make_void,
    remove_invoices,
    run_invoices,
    set_state,
    unseal_calls,
    void_days,
)
from app.store.usage import sealed_frame
from app.values.period import Period
from tests.operations.companies import BILLABLE, DECEMBER, approve, calls_by_key, later, take_in


def test_invoices_are_read_as_they_were_approved(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approved = approve(office).invoices
    with office.file.read() as conn:
        stored = load_invoices(conn)
    assert [each.invoice for each in stored] == approved
    assert [(each.id, each.run_id, each.period) for each in stored] == [
        (1, 1, "2026-10"),
        (2, 1, "2026-10"),
    ]
    assert [(each.charges, each.taxes, each.total) for each in stored] == [
        (invoice.charges, invoice.taxes, invoice.total) for invoice in approved
    ]


def test_invoices_of_one_run_alone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with later(office, DECEMBER) as december:
        approve(december, "2026-11")
        with december.file.read() as conn:
            assert [invoice_id for invoice_id, _ in run_invoices(conn, 2)] == [3, 4]
            assert run_invoices(conn, 9) == []


def test_invoices_of_some_days_and_by_number(office: Office) -> None:
    approve(office)
    with later(office, DECEMBER) as december:
        approve(december, "2026-11")
        with december.write() as conn:
            first = load_invoices(conn)[0]
            make_void(conn, first, on=date(2026, 12, 2))
            november = Period(date(2026, 11, 1), date(2026, 12, 1))
            after = Period(date(2026, 12, 2), date(2027, 1, 1))
            assert [each.id for each in load_invoices(conn, within=november)] == [1, 2]
            assert [each.id for each in load_invoices(conn, within=after)] == [1]
            assert [each.id for each in load_invoices(conn, numbers={"CF-1044"})] == [2]
            assert load_invoices(conn, numbers=()) == []


def test_whether_there_are_invoices(office: Office) -> None:
    with office.file.read() as conn:
        assert not has_invoices(conn)
    approve(office)
    with office.file.read() as conn:
        assert has_invoices(conn)


def test_numbers_come_in_the_order_in_which_they_were_given(office: Office) -> None:
    approve(office)
    with office.file.read() as conn:
        assert invoice_numbers(conn, [2, 1]) == ["CF-1043", "CF-1044"]
        assert invoice_numbers(conn, []) == []


def test_states_are_set_one_by_one(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        set_state(conn, [2], InvoiceState.ISSUED)
        assert [each.invoice.state for each in load_invoices(conn)] == [
            InvoiceState.APPROVED,
            InvoiceState.ISSUED,
        ]


def test_calls_are_set_free_by_invoice(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.write() as conn:
        assert sealed_frame(conn).height == 3
        unseal_calls(raw(conn), [1])
        unseal_calls(raw(conn), [])
        assert sealed_frame(conn).height == 1
    held = {key: call["invoice_id"] for key, call in calls_by_key(office).items()}
    assert held == {"a1": None, "a2": None, "a3": None, "a4": None, "a5": None, "b1": 2}


def test_a_void_invoice_opens_its_account_s_period(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        make_void(conn, load_invoices(conn)[0], on=date(2026, 11, 2))
        assert closed_periods(conn) == {("200", "2026-10")}
        assert void_days(conn) == {"CF-1043": date(2026, 11, 2)}


def test_removed_invoices_leave_nothing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.write() as conn:
        remove_invoices(conn, 1)
        db = raw(conn)
        left = [
            db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for name in (
                "invoices",
                "invoice_lines",
                "invoice_tax_lines",
                "invoice_tax_parts",
                "bill_run_accounts",
            )
        ]
    assert left == [0] * 5
