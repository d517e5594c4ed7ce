from datetime import date

from app.operations.office import Office
from app.store.audit import entries_of
from app.store.boundaries import (
    BoundaryFile,
    begin_file,
    boundary_files,
    end_file,
    records_of_zip,
)
from app.store.database import raw
from app.tax.boundaries import BoundaryRecord, Unusable, read_boundaries
from tests.tax.boundary_lines import address_line, plus4_line, zip_line

TODAY = date(2026, 11, 2)
LINES = (
    zip_line("80226", districts="00017|80009"),
    plus4_line("80226", "1000", "1999"),
    address_line("W1", "W99", "N|QUARRY|ST|", side="O", unit="100"),
    address_line("1", "99", "|QUARRY|ST|", side="E", place=""),
    zip_line("80227"),
)


def records(*lines: str) -> list[BoundaryRecord]:
    return [each[1] for each in read_boundaries(lines) if not isinstance(each, Unusable)]


def take(office: Office, *lines: str, vintage: str = "2026Q4") -> BoundaryFile:
    new = BoundaryFile(state="CO", vintage=vintage, file=f"COB{vintage}.csv", content_hash=vintage)
    with office.write() as conn:
        writer = begin_file(conn, new, stamp=office.stamp("take_boundaries"))
        writer.take(records(*lines))
        return end_file(writer, new, left_out=3, stamp=office.stamp("take_boundaries"))


def found(office: Office, zip_code: int = 80226, day: date = TODAY) -> list[BoundaryRecord]:
    with office.file.read() as conn:
        return list(records_of_zip(conn, "CO", zip_code, day=day))


def test_records_are_read_as_they_were_written(office: Office) -> None:
    take(office, *LINES)
    assert found(office) == records(*LINES[:4])
    assert found(office, 80227) == records(LINES[4])
    assert found(office, 80228) == []


def test_records_of_other_days_are_left_out(office: Office) -> None:
    take(office, zip_line("80226", last="20260930"), zip_line("80226", first="20261001"))
    assert [each.first for each in found(office)] == [date(2026, 10, 1)]
    assert [each.last for each in found(office, day=date(2026, 9, 30))] == [date(2026, 9, 30)]


def test_what_came_in_is_known(office: Office) -> None:
    file = take(office, *LINES)
    assert (file.records, file.left_out, file.vintage) == (5, 3, "2026Q4")
    with office.file.read() as conn:
        assert boundary_files(conn) == {"CO": file}
        (entry,) = entries_of(conn, "boundary_files", record="CO")
    assert entry.origin == "COB2026Q4.csv 2026Q4"


def test_the_next_file_takes_the_place_of_the_one_before(office: Office) -> None:
    take(office, *LINES)
    take(office, zip_line("80226"), vintage="2027Q1")
    assert found(office) == records(zip_line("80226"))
    with office.file.read() as conn:
        tables = ("boundaries", "boundary_areas", "boundary_streets", "boundary_files")
        rows = [raw(conn).execute(f"SELECT count(*) FROM {name}").fetchone() for name in tables]  # noqa: S608
    assert rows == [(1,), (1,), (0,), (1,)]


def test_streets_and_jurisdictions_are_kept_once(office: Office) -> None:
    lines = [address_line(str(number), "99", "|QUARRY|ST|") for number in range(1, 10)]
    take(office, *lines)
    with office.file.read() as conn:
        tables = ("boundary_areas", "boundary_streets")
        rows = [raw(conn).execute(f"SELECT count(*) FROM {name}").fetchone() for name in tables]  # noqa: S608
    assert rows == [(1,), (1,)]
