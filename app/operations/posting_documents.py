"""The invoices and credit notes of a plan: what each is there, and what is to become of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar

from app.billing.flows import CLOSED_PERIOD, NEXT_OPEN_DAY
from app.billing.incoming import BookCreditNote, BookInvoice, DocumentStanding
from app.billing.invoice import InvoiceState
from app.billing.outgoing import TO_BE_MADE, OutgoingCreditNote, OutgoingInvoice, OutgoingLine
from app.billing.posting import (
    Placed,
    differences,
    outgoing_credit_note,
    outgoing_invoice,
    placed,
    stands,
)
from app.connectors.dealings import Ability
from app.operations.posting_credits import stands_as_credit
from app.operations.posting_desk import Desk, as_outgoing
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.progress import Progress
from app.store.invoices import StoredInvoice
from app.store.links import Link
from app.values.plain_form import plain_of

_TWICE: Final = "It was sent and arrived more than once: what is too many is taken back there."


def document_records(
    desk: Desk,
    stored: Sequence[StoredInvoice],
    customers: Mapping[str, str],
    progress: Progress,
) -> list[PlanRecord]:
    """What becomes of each invoice; they are looked for as many at once as the system takes."""
    records: list[PlanRecord] = []
    for start in range(0, len(stored), desk.batch):
        together = stored[start : start + desk.batch]
        progress.step(len(records), len(stored), "Looking for invoices")
        numbers = [str(each.invoice.invoice_number) for each in together if each.total >= 0]
        found: dict[str, list[BookInvoice]] = {}
        for invoice in desk.port.find_invoices(numbers) if numbers else ():
            found.setdefault(invoice.number, []).append(invoice)
        for each in together:
            there = found.get(str(each.invoice.invoice_number), [])
            desk.seen_invoices.update({e.number: e for e in there if stands(e)})
            record = _twice_there(desk, each, there) or _document_record(
                desk, each, there, customers
            )
            records.append(record)
    return records


def _twice_there(
    desk: Desk, stored: StoredInvoice, found: Sequence[BookInvoice]
) -> PlanRecord | None:
    """A conflict, where several invoices of one number stand: which one counts is for a person.

    None where we sent it ourselves and nobody knows how that ended: posting it goes on with that.
    """
    ids = [each.source_id for each in found if stands(each)]
    if len(ids) <= 1 or _is_under_way(desk, stored):
        return None
    return PlanRecord(
        kind="invoice",
        our_id=str(stored.invoice.invoice_number),
        action=PlanAction.CONFLICT,
        reason=f"It stands there {len(ids)} times, as {', '.join(ids)}: make all but one void.",
        amount=abs(stored.total),
    )


def _is_under_way(desk: Desk, stored: StoredInvoice) -> bool:
    """Whether it stands here, and was sent without an answer, perhaps to arrive more than once."""
    number, is_invoice = str(stored.invoice.invoice_number), stored.total >= 0
    kind = "invoice" if is_invoice else "credit_note"
    known = desk.invoices if is_invoice else desk.credit_notes
    is_void = stored.invoice.state is InvoiceState.VOID
    return (kind, number) in desk.open and number not in known and not is_void


def _document_record(
    desk: Desk,
    stored: StoredInvoice,
    found: Sequence[BookInvoice],
    customers: Mapping[str, str],
) -> PlanRecord:
    number = str(stored.invoice.invoice_number)
    kind = "invoice" if stored.total >= 0 else "credit_note"
    base: dict[str, Any] = {"kind": kind, "our_id": number, "amount": abs(stored.total)}
    if kind == "credit_note":
        return _credit_record(desk, stored, customers, base)
    link = _living(desk.invoices.get(number), found)
    there = _there(desk, link, found)
    if stored.invoice.state is InvoiceState.VOID:
        return _void_record(desk, link, there, base)
    if not stored.total:
        return PlanRecord(action=PlanAction.SKIP, reason="It comes to 0.", **base)
    ours, problems = _wanted(desk, stored, customers, link)
    if ours is None:
        return PlanRecord(action=PlanAction.CONFLICT, reason=" ".join(problems), **base)
    base["document"] = plain_of(ours)
    if there is not None and sum(map(stands, found)) <= 1:
        return _known_invoice(desk, link, there, ours=ours, base=base)
    reason = "No invoice there has this number." if there is None else _TWICE
    return _missing_invoice(link, base, reason=reason)


def _living(link: Link | None, found: Sequence[BookInvoice]) -> Link | None:
    """A link, unless its invoice ended there and another of the number stands: that may be ours.

    So it is after one of two equal ones was made void by hand.
    """
    standing = [each for each in found if stands(each)]
    ended = {each.source_id for each in found} - {each.source_id for each in standing}
    return None if link is not None and standing and link.their_id in ended else link


def _missing_invoice(link: Link | None, base: Mapping[str, Any], *, reason: str) -> PlanRecord:
    if link is None:
        return PlanRecord(
            action=PlanAction.CREATE,
            verb=Verb.CREATE,
            after=base["document"],
            reason=reason,
            **base,
        )
    reason = f"It was posted as {link.their_id}, and is no longer there: somebody deleted it."
    return PlanRecord(action=PlanAction.CONFLICT, their_id=link.their_id, reason=reason, **base)


def _there(desk: Desk, link: Link | None, found: Sequence[BookInvoice]) -> BookInvoice | None:
    """The invoice in the books: the linked one, else the one of our number that stands."""
    if link is not None:
        for each in found:
            if each.source_id == link.their_id:
                return each
        return desk.port.read_invoice(link.their_id)
    standing = [each for each in found if stands(each)]
    return standing[0] if standing else next(iter(found), None)


def _wanted(
    desk: Desk, stored: StoredInvoice, customers: Mapping[str, str], link: Link | None
) -> tuple[OutgoingInvoice | None, Sequence[str]]:
    """The invoice as it is to stand there; or why it cannot."""
    invoice = stored.invoice
    customer = customers.get(invoice.account_number)
    if customer is None:
        return None, [f"Its customer {invoice.account_number} needs a hand first."]
    places = placed(invoice, desk.books)
    if places.problems:
        return None, places.problems
    account = desk.accounts[invoice.account_number]
    ours = outgoing_invoice(
        invoice,
        stored.period,
        customer_id=customer,
        lines=_with_items(places),
        terms_id=as_outgoing(desk, account).terms_id,
    )
    ours, closed = _on_its_day(desk, ours, link)
    if closed:
        return None, [closed]
    if link is not None and link.sent == plain_of(ours):
        # It was taken as it is: a period closed since then is not in its way.
        return ours, ()
    problems = _unforeseen(desk, ours, stored.total)
    return (None, problems) if problems else (ours, ())


D = TypeVar("D", OutgoingInvoice, OutgoingCreditNote)


def _on_its_day(desk: Desk, document: D, link: Link | None) -> tuple[D, str]:
    """The document on the day that it has there; and why it has none while its own is closed."""
    sent = link.sent.get("dated_on") if link is not None else None
    if sent:
        return replace(document, dated_on=date.fromisoformat(sent)), ""
    closed = desk.choices.closed_through
    if link is not None or closed is None or document.dated_on > closed:
        return document, ""
    opens = closed + timedelta(days=1)
    if not desk.dates_on_open_day:
        return document, (
            f"It is of {document.dated_on}, and the books are closed up to {closed}: the next open "
            f"day is {opens}. Open the period there, or decide {CLOSED_PERIOD}={NEXT_OPEN_DAY}: it "
            "is then dated so there, and stays as it is here."
        )
    moved = replace(document, dated_on=opens)
    if isinstance(moved, OutgoingInvoice) and moved.due_on < opens:  # type: ignore[redundant-expr]  # once for each of both
        moved = replace(moved, due_on=opens)
    return moved, ""


def _with_items(places: Placed) -> list[OutgoingLine]:
    return [
        replace(line, item_id=f"{TO_BE_MADE}{line.account_id}")
        if line.item_id is None and line.account_id in places.missing_items
        else line
        for line in places.lines
    ]


def _unforeseen(
    desk: Desk, document: OutgoingInvoice | OutgoingCreditNote, total: Decimal
) -> list[str]:
    foreseen = desk.port.foresee(document, desk.choices)
    problems = list(foreseen.problems)
    if document.total != abs(total):
        problems.append(f"Its lines come to {document.total}, and it to {abs(total)}.")
    elif foreseen.total != document.total:
        off = foreseen.total - document.total
        problems.append(
            f"It would come to {foreseen.total} there, {abs(off)} "
            f"{'more' if off > 0 else 'less'} than here."
        )
    return problems


def _known_invoice(
    desk: Desk,
    link: Link | None,
    there: BookInvoice,
    *,
    ours: OutgoingInvoice,
    base: Mapping[str, Any],
) -> PlanRecord:
    base = {**base, "their_id": there.source_id, "version": there.version}
    if not stands(there):
        words = "It is void there" if there.standing is DocumentStanding.VOID else "It is deleted"
        reason = f"{words}, and stands here: void it here too, or make it anew under a new number."
        return PlanRecord(action=PlanAction.CONFLICT, reason=reason, **base)
    differing = differences(ours, there)
    if not differing:
        if link is None:
            return PlanRecord(
                action=PlanAction.SKIP,
                verb=Verb.LINK,
                reason="It is there already, equal to the cent.",
                **base,
            )
        if not link.sent or link.sent == base["document"]:
            return PlanRecord(action=PlanAction.SKIP, reason="It is posted.", **base)
    before = {name: plain_of(pair[0]) for name, pair in differing.items()}
    after = {name: plain_of(pair[1]) for name, pair in differing.items()}
    if link is None or link.sent == base["document"]:
        who = "It was changed there" if link is not None else "Another of this number is there"
        reason = f"{who}: {', '.join(differing)}. Mend it there, or void it here."
        return PlanRecord(
            action=PlanAction.CONFLICT, before=before, after=after, reason=reason, **base
        )
    if there.has_settlements:
        reason = "It goes to other accounts now, and is paid there already: it stays as it is."
        return PlanRecord(action=PlanAction.SKIP, reason=reason, **base)
    may = Ability.UPDATE_INVOICES in desk.abilities
    by_hand = f" {desk.title} is not told so from here: change it there by hand."
    return PlanRecord(
        action=PlanAction.UPDATE if may else PlanAction.CONFLICT,
        # A conflict that is linked is told once.
        verb=Verb.UPDATE if may else Verb.LINK,
        before={"sent": dict(link.sent), **before},
        after={"sent": base["document"], **after},
        reason=f"Its lines go to other accounts now.{'' if may else by_hand}",
        **base,
    )


def _void_record(
    desk: Desk, link: Link | None, there: BookInvoice | None, base: Mapping[str, Any]
) -> PlanRecord:
    if there is None or not stands(there):
        return PlanRecord(action=PlanAction.SKIP, reason="It is void on both sides.", **base)
    base = {**base, "their_id": there.source_id, "version": there.version}
    if there.has_settlements:
        reason = "It is void here, and paid or credited there: take that off it there first."
        return PlanRecord(action=PlanAction.CONFLICT, reason=reason, **base)
    before = {"standing": there.standing.value, "balance": plain_of(there.balance)}
    return _void_there(desk, link, before=before, after={"balance": "0"}, base=base)


def _void_there(
    desk: Desk,
    link: Link | None,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    base: Mapping[str, Any],
) -> PlanRecord:
    """What is void here made void there; by hand, and told once, where it is not to be told."""
    document = {"void": base["our_id"]}
    may = Ability.VOID_INVOICES in desk.abilities
    by_hand = f" {desk.title} is not told so from here: make it void there by hand."
    if not may and link is not None and link.sent == document:
        reason = f"It was made void here.{by_hand} That was told before."
        return PlanRecord(action=PlanAction.SKIP, reason=reason, **base)
    return PlanRecord(
        action=PlanAction.UPDATE if may else PlanAction.CONFLICT,
        verb=Verb.VOID if may else Verb.LINK,
        before=before,
        after={"standing": "void", **after},
        reason=f"It was made void here.{'' if may else by_hand}",
        document=document,
        **base,
    )


def _credit_record(
    desk: Desk, stored: StoredInvoice, customers: Mapping[str, str], base: dict[str, Any]
) -> PlanRecord:
    """A document that gives money back: made, void, or known."""
    number = base["our_id"]
    link = desk.credit_notes.get(number)
    found = desk.port.find_credit_notes([number])
    standing = [each for each in found if stands_as_credit(each)]
    desk.seen_notes.update({each.number: each for each in standing})
    if len(standing) > 1 and not _is_under_way(desk, stored):
        ids = ", ".join(each.source_id for each in standing)
        reason = f"It stands there {len(standing)} times, as {ids}: make all but one void."
        return PlanRecord(action=PlanAction.CONFLICT, reason=reason, **base)
    if stored.invoice.state is InvoiceState.VOID:
        return _void_credit(desk, link, standing, base)
    if len(standing) > 1:
        return _new_credit(desk, stored, customers, base)
    if standing:
        return _known_credit(link, standing[0], base)
    if link is not None or found:
        reason = "It was posted, and is void or deleted there: void it here too."
        return PlanRecord(action=PlanAction.CONFLICT, reason=reason, **base)
    return _new_credit(desk, stored, customers, base)


def _new_credit(
    desk: Desk, stored: StoredInvoice, customers: Mapping[str, str], base: dict[str, Any]
) -> PlanRecord:
    if Ability.CREDIT_NOTES not in desk.abilities:
        reason = f"{desk.title} takes no credit notes from here: enter it there by hand."
        return PlanRecord(action=PlanAction.CONFLICT, reason=reason, **base)
    customer = customers.get(stored.invoice.account_number)
    places = placed(stored.invoice, desk.books)
    problems = list(places.problems)
    if customer is None:
        problems.append(f"Its customer {stored.invoice.account_number} needs a hand first.")
    corrected = desk.corrected.get(base["our_id"], ())
    note = outgoing_credit_note(
        stored.invoice,
        stored.period,
        customer_id=customer or "",
        lines=_with_items(places),
        original=(corrected[0].number, corrected[0].dated_on) if len(corrected) == 1 else None,
    )
    note, closed = _on_its_day(desk, note, None)
    problems = problems or ([closed] if closed else _unforeseen(desk, note, stored.total))
    if problems:
        return PlanRecord(action=PlanAction.CONFLICT, reason=" ".join(problems), **base)
    base["document"] = plain_of(note)
    return PlanRecord(
        action=PlanAction.CREATE,
        verb=Verb.CREATE,
        after=base["document"],
        reason="It gives money back, and no credit note there has this number.",
        **base,
    )


def _void_credit(
    desk: Desk,
    link: Link | None,
    standing: Sequence[BookCreditNote],
    base: Mapping[str, Any],
) -> PlanRecord:
    if not standing:
        return PlanRecord(action=PlanAction.SKIP, reason="It is void on both sides.", **base)
    there = standing[0]
    base = {**base, "their_id": there.source_id, "version": there.version}
    before = {"standing": there.standing.value}
    return _void_there(desk, link, before=before, after={}, base=base)


def _known_credit(link: Link | None, there: BookCreditNote, base: Mapping[str, Any]) -> PlanRecord:
    base = {**base, "their_id": there.source_id, "version": there.version}
    if there.total != base["amount"]:
        reason = f"One of this number is there and comes to {there.total}: mend it there."
        return PlanRecord(action=PlanAction.CONFLICT, reason=reason, **base)
    is_known = link is not None and link.their_id == there.source_id
    verb = Verb.NONE if is_known else Verb.LINK
    return PlanRecord(action=PlanAction.SKIP, verb=verb, reason="It is posted.", **base)
