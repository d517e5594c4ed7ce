"""The sums of a period's proof, from queries that share nothing with what made its invoices."""

from decimal import Decimal

import polars as pl

from app.billing.invoice import InvoiceState
from app.billing.journal import Ledger, invoice_postings, ledger_totals
from app.billing.proof import ImportSums, InvoiceSums, Outcomes, Proof, Tally, prove
from app.operations.office import Office
from app.operations.settling import label_of, with_bill_period
from app.store import proof_sums
from app.store.bill_runs import closed_periods, load_runs
from app.store.imports import load_imports
from app.store.invoices import StoredInvoice, load_invoices
from app.store.transaction import Transaction
from app.usage.table import Status
from app.values.money import ZERO, from_counts


def proof_of(office: Office, conn: Transaction, period: str) -> Proof:
    """The proof over every import and the invoices of a period that are not void."""
    standing = [
        stored for stored in load_invoices(conn) if stored.invoice.state is not InvoiceState.VOID
    ]
    sealed = proof_sums.on_invoices(conn)
    usage = [line.usage for s in standing for line in s.invoice.lines if line.usage]
    return prove(
        _imports(office, conn),
        [
            _invoice_sums(stored, sealed.get(stored.id, Tally()))
            for stored in standing
            if stored.period == period
        ],
        billed_calls=Tally(
            calls=sum(each.calls for each in usage),
            seconds=0,
            amount=sum((each.exact for each in usage), ZERO),
        ),
    )


def _imports(office: Office, conn: Transaction) -> list[ImportSums]:
    came = proof_sums.records_in(conn)
    became = proof_sums.by_status(conn)
    held = proof_sums.held(conn)
    unread = proof_sums.malformed(conn)
    waiting = _not_billed(office, conn)
    return [
        ImportSums(
            name=f"import {stored.id}, {stored.file}",
            records_in=came[stored.id],
            outcomes=Outcomes(
                billed=became.get((stored.id, Status.RATED), Tally()),
                not_billed=waiting.get(stored.id, {}),
                suspended=became.get((stored.id, Status.SUSPENDED), Tally()),
                held=held.get(stored.id, Tally()),
                written_off=became.get((stored.id, Status.WRITTEN_OFF), Tally()),
                not_chargeable=became.get((stored.id, Status.NOT_CHARGEABLE), Tally()),
                duplicate=became.get((stored.id, Status.DUPLICATE), Tally()),
                malformed=unread.get(stored.id, 0),
            ),
        )
        for stored in load_imports(conn)
    ]


def _not_billed(office: Office, conn: Transaction) -> dict[int, dict[str, Tally]]:
    """Rated calls that wait, by import and by why they do."""
    setup = office.rating_setup(conn)
    closed = closed_periods(conn)
    voided = {
        (line.account_number, stored.period)
        for stored in load_invoices(conn)
        if stored.invoice.state is InvoiceState.VOID
        for line in stored.invoice.lines
    }
    run = {each.period for each in load_runs(conn) if each.approved_at is not None}
    calls = with_bill_period(setup, proof_sums.unbilled(conn))
    found: dict[int, dict[str, Tally]] = {}
    grouped = calls.group_by("import_id", "number_id", "bill_period").agg(
        pl.len().alias("calls"), pl.col("raw_seconds").sum(), pl.col("charge").sum()
    )
    for row in grouped.iter_rows(named=True):
        label = label_of(row["bill_period"])
        account = setup.numbers[row["number_id"]].row.account_number
        reasons = found.setdefault(row["import_id"], {})
        why = _why(account, label, closed, voided, run)
        reasons[why] = reasons.get(why, Tally()) + Tally(
            calls=row["calls"], seconds=row["raw_seconds"], amount=from_counts(row["charge"])
        )
    return found


def _why(
    account: str,
    label: str,
    closed: set[tuple[str, str]],
    voided: set[tuple[str, str]],
    run: set[str],
) -> str:
    if (account, label) in closed:
        return "late"
    if (account, label) in voided:
        return "invoice_void"
    return "account_left_out" if label in run else "no_run_yet"


def _invoice_sums(stored: StoredInvoice, calls: Tally) -> InvoiceSums:
    invoice = stored.invoice
    totals = ledger_totals(invoice_postings(invoice))

    def ledger(*which: Ledger) -> Decimal:
        return sum((amount for (name, _), amount in totals.items() if name in which), ZERO)

    return InvoiceSums(
        name=invoice.invoice_number or invoice.account_number,
        lines=sum((line.amount for line in invoice.lines), ZERO),
        tax_lines=sum((tax.amount for tax in invoice.tax_lines), ZERO),
        charges=stored.charges,
        taxes=stored.taxes,
        total=stored.total,
        receivable=ledger(Ledger.RECEIVABLE),
        revenue=-ledger(Ledger.REVENUE),
        tax_payable=-ledger(Ledger.TAX_PAYABLE, Ledger.PROVIDER_FEE),
        usage_exact=sum((line.usage.exact for line in invoice.lines if line.usage), ZERO),
        calls_exact=calls.amount,
        usage_calls=sum(line.usage.calls for line in invoice.lines if line.usage),
        calls=calls.calls,
    )
