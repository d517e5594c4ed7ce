from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.tax_reports.facts import BookedInvoice
from app.billing.tax_reports.usf_quarters import quarters_of, usf_quarter
from app.tax.request import ChargeKind
from app.tax.usf_filing import UsfFiling
from app.values.period import Period
from tests.billing.records import a_location, an_account
from tests.billing.tax_reports.filing_facts import (
    QUARTER,
    RESELLER,
    SAFE_HARBOR,
    a_line,
    a_tax,
    an_invoice,
    facts_of,
    parts_of,
)

SEAT = an_invoice(a_line("30.00"), taxes=[a_tax("7.32")])
SECOND = replace(an_account("10043"), customer_class="business")


def test_a_window_has_its_quarters_cut_at_its_ends() -> None:
    assert quarters_of(Period(date(2025, 12, 10), date(2026, 4, 2))) == [
        Period(date(2025, 12, 10), date(2026, 1, 1)),
        Period(date(2026, 1, 1), date(2026, 4, 1)),
        Period(date(2026, 4, 1), date(2026, 4, 2)),
    ]


def test_assessable_is_the_interstate_share_of_end_users() -> None:
    found = usf_quarter(facts_of(SEAT), QUARTER)
    assert (found.name, found.owed.interstate) == ("2026Q1", Decimal("19.47"))
    # 19.47 x 0.376 = 7.32072
    assert (found.due, found.billed, found.credited) == (
        Decimal("7.32"),
        Decimal("7.32"),
        Decimal(0),
    )
    assert found.findings == ()
    assert found.has_voip


def test_what_is_no_telecommunications_is_not_assessable() -> None:
    invoice = an_invoice(a_line("79.00", "INTERNET_ACCESS"), a_line("89.00", "EQUIP_SALE"))
    found = usf_quarter(facts_of(invoice), QUARTER)
    assert (found.owed.base, found.due, found.has_voip) == (Decimal(0), Decimal(0), False)


def test_own_fees_that_ride_on_telecommunications_are_assessable() -> None:
    fee = a_tax("10.00", code="RRF", family="REG", class_="PROVIDER_FEE")
    found = usf_quarter(facts_of(an_invoice(a_line("30.00"), taxes=[fee])), QUARTER)
    assert found.owed.interstate == Decimal("25.96")
    assert found.customers[0].ceiling == Decimal("7.32")


def test_certified_resellers_contribute_themselves() -> None:
    invoice = an_invoice(a_line("30.00"))
    found = usf_quarter(facts_of(invoice, exemptions=[RESELLER]), QUARTER)
    assert found.owed.base == Decimal(0)


def test_what_is_used_abroad_is_not_assessable() -> None:
    ontario = replace(a_location(region="ON"), country="CA")
    found = usf_quarter(facts_of(an_invoice(a_line("30.00")), locations=[ontario]), QUARTER)
    assert found.owed.base == Decimal(0)


def test_recovery_is_in_the_base_where_circularity_takes_it_out_again() -> None:
    circular = UsfFiling(period="2026Q1", circularity=Decimal("0.25"))
    found = usf_quarter(facts_of(SEAT, usf_filings=[circular]), QUARTER)
    assert found.owed.base == Decimal("26.79")
    assert found.recovered == (Decimal("7.32"), Decimal(0))
    # 26.79 x 0.75 x 0.376 = 7.55478
    assert found.due == Decimal("7.55")
    outside = replace(circular, recovery_in_base=False)
    found = usf_quarter(facts_of(SEAT, usf_filings=[outside]), QUARTER)
    assert found.owed.base == Decimal("19.47")


def test_state_recovery_is_in_no_federal_base() -> None:
    state = a_tax("0.53", code="CO-USF", family="SUSF", jurisdiction="US/CO")
    circular = UsfFiling(period="2026Q1", circularity=Decimal("0.25"))
    invoice = an_invoice(a_line("30.00"), taxes=[state])
    found = usf_quarter(facts_of(invoice, usf_filings=[circular]), QUARTER)
    assert found.owed.base == Decimal("19.47")


def test_a_de_minimis_provider_owes_nothing_and_is_warned_of_lines_it_billed() -> None:
    small = UsfFiling(period="2026", de_minimis=True)
    found = usf_quarter(facts_of(SEAT, usf_filings=[small]), QUARTER)
    assert found.due == Decimal(0)
    (finding,) = found.findings
    assert finding.code == "usf_billed_while_de_minimis"
    assert finding.message.startswith("7.32 of universal service was billed in 2026Q1")


def test_a_de_minimis_provider_that_billed_nothing_is_not_warned() -> None:
    small = UsfFiling(period="2026Q1", de_minimis=True)
    found = usf_quarter(facts_of(an_invoice(a_line("30.00")), usf_filings=[small]), QUARTER)
    assert found.findings == ()


def test_a_quarter_without_factor_is_an_error_where_there_is_revenue() -> None:
    found = usf_quarter(facts_of(SEAT, usf_factors=()), QUARTER)
    assert [finding.code for finding in found.findings] == ["usf_factor_missing"]
    assert (found.due, found.customers[0].ceiling, found.over) == (None, None, Decimal(0))
    assert usf_quarter(facts_of(usf_factors=()), QUARTER).findings == ()


def test_a_customer_billed_above_the_ceiling_is_told() -> None:
    # E2: three seats of 9.99, each line rounded by itself, come to 7.32 where 7.31 is allowed.
    lines = [a_line("9.99") for _ in range(3)]
    tax = a_tax("7.32", parts=parts_of("2.44", "2.44", "2.44"))
    found = usf_quarter(facts_of(an_invoice(*lines, taxes=[tax])), QUARTER)
    (customer,) = found.customers
    assert (customer.ceiling, customer.over, found.over) == (
        Decimal("7.31"),
        Decimal("0.01"),
        Decimal("0.01"),
    )
    assert [finding.code for finding in found.findings] == ["usf_over_collected"]


def test_what_one_invoice_has_left_does_not_help_another() -> None:
    low = an_invoice(a_line("30.00"), taxes=[a_tax("7.00")], number="2")
    high = an_invoice(a_line("30.00"), taxes=[a_tax("7.40")], number="3")
    assert usf_quarter(facts_of(low, high), QUARTER).over == Decimal("0.08")


def test_each_customer_stands_by_itself() -> None:
    other = replace(
        an_invoice(
            a_line("10.00", account_number="10043", location_code="L2"),
            taxes=[a_tax("2.44")],
            number="2",
        ),
        account_number="10043",
    )
    facts = facts_of(
        SEAT, other, accounts=[SECOND], locations=[a_location("L2", account_number="10043")]
    )
    found = usf_quarter(facts, QUARTER)
    assert [(each.account_number, each.billed) for each in found.customers] == [
        ("10042", Decimal("7.32")),
        ("10043", Decimal("2.44")),
    ]


def test_a_credit_at_an_older_rate_is_no_over_collection() -> None:
    # E10 the other way round: the older factor was lower than the quarter's.
    credit = an_invoice(
        a_line("-10.00", kind=ChargeKind.CREDIT), taxes=[a_tax("-2.00", rate="0.3")], number="2"
    )
    found = usf_quarter(facts_of(SEAT, credit), QUARTER)
    assert (found.billed, found.credited, found.over) == (
        Decimal("7.32"),
        Decimal("-2.00"),
        Decimal(0),
    )


def test_a_voided_over_collection_is_taken_back() -> None:
    invoice = an_invoice(a_line("30.00"), taxes=[a_tax("8.00")])
    found = usf_quarter(
        facts_of(BookedInvoice(invoice=invoice, voided_on=date(2026, 3, 1))), QUARTER
    )
    assert found.over == Decimal(0)
    assert found.findings == ()


def test_a_provider_of_interstate_alone_may_not_bill_on_international() -> None:
    invoice = an_invoice(
        a_line("10.00", "TOLL_INTERSTATE"),
        a_line("990.00", "TOLL_INTL"),
        taxes=[a_tax("376.00", parts=parts_of("3.76", "372.24"))],
    )
    found = usf_quarter(facts_of(invoice), QUARTER)
    assert (found.owed.lire, found.due) == (True, Decimal("3.76"))
    assert found.over == Decimal("372.24")
    both = UsfFiling(period="2026Q1", lire=False)
    found = usf_quarter(facts_of(invoice, usf_filings=[both]), QUARTER)
    assert (found.due, found.over) == (Decimal("376.00"), Decimal(0))


def test_a_missing_share_is_told_here_too() -> None:
    facts = facts_of(an_invoice(a_line("30.00", "DID")), shares=[SAFE_HARBOR])
    found = usf_quarter(facts, QUARTER)
    assert [finding.code for finding in found.findings] == ["share_missing"]
