from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.customers.account import Account
from app.customers.product import PRODUCTS, Product
from app.rating.deck import RATES, Rate
from app.rating.plan import RatePlan
from app.store.audit import Stamp, entries
from app.store.database import CompanyFile
from app.store.plan_versions import plan_version_ids
from app.store.setup import load, load_by_id, row_by_id
from app.store.setup_changes import RowChanges, apply_rows, apply_setup
from app.tax.rule import TaxRule
from app.values.sheet import Sheet, SheetRow

STAMP = Stamp(datetime(2026, 11, 2, 9, 0, tzinfo=UTC), "anna", "import_workbook")
SEAT = Product(
    product_code="SEAT", name="Seat", tax_category="VOIP_FIXED", gl_code="4010", price=Decimal(20)
)
RATE = Rate(deck_code="S", prefix="1303", rate=Decimal("0.02"), valid_from=date(2026, 1, 1))
PLAN = RatePlan(
    plan_code="BUSINESS",
    name="Business",
    deck_code="S",
    initial_seconds=6,
    increment_seconds=6,
    usage_product="SEAT",
)


def account(number: str, parent: str | None = None) -> Account:
    return Account(
        account_number=number,
        name="Granite",
        parent_account_number=parent,
        address_line1="88 Quarry Street",
        city="Lakewood",
        region="CO",
        postal_code="80226",
    )


def apply(company: CompanyFile, **sheets: RowChanges) -> None:
    with company.write() as connection:
        apply_setup(connection, sheets, stamp=STAMP, origin="setup.xlsx")


def told(company: CompanyFile) -> list[tuple[str, str, str, str | None, str | None]]:
    with company.read() as connection:
        return [
            (each.area, each.record, each.action, each.before, each.after)
            for each in entries(connection)
        ]


def test_a_changed_row_takes_the_place_of_the_old(company: CompanyFile) -> None:
    apply(company, products=RowChanges([SEAT]))
    dearer = replace(SEAT, price=Decimal("21.95"))
    apply(company, products=RowChanges(changed=[dearer]))
    with company.read() as connection:
        assert load_by_id(connection, Product) == {1: dearer}


def test_a_changed_row_with_blanks_in_its_key_is_found(company: CompanyFile) -> None:
    rule = TaxRule(
        tax_code="X",
        class_="TAX",
        family="SALES",
        state="CO",
        effective_from=date(2026, 1, 1),
        calc_method="PCT",
        rate=Decimal("0.029"),
        base_kind="CHARGE",
    )
    other = replace(rule, state=None)
    apply(company, taxes=RowChanges([rule, other]))
    apply(company, taxes=RowChanges(changed=[replace(rule, rate=Decimal("0.03"))]))
    with company.read() as connection:
        rates = [(each.state, each.rate) for each in load(connection, TaxRule)]
    assert rates == [("CO", Decimal("0.03")), (None, Decimal("0.029"))]


def test_a_changed_rate_leaves_the_old_one_for_the_calls_it_priced(company: CompanyFile) -> None:
    apply(company, rates=RowChanges([RATE]))
    dearer = replace(RATE, rate=Decimal("0.03"))
    apply(company, rates=RowChanges(changed=[dearer]))
    with company.read() as connection:
        assert load_by_id(connection, Rate) == {2: dearer}
        assert row_by_id(connection, Rate, 1) == RATE


def test_a_rate_can_change_again_and_back(company: CompanyFile) -> None:
    apply(company, rates=RowChanges([RATE]))
    for price in ("0.03", "0.02", "0.04"):
        apply(company, rates=RowChanges(changed=[replace(RATE, rate=Decimal(price))]))
    with company.read() as connection:
        assert [each.rate for each in load(connection, Rate)] == [Decimal("0.04")]


@pytest.mark.parametrize(("sheet", "row"), [(PRODUCTS, SEAT), (RATES, RATE)], ids=["other", "rate"])
def test_a_changed_row_that_is_not_there_is_an_error(
    company: CompanyFile, sheet: Sheet, row: SheetRow
) -> None:
    with pytest.raises(KeyError), company.write() as connection:
        apply_rows(connection, sheet, added=(), changed=[row])


def test_rows_may_refer_to_rows_that_come_after_them(company: CompanyFile) -> None:
    apply(company, accounts=RowChanges([account("2", parent="1"), account("1")]))
    with company.read() as connection:
        assert [each.account_number for each in load(connection, Account)] == ["2", "1"]


def test_a_reference_to_nothing_keeps_everything_out(company: CompanyFile) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        apply(
            company,
            products=RowChanges([SEAT]),
            accounts=RowChanges([account("2", parent="1")]),
        )
    assert told(company) == []


def test_plans_get_their_versions(company: CompanyFile) -> None:
    apply(company, products=RowChanges([SEAT]), rate_plans=RowChanges([PLAN]))
    with company.read() as connection:
        assert plan_version_ids(connection) == {"BUSINESS": 1}


def test_no_change_counts_nothing_up(company: CompanyFile) -> None:
    with company.write() as connection:
        apply_rows(connection, PRODUCTS, added=[], changed=[])
        assert versions(connection) == []


def test_an_added_row_is_told_with_its_filled_cells(company: CompanyFile) -> None:
    apply(company, products=RowChanges([SEAT]))
    assert told(company) == [
        (
            "products",
            "SEAT",
            "added",
            None,
            (
                '{"product_code":"SEAT","name":"Seat","tax_category":"VOIP_FIXED",'
                '"gl_code":"4010","price":"20","billed":"monthly","in_advance":true,'
                '"prorate":true,"line_kind":"none","lines_per_unit":"1"}'
            ),
        )
    ]


def test_a_changed_row_is_told_with_what_changed(company: CompanyFile) -> None:
    apply(company, products=RowChanges([SEAT]))
    apply(company, products=RowChanges(changed=[replace(SEAT, price=Decimal("21.95"))]))
    assert told(company)[1] == (
        "products",
        "SEAT",
        "changed",
        '{"price":"20"}',
        '{"price":"21.95"}',
    )


def test_a_cell_that_becomes_blank_is_told(company: CompanyFile) -> None:
    apply(company, rates=RowChanges([replace(RATE, valid_to=date(2026, 12, 1))]))
    apply(company, rates=RowChanges(changed=[RATE]))
    assert told(company)[1][1:] == (
        "S/1303/2026-01-01",
        "changed",
        '{"valid_to":"2026-12-01"}',
        "{}",
    )


def test_the_first_rates_of_a_deck_are_told_at_once(company: CompanyFile) -> None:
    decks: Sequence[Rate] = [
        replace(RATE, deck_code=deck, prefix=str(prefix))
        for deck in ("S", "A")
        for prefix in range(1200, 1203)
    ]
    apply(company, rates=RowChanges(decks))
    assert told(company) == [
        ("rates", "A", "added", None, '{"rates":3}'),
        ("rates", "S", "added", None, '{"rates":3}'),
    ]


def test_later_rates_of_a_deck_are_told_one_by_one(company: CompanyFile) -> None:
    apply(company, rates=RowChanges([RATE]))
    apply(company, rates=RowChanges([replace(RATE, prefix="1720")]))
    assert [each[1] for each in told(company)] == ["S", "S/1720/2026-01-01"]


def test_where_it_came_from_and_who_did_it_is_told(company: CompanyFile) -> None:
    apply(company, products=RowChanges([SEAT]))
    with company.read() as connection:
        (entry,) = entries(connection)
    assert (entry.origin, entry.actor, entry.operation, entry.at) == (
        "setup.xlsx",
        "anna",
        "import_workbook",
        STAMP.at,
    )


def versions(connection: Connection) -> list[tuple[str, int]]:
    return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM setup_versions")]
