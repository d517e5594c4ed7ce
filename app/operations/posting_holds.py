"""Which of our documents are never posted to the books, and why: old ones, and by choice."""

from collections.abc import Iterable

from app.operations.map_view import go_live_of
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.links import LinkKind, links
from app.store.mapping import not_needed
from app.store.outbox import open_errands
from app.store.transaction import Transaction


def held_back(
    conn: Transaction, system: str, heads: Iterable[InvoiceHead] | None = None
) -> dict[str, str]:
    """By number of invoices that are not there, and are not to be: why.

    Those dated before the go-live date, and those of accounts that are not needed there.
    """
    go_live = go_live_of(conn, system)
    unneeded = not_needed(conn, system)
    if go_live is None and not unneeded:
        return {}
    there = {
        *links(conn, system, LinkKind.INVOICE),
        *links(conn, system, LinkKind.CREDIT_NOTE),
        *(each.errand.our_id for each in open_errands(conn, system)),
    }
    found = {}
    for each in heads if heads is not None else invoice_heads(conn):
        number = each.invoice_number
        said = unneeded.get(each.account_number)
        if number in there:
            continue
        if said is not None:
            found[number] = f"Its customer is not needed there: {said.reason}."
        elif go_live is not None and each.invoice_date < go_live:
            found[number] = f"It is dated before the go-live date, {go_live}."
    return found
