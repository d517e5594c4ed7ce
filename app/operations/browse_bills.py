"""What the window lists of bill runs, and the sums that stand beside a proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.billing.bill_run import BillRun, RunState, undone
from app.billing.charge import OneTimeCharge
from app.billing.gates import GateName
from app.billing.invoice import Invoice, InvoiceState
from app.billing.journal import Ledger, invoice_postings, ledger_totals
from app.billing.mailing import MailState
from app.billing.run_summary import read_summary
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Service
from app.documents.tax_groups import TaxGroup, tax_group
from app.errors import NotAllowed
from app.operations.office import Office
from app.store.bill_runs import StoredRun, load_runs
from app.store.closed_months import closed_months
from app.store.invoices import load_invoices, run_invoices
from app.store.mailings import load_mailings
from app.store.run_sums import RunSum, approvers, run_sums
from app.store.setup import load
from app.store.tax_adjustments import adjusted_numbers
from app.store.transaction import Transaction
from app.tax.request import ChargeKind
from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A bill run as a list shows it."""

    id: int
    period: str
    state: RunState
    invoices: int
    total: Decimal
    issued: int
    void: int
    left_out: int | None
    """Of a draft; None where nobody kept it."""
    drafted_at: datetime | None
    approved_at: datetime | None
    approved_by: str
    undo_refused: str
    """Why its approval cannot be taken back; blank where it can."""
    can_undo: bool
    waivers: Mapping[GateName, str]
    """By which it was approved: approving it again needs them."""
    invoice_date: date | None


def list_runs(office: Office) -> list[RunRow]:
    """Every bill run, the newest first."""
    with office.file.read() as conn:
        runs = load_runs(conn)
        sums, names = run_sums(conn), approvers(conn)
        latest = _latest(runs)
        return [
            _row(conn, run, sums.get(run.id, RunSum()), by=names.get(run.id, ""), latest=latest)
            for run in reversed(runs)
        ]


def _latest(runs: Sequence[StoredRun]) -> StoredRun | None:
    approved = [run for run in runs if run.approved_at is not None]
    return max(approved, key=lambda run: (run.approved_at, run.id), default=None)


def _row(
    conn: Transaction, run: StoredRun, own: RunSum, *, by: str, latest: StoredRun | None
) -> RunRow:
    state = RunState(run.state)
    is_draft = state is RunState.DRAFT
    summary = read_summary(run.summary) if is_draft else None
    refused = "" if is_draft else _undo_refused(conn, run, latest)
    return RunRow(
        id=run.id,
        period=run.period,
        state=state,
        invoices=summary.invoices if summary else own.invoices,
        total=summary.total if summary else own.total,
        issued=own.issued,
        void=own.void,
        left_out=summary.left_out if summary else None,
        drafted_at=run.drafted_at,
        approved_at=run.approved_at,
        approved_by=by,
        undo_refused=refused,
        can_undo=not is_draft and not refused,
        waivers={GateName(gate): why for gate, why in run.waivers.items()},
        invoice_date=run.invoice_date,
    )


def _undo_refused(conn: Transaction, run: StoredRun, latest: StoredRun | None) -> str:
    """Why the approval of a run stands; blank where it can be taken back."""
    if latest is not None and latest.id != run.id:
        return f"Run {latest.id} was approved after it."
    closed = closed_months(conn).get(run.period)
    if closed is not None:
        return f"{run.period} is closed. Reopen it first."
    invoices = run_invoices(conn, run.id)
    try:
        undone(
            BillRun(number=run.id, label=run.period, state=RunState(run.state)),
            latest=run.id,
            invoices=[(each.invoice_number or "", each.state) for _, each in invoices],
        )
    except NotAllowed as refusal:
        return refusal.why
    corrected = adjusted_numbers(conn, [each.invoice_number or "" for _, each in invoices])
    return f"The taxes of {corrected[0]} were corrected since." if corrected else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledSums:
    """What the invoices of a period hold, by kind, and how the journal tells it."""

    invoices: int
    kinds: tuple[tuple[str, Decimal], ...]
    """Charges by kind; they add up to the charges."""
    charges: Decimal
    taxes: tuple[tuple[str, Decimal], ...]
    """Taxes, government fees, the company's own surcharges."""
    total: Decimal
    ledger: tuple[tuple[str, Decimal], ...]
    """By account of the books: debit above zero, credit below."""
    first_number: str
    last_number: str
    sources: int
    imports: int
    mailed: int = 0
    """Invoices that the mail server took."""
    printed: int = 0
    """Invoices that left on paper, and not by mail."""


_KINDS = (
    ("Recurring services", (ChargeKind.RECURRING,)),
    ("Calls", (ChargeKind.USAGE,)),
    ("One-time", (ChargeKind.ONE_TIME,)),
    ("Credits", (ChargeKind.CREDIT, ChargeKind.ADJUSTMENT)),
)
_BOOKS = {
    Ledger.RECEIVABLE: "Receivable",
    Ledger.REVENUE: "Revenue",
    Ledger.TAX_PAYABLE: "Taxes and fees payable",
    Ledger.PROVIDER_FEE: "Company surcharges",
}


def billed_sums(office: Office, label: str) -> BilledSums:
    """The sums of the invoices of a period that are not void."""
    from app.store.imports import load_imports

    with office.file.read() as conn:
        standing = [
            stored
            for stored in load_invoices(conn)
            if stored.period == label and stored.invoice.state is not InvoiceState.VOID
        ]
        imports = load_imports(conn)
        gone = load_mailings(conn, states=[MailState.SENT, MailState.PRINTED])
    invoices = [stored.invoice for stored in standing]
    ids = {each.id for each in standing}
    mailed = ids & {each.invoice_id for each in gone if each.state is MailState.SENT}
    printed = ids & {each.invoice_id for each in gone if each.state is MailState.PRINTED}
    charges = sum((invoice.charges for invoice in invoices), ZERO)
    return BilledSums(
        invoices=len(invoices),
        kinds=tuple((title, _of_kinds(invoices, kinds)) for title, kinds in _KINDS),
        charges=charges,
        taxes=tuple((group.value, _of_group(invoices, group)) for group in TaxGroup),
        total=sum((invoice.total for invoice in invoices), ZERO),
        ledger=tuple(_ledger(invoices)),
        first_number=invoices[0].invoice_number or "" if invoices else "",
        last_number=invoices[-1].invoice_number or "" if invoices else "",
        sources=len({each.source for each in imports}),
        imports=len(imports),
        mailed=len(mailed),
        printed=len(printed - mailed),
    )


def _of_kinds(invoices: Sequence[Invoice], kinds: Sequence[ChargeKind]) -> Decimal:
    return sum((line.amount for i in invoices for line in i.lines if line.kind in kinds), ZERO)


def _of_group(invoices: Sequence[Invoice], group: TaxGroup) -> Decimal:
    lines = (tax for invoice in invoices for tax in invoice.tax_lines)
    return sum((tax.amount for tax in lines if tax_group(tax) is group), ZERO)


def _ledger(invoices: Sequence[Invoice]) -> list[tuple[str, Decimal]]:
    """By account; taxes of all codes together, revenue by its code."""
    postings = [each for invoice in invoices for each in invoice_postings(invoice)]
    found: dict[str, Decimal] = {}
    for (ledger, code), amount in ledger_totals(postings).items():
        title = _BOOKS[ledger]
        if ledger is Ledger.REVENUE:
            title = f"{code} {title}" if code else title
        found[title] = found.get(title, ZERO) + amount
    return list(found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSource:
    """What a line of a draft comes from, and what an adjustment may be made of."""

    account_number: str
    service: Service | None
    charge: OneTimeCharge | None
    products: tuple[Product, ...]
    """Those that are billed once."""
    locations: tuple[ServiceLocation, ...]
    references: frozenset[str]
    """Names of charges that are taken."""


def line_source(office: Office, account_number: str, reference: str) -> LineSource:
    """The service or one-time charge of that name, else what a new charge needs."""
    with office.file.read() as conn:
        charges = load(conn, OneTimeCharge)
        services = load(conn, Service)
        return LineSource(
            account_number=account_number,
            service=next((row for row in services if row.service_code == reference), None),
            charge=next((row for row in charges if row.reference == reference), None),
            products=tuple(row for row in load(conn, Product) if row.billed == "once"),
            locations=tuple(
                row for row in load(conn, ServiceLocation) if row.account_number == account_number
            ),
            references=frozenset(row.reference for row in charges),
        )
