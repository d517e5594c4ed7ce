"""Prices calls by the million: chargeable or not, class, rate, billed seconds, full charge.

The order is that of ``setup-workbook.md``, "How a call is priced", steps 3 to 5 and 8, with no
allowance and tier multiplier 1; those two need a whole period (``allowance.py``).
"""

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from app.errors import InputError
from app.rating.area_codes import AreaClass
from app.rating.book import MINUTE_SECONDS, PlanColumns, RateBook
from app.rating.call_charge import charges
from app.rating.call_class import Ends, deck_classes, is_directory_assistance, jurisdictions
from app.rating.compiled_deck import BLANK, NONE, DeckRows
from app.rating.local_time import DAY_SECONDS, local_seconds
from app.rating.products import products
from app.rating.week import DAY_MINUTES, NO_PERIOD, WEEK_MINUTES
from app.usage.parties import FEATURE_BASE, TEXT_BASE
from app.usage.table import CallClass, Direction, Jurisdiction, Reason, Status

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int32]

EMERGENCY: Final = -911
FREE_SERVICES: Final = (-211, -311, -511, -611, -711, -811, -988)
"""The other N11 except 411, and the crisis line."""

_LONGEST: Final = 1 << 62

_MONDAY: Final = 3 * DAY_MINUTES
"""The minutes of the week that had passed when 1970-01-01, a Thursday, began."""


@dataclass(frozen=True, slots=True, eq=False)
class _Calls:
    """The columns of the calls as arrays."""

    started_us: Ints
    raw_seconds: Ints
    caller: Ints
    called: Ints
    direction: npt.NDArray[np.int8]
    answered: Bools
    payer_number: Ints
    plan: Indexes
    zone: Indexes
    own_both: Bools

    def take(self, rows: npt.NDArray[np.intp]) -> "_Calls":
        if len(rows) == len(self.called):
            return self
        return _Calls(*(getattr(self, f.name)[rows] for f in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class _Priced:
    """What became of chargeable calls; the defaults of the columns stand in ``_nothing``."""

    reason: npt.NDArray[np.int16]
    """0: rated; else why it is suspended."""
    call_class: npt.NDArray[np.int8]
    jurisdiction: npt.NDArray[np.int8]
    rate: Ints
    rate_id: Ints
    period: Indexes
    connect_fee: Ints
    initial: Ints
    increment: Ints
    in_allowance: Bools
    billed_seconds: Ints
    charge: Ints


def price_calls(
    calls: pl.DataFrame,
    book: RateBook,
    *,
    status: npt.NDArray[np.int8] | None = None,
    reason: npt.NDArray[np.int16] | None = None,
) -> pl.DataFrame:
    """The price of each call, in the order of the calls.

    Takes the columns of ``_Calls``: ``started_us`` (UTC microseconds), ``raw_seconds``, ``caller``
    and ``called`` (party codes, ``app/usage/parties.py``), ``direction``, ``answered``,
    ``payer_number`` (E.164 without plus), ``plan`` and ``zone`` (places in the book) and
    ``own_both``. ``status`` and ``reason``: what is settled before; a call that is not rated by
    them keeps both and has no price. The other calls are accepted ones: their duration is not
    negative, their payer is known.

    Gives ``status`` Int8, ``reason`` Int16, ``call_class`` Int8, ``jurisdiction`` Int8, ``rate``
    Int64 (the deck's or the inbound rate in counts; null where none applied), ``rate_id`` Int64
    (null but for calls priced by the deck), ``period`` Int32 (place in ``book.periods``, or null),
    ``connect_fee`` Int64 (the deck row's own, also 0; null: the plan's), ``initial``, ``increment``
    Int64, ``in_allowance`` Boolean, ``billed_seconds`` and ``charge`` Int64. Of calls
    that are not rated numbers are 0 and the rest is none.

    InputError if a call comes to more than an amount can hold.
    """
    rows = calls.height
    status = np.zeros(rows, np.int8) if status is None else status.copy()
    reason = np.zeros(rows, np.int16) if reason is None else reason.copy()
    accepted = np.flatnonzero(status == Status.RATED)
    columns = _Calls(*(calls[f.name].to_numpy() for f in fields(_Calls))).take(accepted)
    why_not = _why_not_chargeable(columns, book)
    chargeable = np.flatnonzero(why_not == Reason.NONE)
    priced = _price(columns.take(chargeable), book)
    status[accepted] = Status.NOT_CHARGEABLE
    reason[accepted] = why_not
    chargeable = accepted[chargeable]
    status[chargeable] = np.where(priced.reason == Reason.NONE, Status.RATED, Status.SUSPENDED)
    reason[chargeable] = priced.reason
    nothing = _nothing(rows)
    for f in fields(_Priced)[1:]:
        getattr(nothing, f.name)[chargeable] = getattr(priced, f.name)
    named = {f.name: getattr(nothing, f.name) for f in fields(_Priced)[1:]}
    blank = {"rate": BLANK, "rate_id": BLANK, "connect_fee": BLANK, "period": NO_PERIOD}
    return pl.DataFrame({"status": status, "reason": reason, **named}).with_columns(
        pl.when(pl.col(name) != value).then(name).alias(name) for name, value in blank.items()
    )


def _nothing(rows: int) -> _Priced:
    """What is known of calls that have no price."""

    def none(kind: type[np.generic], value: int = 0) -> npt.NDArray[Any]:
        return np.full(rows, value, kind)

    return _Priced(
        reason=none(np.int16),
        call_class=none(np.int8, CallClass.NONE),
        jurisdiction=none(np.int8, Jurisdiction.NONE),
        rate=none(np.int64, BLANK),
        rate_id=none(np.int64, BLANK),
        period=none(np.int32, NO_PERIOD),
        connect_fee=none(np.int64, BLANK),
        initial=none(np.int64),
        increment=none(np.int64),
        in_allowance=none(np.bool_),
        billed_seconds=none(np.int64),
        charge=none(np.int64),
    )


def _why_not_chargeable(calls: _Calls, book: RateBook) -> npt.NDArray[np.int16]:
    """Step 3: the first reason that fits, else ``Reason.NONE``."""
    plans, called = book.columns, calls.called
    service = np.flatnonzero(called < 0)
    code = called[service]
    short = np.zeros(len(code), np.int16)
    short[(code <= -FEATURE_BASE) & (code > -TEXT_BASE)] = Reason.FEATURE_CODE
    if len(code):
        short[np.isin(code, FREE_SERVICES)] = Reason.FREE_SERVICE
    short[code == EMERGENCY] = Reason.EMERGENCY
    toll_free = book.area_codes.classes[book.area_codes.areas(called)] == AreaClass.TOLL_FREE
    # The last written wins, so the last reason to be tried comes first.
    reason = np.where(
        calls.raw_seconds < plans.free_below_seconds[calls.plan], Reason.FREE_BELOW, Reason.NONE
    ).astype(np.int16)
    reason[calls.own_both & plans.on_net_free[calls.plan]] = Reason.ON_NET
    reason[toll_free & (calls.direction != Direction.IN)] = Reason.TOLL_FREE_CALLED
    reason[service] = np.where(short != Reason.NONE, short, reason[service])
    reason[calls.direction == Direction.INTERNAL] = Reason.INTERNAL
    reason[calls.raw_seconds <= 0] = Reason.ZERO_DURATION
    reason[~calls.answered] = Reason.NOT_ANSWERED
    return reason


def _price(calls: _Calls, book: RateBook) -> _Priced:
    """Steps 4, 5 and 8 of chargeable calls."""
    ends = Ends.of(calls.caller, calls.called, book.area_codes)
    local = local_seconds(calls.started_us, calls.zone, book.zones)
    inbound = calls.direction == Direction.IN
    assistance = ~inbound & is_directory_assistance(ends, book.area_codes)
    priced = _nothing(len(inbound))
    minute = (local // MINUTE_SECONDS + _MONDAY) % WEEK_MINUTES
    priced.period[:] = book.weeks[book.week_of_plan[calls.plan], minute]
    priced.call_class[:] = deck_classes(ends, book.unknown_caller)
    priced.jurisdiction[:] = jurisdictions(ends)
    priced.initial[:] = book.columns.initial_seconds[calls.plan]
    priced.increment[:] = book.columns.increment_seconds[calls.plan]
    _look_up(priced, np.flatnonzero(~inbound & ~assistance), calls, ends, local, book)
    _price_inbound(priced, np.flatnonzero(inbound), calls, book)
    _price_assistance(priced, np.flatnonzero(assistance), calls, book)
    priced.billed_seconds[:] = _billed(priced, calls, book.columns)
    timed = np.flatnonzero((priced.reason == Reason.NONE) & ~assistance)
    priced.charge[timed] = _charge(priced, timed, calls, book, inbound)
    return _without_suspended(priced)


def _look_up(
    priced: _Priced,
    rows: npt.NDArray[np.intp],
    calls: _Calls,
    ends: Ends,
    local: Ints,
    book: RateBook,
) -> None:
    """Calls priced by the deck: their row, or why they are suspended."""
    area = ends.called_area[rows]
    kind = book.area_codes.classes[area]
    priced.reason[rows[kind == AreaClass.UNLISTED]] = Reason.UNKNOWN_JURISDICTION
    priced.reason[rows[kind == AreaClass.NO_NUMBER]] = Reason.BAD_NUMBER
    asked = rows[(kind != AreaClass.UNLISTED) & (kind != AreaClass.NO_NUMBER)]
    decks = book.deck_of_plan[calls.plan[asked]]
    days = local[asked] // DAY_SECONDS
    domestic = book.area_codes.is_domestic[ends.called_area[asked]]
    for place in np.flatnonzero(np.bincount(decks)).tolist():
        own = np.flatnonzero(decks == place)
        deck = book.deck_list[place]
        found = deck.find(ends.called[asked[own]], days[own], domestic=domestic[own])
        _take_rows(priced, asked[own], found, deck.rows)


def _take_rows(
    priced: _Priced, calls: npt.NDArray[np.intp], found: Indexes, rows: DeckRows
) -> None:
    """What the rows found say of the calls; a call without row or rate is suspended."""
    if not (found != NONE).all():
        priced.reason[calls[found == NONE]] = Reason.NO_RATE
        calls, found = calls[found != NONE], found[found != NONE]
    kind = priced.call_class[calls]
    rate = rows.rate[found]
    for call_class, rates in (
        (CallClass.INTRASTATE, rows.intrastate_rate),
        (CallClass.INTERSTATE, rows.interstate_rate),
        (CallClass.INDETERMINATE, rows.indeterminate_rate),
    ):
        rate = np.where(kind == call_class, rates[found], rate)
    priced.reason[calls[rate == BLANK]] = Reason.NO_RATE
    priced.rate[calls] = rate
    priced.rate_id[calls] = rows.rate_id[found]
    priced.connect_fee[calls] = rows.connect_fee[found]
    priced.in_allowance[calls] = rows.in_allowance[found]
    for own, column in (
        (rows.initial_seconds[found], priced.initial),
        (rows.increment_seconds[found], priced.increment),
    ):
        column[calls] = np.where(own == BLANK, column[calls], own)


def _price_inbound(
    priced: _Priced, rows: npt.NDArray[np.intp], calls: _Calls, book: RateBook
) -> None:
    """Calls in: the plan's rate, that for toll-free numbers where the payer's is one."""
    payer_area = book.area_codes.areas(calls.payer_number[rows])
    toll_free = book.area_codes.classes[payer_area] == AreaClass.TOLL_FREE
    plan = calls.plan[rows]
    priced.rate[rows] = np.where(
        toll_free, book.columns.toll_free_rate[plan], book.columns.inbound_rate[plan]
    )
    priced.call_class[rows] = np.where(toll_free, CallClass.TOLL_FREE_INBOUND, CallClass.INBOUND)


def _price_assistance(
    priced: _Priced, rows: npt.NDArray[np.intp], calls: _Calls, book: RateBook
) -> None:
    """Directory assistance: the fee alone; a plan without one has no rate for it."""
    fee = book.columns.directory_assistance_fee[calls.plan[rows]]
    priced.reason[rows[fee == BLANK]] = Reason.NO_RATE
    priced.charge[rows] = fee
    priced.call_class[rows] = CallClass.DIRECTORY_ASSISTANCE
    priced.period[rows] = NO_PERIOD


def _billed(priced: _Priced, calls: _Calls, plans: PlanColumns) -> Ints:
    """Step 5: the first increment, then as many further ones as it takes."""
    seconds = np.maximum(calls.raw_seconds, plans.minimum_seconds[calls.plan])
    columns = (seconds, priced.initial, priced.increment)
    if sum(int(column.max(initial=0)) for column in columns) >= _LONGEST:
        raise InputError(
            "A call would be billed as more seconds than can be counted.",
            "Increments or minimum seconds of a rate plan or deck are too large.",
            "Mend the rate plans and decks.",
        )
    beyond = np.maximum(seconds - priced.initial, 0)
    # The negative of a floor is the ceiling of the negative.
    steps = -(-beyond // priced.increment)
    billed: Ints = priced.initial + steps * priced.increment
    return billed


def _charge(
    priced: _Priced, rows: npt.NDArray[np.intp], calls: _Calls, book: RateBook, inbound: Bools
) -> Ints:
    """Step 8 with no allowance and no tier."""
    plan, rate = calls.plan[rows], priced.rate[rows]
    slots = book.slots(plan, priced.period[rows], inbound=inbound[rows])
    factors = book.second_factors
    seconds = priced.billed_seconds[rows]
    costless = np.array([factor.numerator == 0 for factor in factors], np.bool_)
    return charges(
        products(seconds, rate, slots=slots, factors=factors),
        priced.connect_fee[rows],
        plan,
        book,
        free=(rate == 0) | costless[slots],
    )


def _without_suspended(priced: _Priced) -> _Priced:
    """The same, with nothing said of calls that are suspended."""
    rows = np.flatnonzero(priced.reason != Reason.NONE)
    if len(rows):
        nothing = _nothing(len(rows))
        for f in fields(_Priced)[1:]:
            getattr(priced, f.name)[rows] = getattr(nothing, f.name)
    return priced
