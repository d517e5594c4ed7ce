"""Keys: everything that has one, of every page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QKeySequence, QShowEvent

from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn
from app.ui.grid.grid import Grid
from app.ui.page import Act, Page
from app.ui.pages.settings.part import Part

_LISTS: Final = (
    ("F2", "Edit the cell or record"),
    ("F4", "Open what can be picked, or the calendar"),
    ("Esc", "Leave the cell as it was"),
    ("Ctrl+D", "Copy from the cell above"),
    ("Ctrl+Enter", "Keep the row; else apply what the page prepared"),
    ("Ctrl+C", "Copy as a table"),
    ("Space", "Select; approve in Review"),
    ("Tab", "Next cell; past the last one a new row"),
    ("/", "Find in the list"),
)
_DATES: Final = (
    ("T", "Today"),
    ("+", "A day later"),
    ("-", "A day earlier"),
    ("M", "First day of the month"),
    ("H", "Last day of the month"),
)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key, what it does, and where."""

    key: str
    title: str
    where: str


class KeysPart(Part):
    """The table of all keys."""

    name = "keys"
    title = "Keys"
    line = "Whatever has a button has a key. F1 shows those of the page you are on."
    icon = "keyboard"

    def __init__(self, desk: Desk, acts: Callable[[], list[tuple[Act, Page | None]]]) -> None:
        super().__init__(desk)
        self._acts = acts
        columns = (
            GridColumn(key="key", title="Key", value=lambda row: row.key, width=150),
            GridColumn(
                key="title", title="What it does", value=lambda row: row.title, stretches=True
            ),
            GridColumn(key="where", title="Where", value=lambda row: row.where, width=190),
        )
        self.list = Grid("Keys", columns, desk.tasks, noun="key", find="Find a key or what it does")
        self.inside.addWidget(self.list, 1)

    def rows_now(self) -> list[KeyRow]:
        """All keys as they are now."""
        found = [
            KeyRow(
                QKeySequence(act.key).toString(QKeySequence.SequenceFormat.NativeText),
                act.title.rstrip("…"),
                "Everywhere" if page is None else page.title,
            )
            for act, page in self._acts()
            if act.key
        ]
        found += [KeyRow(key, title, "In lists") for key, title in _LISTS]
        return found + [KeyRow(key, title, "In date fields") for key, title in _DATES]

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Lists them anew."""
        super().showEvent(event)
        self.list.show_rows(self.rows_now())
