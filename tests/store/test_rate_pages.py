from datetime import date
from pathlib import Path

from app.operations.office import Office
from app.rating.deck import Rate
from app.store.rate_pages import (
    calls_touched,
    count_rates,
    deck_heads,
    page_of_rates,
    rates_of_deck,
)
from app.store.setup import load
from tests.operations.companies import BILLABLE, take_in


def test_a_deck_stands_with_its_counts(office: Office) -> None:
    with office.file.read() as conn:
        heads = deck_heads(conn)
        rates = load(conn, Rate)
    assert {each.deck_code for each in heads} == {each.deck_code for each in rates}
    assert sum(each.rates for each in heads) == len(rates)


def test_rates_are_found_by_prefix_and_place_page_by_page(office: Office) -> None:
    with office.file.read() as conn:
        deck = deck_heads(conn)[0].deck_code
        rates = rates_of_deck(conn, deck)
        assert [each.prefix for each in rates] == sorted(each.prefix for each in rates)
        paged = [page_of_rates(conn, deck, first=place, count=1)[0] for place in range(len(rates))]
        assert paged == rates
        prefix = rates[-1].prefix
        assert all(
            each.prefix.startswith(prefix) for each in page_of_rates(conn, deck, f"+{prefix}")
        )
        assert count_rates(conn, deck, "no such place") == 0
        assert count_rates(conn, deck, on=date(2020, 1, 1)) == 0
        falling = page_of_rates(conn, deck, order="prefix", falls=True)
        assert falling == rates[::-1]


def test_calls_that_rates_have_priced_are_counted(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        deck = deck_heads(conn)[0].deck_code
        prefixes = [each.prefix for each in rates_of_deck(conn, deck)]
        assert calls_touched(conn, deck, prefixes, begins=date(2026, 1, 1)) > 0
        assert calls_touched(conn, deck, prefixes, begins=date(2027, 1, 1)) == 0
        assert calls_touched(conn, deck, [], begins=date(2026, 1, 1)) == 0
