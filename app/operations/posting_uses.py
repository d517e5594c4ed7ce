"""Our credit notes put on the invoices of ours that they correct: planned, then done once.

What the books tell of a note's use is looked at first; more is never put than what the note
corrects of the invoice, has left, and the invoice still asks for.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.billing.incoming import BookCreditNote
from app.billing.outgoing import TO_BE_MADE, CreditUse
from app.billing.posting import stands
from app.connectors.dealings import Ability, Posted
from app.connectors.ports import AccountingPort
from app.errors import AppError, RemoteRefused
from app.operations.office import Office
from app.operations.posting_corrections import Corrected
from app.operations.posting_credits import stands_as_credit
from app.operations.posting_desk import Desk
from app.operations.posting_errands import Outcome, Result, Sender, Stopped, waiting
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.store import audit
from app.values.money import ZERO
from app.values.plain_form import plain_of, value_of

CREDIT_USE: Final = "credit_use"
"""The kind of these records; their audit entries are of the area ``credit_uses``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUse:
    """So much of a note on an invoice, as a plan holds it; ids as of ``TO_BE_MADE``."""

    note_number: str
    invoice_number: str
    use: CreditUse
    before: Decimal
    """How much of the note was on the invoice when it was planned."""

    @property
    def after(self) -> Decimal:
        """How much is to be on it."""
        return self.before + self.use.amount


def use_records(
    office: Office, desk: Desk, documents: Sequence[PlanRecord], *, key: str, today: date
) -> list[PlanRecord]:
    """One record for each invoice that a credit note of these documents corrects."""
    by_number = {each.our_id: each for each in documents if each.kind == "invoice"}
    records = []
    for each in documents:
        corrected = desk.corrected.get(each.our_id, ())
        if each.kind != "credit_note" or not corrected:
            continue
        there = desk.seen_notes.get(each.our_id)
        note = _Note(record=each, left=_left(each, there), there=there)
        for invoice in corrected:
            planner = _Planner(office=office, key=key, desk=desk, today=today)
            record = planner.record(note, invoice, by_number.get(invoice.number))
            if record.action is PlanAction.CREATE:
                note = replace(note, left=note.left - (record.amount or ZERO))
            records.append(record)
    return records


def _left(record: PlanRecord, there: BookCreditNote | None) -> Decimal:
    if there is not None:
        return there.remaining
    return (record.amount or ZERO) if record.verb is Verb.CREATE else ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """A credit note, as its own record of the plan has it."""

    record: PlanRecord
    left: Decimal
    """Not used yet, by the books and by the plan so far."""
    there: BookCreditNote | None

    @property
    def id(self) -> str:
        """Theirs, or as of ``TO_BE_MADE``."""
        return self.there.source_id if self.there else f"{TO_BE_MADE}{self.record.our_id}"

    @property
    def dated_on(self) -> date:
        """Its day there, or as the plan makes it."""
        if self.there is not None and self.there.dated_on is not None:
            return self.there.dated_on
        told = self.record.document.get("dated_on")
        return date.fromisoformat(told) if told else date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class _Invoice:
    """An invoice on which credit may be put."""

    id: str
    customer_id: str
    balance: Decimal
    dated_on: date | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planner:
    office: Office
    key: str
    desk: Desk
    today: date

    def record(self, note: _Note, corrected: Corrected, planned: PlanRecord | None) -> PlanRecord:
        """What becomes of one use."""
        number = note.record.our_id
        base: dict[str, Any] = {
            "kind": CREDIT_USE,
            "our_id": f"{number} on {corrected.number}",
            "amount": corrected.amount,
        }
        is_open = (CREDIT_USE, base["our_id"]) in self.desk.open
        reason = self._reason_against(note, corrected, planned, is_open=is_open)
        if reason:
            return PlanRecord(action=PlanAction.SKIP, reason=reason, **base)
        invoice = self._invoice(corrected, planned)
        if invoice is None:
            reason = f"{corrected.number} is not there, or void."
            return PlanRecord(action=PlanAction.SKIP, reason=reason, **base)
        before = ZERO
        if note.there is not None and not invoice.is_new:
            before = self.desk.port.applied(note.id, invoice.id)
        if before >= corrected.amount:
            return PlanRecord(
                action=PlanAction.SKIP,
                verb=Verb.LINK if is_open else Verb.NONE,
                their_id=note.id,
                before={"applied": plain_of(before)},
                reason="It is on it already.",
                **base,
            )
        return self._wanted(note, invoice, corrected, before=before, base=base)

    def _reason_against(
        self, note: _Note, corrected: Corrected, planned: PlanRecord | None, *, is_open: bool
    ) -> str:
        """Why it is not even looked for; blank: it is."""
        if Ability.APPLY_CREDITS not in self.desk.abilities:
            title = self.desk.title
            return f"{title} is not told so from here: put it on {corrected.number} there by hand."
        if note.record.action is PlanAction.CONFLICT:
            return f"The credit note {note.record.our_id} needs a hand first."
        if note.there is None and note.record.verb is not Verb.CREATE:
            return f"The credit note {note.record.our_id} is not there."
        if planned is not None and planned.action is PlanAction.CONFLICT:
            return f"{corrected.number} needs a hand first."
        if not note.left and not is_open:
            return f"All of {note.record.our_id} is used there."
        return ""

    def _invoice(self, corrected: Corrected, planned: PlanRecord | None) -> _Invoice | None:
        """The invoice there, or as the plan makes it; None where it is not there for us."""
        number = corrected.number
        if planned is not None and planned.verb is Verb.CREATE:
            return _Invoice(
                id=f"{TO_BE_MADE}{number}",
                customer_id=str(planned.document["customer_id"]),
                balance=planned.amount or ZERO,
                dated_on=corrected.dated_on,
                is_new=True,
            )
        there = self.desk.seen_invoices.get(number)
        link = self.desk.invoices.get(number)
        if link is not None and (there is None or there.source_id != link.their_id):
            there = self.desk.port.read_invoice(link.their_id)
        is_ours = link is not None or (planned is not None and planned.verb is Verb.LINK)
        if there is None or not is_ours or not stands(there):
            return None
        return _Invoice(
            id=there.source_id,
            customer_id=there.customer_id or "",
            balance=there.balance,
            dated_on=there.dated_on,
            is_new=False,
        )

    def _wanted(
        self,
        note: _Note,
        invoice: _Invoice,
        corrected: Corrected,
        *,
        before: Decimal,
        base: Mapping[str, Any],
    ) -> PlanRecord:
        reason = self._reason_not_to(note, invoice, corrected, before=before)
        if reason:
            is_by_hand = reason.startswith("It was put on")
            action = PlanAction.CONFLICT if is_by_hand else PlanAction.SKIP
            return PlanRecord(action=action, reason=reason, **base)
        amount = min(corrected.amount - before, note.left, invoice.balance)
        use = CreditUse(
            credit_note_id=note.id,
            invoice_id=invoice.id,
            customer_id=invoice.customer_id,
            amount=amount,
            # Never before both are there; the books refuse that.
            applied_on=max(self.today, note.dated_on, invoice.dated_on or date.min),
        )
        planned = PlannedUse(
            note_number=note.record.our_id,
            invoice_number=corrected.number,
            use=use,
            before=before,
        )
        now = {"applied": before, "credit_left": note.left, "balance": invoice.balance}
        then = {
            "applied": planned.after,
            "credit_left": note.left - amount,
            "balance": invoice.balance - amount,
        }
        return PlanRecord(
            action=PlanAction.CREATE,
            verb=Verb.CREATE,
            before=plain_of(now),
            after=plain_of(then),
            reason=f"{note.record.our_id} gives back what {corrected.number} has billed.",
            document=plain_of(planned),
            **{**base, "amount": amount},
        )

    def _reason_not_to(
        self, note: _Note, invoice: _Invoice, corrected: Corrected, *, before: Decimal
    ) -> str:
        put = self._put_before(f"{note.record.our_id} on {corrected.number}")
        if put > before:
            return (
                f"It was put on, and {put - before:.2f} of it was taken off there since: put it"
                " back there by hand, or make one of them void here."
            )
        if invoice.balance <= 0:
            return f"{corrected.number} is settled there: the credit stays on the account."
        if note.left <= 0:
            return f"All of {note.record.our_id} is used there."
        whose = note.there.customer_id if note.there is not None else None
        if whose and whose != invoice.customer_id:
            return f"{note.record.our_id} and {corrected.number} are of two customers there."
        return ""

    def _put_before(self, our_id: str) -> Decimal:
        """How much of it was on the invoice when we last put some on, by our own records."""
        with self.office.file.read() as conn:
            entries = audit.entries_of(conn, f"{CREDIT_USE}s", record=our_id)
        facts = [json.loads(each.after or "{}") for each in entries]
        put = [each["total"] for each in facts if each.get("system") == self.key]
        return Decimal(put[-1]) if put else ZERO


# ---------------------------------------------------------------------------------------- applying


def post_credit_use(
    port: AccountingPort,
    sender: Sender,
    record: PlanRecord,
    *,
    resolved: Callable[[str, str], str | None],
) -> Outcome:
    """Puts credit on an invoice once. Stopped where nobody answers.

    ``resolved`` gives their id of a kind and an id as of ``TO_BE_MADE``; None: it was not made.
    """
    planned = value_of(PlannedUse, record.document)
    use = _resolved(planned.use, resolved)
    if use is None:
        return waiting([record], "Its credit note or invoice was not made.")[0]

    seen = [ZERO]

    def look() -> Posted | None:
        seen[:] = [port.applied(use.credit_note_id, use.invoice_id)]
        return _put(use, seen[0]) if seen[0] >= planned.after else None

    def send(key: str) -> Posted:
        _check_as_planned(port, planned, use, on_it=seen[0])
        port.apply_credit(use, key=key)
        # What is kept is how much is on it now, not what the answer calls its amount.
        return _put(use, planned.after)

    outcome = sender.once(record, sent=record.document, look=look, send=send)
    if outcome.result is not Result.DONE:
        return outcome
    try:
        on_it = port.applied(use.credit_note_id, use.invoice_id)
    except AppError as problem:
        raise Stopped(problem, [outcome]) from None
    if on_it == planned.after:
        return outcome
    why = f"{on_it:.2f} of it is on the invoice there, for {planned.after:.2f}: mend it there."
    return replace(outcome, result=Result.DIFFERS, why=why)


def keep_use_found(sender: Sender, record: PlanRecord) -> Outcome:
    """Keeps that a use of which nobody knew the end is there."""
    posted = Posted(id=str(record.their_id), number="", total=Decimal(record.before["applied"]))
    return sender.found(record, posted, why=record.reason)


def _put(use: CreditUse, on_it: Decimal) -> Posted:
    return Posted(id=use.credit_note_id, number="", total=on_it)


def _resolved(use: CreditUse, resolved: Callable[[str, str], str | None]) -> CreditUse | None:
    note = resolved("credit_note", use.credit_note_id)
    invoice = resolved("invoice", use.invoice_id)
    customer = resolved("customer", use.customer_id)
    if note is None or invoice is None or customer is None:
        return None
    return replace(use, credit_note_id=note, invoice_id=invoice, customer_id=customer)


def _check_as_planned(
    port: AccountingPort, planned: PlannedUse, use: CreditUse, *, on_it: Decimal
) -> None:
    """RemoteRefused where less is open or left there than when it was planned."""
    if on_it != planned.before:
        raise RemoteRefused(f"{on_it:.2f} of it was put on there since the plan was made.")
    invoice = port.read_invoice(use.invoice_id)
    if invoice is None or not stands(invoice) or invoice.balance < use.amount:
        left = invoice.balance if invoice is not None and stands(invoice) else ZERO
        raise RemoteRefused(f"{planned.invoice_number} asks for no more than {left:.2f} there.")
    notes = port.find_credit_notes([planned.note_number])
    rest = [each.remaining for each in notes if _is_it(each, use)]
    left = rest[0] if rest else ZERO
    if left < use.amount:
        raise RemoteRefused(f"No more than {left:.2f} of the credit is left there.")


def _is_it(note: BookCreditNote, use: CreditUse) -> bool:
    return note.source_id == use.credit_note_id and stands_as_credit(note)
