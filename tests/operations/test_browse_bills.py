from decimal import Decimal
from pathlib import Path

from app.billing.bill_run import RunState
from app.operations.adjust_invoices import void_invoice
from app.operations.browse_bills import billed_sums, line_source, list_runs
from app.operations.close_month import close_month
from app.operations.invoice_papers import PrintChoices
from app.operations.office import Office
from app.operations.print_invoices import print_invoices
from app.operations.run_bills import bill
from tests.operations.companies import BILLABLE, a_charge, add, approve, take_in


def test_a_draft_is_listed_with_what_it_came_to(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    bill(office, "2026-10")
    (run,) = list_runs(office)
    assert (run.state, run.invoices, run.total) == (RunState.DRAFT, 2, Decimal("65.65"))
    assert (run.can_undo, run.undo_refused) == (False, "")


def test_the_latest_approved_run_can_be_taken_back(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    (run,) = list_runs(office)
    assert (run.invoices, run.total, run.can_undo) == (2, Decimal("65.65"), True)


def test_an_earlier_run_names_the_later_one(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office, "2026-09")
    approve(office)
    later, earlier = list_runs(office)
    assert later.can_undo
    assert earlier.undo_refused == f"Run {later.id} was approved after it."


def test_a_run_with_a_void_invoice_says_why_it_stays(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    void_invoice(office, "CF-1044", why="typed twice")
    (run,) = list_runs(office)
    assert run.undo_refused == "Invoice CF-1044 was issued or made void."
    assert (run.invoices, run.void) == (1, 1)


def test_an_issued_run_stays(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    print_invoices(office, 1, tmp_path / "out", choices=PrintChoices(detail=False))
    (run,) = list_runs(office)
    assert (run.state, run.issued, run.can_undo) == (RunState.FINAL, 2, False)


def test_a_run_of_a_closed_month_stays(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    print_invoices(office, 1, tmp_path / "out", choices=PrintChoices(detail=False))
    close_month(office, "2026-10")
    (run,) = list_runs(office)
    assert not run.can_undo


def test_the_sums_of_a_period_add_up(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    add(office, charges=[a_charge()])
    approve(office)
    sums = billed_sums(office, "2026-10")
    assert sum(amount for _, amount in sums.kinds) == sums.charges
    assert sums.charges + sum(amount for _, amount in sums.taxes) == sums.total
    assert sum(amount for _, amount in sums.ledger) == 0
    assert (sums.invoices, sums.first_number, sums.last_number) == (2, "CF-1043", "CF-1044")


def test_a_period_without_invoices_has_sums_of_nothing(office: Office) -> None:
    sums = billed_sums(office, "2026-10")
    assert (sums.invoices, sums.first_number, sums.ledger) == (0, "", ())
    assert sums.total == 0


def test_a_line_comes_from_its_service_or_charge(office: Office) -> None:
    add(office, charges=[a_charge()])
    service = line_source(office, "100", "100-SEATS")
    assert service.service is not None
    assert service.service.service_code == "100-SEATS"
    charge = line_source(office, "100", "T-1")
    assert charge.charge == a_charge()


def test_a_line_of_nothing_offers_what_an_adjustment_needs(office: Office) -> None:
    source = line_source(office, "100", "")
    assert (source.service, source.charge) == (None, None)
    assert [product.product_code for product in source.products] == ["LABOR"]
    assert [place.location_code for place in source.locations] == ["100-MAIN"]
