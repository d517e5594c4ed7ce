"""The proof of a month on paper: what became of every record, and how all sums agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.issuer import Company
from app.billing.proof import Proof, Tally
from app.documents.numerals import count, long_date, money
from app.documents.page_style import (
    CAPTION,
    LINE,
    MARGIN,
    MUTED,
    STRONG_ADDRESS,
    TITLE,
    PageStyle,
)
from app.documents.pen import About, Pen, elided, wrapped
from app.documents.tables import Column, Flow, Row, RowKind, Table
from app.values.money import ZERO

_FOOT: Final = 35.0
_FIRST_TOP: Final = MARGIN + 58
_NEXT_TOP: Final = MARGIN + 26
_HOUR: Final = 3600
_REASONS: Final = {
    "late": "Late, for the next run",
    "invoice_void": "Of a void invoice",
    "account_left_out": "Customer left out",
    "no_run_yet": "Not billed yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofPaper:
    """What stands on the paper."""

    company: Company
    month: str
    """Its name, such as October 2026."""
    dated: date
    proof: Proof
    invoices: int
    kinds: Sequence[tuple[str, Decimal]]
    """Charges by kind."""
    taxes: Sequence[tuple[str, Decimal]]
    ledger: Sequence[tuple[str, Decimal]]
    """By account of the books: debit above zero, credit below."""
    language: str = "en-US"

    @property
    def verdict(self) -> str:
        """Whether the month closes, and what breaks it."""
        if self.proof.closes:
            return f"{self.month} closes, to the cent."
        named = ", ".join(self.proof.broken)
        return f"{self.month} does not close." + (f" Look at {named}." if named else "")


def proof_bytes(paper: ProofPaper, style: PageStyle) -> bytes:
    """The proof as a PDF; the same proof makes the same bytes."""
    title = f"Proof of {paper.month}"
    seller = paper.company.legal_name or paper.company.name
    pen = Pen(
        style,
        About(
            title=title,
            author=seller,
            subject=paper.verdict,
            language=paper.language,
            dated=paper.dated,
        ),
    )
    pen.new_page()

    def begin_page() -> float:
        if len(pen.pages) > 1:
            pen.text(MARGIN, MARGIN + 10, title, face=STRONG_ADDRESS)
            return _NEXT_TOP
        pen.text(MARGIN, MARGIN + 18, title, face=TITLE)
        pen.right(pen.style.right, MARGIN + 18, seller, face=STRONG_ADDRESS)
        lines = wrapped(paper.verdict, pen.style.inner_width, STRONG_ADDRESS, lines=2)
        for place, words in enumerate(lines):
            pen.text(MARGIN, MARGIN + 38 + 12 * place, words, face=STRONG_ADDRESS)
        return _FIRST_TOP + 12 * (len(lines) - 1)

    flow = Flow(pen, begin_page)
    for table in (_calls(paper, flow.width), _agreeing(paper, flow.width)):
        flow.table(table)
    flow.beside(_invoices(paper, flow.width), _journal(paper, flow.width))
    for number in range(len(pen.pages)):
        pen.turn_to(number)
        _draw_foot(pen, paper, number + 1)
    return pen.saved()


def _calls(paper: ProofPaper, width: float) -> Table:
    proof = paper.proof
    out = proof.outcomes
    rows = [
        ("Billed", out.billed),
        *((_REASONS.get(why, why), tally) for why, tally in out.not_billed.items()),
        ("In suspense", out.suspended - out.held),
        ("On hold", out.held),
        ("Written off", out.written_off),
        ("Not chargeable", out.not_chargeable),
        ("Already here, dropped", out.duplicate),
        ("Rows that cannot be read", Tally(calls=out.malformed)),
    ]
    columns = (
        Column(title="What became of the records", share=1.0, wraps=True),
        Column(title="Number", share=0.14, right=True),
        Column(title="Hours", share=0.14, right=True),
        Column(title="Value", share=0.16, right=True),
    )
    lines = [Row(cells=(title, *_told(tally))) for title, tally in rows if tally.calls]
    accounted = Row(cells=("Accounted for", *_told(out.total)), kind=RowKind.TOTAL)
    came = Row(cells=("Records in", *_told(proof.records_in)), kind=RowKind.TOTAL)
    return Table("Calls", columns, (*lines, accounted, came), width)


def _agreeing(paper: ProofPaper, width: float) -> Table:
    proof, sums = paper.proof, paper.proof.invoices
    rows = (
        ("Calls billed, and on invoices", proof.outcomes.billed.amount, proof.billed_calls.amount),
        ("Lines of invoices, and charges", sums.lines, sums.charges),
        ("Lines of taxes, and taxes", sums.tax_lines, sums.taxes),
        ("Charges and taxes, and invoices", sums.charges + sums.taxes, sums.total),
        ("Invoices, and receivable", sums.total, sums.receivable),
        ("Revenue and taxes, and receivable", sums.revenue + sums.tax_payable, sums.receivable),
    )
    columns = (
        Column(title="What has to agree", share=1.0, wraps=True),
        Column(title="The one", share=0.16, right=True),
        Column(title="The other", share=0.16, right=True),
        Column(title="Difference", share=0.16, right=True),
    )
    lines = tuple(
        Row(cells=(title, money(one), money(other), money(one - other)))
        for title, one, other in rows
    )
    return Table("Sums that agree", columns, lines, width)


def _invoices(paper: ProofPaper, width: float) -> Table:
    rows = [(title, amount) for title, amount in (*paper.kinds, *paper.taxes) if amount]
    columns = (
        Column(title="Kind", share=1.0, wraps=True),
        Column(title="Money", share=0.3, right=True),
    )
    noun = "invoice" if paper.invoices == 1 else "invoices"
    total = (f"{count(paper.invoices)} {noun}", money(paper.proof.invoices.total))
    lines = [Row(cells=(title, money(amount))) for title, amount in rows]
    return Table("Invoices", columns, (*lines, Row(cells=total, kind=RowKind.TOTAL)), width)


def _journal(paper: ProofPaper, width: float) -> Table:
    columns = (
        Column(title="Account", share=1.0, wraps=True),
        Column(title="Debit", share=0.25, right=True),
        Column(title="Credit", share=0.25, right=True),
    )
    lines = [
        Row(
            cells=(
                title,
                money(amount) if amount > 0 else "",
                money(-amount) if amount < 0 else "",
            )
        )
        for title, amount in paper.ledger
    ]
    debit = sum((amount for _, amount in paper.ledger if amount > 0), ZERO)
    credit = -sum((amount for _, amount in paper.ledger if amount < 0), ZERO)
    both = Row(cells=("Both", money(debit), money(credit)), kind=RowKind.TOTAL)
    return Table("Journal", columns, (*lines, both), width)


def _told(tally: Tally) -> tuple[str, str, str]:
    hours, rest = divmod(tally.seconds, _HOUR)
    return count(tally.calls), f"{count(hours)}:{rest // 60:02}", money(tally.amount)


def _draw_foot(pen: Pen, paper: ProofPaper, page: int) -> None:
    y = pen.style.height - _FOOT
    pen.line(MARGIN, y, to=pen.style.right, colour=LINE)
    name = elided(paper.company.name, 200, CAPTION)
    pen.text(MARGIN, y + 11, name, face=CAPTION, colour=MUTED)
    middle = f"Worked out on {long_date(paper.dated)}"
    pen.centre(pen.style.width / 2, y + 11, middle, face=CAPTION, colour=MUTED)
    words = f"Page {page} of {len(pen.pages)}"
    pen.right(pen.style.right, y + 11, words, face=CAPTION, colour=MUTED)
