"""The proof of a month on paper: what became of every record, and how all sums agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.issuer import Company
from app.billing.proof import Proof, Tally
from app.billing.proof_sections import HOLD_WORDS, WholeProof
from app.billing.proof_systems import BooksProof
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
_NAMED: Final = 3
"""So many records are named on top; all of them stand in a table."""
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
    whole: WholeProof
    invoices: int
    kinds: Sequence[tuple[str, Decimal]]
    """Charges by kind."""
    taxes: Sequence[tuple[str, Decimal]]
    ledger: Sequence[tuple[str, Decimal]]
    """By account of the books: debit above zero, credit below."""
    language: str = "en-US"

    @property
    def proof(self) -> Proof:
        """Of the company file alone."""
        return self.whole.proof

    @property
    def verdict(self) -> str:
        """Whether the month closes, and what breaks it."""
        if self.whole.closes:
            return f"{self.month} closes, to the cent."
        named = "; ".join(self.whole.broken[:_NAMED])
        more = len(self.whole.broken) - _NAMED
        named += f" and {count(more)} more" if more > 0 else ""
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
    for books in paper.whole.books:
        flow.table(_books(books, flow.width))
    if paper.whole.books:
        flow.table(_payments(paper.whole, flow.width))
    if paper.whole.broken:
        flow.table(_breaks(paper.whole, flow.width))
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
    rows = [
        (f"{each.one}, and {each.other[0].lower()}{each.other[1:]}", each.left, each.right)
        for each in paper.whole.joints
        if not each.is_count
    ]
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


def _books(books: BooksProof, width: float) -> Table:
    """What of the invoices is in the books, and what is not, with why."""
    rows = [("Posted from here", len(books.posted), books.ours)]
    if books.taken:
        rows.append(("Changes there, taken over", 0, books.taken))
    if books.differing:
        rows.append(("Different there", len(books.differing), books.difference))
    rows += [
        (f"Not posted: {HOLD_WORDS[each.hold]}", len(each.numbers), each.amount)
        for each in books.held
    ]
    if books.relayed:
        many = len(books.relayed) - len(books.not_relayed)
        rows.append(("Apart: invoices of the PSA", many, books.relayed_total))
    if books.not_relayed:
        amount = sum((each.total for each in books.not_relayed), ZERO)
        rows.append(("Apart: still to be relayed", len(books.not_relayed), amount))
    lines = [
        Row(cells=(title, count(many) if many else "", money(amount)))
        for title, many, amount in rows
    ]
    there = Row(cells=(f"In {books.title}", "", money(books.there)), kind=RowKind.TOTAL)
    columns = (
        Column(title="What became of the invoices", share=1.0, wraps=True),
        Column(title="Number", share=0.14, right=True),
        Column(title="Money", share=0.16, right=True),
    )
    return Table(books.title, columns, (*lines, there), width)


def _payments(whole: WholeProof, width: float) -> Table:
    paid = whole.paid
    rows = [
        ("Paid", paid.money),
        ("Credits", paid.credits),
        ("Changes there, taken over", paid.adjusted),
        ("Open", paid.open),
        ("Less what is over", -paid.over),
    ]
    lines = [
        Row(cells=(title, money(amount)))
        for title, amount in rows
        if amount or title in {"Paid", "Open"}
    ]
    posted = Row(cells=("Posted", money(paid.owed)), kind=RowKind.TOTAL)
    apart = Row(cells=("Apart: money of these customers on no invoice", money(paid.unapplied)))
    columns = (
        Column(title="What settles them", share=1.0, wraps=True),
        Column(title="Money", share=0.16, right=True),
    )
    return Table("Payments", columns, (*lines, posted, *([apart] if paid.unapplied else [])), width)


def _breaks(whole: WholeProof, width: float) -> Table:
    columns = (Column(title="Record", share=1.0, wraps=True),)
    return Table("What breaks it", columns, tuple(Row(cells=(e,)) for e in whole.broken), width)


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
