"""The proof over other systems: what is open is told, what differs breaks it and is named."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.drift import DriftChoice
from app.billing.incoming import DocumentStanding
from app.billing.proof_sections import Section, WholeProof
from app.billing.proof_systems import BooksProof, Hold
from app.customers.incoming import PsaInvoice
from app.operations.adjust_invoices import void_invoice
from app.operations.decide import decide
from app.operations.edit_records import edit_records
from app.operations.map_customers import not_needed
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.post_invoices import post_invoices
from app.operations.prove_period import prove_systems
from app.operations.pull_records import pull_records
from app.operations.settle_drift import settle_drift
from app.operations.sync_company import sync_company
from app.store.database import raw
from app.store.psa_billing import keep_in_ledger
from tests.keyrings import memory_keyring
from tests.operations.billed import approved, credited
from tests.operations.companies import DECEMBER, HARBOR, a_charge, later
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.fake_psa import KEY as PSA
from tests.operations.in_step import Sides, connect_both
from tests.operations.psa_staged import link

OCTOBER = "2026-10"
NOTHING = Decimal(0)
ALL = Decimal("65.65")
GRANITE_OWES = Decimal("44.24")
HARBOR_OWES = Decimal("21.41")


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    """October is approved: CF-1043 of 44.24, CF-1044 of 21.41."""
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


@pytest.fixture
def posted(office: Office, sides: Sides) -> Sides:
    """Both are in the books."""
    sync_company(office, go=True)
    sync_company(office)
    return sides


def proven(office: Office) -> WholeProof:
    """The proof; its laws hold whether it closes or not."""
    whole = prove_systems(office, OCTOBER)
    for books in whole.books:
        assert books.ours + books.not_posted == whole.proof.invoices.total
    paid = whole.paid
    assert paid.settled + paid.open - paid.over == paid.owed
    return whole


def books_of(whole: WholeProof) -> BooksProof:
    (books,) = whole.books
    return books


def broken(whole: WholeProof) -> list[str]:
    assert whole.closes is (not whole.broken)
    return whole.broken


def test_without_other_systems_it_is_the_proof_of_the_file(office: Office, tmp_path: Path) -> None:
    approved(office, tmp_path)
    whole = proven(office)
    assert (whole.closes, whole.books, whole.of(Section.PAID)) == (True, (), ())
    assert all(whole.holds(each) for each in Section)


@pytest.mark.usefixtures("sides")
def test_what_waits_for_the_next_batch_is_no_break(office: Office) -> None:
    sync_company(office)
    whole = proven(office)
    (held,) = books_of(whole).held
    assert (held.hold, held.amount, held.numbers) == (Hold.WAITING, ALL, ("CF-1043", "CF-1044"))
    assert whole.closes


@pytest.mark.usefixtures("posted")
def test_posted_and_not_paid(office: Office) -> None:
    whole = proven(office)
    books = books_of(whole)
    assert (books.ours, books.there, books.not_posted, books.unread) == (ALL, ALL, NOTHING, 0)
    assert (whole.paid.settled, whole.paid.open, whole.closes) == (NOTHING, ALL, True)
    assert whole.paid.counts == {"paid": 0, "part": 0, "open": 2, "over": 0}


@pytest.mark.usefixtures("sides")
def test_what_was_posted_and_not_read_since_is_as_it_was_answered(office: Office) -> None:
    post_invoices(office, BOOKS, plan_posting(office, BOOKS))
    books = books_of(proven(office))
    assert (books.there, books.unread, books.read_at) == (ALL, 2, None)


def test_paid_part_paid_and_money_on_no_invoice(office: Office, posted: Sides) -> None:
    posted.books.pay("CF-1043", GRANITE_OWES, unapplied=Decimal(5))
    posted.books.pay("CF-1044", Decimal(1))
    sync_company(office)
    whole = proven(office)
    assert (whole.paid.money, whole.paid.open) == (GRANITE_OWES + 1, HARBOR_OWES - 1)
    assert whole.paid.unapplied == Decimal(5)
    assert whole.paid.counts == {"paid": 1, "part": 1, "open": 0, "over": 0}
    assert whole.closes


def test_more_than_is_asked_for_is_over(office: Office, posted: Sides) -> None:
    posted.books.pay("CF-1044", HARBOR_OWES + 3)
    sync_company(office)
    whole = proven(office)
    assert (whole.paid.over, whole.paid.open, whole.closes) == (Decimal(3), GRANITE_OWES, True)
    assert whole.paid.counts["over"] == 1


def test_payments_that_are_read_and_not_taken_in_are_told(office: Office, posted: Sides) -> None:
    decide(office, "flow.payments", "off")
    posted.books.pay("CF-1044", HARBOR_OWES)
    sync_company(office)
    whole = proven(office)
    assert [each.number for each in whole.paid.behind] == ["CF-1044"]
    assert (whole.paid.open, whole.closes) == (ALL, True)


def test_a_balance_there_that_no_payment_explains_is_a_break(office: Office, posted: Sides) -> None:
    (invoice,) = posted.books.standing("CF-1044")
    posted.books.invoices[invoice.source_id] = replace(invoice, balance=Decimal(20))
    pull_records(office, BOOKS, full=True)
    assert broken(proven(office)) == ["CF-1044: 20.00 open there, 21.41 by its payments"]


def test_an_invoice_changed_there_is_a_break_until_it_is_settled(
    office: Office, posted: Sides
) -> None:
    posted.books.edit("CF-1044", Decimal(20))
    sync_company(office)
    whole = proven(office)
    assert broken(whole) == ["CF-1044 in The Books: 20.00 there, 21.41 here"]
    assert (whole.holds(Section.BILLED), whole.holds(Section.POSTED)) == (True, False)
    settle_drift(office, BOOKS, "CF-1044", DriftChoice.THEIRS)
    whole = proven(office)
    assert (broken(whole), books_of(whole).taken) == ([], Decimal("-1.41"))
    assert (whole.paid.adjusted, whole.paid.open) == (Decimal("1.41"), ALL - Decimal("1.41"))


def test_void_or_deleted_there_is_a_break(office: Office, posted: Sides) -> None:
    posted.books.end("CF-1044", DocumentStanding.VOID)
    sync_company(office)
    whole = proven(office)
    assert broken(whole) == [
        "CF-1044 in The Books: it is void or gone there, and asks for 21.41 here"
    ]
    assert [each.number for each in books_of(whole).voids] == ["CF-1044"]


@pytest.mark.usefixtures("posted")
def test_void_here_is_a_break_until_it_is_told_there(office: Office) -> None:
    void_invoice(office, "CF-1044", why="a wrong address")
    whole = proven(office)
    assert broken(whole) == ["CF-1044 in The Books: it is void here, and asks for 21.41 there"]
    assert whole.paid.owed == GRANITE_OWES
    sync_company(office, go=True)
    sync_company(office)
    assert broken(proven(office)) == []


def test_a_payment_on_what_is_void_is_over(office: Office, posted: Sides) -> None:
    posted.books.pay("CF-1044", Decimal(4))
    void_invoice(office, "CF-1044", why="a wrong address")
    sync_company(office)
    assert proven(office).paid.over == 4


@pytest.mark.usefixtures("sides")
def test_why_an_invoice_is_not_posted(office: Office) -> None:
    decide(office, f"go_live.{BOOKS}", "2027-01-01")
    assert [each.hold for each in books_of(proven(office)).held] == [Hold.BEFORE_GO_LIVE]
    not_needed(office, BOOKS, ours="200", reason="pays cash")
    held = {each.hold: each.numbers for each in books_of(proven(office)).held}
    assert held == {Hold.BEFORE_GO_LIVE: ("CF-1043",), Hold.NOT_NEEDED: ("CF-1044",)}
    decide(office, f"go_live.{BOOKS}", "")
    decide(office, "flow.invoices", "off")
    held = {each.hold: each.numbers for each in books_of(proven(office)).held}
    assert held == {Hold.OFF: ("CF-1043",), Hold.NOT_NEEDED: ("CF-1044",)}


def test_what_was_refused_says_so(office: Office, sides: Sides) -> None:
    sides.books.befalls = ["", "", "refused"]
    sync_company(office, go=True)
    held = {each.hold: each for each in books_of(proven(office)).held}
    assert held[Hold.REFUSED].numbers == ("CF-1043",)
    assert "does not like it" in held[Hold.REFUSED].why


def test_a_customer_that_was_refused_holds_its_invoice(office: Office, sides: Sides) -> None:
    sides.books.befalls = ["refused"]
    sync_company(office, go=True)
    held = books_of(proven(office)).held
    assert [(each.hold, each.numbers) for each in held] == [(Hold.CONFLICT, ("CF-1043",))]


def test_credit_notes_are_told_with_their_sign(office: Office, posted: Sides) -> None:
    credited(office)
    with later(office, DECEMBER) as december:
        sync_company(december, go=True)
        sync_company(december)
        whole = prove_systems(december, "2026-11")
        assert books_of(whole).ours == books_of(whole).there == whole.proof.invoices.total < 0
        used = next(each for each in whole.paid.documents if each.owed < 0)
        assert used.used == sum(each.total for each in posted.books.notes.values()) + used.open
        assert whole.closes
        october = prove_systems(december, OCTOBER)
        assert october.paid.credits == used.used
        assert october.closes


def test_invoices_of_the_psa_are_told_apart(office: Office, sides: Sides) -> None:
    edit_records(office, [replace(HARBOR, consolidated=False)], title="telecom only")
    sides.psa.invoices["9"] = PsaInvoice(
        source_id="9",
        customer_id="2",
        number="PSA-9",
        dated_on=date(2026, 10, 20),
        total=Decimal("312.50"),
        balance=Decimal("312.50"),
    )
    link(office, PSA, "200", "2")
    decide(office, "time_product", "LABOR")
    pull_records(office, PSA)
    assert [each.number for each in books_of(proven(office)).not_relayed] == ["PSA-9"]
    sync_company(office, go=True)
    sync_company(office)
    books = books_of(proven(office))
    assert (books.relayed_total, books.relayed_there) == (Decimal("312.50"), Decimal("312.50"))
    assert (books.ours, books.not_relayed) == (ALL, ())
    sides.books.edit("PSA-9", Decimal(300))
    sync_company(office)
    assert broken(proven(office)) == ["PSA-9 in The Books: 300.00 there, 312.50 in the PSA"]


def test_work_of_the_psa_on_invoices_is_in_our_ledger(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = f"PSA:{PSA}:time:7"
    edit_records(office, [a_charge(reference)], title="work")
    with office.write() as conn:
        keep_in_ledger(conn, PSA, ("time", "7"), reference)
    with memory_keyring():
        connect_both(approved(office, tmp_path), monkeypatch)
    whole = proven(office)
    (psa,) = whole.psas
    assert (psa.count, psa.amount, psa.ledger_amount) == (1, Decimal(250), Decimal(250))
    assert whole.closes
    with office.write() as conn:
        raw(conn).execute("DELETE FROM psa_billing")
    whole = proven(office)
    assert (broken(whole), whole.holds(Section.BILLED)) == ([reference], False)
