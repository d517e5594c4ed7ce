"""How a payment stands, and what happened to it, as badges and words."""

from typing import Final

from app.operations.list_payments import PaymentEventKind, PaymentStanding
from app.ui.parts.badge import Badge

STANDINGS: Final = {
    PaymentStanding.PAID: Badge("Applied", "check", "ok", "All of it lies on invoices"),
    PaymentStanding.PART: Badge("Part", "circle-dashed", "run", "An invoice is paid in part"),
    PaymentStanding.OVER: Badge("Over", "circle-alert", "warn", "More than the invoice asks for"),
    PaymentStanding.UNAPPLIED: Badge(
        "Not applied", "circle-alert", "warn", "Some of it lies on no invoice"
    ),
    PaymentStanding.CREDIT: Badge("Credit", "file-minus", "run", "No money moved"),
    PaymentStanding.REFUND: Badge("Refund", "undo-2", "idle", "Money was given back"),
    PaymentStanding.BOUNCED: Badge("Bounced", "circle-x", "bad", "The money did not stay"),
    PaymentStanding.DELETED: Badge("Deleted", "trash-2", "bad", "It was deleted there"),
}

EVENTS: Final = {
    PaymentEventKind.RECEIVED: Badge("Received", "banknote", "ok"),
    PaymentEventKind.PART: Badge("Part paid", "circle-dashed", "run"),
    PaymentEventKind.PAID: Badge("Paid", "check", "ok"),
    PaymentEventKind.OVER: Badge("Paid too much", "circle-alert", "warn"),
    PaymentEventKind.UNAPPLIED: Badge("Not applied", "circle-alert", "warn"),
    PaymentEventKind.CREDIT: Badge("Credit", "file-minus", "run"),
    PaymentEventKind.REFUND: Badge("Refund", "undo-2", "idle"),
    PaymentEventKind.AMOUNT_EDITED: Badge("Amount changed", "git-compare", "away"),
    PaymentEventKind.REALLOCATED: Badge("Moved", "arrow-left-right", "away"),
    PaymentEventKind.BOUNCED: Badge("Bounced", "circle-x", "bad"),
    PaymentEventKind.DELETED: Badge("Deleted", "trash-2", "bad"),
    PaymentEventKind.CHANGED: Badge("Changed there", "git-compare", "away"),
    PaymentEventKind.TAKEN_OVER: Badge("Taken over", "git-merge", "away"),
}
