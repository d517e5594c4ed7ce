"""Each right of a connection with yes or no, and why."""

from PySide6.QtWidgets import QGridLayout, QWidget

from app.operations.connecting import RightsTested
from app.ui.parts.controls import IconLabel, label


class RightsList(QWidget):
    """Each right with yes or no and why; used in the wizard too."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(3, 1)

    def show_rights(self, found: RightsTested | None) -> None:
        """Shows what came of the test."""
        while self._grid.count():
            entry = self._grid.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, right in enumerate(found.rows if found is not None else ()):
            may = right.is_given
            role = "ok" if may else "bad" if right.is_needed else "warn"
            word = "Yes" if may else "No"
            icon_name = "circle-check" if may else "circle-x" if right.is_needed else "circle-alert"
            name = f"{right.name[:1].upper()}{right.name[1:]}"
            title = label(name, "strong" if not may else "", wraps=True)
            why = right.why or ("" if may else "It was not told why")
            if not may and not right.is_needed:
                why = f"{why}. It goes without" if why else "It goes without"
            told = label(why, "caption", wraps=True)
            self._grid.addWidget(IconLabel(icon_name, role), place, 0)
            self._grid.addWidget(title, place, 1)
            self._grid.addWidget(label(word, "refused" if role == "bad" else "strong"), place, 2)
            self._grid.addWidget(told, place, 3)
            title.setAccessibleName(f"{name}: {word}. {why}")
