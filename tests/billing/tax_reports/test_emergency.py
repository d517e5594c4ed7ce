from datetime import date
from decimal import Decimal

from app.billing.tax_reports.emergency import emergency
from app.billing.tax_reports.facts import BookedInvoice
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.request import ChargeKind, CountedPlant
from app.tax.trace import RowTrace, TaxTrace
from app.values.period import Period
from tests.billing.tax_reports.engine_invoices import ON, billed
from tests.billing.tax_reports.filing_facts import (
    a_line,
    a_tax,
    an_invoice,
    facts_of,
    parts_of,
    row_where,
    rows_of,
)
from tests.tax.builders import a_charge, a_fee, a_place, a_rule, seats

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
UNITS = ("in_service", "over_cap", "exempt", "billable", "billed")


def _units(row: dict[str, object]) -> list[object]:
    return [row[name] for name in UNITS]


def _capped(**facts: object) -> BookedInvoice:
    """Example E7: 120 lines at one site, 10 at another, a cap of 75 at each."""
    charges = [
        seats("1200.00", 120, location_code="A", reference="A"),
        seats("100.00", 10, location_code="B", reference="B"),
    ]
    fee = a_fee("XX-911", "0.35", cap_units=Decimal(75))
    places = [a_place("A"), a_place("B")]
    return billed(charges, [fee, a_rule("N", "0")], places=places, **facts)  # type: ignore[arg-type]


def test_lines_in_service_over_the_cap_and_billable() -> None:
    report = emergency(facts_of(_capped()))
    [row] = rows_of(report)
    assert _units(row) == [130, 45, 0, 85, Decimal("29.75")]
    assert (row["state"], row["line_kind"], row["customer_class"]) == ("XX", "LINE", "business")
    assert (row["rate"], row["due"], row["collected"]) == (
        Decimal("0.35"),
        Decimal("29.75"),
        None,
    )
    assert report.does_tie


def test_a_void_invoice_is_taken_back_in_the_window_of_the_void() -> None:
    report = emergency(facts_of(_capped(voided_on=date(2026, 3, 2)), period=MARCH))
    assert _units(rows_of(report)[0]) == [-130, -45, 0, -85, Decimal("-29.75")]
    assert report.does_tie


def test_exempt_units_are_told_by_certificate() -> None:
    certificate = Exemption(
        account_number="1",
        certificate_number="C",
        kind="LIFELINE",
        family="E911",
        percent=Decimal(50),
        effective_from=date(2026, 1, 1),
    )
    booked = billed(
        [seats("30.00", 4)], [a_fee("XX-911", "0.50"), a_rule("N", "0")], exemptions=[certificate]
    )
    [row] = rows_of(emergency(facts_of(booked)))
    assert _units(row) == [4, 0, 2, 2, Decimal("1.00")]


def test_each_kind_of_line_and_of_customer_stands_apart() -> None:
    charges = [
        seats("30.00", 4, reference="A"),
        seats("60.00", 2, line_kind="trunk", reference="T", customer_class="residential"),
    ]
    fee = a_fee("XX-911", "0.50", "LINE|TRUNK|CALL_PATH")
    plant = {"L": CountedPlant(call_paths=6)}
    booked = billed(charges, [fee, a_rule("N", "0")], plant=plant)
    report = emergency(facts_of(booked))
    found = {
        (row["line_kind"], row["customer_class"]): (row["billable"], row["billed"])
        for row in rows_of(report)
    }
    assert found == {
        ("LINE", "business"): (Decimal(4), Decimal("2.00")),
        ("TRUNK", "residential"): (Decimal(2), Decimal("1.00")),
        ("CALL_PATH", "business"): (Decimal(6), Decimal("3.00")),
    }
    assert report.does_tie


def test_a_credit_takes_back_money_and_no_units() -> None:
    line = a_line("-30.00", kind=ChargeKind.CREDIT)
    trace = TaxTrace(row=RowTrace(base_kind="COUNT", unit_kind="TRUNK"), first_day=ON, last_day=ON)
    tax = a_tax(
        "-1.25",
        trace=trace,
        code="CO-911",
        family="E911",
        units=Decimal(-1),
        units_counted=Decimal(-1),
        jurisdiction="US/CO",
    )
    [row] = rows_of(emergency(facts_of(an_invoice(line, taxes=[tax]))))
    assert _units(row) == [0, 0, 0, 0, 0]
    assert (row["credited"], row["due"]) == (Decimal("-1.25"), Decimal("-1.25"))
    assert row["line_kind"] == "TRUNK"


def test_a_fee_that_is_a_part_of_the_charge_has_a_base() -> None:
    booked = billed([a_charge("40.00")], [a_rule("AR-911", "0.05", family="E911")])
    [row] = rows_of(emergency(facts_of(booked)))
    assert (row["base"], row["in_service"], row["line_kind"]) == (Decimal("40.00"), None, "")
    assert (row["billed"], row["customer_class"]) == (Decimal("2.00"), "business")


def test_the_registration_says_what_may_be_kept() -> None:
    registration = Registration(
        region="XX",
        family="E911",
        effective_from=date(2024, 1, 1),
        allowance=Decimal("0.02"),
    )
    report = emergency(facts_of(_capped(), registrations=[registration]))
    [row] = rows_of(report)
    assert (row["allowance"], row["due"]) == (Decimal("0.60"), Decimal("29.15"))
    assert report.does_tie


def test_without_inputs_the_product_tells_the_kind_and_the_account_the_class() -> None:
    taxes = [
        a_tax(
            "0.80",
            code="CO-988",
            family="988",
            units=Decimal(2),
            units_counted=Decimal(2),
            rate="0.40",
            parts=parts,
        )
        for parts in (parts_of("0.80"), ())
    ]
    report = emergency(facts_of(an_invoice(a_line("30.00"), taxes=taxes), products={}))
    [row] = rows_of(report)
    assert (row["line_kind"], row["customer_class"]) == ("", "business")
    assert report.does_tie


def test_other_taxes_are_left_out() -> None:
    report = emergency(facts_of(an_invoice(a_line("30.00"), taxes=[a_tax("1.00")])))
    assert (report.rows, report.ties) == ((), ())


def test_an_unknown_account_has_no_class() -> None:
    tax = a_tax("1.00", code="CO-911", family="E911", base=Decimal("20.00"))
    invoice = an_invoice(a_line("30.00", account_number="?"), taxes=[tax])
    assert row_where(emergency(facts_of(invoice)), tax_code="CO-911")["customer_class"] == ""
