"""Bill runs: previewed, approved, and taken back while nothing of them left the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.billing.bill_run import BillRun, RunState, undone
from app.billing.gates import GateName, can_approve
from app.billing.invoice import Invoice
from app.billing.run_summary import summary_of, summary_text
from app.errors import AppError, Cancelled, InputError, NotAllowed
from app.operations.office import Office
from app.operations.run_approving import BillResult, approve_run
from app.operations.run_making import MadeRun, make_run
from app.operations.service_connection import ConnectedService, Failures, connected_service
from app.operations.service_filing import (
    Filed,
    file_documents,
    settle_documents,
    take_back_documents,
)
from app.operations.service_quotes import ask_quotes
from app.progress import Progress, Silent
from app.store import audit
from app.store.audit import Action, Entry
from app.store.bill_runs import (
    StoredRun,
    delete_run,
    load_runs,
    next_run_id,
    save_run,
    set_next_number,
)
from app.store.closed_months import refuse_closed
from app.store.database import raw
from app.store.invoices import (
    remove_invoices,
    run_invoices,
    unseal_calls,
)
from app.store.month_facts import newest_change
from app.store.tax_adjustments import adjusted_numbers, free_adjustments
from app.store.transaction import Transaction

__all__ = ["BillResult", "bill", "undo_run"]


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

    By a tax service drafts are quoted and approval files each invoice's document first; what could
    not be filed is left out and named, and the rest goes. Raises Cancelled.
    """
    told = progress or Silent()
    order = _Order(label=label, invoice_date=invoice_date, waivers=waivers or {})
    with office.file.read() as conn:
        if approve:
            refuse_closed(conn, label, what=f"No bill of {label} was approved.")
        service = connected_service(conn)
    if service is None:
        return _work_out(office, order, approve=approve, progress=told)
    settle_documents(office, service, told)
    made, failures = _quoted(office, service, order, told)
    if approve and can_approve(made.gates):
        return _file_and_approve(office, service, order, made, failures=failures, progress=told)
    return _work_out(office, order, approve=False, progress=told, failures=failures)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What is said of a run, before what was said of its draft."""

    label: str
    invoice_date: date | None
    waivers: Mapping[GateName, str]

    def make(
        self,
        office: Office,
        conn: Transaction,
        draft: StoredRun | None,
        *,
        progress: Progress,
        failures: Failures | None = None,
        filed: bool = False,
    ) -> MadeRun:
        """The run as it is said to be."""
        return make_run(
            office,
            conn,
            self.label,
            invoice_date=self.day(draft),
            waivers=self.said(draft),
            progress=progress,
            failures=failures,
            filed=filed,
        )

    def said(self, draft: StoredRun | None) -> dict[GateName, str]:
        """The waivers, those of the draft too."""
        return _said_before(draft) | dict(self.waivers)

    def day(self, draft: StoredRun | None) -> date | None:
        """The invoice date, else that of the draft."""
        return self.invoice_date or (draft.invoice_date if draft else None)


def _quoted(
    office: Office, service: ConnectedService, order: _Order, progress: Progress
) -> tuple[MadeRun, Failures]:
    """The run by quotes that were asked for, and why some are missing."""

    def look(failures: Failures) -> MadeRun:
        with office.file.read() as conn:
            draft = _draft_of(load_runs(conn), order.label)
            return order.make(office, conn, draft, progress=progress, failures=failures)

    made = look({})
    if all(each.is_answered for each in made.documents):
        return made, {}
    failures = ask_quotes(office, service, made.documents, progress)
    return look(failures), failures


def _file_and_approve(
    office: Office,
    service: ConnectedService,
    order: _Order,
    made: MadeRun,
    *,
    failures: Failures,
    progress: Progress,
) -> BillResult:
    """Files the documents of what is billed, then writes the invoices of those that were filed.

    What was filed and got no invoice is taken back at once, or when the next run begins.
    """
    billed = {each.account_number for each in made.drafts if each.billed is not None}
    wanted = [each for each in made.documents if each.account_number in billed]
    try:
        filed = file_documents(office, service, wanted, progress)
        result = _work_out(
            office,
            order,
            approve=True,
            progress=progress,
            failures={**failures, **filed.failures},
            filed=filed,
        )
    except (AppError, Cancelled):
        settle_documents(office, service, Silent())
        raise
    settle_documents(office, service, Silent())
    return result


def _work_out(
    office: Office,
    order: _Order,
    *,
    approve: bool,
    progress: Progress,
    failures: Failures | None = None,
    filed: Filed | None = None,
) -> BillResult:
    """Works the run out and writes it, in one transaction."""
    label = order.label
    with office.write() as conn:
        runs = load_runs(conn)
        draft = _draft_of(runs, label)
        said, day = order.said(draft), order.day(draft)
        made = order.make(
            office, conn, draft, progress=progress, failures=failures, filed=filed is not None
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
            summary=summary_text(summary_of(made.drafts, made.gates, mark=newest_change(conn))),
        )
        if approve and _may_approve(made, filed):
            return approve_run(office, conn, run, made, draft=draft, filed=filed)
        save_run(conn, run)
    return BillResult(run_id=run.id, state=RunState.DRAFT, made=made, invoices=invoices)


def _may_approve(made: MadeRun, filed: Filed | None) -> bool:
    """Whether the run may pass.

    Of documents that could not be filed only their own invoices are held: the others lie at the
    service by now. Where none could be filed there is nothing to approve.
    """
    if filed is None or not filed.failures:
        return can_approve(made.gates)
    others = (gate for gate in made.gates if gate.name is not GateName.TAX_SERVICE)
    return can_approve(others) and any(each.billed is not None for each in made.drafts)


def _said_before(draft: StoredRun | None) -> dict[GateName, str]:
    """The waivers of a draft."""
    return {GateName(gate): why for gate, why in draft.waivers.items()} if draft else {}


def _draft_of(runs: Sequence[StoredRun], label: str) -> StoredRun | None:
    drafts = (run for run in runs if run.period == label and run.state == RunState.DRAFT.value)
    return next(drafts, None)


def _refuse_corrected(conn: Transaction, numbers: Sequence[str]) -> None:
    """Refuses to take back invoices whose taxes were corrected: the correction names them."""
    if corrected := adjusted_numbers(conn, numbers):
        raise NotAllowed(
            f"The taxes of {', '.join(corrected[:3])} were corrected since.",
            "The correction stands on the account's next invoice and names this one.",
            "Make the invoice void instead.",
        )


def _undoable(conn: Transaction, run_id: int) -> tuple[StoredRun, list[tuple[int, Invoice]]]:
    """The run and its invoices; the errors of ``undo_run`` where it cannot be taken back."""
    runs = load_runs(conn)
    run = next((each for each in runs if each.id == run_id), None)
    if run is None:
        raise InputError(f"There is no bill run {run_id}.")
    refuse_closed(conn, run.period, what=f"Run {run_id} cannot be undone.", credit=True)
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
    _refuse_corrected(conn, [invoice.invoice_number or "" for _, invoice in invoices])
    return run, invoices


def undo_run(office: Office, run_id: int, *, why: str = "") -> list[str]:
    """Takes the approval of the latest run back; the numbers that return to the series.

    Raises InputError for an unknown run; NotAllowed where it is not the latest approved one, or
    where one of its invoices was issued or its taxes were corrected, or where a tax service that
    holds them cannot be told.
    """
    with office.file.read() as conn:
        held = [invoice_id for invoice_id, _ in _undoable(conn, run_id)[1]]
    taken_back = take_back_documents(office, held, words=f"Run {run_id}")
    with office.write() as conn:
        run, invoices = _undoable(conn, run_id)
        taken_back.write(conn, office, keep_link=False)
        free_adjustments(conn, [invoice_id for invoice_id, _ in invoices])
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
