from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.billing.billed_request import billed_request, credited_parts
from app.tax.request import ChargeKind, TrafficShare
from tests.billing.records import a_charge, a_circuit, a_number
from tests.billing.reviews import JOBS, facts, final

GIVE = a_charge("C-1", charged_on=date(2026, 11, 5), unit_price="-40", credits_="T-1")


def test_charges_are_as_they_were_billed() -> None:
    request = billed_request(final(), facts(final()))
    assert [
        (each.index, each.amount, each.category, each.reference, each.counts)
        for each in request.charges
    ] == [
        (0, Decimal("30.00"), "VOIP_FIXED", "S1", True),
        (1, Decimal("100.00"), "PROF_SERVICE", "T-1", False),
        (2, Decimal("20.00"), "PROF_SERVICE", "T-2", False),
    ]
    assert request.invoice_date == date(2026, 11, 1)


def test_circuits_and_numbers_are_those_of_the_bill_period() -> None:
    now = replace(
        facts(final()),
        circuits={"10042": [a_circuit(), a_circuit("C2", starts_on=date(2026, 11, 1))]},
        numbers={"10042": [a_number(), a_number("+13035550143", ends_on=date(2026, 9, 1))]},
    )
    counted = billed_request(final(), now).plant["10042-MAIN"]
    assert (counted.call_paths, counted.did_numbers) == (6, 1)


def test_a_child_of_the_payer_is_counted_with_it() -> None:
    now = replace(
        facts(final()), parents={"10042": None, "9": "10042"}, circuits={"9": [a_circuit()]}
    )
    assert billed_request(final(), now).plant["10042-MAIN"].call_paths == 6


def test_measured_shares_are_those_of_the_invoice() -> None:
    share = {"VOIP_FIXED": TrafficShare(interstate=Fraction(1, 2), international=Fraction(0))}
    now = replace(facts(final()), actual_shares={"CF-1": share})
    assert billed_request(final(), now).actual_shares == share


def test_a_service_that_is_sold_once_counts() -> None:
    line = replace(final().lines[0], kind=ChargeKind.ONE_TIME, reference="S9")
    invoice = replace(final(), lines=(line,))
    assert [each.counts for each in billed_request(invoice, facts(invoice)).charges] == [True]


def test_a_credit_of_an_earlier_invoice_is_no_charge() -> None:
    first = final()
    later = final(
        label="2026-11",
        number="CF-2",
        charges=[*JOBS, GIVE],
        history=[first],
        billed_references={"T-1", "T-2"},
        final_labels=frozenset({"2026-10"}),
    )
    now = facts(first, later, charges=[*JOBS, GIVE])
    assert [each.reference for each in billed_request(later, now).charges] == ["S1"]


def test_a_credit_of_the_same_invoice_is_a_reduction() -> None:
    give = replace(GIVE, charged_on=date(2026, 10, 8))
    invoice = final(charges=[*JOBS, give])
    now = facts(invoice, charges=[*JOBS, give])
    assert "C-1" in [each.reference for each in billed_request(invoice, now).charges]
    assert credited_parts(invoice, now) == {}


def test_which_part_of_each_line_was_credited() -> None:
    first = final()
    later = final(
        label="2026-11",
        number="CF-2",
        charges=[*JOBS, GIVE],
        history=[first],
        billed_references={"T-1", "T-2"},
        final_labels=frozenset({"2026-10"}),
    )
    now = facts(first, later, charges=[*JOBS, GIVE])
    assert credited_parts(first, now) == {1: Fraction(2, 5)}
    assert credited_parts(later, now) == {}


def test_a_credit_of_a_service_on_both_invoices_is_no_charge() -> None:
    first = final()
    give = replace(GIVE, credits="S1", unit_price=Decimal(-5))
    later = final(
        label="2026-11",
        number="CF-2",
        charges=[give],
        history=[first],
        final_labels=frozenset({"2026-10"}),
    )
    now = facts(first, later, charges=[*JOBS, give])
    assert [each.reference for each in billed_request(later, now).charges] == ["S1"]
