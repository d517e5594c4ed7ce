"""Why one call costs what it costs, in sentences for the telephone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl

from app.errors import InputError
from app.operations.call_listing import settled_listing
from app.operations.office import Office
from app.operations.settling import label_of
from app.rating.area_codes import Area, AreaClass
from app.rating.call_class import PREMIUM_EXCHANGE
from app.rating.deck import Rate
from app.rating.explain import CallFacts, explain
from app.store.database import raw
from app.store.invoices import invoice_numbers
from app.store.period_usage import window_of
from app.store.plan_versions import plan_terms
from app.store.rating_setup import RatingSetup
from app.store.setup import row_by_id
from app.store.transaction import Transaction
from app.usage.assignment import PayerRule
from app.usage.table import CallClass, Direction, Reason, Status
from app.values.money import from_counts

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLIS: Final = 1000
_EXCHANGE: Final = slice(5, 8)
"""Where the exchange stands in ``+13039760100``."""
_PLACED: Final = {AreaClass.GEOGRAPHIC, AreaClass.US_TERRITORY}
_DOMESTIC: Final = {CallClass.INTRASTATE, CallClass.INTERSTATE, CallClass.INDETERMINATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One record of a call, explained."""

    call_id: str
    source: str
    file: str
    row: int
    sentences: list[str]
    outside: tuple[str, ...] = ()
    """Parties in the sentences that are not the customer's own number."""


def explain_call(office: Office, call_id: str) -> list[Explained]:
    """Every record with this call id, explained; one for each source and repeat that has it.

    Repeats come last. InputError where there is none.
    """
    with office.file.read() as conn:
        setup = office.rating_setup(conn)
        rows = (
            raw(conn)
            .execute(
                "SELECT calls.id, number_id, started_at, file FROM calls "
                "JOIN imports ON imports.id = import_id WHERE call_key = ? "
                "ORDER BY status = ?, calls.id",
                (call_id, int(Status.DUPLICATE)),
            )
            .fetchall()
        )
        if not rows:
            raise InputError(
                f"There is no call {call_id}.", "", "export usage lists every call with its id."
            )
        return [_explained(office, conn, setup, row) for row in rows]


def _explained(
    office: Office, conn: Transaction, setup: RatingSetup, found: tuple[Any, ...]
) -> Explained:
    row_id, number_id, started_at, file = found
    where, parameters = _whole_period(setup, row_id, number_id, started_at)
    calls = settled_listing(conn, setup, where=where, parameters=parameters)
    row = calls.filter(pl.col("id") == row_id).row(0, named=True)
    return Explained(
        call_id=row["call_key"],
        source=row["source"],
        file=file,
        row=row["row"],
        sentences=explain(_facts(office, conn, setup, row)),
        outside=tuple(each for each in (row["caller"], row["called"]) if each != row["number"]),
    )


def _whole_period(
    setup: RatingSetup, row_id: int, number_id: int | None, started_at: int
) -> tuple[str, tuple[object, ...]]:
    """The calls among which a call is settled: those of its account in its bill period."""
    if number_id is None:
        return "calls.id = ?", (row_id,)
    line = setup.numbers[number_id]
    account = setup.accounts[line.account]
    zone = ZoneInfo(setup.book.zones[line.zone])
    local = datetime.fromtimestamp(started_at, zone).date()
    months = local.year * 12 + local.month - 1 - (local.day < account.bill_cycle_day)
    window = window_of(setup, line, label_of(months), late=False)
    own = [n.number_id for n in setup.numbers.values() if n.account == line.account]
    listed = ",".join(map(str, own))
    where = (
        f"calls.id = ? OR (calls.number_id IN ({listed}) "
        "AND calls.started_at >= ? AND calls.started_at < ?)"
    )
    return where, (row_id, window.start, window.end)


def _facts(
    office: Office, conn: Transaction, setup: RatingSetup, row: Mapping[str, Any]
) -> CallFacts:
    line = setup.numbers.get(row["number_id"]) if row["number_id"] else None
    account = setup.accounts[line.account] if line else None
    zone = setup.book.zones[line.zone] if line else setup.company.timezone
    version = row["plan_version_id"]
    terms = plan_terms(conn, [version])[version] if version else None
    period = row["period"]
    tier_ms = row["tier_ms"]
    caller_area = _area(office, row["caller"])
    held, why = _held(conn, row["id"])
    moment = _EPOCH + timedelta(microseconds=row["started_us"])
    return CallFacts(
        call_id=row["call_key"],
        source=row["source"],
        started_at=moment.astimezone(ZoneInfo(zone)),
        timezone=zone,
        raw_seconds=row["raw_seconds"],
        caller=row["caller"],
        called=row["called"],
        direction=Direction(row["direction"]),
        status=Status(row["status"]),
        reason=Reason(row["reason"]),
        currency=setup.company.currency,
        payer_rule=PayerRule(row["payer_rule"]),
        number=row["number"] or "",
        account_number=account.account_number if account else "",
        account_name=account.name if account else "",
        plan=terms.plan if terms else None,
        period=terms.periods[period] if terms and period is not None else None,
        tiers=terms.tiers if terms else (),
        row=row_by_id(conn, Rate, row["rate_id"]) if row["rate_id"] else None,
        caller_area=caller_area,
        called_area=_area(office, row["called"]),
        unknown_caller=_choice(setup, row, caller_area),
        call_class=CallClass(row["call_class"]),
        rate=None if row["rate"] is None else from_counts(row["rate"]),
        billed_seconds=row["billed_seconds"],
        allowance_seconds=Decimal(row["allowance_ms"]) / _MILLIS,
        tier_seconds=None if tier_ms is None else Decimal(tier_ms) / _MILLIS,
        charge=from_counts(row["charge"]),
        gross_charge=from_counts(row["gross_charge"]),
        invoice_number=_invoice(conn, row["invoice_id"]),
        held=held,
        held_why=why,
    )


def _held(conn: Transaction, row_id: int) -> tuple[bool, str]:
    """Whether the call was decided to wait, and why."""
    decided = (
        raw(conn)
        .execute("SELECT held, why FROM call_decisions WHERE call_id = ?", (row_id,))
        .fetchone()
    )
    return (bool(decided[0]), decided[1] or "") if decided else (False, "")


def _choice(setup: RatingSetup, row: Mapping[str, Any], caller_area: Area | None) -> str:
    """The company's choice for callers whose place is unknown, where it named the class."""
    placed = (
        caller_area is not None
        and caller_area.class_ in _PLACED
        and row["caller"][_EXCHANGE] != str(PREMIUM_EXCHANGE)
    )
    chosen = CallClass(row["call_class"]) in _DOMESTIC
    return setup.company.unknown_caller if chosen and not placed else ""


def _area(office: Office, party: str) -> Area | None:
    """The area of a party that is a number."""
    if not party.startswith("+"):
        return None
    return office.area_codes().area(party)


def _invoice(conn: Transaction, invoice_id: int | None) -> str:
    return invoice_numbers(conn, [invoice_id])[0] if invoice_id else ""
