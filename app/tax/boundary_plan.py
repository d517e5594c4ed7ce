"""What boundary files would change at locations: proposed, saved as JSON, read back.

Nothing here changes a place: a plan is shown, then applied as it was shown.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from app.customers.location import ServiceLocation
from app.errors import InputError
from app.tax.boundary_match import Match
from app.tax.jurisdiction import STATE_FIPS
from app.tax.place_history import (
    BEGINNING,
    DatedFacts,
    History,
    Method,
    PlaceFacts,
    facts_of,
    newest,
    settled,
    with_row,
)

FORMAT: Final = "switchbook boundary plan 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChange:
    """Facts of one location that would change, from a day on."""

    location_code: str
    effective_from: date
    before: PlaceFacts
    """What the newest facts are."""
    after: PlaceFacts
    matched_by: str
    source: str
    """The file."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryPlan:
    """All that files would change."""

    made_on: date
    files: tuple[str, ...]
    changes: tuple[PlaceChange, ...]
    kept: tuple[str, ...] = ()
    """Locations whose override stands against a file."""
    same: tuple[str, ...] = ()
    """Locations that are where the file says."""
    unmatched: tuple[str, ...] = ()
    """Locations of the files' states that no record speaks of."""


def proposed(
    location: ServiceLocation, history: History, match: Match, *, source: str
) -> PlaceChange | None:
    """The change that a match would make; None where the location is there already.

    Facts the file does not tell stay, so do districts of the company's own naming. A file that
    names no city does not take away one that somebody gave: states name the cities that tax
    sales, and others may tax telecommunications.
    What only fills blanks holds as long as the facts before did; what contradicts them holds
    from the day of the record.
    """
    last = newest(history)
    before = settled(facts_of(location), location.region)
    place, inside, note = _city(before, match, by_file=_is_by_file(last))
    after = PlaceFacts(
        county_fips=match.county or before.county_fips,
        place_fips=place,
        inside_city=inside,
        district=_districts(before, match),
    )
    if after == before:
        return None
    begins = last.effective_from if last else BEGINNING
    if not _fills_blanks(before, after):
        begins = max(begins, match.since)
    return PlaceChange(
        location_code=location.location_code,
        effective_from=begins,
        before=before,
        after=after,
        matched_by=match.by.value,
        source=source,
        note=note,
    )


def _is_by_file(last: DatedFacts | None) -> bool:
    return last is not None and last.method is Method.BOUNDARY_FILE


def _city(
    before: PlaceFacts, match: Match, *, by_file: bool
) -> tuple[str | None, bool | None, str]:
    """Place, whether inside its limits, and a note."""
    if match.place is None:
        return before.place_fips, before.inside_city, ""
    if match.place:
        return match.place, True, ""
    if before.inside_city and not by_file:
        return before.place_fips, True, "The file names no city; the one you gave stays."
    return None, False, ""


def _districts(before: PlaceFacts, match: Match) -> str | None:
    """The file's districts in place of those that are codes as files have them."""
    if match.districts is None:
        return before.district
    own = {name for name in (before.district or "").split("|") if name and not name.isdigit()}
    return "|".join(sorted(own.union(match.districts))) or None


def _fills_blanks(before: PlaceFacts, after: PlaceFacts) -> bool:
    pairs = zip(asdict(before).values(), asdict(after).values(), strict=True)
    return all(old is None or old == new for old, new in pairs)


def dated_change(
    change: PlaceChange, location: ServiceLocation, history: History
) -> tuple[DatedFacts, ...]:
    """The location's history with the change in it."""
    row = DatedFacts(
        effective_from=change.effective_from,
        facts=change.after,
        method=Method.BOUNDARY_FILE,
        reason=f"found by {change.matched_by}",
        source=change.source,
    )
    return with_row(location, history, row)


class Standing(Enum):
    """How a saved change stands to what is known now."""

    FITS = "fits"
    DONE = "done"
    STALE = "stale"


def standing(change: PlaceChange, location: ServiceLocation | None, history: History) -> Standing:
    """Whether a saved change still starts from what is known of its location.

    An override made since then stands against it.
    """
    if location is None:
        return Standing.STALE
    last = newest(history)
    known = settled(last.facts if last else facts_of(location), location.region)
    if last is not None and last.method is Method.OVERRIDE:
        return Standing.STALE
    if known == change.after:
        return Standing.DONE
    return Standing.FITS if known == change.before else Standing.STALE


def is_of_us_state(location: ServiceLocation) -> bool:
    """Whether boundary files can speak of the location."""
    return location.country == "US" and location.region in STATE_FIPS


# ------------------------------------------------------------------------ as JSON


def plan_facts(plan: BoundaryPlan) -> dict[str, Any]:
    """The plan as JSON has it; a blank day is the beginning."""
    return {
        "format": FORMAT,
        "made_on": plan.made_on.isoformat(),
        "files": list(plan.files),
        "changes": [_change_facts(each) for each in plan.changes],
        "kept": list(plan.kept),
        "same": list(plan.same),
        "unmatched": list(plan.unmatched),
    }


def plan_text(plan: BoundaryPlan) -> str:
    """The plan as it is saved."""
    return json.dumps(plan_facts(plan), indent=1, ensure_ascii=False) + "\n"


def _change_facts(change: PlaceChange) -> dict[str, Any]:
    begins = change.effective_from
    return {
        "location_code": change.location_code,
        "effective_from": None if begins == BEGINNING else begins.isoformat(),
        "before": asdict(change.before),
        "after": asdict(change.after),
        "matched_by": change.matched_by,
        "source": change.source,
        "note": change.note,
    }


def read_plan(text: str, *, name: str) -> BoundaryPlan:
    """A saved plan; InputError where the text is none."""
    try:
        facts = json.loads(text)
        if facts["format"] != FORMAT:
            raise _no_plan(name)
        return BoundaryPlan(
            made_on=date.fromisoformat(facts["made_on"]),
            files=tuple(facts["files"]),
            changes=tuple(_read_changes(facts["changes"])),
            kept=tuple(facts["kept"]),
            same=tuple(facts["same"]),
            unmatched=tuple(facts["unmatched"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise _no_plan(name) from fault


def _read_changes(changes: Sequence[Mapping[str, Any]]) -> Iterable[PlaceChange]:
    for each in changes:
        begins = each["effective_from"]
        yield PlaceChange(
            location_code=str(each["location_code"]),
            effective_from=date.fromisoformat(begins) if begins else BEGINNING,
            before=_read_facts(each["before"]),
            after=_read_facts(each["after"]),
            matched_by=str(each["matched_by"]),
            source=str(each["source"]),
            note=str(each["note"]),
        )


def _read_facts(facts: Mapping[str, Any]) -> PlaceFacts:
    inside = facts["inside_city"]
    if inside not in {None, True, False}:
        raise TypeError(inside)
    texts = {
        name: None if facts[name] is None else str(facts[name])
        for name in ("county_fips", "place_fips", "district")
    }
    return PlaceFacts(inside_city=inside, **texts)


def _no_plan(name: str) -> InputError:
    return InputError(
        f"{name} is no plan of boundary changes.",
        "",
        "Save one with: switchbook tax boundaries FILE SSTFILE --plan PLAN.json.",
    )
