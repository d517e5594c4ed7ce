"""A deck's file, planned against the rates that are there; former rates end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Final

from app.errors import InputError
from app.operations.office import Office
from app.rating.deck import Rate
from app.store.rate_pages import calls_touched, rates_of_deck
from app.workbook.raw_sheets import raw_sheets

_PREFIX: Final = frozenset({"prefix", "code", "dial code", "dialcode", "dial_code", "npanxx"})
_PLACE: Final = frozenset({"destination", "name", "description", "country", "place", "route"})
_RATE: Final = frozenset({"rate", "price", "per minute", "rate/min", "rate_per_minute", "usd/min"})
_HEAD_ROWS: Final = 20
"""So many rows may stand above the titles."""


class RateFate(Enum):
    """What becomes of a prefix."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateStep:
    """One prefix of the deck: what it costs before and from the day on."""

    fate: RateFate
    prefix: str
    destination: str
    before: Decimal | None
    after: Decimal | None
    line: int | None
    """The row of the file; None: it is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckPlan:
    """What taking a deck's file in does."""

    file: str
    deck_code: str
    begins: date
    steps: tuple[RateStep, ...]
    rows: tuple[Rate, ...]
    """The rows to be written: new ones, and former ones with their end."""
    refused: tuple[str, ...]
    """Rows of the file that cannot be read, a sentence each."""
    calls: int
    """Unbilled calls on or after the day that the rates that end have priced."""

    def summary(self) -> str:
        """It in a line."""
        fates = ((fate, self.count(fate)) for fate in RateFate)
        counts = ", ".join(f"{n:,} {fate.value}" for fate, n in fates if n)
        return f"{self.deck_code} from {self.file}: {counts or 'nothing new'}"

    def count(self, fate: RateFate) -> int:
        """How many prefixes have this fate."""
        return sum(step.fate is fate for step in self.steps)


def plan_rates(
    office: Office, path: Path, *, deck_code: str, begins: date, ends_others: bool = False
) -> DeckPlan:
    """What the file makes of a deck from a day on; nothing is written.

    ``ends_others`` ends the prefixes that the file leaves out. InputError where the file has no
    columns for a prefix and a rate, or a rate that begins later is in the deck already.
    """
    told, refused = _read(path)
    with office.file.read() as conn:
        known = rates_of_deck(conn, deck_code)
        later = [each for each in known if each.valid_from > begins]
        if later:
            raise InputError(
                f"Deck {deck_code} has rates that begin after {begins}.",
                f"The newest begins on {max(each.valid_from for each in later)}.",
                "Choose a later day.",
            )
        open_ = {
            each.prefix: each for each in known if each.valid_to is None or each.valid_to > begins
        }
        steps, rows, ending = _steps(told, open_, deck_code, begins, ends_others=ends_others)
        calls = calls_touched(conn, deck_code, ending, begins=begins)
    return DeckPlan(
        file=path.name,
        deck_code=deck_code,
        begins=begins,
        steps=tuple(steps),
        rows=tuple(rows),
        refused=tuple(refused),
        calls=calls,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """A row of the file."""

    line: int
    prefix: str
    destination: str
    rate: Decimal


def _steps(
    told: Sequence[_Told],
    known: dict[str, Rate],
    deck_code: str,
    begins: date,
    *,
    ends_others: bool,
) -> tuple[list[RateStep], list[Rate], list[str]]:
    steps: list[RateStep] = []
    rows: list[Rate] = []
    ending: list[str] = []
    for each in told:
        old = known.get(each.prefix)
        fate = RateFate.ADDED if old is None else RateFate.CHANGED
        if old is not None and old.rate == each.rate:
            fate = RateFate.UNCHANGED
        else:
            rows += _dated(old, each, deck_code, begins)
            ending += [each.prefix] if old is not None else []
        steps.append(
            RateStep(
                fate=fate,
                prefix=each.prefix,
                destination=each.destination or (old.destination or "" if old else ""),
                before=old.rate if old is not None else None,
                after=each.rate,
                line=each.line,
            )
        )
    for prefix in sorted(known.keys() - {each.prefix for each in told}) if ends_others else ():
        old = known[prefix]
        rows.append(replace(old, valid_to=begins))
        ending.append(prefix)
        steps.append(
            RateStep(
                fate=RateFate.ENDED,
                prefix=prefix,
                destination=old.destination or "",
                before=old.rate,
                after=None,
                line=None,
            )
        )
    return steps, rows, ending


def _dated(old: Rate | None, told: _Told, deck_code: str, begins: date) -> Iterator[Rate]:
    """The former rate with its end, and the one that begins."""
    if old is None:
        yield Rate(
            deck_code=deck_code,
            prefix=told.prefix,
            destination=told.destination or None,
            rate=told.rate,
            valid_from=begins,
        )
        return
    if old.valid_from < begins:
        yield replace(old, valid_to=begins)
    yield replace(
        old,
        destination=told.destination or old.destination,
        rate=told.rate,
        interstate_rate=None,
        intrastate_rate=None,
        indeterminate_rate=None,
        valid_from=begins,
        valid_to=old.valid_to,
    )


def _read(path: Path) -> tuple[list[_Told], list[str]]:
    sheet = next(iter(raw_sheets(path)), None)
    rows = iter(sheet.rows) if sheet is not None else iter(())
    for _, cells in islice(rows, _HEAD_ROWS):
        titles = [str(cell or "").strip().casefold() for cell in cells]
        prefix, rate = _place(titles, _PREFIX), _place(titles, _RATE)
        if prefix is not None and rate is not None:
            return _told(rows, (prefix, _place(titles, _PLACE), rate))
    raise InputError(
        f"{path.name} is no rate deck.",
        "It has no columns with the titles Prefix and Rate.",
        "Give the columns these titles in the first rows.",
    )


def _place(titles: Sequence[str], names: frozenset[str]) -> int | None:
    return next((place for place, title in enumerate(titles) if title in names), None)


def _told(
    rows: Iterator[tuple[int, Sequence[object]]], places: tuple[int, int | None, int]
) -> tuple[list[_Told], list[str]]:
    found: dict[str, _Told] = {}
    refused: list[str] = []
    for line, cells in rows:
        texts = [
            str(cells[at] if at is not None and at < len(cells) and cells[at] is not None else "")
            for at in places
        ]
        prefix, place, price = (text.strip() for text in texts)
        if not prefix and not price:
            continue
        digits = prefix.lstrip("+").removesuffix(".0")
        try:
            rate = Decimal(price.lstrip("$"))
        except InvalidOperation:
            refused.append(f"Row {line:,}: {price!r} is no rate.")
            continue
        if not digits.isdigit() or not rate.is_finite() or rate < 0:
            refused.append(f"Row {line:,}: {prefix!r} at {price} is no prefix with a rate.")
        elif digits in found:
            refused.append(f"Row {line:,}: prefix {digits} stands on row {found[digits].line:,}.")
        else:
            found[digits] = _Told(line, digits, place, rate)
    return list(found.values()), refused
