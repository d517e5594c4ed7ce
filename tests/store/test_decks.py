from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl

from app.rating.deck import RATES, Rate
from app.store.database import CompanyFile
from app.store.decks import (
    destinations,
    last_days,
    rate_facts,
    rate_words,
    rates_frame,
)
from app.store.setup_changes import apply_rows

PLAIN = Rate(deck_code="S", prefix="1303", rate=Decimal("0.02"), valid_from=date(2026, 1, 1))
FULL = Rate(
    deck_code="S",
    prefix="1",
    destination="Elsewhere",
    rate=Decimal("0.00000001"),
    interstate_rate=Decimal("0.01"),
    intrastate_rate=Decimal("0.02"),
    indeterminate_rate=Decimal("0.03"),
    connect_fee=Decimal("0.5"),
    initial_seconds=30,
    increment_seconds=6,
    in_allowance=True,
    valid_from=date(2026, 2, 1),
    valid_to=date(2026, 3, 1),
)


def frame_of(company: CompanyFile, deck_code: str) -> pl.DataFrame:
    with company.write() as connection:
        apply_rows(connection, RATES, added=[PLAIN, FULL], changed=())
    with company.read() as connection:
        return rates_frame(connection, deck_code)


def test_a_deck_is_a_frame_ordered_by_prefix(company: CompanyFile) -> None:
    assert frame_of(company, "S").rows(named=True) == [
        {
            "rate_id": 2,
            "prefix": "1",
            "rate": 1,
            "interstate_rate": 1_000_000,
            "intrastate_rate": 2_000_000,
            "indeterminate_rate": 3_000_000,
            "connect_fee": 50_000_000,
            "initial_seconds": 30,
            "increment_seconds": 6,
            "in_allowance": True,
            "valid_from": date(2026, 2, 1),
            "valid_to": date(2026, 3, 1),
        },
        {
            "rate_id": 1,
            "prefix": "1303",
            "rate": 2_000_000,
            "interstate_rate": None,
            "intrastate_rate": None,
            "indeterminate_rate": None,
            "connect_fee": None,
            "initial_seconds": None,
            "increment_seconds": None,
            "in_allowance": False,
            "valid_from": date(2026, 1, 1),
            "valid_to": None,
        },
    ]


def test_columns_have_their_types_also_in_an_empty_frame(company: CompanyFile) -> None:
    assert dict(frame_of(company, "NONE").schema) == {
        "rate_id": pl.Int64,
        "prefix": pl.String,
        "rate": pl.Int64,
        "interstate_rate": pl.Int64,
        "intrastate_rate": pl.Int64,
        "indeterminate_rate": pl.Int64,
        "connect_fee": pl.Int64,
        "initial_seconds": pl.Int64,
        "increment_seconds": pl.Int64,
        "in_allowance": pl.Boolean,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
    }


def test_a_retired_rate_is_left_out(company: CompanyFile) -> None:
    frame_of(company, "S")
    with company.write() as connection:
        apply_rows(connection, RATES, added=(), changed=[replace(PLAIN, rate=Decimal("0.03"))])
        assert rates_frame(connection, "S")["rate_id"].to_list() == [2, 3]


def test_the_facts_of_a_rate_stay_when_it_is_retired(company: CompanyFile) -> None:
    frame_of(company, "S")
    with company.write() as connection:
        apply_rows(connection, RATES, added=(), changed=[replace(FULL, connect_fee=None)])
        found = rate_facts(connection, [1, 2])
    assert found.rows(named=True) == [
        {"rate_id": 1, "connect_fee": None, "in_allowance": False},
        {"rate_id": 2, "connect_fee": 50_000_000, "in_allowance": True},
    ]


def test_the_last_day_of_a_deck_is_its_latest(company: CompanyFile) -> None:
    ends = [replace(PLAIN, deck_code="E", prefix=p, valid_to=date(2026, 3, int(p))) for p in "19"]
    with company.write() as connection:
        apply_rows(connection, RATES, added=[PLAIN, FULL, *ends], changed=())
        assert last_days(connection) == {"S": None, "E": date(2026, 3, 9)}


def test_a_retired_rate_ends_no_deck(company: CompanyFile) -> None:
    frame_of(company, "S")
    with company.write() as connection:
        changed = [replace(each, valid_to=date(2026, 5, 1)) for each in (PLAIN, FULL)]
        apply_rows(connection, RATES, added=(), changed=changed)
        assert last_days(connection) == {"S": date(2026, 5, 1)}


def test_rates_are_told_by_deck_and_prefix_also_retired_ones(company: CompanyFile) -> None:
    frame_of(company, "S")
    with company.write() as connection:
        apply_rows(connection, RATES, added=(), changed=[replace(PLAIN, rate=Decimal("0.03"))])
        words = rate_words(connection, pl.DataFrame({"rate_id": [1, 3, None]}))
    assert sorted(words.rows()) == [(1, "S", "1303"), (3, "S", "1303")]


def test_destinations_are_told_where_they_are_known(company: CompanyFile) -> None:
    frame_of(company, "S")
    with company.read() as connection:
        assert destinations(connection, [1, 2, 9]) == {2: "Elsewhere"}
