"""Closing a month with its proof, and opening it again with a reason."""

from dataclasses import dataclass
from decimal import Decimal

from app.billing.bill_run import RunState
from app.billing.closing import ClosedMonth, ClosingFacts, closing_findings, month_name
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period
from app.billing.gates import GateName
from app.billing.invoice import InvoiceState
from app.billing.proof import Proof
from app.errors import InputError, NotAllowed
from app.findings import Finding
from app.operations.office import Office
from app.operations.proving import proof_of
from app.operations.run_making import make_run
from app.progress import Progress, Silent
from app.store.bill_runs import StoredRun, load_runs
from app.store.closed_months import (
    Closing,
    closed_months,
    closings,
    write_closing,
    write_reopening,
)
from app.store.month_facts import invoices_by_state, newest_import
from app.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedOrNot:
    """A month that is closed, or what keeps it from that."""

    label: str
    month: ClosedMonth | None
    """None: it stays open."""
    findings: tuple[Finding, ...] = ()
    proof: Proof

    def summary(self) -> str:
        """The closing in a line."""
        if self.month is None:
            word = "reason" if len(self.findings) == 1 else "reasons"
            return f"{month_name(self.label)} stays open, {len(self.findings)} {word}"
        return f"{month_name(self.label)} is closed, {self.proof.invoices.total:,.2f} billed"


def close_month(office: Office, period: str, *, progress: Progress | None = None) -> ClosedOrNot:
    """Closes a month, or tells what keeps it open; nothing is written then.

    It takes that all gates are clear or waived, every customer is billed or left out with a
    reason, all invoices left the house, and the proof closes. InputError for a period that is
    none; NotAllowed where it is closed already. Raises Cancelled.
    """
    bill_period(period, FIRST_CYCLE_DAY)
    told = progress or Silent()
    with office.write() as conn:
        earlier = closed_months(conn).get(period)
        if earlier is not None:
            raise NotAllowed(
                f"{month_name(period)} is closed already.",
                f"{earlier.closed_by} closed it on {earlier.closed_at:%Y-%m-%d}.",
            )
        told.step(0, 2, "Looking for what is left to bill")
        runs = [run for run in load_runs(conn) if run.period == period]
        proof = proof_of(office, conn, period)
        told.step(1, 2, "Adding up the proof")
        facts = _facts(office, conn, period, runs=runs, proof=proof)
        findings = tuple(closing_findings(facts))
        told.step(2, 2, "Closing")
        if findings:
            return ClosedOrNot(label=period, month=None, findings=findings, proof=proof)
        stamp = office.stamp("close_month")
        month = ClosedMonth(
            label=period,
            closed_at=stamp.at,
            closed_by=stamp.actor,
            last_import=newest_import(conn),
        )
        write_closing(conn, month, proof=proof_sums_of(proof), stamp=stamp)
    return ClosedOrNot(label=period, month=month, proof=proof)


def reopen_month(office: Office, period: str, *, why: str) -> str:
    """Opens a closed month again; its label.

    InputError without a reason; NotAllowed where it is not closed.
    """
    bill_period(period, FIRST_CYCLE_DAY)
    if not why.strip():
        raise InputError(
            f"{month_name(period)} stays closed.", "Reopening needs a reason.", "Say why."
        )
    with office.write() as conn:
        write_reopening(conn, period, why=why.strip(), stamp=office.stamp("reopen_month"))
    return period


def list_closings(office: Office) -> list[Closing]:
    """All closings and reopenings, the oldest first."""
    with office.file.read() as conn:
        return closings(conn)


def _facts(
    office: Office, conn: Transaction, period: str, *, runs: list[StoredRun], proof: Proof
) -> ClosingFacts:
    waivers = {GateName(gate): why for run in runs for gate, why in run.waivers.items()}
    made = make_run(
        office,
        conn,
        period,
        invoice_date=next((run.invoice_date for run in runs if run.invoice_date), None),
        waivers=waivers,
        progress=Silent(),
    )
    left = [draft.billed for draft in made.drafts if draft.billed is not None]
    states = invoices_by_state(conn, period)
    waiting = states.get(InvoiceState.APPROVED.value)
    return ClosingFacts(
        label=period,
        runs=[RunState(run.state) for run in runs if run.approved_at is not None],
        gates=made.gates,
        not_billed=len(left),
        not_billed_amount=sum((invoice.total for invoice in left), Decimal(0)),
        not_issued=waiting.count if waiting is not None else 0,
        proof_closes=proof.closes,
        broken=proof.broken,
    )


def proof_sums_of(proof: Proof) -> dict[str, str]:
    """The sums of a proof, by name, as they are kept with the closing."""
    outcomes, invoices = proof.outcomes, proof.invoices
    return {
        "records_in": str(proof.records_in.calls),
        "billed": str(outcomes.billed.calls),
        "not_billed": str(outcomes.rated_not_billed.calls),
        "suspended": str(outcomes.suspended.calls),
        "written_off": str(outcomes.written_off.calls),
        "not_chargeable": str(outcomes.not_chargeable.calls),
        "duplicate": str(outcomes.duplicate.calls),
        "malformed": str(outcomes.malformed),
        "charges": f"{invoices.charges:f}",
        "taxes": f"{invoices.taxes:f}",
        "total": f"{invoices.total:f}",
        "receivable": f"{invoices.receivable:f}",
    }
