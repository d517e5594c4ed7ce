"""What holds for every page and dialog, looked up in the widgets themselves."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from app.ui.grid.find_field import FindField
from app.ui.parts.controls import Button, ElidedLabel

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
OF_QT = ("QLineEditIconButton", "QTableCornerButton", "QCalendar", "QPrintPreview", "QComboBoxPriv")
MAY_STAND_ALONE = {"Esc", "Del", "Ins"}


def visible(root: QWidget) -> Iterator[QWidget]:
    """Everything in there that can be seen, Qt's own inner parts left out."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, QScrollBar):
            continue
        inner = widget.metaObject().className().startswith(OF_QT)
        if not inner and not widget.objectName().startswith("qt_"):
            yield widget


def named(widget: QWidget) -> str:
    """A widget in a message: its class, name and words."""
    text = getattr(widget, "text", None)
    words = text() if callable(text) else ""
    return f"{type(widget).__name__} {widget.accessibleName()!r} {str(words)[:60]!r}"


def without_name(root: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    found = []
    for widget in visible(root):
        if not isinstance(widget, CONTROLS) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not spoken.text(QAccessible.Text.Name).strip():
            found.append(named(widget))
    return found


def cells_without_words(root: QWidget, *, rows: int = 3) -> list[str]:
    """Cells that show something and say nothing."""
    found = []
    for view in root.findChildren(QAbstractItemView):
        model = view.model()
        if not view.isVisible():
            continue
        for line in range(min(model.rowCount(QModelIndex()), rows)):
            for column in _columns(model):
                index = model.index(line, column)
                shown = index.data(Qt.ItemDataRole.DisplayRole)
                spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
                if shown and not (spoken or isinstance(shown, str)):
                    found.append(f"{named(view)} {line}/{column}: {shown!r}")
    return found


def _columns(model: QAbstractItemModel) -> range:
    # A list model's own count of columns is nobody's business, says Qt.
    return range(1 if isinstance(model, QAbstractListModel) else model.columnCount())


def stops(root: QWidget) -> list[QWidget]:
    """The stops of Tab, in their order."""
    found: list[QWidget] = []
    widget = root
    while True:
        following = widget.nextInFocusChain()
        if following is None or following is root:
            return found
        widget = following
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if takes and widget.isVisible() and widget.isEnabled() and root.isAncestorOf(widget):
            found.append(widget)


def out_of_order(root: QWidget) -> list[str]:
    """Pairs of stops where the second stands before the first, as one reads."""
    found = []
    for first, second in pairwise(stops(root)):
        one, other = _side_by_side(root, first, second)
        if one is None or other is None:
            continue
        a, b = _place(one, root), _place(other, root)
        above = b.bottom() <= a.top()
        same_row = (
            min(a.bottom(), b.bottom()) - max(a.top(), b.top()) > min(a.height(), b.height()) / 2
        )
        if above or (same_row and b.right() <= a.left()):
            found.append(f"{named(first)} then {named(second)}")
    return found


def _side_by_side(
    root: QWidget, first: QWidget, second: QWidget
) -> tuple[QWidget | None, QWidget | None]:
    """The two as children of what holds both."""
    above = first
    while above is not root and not above.isAncestorOf(second):
        above = above.parentWidget() or root
    if above in {first, second}:
        return None, None
    return _child_of(above, first), _child_of(above, second)


def _child_of(above: QWidget, widget: QWidget) -> QWidget:
    while (parent := widget.parentWidget()) is not None and parent is not above:
        widget = parent
    return widget


def _place(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size())


def cut_off(root: QWidget) -> list[str]:
    """Words that do not fit where they stand."""
    return [f"{named(widget)}: {why}" for widget in visible(root) if (why := _cut(widget))]


def _cut(widget: QWidget) -> str:  # noqa: PLR0911  one reason for each kind
    if isinstance(widget, ElidedLabel | FindField):
        return ""
    if isinstance(widget, QLabel) and widget.text() and "<" not in widget.text():
        return _cut_label(widget)
    if isinstance(widget, QPushButton):
        need = widget.sizeHint().width() if isinstance(widget, Button) and widget.text() else 0
        return f"{widget.width()} of {need} wide" if widget.width() < need - 1 else ""
    if isinstance(widget, QTabBar):
        parts = range(widget.count())
        wide = sum(widget.tabRect(part).width() for part in parts)
        need = sum(widget.tabSizeHint(part).width() for part in parts)
        return f"tabs {wide} of {need} wide" if wide < need - 1 else ""
    if isinstance(widget, QComboBox):
        need = QFontMetrics(widget.font()).horizontalAdvance(widget.currentText()) + 30
        return f"{widget.width()} of {need} wide" if widget.width() < need else ""
    if isinstance(widget, QLineEdit) and not isinstance(widget.parentWidget(), QComboBox):
        need = QFontMetrics(widget.font()).horizontalAdvance(widget.placeholderText())
        return f"hint {widget.width()} of {need}" if widget.width() < need + 16 else ""
    return ""


def _cut_label(label: QLabel) -> str:
    room = label.contentsRect()
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        return f"{label.height()} of {need} high" if label.height() < need - 2 else ""
    lines = label.text().replace("&", "").split("\n")
    need = max(label.fontMetrics().horizontalAdvance(line) for line in lines)
    return f"{room.width()} of {need} wide" if room.width() < need - 1 else ""


def keys_of(window: QWidget) -> list[tuple[str, str]]:
    """The keys that something in a window answers now, and what."""
    found = []
    for action in window.findChildren(QAction):
        if not (action.isEnabled() and action.isVisible()):
            continue
        if action.shortcutContext() == Qt.ShortcutContext.WindowShortcut and _is_reachable(action):
            found += [(each.toString(), action.text()) for each in action.shortcuts()]
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled() and not button.shortcut().isEmpty():
            found.append((button.shortcut().toString(), button.text()))
    for shortcut in window.findChildren(QShortcut):
        parent = shortcut.parent()
        near = shortcut.context() == Qt.ShortcutContext.WindowShortcut
        if shortcut.isEnabled() and near and isinstance(parent, QWidget) and parent.isVisible():
            found.append((shortcut.key().toString(), named(parent)))
    return [(key, what) for key, what in found if key]


def _is_reachable(action: QAction) -> bool:
    """Whether the action belongs to something that can be seen, or to a menu that can."""
    for owner in action.associatedObjects():
        menu = getattr(owner, "menuAction", None)
        if callable(menu):
            if menu().isVisible():
                return True
        elif isinstance(owner, QWidget) and owner.isVisible():
            return True
    return False


def clashes(window: QWidget) -> list[str]:
    """Keys with two answers."""
    by_key: dict[str, list[str]] = {}
    for key, what in keys_of(window):
        by_key.setdefault(key, []).append(what)
    return [f"{key}: {', '.join(what)}" for key, what in by_key.items() if len(what) > 1]


def keys_that_type(window: QWidget) -> list[str]:
    """Keys that would be taken away from whoever is typing."""
    return [
        f"{key}: {what}"
        for key, what in keys_of(window)
        if key not in MAY_STAND_ALONE
        and not any(key.startswith(each) for each in ("Ctrl+", "Alt+", "Shift+F", "F"))
    ]


def filled(root: QWidget) -> list[str]:
    """The filled buttons in view."""
    buttons = [each for each in visible(root) if isinstance(each, QPushButton)]
    return [named(each) for each in buttons if each.property("kind") == "primary"]


def menu_letters(titles: list[str]) -> list[str]:
    """The letters of menus or their entries, in lower case; blank where one has none."""
    return [QKeySequence.mnemonic(title).toString().casefold() for title in titles]
