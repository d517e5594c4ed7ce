"""What a call would cost, and what another plan would make of a period's calls; nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl

from app.errors import InputError
from app.operations.office import Office
from app.operations.settling import settled_calls, shared_plans, with_bill_period
from app.rating.area_codes import Area
from app.rating.deck import Rate
from app.rating.explain import CallFacts, explain
from app.rating.mediation import ASKED_COLUMNS
from app.store.database import raw
from app.store.period_usage import Window, window_of
from app.store.plan_versions import plan_terms
from app.store.rating_setup import NumberLine, RatingSetup
from app.store.setup import row_by_id
from app.store.transaction import Transaction
from app.store.usage import PRICE_COLUMNS, load_calls
from app.usage.assignment import PayerRule
from app.usage.table import CallClass, Direction, Reason, Status
from app.values.money import ZERO, from_counts
from app.values.phone_number import e164

_MICRO: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NOBODY: Final = "a call that was only played"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedCall:
    """A call that was never made, priced."""

    status: Status
    reason: Reason
    call_class: CallClass
    billed_seconds: int
    rate: Decimal | None
    charge: Decimal
    """Before included minutes."""
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedLine:
    """Calls of one kind, as they are and as they would be."""

    call_class: CallClass
    calls: int
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedPlan:
    """A period's calls of an account under another plan, included minutes and tiers worked out."""

    calls: int
    before: Decimal
    after: Decimal
    lost: int
    """Calls that would have no price."""
    lines: tuple[PlayedLine, ...]

    def summary(self) -> str:
        """It in a line."""
        word = "call" if self.calls == 1 else "calls"
        return f"{self.calls:,} {word}: {self.before:,.2f} would be {self.after:,.2f}"

    @property
    def difference(self) -> Decimal:
        """What the account would pay more; below zero: less."""
        return self.after - self.before


def play_call(
    office: Office,
    number: str,
    other: str,
    *,
    seconds: int,
    started_at: datetime,
    inward: bool = False,
) -> PlayedCall:
    """Prices a call of a customer's number; ``inward``: it comes in from the other.

    Raises InputError where one is no number, or nobody has the first one then.
    """
    own, far = _number(number), _number(other)
    with office.file.read() as conn:
        setup = office.rating_setup(conn)
        asked = _asked(own, far, seconds=seconds, started_at=started_at, inward=inward)
        mediator = setup.mediator_of_texts({}, "", office.clock.now())
        row = setup.at_rest(mediator.mediate(asked)).row(0, named=True)
        line = setup.numbers.get(row["number_id"]) if row["number_id"] else None
        if line is None and row["reason"] == Reason.NO_CUSTOMER:
            raise InputError(
                f"Nobody has {number} on {started_at:%Y-%m-%d}.", "", "Choose another number."
            )
        facts = _facts(office, conn, setup, row, line=line)
        sentences = explain(facts)
    return PlayedCall(
        status=facts.status,
        reason=facts.reason,
        call_class=facts.call_class,
        billed_seconds=facts.billed_seconds,
        rate=facts.rate,
        charge=facts.charge,
        sentences=tuple(sentences),
    )


def _number(text: str) -> str:
    try:
        return e164(text)
    except ValueError as problem:
        raise InputError(f"{problem}.", "", "Write it as in (303) 555-0142.") from problem


def _asked(own: str, far: str, *, seconds: int, started_at: datetime, inward: bool) -> pl.DataFrame:
    caller, called = (far, own) if inward else (own, far)
    values: dict[str, tuple[object, type[pl.DataType]]] = {
        "started_us": ((started_at - _EPOCH) // _MICRO, pl.Int64),
        "raw_seconds": (seconds, pl.Int64),
        "caller": (int(caller[1:]), pl.Int64),
        "called": (int(called[1:]), pl.Int64),
        "billing_number": (0, pl.Int64),
        "direction": (int(Direction.IN if inward else Direction.OUT), pl.Int8),
        "answered": (True, pl.Boolean),
        "hold": (0, pl.Int16),
        "released": (int(Reason.BAD_TIMESTAMP), pl.Int16),
        "forced_number_id": (None, pl.Int64),
    }
    return pl.DataFrame(
        {name: pl.Series([value], dtype=dtype) for name, (value, dtype) in values.items()}
    ).select(ASKED_COLUMNS)


def _facts(
    office: Office,
    conn: Transaction,
    setup: RatingSetup,
    row: Mapping[str, Any],
    *,
    line: NumberLine | None,
) -> CallFacts:
    zone = setup.book.zones[line.zone] if line else setup.company.timezone
    version = row["plan_version_id"]
    terms = plan_terms(conn, [version])[version] if version else None
    period = row["period"]
    account = setup.accounts[line.account] if line else None
    caller, called = f"+{row['caller']}", f"+{row['called']}"
    return CallFacts(
        call_id=_NOBODY,
        source="",
        started_at=(_EPOCH + row["started_us"] * _MICRO).astimezone(ZoneInfo(zone)),
        timezone=zone,
        raw_seconds=row["raw_seconds"],
        caller=caller,
        called=called,
        direction=Direction(row["direction"]),
        status=Status(row["status"]),
        reason=Reason(row["reason"]),
        currency=setup.company.currency,
        payer_rule=PayerRule(row["payer_rule"]),
        number=line.row.number if line else "",
        account_number=account.account_number if account else "",
        account_name=account.name if account else "",
        plan=terms.plan if terms else None,
        period=terms.periods[period] if terms and period is not None else None,
        row=row_by_id(conn, Rate, row["rate_id"]) if row["rate_id"] else None,
        caller_area=_area(office, caller),
        called_area=_area(office, called),
        call_class=CallClass(row["call_class"]),
        rate=None if row["rate"] is None else from_counts(row["rate"]),
        billed_seconds=row["billed_seconds"],
        charge=from_counts(row["charge"]),
        gross_charge=from_counts(row["charge"]),
    )


def _area(office: Office, number: str) -> Area | None:
    return office.area_codes().area(number)


def play_plan(office: Office, account_number: str, plan_code: str, *, period: str) -> PlayedPlan:
    """Prices an account's calls of a bill period by another plan; nothing is kept.

    Both sides are priced anew by what the file says now, billed calls among them. Raises InputError
    for an unknown account or plan.
    """
    with office.file.read() as conn:
        setup = office.rating_setup(conn)
        lines = [n for n in setup.numbers.values() if n.row.account_number == account_number]
        if not lines:
            raise InputError(f"The account {account_number} has no numbers.")
        plans = {plan.plan_code: place for place, plan in enumerate(setup.book.plans)}
        if plan_code not in plans:
            raise InputError(f"There is no plan {plan_code}.", f"Known are: {', '.join(plans)}.")
        changed = {
            line.number_id: replace(line, plan=plans[plan_code]) if line in lines else line
            for line in setup.numbers.values()
        }
        other = replace(setup, numbers=changed)
        windows = [window_of(setup, line, period, late=False) for line in lines]
        calls = _calls(conn, windows)
        before = _priced(office, conn, setup, calls)
        after = _priced(office, conn, other, calls)
    return _compared(before, after)


def _calls(conn: Transaction, windows: Sequence[Window]) -> pl.DataFrame:
    parts = [
        load_calls(
            raw(conn),
            "calls.number_id = ? AND calls.started_at >= ? AND calls.started_at < ? "
            "AND calls.status IN (?, ?)",
            (w.number_id, w.start, w.end, int(Status.RATED), int(Status.NOT_CHARGEABLE)),
        )
        for w in windows
    ]
    calls = pl.concat(parts).with_columns(id=-pl.col("id"))
    # What was sealed at approval is found by the id: with another one it is worked out anew.
    return calls.with_columns(invoice_id=pl.lit(None, pl.Int64))


def _priced(
    office: Office, conn: Transaction, setup: RatingSetup, calls: pl.DataFrame
) -> pl.DataFrame:
    """``id``, ``call_class``, ``status`` and ``charge`` as the plan settles the period."""
    if calls.is_empty():
        return calls.select("id", "call_class", "status", "charge")
    parts = []
    for (source,), part in calls.group_by("source"):
        mediator = setup.mediator(conn, str(source), office.clock.now())
        asked = part.drop(*PRICE_COLUMNS).with_columns(
            released=pl.lit(int(Reason.CONTROL_TOTAL), pl.Int16),
            forced_number_id=pl.lit(None, pl.Int64),
            answered=pl.col("answered").cast(pl.Boolean),
        )
        parts.append(setup.at_rest(mediator.mediate(asked)))
    priced = with_bill_period(setup, pl.concat(parts))
    shared = [n.number_id for n in setup.numbers.values() if n.plan in shared_plans(setup)]
    rated = (pl.col("status") == int(Status.RATED)) & pl.col("number_id").is_in(shared)
    settled = settled_calls(conn, setup, priced.filter(rated)).select("id", "charge")
    return (
        priced.join(settled, on="id", how="left", suffix="_settled")
        .with_columns(pl.coalesce("charge_settled", "charge").alias("charge"))
        .select("id", "call_class", "status", "charge")
    )


def _compared(before: pl.DataFrame, after: pl.DataFrame) -> PlayedPlan:
    both = before.join(after, on="id", suffix="_after")
    rated = int(Status.RATED)
    sums = (
        both.with_columns(
            was=pl.when(pl.col("status") == rated).then("charge").otherwise(0),
            would=pl.when(pl.col("status_after") == rated).then("charge_after").otherwise(0),
            kind=pl.when(pl.col("status_after") == rated)
            .then("call_class_after")
            .otherwise("call_class"),
        )
        .group_by("kind")
        .agg(pl.len().alias("calls"), pl.col("was").sum(), pl.col("would").sum())
        .sort("would", descending=True)
    )
    lines = tuple(
        PlayedLine(
            call_class=CallClass(row["kind"]),
            calls=row["calls"],
            before=from_counts(row["was"]),
            after=from_counts(row["would"]),
        )
        for row in sums.iter_rows(named=True)
        if row["was"] or row["would"]
    )
    suspended = int(Status.SUSPENDED)
    return PlayedPlan(
        calls=both.height,
        before=sum((line.before for line in lines), start=ZERO),
        after=sum((line.after for line in lines), start=ZERO),
        lost=both.filter(pl.col("status_after") == suspended).height,
        lines=lines,
    )


def plans_to_play(office: Office) -> Mapping[str, str]:
    """The plans, by code with their names."""
    with office.file.read() as conn:
        setup = office.rating_setup(conn)
    return {plan.plan_code: plan.name for plan in setup.book.plans}
