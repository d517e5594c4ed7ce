from pathlib import Path

from app.operations.office import Office
from app.store.imports import (
    count_calls,
    earlier_import,
    invoices_holding,
    load_imports,
    load_malformed,
    remove_import,
)
from tests.operations.companies import (
    A1,
    B1,
    NOW,
    OCTOBER,
    UNREADABLE,
    approve,
    call_file,
    dump,
    take_in,
)


def test_an_import_is_read_as_it_was_written(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    with office.file.read() as conn:
        (stored,) = load_imports(conn)
    assert (stored.id, stored.file, stored.source, stored.format) == (
        1,
        "october.csv",
        "pbx",
        "canonical",
    )
    assert stored.settings["zone"] == "America/Denver"
    assert stored.settings["date_order"] == "ymd"
    assert stored.settings["heading"].startswith("call_id,started_at,")
    assert stored.size_bytes == call_file(tmp_path, *OCTOBER).stat().st_size
    assert (stored.imported_at, stored.records, stored.malformed) == (NOW, 9, 1)
    assert stored.raw_seconds == 60 + 600 + 30 + 60 + 0 + 480 + 60 + 60


def test_the_same_content_is_known_in_its_source_alone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    with office.file.read() as conn:
        (stored,) = load_imports(conn)
        assert earlier_import(conn, "pbx", stored.content_hash) == 1
        assert earlier_import(conn, "carrier", stored.content_hash) is None


def test_what_could_not_be_read_is_kept_as_its_text(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, UNREADABLE)
    with office.file.read() as conn:
        (record,) = load_malformed(conn)
    assert (record.import_id, record.row, record.column, record.raw) == (
        1,
        3,
        "started_at",
        UNREADABLE,
    )


def test_invoices_that_hold_calls_of_an_import_are_found(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    take_in(office, tmp_path, B1, name="b.csv")
    approve(office)
    with office.file.read() as conn:
        assert (invoices_holding(conn, 1), invoices_holding(conn, 2)) == ([1], [2])


def test_removing_an_import_removes_all_of_it(office: Office, tmp_path: Path) -> None:
    before = dump(office)
    carrier = A1.replace(",3035550188,", ",10102883035550188,")
    take_in(office, tmp_path, carrier, UNREADABLE, carrier.replace(",60,", ",66,"))
    with office.write() as conn:
        assert count_calls(conn) == 2
        remove_import(conn, 1)
    assert dump(office) == before
