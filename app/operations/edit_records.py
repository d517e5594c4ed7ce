"""What a user changes by hand: rows of the setup added, changed, taken out; undone and redone.

The checks are those of the workbook: what could not be imported cannot be typed either.
"""

from collections.abc import Mapping, Sequence

from app.errors import NotAllowed
from app.operations.office import Office
from app.operations.row_editing import (
    Edited,
    RowEdit,
    change_rows,
    current_rows,
    needed_sheets,
    plan_rows,
    write_edits,
)
from app.store.transaction import Transaction
from app.store.trash import Trashed, record_of, take_back, trashed
from app.values.sheet import SheetRow
from app.workbook.sheets import SHEETS

__all__ = [
    "Edited",
    "RowEdit",
    "Trashed",
    "edit_records",
    "list_trash",
    "take_from_trash",
    "undo_edit",
]


def edit_records(
    office: Office,
    rows: Sequence[SheetRow],
    *,
    title: str,
    removed: Sequence[SheetRow] = (),
    why: str = "",
) -> Edited:
    """Adds or changes rows, by their keys, and takes others out, all or nothing.

    Where a row is refused nothing is written and the findings say why, with ``row`` counted from 1
    in the order of ``rows``. NotAllowed where a row to be taken out is referred to.
    """
    return change_rows(office, rows, title=title, removed=removed, why=why)


def undo_edit(office: Office, edited: Edited) -> Edited:
    """Takes an edit back; what it returns can be taken back again, which is redoing.

    NotAllowed where one of its rows was changed since.
    """
    reverse = [
        RowEdit(sheet=each.sheet, before=each.after, after=each.before) for each in edited.edits
    ]
    with office.write() as conn:
        current = current_rows(conn, {each.sheet for each in reverse})
        for each in reverse:
            _refuse_stale(each, current)
        # A new row that is taken back is no deletion: doing it again brings it.
        repriced = write_edits(
            office,
            conn,
            reverse[::-1],
            operation=f"undo {edited.title}",
            why="",
            to_trash=edited.is_undo,
        )
        _settle_trash(conn, reverse)
    return Edited(
        title=edited.title,
        edits=tuple(reverse[::-1]),
        repriced=repriced,
        is_undo=not edited.is_undo,
    )


def list_trash(office: Office) -> list[Trashed]:
    """What is in the trash, the last first."""
    with office.file.read() as conn:
        return trashed(conn)


def take_from_trash(office: Office, ids: Sequence[int]) -> Edited:
    """Puts rows back where they were taken out; refused as any other row would be."""
    with office.write() as conn:
        wanted = [each for each in trashed(conn) if each.id in set(ids)]
        rows = [each.row for each in wanted]
        current = current_rows(conn, needed_sheets(rows))
        plan = plan_rows(office, conn, rows, current)
        title = "take from the trash"
        if not plan.is_whole:
            return Edited(title=title, findings=plan.findings)
        edits = [
            RowEdit(sheet=each.sheet, before=None, after=each.row)
            for each in wanted
            if SHEETS[each.sheet].key_of(each.row) not in current[each.sheet]
        ]
        repriced = write_edits(office, conn, edits, operation=title, why="")
        take_back(conn, [each.id for each in wanted])
    # As undoing a deletion is: doing it again fills the trash again.
    return Edited(title=title, edits=tuple(edits), repriced=repriced, is_undo=True)


def _settle_trash(conn: Transaction, edits: Sequence[RowEdit]) -> None:
    """What was put back by undoing lies in the trash no longer."""
    back = {
        (each.sheet, record_of(SHEETS[each.sheet], each.after))
        for each in edits
        if each.before is None and each.after is not None
    }
    if back:
        take_back(conn, [e.id for e in trashed(conn) if (e.sheet, e.record) in back])


def _refuse_stale(
    each: RowEdit, current: Mapping[str, Mapping[tuple[object, ...], SheetRow]]
) -> None:
    """What was changed since is not overwritten."""
    sheet = SHEETS[each.sheet]
    row = each.before if each.before is not None else each.after
    if row is None:
        return
    if current[each.sheet].get(sheet.key_of(row)) != each.before:
        raise NotAllowed(
            f"{record_of(sheet, row)} cannot be taken back.",
            "It was changed again since.",
            "Change it by hand.",
        )
