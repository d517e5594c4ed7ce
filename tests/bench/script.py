"""The script a provider would write: csv, dict, Decimal and sqlite3, one call at a time; exact.

It rates canonical calls by ``setup-workbook.md``, "How a call is priced", with payer by number and
day, duplicates by a set, allowances and tiers, and keeps of each call what was decided and why. It
does not know aliases, other formats, findings, or calls of earlier files.

    python -m tests.bench.script COMPANY_FOLDER FILE.csv NEW.db [--sums]

With ``--sums`` it prints, as JSON, the cents each account owes for calls.
"""

import csv
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

from tests.bench.script_company import (
    ONE,
    ZERO,
    Area,
    Company,
    Line,
    Period,
    Plan,
    Rate,
    load_company,
)
from tests.bench.script_reading import Call, read_call

MINUTE = Decimal(60)
CENT = Decimal("0.01")
LONGEST_SECONDS = 12 * 3600
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
FREE_SERVICES = {"211", "311", "511", "611", "711", "811", "988"}
SERVICES = FREE_SERVICES | {"911", "411"}
NO_AREA = Area("", "", "")
ABROAD = Area("abroad", "", "")

Stored = tuple[str | int | None, ...]


@dataclass(slots=True)
class Priced:
    """What was decided about a call, and why."""

    status: str
    reason: str = ""
    line: Line | None = None
    call_class: str = ""
    jurisdiction: str = ""
    deck_row: Rate | None = None
    period: Period | None = None
    rate: Decimal | None = None
    price: Decimal = ZERO
    billed: int = 0
    charge: Decimal = ZERO


def area_of(company: Company, party: str) -> Area:
    if not party.isdigit() or len(party) < 8:
        return NO_AREA
    if party[0] != "1":
        return ABROAD
    return company.areas.get(party[1:4], NO_AREA) if len(party) == 11 else NO_AREA


def state_of(area: Area, party: str) -> str:
    if area.kind not in {"geographic", "us_territory"} or party[4:7] == "976":
        return ""
    return f"{area.country}/{area.region}"


def doubt(call: Call, now: datetime) -> str:
    if call.seconds < 0:
        return "bad_duration"
    if call.seconds > LONGEST_SECONDS:
        return "too_long"
    if call.start < OLDEST or call.start > now:
        return "bad_timestamp"
    called = call.called
    good = called in SERVICES or called.startswith("*") or (called.isdigit() and len(called) > 6)
    return "bad_number" if call.direction == "out" and not good else ""


def lines_in_force(company: Company, number: str, start: datetime) -> list[Line]:
    lines = company.lines.get(number, ())
    return [x for x in lines if x.first <= start.astimezone(x.zone).date() < x.last]


def why_free(company: Company, call: Call, line: Line, called: Area) -> str:
    checks = (
        ("not_answered", not call.answered),
        ("zero_duration", call.seconds == 0),
        ("internal", call.direction == "internal"),
        ("emergency", call.called == "911"),
        ("feature_code", call.called.startswith("*")),
        ("free_service", call.called in FREE_SERVICES),
        ("toll_free_called", call.direction == "out" and called.kind == "toll_free"),
        ("on_net", line.plan.on_net_free and is_on_net(company, call, line.account)),
        ("free_below", call.seconds < line.plan.free_below),
    )
    return next((reason for reason, fits in checks if fits), "")


def is_on_net(company: Company, call: Call, account: str) -> bool:
    return all(
        any(line.account == account for line in lines_in_force(company, party, call.start))
        for party in (call.caller, call.called)
    )


def period_of(plan: Plan, local: datetime) -> Period | None:
    if not plan.periods:
        return None
    clock, today = f"{local:%H:%M}", local.weekday()
    for period in plan.periods:
        if period.begin < period.end:
            inside = today in period.days and period.begin <= clock < period.end
        else:
            inside = (today in period.days and clock >= period.begin) or (
                (today - 1) % 7 in period.days and clock < period.end
            )
        if inside:
            return period
    return None


def find_rate(company: Company, plan: Plan, called: str, area: Area, day: date) -> Rate | None:
    deck = company.decks[plan.row["deck_code"]]
    at_home = area.kind == "us_territory" or area.country in {"US", "CA"}
    for length in range(len(called), 0, -1):
        for rate in deck.get(called[:length], ()):
            if rate.first <= day < rate.last and (at_home or length > 3 or called[0] != "1"):
                return rate
    return None


def class_of(company: Company, call: Call, caller: Area, called: Area) -> str:
    foreign = {"abroad", "nanp_foreign"}
    if called.kind in foreign:
        return "international"
    if called.kind == "premium" or call.called[4:7] == "976":
        return "premium"
    there = state_of(called, call.called)
    if not there:
        return "other"
    if caller.kind in foreign:
        return "international"
    here = state_of(caller, call.caller)
    if not here:
        return company.unknown_caller
    return "intrastate" if here == there else "interstate"


def jurisdiction_of(call: Call, caller: Area, called: Area) -> str:
    if call.called in SERVICES:
        return "none"
    if {caller.kind, called.kind} & {"abroad", "nanp_foreign"}:
        return "international"
    here, there = state_of(caller, call.caller), state_of(called, call.called)
    if not here or not there:
        return "indeterminate"
    return "intrastate" if here == there else "interstate"


def rate_of(rate: Rate, call_class: str) -> Decimal | None:
    own = {
        "intrastate": rate.intrastate,
        "interstate": rate.interstate,
        "indeterminate": rate.indeterminate,
    }
    if call_class in own:
        return rate.rate if own[call_class] is None else own[call_class]
    return rate.interstate if rate.rate is None else rate.rate


def billed_seconds(plan: Plan, seconds: int, rate: Rate | None = None) -> int:
    initial, increment = plan.initial, plan.increment
    if rate is not None and rate.initial is not None:
        initial = rate.initial
    if rate is not None and rate.increment is not None:
        increment = rate.increment
    beyond = max(max(seconds, plan.minimum) - initial, 0)
    return initial - (-beyond // increment) * increment


def charge_of(plan: Plan, rate: Rate | None, exact: Decimal, *, free: bool) -> Decimal:
    """``exact``: seconds times their prices a minute; ``free``: the price is 0."""
    charge = (exact / MINUTE).quantize(plan.quantum, plan.rounding)
    if rate is not None and rate.connect_fee is not None:
        charge += rate.connect_fee
    elif not free:
        charge += plan.connect_fee
    if plan.minimum_charge is not None and not free:
        charge = max(charge, plan.minimum_charge)
    return charge if plan.maximum_charge is None else min(charge, plan.maximum_charge)


def price_call(  # noqa: PLR0911  one for each way out
    company: Company, call: Call, now: datetime
) -> Priced:
    """Steps 1 to 5, and 8 with no allowance and no tier."""
    reason = doubt(call, now)
    if reason:
        return Priced("suspended", reason)
    payer = call.billing or (call.called if call.direction == "in" else call.caller)
    lines = lines_in_force(company, payer, call.start)
    if len(lines) != 1:
        return Priced("suspended", "ambiguous_customer" if lines else "no_customer")
    line = lines[0]
    plan = line.plan
    caller, called = area_of(company, call.caller), area_of(company, call.called)
    reason = why_free(company, call, line, called)
    if reason:
        return Priced("not_chargeable", reason, line)
    found = Priced("rated", "", line, jurisdiction=jurisdiction_of(call, caller, called))
    local = call.start.astimezone(line.zone)
    found.period = period_of(plan, local)
    times = found.period.multiplier if found.period else ONE
    if call.direction == "in":
        toll_free = area_of(company, line.number).kind == "toll_free"
        found.call_class = "toll_free_inbound" if toll_free else "inbound"
        found.rate = plan.toll_free_rate if toll_free else plan.inbound_rate
        found.price = found.rate * times
    elif call.called == "411" or (call.called[4:] == "5551212" and called.kind != "toll_free"):
        return assistance(plan, call, found)
    else:
        found.deck_row = find_rate(company, plan, call.called, called, local.date())
        if called.kind == "":
            return Priced("suspended", "unknown_jurisdiction", line)
        found.call_class = class_of(company, call, caller, called)
        found.rate = rate_of(found.deck_row, found.call_class) if found.deck_row else None
        if found.rate is None:
            return Priced("suspended", "no_rate", line)
        found.price = found.rate * plan.multiplier * times
    found.billed = billed_seconds(plan, call.seconds, found.deck_row)
    found.charge = charge_of(
        plan, found.deck_row, found.billed * found.price, free=found.price == 0
    )
    return found


def assistance(plan: Plan, call: Call, found: Priced) -> Priced:
    if plan.assistance_fee is None:
        return Priced("suspended", "no_rate", found.line)
    found.call_class, found.period = "directory_assistance", None
    found.billed, found.charge = billed_seconds(plan, call.seconds), plan.assistance_fee
    return found


def settle(plan: Plan, calls: list[tuple[Call, Priced]]) -> None:
    """Steps 6 to 8 for the calls of one account and plan."""
    calls.sort(key=lambda each: (each[0].start, each[0].call_id))
    left: dict[str, Decimal] = defaultdict(lambda: plan.allowance_seconds)
    rests = []
    for _, priced in calls:
        pool = priced.line.number if plan.by_number and priced.line else ""
        wanted = priced.deck_row is not None and priced.deck_row.in_allowance
        taken = min(Decimal(priced.billed), left[pool]) if wanted else ZERO
        left[pool] -= taken
        rests.append(priced.billed - taken)
    total, used = sum(rests, ZERO), ZERO
    for (_, priced), rest in zip(calls, rests, strict=True):
        price = priced.price * weighed(plan, rest, used, total)
        used += rest
        if rest == 0:
            priced.charge = covered_charge(plan, priced)
        else:
            priced.charge = charge_of(plan, priced.deck_row, price, free=price == 0)


def covered_charge(plan: Plan, priced: Priced) -> Decimal:
    if not plan.fee_if_covered:
        return ZERO
    own = priced.deck_row.connect_fee if priced.deck_row else None
    fee = own if own is not None else plan.connect_fee if priced.price else ZERO
    return fee if plan.maximum_charge is None else min(fee, plan.maximum_charge)


def weighed(plan: Plan, seconds: Decimal, used: Decimal, total: Decimal) -> Decimal:
    """Seconds, each times the multiplier of its tier."""
    if not plan.tiers:
        return seconds
    if plan.volume:
        reached = [multiplier for begin, multiplier in plan.tiers if begin <= total]
        return seconds * (reached[-1] if reached else ONE)
    steps = [(ZERO, ONE), *plan.tiers]
    found = ZERO
    for place, (begin, multiplier) in enumerate(steps):
        last = used + seconds
        if place + 1 < len(steps):
            last = min(last, steps[place + 1][0])
        found += max(ZERO, last - max(used, begin)) * multiplier
    return found


TABLE = """
CREATE TABLE calls (
    call_id TEXT, row INTEGER, started_at TEXT, seconds INTEGER, caller TEXT, called TEXT,
    billing_number TEXT, direction TEXT, answered INTEGER, status TEXT, reason TEXT, account TEXT,
    number TEXT, call_class TEXT, jurisdiction TEXT, plan TEXT, prefix TEXT, valid_from TEXT,
    period TEXT, rate TEXT, billed_seconds INTEGER, charge TEXT
)
"""


def stored(call: Call, priced: Priced) -> Stored:
    line, rate = priced.line, priced.deck_row
    return (
        call.call_id,
        call.row,
        call.start.isoformat(),
        call.seconds,
        call.caller,
        call.called,
        call.billing,
        call.direction,
        int(call.answered),
        priced.status,
        priced.reason,
        line.account if line else None,
        line.number if line else None,
        priced.call_class,
        priced.jurisdiction,
        line.plan.code if line else None,
        rate.prefix if rate else None,
        rate.first.isoformat() if rate else None,
        priced.period.name if priced.period else None,
        None if priced.rate is None else str(priced.rate),
        priced.billed,
        str(priced.charge),
    )


class Rating:
    """One file's calls on their way into the table."""

    def __init__(self, company: Company, now: datetime) -> None:
        self.company = company
        self.now = now
        self.seen: set[str] = set()
        self.malformed: list[tuple[int, str, str]] = []
        self.sums: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)

    def rows(self, reader: "csv.DictReader[str]") -> Iterator[Stored]:
        """Rows for the table; those of plans with allowances or tiers come last."""
        waiting: dict[tuple[str, str], list[tuple[Call, Priced]]] = defaultdict(list)
        for row in reader:
            call = read_call(reader.line_num, row)
            if isinstance(call, str):
                self.malformed.append((reader.line_num, call, ",".join(map(str, row.values()))))
                continue
            if call.call_id in self.seen:
                yield stored(call, Priced("duplicate"))
                continue
            self.seen.add(call.call_id)
            priced = price_call(self.company, call, self.now)
            if priced.deck_row is not None and priced.line and priced.line.plan.is_shared:
                waiting[priced.line.account, priced.line.plan.code].append((call, priced))
                continue
            yield self.added(call, priced)
        for calls in waiting.values():
            line = calls[0][1].line
            if line is not None:
                settle(line.plan, calls)
            yield from (self.added(call, priced) for call, priced in calls)

    def added(self, call: Call, priced: Priced) -> Stored:
        if priced.status == "rated" and priced.line is not None:
            self.sums[priced.line.account, priced.call_class] += priced.charge
        return stored(call, priced)


def run(folder: Path, calls: Path, target: Path) -> dict[tuple[str, str], Decimal]:
    """Rates the file into a table; the exact charges by account and call class."""
    rating = Rating(load_company(folder), datetime.now(UTC))  # noqa: TID251  the script's clock
    db = sqlite3.connect(target)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(TABLE)
    db.execute("CREATE INDEX calls_by_account ON calls (account, started_at)")
    db.execute("CREATE TABLE malformed (row INTEGER, reason TEXT, raw TEXT)")
    marks = ",".join("?" * (TABLE.count(",") + 1))
    with calls.open(newline="", encoding="utf-8") as file, localcontext(prec=50):
        db.execute("BEGIN")
        insert = f"INSERT INTO calls VALUES ({marks})"  # noqa: S608
        db.executemany(insert, rating.rows(csv.DictReader(file)))
        db.executemany("INSERT INTO malformed VALUES (?,?,?)", rating.malformed)
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
