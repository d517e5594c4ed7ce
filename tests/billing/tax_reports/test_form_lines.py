from dataclasses import replace
from decimal import Decimal

from app.billing.tax_reports.form_lines import (
    BUILT_IN_NOTE,
    OWN_NOTE,
    lines_in_force,
    mapping_note,
    percent,
    place_of_part,
    unplaced,
)
from app.billing.tax_reports.revenue import revenue
from app.tax.form_499 import BUILT_IN, Form499Line
from tests.billing.records import a_location
from tests.billing.tax_reports.filing_facts import a_line, a_tax, an_invoice, facts_of, parts_of

OWN = Form499Line(category="VOIP_*", annual_line=" 404.9 ", quarterly_line="116")


def test_the_built_in_lines_stand_in_and_are_never_called_current() -> None:
    facts = facts_of()
    assert lines_in_force(facts) == BUILT_IN
    assert mapping_note(facts) == BUILT_IN_NOTE
    assert "Check each against the form of the year" in BUILT_IN_NOTE


def test_one_row_of_the_company_s_own_puts_them_away() -> None:
    facts = facts_of(form_499=[OWN])
    assert lines_in_force(facts) == (OWN,)
    assert mapping_note(facts) == OWN_NOTE


def test_lines_go_by_the_table() -> None:
    (part,) = revenue(facts_of(an_invoice(a_line("30.00")))).parts
    place = place_of_part(part, (OWN,))
    assert place is not None
    assert (place.annual, place.quarterly) == ("404.9", "116")


def test_recovery_has_a_line_of_its_own() -> None:
    parts = revenue(facts_of(an_invoice(a_line("30.00"), taxes=[a_tax("7.32")]))).parts
    place = place_of_part(parts[1], BUILT_IN)
    assert place is not None
    assert (place.annual, place.quarterly) == ("403", "116")


def test_what_is_used_abroad_is_no_revenue_of_the_form() -> None:
    ontario = replace(a_location(region="ON"), country="CA")
    (part,) = revenue(facts_of(an_invoice(a_line("30.00")), locations=[ontario])).parts
    place = place_of_part(part, BUILT_IN)
    assert place is not None
    assert (place.annual, place.quarterly) == ("none", "none")


def test_what_the_table_does_not_name_is_told_with_its_money() -> None:
    parts = revenue(
        facts_of(
            an_invoice(
                a_line("30.00"),
                a_line("12.50", "SMS"),
                a_line("-2.50", "SMS"),
                taxes=[a_tax("1.00", code="RRF", family="REG", class_="PROVIDER_FEE", parts=())],
            )
        )
    ).parts
    fee, sms = unplaced(parts, (OWN,))
    assert fee.message == "1.00 of fees without a charge has no line on the forms."
    assert fee.way_out == "Add the category * to the sheet form_499."
    assert sms.message == "10.00 of SMS has no line on the forms."
    assert (sms.code, sms.record, sms.sheet) == ("unmapped_category", "SMS", "form_499")


def test_a_fee_follows_the_line_that_raised_it() -> None:
    fee = a_tax(
        "1.50",
        code="RRF",
        family="REG",
        class_="PROVIDER_FEE",
        parts=parts_of("0.00", "1.50")[1:],
    )
    parts = revenue(
        facts_of(an_invoice(a_line("79.00", "INTERNET_ACCESS"), a_line("30.00"), taxes=[fee]))
    ).parts
    assert [(part.category, part.amount) for part in parts] == [
        ("INTERNET_ACCESS", Decimal("79.00")),
        ("VOIP_FIXED", Decimal("30.00")),
        ("VOIP_FIXED", Decimal("1.50")),
    ]


def test_nothing_has_no_percent() -> None:
    assert percent(Decimal(0), Decimal(0)) is None
    assert percent(Decimal(1), Decimal(3)) == Decimal("33.33")
