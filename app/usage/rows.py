"""Records of any declared format, one by one: texts by meaning to a row of READ_COLUMNS."""

from collections import Counter, deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from app.findings import Finding, warning
from app.usage.access_code import dialled
from app.usage.formats.declaration import CallFormat, Unit, Values, Zone
from app.usage.lengths import contradiction, elapsed_of, talked
from app.usage.malformed import malformed_row
from app.usage.opening import Placed
from app.usage.settings import ReadSettings
from app.usage.stamps import Instants, LocalClock, instant_us, read_stamp
from app.usage.table import Direction, MalformedRow, Reason
from app.usage.twice_shown import TwiceShown
from app.usage.written import NOTHING, counts, party, whole_seconds

MOST_WARNINGS: Final = 1000
"""Of one kind and file. More of them tell nothing new, and a large file may have a million."""

_REMEMBERED_LEGS: Final = 200_000
"""Ids of other legs kept while reading; the two legs of a call end within seconds."""


_ORDERS = ("dmy", "mdy")
_A_DAY_AND_ZONE = timedelta(hours=36)
"""No zone is further from UTC than 14 hours, no call lasts a day."""


class Call(NamedTuple):
    """One row, in the order of READ_COLUMNS."""

    row: int
    call_id: str | None
    started_us: int
    raw_seconds: int
    caller: str
    called: str
    billing_number: str
    direction: int
    answered: bool
    cost: int | None
    hold: int


class _Unreadable(Exception):  # noqa: N818  not an error of the program
    """The record is malformed."""

    def __init__(self, reason: Reason, column: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.column = column
        self.message = message


def values_of(fields: Sequence[str], placed: Placed) -> Values:
    """The texts of a delimited record by meaning, blanks left out."""
    width = len(fields)
    return {
        meaning: text
        for meaning, place in placed.places
        if place < width and (text := fields[place].strip()) not in NOTHING
    }


class RowReader:
    """Reads the records of one file in their order."""

    def __init__(self, fmt: CallFormat, settings: ReadSettings, *, file: str) -> None:
        """Raises InputError for a zone that is not known."""
        self._format = fmt
        self._settings = settings
        self._file = file
        self._clock = LocalClock("UTC" if fmt.zone is Zone.UTC else fmt.zone_name or settings.zone)
        order = settings.date_order if settings.date_order != "ymd" else ""
        self._order = order or fmt.date_order
        self._assumed_order = bool(fmt.date_order) and not order
        self._lists = fmt.direction.lists and bool(
            settings.inbound_contexts or settings.trunk_channels
        )
        self._twice = TwiceShown()
        self._legs: set[str] = set()
        self._leg_order: deque[str] = deque()
        self._warnings: list[Finding] = []
        self._warned: Counter[str] = Counter()

    def read(self, values: Values, row: int, raw: str) -> Call | MalformedRow:
        """The call a record tells of, or the record set aside."""
        fmt = self._format
        if fmt.prepare is not None:
            fmt.prepare(values, self._settings)
        try:
            return self._call(values, row)
        except _Unreadable as fault:
            return malformed_row(
                fault.reason,
                fault.message,
                file=self._file,
                row=row,
                column=fault.column,
                raw=raw,
            )

    def take_warnings(self) -> list[Finding]:
        """What is to be looked at since the last time; of one kind ``MOST_WARNINGS`` at most."""
        taken, self._warnings = self._warnings, []
        return taken

    def _call(self, values: Values, row: int) -> Call:
        fmt = self._format
        final = fmt.hold is None or values.get(fmt.hold.meaning, "").lower() in fmt.hold.final
        answered = fmt.answered.holds(values)
        start = self._instants(values, "start")
        if start is None:
            raise _Unreadable(Reason.BAD_START, "start", "The start is not a date and time.")
        answer = self._instants(values, "answer")
        end = self._instants(values, "end")
        seconds = self._seconds(values, needed=answered and final, answer=answer, end=end)
        direction = self._direction(values)
        if direction is None:
            raise _Unreadable(
                Reason.BAD_DIRECTION, "direction", "The direction is none the format knows."
            )
        started = start.first
        if start.second != started or start.skipped:
            started = self._settled(start, end, values, row=row, seconds=seconds)
        else:
            self._twice.pass_by(started)
        hold = fmt.hold.reason if fmt.hold and not final else Reason.NONE
        if answered and final and seconds >= 0:
            why = contradiction(
                seconds, elapsed_of(values), fmt.duration, start=start, answer=answer, end=end
            )
            if why:
                hold = Reason.BAD_DURATION
                self._warn("duration_contradicts", why, row, "duration")
        if hold is Reason.NONE and answered and seconds > 0:
            hold = self._doubled(values)
        called = party(values.get("called", ""))
        if direction is not Direction.IN:
            called = dialled(called, self._settings.access_code)
        return Call(
            row,
            self._key(values),
            started,
            seconds,
            party(values.get("caller", "")),
            called,
            party(values.get("billing_number", "")),
            direction.value,
            answered,
            self._cost(values, row),
            hold.value,
        )

    def _key(self, values: Values) -> str | None:
        for way in self._format.keys:
            key = way.of(values)
            if key is not None:
                return key
        return None

    def _instants(self, values: Values, meaning: str) -> Instants | None:
        text = values.get(meaning)
        if not text:
            return None
        fmt = self._format
        if fmt.epochs and not text.strip("0"):
            return None
        moment = read_stamp(text, order=self._order, epochs=fmt.epochs)
        if self._assumed_order and "epoch" in values:
            moment = _nearest_reading(text, moment, int(values["epoch"]))
        if moment is None:
            return None
        if moment.tzinfo is not None:
            instant = instant_us(moment)
            return Instants(instant, instant)
        return self._clock.instants(moment)

    def _direction(self, values: Values) -> Direction | None:
        """Which way the call went; None where the record must tell and does not."""
        rule = self._format.direction
        if self._lists and self._came_in(values):
            return Direction.IN
        if not rule.meaning:
            return rule.default
        text = values.get(rule.meaning, "").lower()
        told = rule.words.get(text)
        if told is None:
            told = next((direction for part, direction in rule.parts if part in text), None)
        if told is None and rule.strict:
            return None
        return rule.default if told is None else told

    def _came_in(self, values: Values) -> bool:
        """Whether the call's context or channel is on the source's lists."""
        if values.get("context") in self._settings.inbound_contexts:
            return True
        return values.get("channel", "").startswith(self._settings.trunk_channels)

    def _seconds(
        self, values: Values, *, needed: bool, answer: Instants | None, end: Instants | None
    ) -> int:
        rule = self._format.duration
        if rule.unit is Unit.STAMPS:
            if answer is not None and end is not None:
                return talked(answer, end)
            if not needed:
                return 0
            raise _Unreadable(
                Reason.BAD_DURATION_TEXT,
                "end" if answer else "answer",
                "The call was answered, but from when to when cannot be read.",
            )
        text = values.get(rule.meaning, "")
        if not text and not needed:
            return 0
        seconds = whole_seconds(text, rule.unit, decimal_sign=self._format.decimal_sign)
        if seconds is None:
            raise _Unreadable(
                Reason.BAD_DURATION_TEXT, rule.meaning, "The duration is not a number."
            )
        return seconds

    def _settled(
        self, start: Instants, end: Instants | None, values: Values, *, row: int, seconds: int
    ) -> int:
        """The start, of two possible ones the more likely, told where it is not certain."""
        if start.skipped:
            self._warn(
                "stamp_skipped",
                "Clocks never showed this time: daylight saving skipped it. It is read as if "
                "daylight saving had not begun.",
                row,
                "start",
            )
            self._twice.pass_by(start.first)
            return start.first
        elapsed = elapsed_of(values)
        if elapsed is None and "answer" not in values:
            elapsed = seconds
        settled = self._twice.settle(start, end, elapsed=elapsed, epoch=values.get("epoch", ""))
        if settled.doubt:
            self._warn("stamp_ambiguous", settled.doubt, row, "start")
        return settled.instant

    def _doubled(self, values: Values) -> Reason:
        """Why the conversation may be told by another record too."""
        if "pseudo" in values:
            return Reason.PARTIAL
        is_child = self._format.child in values
        return Reason.PROBABLE_DUPLICATE if is_child or self._is_second_leg(values) else Reason.NONE

    def _is_second_leg(self, values: Values) -> bool:
        """Whether an earlier record named this one as its other leg, or is named by it."""
        pair = self._format.second_leg
        if pair is None:
            return False
        own, other = values.get(pair[0], ""), values.get(pair[1], "")
        if not own or not other:
            return False
        if f"{other}>{own}" in self._legs:
            return True
        link = f"{own}>{other}"
        if link not in self._legs:
            self._legs.add(link)
            self._leg_order.append(link)
            if len(self._leg_order) > _REMEMBERED_LEGS:
                self._legs.discard(self._leg_order.popleft())
        return False

    def _cost(self, values: Values, row: int) -> int | None:
        text = values.get("cost")
        if not text:
            return None
        amount = counts(text, decimal_sign=self._format.decimal_sign)
        if amount is None:
            self._warn(
                "bad_cost", f'The cost "{text}" is not an amount; it is left out.', row, "cost"
            )
            return None
        return amount * self._format.cost_sign

    def _warn(self, code: str, message: str, row: int, column: str) -> None:
        self._warned[code] += 1
        if self._warned[code] <= MOST_WARNINGS:
            self._warnings.append(warning(code, message, sheet=self._file, row=row, column=column))


def _nearest_reading(text: str, moment: datetime | None, epoch: int) -> datetime | None:
    """The moment, or its other order of day and month, if only that lies near the epoch."""
    about = datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)
    readings = [moment, *(read_stamp(text, order=order, epochs=False) for order in _ORDERS)]
    for reading in readings:
        if reading is None or reading.tzinfo is not None or abs(reading - about) <= _A_DAY_AND_ZONE:
            return reading
    return moment
