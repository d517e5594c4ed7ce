"""Connections: the systems this company works with, as far as it is connected to them."""

from collections.abc import Sequence

from PySide6.QtCore import Slot

from app.operations.browse_connections import ConnectionRow, list_connections
from app.operations.changes import Changes
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Act, Page
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button

_BADGES = {
    "connected": Badge("Connected", "link", "ok"),
    "no_secret": Badge("No sign-in", "circle-x", "bad", "This computer keeps no password of it"),
    "missing": Badge("Not connected", "plug", "idle"),
}
_ROLES = {
    "psa": "Customers and services",
    "accounting": "Invoices and payments",
    "tax": "Taxes",
    "mail": "Invoices by e-mail",
}
_TELLING = {
    "psa": "Customers, services and counts come from it once it is connected.",
    "accounting": "Invoices go there and payments come from it once it is connected.",
    "tax": "Taxes are worked out here by your own tables.",
    "mail": "Invoices are printed or saved until a mail server is set up.",
}
_PARTS = {"psa": "readiness", "accounting": "readiness", "tax": "readiness", "mail": "mail"}


class ConnectionsPage(Page):
    """Each place for a system, what stands in it, and what is missing."""

    name = "connections"
    title = "Connections"
    areas = Changes.CONNECTIONS | Changes.COMPANY | Changes.TAXES | Changes.INVOICES
    help_text = (
        "The systems that this company works with. Which ones they are, and who wins where two "
        "say different things, is decided in the readiness checklist under Settings. Nothing here "
        "is needed to bill: workbooks and call files do without."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.checklist = self.add_button(
            Button(
                "Open the readiness checklist",
                kind="primary",
                key="Ctrl+Return",
                icon_name="list-checks",
                on_press=self.open_checklist,
            )
        )
        columns = (
            GridColumn(key="role", title="For", value=_role, width=190),
            GridColumn(key="title", title="System", value=_title, width=200),
            GridColumn(key="state", title="State", value=_state, kind=Kind.BADGE, width=150),
            GridColumn(
                key="what", title="What it means", value=_telling, width=340, stretches=True
            ),
            GridColumn(key="go", title="", value=_verb, kind=Kind.BUTTON, width=130),
        )
        self.grid = self.keep_layout(
            Grid("connections", columns, desk.tasks, noun="place", find="System")
        )
        self.grid.opened.connect(self._open)
        self.grid.view.clicked.connect(self._clicked)
        self.body.addWidget(self.grid, 1)

    def read(self) -> None:
        """Reads what is connected."""
        self.say(
            "Nothing has to be connected to bill. Decide which systems you work with; connecting "
            "them stands here."
        )
        self.desk.read(list_connections, self._show, key="connections", failed=self.failed)

    @Slot(object)
    def _show(self, found: object) -> None:
        if isinstance(found, list):
            self.grid.show_rows(found)
            if not self.grid.selected_rows():
                self.grid.view.select_line(0)
            broken = sum(row.state == "no_secret" for row in found)
            self.waiting.emit(self.name, broken, True)  # noqa: FBT003  of the signal

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return (
            Act(
                title="Open the readiness checklist",
                menu="Sync",
                key="Ctrl+Return",
                icon="list-checks",
                run=self.open_checklist,
            ),
        )

    @Slot()
    def open_checklist(self) -> None:
        """Goes to the questions of which systems are used."""
        self.go.emit("settings", "readiness")

    def _clicked(self, index: object) -> None:
        del index
        column = self.grid.view.currentIndex().column()
        if column >= 0 and self.grid.model.columns[column].key == "go":
            self._open(self.grid.current_row())

    @Slot(object)
    def _open(self, row: object) -> None:
        if isinstance(row, ConnectionRow):
            self.go.emit("settings", _PARTS[row.role])


def _role(row: ConnectionRow) -> object:
    return _ROLES[row.role]


def _title(row: ConnectionRow) -> object:
    return row.title or "Not decided"


def _state(row: ConnectionRow) -> object:
    return _BADGES[row.state]


def _telling(row: ConnectionRow) -> object:
    return row.note or _TELLING[row.role]


def _verb(row: ConnectionRow) -> object:
    if row.role == "mail":
        return "Mail settings" if row.state != "missing" else "Set up"
    return "Decide" if not row.title else "Checklist"
