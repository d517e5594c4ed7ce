"""The setup as the bench's script has it: dictionaries made of the sheets' CSV files."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

AREA_CODES = Path(__file__).parents[2] / "resources" / "area_codes.csv"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZERO, ONE = Decimal(0), Decimal(1)

Row = dict[str, str]


@dataclass(slots=True)
class Period:
    name: str
    days: set[int]
    begin: str
    end: str
    multiplier: Decimal


@dataclass(slots=True)
class Plan:
    code: str
    row: Row
    initial: int
    increment: int
    minimum: int
    free_below: int
    connect_fee: Decimal
    multiplier: Decimal
    quantum: Decimal
    rounding: str
    minimum_charge: Decimal | None
    maximum_charge: Decimal | None
    inbound_rate: Decimal
    toll_free_rate: Decimal
    assistance_fee: Decimal | None
    on_net_free: bool
    allowance_seconds: Decimal
    by_number: bool
    fee_if_covered: bool
    volume: bool = False
    periods: list[Period] = field(default_factory=list)
    tiers: list[tuple[Decimal, Decimal]] = field(default_factory=list)

    @property
    def is_shared(self) -> bool:
        return bool(self.tiers) or self.allowance_seconds > 0


@dataclass(slots=True)
class Rate:
    prefix: str
    rate: Decimal | None
    interstate: Decimal | None
    intrastate: Decimal | None
    indeterminate: Decimal | None
    connect_fee: Decimal | None
    initial: int | None
    increment: int | None
    in_allowance: bool
    first: date
    last: date


@dataclass(slots=True)
class Line:
    number: str
    account: str
    zone: ZoneInfo
    plan: Plan
    first: date
    last: date


@dataclass(slots=True)
class Area:
    kind: str
    country: str
    region: str


@dataclass(slots=True)
class Company:
    unknown_caller: str
    lines: dict[str, list[Line]]
    decks: dict[str, dict[str, list[Rate]]]
    areas: dict[str, Area]


def rows_of(folder: Path, sheet: str) -> list[Row]:
    path = folder / f"{sheet}.csv"
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def decimal_of(row: Row, name: str) -> Decimal | None:
    return Decimal(row[name]) if row.get(name) else None


def decimal_or(row: Row, name: str, default: Decimal) -> Decimal:
    return Decimal(row[name]) if row.get(name) else default


def whole_of(row: Row, name: str) -> int | None:
    return int(row[name]) if row.get(name) else None


def day_or(row: Row, name: str, default: date) -> date:
    return date.fromisoformat(row[name]) if row.get(name) else default


def days_of(text: str) -> set[int]:
    if text == "all":
        return set(range(7))
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        at, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days.add(at)
        while at != end:
            at = (at + 1) % 7
            days.add(at)
    return days


def plan_of(row: Row) -> Plan:
    return Plan(
        code=row["plan_code"],
        row=row,
        initial=int(row["initial_seconds"]),
        increment=int(row["increment_seconds"]),
        minimum=whole_of(row, "minimum_seconds") or 0,
        free_below=whole_of(row, "free_below_seconds") or 0,
        connect_fee=decimal_or(row, "connect_fee", ZERO),
        multiplier=decimal_or(row, "deck_multiplier", ONE),
        quantum=ONE.scaleb(-(whole_of(row, "call_decimals") or 4)),
        rounding="ROUND_" + (row.get("call_rounding") or "half_up").upper(),
        minimum_charge=decimal_of(row, "minimum_charge"),
        maximum_charge=decimal_of(row, "maximum_charge"),
        inbound_rate=decimal_or(row, "inbound_rate", ZERO),
        toll_free_rate=decimal_or(row, "toll_free_rate", ZERO),
        assistance_fee=decimal_of(row, "directory_assistance_fee"),
        on_net_free=(row.get("on_net") or "free") == "free",
        allowance_seconds=decimal_or(row, "allowance_minutes", ZERO) * 60,
        by_number=row.get("allowance_scope") == "number",
        fee_if_covered=row.get("allowance_connect_fee") == "yes",
    )


def load_plans(folder: Path) -> dict[str, Plan]:
    plans = {row["plan_code"]: plan_of(row) for row in rows_of(folder, "rate_plans")}
    for row in rows_of(folder, "rate_periods"):
        plans[row["plan_code"]].periods.append(
            Period(
                row["name"],
                days_of(row["days"]),
                row["from"],
                row["to"],
                Decimal(row["multiplier"]),
            )
        )
    for row in rows_of(folder, "rate_tiers"):
        plan = plans[row["plan_code"]]
        plan.volume = row["kind"] == "volume"
        plan.tiers.append((Decimal(row["from_minutes"]) * 60, Decimal(row["multiplier"])))
    for plan in plans.values():
        plan.tiers.sort()
    return plans


def load_decks(folder: Path) -> dict[str, dict[str, list[Rate]]]:
    decks: dict[str, dict[str, list[Rate]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(folder, "rates"):
        decks[row["deck_code"]][row["prefix"]].append(
            Rate(
                prefix=row["prefix"],
                rate=decimal_of(row, "rate"),
                interstate=decimal_of(row, "interstate_rate"),
                intrastate=decimal_of(row, "intrastate_rate"),
                indeterminate=decimal_of(row, "indeterminate_rate"),
                connect_fee=decimal_of(row, "connect_fee"),
                initial=whole_of(row, "initial_seconds"),
                increment=whole_of(row, "increment_seconds"),
                in_allowance=row.get("in_allowance") == "yes",
                first=date.fromisoformat(row["valid_from"]),
                last=day_or(row, "valid_to", date.max),
            )
        )
    for deck in decks.values():
        for rates in deck.values():
            rates.sort(key=lambda rate: rate.first, reverse=True)
    return decks


def load_company(folder: Path) -> Company:
    company = rows_of(folder, "company")[0]
    accounts = {row["account_number"]: row for row in rows_of(folder, "accounts")}
    plans = load_plans(folder)
    lines: dict[str, list[Line]] = defaultdict(list)
    for row in rows_of(folder, "numbers"):
        account = accounts[row["account_number"]]
        number = row["number"].removeprefix("+")
        lines[number].append(
            Line(
                number=number,
                account=row["account_number"],
                zone=ZoneInfo(account.get("timezone") or company["timezone"]),
                plan=plans[row["rate_plan"]],
                first=day_or(row, "starts_on", date.min),
                last=day_or(row, "ends_on", date.max),
            )
        )
    with AREA_CODES.open(encoding="utf-8") as file:
        next(file)
        areas = {
            row["npa"]: Area(row["class"], row["country"], row["region"])
            for row in csv.DictReader(file)
        }
    return Company(
        unknown_caller=company.get("unknown_caller") or "intrastate",
        lines=lines,
        decks=load_decks(folder),
        areas=areas,
    )
