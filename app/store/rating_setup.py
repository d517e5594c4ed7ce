"""All that decides about calls, as a company file says it: who has which number, at what price."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from app.billing.issuer import Company
from app.customers.account import Account
from app.customers.service import Number
from app.rating.area_codes import AreaCodes
from app.rating.book import RateBook
from app.rating.compiled_deck import CompiledDeck, compile_deck
from app.rating.mediation import Mediator
from app.store.database import raw
from app.store.decks import rates_frame
from app.store.plan_versions import current_terms, plan_version_ids
from app.store.setup import deck_version, load, load_by_id
from app.store.transaction import Transaction
from app.store.usage import known_text_ids
from app.usage.assignment import AliasCode, Directory, NumberInForce
from app.usage.parties import code_of
from app.usage.source import Alias
from app.values.phone_number import PartyKind, read_party

_LATEST_US: Final = 2**62
_MICROS: Final = 1_000_000


@lru_cache(maxsize=10_000)
def start_of_day_us(day: date, zone: str) -> int:
    """The microsecond since 1970 at which a day begins in a zone."""
    local = datetime.combine(day, time(), ZoneInfo(zone))
    return int(local.astimezone(UTC).timestamp()) * _MICROS


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A row of ``numbers`` with its places in the book."""

    number_id: int
    row: Number
    account: int
    plan: int
    zone: int


@dataclass(frozen=True, slots=True)
class RatingSetup:
    """What imports, re-ratings, bills and explanations price by, of one state of the file."""

    company: Company
    accounts: Sequence[Account]
    """By the index that calls carry as ``account``."""
    numbers: Mapping[int, NumberLine]
    """By id."""
    book: RateBook
    plan_versions: Sequence[int]
    """The id of the terms of each plan of the book."""
    aliases: Sequence[Alias]
    in_force: list[NumberInForce] = field(init=False, default_factory=list)
    """Every row of ``numbers`` with the moments between which it counts."""
    _directories: dict[tuple[AliasCode, ...], Directory] = field(init=False, default_factory=dict)
    _frames: dict[str, pl.DataFrame] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Works out once what each import asks."""
        self._frames.update(places=self._places(), lines=self._lines())
        self.in_force.extend(
            NumberInForce(
                number_id=line.number_id,
                number=int(line.row.number[1:]),
                account=line.account,
                starts_us=self.starts_us(line),
                ends_us=self.ends_us(line),
            )
            for line in self.numbers.values()
        )

    def starts_us(self, line: NumberLine) -> int:
        """The microsecond at which a row of ``numbers`` comes into force."""
        return start_of_day_us(line.row.starts_on, self.book.zones[line.zone])

    def ends_us(self, line: NumberLine) -> int:
        """The microsecond from which on it is not in force."""
        if line.row.ends_on is None:
            return _LATEST_US
        return start_of_day_us(line.row.ends_on, self.book.zones[line.zone])

    def directory(self, conn: Transaction, source: str) -> Directory:
        """Numbers, and aliases of the source, ready for assignment."""
        codes = tuple(self._alias_codes(known_text_ids(raw(conn)), source))
        if codes not in self._directories:
            self._directories[codes] = Directory(self.in_force, codes)
        return self._directories[codes]

    def _alias_codes(self, texts: Mapping[str, int], source: str) -> list[AliasCode]:
        """Aliases of the source before those of any; texts that no call holds stand for nothing."""
        ours = sorted(
            (a for a in self.aliases if a.source in {None, source}), key=lambda a: a.source is None
        )
        codes = []
        for alias in ours:
            reading = read_party(alias.alias)
            if reading.kind in {PartyKind.TEXT, PartyKind.FEATURE} and alias.alias not in texts:
                continue
            codes.append(AliasCode(code_of(reading, texts, alias.alias), int(alias.number[1:])))
        return codes

    def at_rest(self, calls: pl.DataFrame) -> pl.DataFrame:
        """Adds ``plan_version_id``, and makes ``period`` the place among the plan's own periods."""
        places, plan = self._frames["places"], calls["plan"]
        period = calls["period"] - places["first_period"].gather(plan)
        return calls.with_columns(
            places["plan_version_id"].gather(plan), period.cast(pl.Int32).alias("period")
        )

    def in_book(self, calls: pl.DataFrame) -> pl.DataFrame:
        """Adds ``plan``, and makes ``period`` the place in the book, for calls of current terms."""
        return calls.join(
            self._frames["places"], on="plan_version_id", how="left", maintain_order="left"
        ).with_columns((pl.col("period") + pl.col("first_period")).cast(pl.Int32).alias("period"))

    def _places(self) -> pl.DataFrame:
        """Each plan of the book with its version and its first period."""
        counts: dict[str, int] = {}
        for period in self.book.periods:
            counts[period.plan_code] = counts.get(period.plan_code, 0) + 1
        firsts, first = [], 0
        for plan in self.book.plans:
            firsts.append(first)
            first += counts.get(plan.plan_code, 0)
        return pl.DataFrame(
            {
                "plan": pl.Series(range(len(self.book.plans)), dtype=pl.Int32),
                "plan_version_id": pl.Series(self.plan_versions, dtype=pl.Int64),
                "first_period": pl.Series(firsts, dtype=pl.Int32),
            }
        )

    def _lines(self) -> pl.DataFrame:
        """``number_id``, ``plan`` and ``zone`` of every row of ``numbers``."""
        lines = list(self.numbers.values())
        return pl.DataFrame(
            {
                "number_id": pl.Series([n.number_id for n in lines], dtype=pl.Int64),
                "plan": pl.Series([n.plan for n in lines], dtype=pl.Int32),
                "zone": pl.Series([n.zone for n in lines], dtype=pl.Int32),
            }
        )

    def mediator(self, conn: Transaction, source: str, now: datetime) -> Mediator:
        """What decides about the calls of one source."""
        return self._mediator(self.directory(conn, source), now)

    def mediator_of_texts(self, texts: Mapping[str, int], source: str, now: datetime) -> Mediator:
        """What decides about calls of a source that are not kept; ``texts`` are their ids."""
        codes = tuple(self._alias_codes(texts, source))
        return self._mediator(Directory(self.in_force, codes), now)

    def _mediator(self, directory: Directory, now: datetime) -> Mediator:
        return Mediator(
            directory=directory,
            book=self.book,
            lines=self._frames["lines"],
            now_us=int(now.timestamp()) * _MICROS,
        )


def load_rating_setup(
    conn: Transaction, area_codes: AreaCodes, decks: dict[tuple[str, int], CompiledDeck]
) -> RatingSetup:
    """The rating setup of a company file.

    ``decks`` keeps compiled decks between calls, by code and version; the caller owns it.
    """
    company = load(conn, Company)[0]
    accounts = load(conn, Account)
    account_index = {a.account_number: i for i, a in enumerate(accounts)}
    terms = list(current_terms(conn).values())
    versions = plan_version_ids(conn)
    plan_index = {each.plan.plan_code: i for i, each in enumerate(terms)}
    zones: list[str] = []
    zone_index: dict[str, int] = {}
    numbers: dict[int, NumberLine] = {}
    for number_id, row in load_by_id(conn, Number).items():
        account = account_index[row.account_number]
        zone = accounts[account].timezone or company.timezone
        if zone not in zone_index:
            zone_index[zone] = len(zones)
            zones.append(zone)
        numbers[number_id] = NumberLine(
            number_id, row, account, plan_index[row.rate_plan], zone_index[zone]
        )
    book = RateBook(
        plans=tuple(each.plan for each in terms),
        periods=tuple(period for each in terms for period in each.periods),
        tiers=tuple(tier for each in terms for tier in each.tiers),
        decks=_load_decks(conn, {each.plan.deck_code for each in terms}, decks),
        zones=tuple(zones) or (company.timezone,),
        area_codes=area_codes,
        unknown_caller=company.unknown_caller,
    )
    return RatingSetup(
        company=company,
        accounts=accounts,
        numbers=numbers,
        book=book,
        plan_versions=[versions[each.plan.plan_code] for each in terms],
        aliases=load(conn, Alias),
    )


def _load_decks(
    conn: Transaction, codes: Iterable[str], kept: dict[tuple[str, int], CompiledDeck]
) -> dict[str, CompiledDeck]:
    """The decks of these codes; each is compiled once a version."""
    decks = {}
    for code in sorted(codes):
        version = deck_version(conn, code)
        if (code, version) not in kept:
            kept[code, version] = compile_deck(rates_frame(conn, code))
        decks[code] = kept[code, version]
    return decks
