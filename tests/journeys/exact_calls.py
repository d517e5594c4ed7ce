"""Canonical call files read, doubted, assigned and priced one call at a time, by the contract."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tests.journeys.exact_book import Book, Row, in_force, the_day
from tests.journeys.exact_parties import (
    FREE_N11,
    is_seven,
    is_short,
    is_toll_free,
    place_of,
    read_number,
)

HEADER = [
    "call_id",
    "started_at",
    "billing_number",
    "caller",
    "called",
    "duration_seconds",
    "direction",
    "disposition",
]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(slots=True, kw_only=True)
class ExactCall:
    """One row of a call file, and all the contract says of it."""

    file: str
    row: int
    source: str
    call_id: str
    status: str = "rated"
    reason: str = ""
    started: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    raw_seconds: int = 0
    billing_number: str = ""
    caller: str = ""
    called: str = ""
    direction: str = "out"
    answered: bool = True
    account: Row = field(default_factory=dict)
    owned: Row = field(default_factory=dict)
    plan: Row = field(default_factory=dict)
    deck_row: Row = field(default_factory=dict)
    day: date = date(2000, 1, 1)
    call_class: str = ""
    jurisdiction: str = "none"
    rate: Decimal | None = None
    multiplier: Decimal = Decimal(1)
    """Of deck and part of the week, without tier."""
    fee: Decimal = Decimal(0)
    own_fee: bool = False
    billed_seconds: int = 0
    flat: Decimal | None = None
    allowance_seconds: Fraction = Fraction(0)
    gross_charge: Decimal = Decimal(0)
    charge: Decimal = Decimal(0)
    sealed: bool = False
    """On a final invoice."""

    @property
    def by_deck(self) -> bool:
        return bool(self.deck_row) and self.status == "rated"

    def suspend(self, reason: str) -> None:
        self.status, self.reason = "suspended", reason


def read_calls(path: Path, source: str) -> Iterator[ExactCall]:
    """The rows of a canonical file, in order, malformed ones included."""
    text = path.read_bytes().decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""))
    columns = [name.strip() for name in next(reader)]
    while True:
        at = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        if cells:
            yield read_call(cells, columns, file=path.name, row=at, source=source)


def read_call(
    cells: list[str], columns: list[str], *, file: str, row: int, source: str
) -> ExactCall:
    """One row; what cannot be read is malformed."""
    call = ExactCall(file=file, row=row, source=source, call_id="")
    if len(cells) != len(columns):
        call.status, call.reason = "malformed", "wrong_fields"
        return call
    record = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
    call.call_id = record["call_id"]
    call.billing_number = record["billing_number"]
    call.caller, call.called = record["caller"], record["called"]
    call.answered = record["disposition"].lower() in {"", "answered"}
    started, seconds = instant(record["started_at"]), record["duration_seconds"]
    call.reason = (
        "no_id"
        if not call.call_id
        else "bad_start"
        if started is None
        else "bad_duration_text"
        if not re.fullmatch(r"[+-]?\d+", seconds) and (seconds or call.answered)
        else "bad_direction"
        if record["direction"] not in {"out", "in", "internal"}
        else ""
    )
    if call.reason or started is None:
        call.status = "malformed"
        return call
    call.started, call.raw_seconds = started, int(seconds or 0)
    call.direction = record["direction"]
    return call


def instant(text: str) -> datetime | None:
    """A moment in UTC of ISO 8601 with an offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def alias_of(book: Book, text: str, source: str) -> str | None:
    """The number an alias stands for; one of the source before one of any."""
    for wanted in (source, ""):
        for row in book.sheets["aliases"]:
            if row["alias"] == text and row.get("source", "") == wanted:
                return row["number"]
    return None


def stands_for(book: Book, text: str, source: str) -> str:
    """A party's text, or the number of the alias that it is."""
    if read_number(text) is None and not is_short(text):
        return alias_of(book, text, source) or text
    return text


def owners(book: Book, number: str, moment: datetime) -> list[tuple[Row, Row]]:
    """The numbers rows in force for a number at a moment, with their accounts."""
    found = []
    for row in book.sheets["numbers"]:
        if row["number"] == number:
            account = book.one("accounts", "account_number", row["account_number"])
            if in_force(row, book.local_day(account, moment)):
                found.append((row, account))
    return found


def doubt(book: Book, call: ExactCall, now: datetime) -> bool:
    """Suspends what is not believed; true where it did."""
    if call.raw_seconds < 0:
        call.suspend("bad_duration")
    elif call.raw_seconds > 12 * 3600:
        call.suspend("too_long")
    elif call.started < datetime(2000, 1, 1, tzinfo=UTC) or call.started > now:
        call.suspend("bad_timestamp")
    elif call.direction == "out":
        called = stands_for(book, call.called, call.source)
        if read_number(called) is None and not is_seven(called) and not is_short(called):
            call.suspend("bad_number")
    return call.status == "suspended"


def assign(book: Book, call: ExactCall) -> bool:
    """Finds the payer and reads the parties; false where it suspends."""
    own = call.called if call.direction == "in" else call.caller
    text = call.billing_number or own
    number = read_number(text) or alias_of(book, text, call.source)
    found = owners(book, number, call.started) if number else []
    if len(found) != 1:
        call.suspend("ambiguous_customer" if found else "no_customer")
        return False
    call.owned, call.account = found[0]
    call.plan = book.one("rate_plans", "plan_code", call.owned["rate_plan"])
    call.day = book.local_day(call.account, call.started)
    home = call.owned["number"]
    for side in ("caller", "called"):
        written = stands_for(book, getattr(call, side), call.source)
        setattr(call, side, read_number(written, home) or written)
    return True


def why_free(book: Book, call: ExactCall) -> str:
    """The first reason for which the call is not chargeable, or blank."""
    called = re.sub(r"[\s().\-]", "", call.called)
    number = called if called.startswith("+") else ""
    checks = (
        ("not_answered", not call.answered),
        ("zero_duration", call.raw_seconds == 0),
        ("internal", call.direction == "internal"),
        ("emergency", called == "911"),
        ("feature_code", called.startswith("*")),
        ("free_service", called in FREE_N11),
        ("toll_free_called", call.direction == "out" and bool(number) and is_toll_free(number)),
        ("on_net", call.plan["on_net"] == "free" and both_ours(book, call)),
        ("free_below", call.raw_seconds < int(call.plan["free_below_seconds"])),
    )
    return next((reason for reason, holds in checks if holds), "")


def both_ours(book: Book, call: ExactCall) -> bool:
    """Whether caller and called are both numbers in force of the payer's account."""
    return all(
        any(
            row["number"] == side
            and row["account_number"] == call.account["account_number"]
            and in_force(row, call.day)
            for row in book.sheets["numbers"]
        )
        for side in (call.caller, call.called)
    )


def week_multiplier(book: Book, call: ExactCall) -> Decimal:
    """The multiplier of the part of the week in which the call starts."""
    local = call.started.astimezone(book.zone(call.account))
    for row in book.sheets["rate_periods"]:
        if row["plan_code"] == call.plan["plan_code"]:
            begin, end = clock(row["from"]), clock(row["to"])
            now = local.replace(tzinfo=None) - datetime.combine(local.date(), datetime.min.time())
            days = days_of(row["days"])
            yesterday = DAYS[(local.weekday() - 1) % 7]
            today = DAYS[local.weekday()]
            if end > begin:
                inside = today in days and begin <= now < end
            else:
                inside = (today in days and now >= begin) or (yesterday in days and now < end)
            if inside:
                return Decimal(row["multiplier"])
    return Decimal(1)


def clock(text: str) -> timedelta:
    """A time of day as time since midnight."""
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def days_of(text: str) -> set[str]:
    """The days a period names."""
    if text == "all":
        return set(DAYS)
    days = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        at = DAYS.index(first)
        while True:
            days.add(DAYS[at])
            if DAYS[at] == (last or first):
                break
            at = (at + 1) % 7
    return days


def deck_row(book: Book, call: ExactCall) -> Row | None:
    """The longest valid prefix of the called number, of one prefix the latest."""
    digits = call.called[1:]
    domestic = place_of(call.called).at_home
    fits = [
        row
        for row in book.sheets["rates"]
        if row["deck_code"] == call.plan["deck_code"]
        and digits.startswith(row["prefix"])
        and in_force(row, call.day, "valid_from", "valid_to")
        and (domestic or len(row["prefix"]) >= 4 or not row["prefix"].startswith("1"))
    ]
    return max(fits, key=lambda row: (len(row["prefix"]), the_day(row["valid_from"])), default=None)


def steps(call: ExactCall) -> int:
    """Billed seconds."""
    initial = int(call.deck_row.get("initial_seconds") or call.plan["initial_seconds"])
    increment = int(call.deck_row.get("increment_seconds") or call.plan["increment_seconds"])
    seconds = max(call.raw_seconds, int(call.plan["minimum_seconds"]))
    if seconds <= initial:
        return initial
    return initial + -(-(seconds - initial) // increment) * increment
