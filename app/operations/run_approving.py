"""Approving a run: its invoices numbered, sealed and written, their calls locked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.billing.bill_run import NumberSeries, RunState, series_start
from app.billing.gates import Gate, can_approve, left_out
from app.billing.invoice import Invoice, InvoiceState
from app.billing.seal import seal_of
from app.operations.office import Office
from app.operations.run_making import MadeRun
from app.operations.service_filing import Filed
from app.store import audit
from app.store.audit import Action, Entry
from app.store.bill_runs import (
    StoredRun,
    close_accounts,
    save_run,
    set_next_number,
    stored_number,
)
from app.store.bundle_splits import write_splits
from app.store.database import raw
from app.store.exposures import write_exposures
from app.store.invoices import seal_calls, write_invoices
from app.store.run_traffic import write_traffic
from app.store.tax_adjustments import settle_adjustments
from app.store.transaction import Transaction
from app.store.untaxed import write_untaxed
from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class BillResult:
    """A run as it stands after a preview or an approval."""

    run_id: int
    state: RunState
    made: MadeRun
    invoices: Sequence[Invoice]
    """Numbered where the run is approved."""

    def summary(self) -> str:
        """The run in a line."""
        billed = [draft.billed for draft in self.made.drafts if draft.billed is not None]
        total = sum((invoice.total for invoice in billed), ZERO)
        out = len(left_out(self.made.drafts))
        word = "invoice" if len(billed) == 1 else "invoices"
        text = f"{len(billed):,} {word}, {total:,.2f}"
        return f"{text}; {out:,} left out" if out else text

    @property
    def gates(self) -> Sequence[Gate]:
        """What stood in the way."""
        return self.made.gates

    @property
    def blocked(self) -> bool:
        """Whether a gate is neither clear nor waived."""
        return not can_approve(self.made.gates)


def approve_run(
    office: Office,
    conn: Transaction,
    run: StoredRun,
    made: MadeRun,
    *,
    draft: StoredRun | None,
    filed: Filed | None,
) -> BillResult:
    """Numbers and seals the invoices, locks their calls, closes the accounts' period."""
    company = made.records.company
    series = stored_number(conn)
    before = NumberSeries(
        prefix=company.invoice_prefix or "",
        next_number=series_start(
            company.next_invoice_number,
            current=series or 1,
            has_invoices=series is not None,
        ),
    )
    billed = [each for each in made.drafts if each.billed is not None]
    numbers, after = before.taken(len(billed))
    numbered = [
        replace(each.billed, invoice_number=number, state=InvoiceState.APPROVED)
        for number, each in zip(numbers, billed, strict=True)
        if each.billed is not None
    ]
    approved = replace(
        run,
        state=RunState.APPROVED.value,
        approved_at=office.clock.now(),
        drafted_at=draft.drafted_at if draft else None,
        first_number=series,
        earlier_draft=draft,
    )
    save_run(conn, approved)
    ids = write_invoices(
        conn, run.id, run.period, [(invoice, seal_of(invoice)) for invoice in numbered]
    )
    write_traffic(conn, run.id, made.traffic.values())
    write_exposures(conn, zip(ids, (each.exposure for each in billed), strict=True))
    write_splits(conn, zip(ids, (made.splits(each) for each in billed), strict=True))
    write_untaxed(conn, zip(ids, (made.untaxed(each) for each in billed), strict=True))
    if made.records.adjustments:
        for invoice_id, each in zip(ids, billed, strict=True):
            settle_adjustments(conn, invoice_id, each.accounts)
    set_next_number(conn, after.next_number if numbered else series)
    invoice_of = {
        number: invoice_id
        for invoice_id, each in zip(ids, billed, strict=True)
        for number in each.accounts
    }
    if filed is not None:
        filed.link(conn, invoice_of)
    locked = [
        (invoice_of[account], window.number_id, window.start, window.end)
        for window, account in made.usage.window_accounts()
        if account in invoice_of
    ]
    billed_ids = {number_id for _, number_id, _, _ in locked}
    seal_calls(raw(conn), list(made.usage.sealed(billed_ids)), locked)
    close_accounts(conn, run.id, made.covered)
    audit.record(conn, _approval_entries(run, made, numbered), stamp=office.stamp("bill"))
    return BillResult(run_id=run.id, state=RunState.APPROVED, made=made, invoices=numbered)


def _approval_entries(run: StoredRun, made: MadeRun, invoices: Sequence[Invoice]) -> list[Entry]:
    entries = [
        Entry(
            area="bill_runs",
            record=str(run.id),
            action=Action.APPROVED,
            after={
                "period": run.period,
                "invoices": len(invoices),
                "total": sum((invoice.total for invoice in invoices), Decimal(0)),
            },
        )
    ]
    entries += [
        Entry(
            area="bill_runs",
            record=f"{run.id}/{gate.name.value}",
            action=Action.WAIVED,
            after={"count": gate.count, "amount": gate.amount},
            reason=gate.waiver,
        )
        for gate in made.gates
        if gate.waiver and not gate.is_clear
    ]
    entries += [
        Entry(
            area="invoices",
            record=invoice.invoice_number or "",
            action=Action.APPROVED,
            after={"account": invoice.account_number, "total": invoice.total},
        )
        for invoice in invoices
    ]
    return entries
