from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Integer, Text, select
from sqlalchemy.exc import IntegrityError

from app.billing.issuer import COMPANY, Company
from app.customers.product import PRODUCTS, Product
from app.rating.deck import RATES, Rate
from app.store import setup
from app.store.columns import Counts, Day, Flag
from app.store.database import CompanyFile
from app.store.setup_changes import apply_rows
from app.tax.rule import TAXES, TaxRule
from app.values.sheet import Kind, Sheet, SheetRow
from app.workbook.sheets import SHEETS
from tests.store.sheet_rows import row_lists, taken_back

TYPES = {
    Kind.TEXT: Text,
    Kind.PHONE: Text,
    Kind.TIME: Text,
    Kind.INTEGER: Integer,
    Kind.MONEY: Counts,
    Kind.QUANTITY: Counts,
    Kind.DATE: Day,
    Kind.YES_NO: Flag,
}
SEAT = Product(
    product_code="SEAT", name="Seat", tax_category="VOIP_FIXED", gl_code="4010", price=Decimal(20)
)
RATE = Rate(deck_code="S", prefix="1303", rate=Decimal("0.02"), valid_from=date(2026, 1, 1))


def add(connection: Connection, sheet: Sheet, *rows: SheetRow) -> None:
    apply_rows(connection, sheet, added=rows, changed=())


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.name)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rows_of_every_sheet_survive_the_store(
    company: CompanyFile, sheet: Sheet, data: st.DataObject
) -> None:
    rows = data.draw(row_lists(sheet))
    with taken_back(company) as connection:
        add(connection, sheet, *rows)
        assert list(setup.load_rows(connection, sheet).values()) == rows


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.name)
def test_every_sheet_has_its_table(sheet: Sheet) -> None:
    columns = setup.TABLES[sheet.name].c
    kinds = {field: TYPES[column.kind] for field, column in sheet.columns.items()}
    assert {field: type(columns[field].type) for field in kinds} == kinds


def test_columns_bear_the_names_of_the_sheet() -> None:
    assert setup.TABLES["rate_periods"].c["from_"].name == "from"


def test_rows_can_be_asked_for_by_sqlalchemy_too(company: CompanyFile) -> None:
    with taken_back(company) as connection:
        add(connection, PRODUCTS, SEAT)
        price: Any = connection.execute(select(setup.TABLES["products"].c.price)).scalar_one()
    assert price == Decimal(20)


def test_a_row_is_found_by_its_id(company: CompanyFile) -> None:
    with taken_back(company) as connection:
        add(connection, PRODUCTS, SEAT)
        ((row_id, row),) = setup.load_by_id(connection, Product).items()
        assert row == SEAT
        assert setup.row_by_id(connection, Product, row_id) == SEAT


def test_an_id_that_nothing_has_is_an_error(company: CompanyFile) -> None:
    with company.read() as connection, pytest.raises(KeyError):
        setup.row_by_id(connection, Product, 7)


def test_an_empty_sheet_loads_as_nothing(company: CompanyFile) -> None:
    with company.read() as connection:
        assert setup.load_rows(connection, PRODUCTS) == {}


def test_a_key_with_blank_cells_is_kept_unique(company: CompanyFile) -> None:
    rule = TaxRule(
        tax_code="X",
        class_="TAX",
        family="SALES",
        effective_from=date(2026, 1, 1),
        calc_method="PCT",
        rate=Decimal("0.029"),
        base_kind="CHARGE",
    )
    with pytest.raises(Exception, match="UNIQUE"), taken_back(company) as connection:
        add(connection, TAXES, rule, rule)


def test_there_is_one_company(company: CompanyFile) -> None:
    row = Company(
        name="Cedar Fork Voice",
        address_line1="1200 Foundry Way",
        city="Denver",
        region="CO",
        postal_code="80216",
        timezone="America/Denver",
    )
    with pytest.raises(Exception, match="CHECK"), taken_back(company) as connection:
        add(connection, COMPANY, row, row)


def test_a_flag_is_yes_or_no(company: CompanyFile) -> None:
    with pytest.raises(IntegrityError, match="ck_products_prorate"), company.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO products VALUES (1, 'A', 'A', 'A', 'A', 0, 'monthly', 1, 2, 'none', 1)"
        )


def test_a_row_that_refers_to_nothing_is_refused_at_the_commit(company: CompanyFile) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), company.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO bundles (product_code, component_no, category, method)"
            " VALUES ('NONE', 1, 'VOIP_FIXED', 'SSP')"
        )


def test_versions_grow_with_every_change(company: CompanyFile) -> None:
    with taken_back(company) as connection:
        versions = [setup.setup_version(connection)]
        for rows in ([SEAT], []):
            add(connection, PRODUCTS, *rows)
            versions.append(setup.setup_version(connection))
    assert versions == [0, 1, 1]


def test_a_deck_has_a_version_of_its_own(company: CompanyFile) -> None:
    with taken_back(company) as connection:
        add(connection, RATES, RATE)
        before = setup.deck_version(connection, "S")
        add(connection, PRODUCTS, SEAT)
        assert setup.deck_version(connection, "S") == before
        apply_rows(connection, RATES, added=(), changed=[RATE])
        assert setup.deck_version(connection, "S") > before
        assert setup.deck_version(connection, "OTHER") == 0
