"""Seeded companies with their call files."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.journeys import world_sheets as sheets
from tests.journeys.exact_book import Book, read_book
from tests.journeys.world_bills import bill_sheets
from tests.journeys.world_calls import CallFile, call_files


@dataclass(frozen=True, slots=True)
class World:
    """A company's workbook folder and its call files."""

    workbook: Path
    book: Book
    files: list[CallFile]


def make_world(seed: int, folder: Path, *, calls: int = 400) -> World:
    """The company of a seed."""
    dice = Random(seed)
    people = sheets.accounts(dice)
    places = sheets.locations(dice, people)
    owned = sheets.numbers(dice, people, places)
    all_sheets = {
        "company": [sheets.company(dice)],
        "accounts": people,
        "locations": places,
        "sources": [{"source": "east", "format": "canonical"}, {"source": "west", "format": ""}],
        "numbers": owned,
        "aliases": sheets.aliases(dice, owned),
        "rate_plans": sheets.plans(dice),
        "rate_periods": sheets.periods(dice),
        "rate_tiers": sheets.tiers(dice),
        "rates": sheets.rates(dice),
        **bill_sheets(dice, people, places),
    }
    sheets.write_sheets(folder / "workbook", all_sheets)
    book = read_book(folder / "workbook")
    return World(folder / "workbook", book, call_files(dice, book, folder / "calls", calls))
