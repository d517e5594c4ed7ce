"""The mails that are to go out, shown before they do; then sent exactly so."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.billing.mailing import DETAIL_HINT, Way
from app.operations.browse_invoices import InvoiceRow
from app.operations.changes import Changes
from app.operations.office import Office
from app.operations.send_invoices import (
    MailPlan,
    PlannedMail,
    SendResult,
    plan_mail,
    save_mail_plan,
    send_queued,
)
from app.progress import Progress
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.messages import ErrorPanel, told
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, beside, label
from app.ui.parts.dialog import Dialog

_LETTER = Badge("E-mail", "send", "run")
_PAPER = Badge("To print", "printer", "warn")


class SendDialog(Dialog):
    """Every mail with its address and words; the button counts them."""

    def __init__(
        self, desk: Desk, rows: Sequence[InvoiceRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.numbers = [row.invoice_number for row in rows]
        self.plan: MailPlan | None = None
        self.setWindowTitle("Send invoices")
        self.resize(LOOK.scaled(1000), LOOK.scaled(600))
        self.title = label("Send invoices", "pane", wraps=True)
        self.text = label("", "muted", wraps=True)
        self.grid = Grid("mails to send", _columns(), desk.tasks, noun="mail", find="Customer")
        self.letter = QPlainTextEdit()
        self.letter.setReadOnly(True)
        self.letter.setAccessibleName("The mail that is chosen")
        self.left = label("", "muted", wraps=True)
        self.open_way = BadgeLabel(
            Badge(
                "Everybody on the way to the server can read these mails", "triangle-alert", "warn"
            )
        )
        self.open_way.hide()
        self.detail = QCheckBox("Attach call detail, telephone numbers masked")
        self.detail.setToolTip(DETAIL_HINT)
        self.hint = label(DETAIL_HINT, "caption", wraps=True)
        self.hint.hide()
        self.error_place = QVBoxLayout()
        self.verb = Button(
            "Send", key="Ctrl+Return", kind="primary", icon_name="send", on_press=self.send
        )
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        self._build()
        self.grid.selected.connect(self._selected)
        self.detail.toggled.connect(self._detail)
        self.look()

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        split.addWidget(self.grid)
        split.addWidget(self.letter)
        split.setSizes([620, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addLayout(self.error_place)
        column.addWidget(split, 1)
        column.addWidget(self.left)
        column.addWidget(self.open_way)
        column.addWidget(self.detail)
        column.addWidget(self.hint)
        foot: QHBoxLayout = beside(None, self.not_now, self.verb)
        column.addLayout(foot)

    # ---- looking

    def look(self) -> None:
        """Works out what would go out; nothing is written."""
        self.verb.setEnabled(False)
        numbers, with_calls = self.numbers, self.detail.isChecked()
        self.desk.read(
            lambda office: plan_mail(office, numbers, with_calls=with_calls),
            self._planned,
            key=f"mail plan {id(self)}",
            failed=self._failed,
        )

    @Slot(object)
    def _planned(self, found: object) -> None:
        if not isinstance(found, MailPlan):
            return
        self.plan = found
        letters, papers = found.letters, found.papers
        total = words.money(sum_of(found))
        self.title.setText(
            f"Send {words.plural(len(letters), 'invoice')} by e-mail"
            + (f", {words.count(len(papers))} to print" if papers else "")
            + f", {total}?"
        )
        issued = sum(each.issues for each in letters)
        text = f"By {found.server}." if letters else ""
        if issued:
            text += f" {words.plural(issued, 'invoice')} will count as issued: the run can no "
            text += "longer be taken back."
        if papers:
            text += " What is to be printed is noted, and waits for the printer."
        self.text.setText(text.strip())
        self.open_way.setVisible(found.is_open and bool(letters))
        self.detail.setVisible(bool(letters))
        reasons = [f"{each.invoice_number}, {each.customer}: {each.why}" for each in found.left]
        more = f" {words.count(len(reasons) - 3)} more." if len(reasons) > 3 else ""  # noqa: PLR2004
        several = f"{words.plural(len(reasons), 'invoice')} left alone. "
        self.left.setText(several + " ".join(reasons[:3]) + more if reasons else "")
        self.left.setVisible(bool(reasons))
        self.grid.empty.say(
            "Nothing is to be sent",
            "All of these went out already, are void, or wait for you to say what arrived.",
            icon_name="check",
        )
        self.grid.show_rows(found.mails)
        if found.mails:
            self.grid.view.select_line(0)
        self._selected([])
        count = words.plural(len(letters), "invoice")
        self.verb.say(f"Send {count}" if letters else f"Queue {words.count(len(papers))} to print")
        self.verb.setEnabled(bool(found.mails))
        self.grid.view.setFocus()

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        row = self.grid.current_row()
        if not isinstance(row, PlannedMail):
            self.letter.setPlainText("")
        elif row.way is Way.PRINT:
            self.letter.setPlainText("To be printed: no mail is sent.")
        else:
            files = [f"{row.invoice_number}.pdf"]
            files += [f"{row.invoice_number}-calls.pdf"] if row.with_calls else []
            self.letter.setPlainText(
                f"To: {row.address}\nSubject: {row.subject}\nWith: {', '.join(files)}\n\n{row.body}"
            )

    @Slot(bool)
    def _detail(self, on: bool) -> None:  # noqa: FBT001  Qt's signal
        self.hint.setVisible(on)
        self.look()

    # ---- sending

    @Slot()
    def send(self) -> None:
        """Saves the plan as it is shown, and sends it."""
        plan = self.plan
        if plan is None or not plan.mails:
            return
        self.verb.setEnabled(False)

        def run(office: Office, progress: Progress) -> SendResult:
            save_mail_plan(office, plan)
            return send_queued(office, progress=progress) if plan.letters else SendResult()

        self.desk.do(
            f"Sending {words.plural(len(plan.letters), 'invoice')}",
            run,
            changes=Changes.INVOICES | Changes.RUNS | Changes.MONTH,
            done=self._sent,
            failed=self._failed,
            key="send invoices",
            leaves="Cancel leaves the rest queued; what was sent stays sent",
        )

    @Slot(object)
    def _sent(self, found: object) -> None:
        if isinstance(found, SendResult) and found.problem:
            self._clear()
            self.error_place.addWidget(ErrorPanel(told(found.summary())))
            self.look()
            return
        self.accept()

    @Slot(object)
    def _failed(self, error: object) -> None:
        self._clear()
        self.error_place.addWidget(ErrorPanel(told(error)))
        # What was queued before the server could not be reached stays so, and is told.
        self.desk.changed.emit(Changes.INVOICES)
        self.look()

    def _clear(self) -> None:
        while self.error_place.count():
            entry = self.error_place.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()


def sum_of(plan: MailPlan) -> Decimal:
    """The money of the invoices that go out, each once."""
    return sum({each.invoice_id: each.total for each in plan.mails}.values(), Decimal(0))


def _columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn(key="number", title="Invoice", value=_number, width=84),
        GridColumn(key="customer", title="Customer", value=_customer, width=150, stretches=True),
        GridColumn(
            key="total", title="Total", value=_total, kind=Kind.MONEY, width=88, is_summed=True
        ),
        GridColumn(key="way", title="How", value=_way, kind=Kind.BADGE, width=100),
        GridColumn(key="address", title="To", value=_address, width=170),
        GridColumn(
            key="tries", title="Tries", value=_tries, kind=Kind.COUNT, width=60, is_hidden=True
        ),
    )


def _number(row: PlannedMail) -> object:
    return row.invoice_number


def _customer(row: PlannedMail) -> object:
    return row.customer


def _total(row: PlannedMail) -> object:
    return row.total


def _way(row: PlannedMail) -> object:
    return _LETTER if row.way is Way.MAIL else _PAPER


def _address(row: PlannedMail) -> object:
    return row.address


def _tries(row: PlannedMail) -> object:
    return row.tries or None
