"""What a bill run bills: worked out from the file as it is, for preview and approval alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

import polars as pl

from app.billing.assembly import RunBook, draft_invoice
from app.billing.cycle import bill_period, previous_label
from app.billing.draft import DraftInvoice
from app.billing.expiry import expired_decks, expired_taxes
from app.billing.gates import AtStake, Gate, GateName, RunFacts, evaluate
from app.billing.invoice import Invoice
from app.billing.payers import billing_groups
from app.billing.ready import run_readiness
from app.billing.review import held_back
from app.billing.usage_charges import UsageSum
from app.billing.variance import Variance, run_variance
from app.host.collection import collecting_later
from app.operations.office import Office
from app.operations.psa_gates import psa_stakes
from app.operations.service_connection import Failures, connected_service
from app.operations.service_documents import RunDocument, ServicedRun, taxed_by_service
from app.operations.settling import SettledUsage, measure_traffic, settle_usage
from app.progress import Progress
from app.rating.plan import RatePlan
from app.store.decks import last_days
from app.store.period_usage import windows_to_bill
from app.store.rating_setup import start_of_day_us
from app.store.reaching_taxes import load_run_book
from app.store.review_marks import holds
from app.store.run_records import RunRecords, load_run_records
from app.store.suspense import price_of_a_second, waiting_calls, worth
from app.store.transaction import Transaction
from app.tax.book import TaxBook
from app.tax.place import place_of, with_county
from app.tax.traffic import Traffic
from app.tax.unbundling import BundleSplit, bundle_splits
from app.tax.untaxed import UntaxedCharge, untaxed_charges
from app.usage.table import Reason

_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRun:
    """A run worked out: what it bills, what it leaves out, what stands in its way."""

    label: str
    invoice_date: date | None
    drafts: Sequence[DraftInvoice]
    gates: Sequence[Gate]
    variances: Sequence[Variance]
    usage: SettledUsage
    records: RunRecords
    taxes: TaxBook | None = None
    """The tables that taxed it; None: a tax service did."""
    traffic: Mapping[str, Traffic] = field(default_factory=dict)
    """By category the calls on which its share was measured."""
    covered: Sequence[str] = field(default_factory=tuple)
    """Account numbers whose period approval closes: billed, or with nothing to bill."""
    documents: Sequence[RunDocument] = field(default_factory=tuple)
    """What a tax service is asked, where one is used."""

    def splits(self, draft: DraftInvoice) -> Sequence[BundleSplit]:
        """How the bundled lines of a draft are split for taxes."""
        if self.taxes is None or draft.request is None:
            return ()
        return bundle_splits(draft.request, self.taxes)

    def untaxed(self, draft: DraftInvoice) -> Sequence[UntaxedCharge]:
        """What a draft takes nothing of, and which rows of our tables said so."""
        if self.taxes is None or draft.request is None:
            return ()
        return untaxed_charges(draft.request, self.taxes)


@collecting_later()
def make_run(
    office: Office,
    conn: Transaction,
    label: str,
    *,
    invoice_date: date | None,
    waivers: Mapping[GateName, str] | None,
    progress: Progress,
    failures: Failures | None = None,
    filed: bool = False,
) -> MadeRun:
    """Works a run out; nothing is written. What is billed already is not in it.

    Where a tax service is used its taxes are those the file keeps: of quotes, or where ``filed`` of
    documents that lie at the service. ``failures`` tell why one is missing. Without ``waivers`` it
    is a run that nobody approves, and its gates are not looked at.
    """
    setup = office.rating_setup(conn)
    records = load_run_records(conn)
    service = connected_service(conn)
    taxes = (
        load_run_book(conn, records.locations.values(), records.places)
        if service is None
        else service.book
    )
    progress.step(0, 3, "Adding up calls")
    windows = windows_to_bill(conn, setup, label, records.closed)
    usage = settle_usage(conn, setup, windows)
    progress.step(1, 3, "Making invoices")
    traffic = measure_traffic(conn, setup, label, taxes)
    worked_out = _drafts(
        records, taxes, usage.sums, label=label, invoice_date=invoice_date, traffic=traffic
    )
    serviced = ServicedRun(drafts=worked_out)
    if service is not None:
        serviced = taxed_by_service(
            conn,
            worked_out,
            records,
            service=service,
            label=label,
            failures=failures or {},
            filed=filed,
        )
    drafts = held_back(serviced.drafts, holds(conn, label))
    gates: Sequence[Gate] = ()
    if waivers is not None:
        progress.step(2, 3, "Looking for what stands in the way")
        facts = _facts(office, conn, records, taxes, drafts, usage=usage, label=label)
        if service is not None:
            facts = replace(facts, has_tax_rules=True, tax_service=serviced.at_stake)
        gates = evaluate(_with_psas(office, conn, facts, label), waivers)
    billed = [draft.billed for draft in drafts if draft.billed is not None]
    return MadeRun(
        label=label,
        invoice_date=invoice_date,
        drafts=drafts,
        gates=gates,
        variances=variances(records, billed, label),
        usage=usage,
        records=records,
        taxes=taxes if service is None else None,
        traffic=traffic,
        covered=[
            number
            for draft in drafts
            if not draft.is_left_out
            for number in draft.accounts
            if label not in records.closed.get(number, frozenset())
        ],
        documents=serviced.documents,
    )


def _with_psas(office: Office, conn: Transaction, facts: RunFacts, label: str) -> RunFacts:
    told = psa_stakes(office, conn, label, facts.drafts)
    if told is None:
        return facts
    return replace(facts, billed_in_both=told.billed_in_both, psa_left_out=told.left_out)


def variances(records: RunRecords, billed: Sequence[Invoice], label: str) -> list[Variance]:
    """Each billed account against its last invoice before this period."""
    first = bill_period(label, 1).start
    last: dict[str, Invoice] = {}
    earlier: dict[str, set[str]] = {}
    wanted = {invoice.account_number for invoice in billed}
    for invoice in records.invoices:
        number = invoice.account_number
        if invoice.period_start.replace(day=1) >= first:
            continue
        if number in last:
            earlier.setdefault(number, set()).update(line.reference for line in last[number].lines)
        last[number] = invoice
    before_last = previous_label(label)
    missing = {
        number
        for number, invoice in last.items()
        if number not in wanted and records.was_billed(invoice, before_last)
    }
    return run_variance(
        billed,
        [invoice for number, invoice in last.items() if number in wanted | missing],
        billed_earlier=earlier,
    )


def _drafts(
    records: RunRecords,
    taxes: TaxBook,
    sums: Mapping[str, Sequence[UsageSum]],
    *,
    label: str,
    invoice_date: date | None,
    traffic: Mapping[str, Traffic],
) -> list[DraftInvoice]:
    book = RunBook(
        label=label,
        company=records.company,
        products=records.products,
        locations=records.locations,
        taxes=taxes,
        invoice_date=invoice_date,
        actual_shares={
            category: share
            for category, each in traffic.items()
            if (share := each.share) is not None
        },
    )
    plan_products = {code: plan.usage_product for code, plan in records.plans.items()}
    drafts = []
    for payer, members in billing_groups(records.accounts.values()).items():
        if records.places:
            on = invoice_date or bill_period(label, records.accounts[payer].bill_cycle_day).end
            book = replace(book, locations=records.locations_on(on))
        entries = []
        for number in members:
            entry = records.of_account(number, usage=sums.get(number, ()))
            findings = run_readiness(
                entry,
                book,
                plan_products=plan_products,
                parents=records.parents,
                has_children=number == payer and len(members) > 1,
            )
            entries.append(replace(entry, findings=findings))
        drafts.append(draft_invoice(entries[0], book, children=entries[1:]))
    return drafts


def _facts(
    office: Office,
    conn: Transaction,
    records: RunRecords,
    taxes: TaxBook,
    drafts: Sequence[DraftInvoice],
    *,
    usage: SettledUsage,
    label: str,
) -> RunFacts:
    invoices = [draft.billed for draft in drafts if draft.billed is not None]
    suspended, repeats = _suspense(conn, records, label)
    last_date = max((each.invoice_date for each in invoices), default=date.max)
    expired = expired_taxes(
        taxes,
        invoices,
        places={
            code: with_county(place_of(place), taxes.counties_of_zip)
            for code, place in records.locations_on(last_date).items()
        },
        customer_classes={n: a.customer_class for n, a in records.accounts.items()},
    )
    decks = {plan.deck_code for plan in records.plans.values() if _is_used(plan, records)}
    expired += expired_decks(
        {code: day for code, day in last_days(conn).items() if code in decks},
        usage.decks,
        period_end=bill_period(label, 1).end,
    )
    return RunFacts(
        drafts=drafts,
        today=office.clock.today(ZoneInfo(records.company.timezone)),
        has_tax_rules=taxes.has_rules,
        suspended=suspended,
        probable_duplicates=repeats,
        expired=expired,
    )


def _is_used(plan: RatePlan, records: RunRecords) -> bool:
    return any(n.rate_plan == plan.plan_code for rows in records.numbers.values() for n in rows)


def _suspense(conn: Transaction, records: RunRecords, label: str) -> tuple[AtStake, AtStake]:
    """Answered calls in suspense that began before the last cycle of the period ends."""
    last_cycle = max((a.bill_cycle_day for a in records.accounts.values()), default=1)
    end = start_of_day_us(bill_period(label, last_cycle).end, records.company.timezone)
    waiting = waiting_calls(conn).filter(
        # A date that is not believed says nothing of the period.
        ((pl.col("started_us") < end) | (pl.col("reason") == int(Reason.BAD_TIMESTAMP)))
        & (pl.col("answered") == 1)
        & (pl.col("held") == 0)
    )
    price = price_of_a_second(conn)
    repeat = pl.col("reason") == int(Reason.PROBABLE_DUPLICATE)
    return _at_stake(waiting.filter(~repeat), price), _at_stake(waiting.filter(repeat), price)


def _at_stake(calls: pl.DataFrame, price: Fraction) -> AtStake:
    seconds = int(calls.select(pl.col("raw_seconds").clip(lower_bound=0).sum()).item())
    return AtStake(
        count=calls.height,
        amount=worth(seconds, price),
        records=tuple(calls["call_key"].head(_NAMED).to_list()),
    )
