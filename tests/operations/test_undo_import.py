from pathlib import Path

import pytest

from app.errors import InputError, NotAllowed
from app.operations.office import Office
from app.operations.undo_import import undo_import
from app.store import audit
from tests.operations.companies import (
    A1,
    A2,
    BILLABLE,
    OCTOBER,
    STRANGER,
    approve,
    calls_by_key,
    dump,
    take_in,
)


def test_an_import_taken_back_leaves_nothing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A2, name="first.csv")
    before = dump(office, "call_texts")
    take_in(office, tmp_path, *OCTOBER, "t1,2026-10-05T15:00:00Z,,anna,,1,out,")
    undone = undo_import(office, 2)
    assert (undone.file, undone.records, undone.revived) == ("october.csv", 10, 0)
    assert dump(office, "call_texts") == before


def test_repeats_of_the_import_count_again(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, A2, name="first.csv")
    take_in(office, tmp_path, A1, STRANGER, name="second.csv")
    take_in(office, tmp_path, A1, name="third.csv")
    assert undo_import(office, 1).revived == 1
    calls = calls_by_key(office)
    assert (calls["a1"]["import_id"], calls["a1"]["charge"]) == (2, 6_000_000)
    assert sorted(calls) == ["a1", "s1"]


def test_a_repeat_that_counts_again_keeps_others_out(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, name="first.csv")
    take_in(office, tmp_path, A1, A2, name="second.csv")
    undo_import(office, 1)
    again = take_in(office, tmp_path, A1, name="first.csv")
    assert again.outcomes == {"duplicate": 1}


def test_repeats_in_the_import_itself_go_with_it(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, A1)
    assert undo_import(office, 1).revived == 0
    assert calls_by_key(office) == {}


def test_repeats_of_another_source_are_no_concern(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, name="first.csv")
    take_in(office, tmp_path, A1, A1, name="second.csv", source="carrier")
    assert undo_import(office, 1).revived == 0


def test_an_import_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="There is no import 7"):
        undo_import(office, 7)


def test_an_import_on_invoices_is_refused_with_their_numbers(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    before = dump(office)
    with pytest.raises(NotAllowed, match="Its calls are on CF-1043, CF-1044"):
        undo_import(office, 1)
    assert dump(office) == before


def test_taking_back_is_in_the_audit(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    undo_import(office, 1)
    with office.file.read() as conn:
        entry = audit.entries_of(conn, "imports", record="1")[-1]
    assert (entry.action, entry.before) == (
        "undone",
        '{"file":"october.csv","source":"pbx","records":1}',
    )
