from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.billing.tax_reports.audit import audit
from app.tax.exemption import Exemption
from tests.billing.tax_reports.engine_invoices import billed
from tests.billing.tax_reports.filing_facts import (
    a_line,
    a_tax,
    an_invoice,
    facts_of,
    row_where,
    rows_of,
)
from tests.tax.builders import ANY_DAY, a_charge, a_fee, a_rule, decided, fusf, seats

D = Decimal


def test_one_row_a_tax_line_with_all_its_inputs() -> None:
    rules = [
        fusf(),
        a_rule("S", "0.0625", base_includes="FUSF", category="VOIP_*", source_note="notice 7"),
    ]
    report = audit(facts_of(billed([a_charge("30.00")], rules)))
    row = row_where(report, tax_code="FUSF")
    assert {name: row[name] for name in ("gross", "interstate", "taken", "base", "raw")} == {
        "gross": D(30),
        "interstate": D("19.47"),
        "taken": D("19.47"),
        "base": D("19.47"),
        "raw": "7.32072",
    }
    sales = row_where(report, tax_code="S")
    names = ("taken", "included", "base", "rate", "raw", "amount", "charges")
    assert [sales[name] for name in names] == [
        D(30),
        D("7.32"),
        D("37.32"),
        D("0.0625"),
        "2.3325",
        D("2.33"),
        "1: 2.33",
    ]
    assert (sales["row_category"], sales["base_includes"], sales["source_note"]) == (
        "VOIP_*",
        "FUSF",
        "notice 7",
    )
    assert report.does_tie


def test_units_are_no_money() -> None:
    booked = billed([seats("30.00", 9)], [a_fee("E", "0.35", cap_units=D(5)), decided()])
    [row] = rows_of(audit(facts_of(booked)))
    names = ("gross", "included", "taken", "cut_off", "units_counted", "units", "base")
    assert [row[name] for name in names] == [None, None, D(9), D(4), D(9), D(5), None]


def test_exemption_and_certificate() -> None:
    certificate = Exemption(
        account_number="1",
        certificate_number="C-9",
        kind="NONPROFIT",
        family="SALES",
        effective_from=ANY_DAY,
    )
    booked = billed([a_charge("30.00")], [a_rule("S", "0.06")], exemptions=[certificate])
    [row] = rows_of(audit(facts_of(booked)))
    names = ("exempt_base", "exempt_amount", "certificate_number", "amount")
    assert [row[name] for name in names] == [D(30), D(30), "C-9", D(0)]


def test_rows_rounded_together_tell_their_sum() -> None:
    rules = [
        a_rule("S", "0.05", category="VOIP_*"),
        a_rule("S", "0.10", category="DID"),
    ]
    booked = billed([a_charge("0.30"), a_charge("0.25", "DID")], rules)
    found = rows_of(audit(facts_of(booked)))
    assert {(row["raw"], row["rounded_together"]) for row in found} == {
        ("0.015", "0.04"),
        ("0.025", "0.04"),
    }


def test_what_is_taken_back_has_the_opposite_sign() -> None:
    booked = billed([a_charge("30.00")], [a_rule("S", "0.06")], voided_on=date(2026, 3, 2))
    report = audit(facts_of(booked))
    row = row_where(report, entry="voided")
    names = ("posted_on", "invoice_date", "gross", "base", "raw", "billed", "amount")
    assert [row[name] for name in names] == [
        date(2026, 3, 2),
        date(2026, 2, 1),
        D(-30),
        D(-30),
        "-1.8",
        D("-1.80"),
        D("-1.80"),
    ]
    assert report.does_tie


def test_a_line_of_a_tax_service_has_its_answer_alone() -> None:
    tax = a_tax("7.32", base=D(30), source="AFC")
    [row] = rows_of(audit(facts_of(an_invoice(a_line("30.00"), taxes=[tax]))))
    assert (row["source"], row["base"], row["account_name"]) == (
        "AFC",
        D(30),
        "Granite Peak Credit Union",
    )
    assert (row["gross"], row["raw"], row["calc_method"]) == (None, None, None)


def test_a_credit_names_what_it_gives_back() -> None:
    booked = billed([a_charge("30.00")], [a_rule("S", "0.06")])
    [tax] = booked.invoice.tax_lines
    assert tax.trace is not None
    back = tax.trace.scaled(Fraction(-1, 2), reverses="CF-0", part=Fraction(1, 2))
    credit = a_tax("-0.90", trace=back)
    [row] = rows_of(audit(facts_of(an_invoice(a_line("30.00"), taxes=[credit]))))
    assert (row["reverses"], row["part"], row["corrects"]) == ("CF-0", "0.5", "")
