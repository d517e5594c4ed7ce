"""Proof: every record that came in has one outcome, and every sum agrees with the next."""

from dataclasses import dataclass
from decimal import Decimal
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

from app.billing.proof import Proof, Tally
from app.operations.browse_bills import BilledSums, billed_sums
from app.operations.office import Office
from app.operations.prove_period import prove_period
from app.operations.save_proof import save_proof
from app.ui import words
from app.ui.desk import Desk
from app.ui.page import Page
from app.ui.pages.bills.key_button import KeyButton
from app.ui.pages.bills.proof_table import ProofLine, ProofTable
from app.ui.parts.controls import Card, IconLabel, beside, dress, label

_REASONS = {
    "late": "Late, for the next run",
    "invoice_void": "Of a void invoice",
    "account_left_out": "Customer left out",
    "no_run_yet": "Not billed yet",
}


@dataclass(frozen=True, slots=True)
class ShownProof:
    """A proof with the sums that stand beside it."""

    label: str
    proof: Proof
    sums: BilledSums


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """One card of the row, and whether it agrees with the one before."""

    title: str
    icon: str
    figure: str
    detail: str
    holds: bool = True
    is_equal: bool = True
    """Whether it has to be equal to the one before; else it only follows."""
    broken: str = ""
    """By how much it does not agree."""


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
        self.cards.setSpacing(6)
        self.calls = ProofTable("Calls", ("Number", "Hours", "Value"))
        self.invoices = ProofTable("Invoices", ("Money",))
        self.journal = ProofTable("Journal", ("Debit", "Credit"))
        tables = QGridLayout()
        tables.setHorizontalSpacing(12)
        for place, table in enumerate((self.calls, self.invoices, self.journal)):
            tables.addWidget(table, 0, place)
        for place, part in enumerate((36, 28, 36)):
            tables.setColumnStretch(place, part)
        inside = QWidget()
        inside.setProperty("kind", "ground")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.band)
        column.addLayout(self.cards)
        column.addLayout(tables, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName("Proof")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.setFocusProxy(self.calls.view)
        self._say_band(None)

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
            return ShownProof(label_, prove_period(office, label_), billed_sums(office, label_))

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
        self.told.emit()

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
        closes = shown.proof.closes
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
        while self.cards.count():
            entry = self.cards.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, joint in enumerate(joints):
            if place:
                name = "equal" if joint.is_equal else "chevron-right"
                role = "ok" if joint.holds else "bad"
                sign = IconLabel("circle-x" if not joint.holds else name, role, 20)
                sign.setAccessibleName("equals" if joint.holds else f"differs: {joint.broken}")
                self.cards.addWidget(sign)
            self.cards.addWidget(_card(joint), 1)


def _card(joint: Joint) -> Card:
    card = Card(margin=12, spacing=2)
    card.rows.addLayout(
        beside(IconLabel(joint.icon, "text_muted"), label(joint.title, "muted"), None)
    )
    card.rows.addWidget(label(joint.figure, "page"))
    detail = joint.broken or joint.detail
    sign = IconLabel("check" if joint.holds else "circle-x", "ok" if joint.holds else "bad")
    card.rows.addLayout(beside(sign, label(detail, "muted"), None))
    card.setAccessibleName(f"{joint.title} {joint.figure}, {detail}")
    return card


def joints_of(shown: ShownProof) -> list[Joint]:
    """The row of cards; each is compared with the one before."""
    proof, sums = shown.proof, shown.sums
    missing = proof.missing
    accounted = proof.outcomes.total
    invoices = proof.invoices
    return [
        Joint(
            title="Records in",
            icon="file-input",
            figure=words.count(proof.records_in.calls),
            detail=f"{words.plural(sums.sources, 'source')}, {words.plural(sums.imports, 'file')}",
        ),
        Joint(
            title="Accounted for",
            icon="activity",
            figure=words.count(accounted.calls),
            detail=f"{words.count(proof.outcomes.billed.calls)} billed",
            holds=missing == Tally(),
            broken="" if missing == Tally() else _missing_words(missing.calls),
        ),
        Joint(
            title="Calls on invoices",
            icon="receipt",
            figure=words.money(proof.billed_calls.amount),
            detail=words.plural(proof.billed_calls.calls, "call"),
            holds=proof.calls_agree,
            is_equal=False,
            broken=""
            if proof.calls_agree
            else words.change(proof.billed_calls.amount - proof.outcomes.billed.amount),
        ),
        Joint(
            title="Invoices",
            icon="file-text",
            figure=words.money(invoices.total),
            detail=words.plural(sums.invoices, "invoice"),
            holds=invoices.charges + invoices.taxes == invoices.total
            and invoices.lines == invoices.charges,
            is_equal=False,
            broken=""
            if invoices.lines + invoices.tax_lines == invoices.total
            else words.change(invoices.total - invoices.lines - invoices.tax_lines),
        ),
        Joint(
            title="Journal",
            icon="book-open",
            figure=words.money(invoices.receivable),
            detail="debit = credit",
            holds=invoices.receivable == invoices.total
            and invoices.revenue + invoices.tax_payable == invoices.receivable,
            broken=""
            if invoices.receivable == invoices.total
            else words.change(invoices.receivable - invoices.total),
        ),
    ]


def broken_words(shown: ShownProof) -> str:
    """The broken joint and its records, in words."""
    broken = [joint for joint in joints_of(shown) if not joint.holds]
    text = ". ".join(f"{joint.title}: {joint.broken or 'differs'}" for joint in broken)
    names = shown.proof.broken
    if names:
        text += f". Look at {', '.join(names[:4])}"
        text += f" and {words.count(len(names) - 4)} more" if len(names) > 4 else ""  # noqa: PLR2004  as shown
    return f"{text}."


def _signed(count: int) -> str:
    return f"{'+' if count > 0 else ''}{words.count(count)}"


def _missing_words(count: int) -> str:
    return f"{_signed(count)} {'record' if abs(count) == 1 else 'records'}"


def call_lines(proof: Proof) -> list[ProofLine]:
    """What became of the records."""
    out = proof.outcomes
    waiting = out.suspended - out.held
    rows = [("Billed", out.billed)]
    rows += [(_REASONS.get(why, why), tally) for why, tally in out.not_billed.items()]
    rows += [
        ("In suspense", waiting),
        ("On hold", out.held),
        ("Written off", out.written_off),
        ("Not chargeable", out.not_chargeable),
        ("Already here, dropped", out.duplicate),
        ("Rows that cannot be read", Tally(calls=out.malformed)),
    ]
    lines = [_tally_line(title, tally) for title, tally in rows if tally.calls or title == "Billed"]
    return [*lines, _tally_line("Records in", proof.records_in, is_sum=True)]


def _tally_line(title: str, tally: Tally, *, is_sum: bool = False) -> ProofLine:
    hours, rest = divmod(tally.seconds, 3600)
    cells = (
        words.count(tally.calls),
        f"{words.count(hours)}:{rest // 60:02}",
        words.money(tally.amount),
    )
    return ProofLine(title, cells, is_sum=is_sum)


def invoice_lines(sums: BilledSums) -> list[ProofLine]:
    """The invoices by kind of charge and tax."""
    lines = [ProofLine(title, (words.money(amount),)) for title, amount in sums.kinds if amount]
    lines.append(ProofLine("Charges", (words.money(sums.charges),), is_part=True))
    lines += [ProofLine(title, (words.money(amount),)) for title, amount in sums.taxes if amount]
    title = words.plural(sums.invoices, "invoice")
    return [*lines, ProofLine(title, (words.money(sums.total),), is_sum=True)]


def journal_lines(sums: BilledSums) -> list[ProofLine]:
    """The journal by account of the books."""
    zero = Decimal(0)
    lines = [
        ProofLine(
            title,
            (
                words.money(amount) if amount > 0 else "",
                words.money(-amount) if amount < 0 else "",
            ),
        )
        for title, amount in sums.ledger
    ]
    debit = sum((amount for _, amount in sums.ledger if amount > 0), zero)
    credit = -sum((amount for _, amount in sums.ledger if amount < 0), zero)
    return [*lines, ProofLine("Both", (words.money(debit), words.money(credit)), is_sum=True)]


def notes_of(shown: ShownProof) -> list[tuple[str, str, str]]:
    """Icon, role and words of what stands below the journal."""
    sums, proof = shown.sums, shown.proof
    notes = []
    if sums.first_number and sums.first_number != sums.last_number:
        notes.append(("check", "ok", f"Invoices {sums.first_number} to {sums.last_number}"))
    waiting = proof.outcomes.suspended.calls
    if waiting:
        text = f"{words.plural(waiting, 'call')} in suspense, billed later as late usage"
        notes.append(("circle-alert", "warn", text))
    left = proof.outcomes.not_billed.get("account_left_out", Tally())
    if left.calls:
        text = f"{words.plural(left.calls, 'call')} of customers left out"
        notes.append(("circle-alert", "warn", f"{text}, {words.money(left.amount)}"))
    return notes
