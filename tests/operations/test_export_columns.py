from app.operations.call_listing import USAGE_COLUMNS
from app.operations.export_columns import AUDIT, INVOICE, JOURNAL, LINE, TAX, USAGE, Kind


def test_every_column_of_usage_has_its_kind_in_the_order_of_the_contract() -> None:
    assert tuple(USAGE) == USAGE_COLUMNS


def test_money_is_told_from_exact_amounts() -> None:
    assert USAGE["charge"] is Kind.EXACT
    assert {INVOICE["total"], LINE["amount"], TAX["amount"], JOURNAL["debit"]} == {Kind.MONEY}
    assert AUDIT["at"] is Kind.MOMENT


def test_taxes_end_with_the_inputs_of_each_line() -> None:
    assert list(TAX)[-10:] == [
        "tax_date",
        "gross",
        "taken",
        "included",
        "exact",
        "method",
        "base_kind",
        "category",
        "effective_from",
        "source",
    ]
