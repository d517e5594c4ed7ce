"""The proof of a period from file to payment: five sections, and the joints that hold them.

What is open is no break; a difference is, and each names the records that break it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from app.billing.proof import InvoiceSums, Proof, Tally
from app.billing.proof_systems import BooksProof, Hold, PaidProof, PsaProof
from app.values.money import ZERO

HOLD_WORDS: Final[Mapping[Hold, str]] = {
    Hold.BEFORE_GO_LIVE: "From before the go-live day",
    Hold.NOT_NEEDED: "Customer not needed there",
    Hold.NOTHING: "Come to nothing",
    Hold.CONFLICT: "Need a hand",
    Hold.REFUSED: "Refused there",
    Hold.UNKNOWN: "Sent, without an answer",
    Hold.OFF: "Posting is off",
    Hold.WAITING: "For the next batch",
}
"""Why documents are not in the books, for lists of them."""


class Section(Enum):
    """A stretch of the way from a call file to a payment."""

    FILE = "file"
    RATED = "rated"
    BILLED = "billed"
    POSTED = "posted"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Two sums that have to be one."""

    section: Section
    name: str
    """For machines."""
    one: str
    """What the first sum is."""
    other: str
    left: Decimal
    right: Decimal
    is_count: bool = False
    """Whether it is records, and not money."""
    broken: tuple[str, ...] = ()
    """The records that break it."""

    @property
    def difference(self) -> Decimal:
        """The first less the other."""
        return self.left - self.right

    @property
    def closes(self) -> bool:
        """Whether both are the same, in sum and record by record."""
        return not self.difference and not self.broken


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeProof:
    """The proof of a period over all systems."""

    proof: Proof
    """Of what is in this file alone: records, calls, invoices and journal."""
    psas: tuple[PsaProof, ...] = ()
    books: tuple[BooksProof, ...] = ()
    """Of each accounting system that is connected."""
    paid: PaidProof

    @property
    def joints(self) -> tuple[Joint, ...]:
        """All joints, from file to payment."""
        return (
            *_records(self.proof),
            *_invoices(self.proof),
            *map(_psa, self.psas),
            *(joint for each in self.books for joint in _books(each, self.proof)),
            *(_paid(self.paid) if self.books else ()),
        )

    def of(self, section: Section) -> tuple[Joint, ...]:
        """The joints of a section."""
        return tuple(each for each in self.joints if each.section is section)

    def holds(self, section: Section) -> bool:
        """Whether a section closes."""
        return all(each.closes for each in self.of(section))

    @property
    def closes(self) -> bool:
        """Whether nothing is missing, doubled or different anywhere."""
        return self.proof.closes and all(each.closes for each in self.joints)

    @property
    def broken(self) -> list[str]:
        """The records that break it, by name; each once."""
        names = (name for joint in self.joints for name in joint.broken)
        return list(dict.fromkeys([*self.proof.broken, *names]))


def _records(proof: Proof) -> Iterator[Joint]:
    out = proof.outcomes
    yield Joint(
        section=Section.FILE,
        name="records",
        one="Records in",
        other="Accounted for",
        left=Decimal(proof.records_in.calls),
        right=Decimal(out.total.calls),
        is_count=True,
        broken=tuple(each.name for each in proof.broken_imports),
    )
    yield Joint(
        section=Section.FILE,
        name="seconds",
        one="Seconds in",
        other="Accounted for",
        left=Decimal(proof.records_in.seconds),
        right=Decimal(out.total.seconds),
        is_count=True,
    )
    yield Joint(
        section=Section.RATED,
        name="value",
        one="Value of records",
        other="Value accounted for",
        left=proof.records_in.amount,
        right=out.total.amount,
    )
    calls = tuple(e.name for e in proof.broken_invoices if _calls(e) != _usage(e))
    yield Joint(
        section=Section.RATED,
        name="billed_calls",
        one="Calls billed",
        other="Calls on invoices",
        left=out.billed.amount,
        right=proof.billed_calls.amount,
        broken=calls,
    )
    yield Joint(
        section=Section.RATED,
        name="billed_calls_count",
        one="Number of calls billed",
        other="Number on invoices",
        left=Decimal(out.billed.calls),
        right=Decimal(proof.billed_calls.calls),
        is_count=True,
    )


def _calls(invoice: InvoiceSums) -> Tally:
    return Tally(calls=invoice.calls, amount=invoice.calls_exact)


def _usage(invoice: InvoiceSums) -> Tally:
    return Tally(calls=invoice.usage_calls, amount=invoice.usage_exact)


def _invoices(proof: Proof) -> Iterator[Joint]:
    sums = proof.invoices
    rows = (
        ("lines", "Lines of invoices", "Charges", sums.lines, sums.charges),
        ("tax_lines", "Lines of taxes", "Taxes", sums.tax_lines, sums.taxes),
        ("totals", "Charges and taxes", "Invoices", sums.charges + sums.taxes, sums.total),
        ("receivable", "Invoices", "Receivable", sums.total, sums.receivable),
        (
            "journal",
            "Revenue and taxes in the journal",
            "Receivable",
            sums.revenue + sums.tax_payable,
            sums.receivable,
        ),
    )
    of_money = tuple(each.name for each in proof.broken_invoices if not _money_closes(each))
    for name, one, other, left, right in rows:
        broken = of_money if name == "totals" else ()
        yield Joint(
            section=Section.BILLED,
            name=name,
            one=one,
            other=other,
            left=left,
            right=right,
            broken=broken,
        )


def _money_closes(one: InvoiceSums) -> bool:
    return (
        one.lines == one.charges == one.revenue
        and one.tax_lines == one.taxes == one.tax_payable
        and one.charges + one.taxes == one.total == one.receivable
    )


def _psa(psa: PsaProof) -> Joint:
    return Joint(
        section=Section.BILLED,
        name=f"psa.{psa.system}",
        one=f"Time and charges of {psa.title} on invoices",
        other="Our ledger of them",
        left=psa.amount,
        right=psa.ledger_amount,
        broken=psa.broken,
    )


def _books(books: BooksProof, proof: Proof) -> Iterator[Joint]:
    yield Joint(
        section=Section.POSTED,
        name=f"billed.{books.system}",
        one="Posted and not posted",
        other="Invoices",
        left=books.ours + books.not_posted,
        right=proof.invoices.total,
    )
    yield Joint(
        section=Section.POSTED,
        name=f"there.{books.system}",
        one=f"In {books.title}",
        other="Posted from here",
        left=books.there,
        right=books.ours + books.taken,
        broken=tuple(f"{e.number} in {books.title}: {e.words}" for e in books.differing),
    )
    if books.relayed:
        yield Joint(
            section=Section.POSTED,
            name=f"relayed.{books.system}",
            one=f"PSA invoices in {books.title}",
            other="Relayed from the PSA",
            left=books.relayed_there,
            right=books.relayed_total,
            broken=tuple(
                f"{each.number} in {books.title}: {each.there or ZERO:.2f} there, "
                f"{each.total:.2f} in the PSA"
                for each in books.relayed_differing
            ),
        )


def _paid(paid: PaidProof) -> Iterator[Joint]:
    yield Joint(
        section=Section.PAID,
        name="posted",
        one="Paid and open, less what is over",
        other="Posted",
        left=paid.settled + paid.open_there - paid.over,
        right=paid.owed,
        broken=tuple(
            f"{e.number}: {e.open_there:.2f} open there, {e.open:.2f} by its payments"
            for e in paid.differing
        ),
    )
