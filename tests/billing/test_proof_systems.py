"""Laws of the proof over other systems: every document has one place, every amount is told once."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.proof_systems import (
    BookedDocument,
    BooksProof,
    Hold,
    PaidProof,
    PsaProof,
    RelayedInvoice,
    SettledDocument,
)

ONE = Decimal(1)
NONE = Decimal(0)
TEN = Decimal(10)
POSTED = BookedDocument(
    number="CF-1",
    account_number="100",
    total=Decimal("44.24"),
    is_void=False,
    is_linked=True,
    there=Decimal("44.24"),
    is_read=True,
)
WAITS = replace(POSTED, is_linked=False, there=None, is_read=False)

AMOUNTS = st.decimals(-10_000, 10_000, places=2)
DOCUMENTS = st.builds(
    BookedDocument,
    number=st.text("CF-0123456789", min_size=1),
    account_number=st.just("100"),
    total=AMOUNTS,
    is_void=st.booleans(),
    is_linked=st.booleans(),
    there=st.one_of(st.none(), AMOUNTS),
    is_read=st.booleans(),
    taken=AMOUNTS,
    hold=st.sampled_from(Hold),
)
SETTLED = st.builds(
    SettledDocument,
    number=st.text("CF-0123456789", min_size=1),
    owed=AMOUNTS,
    money=st.decimals(0, 10_000, places=2),
    credits=st.decimals(0, 10_000, places=2),
    adjusted=AMOUNTS,
    used=st.just(Decimal(0)),
)


def books(*documents: BookedDocument, relayed: tuple[RelayedInvoice, ...] = ()) -> BooksProof:
    return BooksProof(system="books", title="The Books", documents=documents, relayed=relayed)


@given(documents=st.lists(DOCUMENTS))
def test_posted_and_not_posted_are_what_was_billed(documents: list[BookedDocument]) -> None:
    found = books(*documents)
    billed = sum((each.total for each in documents if not each.is_void), Decimal(0))
    assert found.ours + found.not_posted == billed
    assert sum((each.amount for each in found.held), Decimal(0)) == found.not_posted
    assert found.there - found.ours - found.taken == found.difference


@given(documents=st.lists(SETTLED))
def test_paid_and_open_less_what_is_over_is_posted(documents: list[SettledDocument]) -> None:
    paid = PaidProof(documents=tuple(documents))
    assert paid.settled + paid.open - paid.over == paid.owed
    assert paid.money + paid.credits + paid.adjusted == paid.settled
    assert paid.open_there == paid.open


@pytest.mark.parametrize(
    ("document", "difference", "words"),
    [
        (POSTED, Decimal(0), ""),
        (WAITS, Decimal(0), ""),
        (replace(POSTED, there=Decimal("44.25")), Decimal("0.01"), "44.25 there, 44.24 here"),
        (
            replace(POSTED, there=None),
            Decimal("-44.24"),
            "it is void or gone there, and asks for 44.24 here",
        ),
        (
            replace(POSTED, is_void=True),
            Decimal("44.24"),
            "it is void here, and asks for 44.24 there",
        ),
        (replace(POSTED, is_void=True, there=None), Decimal(0), ""),
        (replace(POSTED, there=Decimal(40), taken=Decimal("-4.24")), Decimal(0), ""),
    ],
)
def test_a_document_that_differs_says_how(
    document: BookedDocument, difference: Decimal, words: str
) -> None:
    assert (document.difference, document.words) == (difference, words)
    assert books(document).differing == ((document,) if difference else ())


def test_what_is_void_on_either_side_is_told() -> None:
    there = replace(POSTED, number="CF-2", there=None)
    here = replace(POSTED, number="CF-3", is_void=True, there=None)
    found = books(POSTED, there, here, replace(WAITS, number="CF-4"))
    assert [each.number for each in found.voids] == ["CF-2", "CF-3"]


def test_relayed_invoices_stand_apart() -> None:
    relayed = RelayedInvoice(number="P-1", total=ONE, is_linked=True, there=ONE)
    waits = replace(relayed, number="P-2", is_linked=False, there=None)
    gone = replace(relayed, number="P-3", there=None)
    found = books(POSTED, relayed=(relayed, waits, gone))
    assert (found.ours, found.relayed_total, found.relayed_there) == (POSTED.total, ONE + ONE, ONE)
    assert (found.not_relayed, found.relayed_differing) == ((waits,), (gone,))


@pytest.mark.parametrize(
    ("balance", "open_there", "difference"),
    [
        (None, "4.24", "0"),
        ("4.24", "4.24", "0"),
        ("4.25", "4.25", "0.01"),
    ],
)
def test_what_is_open_there_is_held_against_payments(
    balance: str | None, open_there: str, difference: str
) -> None:
    one = SettledDocument(
        number="CF-1",
        owed=Decimal("44.24"),
        money=Decimal(40),
        balance=None if balance is None else Decimal(balance),
    )
    assert (one.open_there, one.difference) == (Decimal(open_there), Decimal(difference))
    behind = replace(one, is_behind=True)
    assert behind.difference == 0
    assert PaidProof(documents=(behind,)).open_there == one.open


def test_a_balance_below_0_is_what_is_over() -> None:
    one = SettledDocument(number="CF-1", owed=ONE, money=Decimal(3), balance=Decimal(-2))
    assert (one.over, one.open, one.open_there, one.difference) == (ONE + ONE, NONE, NONE, NONE)


def test_credit_notes_are_used_up() -> None:
    note = SettledDocument(number="CF-2", owed=Decimal(-10), used=Decimal(6), balance=Decimal(-4))
    invoice = SettledDocument(
        number="CF-1", owed=Decimal(20), credits=Decimal(6), balance=Decimal(14)
    )
    paid = PaidProof(documents=(note, invoice))
    assert (paid.owed, paid.settled, paid.credits, paid.open) == (TEN, NONE, NONE, TEN)
    assert (paid.differing, paid.counts["part"], sum(paid.counts.values())) == ((), 1, 1)


def test_a_thing_of_the_psa_is_billed_once() -> None:
    fine = PsaProof(system="psa", title="P", lines={"a": [ONE]}, ledger={"a": ONE})
    assert (fine.broken, fine.count, fine.amount, fine.ledger_amount) == ((), 1, ONE, ONE)
    assert replace(fine, lines={"a": [ONE, ONE]}).broken == ("a",)
    assert replace(fine, lines={"a": [ONE], "b": [ONE]}).broken == ("b",)
    assert replace(fine, ledger={"a": ONE, "c": ONE}).broken == ("c",)
    assert replace(fine, ledger={"a": Decimal(2)}).broken == ("a",)
