"""Where locations lie for taxes: shown, told by hand, or taken from boundary files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.customers.address import zip_parts
from app.customers.location import ServiceLocation
from app.documents.whole_file import put_in_place
from app.errors import InputError
from app.files.archive import Member, members
from app.operations.office import Office
from app.progress import Progress, Silent
from app.store.boundaries import (
    BoundaryFile,
    begin_file,
    boundary_files,
    end_file,
    records_of_zip,
)
from app.store.places import keep_histories, load_locations, place_histories
from app.store.run_records import load_tax_book
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.boundaries import Unusable
from app.tax.boundary_file import first_day, open_boundaries
from app.tax.boundary_match import match
from app.tax.boundary_plan import (
    BoundaryPlan,
    PlaceChange,
    Standing,
    dated_change,
    is_of_us_state,
    plan_text,
    proposed,
    read_plan,
    standing,
)
from app.tax.place_history import DatedFacts, History, Method, PlaceFacts, newest, with_row
from app.tax.place_review import PlaceStatus, place_status, unverified_places
from app.tax.place_telling import TellPlace, told_row


def list_places(office: Office, *, unverified: bool = False) -> list[PlaceStatus]:
    """Where every location lies today, by account; only those with something missing if asked."""
    with office.file.read() as conn:
        book = load_tax_book(conn)
        histories = place_histories(conn)
        locations = sorted(
            load(conn, ServiceLocation), key=lambda each: (each.account_number, each.location_code)
        )
        today = _today(office, conn)
    if unverified:
        return unverified_places(locations, histories, on=today, book=book)
    return [
        place_status(each, histories.get(each.location_code, ()), on=today, book=book)
        for each in locations
    ]


def _today(office: Office, conn: Transaction) -> date:
    return office.clock.today(ZoneInfo(load(conn, Company)[0].timezone))


# ------------------------------------------------------------------------ by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPlace:
    """What became of a place that somebody told."""

    row: DatedFacts
    before: PlaceFacts
    is_written: bool
    """False where it was known already."""
    status: PlaceStatus
    """Where the location lies today."""


def tell_place(office: Office, location_code: str, told: TellPlace) -> ToldPlace:
    """Notes facts of one location, from a day on or in place of the newest, and why.

    InputError for a location, county or city that cannot be. Doing it twice does it once.
    """
    with office.write() as conn:
        locations = load_locations(conn)
        location = locations.get(location_code)
        if location is None:
            raise InputError(
                f"There is no location {location_code}.",
                "",
                "List them with: switchbook tax places FILE.",
            )
        history: History = place_histories(conn).get(location_code, ())
        row, before = told_row(location, history, told)
        is_new = row not in history
        if is_new:
            history = with_row(location, history, row)
            stamp = office.stamp("tell_place")
            keep_histories(conn, {location_code: history}, locations=locations, stamp=stamp)
            location = load_locations(conn)[location_code]
        status = place_status(location, history, on=_today(office, conn), book=load_tax_book(conn))
    return ToldPlace(row=row, before=before, is_written=is_new, status=status)


# ------------------------------------------------------------------------ boundary files


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFile:
    """A boundary file that was taken in."""

    file: BoundaryFile
    is_new: bool
    """False where the very file was there already."""
    unusable: tuple[Unusable, ...]
    """The first lines that say nothing of any place."""


def take_boundaries(
    office: Office, paths: Sequence[Path], *, progress: Progress | None = None
) -> list[TakenFile]:
    """Takes boundary files in, each in place of its state's file before; no location changes.

    Each file is one transaction: cancelled, it leaves the state's file as it was. InputError for
    what is no boundary file, speaks of two states, or is older than what is there.
    """
    return [
        _take_one(office, member, progress or Silent())
        for path in paths
        for member in members(path)
    ]


def _take_one(office: Office, member: Member, progress: Progress) -> TakenFile:
    reading = open_boundaries(member)
    new = BoundaryFile(
        state=reading.state,
        vintage=reading.vintage,
        file=member.name,
        content_hash=reading.facts.digest,
    )
    with office.write() as conn:
        known = boundary_files(conn).get(new.state)
        if known is not None and known.content_hash == new.content_hash:
            return TakenFile(file=known, is_new=False, unusable=())
        if known is not None and new.vintage and new.vintage < known.vintage:
            raise InputError(
                f"{member.name} is of {new.vintage}.",
                f"The file of {new.state} that is there is of {known.vintage}.",
                "Take the newer one.",
            )
        stamp = office.stamp("take_boundaries")
        writer = begin_file(conn, new, stamp=stamp)
        writer.take(reading.records(progress))
        taken = end_file(writer, new, left_out=reading.left_out, stamp=stamp)
    return TakenFile(file=taken, is_new=True, unusable=tuple(reading.unusable))


def plan_boundaries(
    office: Office, states: Sequence[str] | None = None, *, save_to: Path | None = None
) -> BoundaryPlan:
    """What the boundary files say otherwise than is known; no location changes.

    Looked at are the locations of the given states, or of all that have a file, each on the day
    on which its file is in force. ``save_to`` is where the plan is written, as JSON.
    """
    with office.file.read() as conn:
        today = _today(office, conn)
        files = {
            state: file
            for state, file in boundary_files(conn).items()
            if states is None or state in states
        }
        sorting = _Sorting(conn, place_histories(conn), files, today)
        for location in load(conn, ServiceLocation):
            if is_of_us_state(location) and location.region in files:
                sorting.look_at(location)
    plan = sorting.plan()
    if save_to is not None:
        with put_in_place(save_to) as part:
            part.write_text(plan_text(plan), encoding="utf-8")
    return plan


class _Sorting:
    """Sorts locations by what their state's file says of them."""

    def __init__(
        self,
        conn: Transaction,
        histories: Mapping[str, History],
        files: Mapping[str, BoundaryFile],
        today: date,
    ) -> None:
        self._conn = conn
        self._histories = histories
        self._files = files
        self._today = today
        self._changes: list[PlaceChange] = []
        self._codes: dict[str, list[str]] = {"kept": [], "same": [], "unmatched": []}

    def look_at(self, location: ServiceLocation) -> None:
        """Sorts one location."""
        code, file = location.location_code, self._files[location.region]
        history = self._histories.get(code, ())
        zipped = zip_parts(location.postal_code)
        day = max(self._today, first_day(file.vintage))
        records = (
            list(records_of_zip(self._conn, file.state, int(zipped[0]), day=day)) if zipped else []
        )
        found = match(location, records)
        change = proposed(location, history, found, source=file.file) if found else None
        last = newest(history)
        if found is None:
            self._codes["unmatched"].append(code)
        elif change is None:
            self._codes["same"].append(code)
        elif last is not None and last.method is Method.OVERRIDE:
            self._codes["kept"].append(code)
        else:
            self._changes.append(change)

    def plan(self) -> BoundaryPlan:
        """All of them, by code."""
        return BoundaryPlan(
            made_on=self._today,
            files=tuple(file.file for file in self._files.values()),
            changes=tuple(sorted(self._changes, key=lambda each: each.location_code)),
            kept=tuple(sorted(self._codes["kept"])),
            same=tuple(sorted(self._codes["same"])),
            unmatched=tuple(sorted(self._codes["unmatched"])),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedPlan:
    """What became of each change of a plan, by location code."""

    applied: tuple[str, ...]
    done_before: tuple[str, ...]
    stale: tuple[str, ...]
    """Left out: what is known of the place is no longer what the plan was made from."""


def apply_boundaries(office: Office, plan_file: Path) -> AppliedPlan:
    """Makes the changes of a saved plan, exactly those; stale ones are left out.

    InputError for what is no plan. Doing it twice does it once.
    """
    try:
        text = plan_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{plan_file.name} cannot be read.", f"{fault}.", "") from fault
    plan = read_plan(text, name=plan_file.name)
    sorted_by: dict[Standing, list[str]] = {each: [] for each in Standing}
    with office.write() as conn:
        locations, histories = load_locations(conn), place_histories(conn)
        changed = {}
        for change in plan.changes:
            code = change.location_code
            history = histories.get(code, ())
            where = standing(change, locations.get(code), history)
            sorted_by[where].append(code)
            if where is Standing.FITS:
                changed[code] = dated_change(change, locations[code], history)
        keep_histories(
            conn,
            changed,
            locations=locations,
            stamp=office.stamp("apply_boundaries"),
            origin=plan_file.name,
        )
    return AppliedPlan(
        applied=tuple(sorted_by[Standing.FITS]),
        done_before=tuple(sorted_by[Standing.DONE]),
        stale=tuple(sorted_by[Standing.STALE]),
    )
