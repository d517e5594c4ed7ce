"""A mapping proposed for a file nobody has mapped yet, from its header and its first values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from app.errors import InputError
from app.files.delimited import SAMPLE_RECORDS, Dialect, delimiter_of, sample_records
from app.usage.call_file import CallFile, members
from app.usage.column_names import COLUMN_NAMES
from app.usage.formats.declaration import (
    CLOCK,
    DATE,
    EPOCH,
    FRACTION,
    MONEY,
    STAMP,
    TIME,
    WHOLE,
    Look,
    Unit,
    look,
)
from app.usage.profile import MEANINGS, MappingProfile, to_choose

_NUMBER: Final = look("a telephone number", r"\+?[\d ().-]{3,20}|.*<\+?\d{3,15}>|(tel|sips?):.*")
_WORD: Final = look("a word", r".*[A-Za-z].*")

_LOOKS: Final[Mapping[str, tuple[Look, ...]]] = {
    "start": (STAMP, EPOCH, DATE),
    "answer": (STAMP, EPOCH),
    "end": (STAMP, EPOCH),
    "seconds": (WHOLE, FRACTION, CLOCK),
    "elapsed": (WHOLE, FRACTION, CLOCK),
    "cost": (MONEY,),
    "direction": (_WORD,),
    "disposition": (_WORD,),
}
"""What values a column of a meaning must have; other meanings may look like anything."""

_BY_VALUES: Final[Sequence[tuple[tuple[str, ...], tuple[Look, ...]]]] = (
    (("start",), (STAMP,)),
    (("caller", "called"), (_NUMBER,)),
    (("seconds",), (CLOCK, WHOLE)),
)
"""What tells a meaning without a name, the surest look first; values do not tell two parties
from each other.
"""

_MOST: Final = Fraction(3, 5)
_INWARD = re.compile(r"in|inbound|incoming|received|.*\binbound\b.*|.*\bincoming\b.*")
_OUTWARD = re.compile(r"out|outbound|outgoing|placed|.*\boutbound\b.*|.*\boutgoing\b.*")
_INSIDE = re.compile(r"internal|int|intercom|on-?net|local extension")
_ANSWERED = re.compile(
    r"answered|answer|completed|complete|success|successful|ok|connected|200|normal_clearing"
)
_MONTHS = 12
_MINUTE_NAMES: Final = frozenset({"minutes", "mins", "durationminutes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mapping to look at before it is saved."""

    profile: MappingProfile
    reasons: Mapping[str, str]
    """Why a column is mapped, by meaning."""
    unsure: tuple[str, ...] = ()
    """What a person must look at, in sentences."""


@dataclass(slots=True)
class _Draft:
    """What is known of the file while its mapping is made."""

    header: tuple[str, ...]
    columns: list[list[str]]
    """The values of each column, blanks left out."""
    places: dict[str, int] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    """Meanings that several columns fit alike: a person must choose."""
    reasons: dict[str, str] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)

    def share(self, place: int, wanted: Look) -> Fraction:
        """Which part of a column's values look so."""
        values = self.columns[place]
        return Fraction(sum(wanted.fits(text) for text in values), max(1, len(values)))

    def take(self, meaning: str, place: int, reason: str) -> None:
        """Maps a column."""
        self.places[meaning] = place
        self.reasons[meaning] = reason

    def leave(self, meaning: str, places: Sequence[int]) -> None:
        """Leaves the choice between columns to a person."""
        self.open.add(meaning)
        *others, last = map(self.title, places)
        named = f"{', '.join(others)} or {last}" if others else f"perhaps {last}"
        self.unsure.append(
            f"Which column is {meaning}, {MEANINGS[meaning]}, is left to choose: {named}."
        )

    def title(self, place: int) -> str:
        """The column in words."""
        name = self.name(place)
        return f'"{name}"' if isinstance(name, str) else f"column {name}"

    def name(self, place: int) -> str | int:
        """The column as a profile names it: by header, or by place where that does not tell."""
        names = [name.lower() for name in self.header]
        if not names or not names[place] or names.count(names[place]) > 1:
            return place + 1
        return self.header[place]


def propose(path: Path) -> Proposal:
    """A mapping for the file, or for the first file of an archive.

    Raises InputError where it is empty or no table.
    """
    call_file = next(members(path), None)
    if call_file is None:
        raise InputError(f"{path.name} holds no file.", remedy="Choose another file.")
    return propose_for(call_file)


def propose_for(call_file: CallFile) -> Proposal:
    """A mapping for the file; raises InputError where it is empty or no table."""
    delimiter, rows = _table(call_file)
    header = _header_of(rows)
    body = [row for row in (rows[1:] if header else rows) if len(row) == len(rows[0])]
    width = len(rows[0])
    columns = [[text for row in body if (text := row[place].strip())] for place in range(width)]
    draft = _Draft(header, columns)
    if header:
        _map_by_names(draft)
    _map_by_values(draft)
    profile = _profile(call_file.path.stem, draft, delimiter, width)
    blank = to_choose(profile)
    draft.unsure += [
        f"No column was found for {meaning}, {MEANINGS[meaning]}."
        for meaning in blank
        if meaning not in draft.open
    ]
    return Proposal(
        profile=replace(profile, columns={**profile.columns, **dict.fromkeys(blank, "")}),
        reasons=draft.reasons,
        unsure=tuple(draft.unsure),
    )


def _table(call_file: CallFile) -> tuple[str, list[list[str]]]:
    """The file's delimiter, blank for a workbook, and its first rows."""
    if call_file.is_workbook:
        rows = [fields for _, fields in call_file.sample_rows]
        delimiter = ""
    else:
        delimiter = delimiter_of(call_file.head)
        rows = sample_records(call_file.head, Dialect(delimiter)).rows
    if not rows or len(rows[0]) < len(("start", "called", "seconds")):
        raise InputError(
            f"{call_file.name} is no table of calls.",
            "A table needs a start, a called number and a duration in each row.",
            "Export it as delimited text or as an Excel workbook.",
        )
    return delimiter, rows[:SAMPLE_RECORDS]


def _header_of(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The first row, if it holds names and no values."""
    first = tuple(text.strip() for text in rows[0])
    values = (STAMP, FRACTION, _NUMBER, CLOCK, DATE)
    if any(look.fits(text) for text in first for look in values):
        return ()
    return first if any(first) else ()


def _map_by_names(draft: _Draft) -> None:
    bare = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in draft.header]
    for meaning, names in COLUMN_NAMES.items():
        candidates = [
            place
            for name in names
            for place, found in enumerate(bare)
            if found == name and place not in draft.places.values()
        ]
        fitting = [place for place in candidates if _may_mean(draft, meaning, place)]
        alike = [place for place in fitting if bare[place] == bare[fitting[0]]]
        if len(alike) > 1:
            draft.leave(meaning, alike)
        elif fitting:
            place = fitting[0]
            draft.take(meaning, place, f"The header calls it {draft.title(place)}.")
            if len(fitting) > 1:
                others = ", ".join(draft.title(other) for other in fitting[1:])
                draft.unsure.append(
                    f"{draft.title(place)} is taken for {meaning}; it could also be {others}."
                )
    start = draft.places.get("start")
    if start is not None and draft.share(start, DATE) > _MOST:
        times = [
            place
            for place in range(len(bare))
            if place not in draft.places.values() and draft.share(place, TIME) > _MOST
        ]
        if times:
            draft.take("start_time", times[0], "Its values are times of day.")


def _may_mean(draft: _Draft, meaning: str, place: int) -> bool:
    """Whether the column's values can be what its name says."""
    values = draft.columns[place]
    if meaning == "id" and len(set(values)) < len(values):
        draft.unsure.append(f"{draft.title(place)} repeats, so it is no id of a record.")
        return False
    wanted = _LOOKS.get(meaning)
    return wanted is None or not values or any(draft.share(place, look) > _MOST for look in wanted)


def _map_by_values(draft: _Draft) -> None:
    """Maps what the names left open by what the values look like, where one column alone does."""
    for meanings, looks in _BY_VALUES:
        lacking = [name for name in meanings if name not in draft.places and name not in draft.open]
        found = ((wanted, _looking(draft, wanted)) for wanted in looks)
        wanted, places = next((each for each in found if each[1]), (looks[0], []))
        if len(lacking) == 1 and len(places) == 1:
            draft.take(lacking[0], places[0], f"Its values look like {wanted.name}.")
            title = draft.title(places[0])
            draft.unsure.append(
                f"{title[:1].upper()}{title[1:]} is taken for {lacking[0]} by its values alone."
            )
        elif places:
            for meaning in lacking:
                draft.leave(meaning, places)


def _looking(draft: _Draft, wanted: Look) -> list[int]:
    """The free columns whose values look so; numbers of parties have seven digits or more."""
    found: list[int] = []
    for place, values in enumerate(draft.columns):
        if place in draft.places.values() or draft.share(place, wanted) <= _MOST:
            continue
        digits = [sum(letter.isdigit() for letter in text) for text in values]
        is_long = sum(count >= 7 for count in digits) > _MOST * len(digits)  # noqa: PLR2004
        if wanted is STAMP or is_long == (wanted is _NUMBER):
            found.append(place)
    return found


def _profile(name: str, draft: _Draft, delimiter: str, width: int) -> MappingProfile:
    def values(meaning: str) -> list[str]:
        place = draft.places.get(meaning)
        return [] if place is None else draft.columns[place]

    starts = values("start")
    costs = values("cost")
    directions = _directions(values("direction"), draft)
    return MappingProfile(
        name=name,
        header=draft.header,
        width=0 if draft.header else width,
        delimiter=delimiter,
        columns={meaning: draft.name(place) for meaning, place in draft.places.items()},
        zone=_zone(starts, draft),
        date_order=_date_order(starts, draft),
        epochs=bool(starts) and all(EPOCH.fits(text) and len(text) > 8 for text in starts),  # noqa: PLR2004
        duration_unit=_unit(values("seconds"), draft).value,
        decimal_sign="," if any(re.fullmatch(r"-?\d+,\d+", text) for text in costs) else ".",
        directions=directions,
        answered=_answered(values("disposition"), draft),
        cost_is_negative=bool(costs) and all(text.startswith("-") for text in costs),
    )


def _zone(starts: Sequence[str], draft: _Draft) -> str:
    if starts and all(re.search(r"(Z|[+-]\d\d:?\d\d)$", text[10:]) for text in starts):
        return ""
    title = draft.title(draft.places["start"]).lower() if "start" in draft.places else ""
    if "utc" in title or "gmt" in title:
        return "UTC"
    draft.unsure.append("The stamps do not tell their zone; they are read in that of the source.")
    return ""


def _date_order(starts: Sequence[str], draft: _Draft) -> str:
    found = [re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b", text) for text in starts]
    dates = [(int(date[1]), int(date[2])) for date in found if date]
    if not dates:
        return "ymd"
    if any(first > _MONTHS for first, _ in dates):
        return "dmy"
    if all(second <= _MONTHS for _, second in dates):
        draft.unsure.append("The dates do not tell day from month; month first is assumed.")
    return "mdy"


def _unit(durations: Sequence[str], draft: _Draft) -> Unit:
    if durations and all(CLOCK.fits(text) for text in durations):
        return Unit.CLOCK
    if draft.header and "seconds" in draft.places:
        name = re.sub(r"[^a-z]", "", draft.header[draft.places["seconds"]].lower())
        if name in _MINUTE_NAMES:
            return Unit.MINUTES
    if any("." in text for text in durations):
        draft.unsure.append("The durations have fractions; they are taken for seconds.")
    return Unit.SECONDS


def _directions(told: Sequence[str], draft: _Draft) -> dict[str, str]:
    directions: dict[str, str] = {}
    for text in dict.fromkeys(text.lower() for text in told):
        for pattern, direction in ((_INWARD, "in"), (_OUTWARD, "out"), (_INSIDE, "internal")):
            if pattern.fullmatch(text):
                directions[text] = direction
                break
        else:
            draft.unsure.append(f'Which way "{text}" calls went is not known.')
    return directions


def _answered(told: Sequence[str], draft: _Draft) -> tuple[str, ...]:
    words = dict.fromkeys(text.lower() for text in told)
    answered = tuple(text for text in words if _ANSWERED.fullmatch(text))
    if words and not answered:
        draft.unsure.append(
            f"Which values mean answered is not known: {', '.join(list(words)[:4])}."
        )
    return answered
