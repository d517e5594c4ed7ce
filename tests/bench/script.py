"""The script a provider would write: csv, dict, Decimal and sqlite3, one call at a time; exact.

It rates the bench's calls by the rules they need: payer by number and day, duplicates, what is not
chargeable, longest prefix in force, class by the two ends, increments, periods of the day,
allowances and tiers in order of start. It knows nothing of what the bench's calls do not hold.

    python -m tests.bench.script COMPANY_FOLDER FILE.csv NEW.db [--sums]

With ``--sums`` it prints, as JSON, the cents each account owes for calls.
"""

import csv
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from zoneinfo import ZoneInfo

ZERO = Decimal(0)
ONE = Decimal(1)
MINUTE = Decimal(60)
CENT = Decimal("0.01")
LONGEST_SECONDS = 12 * 3600
AREA_CODES = Path(__file__).parents[2] / "resources" / "area_codes.csv"
DECK_CLASSES = ("intrastate", "interstate", "international")

Row = dict[str, str]
Stored = tuple[str, str, str, str, int, str, str, str, str, str, int, str | None, str]


@dataclass(slots=True)
class Plan:
    initial: int
    increment: int
    minimum: int
    free_below: int
    connect_fee: Decimal
    multiplier: Decimal
    quantum: Decimal
    minimum_charge: Decimal | None
    maximum_charge: Decimal | None
    inbound_rate: Decimal
    toll_free_rate: Decimal
    on_net_free: bool
    allowance_seconds: int
    periods: list[Row] = field(default_factory=list)
    tiers: list[tuple[int, Decimal]] = field(default_factory=list)


@dataclass(slots=True)
class Rate:
    rate: Decimal | None
    interstate: Decimal | None
    intrastate: Decimal | None
    in_allowance: bool
    first: date
    last: date


@dataclass(slots=True)
class Line:
    account: str
    plan: Plan
    first: date
    last: date


@dataclass(slots=True)
class Company:
    zone: ZoneInfo
    lines: dict[str, list[Line]]
    deck: dict[str, list[Rate]]
    regions: dict[str, str]
    """State by area code."""
    toll_free: set[str]


@dataclass(slots=True)
class Waiting:
    """A call whose charge depends on the others of its account."""

    start: datetime
    call_id: str
    account: str
    plan: Plan
    seconds: int
    price: Decimal
    in_allowance: bool
    stored: Stored


def rows_of(folder: Path, sheet: str) -> list[Row]:
    path = folder / f"{sheet}.csv"
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def decimal_or(row: Row, name: str, default: Decimal | None) -> Decimal | None:
    return Decimal(row[name]) if row.get(name) else default


def number_or(row: Row, name: str, default: Decimal) -> Decimal:
    return Decimal(row[name]) if row.get(name) else default


def plan_of(row: Row, folder_rows: dict[str, list[Row]]) -> Plan:
    code = row["plan_code"]
    tiers = sorted(
        (int(Decimal(each["from_minutes"]) * 60), Decimal(each["multiplier"]))
        for each in folder_rows["rate_tiers"]
        if each["plan_code"] == code
    )
    return Plan(
        initial=int(row["initial_seconds"]),
        increment=int(row["increment_seconds"]),
        minimum=int(row.get("minimum_seconds") or 0),
        free_below=int(row.get("free_below_seconds") or 0),
        connect_fee=number_or(row, "connect_fee", ZERO),
        multiplier=number_or(row, "deck_multiplier", ONE),
        quantum=Decimal(1).scaleb(-int(row.get("call_decimals") or 4)),
        minimum_charge=decimal_or(row, "minimum_charge", None),
        maximum_charge=decimal_or(row, "maximum_charge", None),
        inbound_rate=number_or(row, "inbound_rate", ZERO),
        toll_free_rate=number_or(row, "toll_free_rate", ZERO),
        on_net_free=(row.get("on_net") or "free") == "free",
        allowance_seconds=int(number_or(row, "allowance_minutes", ZERO) * 60),
        periods=[each for each in folder_rows["rate_periods"] if each["plan_code"] == code],
        tiers=[(0, ONE), *tiers] if tiers else [],
    )


def day_or(text: str | None, default: date) -> date:
    return date.fromisoformat(text) if text else default


def load_company(folder: Path) -> Company:
    parts = {name: rows_of(folder, name) for name in ("rate_periods", "rate_tiers")}
    plans = {row["plan_code"]: plan_of(row, parts) for row in rows_of(folder, "rate_plans")}
    lines: dict[str, list[Line]] = defaultdict(list)
    for row in rows_of(folder, "numbers"):
        first, last = day_or(row["starts_on"], date.min), day_or(row.get("ends_on"), date.max)
        line = Line(row["account_number"], plans[row["rate_plan"]], first, last)
        lines[row["number"].removeprefix("+")].append(line)
    deck: dict[str, list[Rate]] = defaultdict(list)
    for row in rows_of(folder, "rates"):
        deck[row["prefix"]].append(
            Rate(
                rate=decimal_or(row, "rate", None),
                interstate=decimal_or(row, "interstate_rate", None),
                intrastate=decimal_or(row, "intrastate_rate", None),
                in_allowance=row.get("in_allowance") == "yes",
                first=date.fromisoformat(row["valid_from"]),
                last=day_or(row.get("valid_to"), date.max),
            )
        )
    for rates in deck.values():
        rates.sort(key=lambda rate: rate.first, reverse=True)
    with AREA_CODES.open(encoding="utf-8") as file:
        next(file)
        areas = list(csv.DictReader(file))
    return Company(
        zone=ZoneInfo(rows_of(folder, "company")[0]["timezone"]),
        lines=lines,
        deck=deck,
        regions={row["npa"]: row["region"] for row in areas if row["class"] == "geographic"},
        toll_free={row["npa"] for row in areas if row["class"] == "toll_free"},
    )


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def days_of(text: str) -> set[int]:
    if text == "all":
        return set(range(7))
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        begin = WEEKDAYS.index(first)
        days |= set(range(begin, WEEKDAYS.index(last or first) + 1))
    return days


def period_multiplier(plan: Plan, local: datetime) -> Decimal:
    if not plan.periods:
        return ONE
    clock = f"{local:%H:%M}"
    today = local.weekday()
    for period in plan.periods:
        days = days_of(period["days"])
        begin, end = period["from"], period["to"]
        if begin < end:
            inside = begin <= clock < end and today in days
        else:
            inside = (clock >= begin and today in days) or (
                clock < end and (today - 1) % 7 in days
            )
        if inside:
            return Decimal(period["multiplier"])
    return ONE


def find_rate(company: Company, called: str, day: date) -> Rate | None:
    deck = company.deck
    for length in range(len(called), 0, -1):
        rates = deck.get(called[:length])
        if rates is not None:
            for rate in rates:
                if rate.first <= day < rate.last:
                    return rate
    return None


def rate_and_class(company: Company, caller: str, called: str, rate: Rate) -> tuple[Decimal, str]:
    here, there = company.regions.get(caller[1:4]), company.regions.get(called[1:4])
    if not called.startswith("1"):
        found, kind = rate.rate if rate.rate is not None else rate.interstate, "international"
    elif here == there:
        found, kind = rate.intrastate if rate.intrastate is not None else rate.rate, "intrastate"
    else:
        found, kind = rate.interstate if rate.interstate is not None else rate.rate, "interstate"
    if found is None:
        message = "a rate is blank"
        raise ValueError(message)
    return found, kind


def billed_seconds(plan: Plan, seconds: int) -> int:
    seconds = max(seconds, plan.minimum)
    if seconds <= plan.initial:
        return plan.initial
    return plan.initial + -(-(seconds - plan.initial) // plan.increment) * plan.increment


def charge_of(plan: Plan, exact: Decimal, *, free: bool) -> Decimal:
    charge = (exact / MINUTE).quantize(plan.quantum, ROUND_HALF_UP)
    if free:
        return charge
    charge += plan.connect_fee
    if plan.minimum_charge is not None:
        charge = max(charge, plan.minimum_charge)
    if plan.maximum_charge is not None:
        charge = min(charge, plan.maximum_charge)
    return charge


def line_in_force(company: Company, number: str, day: date) -> Line | None:
    found = [x for x in company.lines.get(number, ()) if x.first <= day < x.last]
    return found[0] if len(found) == 1 else None


class Rating:
    """One file's calls on their way into the table."""

    def __init__(self, company: Company, now: datetime) -> None:
        self.company = company
        self.now = now
        self.seen: set[str] = set()
        self.waiting: dict[tuple[str, int], list[Waiting]] = defaultdict(list)
        self.sums: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)

    def rate(self, row: list[str]) -> Stored | None:
        """The row to be stored now; None: it waits for the others of its account."""
        call_id, started_at, billing, caller, called, duration, direction, disposition = row
        try:
            start = datetime.fromisoformat(started_at)
            seconds = int(duration or 0)
        except ValueError:
            return self.set_aside(row, "malformed", "bad_duration_text")
        if call_id in self.seen:
            return self.set_aside(row, "duplicate", "")
        self.seen.add(call_id)
        if seconds < 0 or seconds > LONGEST_SECONDS or start > self.now:
            return self.set_aside(row, "suspended", "bad_duration")
        caller, called = caller.removeprefix("+"), called.removeprefix("+")
        local = start.astimezone(self.company.zone)
        inbound = direction == "in"
        line = line_in_force(
            self.company, billing or (called if inbound else caller), local.date()
        )
        if line is None:
            return self.set_aside(row, "suspended", "no_customer")
        reason = self.why_free(line, caller, called, seconds, row)
        if reason:
            return self.set_aside(row, "not_chargeable", reason, line.account)
        if inbound:
            return self.rate_inbound(row, line, called, seconds, local)
        rate = find_rate(self.company, called, local.date())
        if rate is None:
            return self.set_aside(row, "suspended", "no_rate")
        price, kind = rate_and_class(self.company, caller, called, rate)
        return self.rate_outbound(row, line, (start, local), seconds, (rate, price, kind))

    def why_free(self, line: Line, caller: str, called: str, seconds: int, row: list[str]) -> str:
        direction, disposition = row[6], row[7]
        if disposition and disposition.lower() != "answered":
            return "not_answered"
        if seconds == 0:
            return "zero_duration"
        if direction == "internal":
            return "internal"
        if direction == "out" and called[1:4] in self.company.toll_free:
            return "toll_free_called"
        if line.plan.on_net_free and caller in self.company.lines and called in self.company.lines:
            day = datetime.fromisoformat(row[1]).astimezone(self.company.zone).date()
            ends = (line_in_force(self.company, number, day) for number in (caller, called))
            if all(end is not None and end.account == line.account for end in ends):
                return "on_net"
        return "free_below" if seconds < line.plan.free_below else ""

    def rate_inbound(
        self, row: list[str], line: Line, called: str, seconds: int, local: datetime
    ) -> Stored:
        plan = line.plan
        toll_free = called[1:4] in self.company.toll_free
        rate = plan.toll_free_rate if toll_free else plan.inbound_rate
        billed = billed_seconds(plan, seconds)
        price = rate * period_multiplier(plan, local)
        charge = charge_of(plan, billed * price, free=price == 0)
        kind = "toll_free_inbound" if toll_free else "inbound"
        self.sums[line.account, kind] += charge
        return (*row[:3], row[3], seconds, line.account, "rated", "", kind, row[6], billed,
                str(rate), str(charge))  # fmt: skip

    def rate_outbound(
        self,
        row: list[str],
        line: Line,
        moment: tuple[datetime, datetime],
        seconds: int,
        found: tuple[Rate, Decimal, str],
    ) -> Stored | None:
        plan = line.plan
        start, local = moment
        rate, per_minute, kind = found
        billed = billed_seconds(plan, seconds)
        price = per_minute * plan.multiplier * period_multiplier(plan, local)
        shared = bool(plan.tiers or plan.allowance_seconds)
        charge = ZERO if shared else charge_of(plan, billed * price, free=price == 0)
        stored: Stored = (*row[:3], row[3], seconds, line.account, "rated", "", kind, row[6],
                          billed, str(per_minute), str(charge))  # fmt: skip
        if shared:
            waiting = Waiting(
                start, row[0], line.account, plan, billed, price, rate.in_allowance, stored
            )
            self.waiting[line.account, id(plan)].append(waiting)
            return None
        self.sums[line.account, kind] += charge
        return stored

    def settle(self) -> Iterator[Stored]:
        """The calls that waited, with allowance and tiers worked out in order of start."""
        for calls in self.waiting.values():
            calls.sort(key=lambda call: (call.start, call.call_id))
            plan = calls[0].plan
            left, used = plan.allowance_seconds, 0
            for call in calls:
                taken = min(call.seconds, left) if call.in_allowance else 0
                left -= taken
                rest = call.seconds - taken
                exact = graduated(plan, rest, used) * call.price
                used += rest
                charge = charge_of(plan, exact, free=call.price == 0 or rest == 0)
                self.sums[call.account, call.stored[8]] += charge
                yield (*call.stored[:12], str(charge))

    @staticmethod
    def set_aside(row: list[str], status: str, reason: str, account: str = "") -> Stored:
        seconds = int(row[5]) if row[5].isdigit() else 0
        return (*row[:3], row[3], seconds, account, status, reason, "", row[6], 0, None, "0")


def graduated(plan: Plan, seconds: int, used: int) -> Decimal:
    """Seconds, each times the multiplier of the tier it falls in."""
    if not plan.tiers:
        return Decimal(seconds)
    weighed = ZERO
    for place, (begin, multiplier) in enumerate(plan.tiers):
        end = plan.tiers[place + 1][0] if place + 1 < len(plan.tiers) else None
        last = used + seconds if end is None else min(used + seconds, end)
        weighed += max(0, last - max(used, begin)) * multiplier
    return weighed


TABLE = """
CREATE TABLE calls (
    call_id TEXT, started_at TEXT, billing_number TEXT, caller TEXT, seconds INTEGER, account TEXT,
    status TEXT, reason TEXT, call_class TEXT, direction TEXT, billed_seconds INTEGER, rate TEXT,
    charge TEXT
)
"""


def run(folder: Path, calls: Path, target: Path) -> dict[tuple[str, str], Decimal]:
    """Rates the file into a table; the exact charges by account and call class."""
    rating = Rating(load_company(folder), datetime.now(UTC) + timedelta(days=36500))
    db = sqlite3.connect(target)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(TABLE)
    db.execute("CREATE INDEX calls_by_account ON calls (account, started_at)")
    insert = "INSERT INTO calls VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
    with calls.open(newline="", encoding="utf-8") as file, localcontext(prec=50):
        reader = csv.reader(file)
        next(reader)
        db.execute("BEGIN")
        db.executemany(insert, (row for row in map(rating.rate, reader) if row is not None))
        db.executemany(insert, rating.settle())
    db.commit()
    db.close()
    return rating.sums


def cents_by_account(sums: dict[tuple[str, str], Decimal]) -> dict[str, str]:
    """What each account's usage lines come to, each rounded once to cents."""
    owed: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for (account, _), exact in sums.items():
        owed[account] += exact.quantize(CENT, ROUND_HALF_UP)
    return {account: str(amount) for account, amount in sorted(owed.items())}


if __name__ == "__main__":
    found = run(*map(Path, sys.argv[1:4]))
    if "--sums" in sys.argv:
        print(json.dumps(cents_by_account(found)))
