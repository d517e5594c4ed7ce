"""The documents of an approved run: where to, on which paper, what; then the finished summary."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QProgressBar

from app.billing.bill_run import RunState
from app.operations.changes import Changes
from app.operations.invoice_papers import PrintChoices
from app.operations.office import Office
from app.operations.print_invoices import Printed, print_invoices
from app.progress import Progress
from app.ui import words
from app.ui.desk import Desk
from app.ui.inputs import Field, TextField
from app.ui.messages import told
from app.ui.parts.controls import Button, Card, IconLabel, beside, label
from app.ui.tasks import Task
from app.ui.wizards.bill_run.kept_review import KeptReview
from app.ui.wizards.bill_run.written import Written
from app.ui.wizards.stepped_wizard import StepPage


class DocumentsPage(StepPage):
    """Writes the PDFs of the run, its register and its journal."""

    def __init__(self, desk: Desk, kept: KeptReview) -> None:
        super().__init__("Documents", "Documents")
        self.desk = desk
        self.kept = kept
        self.written: Written | None = None
        self._task: Task | None = None
        self.folder = TextField("Folder")
        self.browse = Button("Choose…", icon_name="folder-open", on_press=self._browse)
        self.paper = QComboBox()
        self.paper.setAccessibleName("Paper")
        self.paper.addItem("Letter", "letter")
        self.paper.addItem("A4", "a4")
        self.detail = QCheckBox("Call detail of each customer, as PDF and as a spreadsheet")
        self.drafts = QCheckBox("Only to look at: marked as drafts, and the run can be taken back")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the documents are")
        self.how_far = label("", "muted")
        self.cancel = Button("Cancel", icon_name="x", on_press=self._cancel)
        self.sign = IconLabel("circle-check", "ok", 20)
        self.summary = label("", wraps=True)
        self.done_card = Card("done")
        self.work = Card()
        self._build()
        kept.changed.connect(self._show)

    def _build(self) -> None:
        row = beside(self.folder, self.browse)
        row.setStretchFactor(self.folder, 1)
        self.body.addWidget(label("Folder"))
        self.body.addLayout(row)
        self.body.addWidget(Field("Paper", self.paper))
        self.body.addWidget(self.detail)
        self.body.addWidget(self.drafts)
        self.work.rows.addWidget(self.how_far)
        self.work.rows.addWidget(self.bar)
        self.work.rows.addLayout(
            beside(self.cancel, label("Cancel leaves no half of a file.", "muted"), None)
        )
        inside = beside(self.sign, self.summary, spacing=12)
        inside.setStretchFactor(self.summary, 1)
        self.done_card.rows.addLayout(inside)
        self.body.addWidget(self.work)
        self.body.addWidget(self.done_card)
        self.body.addStretch(1)
        self.drafts.toggled.connect(self._show)

    def enter(self) -> None:
        """Proposes a folder beside the company file."""
        company = self.desk.company
        if company is not None and not self.folder.text():
            kept = self.desk.kept("documents_folder")
            base = Path(str(kept)) if kept else company.path.parent / "Documents"
            self.folder.setText(str(base / self.desk.period))
        self.detail.setChecked(True)
        self._show()

    def verb(self) -> str:
        """Names the effect in numbers."""
        if self.written is not None or not self._is_approved():
            return "Close"
        review = self.kept.review
        count = review.sums.invoices if review is not None else 0
        what = "drafts" if self.drafts.isChecked() else "invoices"
        return f"Write {words.count(count)} {what}"

    def act(self) -> bool:
        """Writes the documents; closes where that is done."""
        if self.written is not None or not self._is_approved():
            return True
        if self._task is None:
            self._write()
        return False

    def note(self) -> str:
        """What writing them means."""
        if self.written is not None:
            return "The summary stays under History."
        if self.drafts.isChecked():
            return "Drafts issue nothing."
        return "Writing them issues them: from then on they are corrected by a credit."

    def may_leave(self) -> bool:
        """Once the documents are written there is nothing left to do."""
        return self.written is None

    def _is_approved(self) -> bool:
        review = self.kept.review
        return review is not None and review.state in {RunState.APPROVED, RunState.FINAL}

    @Slot()
    def _show(self, *_: object) -> None:
        review, month = self.kept.review, words.period(self.desk.period)
        self.work.setVisible(self._task is not None)
        self.done_card.setVisible(self.written is not None)
        for part in (self.folder, self.browse, self.paper, self.detail, self.drafts):
            part.setEnabled(self._task is None and self.written is None and self._is_approved())
        if self.written is not None:
            self.say(f"{month} is done", "Send the invoices on the page Invoices.")
        elif self._task is not None:
            self.say("Writing the documents…", "You can leave; the work goes on.")
        elif not self._is_approved():
            self.say("Nothing is approved yet", "Documents follow the approval.")
        elif review is not None:
            count = words.plural(review.sums.invoices, "invoice")
            self.say(
                f"Documents of {count}, {words.money(review.sums.now)}",
                "A PDF for each, a register and a journal. You can also do this later.",
            )
        self.said.emit()

    def _browse(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Where to?", self.folder.text())
        if found:
            self.folder.setText(found)

    def _write(self) -> None:
        review = self.kept.review
        text = self.folder.text().strip()
        if review is None or review.run_id is None:
            return
        if not text:
            self.folder.refuse("Choose a folder.")
            return
        self.folder.refuse("")
        folder, run_id = Path(text), review.run_id
        choices = PrintChoices(
            paper=str(self.paper.currentData()),
            detail=self.detail.isChecked(),
            preview=self.drafts.isChecked(),
        )

        def run(office: Office, progress: Progress) -> Written:
            printed = print_invoices(office, run_id, folder, choices=choices, progress=progress)
            return _told_of(printed)

        self.desk.keep("documents_folder", str(folder.parent))
        changes = Changes.MONTH if choices.preview else Changes.RUNS | Changes.INVOICES
        task = self.desk.do(
            f"Writing {words.plural(review.sums.invoices, 'invoice')}",
            run,
            changes=changes,
            done=self._done,
            failed=self._failed,
            leaves="No file of it was kept.",
        )
        self._task = task
        task.progressed.connect(self._tell)
        task.ended.connect(self._ended)
        self._show()

    @Slot(object)
    def _done(self, found: object) -> None:
        if isinstance(found, Written):
            self.written = found
            self.sign.show_icon("circle-check", "ok")
            self.summary.setText(found.summary())

    @Slot(object)
    def _failed(self, error: object) -> None:
        facts = told(error)
        self.folder.refuse(f"{facts.what} {facts.why}".strip())
        self.folder.setFocus()
        self.line.setText(f"{facts.what} {facts.why} {facts.remedy}".strip())
        self.line.show()

    @Slot()
    def _ended(self) -> None:
        task, self._task = self._task, None
        line = self.line.text() if task is not None and task.error is not None else ""
        self._show()
        if line:
            self.line.setText(line)

    @Slot()
    def _tell(self) -> None:
        task = self._task
        if task is None:
            return
        total = max(task.units_total, 0)
        self.bar.setMaximum(1000 if total else 0)
        self.bar.setValue(round(1000 * task.units_done / total) if total else 0)
        done = f"{words.count(task.units_done)} of {words.count(total)}" if total else ""
        parts = (task.note or task.job.title, done, words.left(task.seconds_left))
        self.how_far.setText(", ".join(text for text in parts if text))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()


def _told_of(printed: Printed) -> Written:
    return Written(
        invoices=len(printed.invoices),
        annexes=len(printed.annexes),
        folder=printed.folder,
        issued=printed.issued,
        warnings=tuple(finding.message for finding in printed.findings),
    )
