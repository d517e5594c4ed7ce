"""Final invoices against today's tables: what late rates would change, and their correction."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.tax_plan import plan_of
from app.billing.tax_review import TaxReview
from app.operations.changes import Changes
from app.operations.office import Office
from app.operations.review_taxes import Corrected, adjust_taxes, review_taxes
from app.progress import Progress
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.inputs import TextField
from app.ui.messages import Question, ask
from app.ui.page import Page
from app.ui.parts.controls import Button, beside, label


class LatePart(QWidget):
    """A list of taxes that would be others today; a button that corrects them."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.found: TaxReview | None = None
        self.grid = page.keep_layout(self._make_grid())
        self.look_button = Button("Review final invoices", icon_name="search", on_press=self.look)
        self.why = TextField("Reason", hint="County's rate of 1 July came late")
        self.verb = Button("Correct nothing", on_press=self.correct)
        self.told = label("", "muted", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            label(
                "When a rate comes late, final invoices stay as they are. Here you see what "
                "today's tables would have taken, and put the difference on the next invoices.",
                "muted",
                wraps=True,
            )
        )
        column.addLayout(beside(self.look_button, self.told, None))
        column.addWidget(self.grid, 1)
        column.addLayout(beside(label("Why", "muted"), self.why, self.verb))
        self.grid.empty.say("Not reviewed yet", "Press Review final invoices.", icon_name="search")
        self.why.textChanged.connect(self._allow)
        self._allow()

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="invoice", title="Invoice", value=lambda c: c.invoice_number, width=90),
            GridColumn(key="day", title="Dated", value=lambda c: c.invoice_date, kind=Kind.DAY),
            GridColumn(
                key="tax", title="Tax", value=lambda c: c.bill_label, width=190, stretches=True
            ),
            GridColumn(key="where", title="Where", value=lambda c: c.jurisdiction),
            GridColumn(
                key="billed", title="Billed", value=lambda c: c.billed, kind=Kind.MONEY, width=90
            ),
            GridColumn(
                key="now", title="Would be", value=lambda c: c.would_be, kind=Kind.MONEY, width=90
            ),
            GridColumn(
                key="difference",
                title="Difference",
                value=lambda c: c.difference,
                kind=Kind.CHANGE,
                width=96,
                is_summed=True,
            ),
            GridColumn(
                key="why", title="Why", value=lambda c: c.why.value.replace("_", " "), width=150
            ),
        )
        grid = Grid("late_rates", columns, self.desk.tasks, noun="tax", find="Invoice, tax")
        grid.opened.connect(self._open)
        return grid

    @Slot(object)
    def _open(self, change: object) -> None:
        self.page.go.emit("invoices", getattr(change, "invoice_number", ""))

    @Slot()
    def look(self) -> None:
        """Works out all final invoices again."""
        self.told.setText("Working them out again…")
        self.desk.look(
            "Reviewing final invoices",
            lambda office, _: review_taxes(office),
            self._show,
            key="tax review",
            failed=self.page.failed,
        )

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, TaxReview):
            return
        self.found = found
        looked = words.plural(found.invoices, "final invoice")
        self.grid.empty.say(
            "Nothing would change",
            f"{looked} were worked out again and come to the same.",
            icon_name="circle-check",
        )
        left = words.plural(len(found.findings), "invoice")
        more = f" {left} cannot be worked out again." if found.findings else ""
        self.told.setText(
            f"{looked}: {words.plural(len(found.changes), 'tax')} would differ, "
            f"{words.change(found.difference)} in all.{more}"
        )
        self.grid.show_rows(found.changes)
        self._allow()

    @Slot()
    def _allow(self) -> None:
        found = self.found
        count = len({each.invoice_number for each in found.changes}) if found else 0
        self.verb.say(f"Correct {words.plural(count, 'invoice')}…" if count else "Correct nothing")
        self.verb.setEnabled(bool(count and self.why.text().strip()))

    @Slot()
    def correct(self) -> None:
        """Puts the differences on the next invoices."""
        found = self.found
        if found is None:
            return
        count = len({each.invoice_number for each in found.changes})
        title = f"Correct {words.plural(count, 'invoice')} by {words.change(found.difference)}?"
        question = Question(
            title=title,
            text="The differences stand on the accounts' next invoices; the invoices sent stay.",
            verb=f"Correct {words.plural(count, 'invoice')}",
        )
        if ask(self, question):
            self.desk.do(
                f"Correcting {words.plural(count, 'invoice')}",
                partial(_adjust, found, self.why.text().strip()),
                changes=Changes.TAXES | Changes.RUNS,
                done=self._corrected,
                failed=self.page.failed,
            )

    @Slot(object)
    def _corrected(self, found: object) -> None:
        if isinstance(found, Corrected):
            self.why.setText("")
            self.look()


def _adjust(found: TaxReview, why: str, office: Office, _: Progress) -> Corrected:
    return adjust_taxes(office, plan_of(found.changes), why=why)
