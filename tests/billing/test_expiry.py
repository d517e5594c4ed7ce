from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.billing.expiry import certificate_warnings, expired_decks, expired_taxes
from app.billing.gates import AtStake
from app.tax.book import make_book
from app.tax.bundle import BundleComponent
from app.tax.exemption import Exemption
from app.tax.place import TaxPlace, place_of
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


def test_a_tax_that_ended_long_ago_is_still_asked_for() -> None:
    [found] = _expired(a_percentage(effective_to=date(2026, 9, 30)))
    assert found.records == ("CO-SALES US/CO ended on 2026-09-30",)


def test_a_row_that_says_it_is_not_taxed_any_more_is_a_decision() -> None:
    old = a_percentage(effective_to=date(2026, 9, 30))
    assert _expired(old, a_percentage("0", effective_from=date(2026, 10, 1))) == []


def test_a_hole_in_the_table_is_an_end() -> None:
    old = a_percentage(effective_to=date(2026, 9, 30))
    [found] = _expired(old, a_percentage("0.11", effective_from=date(2026, 12, 1)))
    assert found.records == ("CO-SALES US/CO ended on 2026-09-30",)


def test_a_row_that_only_begins_later_has_not_ended() -> None:
    assert _expired(a_percentage(effective_from=date(2026, 12, 1))) == []


def test_a_category_that_ended_is_asked_for_though_others_go_on() -> None:
    ended = a_percentage(category="VOIP_*", effective_to=date(2026, 9, 30))
    [found] = _expired(ended, a_percentage(category="DID"))
    assert found.amount == Decimal("30.00")
    assert _expired(ended, a_percentage()) == []


def _a_fee(last: date) -> TaxRule:
    return replace(a_percentage(effective_to=last), class_="PROVIDER_FEE", bill_label="Fee")


def test_an_own_fee_is_asked_for_once() -> None:
    assert len(_expired(_a_fee(date(2026, 10, 31)))) == 1
    assert _expired(_a_fee(date(2026, 9, 30))) == []


@pytest.mark.parametrize(
    ("basis", "last", "ended"),
    [
        ("SERVICE_START", date(2026, 10, 31), True),
        ("SERVICE_START", date(2026, 11, 1), False),
        ("SERVICE_END", date(2026, 11, 29), True),
        ("SERVICE_END", date(2026, 11, 30), False),
        ("PRORATE", date(2026, 11, 29), True),
        ("PRORATE", date(2026, 11, 30), False),
    ],
)
def test_a_row_ends_by_its_own_date(basis: str, last: date, *, ended: bool) -> None:
    rule = replace(a_percentage(effective_to=last), date_basis=basis)
    assert bool(_expired(rule)) is ended


@pytest.mark.parametrize(
    ("columns", "where"),
    [({"customer_class": "residential"}, PLACES), ({"state": "NY"}, PLACES), ({}, {})],
)
def test_what_never_reached_the_charge_has_not_ended(
    columns: dict[str, str], where: dict[str, TaxPlace]
) -> None:
    rule = replace(a_percentage(effective_to=date(2026, 9, 30)), **columns)  # type: ignore[arg-type]
    found = expired_taxes(
        a_book(rule), [an_invoice(a_line("30.00"))], places=where, customer_classes={}
    )
    assert found == []


def test_a_percentage_of_internet_access_never_was() -> None:
    line = replace(a_line("30.00"), tax_category="INTERNET_ACCESS")
    found = expired_taxes(
        a_book(a_percentage(effective_to=date(2026, 9, 30))),
        [an_invoice(line)],
        places=PLACES,
        customer_classes={},
    )
    assert found == []


def test_of_a_bundle_every_component_is_looked_at() -> None:
    parts = [
        BundleComponent(product_code="SEAT", component_no=n, category=name, method="ALL_TELECOM")
        for n, name in enumerate(("DID", "VOIP_FIXED"), start=1)
    ]
    book = make_book(
        [(2, a_percentage(category="DID", effective_to=date(2026, 9, 30)))], bundles=parts
    )
    lines = an_invoice(a_line("30.00"))
    [found] = expired_taxes(book, [lines], places=PLACES, customer_classes={})
    assert found.amount == Decimal("30.00")


def test_certificates_are_warned_of_by_the_invoices_date() -> None:
    exemption = Exemption(
        account_number="10042",
        certificate_number="98-1",
        kind="NONPROFIT",
        family="SALES",
        effective_from=date(2026, 1, 1),
        expires_on=date(2026, 11, 30),
    )
    book = make_book([(2, a_percentage())], exemptions=[exemption])

    def codes(account: str, day: date) -> list[str]:
        return [each.code for each in certificate_warnings(book, account, day)]

    assert codes("10042", date(2026, 11, 1)) == ["certificate_expiring"]
    assert codes("10042", date(2026, 12, 1)) == ["certificate_expired"]
    assert codes("10042", date(2026, 9, 1)) == []
    assert codes("other", date(2026, 12, 1)) == []


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
