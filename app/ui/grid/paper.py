"""What is shown in a grid, read for paper on a worker and shown in the preview."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.progress import Progress
from app.ui import words
from app.ui.grid.columns import RIGHT, text_of
from app.ui.grid.output import Shown
from app.ui.grid.printing import PRINTED, Printed, print_list


def read_for_paper(
    title: str,
    shown: Shown,
    sums: Sequence[Decimal | int | None],
    *,
    progress: Progress,
) -> Printed:
    """The list in words, with its sums; the first thousands of a very long one."""
    rows = shown.read(progress, most=PRINTED)
    note = words.plural(shown.count, "row")
    if len(rows) < shown.count:
        note = f"The first {words.count(len(rows))} of {note}"
    return Printed(
        title=title,
        note=note,
        titles=[column.title for column in shown.columns],
        rights=[column.kind in RIGHT for column in shown.columns],
        rows=shown.texts(rows),
        sums=[
            "" if value is None else text_of(column, value)
            for column, value in zip(shown.columns, sums, strict=True)
        ],
    )


def on_paper(printed: object, parent: QWidget) -> None:
    """Opens the preview of what was read."""
    if isinstance(printed, Printed):
        print_list(printed, parent)
