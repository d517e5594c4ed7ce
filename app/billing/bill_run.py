"""Bill runs: their states and moves, and the number series their invoices take from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from app.billing.invoice import InvoiceState
from app.errors import NotAllowed


class RunState(Enum):
    """Where a bill run stands."""

    DRAFT = "draft"
    """Worked out, shown, thrown away or worked out again; nothing is numbered."""
    APPROVED = "approved"
    """Invoices are numbered and sealed, their calls locked."""
    FINAL = "final"
    """One of its invoices left the house."""
    UNDONE = "undone"
    """Taken back: its numbers are in the series again."""


class Move(Enum):
    """What can happen to a run."""

    APPROVE = "approve"
    ISSUE = "issue"
    UNDO = "undo"


MOVES: Final = {
    (RunState.DRAFT, Move.APPROVE): RunState.APPROVED,
    (RunState.APPROVED, Move.ISSUE): RunState.FINAL,
    (RunState.FINAL, Move.ISSUE): RunState.FINAL,
    (RunState.APPROVED, Move.UNDO): RunState.UNDONE,
}
"""Every move there is; any other is refused."""

_REMEDY: Final = {
    Move.APPROVE: "Make a new run of the period: it bills what is not billed yet.",
    Move.ISSUE: "Approve the run first.",
    Move.UNDO: "Void the invoices that are wrong, or credit them.",
}

INVOICE_MOVES: Final = {
    (InvoiceState.DRAFT, InvoiceState.APPROVED),
    (InvoiceState.APPROVED, InvoiceState.ISSUED),
    (InvoiceState.APPROVED, InvoiceState.VOID),
    (InvoiceState.ISSUED, InvoiceState.VOID),
}
"""From which state an invoice can go to which; a void one keeps its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRun:
    """One round of billing of a period."""

    number: int
    label: str
    state: RunState = RunState.DRAFT

    def moved(self, move: Move) -> "BillRun":
        """The run after the move; NotAllowed where there is none."""
        state = MOVES.get((self.state, move))
        if state is None:
            raise NotAllowed(
                f"Run {self.number} cannot be taken to “{move.value}”.",
                f"It is {self.state.value}.",
                _REMEDY[move],
            )
        return replace(self, state=state)


def undone(run: BillRun, *, latest: int, invoices: Iterable[tuple[str, InvoiceState]]) -> BillRun:
    """The run taken back; NotAllowed unless it is the latest approved one and none was issued.

    ``latest`` is the number of the last approved run that is not undone; ``invoices`` are the
    numbers and states of this run's.
    """
    gone = [number for number, state in invoices if state is not InvoiceState.APPROVED]
    if run.number != latest:
        raise NotAllowed(
            f"Run {run.number} cannot be undone.",
            f"Run {latest} was approved after it.",
            "Undo that one first, or void the invoices that are wrong.",
        )
    if gone and run.state is not RunState.UNDONE:
        raise NotAllowed(
            f"Run {run.number} cannot be undone.",
            f"{_some(gone)} issued or made void.",
            _REMEDY[Move.UNDO],
        )
    return run.moved(Move.UNDO)


def moved_invoice(number: str, state: InvoiceState, *, to: InvoiceState) -> InvoiceState:
    """The state ``to``; NotAllowed where an invoice cannot go there from ``state``."""
    if (state, to) not in INVOICE_MOVES:
        raise NotAllowed(
            f"Invoice {number} cannot become {to.value}.",
            f"It is {state.value}.",
            "Correct it by a credit on the next invoice.",
        )
    return to


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSeries:
    """Invoice numbers: a prefix and the next number, without gaps."""

    prefix: str
    next_number: int

    def taken(self, count: int) -> tuple[list[str], "NumberSeries"]:
        """The next ``count`` invoice numbers, and the series after them."""
        after = self.next_number + count
        numbers = [f"{self.prefix}{number}" for number in range(self.next_number, after)]
        return numbers, replace(self, next_number=after)

    def returned(self, count: int) -> "NumberSeries":
        """The series after the last ``count`` numbers were given back."""
        return replace(self, next_number=self.next_number - count)


def series_start(planned: int, *, current: int, has_invoices: bool) -> int:
    """The next number after ``company.next_invoice_number`` was imported as ``planned``.

    It sets the series only while no invoice exists; later a lower one is ignored
    (``setup-workbook.md``, sheet company).
    """
    return max(planned, current) if has_invoices else planned


def _some(numbers: list[str]) -> str:
    shown = ", ".join(numbers[:3])
    more = f" and {len(numbers) - 3} more" if len(numbers) > 3 else ""  # noqa: PLR2004  as shown
    return f"Invoice {shown}{more} {'was' if len(numbers) == 1 else 'were'}"
