"""One record of a plan field by field: what is there, what it becomes, why, and what came of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.operations.browse_sync import PlanLine
from app.ui import words
from app.ui.pages.connections.telling import line_badge, pair_words, record_words
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Card, ElidedLabel, dress, label, line
from app.ui.parts.scrolled import scrolled

_MOST = 24
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FieldPane(Card):
    """The record that is chosen."""

    def __init__(self) -> None:
        super().__init__(margin=0, spacing=0)
        self.setAccessibleName("The record chosen")
        self.line: PlanLine | None = None
        self.title = ElidedLabel("", "pane")
        self.badge = BadgeLabel(Badge("", "plus", "idle"))
        self.why = label("", "muted", wraps=True)
        self.fields = QGridLayout()
        self.sums = QGridLayout()
        self.sums_title = label("Lines by account", "strong")
        self.foot_line = label("", "caption", wraps=True)
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 14, 10)
        head.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.badge)
        head.addLayout(top)
        head.addWidget(self.why)
        self.rows.addLayout(head)
        self.rows.addWidget(line())
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 10, 12, 10)
        column.setSpacing(8)
        for grid in (self.fields, self.sums):
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(5)
            grid.setColumnStretch(1, 1)
        column.addLayout(self.fields)
        column.addWidget(self.sums_title)
        column.addLayout(self.sums)
        column.addStretch(1)
        self.rows.addWidget(scrolled(inside, "Fields of the record"), 1)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(14, 8, 14, 8)
        foot.rows.addWidget(self.foot_line)
        self.foot = foot
        self.rows.addWidget(foot)
        self.show_line(None)

    def show_line(self, found: PlanLine | None) -> None:
        """Shows a record; None: none is chosen."""
        self.line = found
        for grid in (self.fields, self.sums):
            _clear(grid)
        self.badge.setVisible(found is not None)
        self.foot.setVisible(found is not None)
        self.sums_title.setVisible(found is not None and bool(found.lines))
        if found is None:
            self.title.setText("No record chosen")
            self.why.setText("")
            return
        self.title.setText(record_words(found))
        self.badge.show_badge(line_badge(found))
        self.why.setText(found.why or found.reason)
        dress(self.why, "warn" if found.is_stale else "muted")
        self._show_fields(found)
        for place, (name, amount) in enumerate(found.lines):
            self.sums.addWidget(label(name), place, 0)
            value = ElidedLabel(words.money(amount))
            value.setAlignment(_RIGHT)
            self.sums.addWidget(value, place, 1)
        self.foot_line.setText(_foot(found))

    def _show_fields(self, found: PlanLine) -> None:
        rows = [("Customer", "", f"{found.who} {found.account_number}".strip())]
        rows += [(each.name, *pair_words(each)) for each in found.fields[:_MOST]]
        more = len(found.fields) - _MOST
        if more > 0:
            rows.append((f"{words.plural(more, 'more field')}", "", ""))
        for place, (title, before, after) in enumerate(each for each in rows if any(each[1:])):
            self.fields.addWidget(label(title, "muted"), place, 0)
            is_change = bool(before) and before != after
            text = f"{before} \u2192 {after or 'nothing'}" if is_change else after or before
            told = label(text, "strong" if is_change else "", wraps=True)
            told.setAccessibleName(f"{title}: {text}")
            self.fields.addWidget(told, place, 1)


def _foot(found: PlanLine) -> str:
    where = f"written in {found.title}" if found.goes_out else "written here"
    known = f" It is {found.their_id} there." if found.their_id else ""
    if found.is_stale:
        return f"It has changed since the plan was made, and is left out. Plan again.{known}"
    if found.is_to_do:
        return f"It is {where} when the plan is applied, and not before.{known}"
    return f"Nothing is done about it.{known}" if not found.result else known.strip()


def _clear(grid: QGridLayout) -> None:
    while grid.count():
        entry = grid.takeAt(0)
        widget = entry.widget() if entry is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
