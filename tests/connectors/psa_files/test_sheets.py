from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from app.connectors.psa_files.sheets import PSA_SHEETS
from app.customers.incoming import PSA_RECORDS, PsaFamily
from app.values.foreign_record import ForeignRecord
from app.values.sheet import Kind
from app.workbook.cells import cell_reader
from tests.connectors.psa_files.desk import port_of, records, write

OTHERWISE = {
    "code": "number",
    "ends_on": "last_day",
    "valid_to": "last_day",
    "quantity_total": "quantity",
    "address": "address_line1",
    "billing_address": "address_line1",
}
COLUMNS = {
    "terms": "id name days due_rule active",
    "products": "id code name description unit_price gl_code category taxable tax_code active",
    "customers": (
        "id number name active status external_id parent_id bill_to_id address_line1 "
        "address_line2 address_line3 city region postal_code country billing_site_id "
        "billing_contact_id billing_email billing_copy_email phone tax_code tax_number "
        "tax_exempt currency terms_id terms_days"
    ),
    "sites": (
        "id customer_id name address_line1 address_line2 address_line3 city region "
        "postal_code country phone billing primary active"
    ),
    "contacts": "id customer_id site_id first_name last_name email phone billing primary active",
    "agreements": (
        "id customer_id bill_to_id billing_contact_id billing_site_id site_id number "
        "name purchase_order kind status active starts_on last_day cycle base_amount "
        "covered_hours covered_amount terms_id currency taxable external_id"
    ),
    "agreement_lines": (
        "id agreement_id customer_id site_id product_id product_code description "
        "quantity quantity_included unit_price billable valid_from last_day cycle "
        "taxable tax_code serial_number external_id"
    ),
    "time": (
        "id customer_id agreement_id site_id ticket_id worker work_type worked_on hours "
        "billable_hours rate amount billable approved billed billed_reference text "
        "taxable"
    ),
    "charges": (
        "id kind customer_id agreement_id site_id ticket_id product_id product_code "
        "description quantity unit_price amount charged_on billable billed "
        "billed_reference taxable tax_code external_id"
    ),
    "invoices": (
        "id customer_id number dated_on due_on currency total balance status closed "
        "paid_on our_number"
    ),
}
"""What users have in their workbooks: a column is never renamed or left out."""
COMMON = {each.name for each in fields(ForeignRecord)}


def test_there_is_a_sheet_for_each_kind_of_record() -> None:
    assert list(PSA_SHEETS) == list(PsaFamily)
    assert [each.name for each in PSA_SHEETS.values()] == [each.value for each in PsaFamily]


def test_each_sheet_has_these_columns_in_this_order() -> None:
    found = {s.name: [each.name for each in s.columns.values()] for s in PSA_SHEETS.values()}
    assert found == {name: columns.split() for name, columns in COLUMNS.items()}


@pytest.mark.parametrize("family", PsaFamily)
def test_each_column_comes_into_its_own_field(family: PsaFamily, tmp_path: Path) -> None:
    sheet = PSA_SHEETS[family]
    cells = {}
    for place, column in enumerate(sheet.columns.values(), start=1):
        # Each value is another, so that two columns that change places are seen.
        values = {
            Kind.DATE: f"2026-01-{place:02}",
            Kind.YES_NO: "no" if column.default else "yes",
            Kind.TEXT: f"word {place}",
        }
        cells[column.name] = values.get(column.kind, str(place))
    cells |= {name: value for name, value in FIXED.items() if name in cells}
    write(tmp_path, **{family.value: f"{','.join(cells)}\n{','.join(cells.values())}\n"})
    (found,) = records(port_of(tmp_path), family)
    assert found.source_id == cells.pop("id")
    for name, cell in cells.items():
        assert _shown(_field(found, name)) == cell, name


FIXED = {"country": "US", "currency": "USD", "category": "SEATS", "quantity_included": "0"}
"""Codes are read in capitals, and what is included is taken off."""
FIELDS = {
    "number": "code",
    "active": "is_active",
    "billing": "is_billing",
    "primary": "is_primary",
    "billable": "is_billable",
    "approved": "is_approved",
    "billed": "is_billed",
    "taxable": "is_taxable",
    "tax_exempt": "is_tax_exempt",
    "closed": "is_closed",
}
LAST_DAYS = ("ends_on", "valid_to")
STREET = {"address_line1": "line1", "address_line2": "line2", "address_line3": "line3"}


def _field(found: ForeignRecord, column: str) -> object:
    """What the record makes of a column; a last day is there the day after."""
    if column == "last_day":
        last = next(getattr(found, name) for name in LAST_DAYS if hasattr(found, name))
        return last - timedelta(days=1)
    if column == "external_id" and not hasattr(found, column):
        return None
    for name in (column, FIELDS.get(column, column)):
        if hasattr(found, name):
            return getattr(found, name)
    address = getattr(found, "billing_address", None) or getattr(found, "address", None)
    return getattr(address, STREET.get(column, column))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def test_each_field_of_a_record_has_its_column() -> None:
    for family, sheet in PSA_SHEETS.items():
        columns = {each.name for each in sheet.columns.values()}
        for each in fields(PSA_RECORDS[family]):
            if each.name in COMMON:
                continue
            name = each.name.removeprefix("is_")
            assert columns & {each.name, name, OTHERWISE.get(each.name, name)}, each.name


def test_each_example_can_be_read_by_its_column() -> None:
    for sheet in PSA_SHEETS.values():
        for name, column in sheet.columns.items():
            assert column.doc
            if column.example:
                assert cell_reader(sheet, name)(column.example) is not None
