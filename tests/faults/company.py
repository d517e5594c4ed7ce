"""A company small enough to be set up often, and as many calls as a test wants."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from app.billing.issuer import Company
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Number, Service
from app.documents.workbook_file import FileFormat, write_sheets
from app.rating.deck import Rate
from app.rating.plan import RatePlan
from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.values.sheet import SheetRow

ACCOUNTS: Final = 40
FIRST: Final = 13035550100
HEADER: Final = (
    "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition\n"
)
WAIVED: Final = tuple(
    part
    for gate in ("suspended_usage", "expired_tables", "not_registered")
    for part in ("--waive", f"{gate}=a test")
)
APPROVAL: Final = ("--period", "2026-10", "--approve", *WAIVED)


def setup_rows(*, prefixes: int = 40, times: int = 1) -> dict[str, list[SheetRow]]:
    """The rows of every sheet; ``times`` multiplies the rates, so that a later workbook differs."""
    place: dict[str, Any] = {
        "address_line1": "2 Oak Street",
        "city": "Denver",
        "region": "CO",
        "postal_code": "80202",
    }
    started = date(2026, 1, 1)
    return {
        "company": [Company(name="Faulty Telecom", timezone="America/Denver", **place)],
        "accounts": [
            Account(
                account_number=f"A{i:03}",
                name=f"Customer {i}",
                billing_email=f"c{i}@example.com",
                **place,
            )
            for i in range(ACCOUNTS)
        ],
        "locations": [
            ServiceLocation(
                location_code=f"L{i:03}",
                account_number=f"A{i:03}",
                county_fips="031",
                inside_city=True,
                **place,
            )
            for i in range(ACCOUNTS)
        ],
        "products": [
            Product(
                product_code="CALLS",
                name="Calls",
                tax_category="TOLL_INTERSTATE",
                gl_code="4020",
                billed="usage",
            ),
            Product(
                product_code="SEAT",
                name="Seat",
                tax_category="VOIP_FIXED",
                gl_code="4010",
                price=Decimal("21.95"),
            ),
        ],
        "rate_plans": [
            RatePlan(
                plan_code="BASIC",
                name="Basic",
                deck_code="DECK",
                initial_seconds=6,
                increment_seconds=6,
                allowance_minutes=Decimal(100),
                usage_product="CALLS",
            )
        ],
        "rates": [
            Rate(
                deck_code="DECK",
                prefix=f"1{place}" if place else "1",
                rate=Decimal("0.0123") * times,
                in_allowance=place % 2 == 0,
                valid_from=started,
            )
            for place in range(prefixes)
        ],
        "numbers": [
            Number(
                number=f"+{FIRST + i}",
                account_number=f"A{i:03}",
                location_code=f"L{i:03}",
                rate_plan="BASIC",
                starts_on=started,
            )
            for i in range(ACCOUNTS)
        ],
        "services": [
            Service(
                service_code=f"S{i:03}",
                account_number=f"A{i:03}",
                location_code=f"L{i:03}",
                product_code="SEAT",
                starts_on=started,
            )
            for i in range(ACCOUNTS)
        ],
        "taxes": [
            TaxRule(
                tax_code="CO-SALES",
                bill_label="State sales tax",
                class_="TAX",
                family="SALES",
                state="CO",
                calc_method="PCT",
                rate=Decimal("0.029"),
                base_kind="CHARGE",
                effective_from=started,
            )
        ],
        "registrations": [
            replace(Registration(family="*", effective_from=started), registration_number="1")
        ],
    }


def write_workbook(folder: Path, *, prefixes: int = 40, times: int = 1) -> Path:
    """The setup as a folder of CSV files."""
    rows = setup_rows(prefixes=prefixes, times=times)
    write_sheets(folder, rows, file_format=FileFormat.CSV)
    return folder


def write_calls(path: Path, count: int, *, padding: int = 0) -> Path:
    """A canonical call file; each record is ``padding`` blanks longer than it needs to be."""
    started = datetime(2026, 10, 2, tzinfo=UTC)
    blanks = " " * padding
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        for at in range(count):
            moment = (started + timedelta(seconds=at % 2_000_000)).isoformat()
            caller, called = FIRST + at % ACCOUNTS, 12125550000 + at % 9973
            seconds = at % 400
            out.write(f"{at:016},{moment},{blanks},+{caller},+{called},{seconds},out,\n")
    return path


def copy(company: Path, target: Path) -> Path:
    """The company file under another name."""
    return Path(shutil.copyfile(company, target))


def state(company: Path, *, tables: Iterable[str] | None = None) -> str:
    """A hash of every row of these tables, of all where none are named, in their order."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(f"file:{company}?mode=ro", uri=True)) as db:
        named = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        for name in tables or [name for (name,) in named]:
            digest.update(name.encode())
            for row in db.execute(f"SELECT * FROM {name} ORDER BY rowid"):  # noqa: S608  of ours
                digest.update(repr(row).encode())
    return digest.hexdigest()
