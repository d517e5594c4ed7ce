"""Invoices that a PSA made itself, for customers whom it bills, on their way to the books.

Each stands in the books once, under its own number: one that is there already is linked. A PSA
tells of its invoices no lines, so each goes as one line of its total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.decision import GO_LIVE, RELAY_GL_CODE, TIME_PRODUCT
from app.billing.incoming import BookInvoice
from app.billing.invoice import Invoice, InvoiceState, Line
from app.billing.posting import stands
from app.billing.terms import read_terms
from app.customers.account import Account
from app.customers.incoming import PsaFamily, PsaInvoice
from app.customers.product import Product
from app.operations.billing_view import linked_accounts
from app.operations.office import Office
from app.operations.posting_desk import Desk
from app.operations.posting_documents import document_records
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.progress import Progress
from app.store.connections import connections
from app.store.decisions import answers
from app.store.invoices import StoredInvoice
from app.store.links import LinkKind, links
from app.store.remote_records import records_of
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.request import ChargeKind
from app.values.money import ZERO, cents

PSA_INVOICE: Final = "psa_invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """An invoice of a PSA that the books are to have."""

    system: str
    """The PSA."""
    there: PsaInvoice
    account: Account
    gl_code: str
    their_id: str | None
    """In the books, once it is relayed."""

    @property
    def our_id(self) -> str:
        """By what it is known here."""
        return f"{self.system}:{self.there.number}"


def relays(office: Office, key: str) -> list[Relay]:
    """The invoices of PSAs for customers whom these bill themselves, by PSA and number.

    Not among them: what is from before the books' day of going live, what comes to nothing, and
    what was paid before it was ever relayed.
    """
    with office.file.read() as conn:
        accounts = {each.account_number: each for each in load(conn, Account)}
        given = answers(conn)
        linked = links(conn, key, LinkKind.PSA_INVOICE)
        known = {our_id: link.their_id for our_id, link in linked.items()}
        gl_code = given.get(RELAY_GL_CODE) or _gl_of_time(conn, given)
        live = given.get(GO_LIVE + key)
        first = date.fromisoformat(live) if live else date.min
        found = []
        for each in connections(conn):
            if each.role != "psa":
                continue
            of = linked_accounts(conn, each.system, accounts)
            for there in records_of(conn, each.system, PsaFamily.INVOICES.value, PsaInvoice):
                account = of.get(there.customer_id or "")
                relay = account and Relay(
                    system=each.system,
                    there=there,
                    account=account,
                    gl_code=gl_code,
                    their_id=known.get(f"{each.system}:{there.number}"),
                )
                if relay and _is_wanted(relay, first):
                    found.append(relay)
    return sorted(found, key=lambda relay: relay.our_id)


def _gl_of_time(conn: Transaction, given: Mapping[str, str]) -> str:
    products = {each.product_code: each for each in load(conn, Product)}
    product = products.get(given.get(TIME_PRODUCT, ""))
    return "" if product is None else product.gl_code


def _is_wanted(relay: Relay, first: date) -> bool:
    there = relay.there
    is_paid = there.is_closed or there.balance == ZERO
    return (
        not relay.account.consolidated
        and bool(there.number)
        and there.dated_on is not None
        and there.dated_on >= first
        and (there.total or ZERO) > 0
        and (relay.their_id is not None or not is_paid)
    )


def relay_records(
    desk: Desk, wanted: Sequence[Relay], customers: Mapping[str, str], progress: Progress
) -> list[PlanRecord]:
    """What becomes of each in the books: made, linked, or in need of a hand."""
    there = _looked_for(desk, [each for each in wanted if each.their_id is None])
    found: dict[str, PlanRecord] = {}
    missing: list[Relay] = []
    for each in wanted:
        standing = [e for e in there.get(each.there.number, ()) if stands(e)]
        if each.their_id is not None:
            found[each.our_id] = _record(each, "It is relayed.", their_id=each.their_id)
        elif standing:
            found[each.our_id] = _is_there(each, standing, customers)
        else:
            missing.append(each)
    # Looked for under its number once more: one that is void there is told as such.
    bare = replace(desk, invoices={})
    stored = [_stored(each, desk) for each in missing]
    for each, made in zip(
        missing, document_records(bare, stored, customers, progress), strict=True
    ):
        found[each.our_id] = replace(made, kind=PSA_INVOICE, our_id=each.our_id)
    return [found[each.our_id] for each in wanted]


def _looked_for(desk: Desk, wanted: Sequence[Relay]) -> dict[str, list[BookInvoice]]:
    numbers = [each.there.number for each in wanted]
    found: dict[str, list[BookInvoice]] = {}
    for start in range(0, len(numbers), desk.batch):
        for invoice in desk.port.find_invoices(numbers[start : start + desk.batch]):
            found.setdefault(invoice.number, []).append(invoice)
    return found


def _is_there(
    relay: Relay, standing: Sequence[BookInvoice], customers: Mapping[str, str]
) -> PlanRecord:
    """One of its number is there: it, if customer and total are the same."""
    if len(standing) > 1:
        ids = ", ".join(each.source_id for each in standing)
        reason = f"Its number stands there {len(standing)} times, as {ids}."
        return _record(relay, reason, action=PlanAction.CONFLICT)
    book = standing[0]
    total = cents(relay.there.total or ZERO)
    customer = customers.get(relay.account.account_number)
    if book.total != total or (customer is not None and book.customer_id not in {None, customer}):
        reason = f"Another of this number is there, of {book.customer_name}: {book.total:.2f}."
        return _record(relay, reason, action=PlanAction.CONFLICT, their_id=book.source_id)
    return _record(
        relay,
        "It is there already, of the same total.",
        verb=Verb.LINK,
        their_id=book.source_id,
        version=book.version,
    )


def _record(
    relay: Relay,
    reason: str,
    *,
    action: PlanAction = PlanAction.SKIP,
    verb: Verb = Verb.NONE,
    their_id: str | None = None,
    version: str = "",
) -> PlanRecord:
    return PlanRecord(
        kind=PSA_INVOICE,
        our_id=relay.our_id,
        action=action,
        verb=verb,
        their_id=their_id,
        reason=reason,
        amount=cents(relay.there.total or ZERO),
        version=version,
    )


def _stored(relay: Relay, desk: Desk) -> StoredInvoice:
    """It as an invoice of one line."""
    there = relay.there
    total: Decimal = cents(there.total or ZERO)
    day = there.dated_on or date.min
    terms = read_terms(relay.account.terms or desk.company.terms)
    line = Line(
        kind=ChargeKind.ONE_TIME,
        account_number=relay.account.account_number,
        product_code="",
        gl_code=relay.gl_code,
        tax_category="",
        location_code="",
        description=f"Invoice {there.number} of {relay.system}",
        quantity=Decimal(1),
        unit_price=total,
        amount=total,
        start=day,
        end=day,
        reference=relay.our_id,
        covered_days=1,
        period_days=1,
    )
    invoice = Invoice(
        account_number=relay.account.account_number,
        invoice_number=there.number,
        period_start=day,
        period_end=day,
        invoice_date=day,
        due_date=there.due_on or (day if terms is None else terms.due(day)),
        currency=there.currency or desk.company.currency,
        lines=(line,),
        tax_lines=(),
        state=InvoiceState.ISSUED,
    )
    return StoredInvoice(
        id=0,
        run_id=0,
        period=f"{day:%Y-%m}",
        seal="",
        charges=total,
        taxes=ZERO,
        total=total,
        invoice=invoice,
    )
