from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import NotAllowed
from app.operations.edit_records import edit_records, list_trash, take_from_trash, undo_edit
from app.operations.office import Office
from app.store.setup import load_rows, sheet_of
from app.values.sheet import SheetRow
from tests.operations.companies import (
    BASIC_NUMBER,
    BILLABLE,
    GRANITE,
    GRANITE_MAIN,
    GRANITE_SEATS,
    HARBOR_SEAT,
    approve,
    calls_by_key,
    dump,
    take_in,
)

MORE = replace(GRANITE_SEATS, quantity=Decimal(3))
NEW = replace(GRANITE_SEATS, service_code="100-NEW")


def there(office: Office, row: SheetRow) -> SheetRow | None:
    sheet = sheet_of(type(row))
    with office.file.read() as conn:
        return load_rows(conn, sheet).get(sheet.key_of(row))


def test_rows_are_added_and_changed_with_their_audit(office: Office) -> None:
    edited = edit_records(office, [MORE, NEW], title="edit services")
    assert [(each.before, each.after) for each in edited.edits] == [
        (GRANITE_SEATS, MORE),
        (None, NEW),
    ]
    assert edited.summary() == "2 rows"
    assert (there(office, MORE), there(office, NEW)) == (MORE, NEW)


def test_the_same_row_again_is_no_edit(office: Office) -> None:
    assert edit_records(office, [GRANITE_SEATS], title="x").edits == ()


def test_a_refused_row_keeps_all_out(office: Office) -> None:
    wrong = replace(NEW, product_code="NOTHING")
    edited = edit_records(office, [MORE, wrong], title="x")
    (refusal,) = edited.refusals
    assert (refusal.row, refusal.column) == (2, "product_code")
    assert edited.edits == ()
    assert there(office, MORE) == GRANITE_SEATS


def test_calls_are_priced_anew(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    edited = edit_records(office, [replace(BASIC_NUMBER, rate_plan="STEPPED")], title="x")
    assert edited.repriced.calls > 0
    assert calls_by_key(office)["a3"]["charge"]


def test_undo_and_redo_fifty_edits(office: Office) -> None:
    before = dump(office, "audit", "setup_versions", "trash")
    done = []
    for quantity in range(3, 53):
        row = replace(GRANITE_SEATS, quantity=Decimal(quantity))
        done.append(edit_records(office, [row], title=f"edit {quantity}"))
    undone = [undo_edit(office, edited) for edited in reversed(done)]
    assert dump(office, "audit", "setup_versions", "trash") == before
    for edited in reversed(undone):
        undo_edit(office, edited)
    assert there(office, GRANITE_SEATS) == replace(GRANITE_SEATS, quantity=Decimal(52))


def test_what_was_changed_since_is_not_overwritten(office: Office) -> None:
    edited = edit_records(office, [MORE], title="x")
    edit_records(office, [replace(MORE, quantity=Decimal(9))], title="y")
    with pytest.raises(NotAllowed, match="changed again since"):
        undo_edit(office, edited)


def test_a_deletion_goes_to_the_trash_and_comes_back(office: Office) -> None:
    edited = edit_records(office, [], title="remove", removed=[HARBOR_SEAT])
    (trashed,) = list_trash(office)
    assert (trashed.record, there(office, HARBOR_SEAT)) == ("200-SEAT", None)
    back = take_from_trash(office, [trashed.id])
    assert (list_trash(office), there(office, HARBOR_SEAT)) == ([], HARBOR_SEAT)
    undo_edit(office, back)
    assert [each.record for each in list_trash(office)] == ["200-SEAT"]
    assert edited.edits[0].after is None


def test_undoing_a_deletion_empties_the_trash_and_redoing_fills_it(office: Office) -> None:
    removed = edit_records(office, [], title="remove", removed=[HARBOR_SEAT])
    back = undo_edit(office, removed)
    assert (list_trash(office), there(office, HARBOR_SEAT)) == ([], HARBOR_SEAT)
    undo_edit(office, back)
    assert [each.record for each in list_trash(office)] == ["200-SEAT"]


def test_undoing_a_new_row_is_no_deletion(office: Office) -> None:
    undo_edit(office, edit_records(office, [NEW], title="new"))
    assert (there(office, NEW), list_trash(office)) == (None, [])


@pytest.mark.parametrize("row", [GRANITE, GRANITE_MAIN])
def test_what_is_referred_to_stays(office: Office, row: SheetRow) -> None:
    with pytest.raises(NotAllowed, match="2 numbers and 1 service would have nothing"):
        edit_records(office, [], title="remove", removed=[row])
    assert there(office, row) == row
    assert list_trash(office) == []


def test_a_row_that_was_changed_since_is_not_taken_out(office: Office) -> None:
    edit_records(office, [replace(HARBOR_SEAT, quantity=Decimal(4))], title="x")
    with pytest.raises(NotAllowed, match="changed since"):
        edit_records(office, [], title="remove", removed=[HARBOR_SEAT])


def test_a_row_in_the_way_is_not_written_twice(office: Office) -> None:
    edit_records(office, [], title="remove", removed=[HARBOR_SEAT])
    edit_records(office, [HARBOR_SEAT], title="typed again")
    (trashed,) = list_trash(office)
    assert take_from_trash(office, [trashed.id]).edits == ()
    assert list_trash(office) == []


def test_a_number_with_billed_calls_keeps_its_account(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    moved = replace(BASIC_NUMBER, account_number="200", location_code="200-MAIN")
    with pytest.raises(NotAllowed, match="would change its account"):
        edit_records(office, [moved], title="move")
    split = [
        replace(BASIC_NUMBER, ends_on=date(2026, 11, 1)),
        replace(moved, starts_on=date(2026, 11, 1)),
    ]
    assert len(edit_records(office, split, title="move").edits) == 2
