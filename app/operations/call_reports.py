"""Reports of calls by the days on which they begin, in the company's zone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.billing.tax_reports.report import (
    ReportColumn,
    Row,
    TaxReport,
    amount,
    day,
    exact,
    text,
    totals_of,
    whole,
)
from app.operations.office import Office
from app.operations.report_drawing import Drawing, Made, Measure, Shape
from app.store.customer_lists import account_heads
from app.store.month_facts import Stretch, calls_by_day, sources_of
from app.store.rating_setup import start_of_day_us
from app.store.report_sums import (
    CallSum,
    calls_by_customer,
    calls_by_destination,
    calls_by_quarter,
    suspended_by_source,
    unbilled_by_customer,
)
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO, cents
from app.values.period import Period

_DAY: Final = timedelta(days=1)
_MICROS: Final = 1_000_000
_MOST: Final = 12
"""So many bars are drawn; the rest stands together in the last."""
_SECONDS: Final = Decimal(60)


def by_source_and_day(office: Office, period: Period) -> Made:
    """How many records each source brought on which day, and the days it brought none."""
    with office.file.read() as conn:
        zone, today = _zone(office, conn)
        stretch = _stretch(period, zone)
        found = calls_by_day(conn, stretch)
        until = min(today - _DAY, period.last_day)
        sources = sources_of(conn, stretch, until=until)
    columns = (
        day("day", "The day"),
        text("source", "Where they came from"),
        whole("calls", "Records that begin on it"),
        text("remark", "Whether the day is missing"),
    )
    missing = {(each.source, lacking) for each in sources for lacking in each.missing}
    rows: list[Row] = sorted(
        [
            (when, source, count, "")
            for source, days in found.items()
            for when, count in days.items()
        ]
        + [(lacking, source, 0, "missing") for source, lacking in missing],
        key=lambda row: (row[0], row[1]),
    )
    notes = tuple(
        f"{each.source} lacks {len(each.missing)} of {len(stretch.days)} days."
        for each in sources
        if each.missing
    )
    drawing = Drawing(
        title="Calls by day and source",
        shape=Shape.CALENDAR,
        measure=Measure.COUNT,
        calendar=found,
        days=sorted(stretch.days),
        until=until,
    )
    return _made("Calls by day and source", columns, rows, ("calls",), drawing, notes=notes)


def by_hour(office: Office, period: Period) -> Made:
    """How many calls begin in which hour of the day."""
    with office.file.read() as conn:
        zone, _ = _zone(office, conn)
        quarters = calls_by_quarter(conn, _stretch(period, zone))
    hours = [[0, 0] for _ in range(24)]
    at = ZoneInfo(zone)
    for second, (calls, seconds) in quarters.items():
        hour = datetime.fromtimestamp(second, UTC).astimezone(at).hour
        hours[hour][0] += calls
        hours[hour][1] += seconds
    columns = (
        text("hour", "The hour they begin in"),
        whole("calls", "Calls"),
        exact("minutes", "Minutes as the files tell them"),
    )
    rows: list[Row] = [
        (f"{hour:02}:00", calls, _minutes(seconds)) for hour, (calls, seconds) in enumerate(hours)
    ]
    drawing = Drawing(
        title="Calls by hour of the day",
        shape=Shape.COLUMNS,
        measure=Measure.COUNT,
        bars=tuple((f"{hour}", calls) for hour, (calls, _) in enumerate(hours)),
    )
    return _made("Calls by hour", columns, rows, ("calls", "minutes"), drawing)


def by_destination(office: Office, period: Period) -> Made:
    """Rated calls by where they go to, the dearest first."""
    with office.file.read() as conn:
        sums = calls_by_destination(conn, _stretch(period, _zone(office, conn)[0]))
    columns = (text("destination", "Where calls go to"), *_SUMS)
    rows = [(each.key, *_cells(each)) for each in sums]
    drawing = _bars("Charges by destination", [(each.key, each.charge) for each in sums])
    return _made("Top destinations", columns, rows, _ADDED, drawing)


def margin(office: Office, period: Period) -> Made:
    """Charges of rated calls by customer, less what the carrier took as far as files tell it."""
    with office.file.read() as conn:
        sums = calls_by_customer(conn, _stretch(period, _zone(office, conn)[0]))
        names = {each.account_number: each.name for each in account_heads(conn)}
    columns = (
        text("account", "Account number"),
        text("customer", "Customer"),
        *_SUMS,
        amount("margin", "Charges less cost"),
        exact("margin_percent", "Of the charges"),
    )
    rows: list[Row] = []
    for each in sums:
        own = None if each.cost is None else cents(each.charge - each.cost)
        part = None
        if own is not None and each.charge:
            part = (own / each.charge * 100).quantize(Decimal("0.1"))
        rows.append((each.key, names.get(each.key, ""), *_cells(each), own, part))
    bars = [
        (names.get(each.key, each.key), cents(each.charge - (each.cost or ZERO)))
        for each in sums
        if each.cost is not None
    ]
    untold = sum(each.cost is None for each in sums)
    whose = "1 customer has" if untold == 1 else f"{untold} customers have"
    notes = (f"{whose} calls whose cost no file tells.",) if untold else ()
    drawing = _bars("Margin by customer", bars)
    return _made(
        "Margin by customer",
        columns,
        rows,
        (*_ADDED, "margin"),
        drawing,
        notes=notes,
        accounts=0,
    )


def unbilled(office: Office, period: Period) -> Made:
    """Rated calls on no invoice by customer, and what waits in suspense by source."""
    with office.file.read() as conn:
        stretch = _stretch(period, _zone(office, conn)[0])
        waiting = unbilled_by_customer(conn, stretch)
        suspended = suspended_by_source(conn, stretch)
        names = {each.account_number: each.name for each in account_heads(conn)}
    columns = (
        text("account", "Account number; blank in suspense"),
        text("of", "Customer, or the source of what is in suspense"),
        text("state", "Unbilled, or in suspense"),
        *_SUMS,
    )
    rows: list[Row] = [
        (each.key, names.get(each.key, ""), "unbilled", *_cells(each)) for each in waiting
    ]
    rows += [("", each.key, "in suspense", *_cells(each)) for each in suspended]
    drawing = _bars(
        "Unbilled charges by customer",
        [(names.get(each.key, each.key), each.charge) for each in waiting],
    )
    return _made("Unbilled and suspended", columns, rows, _ADDED, drawing, accounts=0)


_SUMS: Final = (
    whole("calls", "Calls"),
    exact("minutes", "Minutes billed"),
    amount("charge", "What they cost the customer"),
    amount("cost", "What the carrier took, as far as files tell it"),
)
_ADDED: Final = ("calls", "minutes", "charge", "cost")


def _cells(each: CallSum) -> Row:
    cost = None if each.cost is None else cents(each.cost)
    return (each.calls, _minutes(each.seconds), cents(each.charge), cost)


def _minutes(seconds: int) -> Decimal:
    return (Decimal(seconds) / _SECONDS).quantize(Decimal("0.1"))


def _bars(title: str, bars: list[tuple[str, Decimal]]) -> Drawing:
    """The largest, and all others together."""
    shown = [(name, cents(value)) for name, value in bars[:_MOST]]
    rest = sum((value for _, value in bars[_MOST:]), ZERO)
    if rest:
        others = len(bars) - _MOST
        shown.append(("1 other" if others == 1 else f"{others} others", cents(rest)))
    return Drawing(title=title, bars=tuple(shown))


def _made(
    title: str,
    columns: tuple[ReportColumn, ...],
    rows: list[Row],
    summed: tuple[str, ...],
    drawing: Drawing,
    *,
    notes: tuple[str, ...] = (),
    accounts: int | None = None,
) -> Made:
    report = TaxReport(
        title=title,
        columns=columns,
        rows=tuple(rows),
        totals=totals_of(columns, tuple(rows), *summed),
        notes=notes,
    )
    return Made(report=report, drawing=drawing, accounts=accounts)


def _zone(office: Office, conn: Transaction) -> tuple[str, date]:
    company = load(conn, Company)
    zone = company[0].timezone if company else "UTC"
    return zone, office.clock.today(ZoneInfo(zone))


def _stretch(days: Period, zone: str) -> Stretch:
    starts = [
        start_of_day_us(days.start + number * _DAY, zone) // _MICROS
        for number in range(days.days + 1)
    ]
    return Stretch(
        start=starts[0],
        end=starts[-1],
        days={days.start + number * _DAY: start for number, start in enumerate(starts[:-1])},
    )
