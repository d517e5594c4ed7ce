"""The bench's company and its calls: seeded, the same on every machine.

2,000 accounts, 10,000 numbers, 20 plans (some with allowances, tiers, periods of the day), a deck
of 50,000 prefixes of which every eighth changes its price within the month; 1 % of calls
unmatched, 0.5 % repeated, 0.1 % malformed. Run it from the top of the tree:

    python -m tests.bench.workload company FOLDER
    python -m tests.bench.workload calls FILE.csv COUNT [FIRST_ID]
"""

import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from app.billing.issuer import Company
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Number, Service
from app.documents.workbook_file import FileFormat, write_sheets
from app.rating.deck import Rate
from app.rating.plan import RatePeriod, RatePlan, RateTier
from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.values.sheet import SheetRow

ACCOUNTS: Final = 2_000
NUMBERS: Final = 10_000
PLANS: Final = 20
PREFIXES: Final = 50_000
SEED: Final = 20261001
HEADER: Final = (
    "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition\n"
)

_START: Final = 1_790_841_600  # 2026-10-01 00:00 in New York
_MONTH_SECONDS: Final = 30 * 86_400
_AREAS: Final = (212, 303, 310, 404, 415, 505, 608, 612, 702, 713, 716, 718, 720, 801, 907, 919)
_ABROAD: Final = ("44", "49", "33", "61", "81", "86", "91", "52", "55", "353")


def setup_rows() -> dict[str, list[SheetRow]]:
    """The company's rows by sheet."""
    return {
        "company": [
            Company(
                name="Bench Telecom",
                address_line1="1 Main Street",
                city="New York",
                region="NY",
                postal_code="10001",
                timezone="America/New_York",
            )
        ],
        "accounts": [_account(i) for i in range(ACCOUNTS)],
        "locations": [_location(i) for i in range(ACCOUNTS)],
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
                name="Voice seat",
                tax_category="VOIP_FIXED",
                gl_code="4010",
                price=Decimal("21.95"),
                line_kind="line",
            ),
        ],
        "rate_plans": [_plan(i) for i in range(PLANS)],
        "rate_periods": [
            RatePeriod(
                plan_code=f"P{i:02}",
                name="Evening",
                days="mon-fri",
                from_="19:00",
                to_="07:00",
                multiplier=Decimal("0.8"),
            )
            for i in range(0, PLANS, 5)
        ],
        "rate_tiers": [
            RateTier(
                plan_code=f"P{i:02}",
                kind="graduated",
                from_minutes=Decimal(minutes),
                multiplier=Decimal(part),
            )
            for i in range(3, PLANS, 7)
            for minutes, part in (("200", "0.9"), ("1000", "0.75"))
        ],
        "rates": list(_rates()),
        "numbers": [_number(i) for i in range(NUMBERS)],
        "services": [
            Service(
                service_code=f"S{i:05}",
                account_number=f"A{i:05}",
                location_code=f"L{i:05}",
                product_code="SEAT",
                quantity=Decimal(5),
                starts_on=date(2026, 1, 1),
            )
            for i in range(ACCOUNTS)
        ],
        "taxes": list(_taxes()),
        "registrations": [
            Registration(family="*", effective_from=date(2020, 1, 1), registration_number="1")
        ],
    }


def _account(i: int) -> Account:
    return Account(
        account_number=f"A{i:05}",
        name=f"Customer {i}",
        address_line1="2 Oak Street",
        city="Albany",
        region="NY",
        postal_code="12201",
        billing_email=f"c{i}@example.com",
    )


def _location(i: int) -> ServiceLocation:
    return ServiceLocation(
        location_code=f"L{i:05}",
        account_number=f"A{i:05}",
        address_line1="2 Oak Street",
        city="Albany",
        region="NY",
        postal_code="12201",
        county_fips="001",
        inside_city=False,
    )


def _plan(i: int) -> RatePlan:
    initial, step = ((6, 6), (30, 6), (60, 60), (1, 1))[i % 4]
    return RatePlan(
        plan_code=f"P{i:02}",
        name=f"Plan {i}",
        deck_code="DECK",
        initial_seconds=initial,
        increment_seconds=step,
        connect_fee=Decimal("0.01") if i % 6 == 0 else Decimal(0),
        deck_multiplier=Decimal("1.15") if i % 3 == 0 else Decimal(1),
        toll_free_rate=Decimal("0.019"),
        directory_assistance_fee=Decimal("1.25"),
        allowance_minutes=Decimal(500) if i % 4 == 1 else Decimal(0),
        usage_product="CALLS",
    )


def _number(i: int) -> Number:
    account = i % ACCOUNTS
    return Number(
        number=f"+{own_number(i)}",
        account_number=f"A{account:05}",
        location_code=f"L{account:05}",
        rate_plan=f"P{account % PLANS:02}",
        starts_on=date(2026, 1, 1),
    )


def own_number(i: int) -> int:
    """The company's i-th number, E.164 without plus."""
    return 10_000_000_000 + _AREAS[i % len(_AREAS)] * 10_000_000 + 2_000_000 + i


def prefixes() -> list[str]:
    """All prefixes of the deck."""
    found = ["1"] + [f"1{area}" for area in _AREAS]
    found += [f"1{area}{exchange}" for area in _AREAS for exchange in range(200, 1000)]
    found += list(_ABROAD)
    generator = np.random.default_rng(SEED)
    known = set(found)
    while len(found) < PREFIXES:
        country = _ABROAD[int(generator.integers(len(_ABROAD)))]
        digits = int(generator.integers(2, 6))
        text = f"{country}{int(generator.integers(10**digits)):0{digits}}"
        if text not in known:
            known.add(text)
            found.append(text)
    return found


def _rates() -> list[Rate]:
    generator = np.random.default_rng(SEED + 1)
    rows = []
    for at, prefix in enumerate(prefixes()):
        base = Decimal(int(generator.integers(40, 4000))) / 10000
        inside = base * 2 if prefix.startswith("1") else None
        changes = at % 8 == 7
        rows.append(
            Rate(
                deck_code="DECK",
                prefix=prefix,
                rate=base,
                intrastate_rate=inside,
                in_allowance=prefix.startswith("1"),
                valid_from=date(2026, 1, 1),
                valid_to=date(2026, 10, 15) if changes else None,
            )
        )
        if changes:
            rows.append(
                Rate(
                    deck_code="DECK",
                    prefix=prefix,
                    rate=base * 2,
                    in_allowance=prefix.startswith("1"),
                    valid_from=date(2026, 10, 15),
                )
            )
    return rows


def _taxes() -> list[TaxRule]:
    return [
        replace(
            TaxRule(
                tax_code=code,
                bill_label=label,
                class_="PROVIDER_FEE" if code == "RRF" else "TAX",
                family=family,
                state="NY",
                calc_method="PER_UNIT" if each_line else "PCT",
                base_kind="COUNT" if each_line else "CHARGE",
                effective_from=date(2026, 1, 1),
            ),
            unit_amount=amount if each_line else None,
            unit_kind="LINE" if each_line else None,
            rate=None if each_line else amount,
            county_fips=county,
        )
        for code, label, family, each_line, amount, county in (
            ("NY-SALES", "State sales tax", "SALES", False, Decimal("0.04"), None),
            ("NY-COUNTY", "County sales tax", "SALES", False, Decimal("0.04"), "001"),
            ("NY-911", "911 surcharge", "E911", True, Decimal("0.35"), None),
            ("RRF", "Regulatory recovery fee", "REG", True, Decimal("0.65"), None),
        )
    ]


def write_company(folder: Path) -> None:
    """Writes the company's setup as a folder of CSV files."""
    write_sheets(folder, setup_rows(), file_format=FileFormat.CSV)


def write_calls(path: Path, count: int, *, seed: int = SEED, first_id: int = 0) -> None:
    """A canonical call file of so many records."""
    generator = np.random.default_rng(seed)
    with path.open("wb") as out:
        out.write(HEADER.encode())
        for start in range(0, count, 1_000_000):
            part = min(1_000_000, count - start)
            frame = _calls(generator, part, first_id + start)
            frame.write_csv(out, include_header=False, quote_style="never")


def _calls(generator: np.random.Generator, count: int, first_id: int) -> pl.DataFrame:
    owners = np.array([own_number(i) for i in range(NUMBERS)])
    own = owners[generator.integers(NUMBERS, size=count)]
    strangers = 12_020_000_000 + generator.integers(2_000_000, 9_999_999, size=count)
    own = np.where(generator.random(count) < 0.01, strangers, own)
    areas = np.array(_AREAS)[generator.integers(len(_AREAS), size=count)]
    domestic = (
        10_000_000_000 + areas * 10_000_000 + generator.integers(2_000_000, 10_000_000, size=count)
    )
    abroad = np.array([int(code) for code in _ABROAD])[
        generator.integers(len(_ABROAD), size=count)
    ] * 10**9 + generator.integers(10**8, 10**9, size=count)
    kind = generator.random(count)
    other = np.where(kind < 0.06, abroad, domestic)
    inbound = generator.random(count) < 0.3
    other = np.where(inbound, domestic, other)
    seconds = np.minimum(generator.lognormal(4.3, 1.1, size=count).astype(np.int64), 20_000)
    answered = generator.random(count) < 0.85
    starts = _START + generator.integers(_MONTH_SECONDS, size=count)
    starts.sort()
    identifiers = pl.Series(np.arange(first_id, first_id + count)).cast(pl.String).str.zfill(16)
    repeats = generator.random(count) < 0.005
    repeats[0] = False
    at = np.arange(count)
    source = np.where(repeats, np.maximum(at - 1, 0), at)
    frame = pl.DataFrame(
        {
            "call_id": identifiers,
            "started_at": pl.from_epoch(pl.Series(starts)).dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "billing_number": pl.Series([""]).new_from_index(0, count),
            "caller": "+" + pl.Series(np.where(inbound, other, own)).cast(pl.String),
            "called": "+" + pl.Series(np.where(inbound, own, other)).cast(pl.String),
            "duration_seconds": pl.Series(np.where(answered, seconds, 0)).cast(pl.String),
            "direction": pl.Series(np.where(inbound, "in", "out")),
            "disposition": pl.Series(np.where(answered, "answered", "no answer")),
        }
    )
    bad = pl.Series(generator.random(count) < 0.001)
    frame = frame[source]
    return frame.with_columns(
        duration_seconds=pl.when(bad).then(pl.lit("x")).otherwise("duration_seconds")
    )


def main(arguments: list[str]) -> None:
    match arguments:
        case ["company", folder]:
            write_company(Path(folder))
        case ["calls", path, count, *rest]:
            first_id = int(rest[0]) if rest else 0
            write_calls(Path(path), int(count), seed=SEED + first_id, first_id=first_id)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
