from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.billing.journal import Ledger
from app.billing.tax_reports.facts import BookedInvoice
from app.billing.tax_reports.report import Tie
from app.billing.tax_reports.revenue import Origin, RevenuePart, revenue, revenue_ties
from app.tax.bundle import BundleComponent
from app.tax.request import ChargeKind
from app.values.period import Period
from tests.billing.records import a_location
from tests.billing.tax_reports.filing_facts import (
    ACTUAL,
    RESELLER,
    a_fee,
    a_line,
    a_state_charge,
    a_tax,
    a_trace,
    an_invoice,
    facts_of,
    parts_of,
)

NET_SHARED = BundleComponent(
    product_code="PACK", component_no=1, category="VOIP_FIXED", method="SSP", weight=Decimal(1)
)
VOICE_SHARED = replace(NET_SHARED, component_no=2, category="INTERNET_ACCESS")


def only(parts: list[RevenuePart]) -> RevenuePart:
    (found,) = parts
    return found


def test_a_line_is_revenue_of_its_gl_code_by_its_shares() -> None:
    part = only(list(revenue(facts_of(an_invoice(a_line("30.00")))).parts))
    assert (part.origin, part.ledger, part.code) == (Origin.LINE, Ledger.REVENUE, "4010")
    assert part.interstate == Fraction(1947, 100)
    assert part.international == 0
    assert part.split[2] == Fraction(351, 1000)
    assert (part.state, part.is_domestic) == ("CO", True)


def test_invoices_of_other_windows_are_not_here() -> None:
    assert revenue(facts_of(an_invoice(a_line("30.00"), day=date(2026, 4, 1)))).parts == ()


def test_a_void_invoice_is_taken_back() -> None:
    invoice = an_invoice(a_line("30.00"), taxes=[a_tax("7.32")])
    found = revenue(facts_of(BookedInvoice(invoice=invoice, voided_on=date(2026, 3, 1))))
    assert [part.amount for part in found.parts] == [
        Decimal("30.00"),
        Decimal("7.32"),
        Decimal("-30.00"),
        Decimal("-7.32"),
    ]


def test_taxes_of_an_authority_are_no_revenue() -> None:
    taxes = [
        a_tax("1.80", code="CO-SALES", family="SALES", class_="TAX"),
        a_tax("1.25", code="911", family="E911"),
        a_state_charge("0.40", class_="TAX"),
    ]
    found = revenue(facts_of(an_invoice(a_line("30.00"), taxes=taxes)))
    assert [part.origin for part in found.parts] == [Origin.LINE]


def test_own_fees_have_the_shares_of_the_service_they_ride_on() -> None:
    found = revenue(facts_of(an_invoice(a_line("30.00"), taxes=[a_fee("1.00")])))
    part = only(found.of(Origin.OWN_FEE))
    assert (part.ledger, part.code, part.family) == (Ledger.PROVIDER_FEE, "RRF", "REG")
    assert part.interstate == Fraction(649, 1000)


def test_federal_recovery_is_of_what_it_recovers() -> None:
    tax = a_tax("3.76", parts=parts_of("2.82", "0.94"))
    facts = facts_of(
        an_invoice(a_line("10.00"), a_line("2.50", "TOLL_INTL"), taxes=[tax]),
    )
    near, far = revenue(facts).of(Origin.RECOVERY)
    assert (near.interstate, near.international) == (Fraction(282, 100), Fraction(0))
    assert (far.interstate, far.international) == (Fraction(0), Fraction(94, 100))
    assert near.split[2] == 0


def test_federal_recovery_on_a_line_without_shares_is_interstate() -> None:
    facts = facts_of(an_invoice(a_line("10.00", "INSTALL"), taxes=[a_tax("3.76")]))
    assert only(revenue(facts).of(Origin.RECOVERY)).interstate == Fraction(376, 100)


def test_state_recovery_is_intrastate() -> None:
    facts = facts_of(an_invoice(a_line("30.00"), taxes=[a_state_charge("0.53")]))
    assert only(revenue(facts).of(Origin.RECOVERY)).split == (Fraction(0), Fraction(0), Fraction(1))


def test_a_fee_on_a_bundle_goes_to_the_components_its_row_names() -> None:
    line = a_line("20.00", product_code="PACK")
    both = [NET_SHARED, VOICE_SHARED]
    wide = a_fee("1.00")
    narrow = a_fee("1.00", trace=a_trace(1000, 0, category="VOIP_*"))
    for tax, wanted in (
        (wide, [("VOIP_FIXED", Decimal("0.50")), ("INTERNET_ACCESS", Decimal("0.50"))]),
        (narrow, [("VOIP_FIXED", Decimal("1.00"))]),
    ):
        found = revenue(facts_of(an_invoice(line, taxes=[tax]), bundles=both))
        assert [(part.category, part.amount) for part in found.of(Origin.OWN_FEE)] == wanted


def test_a_fee_without_parts_is_kept_without_category() -> None:
    lines = an_invoice(
        a_line("30.00"),
        taxes=[a_fee("1.00", parts=()), a_state_charge("0.50", parts=())],
    )
    found = revenue(facts_of(lines))
    fee, state = only(found.of(Origin.OWN_FEE)), only(found.of(Origin.RECOVERY))
    assert (fee.category, fee.amount, fee.interstate) == ("", Decimal("1.00"), Fraction(1))
    assert (state.amount, state.split[2]) == (Decimal("0.50"), Fraction(1))


def test_a_certified_reseller_is_known_on_the_invoice_s_day() -> None:
    old = replace(RESELLER, effective_from=date(2025, 1, 1))
    for certificate, is_reseller in ((RESELLER, True), (old, False)):
        found = revenue(facts_of(an_invoice(a_line("30.00")), exemptions=[certificate]))
        assert only(list(found.parts)).is_reseller is is_reseller


def test_other_certificates_make_no_reseller() -> None:
    certificate = replace(RESELLER, kind="STATE_LOCAL_GOV")
    found = revenue(facts_of(an_invoice(a_line("30.00")), exemptions=[certificate]))
    assert not only(list(found.parts)).is_reseller


def test_a_certificate_of_one_location_speaks_of_that_alone() -> None:
    certificate = replace(RESELLER, location_code="10042-MAIN")
    facts = facts_of(
        an_invoice(a_line("30.00"), a_line("10.00", location_code="L2")),
        locations=[a_location("L2")],
        exemptions=[certificate],
    )
    assert [part.is_reseller for part in revenue(facts).parts] == [True, False]


def test_a_certificate_of_a_part_cuts_the_money() -> None:
    certificate = replace(RESELLER, percent=Decimal("33.3"))
    facts = facts_of(an_invoice(a_line("10.00")), exemptions=[certificate])
    assert [(part.is_reseller, part.amount) for part in revenue(facts).parts] == [
        (False, Decimal("6.67")),
        (True, Decimal("3.33")),
    ]


def test_broadband_is_our_internet_access_at_the_location_on_one_of_the_days() -> None:
    days = Period(date(2025, 6, 1), date(2026, 2, 2))
    yearly = a_line("900.00", "INTERNET_ACCESS", days=days, product_code="N")
    bought = an_invoice(yearly, day=date(2025, 6, 1), number="0")
    voice = an_invoice(a_line("30.00"))
    assert only(list(revenue(facts_of(bought, voice)).parts)).with_broadband
    ended = an_invoice(replace(yearly, end=date(2026, 2, 1)), day=date(2025, 6, 1), number="0")
    assert not only(list(revenue(facts_of(ended, voice)).parts)).with_broadband
    void = BookedInvoice(invoice=bought, voided_on=date(2025, 7, 1))
    assert not only(list(revenue(facts_of(void, voice)).parts)).with_broadband


def test_broadband_in_a_bundle_counts() -> None:
    line = a_line("20.00", product_code="PACK")
    found = revenue(facts_of(an_invoice(line), bundles=[NET_SHARED, VOICE_SHARED]))
    assert [part.with_broadband for part in found.parts] == [True, True]


def test_a_territory_is_a_state_and_a_province_is_abroad() -> None:
    island = replace(a_location(region="PR"), country="PR")
    ontario = replace(a_location(region="ON"), country="CA")
    for place, state, is_domestic in ((island, "PR", True), (ontario, "ON", False)):
        found = revenue(facts_of(an_invoice(a_line("30.00")), locations=[place]))
        part = only(list(found.parts))
        assert (part.state, part.is_domestic) == (state, is_domestic)


def test_credits_of_earlier_lines_are_marked() -> None:
    invoice = an_invoice(
        a_line("-10.00", kind=ChargeKind.CREDIT),
        a_line("30.00"),
        taxes=[
            a_tax("-2.44"),
            a_tax("7.32", parts=parts_of("0.00", "7.32")[1:]),
        ],
    )
    assert [part.is_credit for part in revenue(facts_of(invoice)).of(Origin.LINE)] == [True, False]


def test_a_missing_share_is_an_error_with_its_money() -> None:
    found = revenue(
        facts_of(an_invoice(a_line("30.00")), an_invoice(a_line("12.00"), number="2"), shares=[])
    )
    (finding,) = found.findings
    assert finding.code == "share_missing"
    assert finding.message == (
        "42.00 of VOIP_FIXED has no shares on the day of its invoice: it is taken as interstate in"
        " whole."
    )


def test_measured_shares_that_no_bill_kept_are_missing() -> None:
    found = revenue(facts_of(an_invoice(a_line("30.00")), shares=[ACTUAL]))
    assert [finding.code for finding in found.findings] == ["share_missing"]


def test_a_table_that_differs_from_the_bill_is_told_once() -> None:
    taxes = [a_tax("5.64", trace=a_trace(3000, 1500))]
    one = facts_of(an_invoice(a_line("30.00"), taxes=taxes))
    two = facts_of(
        an_invoice(a_line("30.00"), taxes=taxes),
        an_invoice(a_line("30.00"), taxes=taxes, number="2"),
    )
    for facts, words in ((one, "invoice 1"), (two, "2 invoices")):
        (finding,) = revenue(facts).findings
        assert finding.code == "share_changed"
        assert finding.message.startswith(f"{words} took other shares of VOIP_FIXED")


def test_revenue_ties_code_by_code() -> None:
    facts = facts_of(
        an_invoice(
            a_line("30.00"),
            a_line("12.00", "SMS", gl_code="4020"),
            taxes=[
                a_tax("7.32"),
                a_fee("1.00"),
                a_tax("1.80", code="CO-SALES", family="SALES", class_="TAX"),
            ],
        )
    )
    found = revenue_ties(facts, revenue(facts).parts)
    assert [(tie.ledger, tie.code, tie.reported, tie.difference) for tie in found] == [
        (Ledger.REVENUE, "4010", Decimal("30.00"), Decimal(0)),
        (Ledger.REVENUE, "4020", Decimal("12.00"), Decimal(0)),
        (Ledger.TAX_PAYABLE, "FUSF", Decimal("7.32"), Decimal(0)),
        (Ledger.PROVIDER_FEE, "RRF", Decimal("1.00"), Decimal(0)),
    ]


def test_revenue_that_was_lost_does_not_tie() -> None:
    facts = facts_of(an_invoice(a_line("30.00")))
    assert revenue_ties(facts, ()) == (
        Tie(ledger=Ledger.REVENUE, code="4010", reported=Decimal(0), journal=Decimal("30.00")),
    )


LINES = st.lists(
    st.builds(
        a_line,
        st.decimals(-1000, 1000, places=2).map(str),
        st.sampled_from(("VOIP_FIXED", "TOLL_INTL", "SMS", "DID", "INTERNET_ACCESS")),
        product_code=st.sampled_from(("SEAT", "PACK")),
        gl_code=st.sampled_from(("4010", "4020")),
    ),
    min_size=1,
    max_size=8,
)


@given(LINES, st.decimals(0, 100, places=1))
def test_every_cent_of_revenue_is_in_one_part(lines: list[object], percent: Decimal) -> None:
    facts = facts_of(
        an_invoice(*lines),  # type: ignore[arg-type]
        bundles=[NET_SHARED, VOICE_SHARED],
        exemptions=[replace(RESELLER, percent=percent)],
    )
    found = revenue(facts)
    assert not any(tie.difference for tie in revenue_ties(facts, found.parts))
