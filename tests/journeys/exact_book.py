"""A workbook folder as plain rows of text, with the contract's defaults; nothing of the app."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

Row = dict[str, str]

ZIP_TABLE = Path(__file__).parents[2] / "resources" / "zip_counties.csv"

DEFAULTS: dict[str, Row] = {
    "company": {
        "country": "US",
        "currency": "USD",
        "next_invoice_number": "1",
        "terms": "Net 30",
        "unknown_caller": "intrastate",
    },
    "accounts": {
        "country": "US",
        "bill_to_parent": "no",
        "bill_cycle_day": "1",
        "customer_class": "business",
    },
    "locations": {"country": "US"},
    "circuits": {"kind": "sip_trunk"},
    "numbers": {"kind": "did"},
    "products": {
        "price": "0",
        "billed": "monthly",
        "in_advance": "yes",
        "prorate": "yes",
        "line_kind": "none",
        "lines_per_unit": "1",
    },
    "services": {"quantity": "1"},
    "charges": {"quantity": "1"},
    "rate_plans": {
        "minimum_seconds": "0",
        "free_below_seconds": "0",
        "connect_fee": "0",
        "deck_multiplier": "1",
        "call_decimals": "4",
        "call_rounding": "half_up",
        "inbound_rate": "0",
        "toll_free_rate": "0",
        "on_net": "free",
        "allowance_minutes": "0",
        "allowance_scope": "account",
        "allowance_connect_fee": "no",
    },
    "rates": {"in_allowance": "no"},
    "taxes": {
        "country": "US",
        "category": "*",
        "customer_class": "*",
        "date_basis": "INVOICE_DATE",
        "round_level": "INVOICE_TAX",
        "round_mode": "HALF_UP",
        "taxable_pct": "1",
        "cap_scope": "ACCOUNT_LOCATION",
        "prorate": "N",
    },
    "tax_shares": {"international": "0", "source": "safe_harbor"},
    "registrations": {"country": "US"},
    "exemptions": {"level": "*", "percent": "100"},
}

SHEETS = [
    "company",
    "accounts",
    "locations",
    "sources",
    "circuits",
    "numbers",
    "aliases",
    "products",
    "services",
    "charges",
    "rate_plans",
    "rate_periods",
    "rate_tiers",
    "rates",
    "taxes",
    "bundles",
    "tax_shares",
    "registrations",
    "exemptions",
]


def rows_of(path: Path) -> list[Row]:
    """The rows of one sheet, cells trimmed."""
    if not path.exists():
        return []
    text = path.read_bytes().decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    filled = DEFAULTS.get(path.stem, {})
    rows = []
    for row in reader:
        cells = {key: (value or "").strip() for key, value in row.items() if key}
        for key, value in filled.items():
            if not cells.get(key):
                cells[key] = value
        rows.append(cells)
    return rows


def day(text: str | None) -> date | None:
    """A date, or None where blank."""
    return date.fromisoformat(text) if text else None


def the_day(text: str) -> date:
    """A date that is there."""
    return date.fromisoformat(text)


def decimal(text: str | None) -> Decimal | None:
    """A decimal, or None where blank."""
    return Decimal(text) if text else None


def in_force(row: Row, on: date, first: str = "starts_on", last: str = "ends_on") -> bool:
    """Whether a half-open row covers a day."""
    end = day(row.get(last))
    return the_day(row[first]) <= on and (end is None or on < end)


def covers(row: Row, on: date, last: str = "effective_to") -> bool:
    """Whether an inclusive row covers a day."""
    end = day(row.get(last))
    return the_day(row["effective_from"]) <= on and (end is None or on <= end)


def e164(text: str) -> str:
    """A number of a sheet as digits with plus."""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+"):
        return "+" + digits
    return "+" + digits if len(digits) == 11 else "+1" + digits


def number_range(text: str) -> list[str]:
    """The numbers a cell of the numbers sheet names."""
    ends = re.fullmatch(r"(\+?\d{10,11})-(\+?\d{10,11})", text)
    if ends is None:
        return [e164(text)]
    first, last = (int(e164(end)[1:]) for end in ends.groups())
    return [f"+{number}" for number in range(first, last + 1)]


@dataclass(slots=True)
class Book:
    """All sheets of a company."""

    sheets: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def company(self) -> Row:
        return self.sheets["company"][0]

    def one(self, sheet: str, column: str, value: str) -> Row:
        """The row of a sheet that is known by a value."""
        return next(row for row in self.sheets[sheet] if row[column] == value)

    def zone(self, account: Row) -> ZoneInfo:
        """The zone an account's days are counted in."""
        return ZoneInfo(account.get("timezone") or self.company["timezone"])

    def local_day(self, account: Row, moment: datetime) -> date:
        """The day of a moment for an account."""
        return moment.astimezone(self.zone(account)).date()


def read_book(folder: Path) -> Book:
    """The workbook of a folder; ranges of numbers spread out to one row each."""
    book = Book({sheet: rows_of(folder / f"{sheet}.csv") for sheet in SHEETS})
    book.sheets["numbers"] = [
        {**row, "number": number}
        for row in book.sheets["numbers"]
        for number in number_range(row["number"])
    ]
    for row in book.sheets["aliases"]:
        row["number"] = e164(row["number"])
    for row in book.sheets["locations"]:
        if row["country"] == "US" and not row.get("county_fips"):
            row["county_fips"] = only_county(row["postal_code"])
    return book


def only_county(zip_code: str) -> str:
    """The county of a ZIP code that lies in one alone, else blank."""
    with ZIP_TABLE.open(encoding="utf-8") as file:
        for zipped, _, counties in csv.reader(file):
            if zipped == zip_code[:5]:
                return "" if "|" in counties else counties[2:]
    return ""
