from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.documents.invoice.document import InvoiceDocument
from app.documents.invoice.tax_tables import (
    exempt_table,
    fee_table,
    group_total,
    surcharge_rows,
    tax_table,
)
from app.documents.tax_groups import TaxGroup
from app.tax.result import TaxLine
from app.tax.trace import RowTrace, TaxTrace
from tests.documents.granite_peak import INVOICE, a_fee, a_tax, granite_peak


def _with(*lines: TaxLine, **facts: object) -> InvoiceDocument:
    document = replace(granite_peak(), changes=(), before=None, **facts)  # type: ignore[arg-type]
    return replace(document, invoice=replace(INVOICE, tax_lines=lines))


@pytest.mark.parametrize(
    ("group", "total"),
    [
        (TaxGroup.TAXES, "45.94"),
        (TaxGroup.GOVERNMENT, "114.50"),
        (TaxGroup.COMPANY, "24.40"),
    ],
)
def test_groups_come_to_their_sums(group: TaxGroup, total: str) -> None:
    assert group_total(granite_peak(), group) == Decimal(total)


def test_a_percentage_shows_base_rate_and_amount() -> None:
    document = _with(a_tax("Sales tax", "612.40", "0.029", "17.76"))
    row = tax_table(document, 250).rows[0].cells
    assert row == ("Sales tax", "State of Colorado", "612.40", "2.90 %", "17.76")


def test_a_fee_shows_what_it_counts() -> None:
    document = _with(a_fee("911 charge", "32", "1.70", "54.40"), unit_kinds={"911 CHARGE": "LINE"})
    assert fee_table(document, 250).rows[0].cells == ("911 charge", "32 lines", "1.70", "54.40")


def test_a_fee_on_one_line_counts_one_line() -> None:
    document = _with(a_fee("911 charge", "1", "1.70", "1.70"), unit_kinds={"911 CHARGE": "LINE"})
    assert fee_table(document, 250).rows[0].cells[1] == "1 line"


def test_a_fee_by_the_minute_is_no_percentage() -> None:
    line = a_tax("Minute fee", "120.5", "0.004", "0.48", family="SUSF")
    document = _with(line, unit_kinds={"MINUTE FEE": "MINUTE"})
    row = fee_table(document, 250).rows[0].cells
    assert row == ("Minute fee", "120.5 minutes", "0.004", "0.48")


def test_lines_stand_in_the_order_of_print() -> None:
    document = _with(
        a_tax("Third", "1", "0.01", "0.01"),
        a_tax("Second", "1", "0.01", "0.01", sequence=20),
        a_tax("First", "1", "0.01", "0.01", sequence=10),
    )
    rows = tax_table(document, 250).rows[:3]
    assert [row.cells[0] for row in rows] == ["First", "Second", "Third"]


def test_one_line_for_each_location_names_it() -> None:
    document = _with(
        a_tax("Tax", "1", "0.01", "0.01", location_code="10042-MAIN"),
        a_tax("Tax", "2", "0.01", "0.02", location_code="10042-GOLDEN"),
    )
    rows = tax_table(document, 250).rows[:2]
    assert [row.cells[0] for row in rows] == ["Tax, Lakewood Main Branch", "Tax, Golden Branch"]


def test_the_same_fee_of_two_counties_names_them() -> None:
    document = _with(
        a_fee("911", "1", "0.50", "0.50", jurisdiction="US/CO/059"),
        a_fee("911", "1", "0.70", "0.70", jurisdiction="US/CO/031"),
    )
    rows = fee_table(document, 250).rows[:2]
    assert [row.cells[0] for row in rows] == ["911, Jefferson County", "911, County 031, CO"]


def test_rows_of_one_tax_and_rate_stand_as_one_line() -> None:
    document = _with(
        a_tax("Sales tax", "45.00", "0.056", "2.52"),
        a_tax("Sales tax", "672.12", "0.056", "37.64"),
        a_tax("Sales tax", "10.00", "0.029", "0.29"),
        a_fee("911", "2", "0.50", "1.00"),
        a_fee("911", "3", "0.50", "1.50"),
    )
    rows = [row.cells[2:] for row in tax_table(document, 250).rows[:-1]]
    assert rows == [("717.12", "5.60 %", "40.16"), ("10.00", "2.90 %", "0.29")]
    assert fee_table(document, 250).rows[0].cells == ("911", "5", "0.50", "2.50")


def test_a_correction_names_the_invoice_and_stands_last() -> None:
    trace = TaxTrace(
        row=RowTrace(),
        first_day=date(2026, 9, 1),
        last_day=date(2026, 9, 1),
        reverses="CF-987",
        adjusts=True,
    )
    document = _with(
        a_tax("Sales tax", "-100.00", "0.06", "-6.00", trace=trace, location_code="10042-MAIN"),
        a_tax("Sales tax", "30.00", "0.06", "1.80"),
        a_tax("Sales tax", "100.00", "0.05", "5.00", trace=trace),
    )
    assert [(row.cells[0], row.cells[-1]) for row in tax_table(document, 250).rows[:-1]] == [
        ("Sales tax", "1.80"),
        ("Sales tax, correction of CF-987", "\u22126.00"),
        ("Sales tax, correction of CF-987", "5.00"),
    ]


def test_without_universal_service_the_heading_does_not_name_it() -> None:
    document = _with(a_fee("911", "1", "0.50", "0.50"))
    table = fee_table(document, 250)
    assert (table.title, table.rows[-1].cells[0]) == ("Government fees", "Government fees, total")


def test_surcharges_are_not_among_the_taxes() -> None:
    rows = surcharge_rows(granite_peak())
    assert [row.cells[0] for row in rows] == [
        "Regulatory recovery fee",
        "Number portability recovery",
    ]


def test_exempt_amounts_name_their_certificates() -> None:
    line = a_tax(
        "Sales tax",
        "0",
        "0.029",
        "0.00",
        exempt_amount=Decimal("612.40"),
        certificate_number="A-1|B-2",
    )
    rows = exempt_table(_with(line), 250).rows
    assert [row.cells for row in rows] == [
        ("Sales tax", "State of Colorado", "A-1, B-2", "612.40"),
    ]


def test_what_is_wholly_exempt_stands_among_the_exempt_amounts_alone() -> None:
    exempt = {"exempt_amount": Decimal("612.40"), "certificate_number": "A-1"}
    document = _with(
        a_tax("Sales tax", "0", "0.029", "0.00", **exempt),
        a_tax("Half tax", "306.20", "0.029", "8.88", **exempt),
    )
    assert [row.cells[0] for row in tax_table(document, 250).rows[:-1]] == ["Half tax"]
    assert len(exempt_table(document, 250).rows) == 2


def test_without_exemptions_there_is_no_such_table() -> None:
    assert exempt_table(granite_peak(), 250).rows == ()
