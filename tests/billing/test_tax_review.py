from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.billing.invoice import InvoiceState
from app.billing.tax_adjustment import TaxAdjustment
from app.billing.tax_review import Why, review_invoices
from app.tax.book import TaxBook, make_book
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.share import TaxShare
from tests.billing.records import a_charge
from tests.billing.reviews import (
    JOBS,
    MAIN,
    RULES,
    adjustments,
    facts,
    final,
    reviewed,
    told,
)
from tests.billing.taxes import a_book, a_fee, a_percentage

D = Decimal
SHARE = TaxShare(category="VOIP_FIXED", effective_from=date(2020, 1, 1), source="fixed")
RATES = st.integers(0, 2000).map(lambda steps: Decimal(steps) / 10_000)
CERTIFICATE = Exemption(
    account_number="10042",
    certificate_number="C-1",
    kind="NONPROFIT",
    family="SALES",
    effective_from=date(2026, 1, 1),
)


def exempt_book() -> TaxBook:
    """The tables with a certificate that came late."""
    return make_book(
        enumerate(RULES, 2),
        registrations=[Registration(family="*", effective_from=date(2020, 1, 1))],
        exemptions=[CERTIFICATE],
    )


def test_the_same_tables_change_nothing() -> None:
    found = reviewed(final())
    assert (found.changes, found.findings, found.invoices) == ((), (), 1)


def test_a_changed_rate() -> None:
    found = reviewed(final(), taxes=(a_percentage("0.05"), a_fee()))
    assert told(found) == [("CO-SALES", D("9.00"), D("7.50"), "ROW_CHANGED")]
    assert found.difference == D("-1.50")


def test_the_lines_take_back_and_restate() -> None:
    (change,) = reviewed(final(), taxes=(a_percentage("0.05"), a_fee())).changes
    assert [
        (line.adjusts, line.base, line.rate, line.amount, [p.amount for p in line.parts])
        for line in change.lines
    ] == [
        ("CF-1", D(-150), D("0.06"), D("-9.00"), [D("-1.80"), D("-6.00"), D("-1.20")]),
        ("CF-1", D(150), D("0.05"), D("7.50"), [D("1.50"), D("5.00"), D("1.00")]),
    ]


def test_a_change_tells_its_place_on_the_bill() -> None:
    (change,) = reviewed(final(), taxes=(a_percentage("0.05"), a_fee())).changes
    assert (change.invoice_number, change.account_number, change.invoice_date) == (
        "CF-1",
        "10042",
        date(2026, 11, 1),
    )
    assert (change.bill_label, change.class_, change.jurisdiction, change.location_code) == (
        "CO-SALES",
        "TAX",
        "US/CO",
        None,
    )


def test_a_fee_that_was_raised() -> None:
    found = reviewed(final(), taxes=(a_percentage("0.06"), a_fee(unit_amount="1.50")))
    assert told(found) == [("CO-911", D("1.25"), D("1.50"), "ROW_CHANGED")]
    assert [line.units for line in found.changes[0].lines] == [D(-1), D(1)]


def test_a_row_that_came_late() -> None:
    county = a_percentage("0.01", tax_code="COUNTY")
    assert told(reviewed(final(), taxes=(*RULES, county))) == [
        ("COUNTY", D(0), D("1.50"), "ROW_ADDED")
    ]


def test_a_row_that_is_gone() -> None:
    decides = a_percentage("0", tax_code="NOT-TAXED")
    assert told(reviewed(final(), taxes=(a_fee(), decides))) == [
        ("CO-SALES", D("9.00"), D(0), "ROW_ENDED")
    ]


def test_a_certificate_received_after_billing() -> None:
    found = reviewed(final(), taxes=exempt_book())
    assert told(found) == [("CO-SALES", D("9.00"), D(0), "CERTIFICATE_RECEIVED")]
    assert [line.exempt_amount for line in found.changes[0].lines] == [D(0), D(150)]


def test_a_certificate_that_no_longer_holds() -> None:
    found = reviewed(final(exempt_book()), taxes=RULES)
    assert told(found) == [("CO-SALES", D(0), D("9.00"), "CERTIFICATE_ENDED")]


def test_a_registration_that_came_late() -> None:
    invoice = final(a_book(*RULES, registered=False))
    exposed = {"CF-1": frozenset({("CO-SALES", "US/CO"), ("CO-911", "US/CO")})}
    assert told(reviewed(invoice, exposures=exposed)) == [
        ("CO-911", D(0), D("1.25"), "REGISTRATION_ADDED"),
        ("CO-SALES", D(0), D("9.00"), "REGISTRATION_ADDED"),
    ]


def test_a_registration_that_no_longer_holds() -> None:
    found = reviewed(final(), taxes=a_book(*RULES, registered=False))
    assert {why for *_, why in told(found)} == {"REGISTRATION_ENDED"}


def test_a_tax_whose_base_holds_the_one_that_changed() -> None:
    city = replace(a_percentage("0.10", tax_code="CITY"), base_includes="CO-SALES")
    found = reviewed(final((*RULES, city)), taxes=(a_percentage("0.05"), a_fee(), city))
    assert told(found) == [
        ("CITY", D("15.90"), D("15.75"), "INCLUDED_TAX"),
        ("CO-SALES", D("9.00"), D("7.50"), "ROW_CHANGED"),
    ]


def test_a_place_that_is_told_otherwise_now() -> None:
    county = replace(a_percentage("0.01", tax_code="COUNTY"), county_fips="059")
    book = a_book(*RULES, county)
    there, elsewhere = (replace(MAIN, county_fips=code) for code in ("059", "031"))
    found = reviewed(final(book, place=there), taxes=book, place=elsewhere)
    assert told(found) == [("COUNTY", D("1.50"), D(0), "RECORDS")]


def test_a_share_that_is_told_otherwise_now() -> None:
    fund = replace(a_percentage("0.10", tax_code="FUND"), base_kind="INTRASTATE", category="VOIP_*")
    books = [
        make_book(
            enumerate((*RULES, fund), 2),
            shares=[(2, replace(SHARE, interstate=D(part)))],
            registrations=[Registration(family="*", effective_from=date(2020, 1, 1))],
        )
        for part in ("0.649", "0.5")
    ]
    assert told(reviewed(final(books[0]), taxes=books[1])) == [
        ("FUND", D("1.05"), D("1.50"), "RECORDS")
    ]


def test_only_the_codes_that_are_asked_for() -> None:
    invoice = final()
    now = facts(invoice, taxes=(a_percentage("0.05"), a_fee(unit_amount="2")))
    found = review_invoices([invoice], now, codes={"CO-911"})
    assert told(found) == [("CO-911", D("1.25"), D("2.00"), "ROW_CHANGED")]


def test_an_invoice_that_a_tax_service_taxed_is_left_to_it() -> None:
    invoice = final()
    foreign = tuple(replace(line, source="AFC") for line in invoice.tax_lines)
    found = reviewed(replace(invoice, tax_lines=foreign), taxes=(a_percentage("0.05"),))
    assert (found.changes, [each.code for each in found.findings]) == ((), ["not_reviewed"])


def test_an_invoice_that_nobody_can_work_out_again_is_told_of() -> None:
    found = reviewed(final(), taxes=(a_fee(),))
    (finding,) = found.findings
    assert (found.changes, finding.record) == ((), "CF-1")
    assert "cannot be worked out again: No tax row of US/CO decides" in finding.message


def test_a_void_invoice_gives_back_what_was_corrected_on_it() -> None:
    invoice = final()
    made = adjustments(reviewed(invoice, taxes=(a_percentage("0.05"), a_fee())).changes)
    void = replace(invoice, state=InvoiceState.VOID)
    found = reviewed(void, taxes=(a_percentage("0.05"), a_fee()), adjustments=made)
    assert told(found) == [("CO-SALES", D("-1.50"), D(0), "INVOICE_VOID")]
    again = reviewed(void, adjustments=[*made, *adjustments(found.changes)])
    assert again.changes == ()


def test_corrections_of_another_invoice_are_not_its_own() -> None:
    one, other = final(), final(number="CF-2")
    late = (a_percentage("0.05"), a_fee())
    made = adjustments(reviewed(one, taxes=late).changes)
    found = reviewed(other, taxes=late, adjustments=made)
    assert told(found) == [("CO-SALES", D("9.00"), D("7.50"), "ROW_CHANGED")]


def test_an_invoice_of_credits_alone_has_nothing_to_work_out() -> None:
    first = final()
    row = a_charge("C-1", charged_on=date(2026, 11, 5), unit_price="-40", credits_="T-1")
    charges = (*JOBS, row)
    last = final(
        label="2026-11",
        number="CF-2",
        charges=[row],
        history=[first],
        final_labels=frozenset({"2026-10"}),
    )
    credit_only = replace(
        last,
        lines=tuple(line for line in last.lines if line.reference == "C-1"),
        tax_lines=tuple(line for line in last.tax_lines if line.trace and line.trace.reverses),
    )
    found = reviewed(first, credit_only, charges=charges)
    assert (found.changes, found.findings) == ((), ())


@given(RATES, RATES, RATES)
@settings(max_examples=60, deadline=None)
def test_what_was_corrected_needs_no_other_correction(
    before: Decimal, after: Decimal, third: Decimal
) -> None:
    invoice = final((a_percentage(f"{before}"), a_fee()))
    made: list[TaxAdjustment] = []
    for rate in (after, third, before):
        now = (a_percentage(f"{rate}"), a_fee())
        found = reviewed(invoice, taxes=now, adjustments=made)
        made += adjustments(found.changes)
        assert reviewed(invoice, taxes=now, adjustments=made).changes == ()
        for change in found.changes:
            assert sum(line.amount for line in change.lines) == change.difference
    assert sum(each.line.amount for each in made) == 0


@given(RATES, RATES, st.integers(1, 9999))
@settings(max_examples=60, deadline=None)
def test_credits_before_and_after_a_correction_give_back_all_of_the_tax(
    before: Decimal, after: Decimal, cents: int
) -> None:
    old, new = ((a_percentage(f"{rate}"), a_fee()) for rate in (before, after))
    first = final(old)
    part = Decimal(cents) / 100
    give = a_charge("C-1", charged_on=date(2026, 11, 5), unit_price=f"-{part}", credits_="T-1")
    second = final(
        old,
        label="2026-11",
        number="CF-2",
        charges=[*JOBS, give],
        history=[first],
        billed_references={"T-1", "T-2"},
        final_labels=frozenset({"2026-10"}),
    )
    now = facts(first, second, taxes=new, charges=(*JOBS, give))
    made = adjustments(review_invoices([first], now).changes)
    assert review_invoices([first], replace(now, adjustments=made)).changes == ()
    rest = a_charge(
        "C-2", charged_on=date(2026, 12, 5), unit_price=f"-{100 - part}", credits_="T-1"
    )
    third = final(
        new,
        label="2026-12",
        number="CF-3",
        charges=[*JOBS, give, rest],
        history=[first, second],
        corrections=made,
        billed_references={"T-1", "T-2", "C-1"},
        final_labels=frozenset({"2026-10", "2026-11"}),
    )
    of_job = [
        part.amount
        for line in (*first.tax_lines, *(each.line for each in made))
        for part in line.parts
        if part.line_index == 1 and line.tax_code == "CO-SALES"
    ]
    returned = [
        line.amount
        for invoice in (second, third)
        for line in invoice.tax_lines
        if line.trace and line.trace.reverses
    ]
    assert sum(of_job, D(0)) + sum(returned, D(0)) == 0


def test_the_words_of_each_cause_differ() -> None:
    assert len({why.value for why in Why}) == len(Why)
