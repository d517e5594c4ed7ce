"""Counts compared: what differs, what it costs, what to do."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.counts import (
    CarrierNumber,
    Contracted,
    CountAction,
    CountFacts,
    Settled,
    Suggestion,
    count_rows,
    strangers,
    suggested,
    total_of,
)
from app.customers.service import Circuit, Number
from tests.billing.psa_things import BLOCK, DID, PRODUCTS, SEATS

D = Decimal
DAY = date(2026, 10, 31)


def number(serial: int, kind: str = "did") -> Number:
    return Number(
        number=f"+1303555{serial:04d}",
        account_number="100",
        location_code="100-MAIN",
        kind=kind,
        rate_plan="BASIC",
        starts_on=date(2026, 1, 1),
    )


def facts(**changed: object) -> CountFacts:
    base = CountFacts(
        day=DAY,
        period="2026-10",
        names={"100": "Granite Peak"},
        products=PRODUCTS,
        services=[SEATS],
        numbers=[],
        circuits=[],
        carrier=[],
        contracted={},
        billed=None,
        settled={},
    )
    return replace(base, **changed)  # type: ignore[arg-type]


def contract(code: str, quantity: int) -> Mapping[tuple[str, str], Contracted]:
    return {("100", code): Contracted(quantity=D(quantity), unit_price=None)}


@pytest.mark.parametrize(
    ("counts", "suggestion", "target"),
    [
        ((24, 26, None, 24), Suggestion.BILL_PROVISIONED, 26),
        ((6, 6, 6, 5), Suggestion.BILL_PROVISIONED, 6),
        ((10, 8, 10, 8), Suggestion.ASSIGN, 10),
        ((30, 28, 28, 30), Suggestion.LOWER, 28),
        ((10, 9, None, None), Suggestion.LOWER, 9),
        ((10, 9, None, 9), Suggestion.ASSIGN, 10),
        ((8, 10, 8, 8), Suggestion.BILL_CONTRACTED, 8),
        ((3, 4, 5, None), Suggestion.LOOK, 3),
        ((None, 4, 5, None), Suggestion.LOOK, 4),
        ((None, 4, 4, 4), Suggestion.NONE, 4),
        ((4, 4, None, None), Suggestion.NONE, 4),
    ],
)
def test_what_two_agree_on_is_to_be_billed(
    counts: tuple[int | None, ...], suggestion: Suggestion, target: int
) -> None:
    have, provisioned, carrier, billed = (None if each is None else D(each) for each in counts)
    assert provisioned is not None
    assert suggested(have, provisioned, carrier, billed) == (suggestion, Decimal(target))


def test_money_of_a_month_is_the_difference_at_its_price() -> None:
    (row,) = count_rows(facts(contracted=contract("SEAT", 12), billed={("100", "SEAT"): D(12)}))
    assert (row.provisioned, row.suggestion, row.amount) == (D(10), Suggestion.LOWER, D("-40.00"))
    assert row.words == "Lower the contract to 10"
    assert total_of([row, replace(row, suggestion=Suggestion.SETTLED)]) == D(-40)


def test_a_quarterly_price_counts_a_third_a_month() -> None:
    products = {**PRODUCTS, "SEAT": replace(PRODUCTS["SEAT"], billed="quarterly", price=D(90))}
    (row,) = count_rows(facts(products=products, contracted=contract("SEAT", 9)))
    assert (row.unit_price, row.amount) == (D(30), D("30.00"))


def test_blocks_of_numbers_count_as_begun_and_toll_free_apart() -> None:
    toll_free = replace(DID, product_code="TF", tax_category="TOLL_FREE", line_kind="none")
    every = [*(number(n) for n in range(21)), number(99, "main"), number(98, "toll_free")]
    rows = count_rows(
        facts(
            products={**PRODUCTS, "TF": toll_free},
            services=[],
            numbers=[*every, replace(number(97), ends_on=DAY)],
            contracted={
                **contract("DID", 22),
                **contract("DID-20", 2),
                ("100", "TF"): Contracted(quantity=D(1), unit_price=D(4)),
            },
        )
    )
    assert {each.product_code: each.provisioned for each in rows} == {
        "DID": 22,
        "DID-20": 2,
        "TF": 1,
    }
    assert total_of(rows) == 0
    assert BLOCK.lines_per_unit == 20


def test_a_carrier_tells_of_those_it_lists_alone() -> None:
    service = replace(SEATS, product_code="DID", service_code="D")
    base = facts(services=[service], numbers=[number(1), number(2)], contracted=contract("DID", 2))
    assert count_rows(base)[0].carrier is None
    listed = [
        CarrierNumber(carrier="Mesa", number=number(1).number),
        CarrierNumber(carrier="Mesa", number="+19995550100"),
    ]
    assert count_rows(replace(base, carrier=listed))[0].carrier == 1
    assert [each.number for each in strangers(replace(base, carrier=listed))] == ["+19995550100"]
    elsewhere = [CarrierNumber(carrier="Mesa", number="+19995550100")]
    assert count_rows(replace(base, carrier=elsewhere))[0].carrier is None
    circuit = Circuit(
        circuit_code="C",
        account_number="100",
        location_code="100-MAIN",
        carrier="MESA",
        starts_on=date(2026, 1, 1),
    )
    assert count_rows(replace(base, carrier=elsewhere, circuits=[circuit]))[0].carrier == 0
    named = [CarrierNumber(carrier="Mesa", number="+1", account_number="100", product_code="SEAT")]
    rows = count_rows(replace(base, services=[SEATS], carrier=named))
    assert {each.product_code: each.carrier for each in rows} == {"DID": 0, "SEAT": 1}


def settled(action: CountAction, **changed: object) -> Settled:
    base = Settled(
        action=action,
        period="2026-10",
        contract=D(8),
        provisioned=D(10),
        carrier=None,
        until=None,
        reason="",
        at=datetime(2026, 11, 2, tzinfo=UTC),
        by="ana",
    )
    return replace(base, **changed)  # type: ignore[arg-type]


def shown(each: Settled, **changed: object) -> Suggestion:
    base = facts(contracted=contract("SEAT", 8), settled={("100", "SEAT"): each}, **changed)
    return count_rows(base)[0].suggestion


def test_what_was_settled_stays_so_while_the_figures_do() -> None:
    assert shown(settled(CountAction.LOWER)) is Suggestion.SETTLED
    assert shown(settled(CountAction.LOWER, contract=D(9))) is Suggestion.BILL_PROVISIONED
    assert shown(settled(CountAction.BILL_CONTRACTED)) is Suggestion.SETTLED
    november = settled(CountAction.BILL_CONTRACTED)
    assert shown(november, period="2026-11") is Suggestion.BILL_PROVISIONED
    free = settled(CountAction.FREE, until=date(2026, 12, 1), reason="trial")
    assert shown(free) is Suggestion.FREE
    assert shown(free, day=date(2026, 12, 31)) is Suggestion.BILL_PROVISIONED
    more = [replace(SEATS, quantity=D(11))]
    assert shown(free, services=more) is Suggestion.BILL_PROVISIONED


quantities = st.integers(0, 30).map(Decimal)


@given(st.none() | quantities, quantities, st.none() | quantities, st.none() | quantities)
def test_only_equal_counts_ask_for_nothing(
    have: Decimal | None, provisioned: Decimal, carrier: Decimal | None, billed: Decimal | None
) -> None:
    suggestion, target = suggested(have, provisioned, carrier, billed)
    known = {each for each in (have, provisioned, carrier, billed) if each is not None}
    assert (suggestion is Suggestion.NONE) is (len(known) == 1)
    assert target in known
