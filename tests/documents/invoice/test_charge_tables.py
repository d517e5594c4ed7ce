from dataclasses import replace
from decimal import Decimal

import pytest

from app.billing.invoice import Line
from app.documents.invoice.charge_tables import call_table, charge_table
from app.documents.tables import RowKind
from app.tax.unbundling import BundleSplit
from tests.documents.granite_peak import (
    LINES,
    PART,
    a_line,
    a_usage_line,
    granite_peak,
    with_lines,
)

D = Decimal


def _row(line: Line) -> tuple[str, ...]:
    return charge_table(with_lines(granite_peak(), (line,)), "10042", 500).rows[1].cells


@pytest.mark.parametrize(
    ("quantity", "facts", "shown"),
    [
        ("18", {}, "18"),
        ("1.5", {}, "1.5"),
        ("1", PART, "13/31"),
        ("8", PART, "8 \u00d7 13/31"),
    ],
)
def test_quantities_show_the_part_of_a_period(
    quantity: str, facts: dict[str, object], shown: str
) -> None:
    assert _row(a_line("Seat", quantity, "21.95", "9.20", **facts))[2] == shown


def test_a_row_tells_period_price_and_amount() -> None:
    row = _row(a_line("Seat", "18", "21.95", "395.10"))
    assert row == ("Seat", "Nov 1\u201330", "18", "21.95", "395.10")


def test_groups_sum_their_rows() -> None:
    rows = charge_table(granite_peak(), "10042", 500).rows
    groups = [(row.cells[0], row.cells[-1]) for row in rows if row.kind is RowKind.GROUP]
    assert groups == [
        ("Lakewood Main Branch", "798.10"),
        ("Golden Branch", "313.80"),
        ("Technician time and credits", "269.25"),
    ]


def test_a_kind_of_service_is_marked() -> None:
    rows = charge_table(granite_peak(), "10042", 500).rows
    markers = [row.marker for row in rows if row.kind is RowKind.PLAIN and row.marker]
    assert markers[:5] == ["voice", "voice", "voice", "internet", "managed"]


def test_a_products_own_marker_comes_first() -> None:
    document = replace(granite_peak(), markers={LINES[0].product_code: "seat"})
    assert charge_table(document, "10042", 500).rows[1].marker == "seat"


def test_calls_have_a_row_of_sums() -> None:
    *_, total = call_table(granite_peak(), "10042", 500).rows
    assert total.cells == ("Calls, total", "2,802", "8,556.4", "5,416.3", "3,140.1", "", "96.79")


@pytest.mark.parametrize(
    ("call_class", "amount", "counts", "words"),
    [
        ("intrastate", "0.00", (3, 180, 180), "included"),
        ("inbound", "0.00", (3, 180, 0), "free"),
        ("international", "9.84", (3, 180, 0), "by country"),
        ("directory_assistance", "3.75", (3, 0, 0), "1.25 a call"),
        ("directory_assistance", "3.76", (3, 180, 0), "by call"),
        ("interstate", "1.00", (3, 180, 0), "by call"),
    ],
)
def test_a_kind_without_one_price_says_how_it_is_priced(
    call_class: str, amount: str, counts: tuple[int, int, int], words: str
) -> None:
    line = a_usage_line(call_class, amount, counts=counts)
    table = call_table(with_lines(granite_peak(), (line,)), "10042", 500)
    assert table.rows[0].cells[5] == words


def test_an_account_without_calls_has_no_table_of_calls() -> None:
    document = with_lines(granite_peak(), LINES[:2])
    assert call_table(document, "10042", 500).rows == ()


def test_a_location_that_is_not_known_stands_by_its_code() -> None:
    document = replace(granite_peak(), locations={})
    assert charge_table(document, "10042", 500).rows[0].cells[0] == "10042-MAIN"


def test_usage_lines_alone_make_no_table_of_charges() -> None:
    line = a_usage_line("inbound", str(Decimal("1.00")), counts=(1, 60, 0))
    assert charge_table(with_lines(granite_peak(), (line,)), "10042", 500).rows == ()


def test_a_bundle_tells_its_components_apart() -> None:
    """Internet access stays untaxed only where it stands apart (47 USC 151 note)."""
    bundle = a_line("Office pack", "1", "49.00", "49.00")
    splits = [
        BundleSplit(
            line_index=0, component_no=no, category=category, method="SSP", amount=D(amount)
        )
        for no, category, amount in (
            (1, "VOIP_FIXED", "18.38"),
            (2, "INTERNET_ACCESS", "24.50"),
            (3, "EQUIP_RENT", "6.12"),
        )
    ]
    document = replace(with_lines(granite_peak(), (bundle,)), splits=splits)
    rows = charge_table(document, "10042", 500).rows[2:]
    assert [(row.cells[0], row.cells[3], row.cells[4]) for row in rows] == [
        ("\u2013 voice service", "18.38", ""),
        ("\u2013 Internet access", "24.50", ""),
        ("\u2013 equipment", "6.12", ""),
    ]


def test_a_bundle_that_is_telecom_as_a_whole_tells_nothing_more() -> None:
    bundle = a_line("Office pack", "1", "49.00", "49.00")
    whole = BundleSplit(
        line_index=0, component_no=1, category="VOIP_FIXED", method="ALL_TELECOM", amount=D("49")
    )
    document = replace(with_lines(granite_peak(), (bundle,)), splits=[whole])
    assert len(charge_table(document, "10042", 500).rows) == 2
