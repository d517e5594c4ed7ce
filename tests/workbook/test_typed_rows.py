from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.customers.service import NUMBERS, SERVICES, Number, Service
from app.workbook.typed_rows import typed_rows

SEATS = Service(
    service_code="100-SEATS",
    account_number="100",
    location_code="100-MAIN",
    product_code="SEAT",
    starts_on=date(2026, 1, 1),
)
NEW = {
    "number": "303-555-0150",
    "account_number": "100",
    "location_code": "100-MAIN",
    "rate_plan": "BASIC",
    "starts_on": "2026-10-01",
}


def test_blank_cells_take_their_defaults() -> None:
    read = typed_rows(SERVICES, {**_cells(), "quantity": ""})
    assert read.rows == [replace(SEATS, quantity=Decimal(1))]


def test_only_the_cells_typed_change_a_row() -> None:
    read = typed_rows(SERVICES, {"unit_price": "21.95"}, before=SEATS)
    assert read.rows == [replace(SEATS, unit_price=Decimal("21.95"))]
    assert typed_rows(SERVICES, {"unit_price": ""}, before=read.rows[0]).rows == [SEATS]


def test_what_cannot_be_read_is_refused_at_its_field() -> None:
    read = typed_rows(SERVICES, {"quantity": "many", "product_code": ""}, before=SEATS)
    assert not read.rows
    assert set(read.refusals) == {"quantity", "product_code"}
    assert "not a number" in read.refusals["quantity"]


def test_what_is_required_is_asked_for() -> None:
    assert set(typed_rows(SERVICES, {}).refusals) >= {"service_code", "product_code", "starts_on"}


def test_a_range_makes_a_row_for_each_number() -> None:
    read = typed_rows(NUMBERS, {**NEW, "number": "303-555-0150 - 303-555-0152"})
    numbers = [row.number for row in read.rows if isinstance(row, Number)]
    assert numbers == ["+13035550150", "+13035550151", "+13035550152"]


def test_one_row_does_not_become_a_range() -> None:
    (row,) = typed_rows(NUMBERS, NEW).rows
    read = typed_rows(NUMBERS, {"number": "303-555-0150 - 303-555-0152"}, before=row)
    assert "new row" in read.refusals["number"]
    same = typed_rows(NUMBERS, {"number": "+1 303 555 0160"}, before=row).rows[0]
    assert isinstance(same, Number)
    assert same.number == "+13035550160"


def _cells() -> dict[str, str]:
    return {
        "service_code": "100-SEATS",
        "account_number": "100",
        "location_code": "100-MAIN",
        "product_code": "SEAT",
        "starts_on": "2026-01-01",
    }
