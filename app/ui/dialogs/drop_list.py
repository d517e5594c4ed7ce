"""The list of dropped files: checked or not, what each is, how it stands."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.operations.look_at_files.call_files import Question
from app.operations.look_at_files.kinds import FileKind
from app.operations.look_at_files.looking import LookedFile
from app.ui import words
from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK
from app.ui.dialogs.drop_work import Plan
from app.ui.parts.badge import Badge, draw_badge

_SECOND: Final = Qt.ItemDataRole.UserRole
_BADGE: Final = Qt.ItemDataRole.UserRole + 1
_PATH: Final = Qt.ItemDataRole.UserRole + 2
_HEIGHT: Final = 74

TITLES: Final = {
    FileKind.CALLS: "Call file",
    FileKind.WORKBOOK: "Setup workbook",
    FileKind.DECK: "Rate deck",
    FileKind.TAXES: "Tax table",
    FileKind.CERTIFICATE: "Certificate",
    FileKind.OTHER: "Something else",
}


def second_line(file: LookedFile, plan: Plan | None) -> str:
    """What a file is, below its name."""
    calls = file.calls
    if calls is not None and calls.format:
        return f"{calls.format_title} · {words.plural(calls.calls, 'call')}"
    if calls is not None and calls.proposal is not None:
        return f"Call file · {words.plural(len(calls.proposal.profile.header), 'column')}"
    if file.is_skipped and calls is not None:
        return TITLES[FileKind.OTHER]
    if plan is not None and plan.facts:
        return f"{TITLES[file.kind]} · {', '.join(title for title, _ in plan.facts[:2])}"
    return TITLES[file.kind]


def standing(file: LookedFile, plan: Plan | None, *, answered: bool) -> Badge:
    """How a file stands: ready, with bad rows, a question, skipped."""
    calls = file.calls
    if file.is_skipped:
        return _skipped(file)
    if plan is not None and plan.wrong:
        return Badge(words.plural(len(plan.wrong), "wrong row"), "circle-alert", "bad")
    if not answered:
        return Badge("1 question", "circle-question-mark", "warn")
    if calls is not None and calls.bad_rows:
        return Badge(words.plural(calls.bad_rows, "bad row"), "circle-alert", "warn")
    return Badge("Ready", "check", "ok")


def _skipped(file: LookedFile) -> Badge:
    calls = file.calls
    if file.same_as:
        return Badge("Skipped", "equal", "idle", f"Same content as {file.same_as}")
    if calls is not None and calls.earlier is not None:
        return Badge("Skipped", "equal", "idle", "Imported before")
    why = str(calls.problem) if calls is not None and calls.problem else file.told.why
    return Badge("Skipped", "ban", "idle", why)


def has_question(file: LookedFile) -> bool:
    """Whether something has to be asked about a file."""
    if file.kind is FileKind.CERTIFICATE:
        return True
    if file.kind is FileKind.DECK and not file.told.sheets:
        return True
    return file.calls is not None and bool(
        {Question.SOURCE, Question.MAPPING} & set(file.calls.questions)
    )


class FileDelegate(QStyledItemDelegate):
    """Draws a file: check, name, second line, badge."""

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A fixed height that grows with the text."""
        del option, index
        return QSize(120, LOOK.scaled(_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draws one file."""
        box: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, LOOK.colour("selection" if selected else "surface"))
        painter.setPen(LOOK.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        can = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        self._check(painter, box, on=checked, can=can)
        left = box.adjusted(38, 8, -10, -8)
        third = left.height() // 3
        ink = "selection_text" if selected else "text"
        self._line(painter, left, "body", text=str(index.data()), ink=ink, weight=600)
        second = left.adjusted(0, third, 0, 0)
        muted = "selection_text" if selected else "text_muted"
        text = str(index.data(_SECOND) or "")
        self._line(painter, second, "caption", text=text, ink=muted)
        badge: Any = index.data(_BADGE)
        if isinstance(badge, Badge):
            draw_badge(painter, badge, left.adjusted(0, 2 * third, 0, 0), selected=selected)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(LOOK.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        box: QRect,
        kind: str,
        *,
        text: str,
        ink: str,
        weight: int = 400,
    ) -> None:
        painter.setFont(LOOK.font(kind, weight))
        painter.setPen(LOOK.colour(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), shown)

    def _check(self, painter: QPainter, box: QRect, *, on: bool, can: bool) -> None:
        frame = QRect(box.left() + 12, box.top() + 10, 15, 15)
        painter.setPen(QPen(LOOK.colour("accent" if on else "line_strong" if can else "line"), 1))
        painter.setBrush(LOOK.colour("accent" if on else "surface"))
        painter.drawRoundedRect(frame, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if on:
            draw_icon(painter, "check", frame.adjusted(1, 1, -1, -1), "on_accent")


class FileList(QListWidget):
    """The dropped files; Space takes one in or leaves it out."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What you dropped")
        self.setItemDelegate(FileDelegate(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._clicked)

    def show_file(self, file: LookedFile, second: str, badge: Badge, *, taken: bool) -> None:
        """Shows a file, in its place if it is there already."""
        item = self.item_of(file.path)
        if item is None:
            item = QListWidgetItem(file.path.name)
            item.setData(_PATH, str(file.path))
            self.addItem(item)
        item.setData(_SECOND, second)
        item.setData(_BADGE, badge)
        item.setToolTip(badge.tip or str(file.path))
        spoken = f"{file.path.name}, {second}, {badge.word}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not file.is_skipped:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags)
        item.setCheckState(Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked)

    def item_of(self, path: Path) -> QListWidgetItem | None:
        """The line of a file."""
        for item in self.items_shown():
            if item.data(_PATH) == str(path):
                return item
        return None

    def items_shown(self) -> Iterable[QListWidgetItem]:
        """All lines."""
        return [self.item(row) for row in range(self.count())]

    def taken(self) -> set[Path]:
        """The files that are checked."""
        return {
            Path(item.data(_PATH))
            for item in self.items_shown()
            if item.checkState() is Qt.CheckState.Checked
        }

    def _clicked(self, item: QListWidgetItem) -> None:
        at = self.viewport().mapFromGlobal(self.cursor().pos())
        if at.x() < 34 and item.flags() & Qt.ItemFlag.ItemIsUserCheckable:  # noqa: PLR2004
            on = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
