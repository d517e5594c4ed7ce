"""A tax service in place of the own tables: connected, asked, its open documents settled."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.operations.connect_tax_service import (
    Health,
    PickLists,
    ServiceState,
    StoredDocument,
    disconnect_service,
    service_health,
    service_lists,
    service_state,
    settle_by_hand,
)
from app.operations.office import Office
from app.progress import Progress
from app.tax.service_pair import TAX_SERVICE_PAIRS
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.reason_dialog import ReasonWish, ask_reason
from app.ui.dialogs.tax_service_dialog import TaxServiceDialog
from app.ui.grid.columns import GridColumn
from app.ui.grid.grid import Grid
from app.ui.messages import Question, ask
from app.ui.page import Act, Page, Tabs
from app.ui.pages.customers.cells import Cell
from app.ui.pages.customers.sheet_grid import SheetGrid
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, Card, beside, label
from app.ui.tasks import Job, Lane

OPEN: Final = "Not settled"
PAIRS: Final = "Pairs"
LISTS: Final = "Its lists"
_OWN: Final = Badge("Own tables", "landmark", "idle")
_CONNECTED: Final = Badge("Connected", "link", "ok")
_NO_SECRET: Final = Badge("No sign-in", "circle-x", "bad", "This computer keeps no password of it")


class ServicePart(QWidget):
    """What stands in the place of the tax service; below it what the service asks for."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.state: ServiceState | None = None
        self.badge = BadgeLabel(_OWN)
        self.title = label("Reading…", "pane", wraps=True)
        self.facts = label("", "muted", wraps=True)
        self.told = label("", wraps=True)
        self.connect_button = Button(
            "Connect…", icon_name="plug", key="Alt+Shift+X", on_press=self.connect_service
        )
        self.health_button = Button("Ask whether it answers", on_press=self.ask_health)
        self.lists_button = Button("Get its lists", on_press=self.get_lists)
        self.off_button = Button("Give it up…", icon_name="unlink", on_press=self.give_up)
        self.open = page.keep_layout(self._open_grid())
        self.settle_button = Button("Seen to at the service…", on_press=self.settle)
        self.pairs = _pair_grid(desk)
        page.keep_layout(self.pairs)
        self.lists = page.keep_layout(_list_grid(desk))
        self.tabs = Tabs("Parts of the tax service")
        settling = QWidget()
        rows = QVBoxLayout(settling)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.open, 1)
        rows.addLayout(beside(self.settle_button, None))
        for title, part in ((PAIRS, self.pairs), (OPEN, settling), (LISTS, self.lists)):
            self.tabs.add(title, part)
        self._build()
        self._look()

    def _build(self) -> None:
        card = Card()
        head = beside(self.title, self.badge)
        head.setStretch(0, 1)
        card.rows.addLayout(head)
        card.rows.addWidget(self.facts)
        card.rows.addLayout(
            beside(
                self.connect_button, self.health_button, self.lists_button, self.off_button, None
            )
        )
        card.rows.addWidget(self.told)
        self.told.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self.tabs, 1)

    def _open_grid(self) -> Grid:
        columns = (
            GridColumn(key="code", title="Document", value=lambda r: r.code or "", width=150),
            GridColumn(key="account", title="Account", value=lambda r: r.account_number, width=90),
            GridColumn(key="period", title="Period", value=lambda r: r.period, width=90),
            GridColumn(key="state", title="State", value=_document_state, width=110),
            GridColumn(
                key="why", title="Why", value=lambda r: r.last_error, width=300, stretches=True
            ),
        )
        grid = Grid("tax_documents", columns, self.desk.tasks, noun="document", find="Document")
        grid.empty.say(
            "Nothing is open at a service",
            "What became of every document is known.",
            icon_name="circle-check",
        )
        grid.selected.connect(self._look)
        return grid

    # ---- reading

    def read(self) -> None:
        """Reads what is connected; the keyring may take its time, so not with the other lists."""
        if self.desk.company is None:
            return
        office = self.desk.office
        job = Job(
            run=lambda _: service_state(office), lane=Lane.NETWORK, key=f"tax service {id(self)}"
        )
        self.desk.tasks.start(job, done=self._show, failed=self.page.failed)

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, ServiceState):
            return
        self.state = found
        if found.service is None:
            self.badge.show_badge(_OWN)
            self.title.setText("Taxes are worked out here, by your own tables")
            self.facts.setText("A tax service can do it instead, through your own account there.")
        else:
            self.badge.show_badge(_CONNECTED if found.has_secret else _NO_SECRET)
            self.title.setText(f"Taxes come from {found.title}")
            self.facts.setText(_facts(found))
        self.connect_button.say("Connect…" if found.service is None else "Change…")
        self.open.show_rows(found.loose)
        self.tabs.count(OPEN, len(found.loose))
        self._look()

    @Slot()
    def _look(self, _: object = None) -> None:
        is_set = self.state is not None and self.state.service is not None
        self.connect_button.setEnabled(self.state is not None)
        for button in (self.health_button, self.lists_button, self.off_button):
            button.setEnabled(is_set)
            button.setToolTip("" if is_set else "Connect a tax service first")
        self.settle_button.setEnabled(isinstance(self.open.current_row(), StoredDocument))

    # ---- doing

    def acts(self) -> Sequence[Act]:
        """What can be done with a tax service."""
        return (
            Act(
                title="Connect a tax service…",
                menu="Sync",
                key="Alt+Shift+X",
                icon="plug",
                run=self.connect_service,
            ),
            Act(
                title="Ask whether the tax service answers",
                menu="Sync",
                key="Alt+Shift+Q",
                run=self.ask_health,
            ),
            Act(
                title="Get the tax service's lists",
                menu="Sync",
                key="Alt+Shift+G",
                run=self.get_lists,
            ),
            Act(title="Give up the tax service…", menu="Sync", key="Alt+Shift+V", run=self.give_up),
            Act(
                title="Seen to at the tax service…",
                menu="Sync",
                key="Alt+Shift+Y",
                run=self.settle,
            ),
        )

    @Slot()
    def connect_service(self) -> None:
        """Opens the form of a service."""
        if self.state is not None:
            TaxServiceDialog(self.desk, self.state, self.window()).open()

    @Slot()
    def ask_health(self) -> None:
        """Asks the service whether it answers; the window goes on meanwhile."""
        self._ask("Asking the tax service", service_health, self._answered, _health_words)

    @Slot()
    def get_lists(self) -> None:
        """Asks the service for what it knows, to fill the pairs from."""
        title = "Getting the lists of the tax service"
        self._ask(title, service_lists, self._listed, _list_words)

    def _ask(
        self,
        title: str,
        run: Callable[[Office], object],
        done: Callable[[object], None],
        told: Callable[[Any], str],
    ) -> None:
        if self.state is None or self.state.service is None:
            return
        office = self.desk.office
        self.page.clear_error()
        self._say(f"{title}…")
        job = Job(run=lambda _: run(office), title=title, lane=Lane.NETWORK, key=title, told=told)
        self.desk.tasks.start(job, done=done, failed=self._unanswered)

    @Slot(object)
    def _answered(self, found: object) -> None:
        if isinstance(found, Health):
            self._say(_health_words(found))

    @Slot(object)
    def _listed(self, found: object) -> None:
        if not isinstance(found, PickLists):
            return
        pairs = [("pair", f"{one} / {other}", what, "") for one, other, what in found.pairs]
        types = [("kind of tax", number, what, kind) for number, what, kind in found.tax_types]
        self.lists.show_rows([*pairs, *types])
        self._say(_list_words(found))
        self.tabs.show_part(LISTS)

    @Slot(object)
    def _unanswered(self, error: object) -> None:
        self._say("")
        self.page.failed(error)

    @Slot()
    def give_up(self) -> None:
        """Works taxes out here again, once that was asked."""
        state = self.state
        if state is None or state.service is None:
            return
        question = Question(
            title=f"Give up {state.title}?",
            text="Your own tables work taxes out from the next draft on. This computer forgets "
            "the password; what was filed stays with the service.",
            verb="Work taxes out here",
        )
        if ask(self, question):
            self.desk.do(
                f"Giving up {state.title}",
                _give_up,
                changes=Changes.TAXES | Changes.CONNECTIONS | Changes.COMPANY,
                failed=self.page.failed,
                told=lambda title: f"{title} is given up: taxes are worked out here",
            )

    @Slot()
    def settle(self) -> None:
        """Takes the user's word for what became of a document."""
        row = self.open.current_row()
        if not isinstance(row, StoredDocument) or row.code is None:
            return
        wish = ReasonWish(
            title=f"Have you seen to {row.code} at the service?",
            text="With an invoice it counts as filed, without one as void.",
            verb="I have seen to it",
            hint="Voided by hand on Nov 2",
        )
        why = ask_reason(self, wish)
        if why:
            self.desk.do(
                f"Settling {row.code}",
                partial(_settle, row.code, why),
                changes=Changes.TAXES,
                failed=self.page.failed,
                told=lambda state: f"{row.code} is taken as {state}",
            )

    def _say(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))


def _health_words(found: Health) -> str:
    return f"It answers: {found.words}"


def _list_words(found: PickLists) -> str:
    kinds = words.plural(len(found.tax_types), "kind")
    return f"{words.plural(len(found.pairs), 'pair')} and {kinds} of tax"


def _give_up(office: Office, _: Progress) -> str:
    return disconnect_service(office)


def _settle(code: str, why: str, office: Office, _: Progress) -> str:
    return settle_by_hand(office, code, why=why).value


def _document_state(row: StoredDocument) -> str:
    return row.state.value.replace("_", " ")


def _facts(state: ServiceState) -> str:
    kept = [f"{name} {value}" for name, value in state.settings.items() if value]
    text = ", ".join(kept).replace("_", " ")
    if state.documents:
        counts = [f"{words.count(n)} {name}" for name, n in sorted(state.documents.items())]
        text += f"\nDocuments: {', '.join(counts)}."
    if not state.has_secret:
        text += "\nThis computer's keyring holds no password of it: press Change and give it."
    return text


def _pair_grid(desk: Desk) -> SheetGrid:
    cells = (
        Cell(field="service", title="Service", width=90),
        Cell(field="maps", title="Maps", width=90),
        Cell(field="code", title="Code", width=130),
        Cell(field="category", title="Only of", width=110),
        Cell(field="transaction", title="Transaction", width=96),
        Cell(field="service_type", title="Service type", width=96),
        Cell(field="family", title="Kind of tax", width=96),
        Cell(field="class_", title="Whose money", width=110),
        Cell(field="note", title="Note", width=180, stretches=True),
    )
    grid = SheetGrid(desk, TAX_SERVICE_PAIRS, cells, noun="pair", find="Code, category")
    grid.empty.say(
        "No pair yet",
        "A tax service is told what each category and count is in its own words. Get its lists, "
        "then add a pair for each; one without is not sent.",
        icon_name="link",
    )
    return grid


def _list_grid(desk: Desk) -> Grid:
    columns = (
        GridColumn(key="kind", title="Of", value=lambda r: r[0], width=110),
        GridColumn(key="number", title="Number", value=lambda r: r[1], width=110),
        GridColumn(
            key="words", title="What it is", value=lambda r: r[2], width=320, stretches=True
        ),
        GridColumn(key="category", title="Category", value=lambda r: r[3], width=180),
    )
    grid = Grid("tax_service_lists", columns, desk.tasks, noun="entry", find="Number, words")
    grid.empty.say(
        "Not asked yet", "Connect a tax service, then press Get its lists.", icon_name="search"
    )
    return grid
