"""Bill runs: previewed, approved, and taken back while nothing of them left the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.billing.bill_run import BillRun, NumberSeries, RunState, series_start, undone
from app.billing.gates import Gate, GateName, can_approve
from app.billing.invoice import Invoice, InvoiceState
from app.billing.seal import seal_of
from app.errors import InputError
from app.operations.office import Office
from app.operations.run_making import MadeRun, make_run
from app.progress import Progress, Silent
from app.store import audit
from app.store.audit import Action, Entry
from app.store.bill_runs import (
    StoredRun,
    close_accounts,
    delete_run,
    load_runs,
    next_run_id,
    save_run,
    set_next_number,
    stored_number,
)
from app.store.database import raw
from app.store.invoices import (
    remove_invoices,
    run_invoices,
    seal_calls,
    unseal_calls,
    write_invoices,
)
from app.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class BillResult:
    """A run as it stands after a preview or an approval."""

    run_id: int
    state: RunState
    made: MadeRun
    invoices: Sequence[Invoice]
    """Numbered where the run is approved."""

    @property
    def gates(self) -> Sequence[Gate]:
        """What stood in the way."""
        return self.made.gates

    @property
    def blocked(self) -> bool:
        """Whether a gate is neither clear nor waived."""
        return not can_approve(self.made.gates)


def bill(
    office: Office,
    label: str,
    *,
    invoice_date: date | None = None,
    waivers: Mapping[GateName, str] | None = None,
    approve: bool = False,
    progress: Progress | None = None,
) -> BillResult:
    """Works a run out and keeps it as a draft, or approves it where every gate is clear or waived.

    Preview and approval are the same work, and what was said of a draft holds for its approval: its
    invoice date and waivers, unless others are given. A period is billed once for an account: a
    later run of it bills what was left out. Where nothing is left to bill there is no new run. A
    blocked approval changes nothing but the draft.
    """
    with office.write() as conn:
        runs = load_runs(conn)
        draft = next((run for run in runs if _is_draft(run, label)), None)
        said = _said_before(draft) | dict(waivers or {})
        day = invoice_date or (draft.invoice_date if draft else None)
        made = make_run(
            office, conn, label, invoice_date=day, waivers=said, progress=progress or Silent()
        )
        invoices = [each.billed for each in made.drafts if each.billed is not None]
        done = [run for run in runs if run.period == label and run.approved_at is not None]
        if done and not invoices and not made.covered:
            last = done[-1]
            return BillResult(
                run_id=last.id, state=RunState(last.state), made=made, invoices=invoices
            )
        run = StoredRun(
            id=draft.id if draft else next_run_id(conn),
            period=label,
            invoice_date=day,
            state=RunState.DRAFT.value,
            waivers={gate.value: why for gate, why in said.items()},
            drafted_at=office.clock.now(),
            approved_at=None,
            first_number=None,
            earlier_draft=None,
        )
        if approve and can_approve(made.gates):
            return _approve(office, conn, run, made, draft)
        save_run(conn, run)
    return BillResult(run_id=run.id, state=RunState.DRAFT, made=made, invoices=invoices)


def _said_before(draft: StoredRun | None) -> dict[GateName, str]:
    """The waivers of a draft."""
    return {GateName(gate): why for gate, why in draft.waivers.items()} if draft else {}


def _is_draft(run: StoredRun, label: str) -> bool:
    return run.period == label and run.state == RunState.DRAFT.value


def _approve(
    office: Office, conn: Transaction, run: StoredRun, made: MadeRun, draft: StoredRun | None
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
    set_next_number(conn, after.next_number if numbered else series)
    invoice_of = {
        number: invoice_id
        for invoice_id, each in zip(ids, billed, strict=True)
        for number in each.accounts
    }
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


def undo_run(office: Office, run_id: int, *, why: str = "") -> list[str]:
    """Takes the approval of the latest run back; the numbers that return to the series.

    Raises InputError for an unknown run; NotAllowed where it is not the latest approved one, or
    where one of its invoices was issued.
    """
    with office.write() as conn:
        runs = load_runs(conn)
        run = next((each for each in runs if each.id == run_id), None)
        if run is None:
            raise InputError(f"There is no bill run {run_id}.")
        invoices = run_invoices(conn, run_id)
        undone(
            BillRun(number=run.id, label=run.period, state=RunState(run.state)),
            latest=max(
                (each for each in runs if each.approved_at is not None),
                key=lambda each: (each.approved_at, each.id),
                default=run,
            ).id,
            invoices=[(each.invoice_number or "", each.state) for _, each in invoices],
        )
        unseal_calls(raw(conn), [invoice_id for invoice_id, _ in invoices])
        remove_invoices(conn, run_id)
        set_next_number(conn, run.first_number)
        delete_run(conn, run_id)
        if run.earlier_draft is not None:
            save_run(conn, run.earlier_draft)
        numbers = [invoice.invoice_number or "" for _, invoice in invoices]
        entries = [
            Entry(
                area="bill_runs",
                record=str(run_id),
                action=Action.UNDONE,
                before={"period": run.period, "invoices": len(numbers)},
                reason=why,
            )
        ]
        entries += [
            Entry(
                area="invoices",
                record=invoice.invoice_number or "",
                action=Action.UNDONE,
                before={"account": invoice.account_number, "total": invoice.total},
                reason=why,
            )
            for _, invoice in invoices
        ]
        audit.record(conn, entries, stamp=office.stamp("undo_run"))
    return numbers
