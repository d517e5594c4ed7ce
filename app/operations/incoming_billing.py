"""A PSA's time, charges and agreement lines as records of a plan, and the writing of those.

Time and charges become rows of ``charges``, agreement lines rows of ``services``. What is not
billed yet follows what is told there; what is billed stays, and a difference needs a hand.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from app.billing.charge import OneTimeCharge
from app.billing.closing import closed_on, closed_words
from app.billing.consolidation import FOR_A_HAND, Verdict, Why, is_old, reference_of
from app.billing.contract_lines import LINE_FOR_A_HAND, PROPOSED, LineVerdict, LineWhy
from app.billing.cycle import bill_period, next_label, period_of
from app.billing.psa_work import Work
from app.customers.incoming import PsaFamily
from app.errors import NotAllowed
from app.operations.billing_view import BillingView, billing_view
from app.operations.incoming_writing import WrittenRecords, write_records
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.posting_plan import PlanAction, PlanRecord, Verb, digest_of
from app.store.psa_billing import BilledLine
from app.store.transaction import Transaction
from app.values.plain_form import plain_of

WORK: Final = "work"
CONTRACTS: Final = "contracts"
KINDS: Final = frozenset({"time", "charge", "service"})
"""Of the records that are planned and written here."""
_KIND: Final = {PsaFamily.TIME: "time", PsaFamily.CHARGES: "charge"}


def records(
    office: Office, conn: Transaction, system: str, *, flows: Collection[str] | None = None
) -> list[PlanRecord]:
    """What time, charges and agreement lines would change here, by what was last pulled.

    Of ``flows`` those named ``work`` and ``contracts``; None: both. What is as it is to be, and
    what is nothing of ours, is in no record: ``left_out`` tells why.
    """
    wanted = {WORK, CONTRACTS} & set({WORK, CONTRACTS} if flows is None else flows)
    if not wanted:
        return []
    view = billing_view(office, conn, system)
    found: list[PlanRecord] = []
    if CONTRACTS in wanted:
        found += [each for line in view.lines for each in _line_records(view, line)]
    if WORK in wanted:
        found += [each for verdict in view.verdicts for each in _work_records(view, verdict)]
    return found


def write(office: Office, conn: Transaction, record: PlanRecord) -> None:
    """Writes one record; NotAllowed where either side has changed since it was planned."""
    system = str(record.document.get("system", ""))
    written = write_all(office, conn, system, [record])
    outcome = written.outcomes[0]
    if outcome.result in {Result.STALE, Result.CONFLICT, Result.REFUSED}:
        raise NotAllowed("It was not written.", outcome.why, "Make a new plan.")


def write_all(
    office: Office, conn: Transaction, system: str, planned: Sequence[PlanRecord]
) -> WrittenRecords:
    """Writes records together, those that are as they were planned; others are left out.

    What was done before is done: applying a plan twice changes nothing more.
    """
    now = {_identity(each): each for each in records(office, conn, system)} if planned else {}
    return write_records(office, conn, system, planned, now=now)


def _identity(record: PlanRecord) -> tuple[str, str]:
    return record.kind, record.their_id or ""


# -------------------------------------------------------------------------------- time and charges


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """One thing of the PSA, and what is here of it."""

    view: BillingView
    verdict: Verdict
    reference: str
    here: OneTimeCharge | None
    """Our row, made from it or entered by somebody."""
    is_kept: bool
    """Whether the ledger knows that row."""
    billed: BilledLine | None

    @property
    def work(self) -> Work:
        """The thing itself."""
        return self.verdict.work

    def record(self, action: PlanAction, verb: Verb, reason: str, **facts: Any) -> PlanRecord:  # noqa: ANN401
        """A record of a plan about it."""
        row = facts.pop("row", None)
        family, source_id = self.work.key
        document = {
            "system": self.view.system,
            "family": family,
            "source_id": source_id,
            "reference": self.reference,
            "row": None if row is None else plain_of(row),
        }
        known = {
            "there": plain_of(self.work),
            "here": None if self.here is None else plain_of(self.here),
            "billed": None if self.billed is None else self.billed.invoice_number,
            "row": document["row"],
        }
        values = {"amount": self.work.amount} | facts
        return PlanRecord(
            kind=_KIND[self.work.family],
            our_id=self.reference,
            action=action,
            verb=verb,
            their_id=f"{family}:{source_id}",
            reason=reason,
            document=document,
            version=digest_of(known),
            **values,
        )


def _work_records(view: BillingView, verdict: Verdict) -> Iterator[PlanRecord]:
    work = verdict.work
    kept = view.ledger.get(work.key)
    reference = reference_of(view.system, work)
    if kept is not None and kept.reference in view.charges:
        reference = kept.reference
    elif work.key in view.desk.by_hand:
        reference = view.desk.by_hand[work.key]
    facts = _Facts(
        view=view,
        verdict=verdict,
        reference=reference,
        here=view.charges.get(reference),
        is_kept=kept is not None and kept.reference == reference,
        billed=view.billed.get(work.key),
    )
    if facts.billed is not None:
        yield from _after_bill(facts, facts.billed)
    elif work.key in view.desk.by_hand:
        yield from _entered(facts)
    elif facts.here is not None:
        yield from _before_bill(facts, facts.here)
    elif verdict.row is not None:
        row = _in_open_month(view, verdict.row)
        words = verdict.words
        if row.charged_on != verdict.row.charged_on:
            words = f"{_closed(view, verdict.row)} {words}"
        yield facts.record(
            PlanAction.CREATE, Verb.CREATE, words, row=row, after=_shown(row), amount=_worth(facts)
        )
    elif verdict.why in FOR_A_HAND and verdict.account_number is not None:
        yield facts.record(PlanAction.CONFLICT, Verb.NONE, verdict.words)


def _worth(facts: _Facts) -> Decimal:
    return Decimal(0) if facts.verdict.why is Why.SHOWN else facts.work.worth


def owed_now(verdict: Verdict) -> Decimal:
    """What a thing that we billed comes to there now: nothing, where nobody is to pay for it."""
    work = verdict.work
    owes = work.is_billable and not work.is_gone and not work.is_covered
    return work.worth if owes else Decimal(0)


def _after_bill(facts: _Facts, billed: BilledLine) -> Iterator[PlanRecord]:
    """What we billed stays billed: what is otherwise there is told, with the difference."""
    given_back = facts.view.credited(facts.reference)
    stays = billed.amount - given_back
    off = owed_now(facts.verdict) - billed.amount
    if off < 0:
        # What was credited since is not too much any more.
        off = min(off + given_back, Decimal(0))
    if is_old(facts.work, facts.view.desk) or (given_back and stays <= 0):
        return
    if facts.verdict.why is Why.BILLED_THERE:
        reason = f"{billed.invoice_number} bills it, and so does the PSA: {facts.verdict.words}"
        yield facts.record(PlanAction.CONFLICT, Verb.NONE, reason, amount=stays)
    elif off:
        more = "too little" if off > 0 else "too much"
        reason = (
            f"{billed.invoice_number} bills {billed.amount:.2f}, and there it comes to "
            f"{owed_now(facts.verdict):.2f} now: {abs(off):.2f} {more}."
        )
        yield facts.record(
            PlanAction.CONFLICT,
            Verb.NONE,
            reason,
            amount=off,
            before={"amount": f"{billed.amount:.2f}"},
            after={"amount": f"{owed_now(facts.verdict):.2f}"},
        )


def _entered(facts: _Facts) -> Iterator[PlanRecord]:
    """A row that somebody entered is it: known as such, and changed by nobody else."""
    if is_old(facts.work, facts.view.desk):
        return
    if facts.verdict.why in {Why.BILLED_THERE, Why.NOT_CONSOLIDATED}:
        number = facts.view.hand_billed.get(facts.reference)
        how = "waits to be billed" if number is None else f"is billed by {number}"
        reason = f"{facts.reference} is it, and {how}. {facts.verdict.words}"
        yield facts.record(PlanAction.CONFLICT, Verb.NONE, f"{reason} Take out one of the two.")
    elif not facts.is_kept and facts.verdict.why is Why.HERE_ALREADY:
        reason = f"{facts.reference}, of the same customer, day and amount, is it."
        yield facts.record(PlanAction.SKIP, Verb.LINK, reason)


def _before_bill(facts: _Facts, here: OneTimeCharge) -> Iterator[PlanRecord]:
    """A row of ours that is not billed yet follows what is told there."""
    view, wanted = facts.view, facts.verdict.row
    held = _month_of(view, here)
    if wanted is None:
        if held is not None:
            reason = f"{facts.verdict.words} {_closed(view, here)} Open it to take the row out."
            yield facts.record(PlanAction.CONFLICT, Verb.NONE, reason)
            return
        yield facts.record(PlanAction.UPDATE, Verb.VOID, facts.verdict.words, before=_shown(here))
        return
    row = _in_open_month(view, wanted)
    changed = [
        name
        for name in OneTimeCharge.__dataclass_fields__
        if getattr(row, name) != getattr(here, name)
    ]
    if held is not None:
        if set(changed) - {"charged_on"}:
            reason = f"It has changed there. {_closed(view, here)}"
            yield facts.record(PlanAction.CONFLICT, Verb.NONE, reason)
    elif changed:
        before, after = plain_of(here), plain_of(row)
        yield facts.record(
            PlanAction.UPDATE,
            Verb.UPDATE,
            "It has changed there, and is not billed yet.",
            row=row,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def _shown(row: OneTimeCharge) -> dict[str, Any]:
    return {name: value for name, value in plain_of(row).items() if value is not None}


def _month_of(view: BillingView, row: OneTimeCharge) -> str | None:
    """The closed month that holds a row; None where none does."""
    cycle_day = view.accounts[row.account_number].bill_cycle_day
    month = closed_on(row.charged_on, cycle_day, view.closed)
    return None if month is None else month.label


def _closed(view: BillingView, row: OneTimeCharge) -> str:
    cycle_day = view.accounts[row.account_number].bill_cycle_day
    month = closed_on(row.charged_on, cycle_day, view.closed)
    return "" if month is None else closed_words(month)


def _in_open_month(view: BillingView, row: OneTimeCharge) -> OneTimeCharge:
    """The row, on the first day of the next open period where its own is closed."""
    if _month_of(view, row) is None:
        return row
    cycle_day = view.accounts[row.account_number].bill_cycle_day
    label = period_of(row.charged_on, cycle_day)
    day = row.charged_on
    while closed_on(day, cycle_day, view.closed) is not None:
        label = next_label(label)
        day = bill_period(label, cycle_day).start
    return replace(row, charged_on=day)


# ------------------------------------------------------------------------------------- agreements


def _line_records(view: BillingView, verdict: LineVerdict) -> Iterable[PlanRecord]:
    if verdict.why in PROPOSED:
        return [_proposal(view, verdict)]
    if verdict.why in LINE_FOR_A_HAND and verdict.line.is_live:
        return [_line_record(view, verdict, PlanAction.CONFLICT, Verb.NONE)]
    return []


def _proposal(view: BillingView, verdict: LineVerdict) -> PlanRecord:
    if verdict.why is LineWhy.CREATE:
        return _line_record(view, verdict, PlanAction.CREATE, Verb.CREATE)
    if verdict.why is LineWhy.LINK:
        return _line_record(view, verdict, PlanAction.SKIP, Verb.LINK)
    return _line_record(view, verdict, PlanAction.UPDATE, Verb.UPDATE)


def _line_record(
    view: BillingView, verdict: LineVerdict, action: PlanAction, verb: Verb
) -> PlanRecord:
    line = verdict.line
    before = {
        each.service_code: plain_of(view.services[each.service_code])
        for each in verdict.rows
        if each.service_code in view.services
    }
    after = {each.service_code: plain_of(each) for each in verdict.rows}
    document = {
        "system": view.system,
        "family": PsaFamily.AGREEMENT_LINES.value,
        "source_id": line.source_id,
        "linked_to": verdict.linked_to,
        "was": view.line_desk.linked.get(line.source_id),
        "rows": list(after.values()),
        "terms": plain_of(verdict.taken_over or line.terms),
    }
    ours = verdict.linked_to or f"{verdict.account_number} {line.product_code}".strip()
    return PlanRecord(
        kind="service",
        our_id=ours,
        action=action,
        verb=verb,
        their_id=f"{PsaFamily.AGREEMENT_LINES.value}:{line.source_id}",
        before=_changed(before, after),
        after=_changed(after, before),
        reason=verdict.words,
        amount=verdict.amount,
        document=document,
        version=digest_of({"line": plain_of(line), "before": before, "after": after}),
    )


def _changed(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """By service code the columns in which it is otherwise on the other side."""
    found = {
        code: {
            name: value
            for name, value in row.items()
            if value != other.get(code, {}).get(name) and value is not None
        }
        for code, row in one.items()
    }
    return {code: columns for code, columns in found.items() if columns}
