"""What PSAs tell that stands in a bill run's way: what they billed too, and what no invoice has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.billing.consolidation import Why
from app.billing.draft import DraftInvoice
from app.billing.gates import AtStake
from app.operations.billed_twice import BilledTwice, both_billed, relayed_too
from app.operations.billing_view import billing_view
from app.operations.left_out import WAITS, LeftOutThing, left_at
from app.operations.office import Office
from app.store.connections import connections
from app.store.links import LinkKind
from app.store.mapping import ignored
from app.store.transaction import Transaction
from app.values.money import ZERO

_OTHERS = frozenset({Why.NOT_CONSOLIDATED.value, Why.BEFORE_GO_LIVE.value, WAITS})
"""Whys of what another bills, as was chosen; and of what the run itself bills."""
_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaStakes:
    """Of all PSAs together."""

    billed_in_both: AtStake
    left_out: AtStake


def psa_stakes(
    office: Office, conn: Transaction, label: str, drafts: Iterable[DraftInvoice]
) -> PsaStakes | None:
    """What PSAs tell of a run, by what was last pulled; None where no PSA is connected.

    Billed in both is what the drafts would bill and the PSA has billed already, and what earlier
    runs of the period and the PSA have both billed.
    """
    psas = [each.system for each in connections(conn) if each.role == "psa"]
    if not psas:
        return None
    invoices = [draft.billed for draft in drafts if draft.billed is not None]
    coming = frozenset(line.reference for each in invoices for line in each.lines)
    twice: list[BilledTwice] = []
    left: list[LeftOutThing] = []
    for system in psas:
        view = billing_view(office, conn, system)
        found = [*both_billed(view, coming), *relayed_too(conn, view.invoicing)]
        twice += [each for each in found if each.period == label or each.reference in coming]
        nobodys = ignored(conn, system, LinkKind.CUSTOMER).keys()
        left += [
            each
            for each in left_at(conn, view, label)[0]
            if each.why not in _OTHERS and each.customer_id not in nobodys
        ]
    return PsaStakes(billed_in_both=_twice(twice), left_out=_left(left))


def _twice(found: Sequence[BilledTwice]) -> AtStake:
    return _at_stake((_named(each.customer, each.their_number), each.amount) for each in found)


def _left(found: Sequence[LeftOutThing]) -> AtStake:
    return _at_stake((_named(each.customer, each.text), each.amount) for each in found)


def _named(customer: str, what: str) -> str:
    return ", ".join(each for each in (customer, what) if each)


def _at_stake(found: Iterable[tuple[str, Decimal]]) -> AtStake:
    """How many things, their money, and the dearest by name."""
    things = sorted(found, key=lambda each: (-each[1], each[0]))
    return AtStake(
        count=len(things),
        amount=sum((amount for _, amount in things), ZERO),
        records=tuple(name for name, _ in things[:_NAMED]),
    )
