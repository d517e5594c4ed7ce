from datetime import date
from decimal import Decimal

from app.billing.journal import Ledger
from app.billing.tax_reports.facts import (
    BookedInvoice,
    codes_of,
    entries,
    of_families,
    postings,
    tax_entries,
    ties,
)
from app.tax.place_history import DatedFacts, Method, PlaceFacts
from app.tax.request import ChargeKind
from app.tax.trace import RowTrace, TaxTrace
from app.values.period import Period
from tests.billing.tax_reports.filing_facts import (
    HOME,
    a_line,
    a_tax,
    an_invoice,
    facts_of,
    parts_of,
)
from tests.billing.taxes import a_percentage

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
SALES = a_tax("3.00", code="CO-SALES", family="Sales", class_="TAX", jurisdiction="US/CO")
FEE = a_tax("1.50", code="RRF", family="REG", class_="PROVIDER_FEE")
INVOICE = an_invoice(a_line("30.00"), taxes=[SALES, FEE])
VOID = BookedInvoice(invoice=INVOICE, voided_on=date(2026, 3, 5))


def test_an_invoice_counts_on_its_day() -> None:
    assert entries(facts_of(INVOICE, period=JANUARY)) == []
    assert [entry.sign for entry in entries(facts_of(INVOICE))] == [1]


def test_a_void_one_is_taken_back_on_the_day_of_the_void() -> None:
    [entry] = entries(facts_of(VOID, period=MARCH))
    assert (entry.day, entry.sign, entry.invoice) == (date(2026, 3, 5), -1, INVOICE)
    assert [each.amount for each in tax_entries(facts_of(VOID, period=MARCH))] == [
        Decimal("-3.00"),
        Decimal("-1.50"),
    ]


def test_another_period_can_be_asked_for() -> None:
    assert [entry.sign for entry in entries(facts_of(VOID, period=JANUARY), MARCH)] == [-1]


def test_entries_come_by_day_and_number() -> None:
    late = an_invoice(a_line("1.00"), number="2", day=date(2026, 1, 15))
    found = entries(facts_of(VOID, late))
    assert [(each.invoice.invoice_number, each.sign) for each in found] == [
        ("2", 1),
        ("1", 1),
        ("1", -1),
    ]


def test_what_credit_lines_gave_back_is_told_apart() -> None:
    tax = a_tax("1.00", parts=parts_of("3.00", "-2.00"))
    invoice = an_invoice(a_line("30.00"), a_line("-20.00", kind=ChargeKind.CREDIT), taxes=[tax])
    [taxed] = tax_entries(facts_of(invoice))
    assert (taxed.billed, taxed.credited, taxed.number) == (Decimal("3.00"), Decimal("-2.00"), 1)


def test_a_correction_of_an_earlier_invoice_is_no_billing_of_this_one() -> None:
    first = an_invoice(a_line("99.00"), number="0", day=date(2025, 12, 1))
    trace = TaxTrace(
        row=RowTrace(),
        first_day=date(2025, 12, 1),
        last_day=date(2025, 12, 1),
        reverses="0",
        adjusts=True,
    )
    invoice = an_invoice(a_line("30.00"), taxes=[a_tax("-1.00", trace=trace)])
    [taxed] = tax_entries(facts_of(first, invoice))
    assert (taxed.billed, taxed.credited) == (Decimal(0), Decimal("-1.00"))
    assert taxed.lines == first.lines


def test_families_are_found_whatever_their_case() -> None:
    found = of_families(tax_entries(facts_of(INVOICE)), {"SALES"})
    assert [each.tax.tax_code for each in found] == ["CO-SALES"]


def test_codes_of_a_family_stand_in_the_tables_or_on_invoices() -> None:
    facts = facts_of(INVOICE, rules=[a_percentage(tax_code="CO-CITY")])
    assert codes_of(facts, {"SALES"}) == {"CO-CITY", "CO-SALES"}


def test_the_journal_of_the_window_holds_what_was_posted_in_it() -> None:
    found = postings(facts_of(VOID, period=MARCH))
    assert {posting.posted_on for posting in found} == {date(2026, 3, 5)}


def test_every_code_is_tied_to_its_ledger() -> None:
    facts = facts_of(INVOICE)
    found = ties(facts, {"CO-SALES": Decimal("3.00"), "RRF": Decimal("1.50")})
    assert [(tie.ledger, tie.code, tie.difference) for tie in found] == [
        (Ledger.TAX_PAYABLE, "CO-SALES", Decimal(0)),
        (Ledger.PROVIDER_FEE, "RRF", Decimal(0)),
    ]


def test_a_code_that_a_report_lost_is_a_difference() -> None:
    [tie] = ties(facts_of(INVOICE), {}, codes={"RRF"})
    assert (tie.reported, tie.journal, tie.difference) == (
        Decimal(0),
        Decimal("1.50"),
        Decimal("-1.50"),
    )


def test_a_code_that_the_journal_lacks_is_a_difference() -> None:
    fee = a_percentage(tax_code="RRF")
    facts = facts_of(rules=[fee])
    [tie] = ties(facts, {"RRF": Decimal(1)})
    assert (tie.ledger, tie.difference) == (Ledger.TAX_PAYABLE, Decimal(1))


def test_a_location_is_where_it_was_that_day() -> None:
    moved = DatedFacts(
        effective_from=date(2026, 3, 1),
        facts=PlaceFacts(county_fips="031"),
        method=Method.USER,
    )
    facts = facts_of(places={HOME: (moved,)})
    on = [facts.location_on(HOME, day) for day in (date(2026, 2, 1), date(2026, 3, 1))]
    assert [place and place.county_fips for place in on] == [None, "031"]
    assert facts.location_on("nowhere", date(2026, 3, 1)) is None
    assert facts.last_day == date(2026, 3, 31)
