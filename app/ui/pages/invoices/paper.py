"""Invoices onto paper or into one file: asked, drawn on a worker, printed, noted."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.billing.invoice import InvoiceState
from app.operations.browse_invoices import InvoiceRow
from app.operations.changes import Changes
from app.operations.invoice_pack import Pack, note_printed, pack_invoices, save_file
from app.ui import words
from app.ui.desk import Desk
from app.ui.messages import Answer, Question, ask_which
from app.ui.parts.pdf_view import PdfView, PrintWork, printed_words


class Paper(QObject):
    """Makes packs of invoices for the page of invoices."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.page = parent
        self.view = PdfView("Invoices to print")
        self.view.setParent(parent)
        self.view.hide()
        self.view.print_wanted.connect(self._print)
        self._numbers: tuple[str, ...] = ()

    def print(self, rows: Sequence[InvoiceRow]) -> None:
        """Draws invoices as one PDF and asks the system for a printer."""
        self._make(rows, self._to_printer, verb="print")

    def save(self, rows: Sequence[InvoiceRow]) -> None:
        """Draws invoices as one PDF and asks for a file."""
        self._make(rows, self._to_file, verb="save")

    def _make(
        self, rows: Sequence[InvoiceRow], done: Callable[[object], None], *, verb: str
    ) -> None:
        if not rows:
            return
        fresh = [row for row in rows if row.state is InvoiceState.APPROVED]
        issues = False
        if fresh:
            count = words.plural(len(fresh), "invoice")
            answer = ask_which(
                self.page,
                Question(
                    title=f"Issue {count}, {words.money(sum_of(fresh))}, and {verb}?",
                    text="An issued invoice can be voided or credited, and its run can no longer "
                    "be taken back. Drafts carry the word DRAFT across each page.",
                    verb=f"Issue and {verb} {words.count(len(rows))}",
                    other="As drafts",
                ),
            )
            if answer is Answer.NOT_NOW:
                return
            issues = answer is Answer.VERB
        numbers = [row.invoice_number for row in rows]
        title = f"Drawing {words.plural(len(rows), 'invoice')}"
        worth = words.money(sum_of(rows))
        if issues:
            self.desk.do(
                title,
                lambda office, told: pack_invoices(office, numbers, issues=True, progress=told),
                changes=Changes.INVOICES | Changes.RUNS | Changes.MONTH,
                done=done,
                told=lambda _: f"{words.plural(len(rows), 'invoice')}, {worth}",
                leaves="Cancel keeps the invoices issued; nothing is printed",
            )
        else:
            self.desk.look(
                title,
                lambda office, told: pack_invoices(office, numbers, progress=told),
                done,
                told=lambda _: f"{words.plural(len(rows), 'invoice')}, {worth}",
            )

    @Slot(object)
    def _to_printer(self, found: object) -> None:
        if isinstance(found, Pack):
            self._numbers = found.numbers
            self.view.show_pdf(found.content, found.name)
            self.view.print_with_dialog()

    @Slot(object)
    def _print(self, work: object) -> None:
        if isinstance(work, PrintWork):
            self.desk.look(
                work.title, lambda _, told: work.run(told), self._printed, told=printed_words
            )

    @Slot(object)
    def _printed(self, _: object) -> None:
        self.note(self._numbers)

    def note(self, numbers: Sequence[str]) -> None:
        """Notes that issued invoices went out on paper."""
        self.desk.do(
            f"Noting {words.plural(len(numbers), 'printed invoice')}",
            lambda office, _: note_printed(office, numbers),
            changes=Changes.INVOICES,
            told=lambda count: f"{words.plural(count, 'invoice')} went out on paper",
        )

    @Slot(object)
    def _to_file(self, found: object) -> None:
        if not isinstance(found, Pack):
            return
        text, _ = QFileDialog.getSaveFileName(
            self.page, f"Save {found.name}", f"{found.name}.pdf", "PDF (*.pdf)"
        )
        if text:
            path, content = Path(text), found.content
            self.desk.look(
                f"Saving {path.name}",
                lambda _office, _told: save_file(path, content),
                self._saved,
                told=lambda _: f"{found.name} in {path}",
            )

    @Slot(object)
    def _saved(self, _: object) -> None:
        """The history tells of it."""


def sum_of(rows: Sequence[InvoiceRow]) -> Decimal:
    """The money of invoices."""
    return sum((row.total for row in rows), Decimal(0))
