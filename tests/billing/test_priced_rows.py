from datetime import date

from app.billing.priced_rows import invoices_by_row
from app.tax.place import place_of
from app.tax.rule import TaxRule
from tests.billing.records import a_line, a_location, an_invoice
from tests.billing.taxes import a_book, a_percentage

PLACES = {"10042-MAIN": place_of(a_location())}


def priced(*rules: TaxRule, code: str = "CO-SALES") -> dict[int, list[str]]:
    return invoices_by_row(
        [an_invoice(a_line()), an_invoice(a_line(), invoice_number="CF-1044")],
        a_book(*rules),
        codes=frozenset({code}),
        places_on=lambda _: PLACES,
        customer_classes={"10042": "business"},
    )


def test_the_row_in_force_has_priced_the_invoices() -> None:
    old = a_percentage(effective_to=date(2026, 10, 31))
    new = a_percentage("0.11", effective_from=date(2026, 11, 1))
    assert priced(old, new) == {3: ["CF-1043", "CF-1044"]}


def test_a_row_of_rate_0_has_priced_them_too() -> None:
    assert priced(a_percentage("0")) == {2: ["CF-1043", "CF-1044"]}


def test_a_row_that_a_more_exact_one_stands_before_has_not() -> None:
    rules = [a_percentage(), a_percentage("0.05", category="VOIP_FIXED")]
    assert list(priced(*rules)) == [3]


def test_only_the_codes_asked_for() -> None:
    assert priced(a_percentage(tax_code="OTHER")) == {}
    assert list(priced(a_percentage(tax_code="OTHER"), code="OTHER")) == [2]


def test_rows_that_go_by_the_days_of_service() -> None:
    rule = TaxRule(
        tax_code="CO-SALES",
        class_="TAX",
        family="SALES",
        state="CO",
        effective_from=date(2026, 11, 1),
        effective_to=date(2026, 11, 30),
        date_basis="SERVICE_END",
        calc_method="PCT",
        rate=a_percentage().rate,
        base_kind="CHARGE",
    )
    assert list(priced(rule)) == [2]


def test_a_place_that_nobody_knows_is_left_out() -> None:
    assert (
        invoices_by_row(
            [an_invoice(a_line())],
            a_book(a_percentage()),
            codes=frozenset({"CO-SALES"}),
            places_on=lambda _: {},
            customer_classes={},
        )
        == {}
    )
