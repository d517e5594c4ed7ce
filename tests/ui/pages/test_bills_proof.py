"""The proof of the window over other systems: cards, tables and notes."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtWidgets import QLabel

from app.billing.proof_systems import Hold
from app.operations.browse_bills import BilledSums
from app.ui.main_window import MainWindow
from app.ui.pages.bills.proof_part import ProofPart
from app.ui.pages.bills.proof_words import (
    ShownProof,
    books_lines,
    books_notes,
    broken_words,
    joints_of,
    paid_lines,
    paid_notes,
)
from app.ui.pages.bills_page import PROOF, BillsPage
from tests.billing.test_proof_sections import BOOKS, DOCUMENT, PAID, WHOLE
from tests.ui.conftest import settled

SUMS = BilledSums(
    invoices=1,
    kinds=(("Calls", Decimal(1)),),
    charges=Decimal(1),
    taxes=(),
    total=Decimal(1),
    ledger=(("Receivable", Decimal(1)), ("Revenue", Decimal(-1))),
    first_number="CF-1",
    last_number="CF-1",
    sources=1,
    imports=1,
    mailed=1,
)
SHOWN = ShownProof("2026-10", WHOLE, SUMS)
WAITS = replace(
    DOCUMENT, number="CF-2", is_linked=False, there=None, hold=Hold.CONFLICT, why="Who is it?"
)


def test_the_cards_go_from_records_to_payments() -> None:
    joints = joints_of(SHOWN)
    assert [each.title for each in joints] == [
        "Records in",
        "Accounted for",
        "Invoices",
        "Journal",
        "The Books",
        "Sent",
        "Paid",
    ]
    assert all(each.holds and not each.is_open for each in joints)
    assert [each.detail for each in joints[4:]] == ["1 posted", "1 e-mail, 0 print", "0.00 open"]


def test_what_is_open_is_no_break_and_what_differs_is() -> None:
    whole = replace(WHOLE, books=(replace(BOOKS, documents=(DOCUMENT, WAITS)),))
    card = joints_of(replace(SHOWN, whole=whole))[4]
    assert (card.is_open, card.detail) == (True, "1 posted, 1 not yet")
    more = replace(WHOLE, books=(replace(BOOKS, documents=(replace(DOCUMENT, there=Decimal(3)),)),))
    shown = replace(SHOWN, whole=more)
    card = joints_of(shown)[4]
    assert (card.holds, card.broken) == (False, "+2.00")
    assert broken_words(shown) == (
        "The Books: +2.00. Look at CF-1 in The Books: 3.00 there, 1.00 here."
    )


def test_the_tables_tell_posted_and_paid() -> None:
    books = replace(BOOKS, documents=(DOCUMENT, WAITS, replace(DOCUMENT, there=Decimal(3))))
    told = {each.title: each.cells for each in books_lines(books)}
    assert told["Posted"] == ("2", "2.00")
    assert told["Different there"] == ("1", "2.00")
    assert told["Need a hand"] == ("1", "1.00")
    assert told["Posted and not posted"] == ("3", "3.00")
    assert told["Apart: invoices of the PSA"] == ("1", "1.00")
    assert ("circle-alert", "warn", "CF-2: Who is it?") in books_notes(books)
    assert {each.title: each.cells for each in paid_lines(WHOLE)} == {
        "Paid": ("1.00",),
        "Open": ("0.00",),
        "Posted": ("1.00",),
    }


def test_notes_tell_money_that_lies_nowhere() -> None:
    behind = replace(PAID, is_behind=True)
    paid = replace(WHOLE.paid, documents=(behind,), unapplied=Decimal(5))
    words = [each[2] for each in paid_notes(replace(WHOLE, paid=paid))]
    assert words == [
        "5.00 of these customers lies on no invoice",
        "Payments on 1 invoice are not taken in yet",
        "1 line of The PSA, 1.00: each once on an invoice",
    ]


def test_the_page_shows_what_the_books_have(paid: MainWindow) -> None:
    page = paid.pages["bills"]
    assert isinstance(page, BillsPage)
    paid.show_page("bills")
    paid.desk.choose_period("2026-09")
    page.tabs.show_part(PROOF)
    settled(paid.desk)
    part: ProofPart = page.proof
    assert part.shown is not None
    (books,) = part.shown.whole.books
    assert (part.further.count(), part.shown.whole.closes) == (2, True)
    told = " ".join(each.text() for each in part.findChildren(QLabel))
    assert all(words in told for words in ("Sent", "Paid", f"{len(books.posted)} posted"))
    assert part.band.property("kind") == "closes"
