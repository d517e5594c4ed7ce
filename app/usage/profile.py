"""Saved mappings: which column of somebody's call files means what."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from app.errors import InputError
from app.files.delimited import DELIMITERS, Quoting
from app.usage.formats.declaration import (
    CLOCK,
    DATE,
    EPOCH,
    FRACTION,
    MONEY,
    PARTY,
    STAMP,
    TIME,
    Answered,
    CallFormat,
    DirectionRule,
    Duration,
    Key,
    Layout,
    Look,
    Unit,
    Values,
    Zone,
)
from app.usage.settings import ReadSettings
from app.usage.stamps import LocalClock
from app.usage.table import Direction

MEANINGS: Final = {
    "id": "the record's own id",
    "start": "when the call began",
    "start_time": "the time of day, where date and time stand apart",
    "answer": "when it was answered",
    "end": "when it ended",
    "seconds": "how long was talked",
    "elapsed": "how long it rang and was talked",
    "caller": "who called",
    "called": "who was called",
    "billing_number": "who pays",
    "direction": "which way it went",
    "disposition": "what became of it",
    "context": "its context in a PBX",
    "channel": "its channel in a PBX",
    "cost": "what the carrier charged",
}
"""What a column may mean, in words."""

_DIRECTIONS: Final = {
    "out": Direction.OUT,
    "in": Direction.IN,
    "internal": Direction.INTERNAL,
    "unknown": Direction.UNKNOWN,
}
_UNITS: Final = {unit.value: unit for unit in Unit}
_LOOK_OF_UNIT: Final = {
    Unit.SECONDS: FRACTION,
    Unit.MINUTES: Look("a number of minutes", FRACTION.pattern),
    Unit.CLOCK: CLOCK,
}
_REMEDY: Final = "Mend the profile and save it again."
_MOST_NAMED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingProfile:
    """How to read one kind of delimited or Excel call file."""

    name: str
    columns: Mapping[str, str | int]
    """Header name, or place from 1, by meaning (``MEANINGS``); blank: still to be chosen."""
    header: tuple[str, ...] = ()
    """The header the files have; empty: none."""
    width: int = 0
    """How many columns files without header have; 0: any number that reaches."""
    delimiter: str = ""
    """Blank: whichever the file uses."""
    escaped: bool = False
    """Whether a backslash, not quotes, protects delimiters."""
    zone: str = ""
    """Of stamps without an offset; blank: that of the source."""
    date_order: str = "ymd"
    epochs: bool = False
    """Whether bare digits in stamps count from 1970."""
    duration_unit: str = Unit.SECONDS.value
    decimal_sign: str = "."
    directions: Mapping[str, str] = field(default_factory=dict)
    """out, in or internal by the value of the column ``direction``, case ignored."""
    direction: str = "unknown"
    """Where no value tells; unknown: decided by whose numbers the parties are."""
    answered: tuple[str, ...] = ()
    """Values of the column ``disposition`` that mean answered, case ignored."""
    key: tuple[str | int, ...] = ()
    """Columns that together make a record's own key; empty: ``id``, if it is mapped."""
    cost_is_negative: bool = False


def to_json(profile: MappingProfile) -> str:
    """The profile as text to keep."""
    return json.dumps(asdict(profile), indent=2, ensure_ascii=False)


def from_json(text: str) -> MappingProfile:
    """The profile a text keeps; raises InputError that names what is wrong with it."""
    try:
        told = json.loads(text)
    except ValueError as err:
        raise InputError("The profile is no JSON.", f"{err}.", _REMEDY) from err
    if not isinstance(told, dict):
        raise InputError("The profile is no JSON object.", remedy=_REMEDY)
    known = {item.name for item in fields(MappingProfile)}
    strange = [name for name in told if name not in known]
    if strange:
        raise InputError(f"The profile has an unknown part: {strange[0]}.", remedy=_REMEDY)
    lacking = [name for name in ("name", "columns") if name not in told]
    if lacking:
        raise InputError(f"The profile lacks {lacking[0]}.", remedy=_REMEDY)
    try:
        told["columns"] = {
            meaning: column for meaning, column in told["columns"].items() if _is_chosen(column)
        }
        profile = MappingProfile(**{name: _frozen(value) for name, value in told.items()})
        wrong = problems(profile)
    except (TypeError, ValueError, AttributeError) as err:
        raise InputError("The profile has a part of the wrong kind.", f"{err}.", _REMEDY) from err
    if wrong:
        raise InputError(f"The profile {profile.name} cannot be used.", " ".join(wrong), _REMEDY)
    return profile


def read_profile(path: Path) -> MappingProfile:
    """The profile in a JSON file; raises InputError where it cannot be read or is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(f"{path.name} cannot be read.", f"{err}.", _REMEDY) from err
    return from_json(text)


def _frozen(value: Any) -> Any:  # noqa: ANN401  JSON is any
    return tuple(value) if isinstance(value, list) else value


def _is_chosen(column: str | int | None) -> bool:
    return column is not None and (not isinstance(column, str) or bool(column.strip()))


def to_choose(profile: MappingProfile) -> list[str]:
    """The meanings without which no call can be read and for which no column is chosen."""
    payer_told = _is_chosen(profile.columns.get("billing_number"))
    needed = ["start", *(["called"] if payer_told else ["caller", "called"])]
    needed += ["answer", "end"] if profile.duration_unit == Unit.STAMPS.value else ["seconds"]
    return [name for name in needed if not _is_chosen(profile.columns.get(name))]


def _choice_of(profile: MappingProfile, meaning: str) -> str:
    """What to choose for a meaning, in a sentence."""
    if not profile.header:
        way = "write its place in the row, counted from 1"
    else:
        taken = {str(column).lower() for column in profile.columns.values()}
        free = [f'"{name}"' for name in profile.header if name and name.lower() not in taken]
        more = f" and {len(free) - _MOST_NAMED} more" if len(free) > _MOST_NAMED else ""
        way = f"choose one of {', '.join(free[:_MOST_NAMED])}{more}" if free else "choose one"
    return f"No column is mapped to {meaning}, {MEANINGS[meaning]}: {way}."


def problems(profile: MappingProfile) -> list[str]:
    """What stands against using a profile, in sentences."""
    wrong = [f'There is no meaning "{name}".' for name in profile.columns if name not in MEANINGS]
    wrong += [_choice_of(profile, name) for name in to_choose(profile)]
    names = {name.lower() for name in profile.header}
    for column in (*filter(_is_chosen, profile.columns.values()), *profile.key):
        if isinstance(column, int) and column < 1:
            wrong.append(f"Columns are counted from 1; there is no column {column}.")
        if isinstance(column, str) and column.lower() not in names:
            wrong.append(f'The header has no column "{column}".')
    wrong += _wrong_choices(profile)
    if profile.zone:
        try:
            LocalClock(profile.zone)
        except InputError as err:
            wrong.append(err.what)
    return wrong


def _wrong_choices(profile: MappingProfile) -> list[str]:
    choices: list[tuple[str, str, tuple[str, ...]]] = [
        ("delimiter", profile.delimiter, ("", *DELIMITERS)),
        ("date_order", profile.date_order, ("ymd", "dmy", "mdy")),
        ("duration_unit", profile.duration_unit, tuple(_UNITS)),
        ("decimal_sign", profile.decimal_sign, (".", ",")),
        ("direction", profile.direction, tuple(_DIRECTIONS)),
    ]
    choices += [
        (f"directions of {text}", told, ("out", "in", "internal"))
        for text, told in profile.directions.items()
    ]
    return [
        f'"{value}" is no {name}; it is one of {", ".join(allowed)}.'
        for name, value, allowed in choices
        if value not in allowed
    ]


def as_format(profile: MappingProfile) -> CallFormat:
    """The format a profile declares; raises InputError where it cannot be used."""
    wrong = problems(profile)
    if wrong:
        raise InputError(f"The profile {profile.name} cannot be used.", " ".join(wrong), _REMEDY)
    unit = _UNITS[profile.duration_unit]
    keyed = {f"key {at}": column for at, column in enumerate(profile.key, start=1)}
    columns = {
        meaning: column - 1 if isinstance(column, int) else column
        for meaning, column in {**profile.columns, **keyed}.items()
    }
    return CallFormat(
        name=profile.name,
        title=f"mapping profile {profile.name}",
        header=profile.header,
        layouts=(Layout(columns=columns, width=profile.width, looks=_looks(profile, unit)),),
        delimiter=profile.delimiter or None,
        quoting=Quoting.ESCAPED if profile.escaped else Quoting.DOUBLED,
        zone=Zone.UTC if profile.zone == "UTC" else Zone.SOURCE,
        zone_name=profile.zone,
        date_order="" if profile.date_order == "ymd" else profile.date_order,
        epochs=profile.epochs,
        duration=Duration(unit=unit),
        answered=_answered(profile),
        direction=DirectionRule(
            meaning="direction" if "direction" in profile.columns else "",
            words={text.lower(): _DIRECTIONS[told] for text, told in profile.directions.items()},
            default=_DIRECTIONS[profile.direction],
            lists="context" in profile.columns or "channel" in profile.columns,
        ),
        keys=(Key(meanings=tuple(keyed) or ("id",), joined_by="|" if keyed else ""),),
        cost_sign=-1 if profile.cost_is_negative else 1,
        decimal_sign=profile.decimal_sign,
        prepare=_join_date_and_time if "start_time" in profile.columns else None,
    )


def _answered(profile: MappingProfile) -> Answered:
    if profile.answered and "disposition" in profile.columns:
        words = frozenset(text.lower() for text in profile.answered)
        return Answered(meaning="disposition", words=words)
    if "answer" in profile.columns:
        return Answered(meaning="answer")
    return Answered()


def _looks(profile: MappingProfile, unit: Unit) -> dict[str, Look]:
    looks = {"start": EPOCH if profile.epochs else STAMP}
    if "start_time" in profile.columns:
        looks = {"start": DATE, "start_time": TIME}
    if unit in _LOOK_OF_UNIT:
        looks["seconds"] = _LOOK_OF_UNIT[unit].or_blank()
    if "cost" in profile.columns:
        looks["cost"] = MONEY.or_blank()
    for party in ("caller", "called", "billing_number"):
        if party in profile.columns:
            looks[party] = PARTY.or_blank()
    return looks


def _join_date_and_time(values: Values, settings: ReadSettings) -> None:
    del settings
    if "start" in values and "start_time" in values:
        values["start"] = f"{values['start']} {values['start_time']}"
