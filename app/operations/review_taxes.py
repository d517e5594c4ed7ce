"""Final invoices against today's tax tables: what would change, and corrections on request."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from app.billing.billed_request import ReviewFacts
from app.billing.invoice import Invoice, InvoiceState
from app.billing.tax_plan import TaxPlan, change_facts, plan_text, read_plan
from app.billing.tax_review import TaxReview, review_invoices
from app.documents.whole_file import put_in_place
from app.errors import InputError
from app.operations.office import Office
from app.operations.settling import measure_traffic
from app.store import audit
from app.store.audit import Action, Entry
from app.store.exposures import load_exposures
from app.store.invoices import StoredInvoice, load_invoices
from app.store.run_records import load_run_records, load_tax_book
from app.store.tax_adjustments import add_adjustments, is_applied
from app.store.transaction import Transaction
from app.tax.book import TaxBook
from app.tax.request import TrafficShare
from app.tax.shares import ACTUAL
from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewChoices:
    """Which invoices and taxes a review looks at."""

    first: date | None = None
    """The earliest invoice date; None: any."""
    last: date | None = None
    """The latest invoice date, inside."""
    accounts: Collection[str] = ()
    """Payers; empty: all."""
    codes: Collection[str] = ()
    """Tax codes; empty: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What applying a plan did."""

    plan: str
    """The plan's digest."""
    lines: int
    """How many lines wait for the accounts' next invoices; 0 where it was applied before."""
    invoices: int
    """How many invoices they correct."""
    difference: Decimal
    applied_before: bool = False

    def summary(self) -> str:
        """It in a line."""
        word = "invoice" if self.invoices == 1 else "invoices"
        return f"{self.invoices:,} {word} corrected, {self.difference:+,.2f}"


def review_taxes(office: Office, choices: ReviewChoices | None = None) -> TaxReview:
    """What today's tables would have taken of final invoices; nothing is written."""
    with office.file.read() as conn:
        return _review(office, conn, choices or ReviewChoices())


def adjust_taxes(office: Office, plan: TaxPlan, *, why: str) -> Corrected:
    """Makes the corrections of a plan, once: they stand on the accounts' next invoices.

    A plan that was applied before changes nothing. InputError without a reason, and where the
    plan no longer says what the tables and invoices say.
    """
    if not why.strip():
        raise InputError("No tax was corrected.", "A correction needs a reason.", "Say why.")
    with office.write() as conn:
        if is_applied(conn, plan.digest):
            return Corrected(
                plan=plan.digest, lines=0, invoices=0, difference=ZERO, applied_before=True
            )
        _refuse_stale(office, conn, plan)
        made = plan.adjustments
        stamp = office.stamp("adjust_taxes")
        add_adjustments(conn, plan.digest, made, why=why, at=stamp.at)
        entries = _entries(plan, why)
        audit.record(conn, entries, stamp=stamp)
    return Corrected(
        plan=plan.digest,
        lines=len(made),
        invoices=len(entries),
        difference=sum((each.difference for each in plan.changes), ZERO),
    )


def _review(office: Office, conn: Transaction, choices: ReviewChoices) -> TaxReview:
    stored = load_invoices(conn)
    records = load_run_records(conn)
    taxes = load_tax_book(conn)
    numbers = {each.id: each.invoice.invoice_number or "" for each in stored}
    exposures: dict[str, set[tuple[str, str]]] = {}
    for found in load_exposures(conn):
        exposure = found.exposure
        exposures.setdefault(numbers[found.invoice_id], set()).add(
            (exposure.tax_code, exposure.jurisdiction)
        )
    facts = ReviewFacts(
        taxes=taxes,
        accounts=records.accounts,
        locations=records.locations,
        products=records.products,
        parents=records.parents,
        services=records.services,
        charges=records.charges,
        circuits=records.circuits,
        numbers=records.numbers,
        invoices=[each.invoice for each in stored],
        adjustments=records.adjustments,
        exposures={number: frozenset(named) for number, named in exposures.items()},
        places=records.places,
        actual_shares=_measured(office, conn, stored, taxes),
    )
    corrected = {each.invoice_number for each in records.adjustments}
    wanted = [
        each.invoice
        for each in stored
        if _is_wanted(each.invoice, choices)
        and (
            each.invoice.state is not InvoiceState.VOID or each.invoice.invoice_number in corrected
        )
    ]
    return review_invoices(wanted, facts, codes=choices.codes)


def _measured(
    office: Office, conn: Transaction, stored: Sequence[StoredInvoice], taxes: TaxBook
) -> dict[str, dict[str, TrafficShare]]:
    """By invoice number the shares measured on the calls of its period, where rows ask for them."""
    if not any(row.share.source == ACTUAL for rows in taxes.shares.values() for row in rows):
        return {}
    setup = office.rating_setup(conn)
    by_period = {
        period: {
            category: share
            for category, traffic in measure_traffic(conn, setup, period, taxes).items()
            if (share := traffic.share) is not None
        }
        for period in {each.period for each in stored}
    }
    return {each.invoice.invoice_number or "": by_period[each.period] for each in stored}


def _is_wanted(invoice: Invoice, choices: ReviewChoices) -> bool:
    return (
        (choices.first is None or choices.first <= invoice.invoice_date)
        and (choices.last is None or invoice.invoice_date <= choices.last)
        and (not choices.accounts or invoice.account_number in choices.accounts)
    )


def _refuse_stale(office: Office, conn: Transaction, plan: TaxPlan) -> None:
    """Refuses a plan of which a change is no longer what a review would say."""
    days: Sequence[date] = [each.invoice_date for each in plan.changes]
    if not days:
        return
    choices = ReviewChoices(
        first=min(days),
        last=max(days),
        accounts={each.account_number for each in plan.changes},
        codes={each.tax_code for each in plan.changes},
    )
    now = [change_facts(each) for each in _review(office, conn, choices).changes]
    for change in plan.changes:
        if change_facts(change) not in now:
            raise InputError(
                f"The plan is out of date: {change.tax_code} of {change.invoice_number}.",
                "Tax tables, records or invoices changed after it was made.",
                "Make a new one with `tax review --plan`.",
            )


def _entries(plan: TaxPlan, why: str) -> list[Entry]:
    """One for each invoice that is corrected."""
    ordered = sorted(plan.changes, key=lambda each: each.invoice_number)
    return [
        Entry(
            area="invoices",
            record=number,
            action=Action.CORRECTED,
            after={
                f"{each.tax_code} {each.jurisdiction} {each.location_code or ''}".rstrip(): (
                    each.difference
                )
                for each in changes
            },
            reason=why,
            origin=plan.digest,
        )
        for number, group in groupby(ordered, key=lambda each: each.invoice_number)
        for changes in [list(group)]
    ]


def save_plan(plan: TaxPlan, path: Path) -> None:
    """Writes a plan as JSON; InputError where the file cannot be written."""
    with put_in_place(path) as part:
        part.write_text(plan_text(plan), encoding="utf-8")


def saved_plan(path: Path) -> TaxPlan:
    """A plan that was saved; InputError where the file is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(
            f"{path} cannot be read.",
            f"{problem}.",
            "Name the file that `tax review --plan` wrote.",
        ) from problem
    return read_plan(text, name=str(path))
