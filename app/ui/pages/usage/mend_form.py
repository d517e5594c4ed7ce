"""What all forms of the suspense pane share: what is asked, what it would do, the verb."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.operations.browse_usage.suspense import SuspenseRow
from app.operations.edit_records import Edited
from app.ui import words
from app.ui.desk import Desk
from app.ui.inputs import TextField
from app.ui.page import Page
from app.ui.parts.controls import label, line
from app.values.money import ZERO
from app.values.sheet import SheetRow


class MendForm(QWidget):
    """One way to mend the rows chosen: what it asks, what it would do, the verb."""

    told = Signal()
    """What it would do is another."""
    applied = Signal()
    """The rows are about to leave the list."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.meant: list[SuspenseRow] = []
        self.sum_words = ""
        self.rest_words = ""
        self.verb = ""
        self.is_ready = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(line())
        self.grid = QGridLayout()
        self.grid.setContentsMargins(16, 12, 16, 12)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnMinimumWidth(0, 108)
        self.grid.setColumnStretch(1, 1)
        self.column.addLayout(self.grid)
        self.problem = label("", "refused", wraps=True)
        self.problem.setContentsMargins(16, 0, 16, 8)
        self.problem.hide()
        self.column.addWidget(self.problem)

    def add_field(self, title: str, field: QWidget) -> None:
        """A field with its title at the left."""
        place = self.grid.rowCount()
        caption = label(title)
        caption.setBuddy(field)
        self.grid.addWidget(caption, place, 0)
        self.grid.addWidget(field, place, 1)
        if isinstance(field, TextField):
            field.refused.connect(self.refuse)

    @Slot(str)
    def refuse(self, why: str) -> None:
        """Shows why something was refused."""
        self.problem.setText(why)
        self.problem.setVisible(bool(why))

    def read(self) -> None:
        """Reads what can be chosen; each form has its own."""

    def show_rows(self, rows: Sequence[SuspenseRow]) -> None:
        """Shows the form for rows."""
        self.meant = list(rows)
        self.refuse("")
        self.tell()

    def tell(self) -> None:
        """Works out what it would do; each form has its own."""

    def focus_first(self) -> None:
        """The keyboard goes into the first field."""

    def apply(self, rows: Sequence[SuspenseRow]) -> None:
        """Does it; each form has its own."""

    def count(self) -> str:
        """The calls meant, in words."""
        return words.plural(sum(row.calls for row in self.meant), "call")

    def worth(self) -> str:
        """What they may be worth, in words."""
        return words.money(sum((row.estimate for row in self.meant), start=ZERO))

    def edit(self, title: str, rows: Sequence[SheetRow]) -> None:
        """Writes rows of the setup; it can be taken back."""
        self.applied.emit()
        self.desk.edit(title, rows, done=self._edited)

    @Slot(object)
    def _edited(self, found: object) -> None:
        if isinstance(found, Edited) and found.refusals:
            self.refuse(" ".join(f"{f.message} {f.way_out}".strip() for f in found.refusals))
