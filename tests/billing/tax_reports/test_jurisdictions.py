from datetime import date

import pytest

from app.billing.tax_reports.jurisdictions import (
    jurisdiction_cells,
    jurisdictions_in_play,
    registration_of,
)
from app.tax.registration import Registration
from tests.billing.tax_reports.filing_facts import a_line, a_tax, an_invoice, facts_of
from tests.billing.taxes import a_percentage

ON = date(2026, 3, 31)


def _registered(family: str = "SALES", **facts: object) -> Registration:
    return Registration(family=family, effective_from=date(2024, 1, 1), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "cells"),
    [
        ("US", ("US", "", "", "", "")),
        ("US/CO//20000", ("US", "CO", "", "20000", "")),
        ("US/CO/031//RTD", ("US", "CO", "031", "", "RTD")),
    ],
)
def test_a_jurisdiction_has_five_cells(written: str, cells: tuple[str, ...]) -> None:
    assert jurisdiction_cells(written) == cells


def test_the_closest_registration_is_taken() -> None:
    state = _registered(region="CO", registration_number="state")
    city = _registered(region="CO", place_fips="20000", registration_number="city")
    found = registration_of([city, state], "Sales", "US/CO//20000", on=ON)
    assert found is city
    assert registration_of([city, state], "SALES", "US/CO", on=ON) is state


def test_a_family_named_goes_before_any() -> None:
    everything = _registered("*", region="CO")
    sales = _registered(region="CO")
    assert registration_of([everything, sales], "SALES", "US/CO", on=ON) is sales
    assert registration_of([everything, sales], "E911", "US/CO", on=ON) is everything


@pytest.mark.parametrize(
    "other",
    [
        _registered(region="WY"),
        _registered("E911", region="CO"),
        _registered(region="CO", effective_to=date(2026, 3, 30)),
        _registered(country="CA"),
    ],
)
def test_another_place_family_or_time_is_none(other: Registration) -> None:
    assert registration_of([other], "SALES", "US/CO", on=ON) is None


def test_taxes_in_play_were_billed_or_are_registered_for() -> None:
    tax = a_tax("1.00", code="WY-SALES", family="SALES", jurisdiction="US/WY")
    facts = facts_of(
        an_invoice(a_line("30.00"), taxes=[tax]),
        rules=[
            a_percentage(),
            a_percentage(tax_code="OLD", effective_to=date(2025, 12, 31)),
            a_percentage(tax_code="NEXT", effective_from=date(2026, 4, 1)),
        ],
        registrations=[_registered(region="CO")],
    )
    found = jurisdictions_in_play(facts, {"SALES"})
    assert [(family, where.text, code) for family, where, code in found] == [
        ("SALES", "US/CO", "CO-SALES"),
        ("SALES", "US/WY", "WY-SALES"),
    ]


def test_without_a_registration_a_row_is_not_in_play() -> None:
    facts = facts_of(rules=[a_percentage()])
    assert list(jurisdictions_in_play(facts, {"SALES"})) == []


def test_another_family_is_not_in_play() -> None:
    facts = facts_of(rules=[a_percentage()], registrations=[_registered()])
    assert list(jurisdictions_in_play(facts, {"UUT"})) == []
