from datetime import date
from decimal import Decimal

from app.billing.expiry import expired_decks, expired_taxes
from app.billing.gates import AtStake
from app.tax.place import place_of
from app.tax.rule import TaxRule
from tests.billing.records import a_line, a_location, an_invoice
from tests.billing.taxes import a_book, a_percentage

PLACES = {"10042-MAIN": place_of(a_location())}


def _expired(*rules: TaxRule) -> list[AtStake]:
    return expired_taxes(
        a_book(*rules),
        [an_invoice(a_line("30.00"))],
        places=PLACES,
        customer_classes={"10042": "business"},
    )


def test_a_tax_that_ended_in_the_period_is_named_with_the_charges_it_matched() -> None:
    [found] = _expired(a_percentage(effective_to=date(2026, 10, 31)))
    assert (found.count, found.amount, found.records) == (
        1,
        Decimal("30.00"),
        ("CO-SALES US/CO ended on 2026-10-31",),
    )


def test_a_tax_that_ended_before_the_period_is_over_and_done() -> None:
    assert _expired(a_percentage(effective_to=date(2026, 9, 30))) == []


def test_a_tax_that_still_holds_on_the_invoices_date_is_in_force() -> None:
    assert _expired(a_percentage(effective_to=date(2026, 11, 1))) == []


def test_a_tax_with_a_successor_has_not_ended() -> None:
    old = a_percentage(effective_to=date(2026, 10, 31))
    assert _expired(old, a_percentage("0.11", effective_from=date(2026, 11, 1))) == []


def test_a_tax_of_another_category_is_not_asked_for() -> None:
    assert _expired(a_percentage(effective_to=date(2026, 10, 31), category="INSTALL")) == []


def test_a_deck_without_rates_for_the_last_day_is_named() -> None:
    found = expired_decks(
        {"OLD": date(2026, 10, 31), "OPEN": None, "JUST": date(2026, 11, 1)},
        {"OLD": Decimal("9.00")},
        period_end=date(2026, 11, 1),
    )
    assert [(one.amount, one.records) for one in found] == [
        (Decimal("9.00"), ("deck OLD has no rates from 2026-10-31 on",))
    ]
