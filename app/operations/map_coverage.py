"""Which month the map is measured by, and what was billed in it."""

from collections import defaultdict
from decimal import Decimal

from app.billing.coverage import Coverage, Missing, covered
from app.billing.invoice import InvoiceState
from app.customers.matching import MatchState, Pairing
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.transaction import Transaction
from app.values.money import ZERO


def last_month(conn: Transaction) -> tuple[str, list[InvoiceHead]]:
    """The last billed period, blank where there is none, and its invoices that stand."""
    heads = [each for each in invoice_heads(conn) if each.state is not InvoiceState.VOID]
    period = max((each.period for each in heads), default="")
    return period, [each for each in heads if each.period == period]


def billed_by_account(heads: list[InvoiceHead]) -> dict[str, Decimal]:
    """What was billed to each account; credits count as they are."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in heads:
        found[each.account_number] += each.total
    return dict(found)


def customer_coverage(conn: Transaction, pairings: list[Pairing]) -> Coverage:
    """How much of the last month is billed to customers who are linked, or not needed there.

    Those who are to be made there by somebody's word would map too.
    """
    period, heads = last_month(conn)
    billed = billed_by_account(heads)
    sides = {each.ours.id: each for each in pairings if each.ours is not None}
    total = ZERO
    missing = []
    for number, amount in billed.items():
        pairing = sides.get(number)
        if pairing is not None and pairing.state is MatchState.IGNORED:
            continue
        total += abs(amount)
        if pairing is None or not (pairing.state is MatchState.LINKED or pairing.is_said):
            name = pairing.ours.name if pairing is not None and pairing.ours is not None else number
            missing.append(Missing(kind="customer", key=number, words=name, amount=abs(amount)))
    return covered(period, total, missing)
