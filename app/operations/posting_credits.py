"""Credit notes: looked for, made, read back and compared to the cent; made void."""

from collections.abc import Mapping
from typing import Any

from app.billing.incoming import BookCreditNote, DocumentStanding
from app.billing.outgoing import OutgoingCreditNote
from app.connectors.dealings import Posted
from app.connectors.ports import AccountingPort
from app.errors import AppError
from app.operations.posting_batch import posted_of
from app.operations.posting_errands import Outcome, Result, Sender, Stopped
from app.operations.posting_plan import PlanRecord


def post_credit_note(
    port: AccountingPort,
    sender: Sender,
    record: PlanRecord,
    *,
    note: OutgoingCreditNote,
    sent: Mapping[str, Any],
) -> Outcome:
    """Makes a credit note once. Stopped where nobody answers."""

    def look() -> Posted | None:
        standing = _standing(port, note.number)
        return posted_of(standing[0]) if standing else None

    outcome = sender.once(
        record,
        sent=sent,
        look=look,
        send=lambda key: port.create_credit_note(note, key=key),
    )
    if outcome.result not in {Result.DONE, Result.LINKED}:
        return outcome
    try:
        return _checked(port, note, outcome)
    except AppError as problem:
        raise Stopped(problem, [outcome]) from None


def void_posted_credit(port: AccountingPort, sender: Sender, record: PlanRecord) -> Outcome:
    """Makes a credit note void once. Stopped where nobody answers."""

    def look() -> Posted | None:
        if _standing(port, record.our_id):
            return None
        return Posted(id=str(record.their_id), number=record.our_id)

    return sender.once(
        record,
        sent={},
        look=look,
        send=lambda _key: port.void_credit_note(
            str(record.their_id), version=record.version, reason=record.reason
        ),
    )


def stands_as_credit(note: BookCreditNote) -> bool:
    """Whether a credit note in the books still gives its money."""
    ended = {DocumentStanding.VOID, DocumentStanding.DELETED}
    return not note.is_gone and note.standing not in ended


def _standing(port: AccountingPort, number: str) -> list[BookCreditNote]:
    return [each for each in port.find_credit_notes([number]) if stands_as_credit(each)]


def _checked(port: AccountingPort, note: OutgoingCreditNote, outcome: Outcome) -> Outcome:
    """The outcome, unless it came out otherwise there, or stands there more than once."""
    standing = _standing(port, note.number)
    others = [each for each in standing if each.source_id != outcome.their_id]
    stay = [each for each in others if not _is_taken_back(port, note, each, outcome)]
    if stay:
        ids = ", ".join([str(outcome.their_id), *(each.source_id for each in stay)])
        why = f"It stands there {len(stay) + 1} times, as {ids}: make all but one void there."
        return _otherwise(outcome, Result.CONFLICT, why)
    for each in standing:
        if each.source_id == outcome.their_id and each.total != note.total:
            why = f"It came to {each.total} there, and to {note.total} here: mend it there."
            return _otherwise(outcome, Result.DIFFERS, why)
    return outcome


def _otherwise(outcome: Outcome, result: Result, why: str) -> Outcome:
    return Outcome(
        record=outcome.record,
        result=result,
        their_id=outcome.their_id,
        their_number=outcome.their_number,
        why=why,
    )


def _is_taken_back(
    port: AccountingPort, note: OutgoingCreditNote, second: BookCreditNote, outcome: Outcome
) -> bool:
    """Whether what a gateway delivered twice was made void; only what is ours and unused."""
    is_ours = outcome.result is Result.DONE and second.total == note.total
    if not is_ours or second.remaining != second.total:
        return False
    reason = "It was delivered twice."
    try:
        port.void_credit_note(second.source_id, version=second.version, reason=reason)
    except AppError:
        return False
    return True
