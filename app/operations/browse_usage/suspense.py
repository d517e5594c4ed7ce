"""The work list of suspense: grouped, worth something, with a likely owner, and how to mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from app.operations.office import Office
from app.store.columns import moment_of
from app.store.database import raw
from app.store.imports import load_imports
from app.store.rating_setup import RatingSetup
from app.store.suspense import price_of_a_second, waiting_calls, worth
from app.store.transaction import Transaction
from app.store.usage import texts_by_id
from app.usage.likely_owner import Guess, Holding, Unowned, candidates, guess_owner
from app.usage.parties import party_words
from app.usage.table import Reason
from app.values.money import ZERO

NOBODYS: Final = frozenset({Reason.NO_CUSTOMER, Reason.AMBIGUOUS_CUSTOMER})
"""Causes that are mended by giving the party to a customer."""

_GUESSED: Final = 400
"""So many numbers get a guess, those worth the most first."""
_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OneCall:
    """One call of a group, to be looked at."""

    call_id: str
    started_at: datetime
    caller: str
    called: str
    seconds: int
    file: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspenseRow:
    """Suspended calls of one cause, source and party."""

    reason: Reason
    source: str
    party: str
    """E.164, or the text by which the payer was looked for."""
    calls: int
    held: int
    seconds: int
    estimate: Decimal
    first_at: datetime
    last_at: datetime
    one: OneCall
    guess: Guess | None = None
    owner: str = ""
    """The name of the likely owner, or of whose number it is already."""

    @property
    def key(self) -> tuple[int, str, str]:
        """What tells it from other rows, also after a refresh."""
        return (int(self.reason), self.source, self.party)

    @property
    def is_number(self) -> bool:
        """Whether the party is a telephone number, else a text of the call file."""
        return self.party.startswith("+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspenseWork:
    """All that waits."""

    rows: tuple[SuspenseRow, ...]
    """By cause, the cause worth the most first, and within it by money."""

    @property
    def calls(self) -> int:
        """How many calls wait."""
        return sum(row.calls for row in self.rows)

    @property
    def estimate(self) -> Decimal:
        """What they may be worth."""
        return sum((row.estimate for row in self.rows), start=ZERO)


def suspense_work(office: Office) -> SuspenseWork:
    """What waits, with likely owners of numbers that nobody has."""
    with office.file.read() as conn:
        calls = waiting_calls(conn)
        if calls.is_empty():
            return SuspenseWork(rows=())
        setup = office.rating_setup(conn)
        rows = _rows(conn, calls)
        names = {a.account_number: a.name for a in setup.accounts}
        held = _held(setup)
        rows = _with_owners(conn, calls, rows, held=held, zone=setup.company.timezone)
    rows = [replace(row, owner=_owner(row, held, names)) for row in rows]
    by_cause: dict[Reason, Decimal] = {}
    for row in rows:
        by_cause[row.reason] = by_cause.get(row.reason, ZERO) + row.estimate
    rows.sort(key=lambda r: (-by_cause[r.reason], r.reason, -r.estimate, -r.calls, r.party))
    return SuspenseWork(rows=tuple(rows))


def _rows(conn: Transaction, calls: pl.DataFrame) -> list[SuspenseRow]:
    price = price_of_a_second(conn)
    texts = texts_by_id(raw(conn))
    files = {stored.id: stored.file for stored in load_imports(conn)}
    believed = pl.when(pl.col("answered") == 1).then(pl.col("raw_seconds").clip(lower_bound=0))
    grouped = (
        calls.with_columns(seconds=believed.otherwise(0))
        .sort("raw_seconds", descending=True, maintain_order=True)
        .group_by("reason", "source", "party", maintain_order=True)
        .agg(
            pl.len().alias("calls"),
            pl.col("held").cast(pl.Int64).sum(),
            pl.col("seconds").sum(),
            pl.col("started_us").min().alias("first_us"),
            pl.col("started_us").max().alias("last_us"),
            pl.first("call_key", "caller", "called", "raw_seconds", "import_id", "row"),
            pl.col("started_us").first().alias("one_us"),
        )
    )
    return [
        SuspenseRow(
            reason=Reason(row["reason"]),
            source=row["source"],
            party=row["party"],
            calls=row["calls"],
            held=row["held"],
            seconds=row["seconds"],
            estimate=worth(row["seconds"], price),
            first_at=moment_of(row["first_us"]),
            last_at=moment_of(row["last_us"]),
            one=OneCall(
                call_id=row["call_key"],
                started_at=moment_of(row["one_us"]),
                caller=party_words(row["caller"], texts),
                called=party_words(row["called"], texts),
                seconds=row["raw_seconds"],
                file=files[row["import_id"]],
                row=row["row"],
            ),
        )
        for row in grouped.iter_rows(named=True)
    ]


def _held(setup: RatingSetup) -> list[Holding]:
    return sorted(
        (
            Holding(
                int(line.row.number[1:]),
                line.row.account_number,
                line.row.starts_on,
                line.row.ends_on,
            )
            for line in setup.numbers.values()
        ),
        key=lambda each: (each.number, each.starts_on),
    )


def _with_owners(
    conn: Transaction,
    calls: pl.DataFrame,
    rows: list[SuspenseRow],
    *,
    held: list[Holding],
    zone: str,
) -> list[SuspenseRow]:
    wanted = sorted(
        (r for r in rows if r.reason is Reason.NO_CUSTOMER and r.is_number),
        key=lambda r: -r.estimate,
    )[:_GUESSED]
    accounts = {each.number: each.account_number for each in held}
    sources: dict[str, frozenset[str]] = {}
    guesses: dict[tuple[int, str, str], Guess | None] = {}
    for row in wanted:
        number = int(row.party[1:])
        with_accounts = _other_ends(calls, row, accounts)
        for account in (*candidates(number, held), *with_accounts):
            if account not in sources:
                sources[account] = _sources_of(conn, account)
        asked = Unowned(
            number=number,
            first_seen=row.first_at.astimezone(ZoneInfo(zone)).date(),
            source=row.source,
            calls=row.calls,
            calls_with=with_accounts,
            sources_of=sources,
        )
        guesses[row.key] = guess_owner(asked, held)
    return [replace(row, guess=guesses.get(row.key)) for row in rows]


def _other_ends(
    calls: pl.DataFrame, row: SuspenseRow, accounts: Mapping[int, str]
) -> dict[str, int]:
    """By account how many calls of the row had one of its numbers at the other end."""
    own = int(row.party[1:])
    part = calls.filter(
        pl.col("party") == row.party, pl.col("source") == row.source, pl.col("reason") == row.reason
    )
    found: dict[str, int] = {}
    for caller, called in part.select("caller", "called").iter_rows():
        account = accounts.get(called if caller == own else caller)
        if account is not None:
            found[account] = found.get(account, 0) + 1
    return found


def _sources_of(conn: Transaction, account: str) -> frozenset[str]:
    """Over which sources calls of an account came, as some of them tell."""
    rows = raw(conn).execute(
        "SELECT DISTINCT imports.source FROM (SELECT import_id FROM calls WHERE number_id IN "
        "(SELECT id FROM numbers WHERE account_number = ?) LIMIT ?) AS some "
        "JOIN imports ON imports.id = some.import_id",
        (account, _LOOKED_AT),
    )
    return frozenset(source for (source,) in rows)


def _owner(row: SuspenseRow, held: Sequence[Holding], names: Mapping[str, str]) -> str:
    if row.reason is Reason.AMBIGUOUS_CUSTOMER:
        both = {h.account_number for h in held if f"+{h.number}" == row.party}
        return " or ".join(sorted(names[each] for each in both))
    if row.reason in NOBODYS:
        return names.get(row.guess.account_number, "") if row.guess else ""
    day = row.one.started_at.date()
    own = [h for h in held if f"+{h.number}" == row.party and h.holds(day)]
    return names.get(own[0].account_number, "") if own else ""
