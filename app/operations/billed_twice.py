"""What two systems ask a customer for, across PSA, here and accounting: nothing is billed twice."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.billing.consolidation import Verdict, is_old, is_theirs
from app.billing.cycle import period_of
from app.billing.incoming import BookFamily, BookInvoice
from app.billing.posting import stands
from app.customers.incoming import PsaInvoice
from app.findings import Finding, error
from app.operations.billing_view import BillingView, InvoiceView, billing_view
from app.operations.office import Office
from app.store.connections import connections
from app.store.links import LinkKind, links
from app.store.remote_records import records_of
from app.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledTwice:
    """One thing that the customer is asked for by two systems."""

    system: str
    """The PSA."""
    kind: str
    record: str
    reference: str
    """Of our row of charges; of a PSA's invoice its number."""
    account_number: str
    customer: str
    """Its name."""
    our_number: str
    """Blank: the invoice is in the making, or none of ours."""
    their_number: str
    period: str
    """The bill period that it falls into; blank: nobody says."""
    amount: Decimal
    words: str

    def finding(self) -> Finding:
        """It as a finding, for the inbox and for gates."""
        way_out = TAKE_OUT if self.kind == "psa_invoice" else WAY_OUT
        return error("billed_twice", self.words, way_out=way_out, record=self.record)


WAY_OUT: Final = "Take it off one of the two invoices, or credit it."
TAKE_OUT: Final = "Make it void there, or bill this customer for telecom alone."


def billed_twice(office: Office) -> list[BilledTwice]:
    """What two systems ask a customer for, by what was pulled; what was credited since is over."""
    found: list[BilledTwice] = []
    with office.file.read() as conn:
        for each in connections(conn):
            if each.role == "psa":
                view = billing_view(office, conn, each.system)
                found += both_billed(view)
                found += relayed_too(conn, view.invoicing)
    return sorted(found, key=lambda each: (each.account_number, each.record))


def both_billed(view: BillingView, coming: Collection[str] = ()) -> Iterator[BilledTwice]:
    """Time and charges on an invoice of ours, and billed by the PSA too.

    ``coming``: references of what stands on invoices in the making.
    """
    for verdict in view.verdicts:
        work = verdict.work
        if not is_theirs(work, view.desk) or is_old(work, view.desk):
            continue
        line = view.billed.get(work.key)
        kept = view.ledger.get(work.key)
        reference = view.desk.by_hand.get(work.key) or (kept.reference if kept else "")
        number = line.invoice_number if line else view.hand_billed.get(reference)
        if number is None and (not reference or reference not in coming):
            continue
        amount = (line.amount if line else work.worth) - view.credited(reference)
        if amount > 0:
            yield _twice(
                view,
                verdict,
                reference=reference,
                number=number or "",
                period=line.period if line else _label(view, verdict),
                amount=amount,
            )


def _label(view: BillingView, verdict: Verdict) -> str:
    account = view.accounts.get(verdict.account_number or "")
    day = verdict.work.day
    return "" if account is None or day is None else period_of(day, account.bill_cycle_day)


def _twice(
    view: BillingView,
    verdict: Verdict,
    *,
    reference: str,
    number: str,
    period: str,
    amount: Decimal,
) -> BilledTwice:
    work = verdict.work
    there = view.invoice_named(work.billed_reference)
    by_us = f"{number} bills" if number else "the next invoice would bill"
    named = there.number if there else work.billed_reference or "nobody says by what"
    account = view.accounts.get(verdict.account_number or "")
    return BilledTwice(
        system=view.system,
        kind="time" if work.is_time else "charge",
        record=f"{view.system} {work.source_id}",
        reference=reference,
        account_number=verdict.account_number or "",
        customer=account.name if account else "",
        our_number=number,
        their_number=named,
        period=period,
        amount=amount,
        words=f"{work.text}: {by_us} {amount:.2f} of it, and {view.title} has billed it too "
        f"({named}).",
    )


def relayed_too(conn: Transaction, view: InvoiceView) -> Iterator[BilledTwice]:
    """Invoices in the books by the PSA's numbers, for customers whom we bill for everything."""
    wanted = {each.number: each for each in view.invoices if _is_ours_to_bill(view, each)}
    books = [each.system for each in connections(conn) if each.role != "psa"]
    for key in books if wanted else ():
        ours = {each.their_id for each in links(conn, key, LinkKind.INVOICE).values()}
        for each in records_of(conn, key, BookFamily.INVOICES.value, BookInvoice):
            if each.number in wanted and each.source_id not in ours and stands(each):
                yield _relayed(view, wanted[each.number], each)


def _relayed(view: InvoiceView, invoice: PsaInvoice, there: BookInvoice) -> BilledTwice:
    account = view.account_of[invoice.customer_id or ""]
    day = invoice.dated_on
    return BilledTwice(
        system=view.system,
        kind="psa_invoice",
        record=f"{view.system} {there.number}",
        reference=there.number,
        account_number=account.account_number,
        customer=account.name,
        our_number="",
        their_number=there.number,
        period="" if day is None else period_of(day, account.bill_cycle_day),
        amount=there.total,
        words=f"{there.number} of {there.total:.2f} is in the books for {account.name}, who is "
        "billed for everything here: somebody else has posted it.",
    )


def _is_ours_to_bill(view: InvoiceView, invoice: PsaInvoice) -> bool:
    """Whether a PSA's invoice is for a customer, and a time, that we bill."""
    account = view.account_of.get(invoice.customer_id or "")
    if account is None or not account.consolidated or invoice.dated_on is None:
        return False
    if view.go_live is not None:
        return invoice.dated_on >= view.go_live
    label = period_of(invoice.dated_on, account.bill_cycle_day)
    return label in view.final.get(account.account_number, ())
