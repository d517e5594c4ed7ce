"""The review of a bill run: its drafts against last time, and what a person says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from app.billing.bill_run import RunState
from app.billing.gates import Gate, GateName, can_approve, left_out
from app.billing.invoice import Invoice, InvoiceState
from app.billing.review import (
    Mark,
    MarkKind,
    ReviewRow,
    ReviewState,
    ReviewSums,
    fingerprint,
    held_words,
    is_held_alone,
    marked,
    sums_of,
)
from app.billing.run_summary import GateSum, RunSummary, read_summary, summary_text
from app.billing.variance import Variance
from app.errors import NotAllowed
from app.findings import Finding
from app.operations.office import Office
from app.operations.run_making import MadeRun, make_run, variances
from app.progress import Progress, Silent
from app.store import audit
from app.store.audit import Action, Entry
from app.store.bill_runs import StoredRun, closed_periods, load_runs, save_run
from app.store.invoices import load_invoices
from app.store.review_marks import holds, load_marks, remove_marks, save_marks
from app.store.run_records import RunRecords
from app.store.transaction import Transaction
from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRow:
    """A customer that a run leaves out, why, and the money at stake."""

    account_number: str
    name: str
    gates: tuple[GateName, ...]
    amount: Decimal
    """Its charges before tax."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)  # without slots, for sums that are kept
class Review:
    """A period's run as it is reviewed: values of one moment of the file."""

    label: str
    run_id: int | None
    """The draft, else the last approved run; None: nothing was drafted."""
    state: RunState | None
    made: MadeRun
    """What a draft bills now, for previews; of an approved run what it left."""
    rows: tuple[ReviewRow, ...]
    gates: tuple[Gate, ...]
    left_out: tuple[LeftOutRow, ...]
    waiting: int
    """Invoices that could be drafted beyond an approved run."""

    @cached_property
    def sums(self) -> ReviewSums:
        """What its approval bills, or billed."""
        return sums_of(self.rows)

    @cached_property
    def to_review(self) -> tuple[ReviewRow, ...]:
        """The drafts of which nothing was said yet."""
        return tuple(row for row in self.rows if row.state is ReviewState.TO_REVIEW)

    @property
    def may_approve(self) -> bool:
        """Whether the draft can be approved: gates clear or waived, and something to bill."""
        is_draft = self.state is RunState.DRAFT
        return is_draft and can_approve(self.gates) and self.sums.invoices > 0

    def with_marks(self, marks: Mapping[str, Mark]) -> "Review":
        """The same drafts with other marks."""
        return replace(self, rows=tuple(marked(self.rows, marks)))

    def with_changed(self, marks: Mapping[str, Mark | None]) -> "Review":
        """The same drafts, of which some have other marks; None: none any more."""
        known = {number: mark for number, mark in marks.items() if mark is not None}
        rows = (
            marked([row], known)[0] if row.account_number in marks else row for row in self.rows
        )
        return replace(self, rows=tuple(rows))


def review_period(office: Office, label: str, *, progress: Progress | None = None) -> Review:
    """The draft of a period as the file now is, else its approved runs; nothing is written."""
    with office.file.read() as conn:
        draft = _draft_of(load_runs(conn), label)
        made = make_run(
            office,
            conn,
            label,
            invoice_date=draft.invoice_date if draft else None,
            waivers={GateName(gate): why for gate, why in draft.waivers.items()} if draft else {},
            progress=progress or Silent(),
        )
        return _review(conn, made)


def review_of_run(office: Office, made: MadeRun) -> Review:
    """The review of a run that was worked out just now."""
    with office.file.read() as conn:
        return _review(conn, made)


def _review(conn: Transaction, made: MadeRun) -> Review:
    label = made.label
    runs = [run for run in load_runs(conn) if run.period == label]
    draft = _draft_of(runs, label)
    approved = [run for run in runs if run.approved_at is not None]
    run = draft or (approved[-1] if approved else None)
    if draft is not None:
        rows = marked(_draft_rows(made), load_marks(conn, label))
    elif approved:
        billed = _billed_rows(conn, made, [each.id for each in approved])
        rows = marked(billed, load_marks(conn, label))
    else:
        rows = []
    out = [each for each in left_out(made.drafts) if each.gates != (GateName.HELD_IN_REVIEW,)]
    return Review(
        label=label,
        run_id=run.id if run else None,
        state=RunState(run.state) if run else None,
        made=made,
        rows=tuple(rows),
        gates=tuple(made.gates),
        left_out=tuple(
            LeftOutRow(
                account_number=each.account_number,
                name=made.records.accounts[each.account_number].name,
                gates=each.gates,
                amount=each.amount,
                findings=each.findings,
            )
            for each in sorted(out, key=lambda each: -each.amount)
        ),
        waiting=sum(each.billed is not None for each in made.drafts),
    )


def _draft_of(runs: Sequence[StoredRun], label: str) -> StoredRun | None:
    drafts = (run for run in runs if run.period == label and run.state == RunState.DRAFT.value)
    return next(drafts, None)


def _draft_rows(made: MadeRun) -> list[ReviewRow]:
    """The drafts that are billed or held; what cannot be billed shows what it was last time."""
    drafts = {draft.account_number: draft for draft in made.drafts}
    invoices = {
        number: draft.invoice
        for number, draft in drafts.items()
        if draft.invoice is not None and (not draft.is_left_out or is_held_alone(draft))
    }
    records = made.records
    rows = []
    for each in variances(records, list(invoices.values()), made.label):
        number = each.account_number
        if number not in invoices and made.label in records.closed.get(number, frozenset()):
            continue  # An earlier run of the period billed it.
        state = ReviewState.TO_REVIEW
        if number not in invoices:
            is_out = number in drafts and drafts[number].is_left_out
            state = ReviewState.LEFT_OUT if is_out else ReviewState.NOTHING
        rows.append(_row(records, each, invoices.get(number), state=state))
    return rows


def _billed_rows(conn: Transaction, made: MadeRun, run_ids: Sequence[int]) -> list[ReviewRow]:
    """The invoices of approved runs, and the drafts that were held back from them.

    One that was made void is none of them.
    """
    invoices = [
        stored.invoice
        for stored in load_invoices(conn)
        if stored.run_id in run_ids and stored.invoice.state is not InvoiceState.VOID
    ]
    billed = {invoice.account_number for invoice in invoices}
    drafts = {draft.account_number: draft for draft in made.drafts}
    held = [draft.invoice for draft in made.drafts if draft.invoice and is_held_alone(draft)]
    by_account = {invoice.account_number: invoice for invoice in (*invoices, *held)}
    rows = []
    for each in variances(made.records, list(by_account.values()), made.label):
        number = each.account_number
        draft = drafts.get(number)
        state = ReviewState.NOTHING
        if number in billed:
            state = ReviewState.BILLED
        elif number in by_account:
            state = ReviewState.ON_HOLD
        elif draft is not None and draft.invoice is not None:
            state = ReviewState.LEFT_OUT if draft.is_left_out else ReviewState.WAITING
        rows.append(_row(made.records, each, by_account.get(number), state=state))
    return rows


def _row(
    records: RunRecords, change: Variance, invoice: Invoice | None, *, state: ReviewState
) -> ReviewRow:
    number = change.account_number
    account = records.accounts.get(number)
    start = invoice.period_start if invoice else None
    return ReviewRow(
        account_number=number,
        name=account.name if account else number,
        invoice=invoice,
        variance=change,
        is_new=start is not None
        and not any(
            each.account_number == number and each.period_start < start
            for each in records.invoices_of.get(number, ())
        ),
        state=state,
    )


# ---- what a person says of them


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkWish:
    """What is said of one draft, as it was looked at."""

    account_number: str
    kind: MarkKind | None
    """None takes back what was said."""
    invoice: Invoice
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Marks of a period before and now, by account number; None: there was, or is, none."""

    label: str
    before: Mapping[str, Mark | None]
    now: Mapping[str, Mark | None]
    invoices: Mapping[str, Invoice]


def marks_of(office: Office, label: str) -> dict[str, Mark]:
    """What was said of the drafts of a period, by account number."""
    with office.file.read() as conn:
        return load_marks(conn, label)


def mark_bills(office: Office, label: str, wishes: Sequence[MarkWish]) -> Marked:
    """Approves drafts, holds them back with a reason, or takes back what was said of them.

    NotAllowed for an account that was billed meanwhile, and for a hold without a reason.
    """
    stamp = office.stamp("mark_bills")
    marks = {
        wish.account_number: None
        if wish.kind is None
        else Mark(
            account_number=wish.account_number,
            kind=wish.kind,
            fingerprint=fingerprint(wish.invoice),
            reason=wish.reason.strip(),
            marked_at=stamp.at,
            marked_by=stamp.actor,
        )
        for wish in wishes
    }
    if any(each and each.kind is MarkKind.HELD and not each.reason for each in marks.values()):
        raise NotAllowed(
            "Nothing was held back.", "A hold is kept with its reason.", "Say why it is to wait."
        )
    return _write(office, label, marks, {wish.account_number: wish.invoice for wish in wishes})


def turn_marks_back(office: Office, marked_before: Marked) -> Marked:
    """Puts the marks back as they were; what it returns does it again."""
    return _write(office, marked_before.label, marked_before.before, marked_before.invoices)


def _write(
    office: Office, label: str, marks: Mapping[str, Mark | None], invoices: Mapping[str, Invoice]
) -> Marked:
    with office.write() as conn:
        billed = closed_periods(conn)
        done = sorted(number for number in marks if (number, label) in billed)
        if done:
            raise NotAllowed(
                f"{done[0]} was billed for {label} meanwhile.",
                "What was approved is changed by a credit, or by undoing the run.",
            )
        known = load_marks(conn, label)
        before = {number: known.get(number) for number in marks}
        save_marks(conn, label, [mark for mark in marks.values() if mark is not None])
        remove_marks(conn, label, [number for number, mark in marks.items() if mark is None])
        entries = [
            entry
            for number, mark in marks.items()
            if (entry := _entry(label, number, before=before[number], now=mark)) is not None
        ]
        audit.record(conn, entries, stamp=office.stamp("mark_bills"))
        _tell_draft(conn, label, before, marks, invoices=invoices)
    return Marked(label=label, before=before, now=dict(marks), invoices=invoices)


def _entry(label: str, number: str, *, before: Mark | None, now: Mark | None) -> Entry | None:
    """Holds and their ends are kept in the audit: they change what an approval bills."""
    was, is_now = _is_held(before), _is_held(now)
    if was == is_now:
        return None
    return Entry(
        area="bill_runs",
        record=f"{label}/{number}",
        action=Action.HELD if is_now else Action.UNDONE,
        before={"held": was},
        after={"held": is_now},
        reason=now.reason if now else "",
    )


def _is_held(mark: Mark | None) -> bool:
    return mark is not None and mark.kind is MarkKind.HELD


def _tell_draft(
    conn: Transaction,
    label: str,
    before: Mapping[str, Mark | None],
    now: Mapping[str, Mark | None],
    *,
    invoices: Mapping[str, Invoice],
) -> None:
    """Keeps what the draft is said to come to true: held invoices are not in it."""
    draft = _draft_of(load_runs(conn), label)
    summary = read_summary(draft.summary) if draft else None
    if draft is None or summary is None:
        return
    kept = holds(conn, label)
    why = held_words(kept[number] for number in sorted(kept))
    for number, mark in now.items():
        by = int(_is_held(before.get(number))) - int(_is_held(mark))
        if by and number in invoices:
            summary = _moved(summary, invoices[number], by=by, why=why)
    save_run(conn, replace(draft, summary=summary_text(summary)))


def _moved(summary: RunSummary, invoice: Invoice, *, by: int, why: str) -> RunSummary:
    """The summary with one invoice more, or one less; ``why`` all that is held is."""
    held = next(
        (gate for gate in summary.gates if gate.name is GateName.HELD_IN_REVIEW),
        GateSum(name=GateName.HELD_IN_REVIEW, count=0, amount=ZERO, records=()),
    )
    named = [each for each in held.records if each != invoice.account_number]
    if by < 0:
        named.append(invoice.account_number)
    held = replace(
        held,
        count=held.count - by,
        amount=held.amount - by * invoice.charges,
        records=tuple(named),
        held=why,
    )
    gates = [gate for gate in summary.gates if gate.name is not GateName.HELD_IN_REVIEW]
    order = list(GateName)
    gates = sorted([*gates, held] if held.count else gates, key=lambda g: order.index(g.name))
    return replace(
        summary,
        invoices=summary.invoices + by,
        charges=summary.charges + by * invoice.charges,
        taxes=summary.taxes + by * invoice.taxes,
        total=summary.total + by * invoice.total,
        left_out=summary.left_out - by,
        left_out_amount=summary.left_out_amount - by * invoice.charges,
        gates=tuple(gates),
    )
