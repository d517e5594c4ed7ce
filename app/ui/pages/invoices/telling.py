"""Invoices in the words of the window: their states and badges."""

from datetime import tzinfo
from typing import Final

from app.billing.invoice import InvoiceState
from app.billing.mailing import MailState, Way
from app.operations.browse_invoices import InvoiceRow
from app.ui import words
from app.ui.parts.badge import Badge

STATE_BADGES: Final = {
    InvoiceState.DRAFT: Badge("Draft", "circle-dashed", "idle"),
    InvoiceState.APPROVED: Badge(
        "Approved", "circle-dashed", "idle", "Numbered and sealed; it has not left the house"
    ),
    InvoiceState.ISSUED: Badge("Issued", "check", "ok", "It left the house"),
    InvoiceState.VOID: Badge("Voided", "ban", "idle", "Nothing of it is owed"),
}

NOT_SENT: Final = Badge("Not sent", "circle-dashed", "idle")
NOT_NEEDED: Final = Badge("Not needed", "minus", "idle")
_OF_STATES: Final = {
    MailState.QUEUED: ("Queued", "clock", "run"),
    MailState.SENDING: ("Look first", "circle-question-mark", "warn"),
    MailState.SENT: ("Sent", "check", "ok"),
    MailState.REFUSED: ("Refused", "circle-x", "bad"),
    MailState.UNKNOWN: ("Look first", "circle-question-mark", "warn"),
    MailState.TO_PRINT: ("To print", "printer", "warn"),
    MailState.PRINTED: ("Printed", "printer", "ok"),
}

FILTERS: Final = {
    "": "All states",
    "waiting": "Not sent",
    "queued": "Queued",
    "sent": "Sent",
    "refused": "Refused",
    "unknown": "Look first",
    "to_print": "To print",
    "late": "Late",
    "void": "Voided",
}


def standing_of(row: InvoiceRow) -> str:
    """Which of the filters an invoice's way out falls under; blank: none."""
    state = row.standing
    if row.is_void:
        return "void"
    if state is None:
        if not row.ways:
            return ""
        return "waiting" if row.ways[0] is Way.MAIL else "to_print"
    return {
        MailState.SENDING: "unknown",
        MailState.PRINTED: "sent",
    }.get(state, state.value)


def fits(row: InvoiceRow, wanted: str) -> bool:
    """Whether an invoice passes a filter."""
    if not wanted:
        return True
    return row.late > 0 if wanted == "late" else standing_of(row) == wanted


def mail_badge(row: InvoiceRow, zone: tzinfo) -> Badge:
    """How far an invoice is on its way to the customer."""
    first = row.on_its_way
    if row.is_void:
        return STATE_BADGES[InvoiceState.VOID]
    if first is None:
        known = {"waiting": NOT_SENT, "to_print": Badge("To print", "printer", "warn")}
        return known.get(standing_of(row), NOT_NEEDED)
    word, icon, role = _OF_STATES[first.state]
    tip = first.answer
    if first.state is MailState.SENT and first.tried_at is not None:
        tip = f"{words.moment(first.tried_at, zone)}, {first.address}: {first.answer}"
    return Badge(word, icon, role, tip)


def mail_line(row: InvoiceRow, zone: tzinfo) -> str:
    """One line of truth about how an invoice went out."""
    first = row.on_its_way
    if row.is_void:
        return "It is void: nothing of it is owed."
    if first is None:
        if not row.ways:
            return "The customer wants no invoices sent."
        if row.ways[0] is Way.MAIL:
            return f"Not sent yet. It goes to {row.email}."
        why = "The customer wants it on paper." if row.email else "There is no e-mail address."
        return f"To be printed. {why}"
    when = words.moment(first.tried_at, zone)
    return {
        MailState.QUEUED: f"Waits to be sent to {first.address}.",
        MailState.SENDING: f"It was being sent to {first.address} when the work ended. Look "
        "whether it arrived before it is sent again.",
        MailState.UNKNOWN: f"Sent to {first.address} {when}, and no answer came. Look whether it "
        "arrived before it is sent again.",
        MailState.SENT: f"Sent to {first.address} {when}. The server said: {first.answer}",
        MailState.REFUSED: f"{first.address} refused {when}: {first.answer}",
        MailState.TO_PRINT: "To be printed.",
        MailState.PRINTED: f"Printed {when}.",
    }[first.state]
