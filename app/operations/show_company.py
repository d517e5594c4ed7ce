"""What the window shows of a company before any page: its name, zone, period, age."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.billing.cycle import period_of, previous_label
from app.billing.issuer import Company
from app.operations.office import Office
from app.store.bill_runs import load_runs
from app.store.facts import facts
from app.store.imports import count_calls
from app.store.setup import count_rows, load


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """A company as the window's frame shows it."""

    identity: str
    """Tells this company file from all others, also when it is moved."""
    name: str
    timezone: str
    currency: str
    created_at: datetime
    period: str
    """The bill period that is probably worked on: the month before today's."""
    periods: tuple[str, ...]
    """Bill periods there is something of, the newest first."""
    accounts: int
    numbers: int
    calls: int
    is_practice: bool
    """Whether it is the sample company."""


def company_facts(office: Office) -> CompanyFacts:
    """The facts of the open company."""
    with office.file.read() as conn:
        known = facts(conn)
        company = next(iter(load(conn, Company)), None)
        runs = load_runs(conn)
        counts = {name: count_rows(conn, name) for name in ("accounts", "numbers")}
        calls = count_calls(conn)
    created = datetime.fromisoformat(known["created_at"])
    zone = company.timezone if company else "UTC"
    today = office.clock.today(ZoneInfo(zone))
    working = previous_label(period_of(today, 1))
    named = sorted({run.period for run in runs} | {working}, reverse=True)
    return CompanyFacts(
        # Not of its name: a company that is named anew is the same one.
        identity=hashlib.sha256(known["created_at"].encode()).hexdigest()[:16],
        name=company.name if company else office.file.path.stem,
        timezone=zone,
        currency=company.currency if company else "USD",
        created_at=created,
        period=working,
        periods=tuple(named),
        accounts=counts["accounts"],
        numbers=counts["numbers"],
        calls=calls,
        is_practice=known.get("practice") == "yes",
    )
