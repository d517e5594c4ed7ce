"""Calls page by page, as the list of calls asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from app.billing.cycle import bill_period
from app.billing.issuer import Company
from app.operations.office import Office
from app.store.call_pages import (
    CallFilter,
    CallTotals,
    StoredCall,
    call_totals,
    count_of_calls,
    page_of_calls,
)
from app.store.imports import load_imports
from app.store.rating_setup import start_of_day_us
from app.store.setup import load
from app.usage.source import Source
from app.usage.table import CallClass, Reason, Status
from app.values.money import from_counts

_MICROS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsWanted:
    """Which calls are meant; what is blank does not narrow."""

    text: str = ""
    state: str = ""
    """rated, not_chargeable, suspended, written_off or duplicate."""
    source: str = ""
    period: str = ""
    """A calendar month: 2026-10."""
    import_id: int | None = None
    account_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One call."""

    id: int
    call_id: str
    started_at: datetime
    caller: str
    called: str
    number: str
    account_number: str
    customer: str
    status: Status
    reason: Reason
    call_class: CallClass
    seconds: int
    billed_seconds: int | None
    rate: Decimal | None
    charge: Decimal | None
    cost: Decimal | None
    source: str
    file: str
    row: int
    is_billed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSums:
    """What the calls meant add up to."""

    calls: int
    charge: Decimal
    seconds: int
    billed_seconds: int


def calls_page(
    office: Office,
    wanted: CallsWanted,
    *,
    order: str = "",
    falls: bool = True,
    first: int = 0,
    count: int = 200,
) -> list[CallRow]:
    """Some calls of a sorted list."""
    chosen = _filter(office, wanted)
    with office.file.read() as conn:
        found = page_of_calls(conn, chosen, order=order, falls=falls, first=first, count=count)
    return [_row(each) for each in found]


def calls_sums(office: Office, wanted: CallsWanted) -> CallSums:
    """How many calls are meant and what they come to."""
    chosen = _filter(office, wanted)
    with office.file.read() as conn:
        totals: CallTotals = call_totals(conn, chosen)
    return CallSums(
        calls=totals.calls,
        charge=from_counts(totals.charge),
        seconds=totals.raw_seconds,
        billed_seconds=totals.billed_seconds,
    )


def calls_count(office: Office, wanted: CallsWanted) -> int:
    """How many calls are meant."""
    chosen = _filter(office, wanted)
    with office.file.read() as conn:
        return count_of_calls(conn, chosen)


def call_sources(office: Office) -> Sequence[str]:
    """The sources that calls came from."""
    with office.file.read() as conn:
        return sorted({stored.source for stored in load_imports(conn)})


def known_sources(office: Office) -> Sequence[str]:
    """The sources of the company, whether calls came from them or not."""
    with office.file.read() as conn:
        return sorted(source.source for source in load(conn, Source))


_STATES: Mapping[str, Status] = {status.name.lower(): status for status in Status}


def _filter(office: Office, wanted: CallsWanted) -> CallFilter:
    start = end = None
    if wanted.period:
        with office.file.read() as conn:
            zone = load(conn, Company)[0].timezone
        period = bill_period(wanted.period, 1)
        start = start_of_day_us(period.start, zone) // _MICROS
        end = start_of_day_us(period.end, zone) // _MICROS
    state = _STATES.get(wanted.state)
    return CallFilter(
        text=wanted.text,
        status=None if state is None else int(state),
        source=wanted.source,
        import_id=wanted.import_id,
        start=start,
        end=end,
        account_number=wanted.account_number,
    )


def _row(call: StoredCall) -> CallRow:
    status = Status(call.status)
    priced = status in {Status.RATED, Status.NOT_CHARGEABLE}
    return CallRow(
        id=call.id,
        call_id=call.call_key,
        started_at=datetime.fromtimestamp(call.started_at, UTC),
        caller=call.caller,
        called=call.called,
        number=call.number,
        account_number=call.account_number,
        customer=call.account_name,
        status=status,
        reason=Reason(call.reason),
        call_class=CallClass(call.call_class),
        seconds=call.raw_seconds,
        billed_seconds=call.billed_seconds if priced else None,
        rate=None if call.rate is None else from_counts(call.rate),
        charge=from_counts(call.charge) if priced else None,
        cost=None if call.cost is None else from_counts(call.cost),
        source=call.source,
        file=call.file,
        row=call.row,
        is_billed=call.invoice_id is not None,
    )
