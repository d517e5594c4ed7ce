"""The proof in words: its row of cards, its tables, and the notes below them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.billing.proof import Proof, Tally
from app.billing.proof_sections import HOLD_WORDS, Section, WholeProof
from app.billing.proof_systems import BooksProof, Hold
from app.operations.browse_bills import BilledSums
from app.ui import words
from app.ui.pages.bills.proof_table import ProofLine

_REASONS: Final = {
    "late": "Late, for the next run",
    "invoice_void": "Of a void invoice",
    "account_left_out": "Customer left out",
    "no_run_yet": "Not billed yet",
}
_SHORT: Final = 12
"""So many letters of a system's title stand on a card."""
_NAMED: Final = 4
"""So many records are named in the band."""


@dataclass(frozen=True, slots=True)
class ShownProof:
    """A proof with the sums that stand beside it."""

    label: str
    whole: WholeProof
    sums: BilledSums

    @property
    def proof(self) -> Proof:
        """Of this file alone."""
        return self.whole.proof


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
    is_open: bool = False
    """Whether something of it is still to come, which is no break."""
    broken: str = ""
    """By how much it does not agree."""


def joints_of(shown: ShownProof) -> list[Joint]:
    """The row of cards; each is compared with the one before."""
    return [
        *_of_records(shown),
        *_of_invoices(shown),
        *(_of_books(each, shown.whole) for each in shown.whole.books),
        _of_mail(shown.sums),
        *([_of_payments(shown.whole)] if shown.whole.books else []),
    ]


def _of_records(shown: ShownProof) -> list[Joint]:
    proof, sums = shown.proof, shown.sums
    missing = proof.missing
    agrees = missing == Tally() and shown.whole.holds(Section.RATED)
    off = proof.billed_calls.amount - proof.outcomes.billed.amount
    differs = f"{words.change(off)} on invoices"
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
            figure=words.count(proof.outcomes.total.calls),
            detail=f"{words.count(proof.outcomes.billed.calls)} billed",
            holds=agrees,
            broken=""
            if agrees
            else _missing_words(missing.calls)
            if missing != Tally()
            else differs,
        ),
    ]


def _of_invoices(shown: ShownProof) -> list[Joint]:
    invoices = shown.proof.invoices
    off = invoices.total - invoices.lines - invoices.tax_lines
    psa = [joint for joint in shown.whole.of(Section.BILLED) if joint.name.startswith("psa.")]
    psa_off = next((joint.difference for joint in psa if not joint.closes), None)
    journal_off = invoices.receivable - invoices.total
    return [
        Joint(
            title="Invoices",
            icon="file-text",
            figure=words.money(invoices.total),
            detail=words.plural(shown.sums.invoices, "invoice"),
            holds=invoices.charges + invoices.taxes == invoices.total
            and invoices.lines == invoices.charges
            and psa_off is None,
            is_equal=False,
            broken=words.change(off)
            if off
            else f"{words.change(psa_off)} of PSA work"
            if psa_off is not None
            else "",
        ),
        Joint(
            title="Journal",
            icon="book-open",
            figure=words.money(invoices.receivable),
            detail="debit = credit",
            holds=not journal_off
            and invoices.revenue + invoices.tax_payable == invoices.receivable,
            broken=words.change(journal_off) if journal_off else "",
        ),
    ]


def _of_books(books: BooksProof, whole: WholeProof) -> Joint:
    own = [joint for joint in whole.of(Section.POSTED) if joint.name.endswith(f".{books.system}")]
    holds = all(joint.closes for joint in own)
    off = sum((joint.difference for joint in own), Decimal(0))
    posted = words.plural(len(books.posted), "posted", "posted")
    waiting = sum(len(each.numbers) for each in books.held if each.hold is not Hold.NOTHING)
    return Joint(
        # Its first word, so that seven cards stand side by side: QuickBooks, Xero, Sage.
        title=books.title.partition(" ")[0] if len(books.title) > _SHORT else books.title,
        icon="landmark",
        figure=words.money(books.there),
        detail=f"{posted}, {words.count(waiting)} not yet" if waiting else posted,
        holds=holds,
        is_equal=not waiting,
        is_open=bool(waiting),
        broken="" if holds else words.change(off) if off else "differs",
    )


def _of_mail(sums: BilledSums) -> Joint:
    parts = [f"{words.count(sums.mailed)} e-mail", f"{words.count(sums.printed)} print"]
    gone = sums.mailed + sums.printed
    return Joint(
        title="Sent",
        icon="send",
        figure=words.count(gone),
        detail=", ".join(parts) if gone else "none yet",
        is_equal=False,
        is_open=gone < sums.invoices,
    )


def _of_payments(whole: WholeProof) -> Joint:
    paid = whole.paid
    holds = whole.holds(Section.PAID)
    off = sum((joint.difference for joint in whole.of(Section.PAID)), Decimal(0))
    over = f", {words.money(paid.over)} over" if paid.over else ""
    return Joint(
        title="Paid",
        icon="banknote",
        figure=words.money(paid.settled),
        detail=f"{words.money(paid.open)} open{over}",
        holds=holds,
        is_equal=False,
        is_open=bool(paid.open),
        broken="" if holds else words.change(off) if off else "differs",
    )


def broken_words(shown: ShownProof) -> str:
    """The broken joint and its records, in words."""
    broken = [joint for joint in joints_of(shown) if not joint.holds]
    text = ". ".join(f"{joint.title}: {joint.broken or 'differs'}" for joint in broken)
    names = shown.whole.broken
    if names:
        text += f". Look at {'; '.join(names[:_NAMED])}"
        text += f" and {words.count(len(names) - _NAMED)} more" if len(names) > _NAMED else ""
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


def books_lines(books: BooksProof) -> list[ProofLine]:
    """What of the invoices is in the books, and what is not, with why."""
    lines = [_books_line("Posted", len(books.posted), books.ours)]
    if books.taken:
        lines.append(ProofLine("Changes there, taken over", ("", words.money(books.taken))))
    if books.difference:
        many = len(books.differing)
        lines.append(_books_line("Different there", many, books.difference))
    lines.append(ProofLine(f"In {books.title}", ("", words.money(books.there)), is_part=True))
    lines += [_books_line(HOLD_WORDS[e.hold], len(e.numbers), e.amount) for e in books.held]
    if books.relayed:
        count = len(books.relayed) - len(books.not_relayed)
        lines.append(_books_line("Apart: invoices of the PSA", count, books.relayed_total))
    if books.not_relayed:
        amount = sum((each.total for each in books.not_relayed), Decimal(0))
        lines.append(_books_line("Apart: still to be relayed", len(books.not_relayed), amount))
    count = len(books.posted) + sum(len(each.numbers) for each in books.held)
    title = "Posted and not posted"
    amount = books.ours + books.not_posted
    return [*lines, ProofLine(title, (words.count(count), words.money(amount)), is_sum=True)]


def _books_line(title: str, count: int, amount: Decimal) -> ProofLine:
    return ProofLine(title, (words.count(count), words.money(amount)))


def paid_lines(whole: WholeProof) -> list[ProofLine]:
    """What settles the posted invoices."""
    paid = whole.paid
    rows = [
        ("Paid", paid.money),
        ("Credits", paid.credits),
        ("Changes there, taken over", paid.adjusted),
        ("Open", paid.open),
        ("Less what is over", -paid.over),
    ]
    lines = [ProofLine(t, (words.money(a),)) for t, a in rows if a or t in {"Paid", "Open"}]
    return [*lines, ProofLine("Posted", (words.money(paid.owed),), is_sum=True)]


def paid_notes(whole: WholeProof) -> list[tuple[str, str, str]]:
    """Icon, role and words of what stands below the payments."""
    paid = whole.paid
    notes = []
    if paid.unapplied:
        text = f"{words.money(paid.unapplied)} of these customers lies on no invoice"
        notes.append(("circle-alert", "warn", text))
    if paid.behind:
        text = f"Payments on {words.plural(len(paid.behind), 'invoice')} are not taken in yet"
        notes.append(("clock", "text_muted", text))
    for psa in whole.psas:
        if psa.count:
            text = f"{words.plural(psa.count, 'line')} of {psa.title}, {words.money(psa.amount)}"
            sign = ("circle-x", "bad") if psa.broken else ("check", "ok")
            notes.append((*sign, f"{text}: each once on an invoice"))
    return notes


def books_notes(books: BooksProof) -> list[tuple[str, str, str]]:
    """The same below the books: what differs, by invoice."""
    notes = [
        ("circle-x", "bad", f"{each.number}: {each.words}") for each in books.differing[:_NAMED]
    ]
    notes += [
        ("circle-x", "bad", f"PSA invoice {each.number}: {words.change(each.difference)} there")
        for each in books.relayed_differing[:_NAMED]
    ]
    held = {Hold.CONFLICT, Hold.REFUSED, Hold.UNKNOWN}
    for each in books.held:
        if each.hold in held:
            named = ", ".join(each.numbers[:_NAMED])
            notes.append(("circle-alert", "warn", f"{named}: {each.why}"))
    if books.unread:
        text = f"{words.plural(books.unread, 'invoice')} not read there since posting"
        notes.append(("clock", "text_muted", text))
    return notes


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
