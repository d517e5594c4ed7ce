from dataclasses import replace
from datetime import date
from decimal import Decimal
from sys import gettrace
from time import process_time

import pytest

from app.billing.issuer import Company
from app.customers.account import Account
from app.errors import NotAllowed
from app.rating.deck import Rate
from app.values.sheet import SheetRow
from app.workbook.outlook import Current
from app.workbook.plan import Fate, FieldChange, WorkbookPlan, plan_import
from app.workbook.raw_sheets import RawSheet
from app.workbook.reading import ReadRow, ReadSheet, WorkbookRows
from app.workbook.sheets import SHEETS
from tests.workbook.examples import (
    TABLES,
    TODAY,
    a_row,
    cells,
    current_of,
    plan,
    raw_sheet,
    whole_workbook,
)


def fates(found: WorkbookPlan) -> list[tuple[str, int, Fate]]:
    return [(each.sheet, each.number, each.fate) for each in found.rows]


def applied(found: WorkbookPlan, current: Current, *, take_good_rows: bool = False) -> Current:
    """The company file once the plan is written."""
    tables: dict[str, dict[tuple[object, ...], SheetRow]] = {
        name: dict(rows) for name, rows in current.items()
    }
    for name, rows in found.to_write(take_good_rows=take_good_rows).items():
        tables.setdefault(name, {}).update({each.key: each.row for each in rows})
    return tables


def company_and(**rows: SheetRow | list[SheetRow]) -> Current:
    return current_of(company=a_row("company"), **rows)


def test_into_an_empty_file_all_is_added() -> None:
    found = plan(*whole_workbook())
    assert {each.fate for each in found.rows} == {Fate.ADDED}
    assert found.is_whole


def test_what_is_referred_to_is_written_first() -> None:
    order = list(plan(*reversed(whole_workbook())).to_write())
    assert order == [name for name in SHEETS if name in order]


def test_importing_twice_changes_nothing() -> None:
    once = applied(plan(*whole_workbook()), {})
    again = plan(*whole_workbook(), current=once)
    assert {each.fate for each in again.rows} == {Fate.UNCHANGED}
    assert again.to_write() == {}


def test_a_change_is_told_field_by_field() -> None:
    changed = cells("accounts", name="Granite Bank", bill_cycle_day="15", terms="")
    found = plan(raw_sheet("accounts", changed), current=company_and(accounts=a_row("accounts")))
    (row,) = found.rows
    assert row.fate is Fate.CHANGED
    assert row.changes == (
        FieldChange("name", "Granite Peak Credit Union", "Granite Bank"),
        FieldChange("terms", "Net 30", None),
        FieldChange("bill_cycle_day", 1, 15),
    )
    assert [str(change) for change in row.changes] == [
        "name: Granite Peak Credit Union becomes Granite Bank",
        "terms: Net 30 becomes blank",
        "bill_cycle_day: 1 becomes 15",
    ]


def test_a_change_goes_by_the_columns_own_name() -> None:
    current = company_and(taxes=a_row("taxes"))
    found = plan(raw_sheet("taxes", cells("taxes", class_="PASS_THROUGH")), current=current)
    assert [change.column for change in found.rows[0].changes] == ["class"]


def test_rows_that_are_not_in_the_workbook_stay() -> None:
    current = company_and(accounts=[a_row("accounts"), a_row("accounts", account_number="2")])
    found = plan(raw_sheet("accounts", cells("accounts")), current=current)
    assert fates(found) == [("accounts", 2, Fate.UNCHANGED)]


def test_columns_that_are_not_in_the_workbook_stay() -> None:
    current = company_and(accounts=a_row("accounts", bill_cycle_day="15"))
    few = {
        name: text
        for name, text in cells("accounts", name="Granite Bank").items()
        if SHEETS["accounts"].columns[name].required
    }
    found = plan(raw_sheet("accounts", few), current=current)
    assert [change.column for change in found.rows[0].changes] == ["name"]


def test_columns_that_are_not_in_the_workbook_take_their_defaults_in_new_rows() -> None:
    given = cells("aliases")
    del given["source"]
    found = plan(raw_sheet("aliases", given), current=company_and(aliases=a_row("aliases")))
    assert [(each.key, each.fate) for each in found.rows] == [(("ext-204", None), Fate.ADDED)]


def test_a_wrong_row_holds_up_the_import() -> None:
    found = plan(raw_sheet("products", cells("products", price="much")), current=company_and())
    assert not found.is_whole
    with pytest.raises(NotAllowed, match="price holds much, not a number"):
        found.to_write()


def test_many_wrong_rows_are_counted() -> None:
    row = cells("products", price="much", billed="often")
    found = plan(raw_sheet("products", row), current=company_and())
    with pytest.raises(NotAllowed, match="1 wrong row, for 2 reasons"):
        found.to_write()


def test_an_unknown_sheet_holds_up_the_import() -> None:
    found = plan(raw_sheet("prducts", cells("products")), current=company_and())
    with pytest.raises(NotAllowed, match="nearest name is 'products'"):
        found.to_write()


def test_the_good_rows_can_be_taken() -> None:
    rows = [cells("products", price="much"), cells("products", product_code="P2")]
    found = plan(raw_sheet("products", *rows), current=company_and())
    written = found.to_write(take_good_rows=True)
    assert [(name, each.number) for name, rows in written.items() for each in rows] == [
        ("products", 3)
    ]


def test_wrong_rows_are_kept_as_they_stand() -> None:
    found = plan(raw_sheet("products", cells("products", price="much")), current=company_and())
    (wrong,) = found.wrong
    assert (wrong.sheet, wrong.number) == ("products", 2)
    assert wrong.cells == cells("products", price="much")
    assert wrong.reason == "price holds much, not a number."


def test_a_short_wrong_row_is_filled_up() -> None:
    header = list(cells("aliases"))
    short = RawSheet("aliases", iter([(1, header), (2, ["ext-204"])]))
    (wrong,) = plan(short, current=company_and()).wrong
    assert wrong.cells == {"alias": "ext-204", "number": None, "source": None}


def test_fates_are_counted_by_sheet() -> None:
    rows = [
        cells("products"),
        cells("products", product_code="P2"),
        cells("products", product_code="P3", price="much"),
    ]
    found = plan(raw_sheet("products", *rows), current=company_and(products=a_row("products")))
    assert found.counts == {"products": {Fate.UNCHANGED: 1, Fate.ADDED: 1, Fate.WRONG: 1}}


def test_a_file_needs_its_company() -> None:
    found = plan(raw_sheet("products", cells("products")))
    assert [each.code for each in found.findings] == ["company_missing"]
    with pytest.raises(NotAllowed, match="no good row on the sheet company"):
        found.to_write(take_good_rows=True)


def test_a_wrong_company_is_told_once() -> None:
    found = plan(raw_sheet("company", cells("company", timezone="")))
    assert [each.code for each in found.findings] == ["required"]
    assert not found.has_company


@pytest.mark.parametrize(
    ("written", "has_invoices", "kept"),
    [
        ("1000", False, 1000),
        ("1000", True, 1043),
        ("2000", False, 2000),
        ("2000", True, 2000),
    ],
)
def test_the_next_invoice_number_goes_back_only_before_the_first_invoice(
    written: str, *, has_invoices: bool, kept: int
) -> None:
    sheet = raw_sheet("company", cells("company", next_invoice_number=written))
    found = plan(sheet, current=company_and(), has_invoices=has_invoices)
    (row,) = found.rows
    assert isinstance(row.row, Company)
    assert row.row.next_invoice_number == kept


def test_mended_rows_can_be_imported_alone() -> None:
    rows = [cells("products", price="much"), cells("products", product_code="P2")]
    current = company_and()
    first = plan(raw_sheet("products", *rows), current=current)
    after = applied(first, current, take_good_rows=True)
    mended = plan(raw_sheet("products", cells("products")), current=after)
    assert fates(mended) == [("products", 2, Fate.ADDED)]


def test_an_account_may_come_in_with_its_parent() -> None:
    child = cells("accounts", account_number="1", parent_account_number="10042")
    found = plan(raw_sheet("accounts", child, cells("accounts")), current=company_and())
    assert {each.fate for each in found.rows} == {Fate.ADDED}
    assert all(isinstance(each.row, Account) for each in found.rows)


def _rate(number: int) -> Rate:
    return Rate(
        deck_code="STANDARD",
        prefix=str(100_000 + number),
        rate=Decimal(number) / 100_000_000,
        valid_from=date(2026, 1, 1),
    )


@pytest.mark.skipif(gettrace() is not None, reason="measuring coverage takes its own time")
def test_a_large_deck_is_planned_quickly() -> None:
    sheet = SHEETS["rates"]
    rates = [_rate(number) for number in range(50_000)]
    current = {**company_and(), "rates": {sheet.key_of(rate): rate for rate in rates}}
    changed = [replace(rate, destination="New") for rate in rates[:100]] + rates[100:]
    read = ReadSheet(sheet=sheet, rows=[ReadRow(n, rate) for n, rate in enumerate(changed, 2)])
    incoming = WorkbookRows(sheets={"rates": read})
    began = process_time()
    found = plan_import(current, incoming, tables=TABLES, today=TODAY, has_invoices=True)
    assert process_time() - began < 1.5
    assert found.counts == {"rates": {Fate.CHANGED: 100, Fate.UNCHANGED: 49_900}}
