"""Proof: every record that came in has one outcome, and every sum agrees with the next."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.operations.browse_bills import billed_sums
from app.operations.office import Office
from app.operations.prove_period import prove_systems
from app.operations.save_proof import save_proof
from app.ui import words
from app.ui.desk import Desk
from app.ui.page import Page
from app.ui.pages.bills.proof_table import ProofTable
from app.ui.pages.bills.proof_words import (
    Joint,
    ShownProof,
    books_lines,
    books_notes,
    broken_words,
    call_lines,
    invoice_lines,
    joints_of,
    journal_lines,
    notes_of,
    paid_lines,
    paid_notes,
)
from app.ui.parts.controls import Card, IconLabel, beside, dress, label
from app.ui.parts.key_button import KeyButton


class ProofPart(QWidget):
    """The band, the row of cards, and the tables."""

    told = Signal()
    """A proof was worked out."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.shown: ShownProof | None = None
        self.band = Card("done", margin=12, spacing=4)
        self.band_icon = IconLabel("circle-check", "ok", 20)
        self.band_title = label("", "section")
        self.band_text = label("", "muted", wraps=True)
        self.band_time = label("", "muted")
        self.save_button = KeyButton(
            "Save as PDF…", key="Ctrl+Shift+D", icon_name="file-down", on_press=self.choose_place
        )
        self.save_button.setEnabled(False)
        row = beside(
            self.band_icon,
            self.band_title,
            self.band_text,
            self.band_time,
            self.save_button,
            spacing=10,
        )
        row.setStretchFactor(self.band_text, 1)
        self.band.rows.addLayout(row)
        self.cards = QHBoxLayout()
        self.cards.setSpacing(4)
        self.calls = ProofTable("Calls", ("Number", "Hours", "Value"))
        self.invoices = ProofTable("Invoices", ("Money",))
        self.journal = ProofTable("Journal", ("Debit", "Credit"))
        self._lay_out()
        self.setFocusProxy(self.calls.view)
        self._say_band(None)

    def _lay_out(self) -> None:
        tables = QGridLayout()
        tables.setHorizontalSpacing(12)
        for place, table in enumerate((self.calls, self.invoices, self.journal)):
            tables.addWidget(table, 0, place)
        for place, part in enumerate((36, 28, 36)):
            tables.setColumnStretch(place, part)
        self.further = QHBoxLayout()
        self.further.setSpacing(12)
        inside = QWidget()
        inside.setProperty("kind", "ground")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.band)
        column.addLayout(self.cards)
        column.addLayout(tables)
        column.addLayout(self.further)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName("Proof")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    @property
    def closes(self) -> bool:
        """Whether something is billed and all of it agrees."""
        shown = self.shown
        is_here = shown is not None and shown.label == self.desk.period
        return is_here and shown is not None and shown.proof.closes and shown.sums.invoices > 0

    # ---- reading

    def read(self) -> None:
        """Works the proof out, on a worker."""
        label_ = self.desk.period

        def run(office: Office) -> ShownProof:
            return ShownProof(label_, prove_systems(office, label_), billed_sums(office, label_))

        self.desk.read(run, self._show, key="proof", failed=self.page.failed)

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, ShownProof) or found.label != self.desk.period:
            return
        self.shown = found
        self.save_button.setEnabled(True)
        self._say_band(found)
        self._show_cards(joints_of(found))
        self.calls.show_lines(call_lines(found.proof))
        self.invoices.show_lines(invoice_lines(found.sums))
        self.journal.show_lines(journal_lines(found.sums))
        self.journal.say(notes_of(found))
        self._show_further(found)
        self.told.emit()

    def _show_further(self, found: ShownProof) -> None:
        """What the books and payments have of it, where any books are connected."""
        _clear(self.further)
        for books in found.whole.books:
            table = ProofTable(books.title, ("Invoices", "Money"))
            table.show_lines(books_lines(books))
            table.say(books_notes(books))
            self.further.addWidget(table, 1)
        if found.whole.books:
            table = ProofTable("Payments", ("Money",))
            table.show_lines(paid_lines(found.whole))
            table.say(paid_notes(found.whole))
            self.further.addWidget(table, 1)

    # ---- as a file

    def choose_place(self) -> None:
        """Asks where the proof is to be saved."""
        if self.desk.company is None:
            return
        name = f"Proof {self.desk.period}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, "Save the proof as PDF", name, "PDF (*.pdf)")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Saves the proof of the period that is worked on."""
        period = self.desk.period
        self.desk.look(
            f"Saving the proof of {words.period(period)}",
            lambda office, _: save_proof(office, period, path),
            self._saved,
            failed=self.page.failed,
            told=lambda found: f"The proof of {words.period(period)} in {found}",
        )

    @Slot(object)
    def _saved(self, path: object) -> None:
        if isinstance(path, Path):
            self.band_time.setText(f"Saved as {path.name}")

    def _say_band(self, shown: ShownProof | None) -> None:
        month = words.period(self.desk.period) if self.desk.company else ""
        if shown is None:
            dress(self.band, "card")
            self.band_icon.show_icon("circle-dashed", "text_muted")
            self.band_title.setText("Adding up")
            self.band_text.setText("")
            self.band_time.setText("")
            return
        closes = shown.whole.closes
        self.band_time.setText(words.clock(self.desk.clock.now().astimezone(self.desk.zone).time()))
        dress(self.band, "closes" if closes else "error")
        self.band_icon.show_icon(
            "circle-check" if closes else "circle-x", "ok" if closes else "bad"
        )
        if closes and shown.sums.invoices:
            self.band_title.setText(f"{month} closes, to the cent.")
            text = "Every record that came in is accounted for, and every sum agrees with the next."
        elif closes:
            self.band_title.setText(f"Nothing of {month} is billed yet; so far all adds up.")
            text = "Every record that came in is accounted for."
        else:
            self.band_title.setText(f"{month} does not close.")
            text = broken_words(shown)
        self.band_text.setText(text)
        self.band.setAccessibleName(f"{self.band_title.text()} {text}")

    def _show_cards(self, joints: list[Joint]) -> None:
        _clear(self.cards)
        for place, joint in enumerate(joints):
            if place:
                name = "equal" if joint.is_equal else "chevron-right"
                role = "ok" if joint.holds else "bad"
                sign = IconLabel("circle-x" if not joint.holds else name, role, 20)
                sign.setAccessibleName("equals" if joint.holds else f"differs: {joint.broken}")
                self.cards.addWidget(sign)
            self.cards.addWidget(_card(joint), 1)


def _clear(row: QHBoxLayout) -> None:
    while row.count():
        entry = row.takeAt(0)
        widget = entry.widget() if entry is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _sign(joint: Joint) -> tuple[str, str]:
    if not joint.holds:
        return "circle-x", "bad"
    return ("clock", "run") if joint.is_open else ("check", "ok")


def _card(joint: Joint) -> Card:
    card = Card(margin=12, spacing=2)
    card.rows.addLayout(
        beside(IconLabel(joint.icon, "text_muted"), label(joint.title, "muted"), None)
    )
    card.rows.addWidget(label(joint.figure, "page"))
    detail = joint.broken or joint.detail
    sign = IconLabel(*_sign(joint))
    card.rows.addLayout(beside(sign, label(detail, "muted"), None))
    card.setAccessibleName(f"{joint.title} {joint.figure}, {detail}")
    return card
