import pytest

from app.values.sheet import Kind
from app.workbook.cells import cell_reader
from app.workbook.sheets import SHEETS


def test_the_sheets_are_those_of_the_contract() -> None:
    assert set(SHEETS) == {
        "company",
        "accounts",
        "locations",
        "sources",
        "circuits",
        "numbers",
        "aliases",
        "products",
        "services",
        "charges",
        "rate_plans",
        "rate_periods",
        "rate_tiers",
        "rates",
        "taxes",
        "bundles",
        "tax_shares",
        "registrations",
        "exemptions",
        "form_499",
        "usf_filing",
        "tax_service_pairs",
    }


def test_what_is_referred_to_comes_first() -> None:
    order = list(SHEETS)
    for name, sheet in SHEETS.items():
        for column in sheet.columns.values():
            target = column.refers.partition(".")[0] or name
            assert order.index(target) <= order.index(name)


def test_references_are_by_the_key() -> None:
    for sheet in SHEETS.values():
        for column in sheet.columns.values():
            if column.refers:
                target, _, key = column.refers.partition(".")
                assert SHEETS[target].key == (key,)


@pytest.mark.parametrize("name", SHEETS)
def test_examples_can_be_read_and_every_key_has_one(name: str) -> None:
    sheet = SHEETS[name]
    for field, column in sheet.columns.items():
        cell_reader(sheet, field)(column.example or None)
        assert set(column.choices) >= ({column.example} if column.choices else set()) - {""}
        assert not (column.kind is Kind.TEXT and column.example != column.example.strip())
