"""Invoices by e-mail: planned, shown, saved, and sent exactly as shown; the truth of each kept.

Before a mail leaves it is noted as being sent. What is found so noted when the work begins anew may
have arrived: it is never sent again before a person says that it did not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from secrets import token_hex

from app.billing.invoice import InvoiceState
from app.billing.mailing import (
    MailSettings,
    MailState,
    Way,
)
from app.connectors.mail import Session
from app.errors import Cancelled, InputError, NotAllowed, RemoteRefused, RemoteUnavailable
from app.operations.issuing import issue
from app.operations.mail_letters import letter_of
from app.operations.mail_plans import UNSURE, MailPlan, PlannedMail, plan_mail, planned_mail
from app.operations.mail_service import session_of
from app.operations.office import Office
from app.progress import Progress
from app.store import audit
from app.store.audit import Action, Entry
from app.store.invoice_heads import invoice_heads
from app.store.mail_settings import mail_settings
from app.store.mailings import Mailing, load_mailings, note_mailing, plan_mailings, remove_mailings
from app.store.tax_service import company_id

__all__ = ["MailPlan", "PlannedMail", "SendResult", "plan_mail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """What came of it."""

    sent: int = 0
    refused: int = 0
    unknown: int = 0
    waiting: int = 0
    """Still queued: nothing of them has left."""
    problem: str = ""
    """Why it stopped before its end; blank: it did not."""

    def summary(self) -> str:
        """What came of it, in words."""
        parts = [f"{self.sent} sent"]
        parts += [f"{self.refused} refused"] if self.refused else []
        parts += [f"{self.unknown} may have arrived"] if self.unknown else []
        parts += [f"{self.waiting} still queued"] if self.waiting else []
        return f"{', '.join(parts)}. {self.problem}".strip()


def save_mail_plan(office: Office, plan: MailPlan) -> int:
    """Queues what was shown, to be sent exactly so; how many mails.

    NotAllowed where something changed since it was shown: then nothing is queued.
    """
    shown = {(each.invoice_id, each.way): each for each in plan.mails}
    with office.write() as conn:
        numbers = {each.invoice_number for each in plan.mails}
        with_calls = any(each.with_calls for each in plan.mails)
        fresh = planned_mail(conn, numbers, with_calls=with_calls)
        if {(each.invoice_id, each.way): each for each in fresh.mails} != shown:
            raise NotAllowed(
                "Nothing was sent: something changed since the mails were shown.",
                "An invoice, an address or the words of the mail is another now.",
                "Look at the mails again.",
            )
        ids = [each.invoice_id for each in plan.mails]
        earlier = {
            (each.invoice_id, each.way): each for each in load_mailings(conn, invoice_ids=ids)
        }
        domain = mail_settings(conn).sender.partition("@")[2] or "localhost"
        now = office.clock.now()
        made = []
        for key, each in shown.items():
            before = earlier.get(key)
            is_mail = each.way is Way.MAIL
            made.append(
                Mailing(
                    invoice_id=each.invoice_id,
                    way=each.way,
                    state=MailState.QUEUED if is_mail else MailState.TO_PRINT,
                    planned_at=now,
                    address=each.address,
                    subject=each.subject,
                    body=each.body,
                    with_calls=each.with_calls,
                    message_id=before.message_id if before else f"{token_hex(12)}@{domain}",
                    attempts=each.tries,
                    tried_at=before.tried_at if before else None,
                )
            )
        plan_mailings(conn, made)
    return len(plan.letters)


def send_queued(office: Office, *, progress: Progress) -> SendResult:
    """Sends what is queued, one mail after another; each is issued as it leaves.

    Stopped between mails, the rest stays queued. SignInNeeded, RemoteRefused and RemoteUnavailable
    where there is no session: then nothing was sent and nothing issued.
    """
    with office.write() as conn:
        for each in load_mailings(conn, states=[MailState.SENDING]):
            note_mailing(conn, each.id, MailState.UNKNOWN, answer="The work ended before an answer")
    with office.file.read() as conn:
        queued = load_mailings(conn, states=[MailState.QUEUED])
        settings, identity = mail_settings(conn), company_id(conn)
    if not queued:
        return SendResult()
    counts = dict.fromkeys(MailState, 0)
    problem = ""
    with session_of(settings, identity) as session:
        try:
            for place, each in enumerate(queued):
                progress.step(place, len(queued), "Sending invoices")
                counts[_send(office, each, session, settings)] += 1
            progress.step(len(queued), len(queued), "Sending invoices")
        except Cancelled:
            problem = "Stopped. The rest stays queued."
        except RemoteUnavailable as gone:
            problem = str(gone)
            counts[MailState.UNKNOWN] += gone.may_have_happened
    with office.file.read() as conn:
        waiting = len(load_mailings(conn, states=[MailState.QUEUED]))
    return SendResult(
        sent=counts[MailState.SENT],
        refused=counts[MailState.REFUSED],
        unknown=counts[MailState.UNKNOWN],
        waiting=waiting,
        problem=problem,
    )


def _send(office: Office, mailing: Mailing, session: Session, settings: MailSettings) -> MailState:
    """Sends one mail and notes what came of it; the state it is in then."""
    with office.write() as conn:
        head = invoice_heads(conn, ids=[mailing.invoice_id])[0]
        if head.state is InvoiceState.VOID:
            remove_mailings(conn, [mailing.id])
            return MailState.QUEUED
        issue(office, conn, [head.id], how="mail", operation="send_invoices")
    letter = letter_of(office, head.invoice_number, mailing, settings)
    tried = replace(mailing, attempts=mailing.attempts + 1, tried_at=office.clock.now())
    _note(office, tried, MailState.SENDING)
    try:
        answer = session.send(letter)
    except RemoteRefused as refusal:
        return _note(office, tried, MailState.REFUSED, answer=refusal.why)
    except RemoteUnavailable as gone:
        unsure = MailState.UNKNOWN if gone.may_have_happened else MailState.QUEUED
        _note(office, tried, unsure, answer=gone.why)
        raise
    return _note(office, tried, MailState.SENT, answer=answer, number=head.invoice_number)


def _note(
    office: Office, tried: Mailing, state: MailState, *, answer: str = "", number: str = ""
) -> MailState:
    with office.write() as conn:
        note_mailing(
            conn,
            tried.id,
            state,
            answer=answer,
            tried_at=tried.tried_at,
            attempts=tried.attempts,
        )
        if state is MailState.SENT:
            entry = Entry(
                area="invoices",
                record=number,
                action=Action.SENT,
                after={"address": tried.address, "answer": answer},
            )
            audit.record(conn, [entry], stamp=office.stamp("send_invoices"))
    return state


def settle_mail(office: Office, numbers: Sequence[str], *, arrived: bool) -> int:
    """Says of mails of which nobody knows whether they arrived; how many.

    What did not arrive is queued again, as it was.
    """
    with office.write() as conn:
        heads = {
            head.id: head for head in invoice_heads(conn) if head.invoice_number in set(numbers)
        }
        unsure = load_mailings(conn, invoice_ids=list(heads), states=UNSURE)
        stamp = office.stamp("settle_mail")
        for each in unsure:
            state = MailState.SENT if arrived else MailState.QUEUED
            told = f"{stamp.actor} says that it {'arrived' if arrived else 'did not arrive'}"
            note_mailing(conn, each.id, state, answer=told)
            entry = Entry(
                area="invoices",
                record=heads[each.invoice_id].invoice_number,
                action=Action.SENT if arrived else Action.UNDONE,
                after={"address": each.address, "answer": told},
            )
            audit.record(conn, [entry], stamp=stamp)
    return len(unsure)


def numbers_of_run(office: Office, run_id: int, *, refused: bool = False) -> list[str]:
    """The numbers of a run's invoices, or of those that were refused; InputError for no run."""
    with office.file.read() as conn:
        heads = [head for head in reversed(invoice_heads(conn)) if head.run_id == run_id]
        if not heads:
            raise InputError(f"Bill run {run_id} has no invoices.", "", "Approve it first.")
        if not refused:
            return [head.invoice_number for head in heads]
        ids = [head.id for head in heads]
        wanted = {
            each.invoice_id
            for each in load_mailings(conn, invoice_ids=ids, states=[MailState.REFUSED])
        }
    return [head.invoice_number for head in heads if head.id in wanted]
