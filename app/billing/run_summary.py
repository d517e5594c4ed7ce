"""What a bill run came to when it was worked out, kept with it so that nobody works it out again.

A draft holds no invoices; its summary is what the month end shows. It is stale when the file has
changed since in anything that a run is made from.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.billing.draft import DraftInvoice
from app.billing.gates import Gate, GateName, left_out
from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSum:
    """A gate as it stood: how much, and the money."""

    name: GateName
    count: int
    amount: Decimal
    records: tuple[str, ...]
    """The first of what stands in the way, by name."""
    held: str | None = None
    """Of what a person held back in review: why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A run in numbers."""

    invoices: int
    charges: Decimal
    taxes: Decimal
    total: Decimal
    left_out: int
    left_out_amount: Decimal
    gates: tuple[GateSum, ...]
    mark: int
    """The newest change of the file that the run knew of."""


_RECORDS = 5


def summary_of(drafts: Sequence[DraftInvoice], gates: Iterable[Gate], *, mark: int) -> RunSummary:
    """The summary of a run."""
    billed = [draft.billed for draft in drafts if draft.billed is not None]
    out = left_out(drafts)
    return RunSummary(
        invoices=len(billed),
        charges=sum((invoice.charges for invoice in billed), ZERO),
        taxes=sum((invoice.taxes for invoice in billed), ZERO),
        total=sum((invoice.total for invoice in billed), ZERO),
        left_out=len(out),
        left_out_amount=sum((each.amount for each in out), ZERO),
        gates=tuple(
            GateSum(
                name=gate.name,
                count=gate.count,
                amount=gate.amount,
                records=gate.records[:_RECORDS],
                held=gate.waiver if gate.name is GateName.HELD_IN_REVIEW else None,
            )
            for gate in gates
        ),
        mark=mark,
    )


def summary_text(summary: RunSummary) -> str:
    """The summary as it is kept: JSON."""
    return json.dumps(
        {
            "invoices": summary.invoices,
            "charges": f"{summary.charges:f}",
            "taxes": f"{summary.taxes:f}",
            "total": f"{summary.total:f}",
            "left_out": summary.left_out,
            "left_out_amount": f"{summary.left_out_amount:f}",
            "gates": [
                [gate.name.value, gate.count, f"{gate.amount:f}", list(gate.records), gate.held]
                for gate in summary.gates
            ],
            "mark": summary.mark,
        },
        sort_keys=True,
    )


def read_summary(text: str | None) -> RunSummary | None:
    """The summary that was kept; None where none was."""
    if not text:
        return None
    kept = json.loads(text)
    return RunSummary(
        invoices=kept["invoices"],
        charges=Decimal(kept["charges"]),
        taxes=Decimal(kept["taxes"]),
        total=Decimal(kept["total"]),
        left_out=kept["left_out"],
        left_out_amount=Decimal(kept["left_out_amount"]),
        gates=tuple(
            GateSum(
                name=GateName(name),
                count=count,
                amount=Decimal(amount),
                records=tuple(records),
                held=held,
            )
            for name, count, amount, records, held in kept["gates"]
        ),
        mark=kept["mark"],
    )
