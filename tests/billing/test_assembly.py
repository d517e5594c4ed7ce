from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.billing.assembly import AccountRecords, RunBook, draft_invoice
from app.billing.billed import billed_service, by_service
from app.billing.draft import DraftInvoice
from app.billing.invoice import Invoice
from app.billing.tax_adjustment import TaxAdjustment
from app.billing.usage_charges import UsageSum
from app.customers.product import Product
from app.findings import error
from app.tax.request import ChargeKind
from app.tax.rule import TaxRule
from tests.billing.records import (
    COMPANY,
    PRODUCTS,
    a_charge,
    a_circuit,
    a_location,
    a_number,
    a_service,
    a_tax_line,
    an_account,
)
from tests.billing.taxes import a_book, a_fee, a_percentage


def _book(*rules: TaxRule, label: str = "2026-10", registered: bool = True) -> RunBook:
    places = [
        a_location(),
        a_location("10042-EAST"),
        a_location("B-MAIN", account_number="B", region="WY"),
    ]
    return RunBook(
        label=label,
        company=COMPANY,
        products=PRODUCTS,
        locations={place.location_code: place for place in places},
        taxes=a_book(*rules, registered=registered),
    )


def _calls(exact: str = "1.25", location_code: str = "10042-MAIN") -> UsageSum:
    return UsageSum(
        account_number="10042",
        location_code=location_code,
        usage_product="CALLS",
        call_class="interstate",
        calls=2,
        billed_seconds=120,
        allowance_seconds=0,
        exact=Decimal(exact),
        label="2026-10",
    )


RECORDS = AccountRecords(account=an_account(), services=[a_service(quantity="2")])
WITH_ALL = AccountRecords(
    account=an_account(),
    services=[
        a_service(service_code="S2"),
        a_service(service_code="S1"),
        a_service(service_code="E1", location_code="10042-EAST"),
        a_service("SETUP", service_code="N1", starts_on=date(2026, 10, 3)),
    ],
    charges=[a_charge("T-1"), a_charge("T-2", unit_price="-20.00")],
    usage=[_calls()],
)


def _invoice(draft: DraftInvoice) -> Invoice:
    assert draft.invoice is not None
    return draft.invoice


def test_lines_stand_by_location_then_kind() -> None:
    invoice = _invoice(draft_invoice(WITH_ALL, _book()))
    assert [(line.location_code, line.kind.value, line.reference) for line in invoice.lines] == [
        ("10042-EAST", "recurring", "E1"),
        ("10042-MAIN", "recurring", "S1"),
        ("10042-MAIN", "recurring", "S2"),
        ("10042-MAIN", "one_time", "N1"),
        ("10042-MAIN", "one_time", "T-1"),
        ("10042-MAIN", "credit", "T-2"),
        ("10042-MAIN", "usage", ""),
    ]


def test_the_invoice_is_dated_the_day_after_its_period_and_due_by_its_terms() -> None:
    invoice = _invoice(draft_invoice(RECORDS, _book()))
    assert (invoice.period_start, invoice.invoice_date, invoice.due_date) == (
        date(2026, 10, 1),
        date(2026, 11, 1),
        date(2026, 12, 1),
    )


def test_the_date_asked_for_goes_before() -> None:
    book = replace(_book(), invoice_date=date(2026, 11, 5))
    records = replace(RECORDS, account=an_account(terms="Due on receipt"))
    invoice = _invoice(draft_invoice(records, book))
    assert (invoice.invoice_date, invoice.due_date) == (date(2026, 11, 5), date(2026, 11, 5))


def test_an_account_without_lines_gets_no_invoice() -> None:
    draft = draft_invoice(AccountRecords(account=an_account()), _book(a_percentage()))
    assert (draft.invoice, draft.is_left_out) == (None, False)


def test_free_calls_alone_make_an_invoice_of_zero() -> None:
    records = AccountRecords(account=an_account(), usage=[_calls("0")])
    assert _invoice(draft_invoice(records, _book())).total == 0


def test_without_any_tax_row_nothing_is_taxed_and_nothing_held() -> None:
    draft = draft_invoice(RECORDS, _book())
    assert (_invoice(draft).taxes, draft.is_left_out) == (Decimal(0), False)


def _correction(amount: str) -> TaxAdjustment:
    line = a_tax_line(amount, tax_code="CO-CITY", parts=((4, amount),))
    return TaxAdjustment(account_number="10042", invoice_number="CF-9", line=line)


def test_corrections_of_earlier_taxes_stand_behind_its_own_and_are_not_taxed() -> None:
    records = replace(RECORDS, adjustments=[_correction("-8.24"), _correction("6.87")])
    invoice = _invoice(draft_invoice(records, _book(a_percentage("0.10"))))
    assert [(tax.tax_code, tax.amount, tax.base) for tax in invoice.tax_lines] == [
        ("CO-SALES", Decimal("6.00"), Decimal(60)),
        ("CO-CITY", Decimal("-8.24"), Decimal("30.00")),
        ("CO-CITY", Decimal("6.87"), Decimal("30.00")),
    ]
    assert [tax.parts for tax in invoice.tax_lines[1:]] == [(), ()]


def test_corrections_alone_make_no_invoice() -> None:
    records = AccountRecords(account=an_account(), adjustments=[_correction("-8.24")])
    assert draft_invoice(records, _book(a_percentage())).invoice is None


def test_corrections_of_a_child_stand_on_its_parents_invoice() -> None:
    child = AccountRecords(account=an_account("2", parent="10042"), adjustments=[_correction("1")])
    invoice = _invoice(draft_invoice(RECORDS, _book(), children=[child]))
    assert [tax.amount for tax in invoice.tax_lines] == [Decimal(1)]


def test_a_percentage_is_taken_of_all_lines() -> None:
    invoice = _invoice(draft_invoice(WITH_ALL, _book(a_percentage("0.10"))))
    [tax] = invoice.tax_lines
    assert (invoice.charges, tax.base, tax.amount) == (
        Decimal("346.25"),
        Decimal("346.25"),
        Decimal("34.63"),
    )


def test_the_parts_of_a_tax_add_up_to_it() -> None:
    [tax] = _invoice(draft_invoice(WITH_ALL, _book(a_percentage()))).tax_lines
    assert sum(part.amount for part in tax.parts) == tax.amount


def test_services_count_and_charges_do_not() -> None:
    voice = Product(
        product_code="LABOR",
        name="Seat by the day",
        tax_category="VOIP_FIXED",
        gl_code="4010",
        line_kind="line",
    )
    book = replace(_book(a_fee(), a_percentage("0")), products=PRODUCTS | {"LABOR": voice})
    records = replace(RECORDS, charges=[a_charge()])
    [tax] = _invoice(draft_invoice(records, book)).tax_lines
    assert (tax.units, tax.amount) == (Decimal(2), Decimal("2.50"))


def test_call_paths_of_circuits_are_counted() -> None:
    records = replace(RECORDS, circuits=[a_circuit(call_paths=23)])
    book = _book(a_fee("CALL_PATH"), a_percentage("0"))
    [tax] = _invoice(draft_invoice(records, book)).tax_lines
    assert (tax.units, tax.amount) == (Decimal(23), Decimal("28.75"))


def test_numbers_in_force_any_day_of_the_period_are_counted() -> None:
    numbers = [a_number(ends_on=date(2026, 10, 2)), a_number("+13035550143")]
    records = replace(RECORDS, numbers=numbers)
    [tax] = _invoice(draft_invoice(records, _book(a_fee("DID"), a_percentage("0")))).tax_lines
    assert tax.units == 2


def test_a_service_that_starts_in_the_period_counts_once() -> None:
    records = AccountRecords(
        account=an_account(), services=[a_service(starts_on=date(2026, 10, 10))]
    )
    [tax] = _invoice(draft_invoice(records, _book(a_fee(), a_percentage("0")))).tax_lines
    assert tax.units == 1


def test_a_tax_problem_leaves_the_invoice_out_with_its_money() -> None:
    book = _book(a_percentage(category="INSTALL"))
    draft = draft_invoice(RECORDS, book)
    assert (draft.billed, _invoice(draft).charges) == (None, Decimal("60.00"))
    assert {problem.code for problem in draft.tax_problems} == {"undecided_charge"}


def test_what_is_not_registered_is_not_collected_and_told() -> None:
    draft = draft_invoice(RECORDS, _book(a_percentage(), registered=False))
    assert (_invoice(draft).taxes, draft.exposure[0].amount) == (Decimal(0), Decimal("6.00"))


def test_an_account_that_is_not_ready_is_shown_without_taxes() -> None:
    records = replace(RECORDS, findings=[error("terms", "None.")])
    draft = draft_invoice(records, _book(a_percentage()))
    assert (draft.is_left_out, _invoice(draft).total) == (True, Decimal("60.00"))


def _family() -> DraftInvoice:
    child = AccountRecords(
        account=an_account("B", parent="10042", bill_cycle_day=15),
        services=[a_service(service_code="B1", account_number="B", location_code="B-MAIN")],
    )
    return draft_invoice(RECORDS, _book(a_percentage()), children=[child])


def test_a_childs_lines_stand_after_the_payers_own() -> None:
    lines = _invoice(_family()).lines
    assert [(line.account_number, line.reference) for line in lines] == [
        ("10042", "S1"),
        ("B", "B1"),
    ]


def test_a_child_keeps_its_own_cycle() -> None:
    assert _invoice(_family()).lines[1].start == date(2026, 11, 15)


def test_a_child_is_taxed_by_its_own_location() -> None:
    [problem] = _family().tax_problems
    assert problem.code == "undecided_charge"
    assert "WY" in problem.message


def test_a_child_that_is_not_ready_leaves_the_payers_invoice_out() -> None:
    child = AccountRecords(
        account=an_account("B", parent="10042"), findings=[error("terms", "None.")]
    )
    assert draft_invoice(RECORDS, _book(), children=[child]).is_left_out


def test_nobody_but_the_payer_gets_an_invoice() -> None:
    draft = _family()
    assert (draft.account_number, draft.accounts) == ("10042", ("10042", "B"))


def test_the_same_run_after_approval_bills_nothing() -> None:
    first = _invoice(draft_invoice(replace(WITH_ALL, usage=[]), _book()))
    services = [
        billed_service(line)
        for line in first.lines
        if line.kind is ChargeKind.RECURRING or line.reference == "N1"
    ]
    again = replace(
        WITH_ALL,
        usage=[],
        billed=by_service(services),
        billed_references={"T-1", "T-2"},
    )
    assert draft_invoice(again, _book()).invoice is None


def _credited(amount: str, *, history: tuple[Invoice, ...]) -> DraftInvoice:
    records = AccountRecords(
        account=an_account(),
        charges=[
            a_charge("T-1"),
            a_charge("C-1", charged_on=date(2026, 11, 3), unit_price=amount, credits_="T-1"),
        ],
        billed_references={"T-1"} if history else (),
        history=history,
    )
    return draft_invoice(records, _book(a_percentage("0.20"), label="2026-11"))


def _billed_at_ten_percent() -> Invoice:
    records = AccountRecords(account=an_account(), charges=[a_charge("T-1")])
    return _invoice(draft_invoice(records, _book(a_percentage("0.10"))))


def test_a_credit_gives_back_the_tax_of_then() -> None:
    invoice = _invoice(_credited("-25.00", history=(_billed_at_ten_percent(),)))
    assert (invoice.charges, invoice.taxes) == (Decimal("-25.00"), Decimal("-2.50"))


def test_a_credit_of_something_unknown_leaves_the_invoice_out() -> None:
    draft = _credited("-25.00", history=())
    assert [problem.record for problem in draft.errors] == ["C-1"]


def test_a_credit_of_a_charge_on_the_same_invoice_lowers_its_tax() -> None:
    records = AccountRecords(
        account=an_account(),
        charges=[a_charge("T-1"), a_charge("C-1", unit_price="-25.00", credits_="T-1")],
    )
    invoice = _invoice(draft_invoice(records, _book(a_percentage("0.10"))))
    assert (invoice.charges, invoice.taxes) == (Decimal("100.00"), Decimal("10.00"))


def test_a_service_entered_after_its_run_is_told() -> None:
    records = replace(RECORDS, final_labels=frozenset({"2026-09"}))
    draft = draft_invoice(records, _book())
    assert [finding.code for finding in draft.findings] == ["unbilled_service"]


def test_late_charges_are_marked() -> None:
    records = AccountRecords(
        account=an_account(),
        charges=[a_charge(charged_on=date(2026, 9, 5))],
        final_labels=frozenset({"2026-09"}),
    )
    assert [line.late for line in _invoice(draft_invoice(records, _book())).lines] == [True]


@pytest.mark.parametrize("code", ["S9", "S1"])
def test_lines_sum_to_the_invoice(code: str) -> None:
    records = replace(
        WITH_ALL, services=[*WITH_ALL.services, a_service("METER", service_code=code)]
    )
    invoice = _invoice(draft_invoice(records, _book(a_percentage("0.0825"))))
    assert invoice.total == sum(line.amount for line in invoice.lines) + sum(
        tax.amount for tax in invoice.tax_lines
    )
