"""Both sides of a PSA's billing, read once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.customers.incoming import PsaFamily, PsaInvoice, PsaProduct
from app.operations.billing_view import (
    BillingView,
    billing_view,
    invoice_view,
    linked_accounts,
    went_live,
)
from app.operations.edit_records import edit_records
from app.operations.office import Office
from app.store.psa_billing import keep_in_ledger, note_told
from tests.operations.companies import GRANITE, HARBOR, NOW, a_charge
from tests.operations.psa_billing import KEY, later_hours, link_product, sync, with_psa
from tests.operations.psa_staged import tell


def view(office: Office) -> BillingView:
    with office.file.read() as conn:
        return billing_view(office, conn, KEY)


def test_products_are_known_by_link_code_and_name(office: Office) -> None:
    with_psa(office)
    seat = PsaProduct(source_id="p1", code="VOICE", name="Voice seat")
    named = PsaProduct(source_id="p2", code="X", name="technician")
    tell(office, KEY, PsaFamily.PRODUCTS, seat, named)
    link_product(office, KEY, "SEAT", "p1")
    found = view(office).desk.product_of
    assert (found["p1"], found["p2"], found["voice"], found["labor"]) == (
        "SEAT",
        "LABOR",
        "SEAT",
        "LABOR",
    )


def test_an_account_is_known_by_link_before_its_psa_id(office: Office) -> None:
    with_psa(office)
    edit_records(office, [replace(GRANITE, psa_id="5"), replace(HARBOR, psa_id="6")], title="ids")
    with office.file.read() as conn:
        found = linked_accounts(conn, KEY, view(office).accounts)
    assert {there: each.account_number for there, each in found.items()} == {"1": "100", "6": "200"}


def test_our_mark_and_their_invoice_are_told_apart(office: Office) -> None:
    with_psa(office, later_hours())
    sync(office)
    invoice = PsaInvoice(source_id="9", number="PSA-9")
    tell(office, KEY, PsaFamily.INVOICES, invoice)
    tell(office, KEY, PsaFamily.TIME, later_hours(is_billed=True, billed_reference="CF-1"))
    assert view(office).desk.marked == frozenset()
    with office.write() as conn:
        keep_in_ledger(conn, KEY, ("time", "7"), "PSA:connectwise:time:7")
        note_told(conn, KEY, ("time", "7"), "CF-1", at=NOW)
    assert view(office).desk.marked == {("time", "7")}
    tell(office, KEY, PsaFamily.TIME, later_hours(is_billed=True, billed_reference="invoice 9"))
    assert view(office).desk.marked == frozenset()
    assert view(office).invoice_named("PSA-9") == invoice
    assert view(office).invoice_named("") is None


def test_the_first_day_of_any_books_counts() -> None:
    given = {"go_live.xero": "2026-11-01", "go_live.sage": "2026-10-01", "psa": "none"}
    assert went_live(given) == date(2026, 10, 1)
    assert went_live({}) is None


def test_what_rows_give_back_is_known_by_what_they_reverse(office: Office) -> None:
    with_psa(office)
    half = a_charge("C-1", quantity=Decimal(1), unit_price=Decimal("-20.50"), credits="T-1")
    rest = a_charge("C-2", quantity=Decimal(2), unit_price=Decimal("-5.00"), credits="T-1")
    edit_records(office, [a_charge("T-1"), half, rest], title="credits")
    found = view(office)
    assert (found.credited("T-1"), found.credited("C-1")) == (
        Decimal("30.50"),
        Decimal(0),
    )


def test_the_invoices_alone_are_seen_as_with_all_the_rest(office: Office) -> None:
    with_psa(office)
    there = PsaInvoice(source_id="9", customer_id="1", number="PSA-9")
    tell(office, KEY, PsaFamily.INVOICES, there)
    with office.file.read() as conn:
        assert invoice_view(conn, KEY) == view(office).invoicing
