"""The side of the window: the company at its head, the rail of pages, find anything at its foot."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout

from app.ui import words
from app.ui.appearance.icons import icon
from app.ui.appearance.look import LOOK
from app.ui.parts.company_square import CompanySquare
from app.ui.parts.controls import ElidedLabel, IconLabel, beside, label
from app.ui.parts.rail import Rail, RailItem

_FOLDED: Final = 56
_HEAD: Final = 46


RAIL: Final[tuple[tuple[str, str, str, str] | None, ...]] = (
    ("month_end", "Month end", "calendar-check-2", "Ctrl+1"),
    None,
    ("customers", "Customers", "users", "Ctrl+2"),
    ("numbers", "Numbers and services", "phone", "Ctrl+3"),
    ("usage", "Usage", "activity", "Ctrl+4"),
    ("rates", "Rates", "table-properties", "Ctrl+5"),
    ("taxes", "Taxes", "landmark", "Ctrl+6"),
    None,
    ("bills", "Bills", "receipt", "Ctrl+7"),
    ("invoices", "Invoices", "file-text", "Ctrl+8"),
    ("payments", "Payments", "banknote", "Ctrl+9"),
    None,
    ("connections", "Connections", "plug", "Ctrl+0"),
    ("reports", "Reports", "chart-column", "Ctrl+Shift+R"),
    ("settings", "Settings", "settings", "Ctrl+,"),
)
"""Name, title, icon and key of each page; None is a gap."""


class Side(QFrame):
    """Company, pages, find."""

    period_wanted = Signal(str)
    find_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.rail = Rail([None if entry is None else RailItem(*entry) for entry in RAIL])
        self.is_folded = False
        self._square = CompanySquare("Switchbook", 0)
        self._name = ElidedLabel("", "strong")
        self._period = ElidedLabel("", "caption")
        self._find = QToolButton()
        self._key = label("Ctrl K", "key")
        self.company_button = self._company_button()
        self.menu = QMenu(self.company_button)
        self.company_button.setMenu(self.menu)
        self._find.setIcon(icon("search", "text_muted"))
        self._find.setIconSize(QSize(LOOK.size("icon") + 6, LOOK.size("icon")))
        self._find.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._find.setAccessibleName("Find anything, Ctrl+K")
        self._find.clicked.connect(self.find_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.addLayout(beside(self.company_button, margin=8))
        column.addWidget(self.rail, 1)
        column.addLayout(beside(4, self._find, None, self._key, 10, spacing=2))
        LOOK.changed.connect(self._dress)
        self.fold(folded=False)

    def _company_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "company")
        button.setToolTip("Switch company or period")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFixedHeight(LOOK.scaled(_HEAD))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inside = QHBoxLayout(button)
        inside.setContentsMargins(7, 4, 5, 4)
        inside.setSpacing(6)
        inside.addWidget(self._square)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._name)
        texts.addWidget(self._period)
        inside.addLayout(texts, 1)
        self._more = IconLabel("chevrons-up-down", "text_muted", 13)
        inside.addWidget(self._more)
        return button

    def show_company(self, name: str, period: str, colour: int) -> None:
        """Shows a company and the period that is worked on."""
        self._square.show_company(name, colour)
        self._name.setText(name)
        self._period.setText(words.period(period))
        spoken = f"{name}, {words.period(period)}. Switch company or period"
        self.company_button.setAccessibleName(spoken)

    def fill_menu(self, periods: Sequence[str], current: str, more: Sequence[QAction]) -> None:
        """The menu of the company: its periods, and what else can be done."""
        self.menu.clear()
        for each in periods:
            action = QAction(words.period(each), self.menu)
            action.setCheckable(True)
            action.setChecked(each == current)
            action.setData(each)
            action.triggered.connect(self._chosen)
            self.menu.addAction(action)
        self.menu.addSeparator()
        self.menu.addActions(list(more))

    def _chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.period_wanted.emit(str(action.data()))

    def fold(self, *, folded: bool) -> None:
        """Shows icons alone, or everything."""
        self.is_folded = folded
        self._dress()
        self._find.setText("" if folded else "Find anything")
        for part in (self._name, self._period, self._key, self._more):
            part.setVisible(not folded)

    def _dress(self) -> None:
        self.setFixedWidth(LOOK.scaled(_FOLDED if self.is_folded else LOOK.size("rail")))
        self.company_button.setFixedHeight(LOOK.scaled(_HEAD))
