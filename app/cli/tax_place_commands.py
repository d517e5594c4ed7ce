"""Commands of the group `tax` about places: where each location lies, and how that is known."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import table_lines
from app.cli.parameters import DAY, EXISTING, NAME, OUT
from app.cli.session import answer, company_argument, company_office, json_option, progress

if TYPE_CHECKING:
    from app.operations.place_locations import AppliedPlan, TakenFile, ToldPlace
    from app.tax.boundary_plan import BoundaryPlan, PlaceChange
    from app.tax.place_history import DatedFacts, PlaceFacts
    from app.tax.place_review import PlaceStatus

BLOCKED: Final = 1
_SHOWN: Final = 200
_YES_NO: Final = {True: "yes", False: "no", None: ""}


@click.command()
@company_argument
@click.option("--unverified", is_flag=True, help="Only those with something missing.")
@json_option
def places(company: Path, unverified: bool, as_json: bool) -> None:
    """List where each location lies for taxes, how that is known, and what is missing."""
    from app.operations.place_locations import list_places
    from app.tax.zip_counties import zip_vintage

    with company_office(company, write=False) as office:
        statuses = list_places(office, unverified=unverified)
    facts = {"zip_table": zip_vintage(), "places": [_status_facts(each) for each in statuses]}
    answer(facts, _status_lines(statuses), as_json=as_json)


def _status_facts(status: "PlaceStatus") -> dict[str, object]:
    place = status.place
    return {
        "location_code": status.location_code,
        "account_number": status.account_number,
        "jurisdiction": status.jurisdiction,
        "country": place.country,
        "region": place.region,
        "postal_code": place.postal_code,
        "county_fips": place.county_fips or None,
        "county_name": status.county_name or None,
        "place_fips": place.place_fips or None,
        "inside_city": place.inside_city,
        "districts": list(place.districts),
        "method": status.method.value if status.method else None,
        "since": status.since,
        "reason": status.reason or None,
        "source": status.source or None,
        "candidates": [{"county_fips": code, "name": name} for code, name in status.candidates],
        "missing": list(status.missing),
        "history": [_row_facts(each) for each in status.history],
        "problem": status.problem or None,
        "way_out": status.way_out or None,
    }


def _row_facts(row: "DatedFacts") -> dict[str, object]:
    return {
        "effective_from": _day(row.effective_from),
        **_place_facts(row.facts),
        "method": row.method.value,
        "reason": row.reason or None,
        "source": row.source or None,
    }


def _status_lines(statuses: Sequence["PlaceStatus"]) -> list[str]:
    if not statuses:
        return ["Every location has its county and an answer about the city's limits."]
    rows = [
        (
            each.location_code,
            each.jurisdiction,
            each.county_name or " or ".join(name or code for code, name in each.candidates),
            _YES_NO[each.place.inside_city],
            each.method.value if each.method else "",
            ", ".join(each.missing),
        )
        for each in statuses
    ]
    header = ("location", "lies in", "county", "inside a city", "known by", "missing")
    lines = table_lines(header, rows)
    lines += [f"{each.problem}. {each.way_out}" for each in statuses if each.problem]
    return lines


@click.command()
@company_argument
@click.argument("location", type=NAME)
@click.option("--county", help="Three digits, or five with the state's in front.")
@click.option("--city-limits", type=click.Choice(["yes", "no"]), help="Inside the city's limits?")
@click.option("--place", help="The city, five digits.")
@click.option("--district", help="Tax districts, separated by |.")
@click.option("--from", "begins", type=DAY, help="From this day on; else what is known is mended.")
@click.option("--override", is_flag=True, help="Stands against boundary files and services.")
@click.option("--why", type=NAME, required=True, help="Kept in the audit.")
@json_option
def place(
    company: Path,
    location: str,
    county: str | None,
    city_limits: str | None,
    place: str | None,
    district: str | None,
    begins: datetime | None,
    override: bool,
    why: str,
    as_json: bool,
) -> None:
    """Tell where a location lies: its county, its city, its districts."""
    from app.operations.place_locations import tell_place
    from app.tax.place_telling import TellPlace

    if not override and {county, city_limits, place, district} == {None}:
        raise click.UsageError("Tell something: --county, --city-limits, --place, --district.")
    told = TellPlace(
        county=county,
        inside_city=None if city_limits is None else city_limits == "yes",
        place=place,
        district=district,
        begins=begins.date() if begins else None,
        is_override=override,
        why=why,
    )
    with company_office(company, write=True) as office:
        done = tell_place(office, location, told)
    answer(_told_facts(done), _told_lines(done), as_json=as_json)


def _told_facts(done: "ToldPlace") -> dict[str, object]:
    row = done.row
    return {
        "written": done.is_written,
        "effective_from": _day(row.effective_from),
        "method": row.method.value,
        "reason": row.reason,
        "before": _place_facts(done.before),
        "after": _place_facts(row.facts),
        "place": _status_facts(done.status),
    }


def _told_lines(done: "ToldPlace") -> list[str]:
    code = done.status.location_code
    if not done.is_written:
        return [f"{code}: known already; nothing was written."]
    first = _day(done.row.effective_from)
    since = f"from {first}" if first else "from the beginning"
    return [
        f"{code}, {since}: {_difference(done.before, done.row.facts)}.",
        *_status_lines([done.status]),
    ]


@click.command()
@company_argument
@click.argument("files", metavar="[SSTFILE]...", nargs=-1, type=EXISTING)
@click.option("--plan", "save_to", type=OUT, help="Save what would change here, as JSON.")
@click.option("--apply", "plan_file", type=EXISTING, help="Make the changes of a saved plan.")
@json_option
def boundaries(
    company: Path,
    files: Sequence[Path],
    save_to: Path | None,
    plan_file: Path | None,
    as_json: bool,
) -> int:
    """Take boundary files of states in and list what they say otherwise; or apply that list.

    No location changes until a saved list is applied.
    """
    from app.operations.place_locations import apply_boundaries, plan_boundaries, take_boundaries

    if plan_file is not None:
        if files or save_to is not None:
            raise click.UsageError("--apply stands alone.")
        with company_office(company, write=True) as office:
            applied = apply_boundaries(office, plan_file)
        answer(_applied_facts(applied), _applied_lines(applied), as_json=as_json)
        return BLOCKED if applied.stale else 0
    with company_office(company, write=bool(files)) as office:
        with progress() as told:
            taken = take_boundaries(office, files, progress=told)
        states = [each.file.state for each in taken] or None
        plan = plan_boundaries(office, states, save_to=save_to)
    _show_plan(taken, plan, as_json=as_json)
    return 0


def _show_plan(taken: Sequence["TakenFile"], plan: "BoundaryPlan", *, as_json: bool) -> None:
    from app.tax.boundary_plan import plan_facts

    facts = {
        "files": [
            {
                "file": each.file.file,
                "state": each.file.state,
                "vintage": each.file.vintage or None,
                "records": each.file.records,
                "left_out": each.file.left_out,
                "new": each.is_new,
                "unusable": [{"line": one.line, "why": one.why} for one in each.unusable],
            }
            for each in taken
        ],
        "plan": plan_facts(plan),
    }
    answer(facts, [*_file_lines(taken), *_plan_lines(plan)], as_json=as_json)


def _file_lines(taken: Sequence["TakenFile"]) -> list[str]:
    lines = []
    for each in taken:
        file = each.file
        was = "taken in" if each.is_new else "was there already"
        lines.append(f"{file.file}: {file.state} {file.vintage}, {file.records:,} records, {was}.")
        if file.left_out:
            lines.append(f"{file.left_out:,} lines name no street, ZIP code or day and were left.")
        lines += [f"  line {one.line}: {one.why}" for one in each.unusable]
    return lines


def _plan_lines(plan: "BoundaryPlan") -> list[str]:
    lines = []
    if plan.changes:
        header = ("location", "found by", "from", "what would change")
        lines += table_lines(header, [_change_row(each) for each in plan.changes[:_SHOWN]])
        if len(plan.changes) > _SHOWN:
            lines.append(f"{len(plan.changes) - _SHOWN} more.")
    lines.append(
        f"{len(plan.changes)} would change, {len(plan.same)} lie where the files say,"
        f" {len(plan.kept)} keep their override, {len(plan.unmatched)} are not in the files."
    )
    if plan.changes:
        lines.append("No location was changed. Save with --plan, then --apply.")
    return lines


def _change_row(change: "PlaceChange") -> tuple[str, str, str, str]:
    words = " ".join(
        part for part in (_difference(change.before, change.after), change.note) if part
    )
    day = _day(change.effective_from) or ""
    return change.location_code, change.matched_by, day, words


def _applied_facts(applied: "AppliedPlan") -> dict[str, object]:
    return {
        "applied": list(applied.applied),
        "done_before": list(applied.done_before),
        "stale": list(applied.stale),
    }


def _applied_lines(applied: "AppliedPlan") -> list[str]:
    lines = [f"{len(applied.applied)} locations were changed."]
    if applied.done_before:
        lines.append(f"{len(applied.done_before)} were so already.")
    if applied.stale:
        lines.append(
            f"{len(applied.stale)} were left out, for what is known of them has changed since the"
            f" plan: {', '.join(applied.stale[:_SHOWN])}. Make a new plan."
        )
    return lines


def _place_facts(facts: "PlaceFacts") -> dict[str, object]:
    return {
        "county_fips": facts.county_fips,
        "place_fips": facts.place_fips,
        "inside_city": facts.inside_city,
        "district": facts.district,
    }


def _difference(before: "PlaceFacts", after: "PlaceFacts") -> str:
    """What changes, in words."""
    old, new = _place_facts(before), _place_facts(after)
    return ", ".join(
        f"{name} {_shown(old[name])} becomes {_shown(new[name])}"
        for name in old
        if old[name] != new[name]
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _YES_NO[value]
    return "blank" if value is None else str(value)


def _day(begins: date) -> str | None:
    """A day as it is shown; None for the first of all days."""
    return None if begins == date.min else begins.isoformat()


TAX_PLACE_COMMANDS: Final = (places, place, boundaries)
