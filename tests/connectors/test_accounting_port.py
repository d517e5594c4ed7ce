"""What every accounting system's connector must do with documents, money and our customers."""

from contextlib import suppress
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.billing.incoming import (
    BOOK_RECORDS,
    BookAccountKind,
    BookCreditNote,
    BookFamily,
    BookInvoice,
    BookPayment,
    DocumentStanding,
)
from app.billing.posting import differences, stands
from app.connectors.dealings import Ability, Posted
from app.errors import NotAllowed, RemoteRefused, RemoteUnavailable, SignInNeeded
from app.practice.serving import serve
from app.practice.world import world
from tests.connectors.papers import AMOUNTS, Papers, a_customer, key_of
from tests.connectors.proving_ground import Ground, practice_given

NEEDED: dict[BookFamily, str] = {
    BookFamily.ACCOUNTS: "code name kind type_words is_active is_for_lines",
    BookFamily.TAX_CODES: "code name is_untaxed is_active",
    BookFamily.ITEMS: "code name account_id is_active",
    BookFamily.TERMS: "name days is_active",
    BookFamily.CUSTOMERS: "name company_name email phone address currency balance is_active "
    "version modified_at",
    BookFamily.INVOICES: "number customer_id customer_name dated_on due_on currency total balance "
    "standing lines has_settlements version modified_at",
    BookFamily.PAYMENTS: "kind customer_id paid_on total unapplied currency reference "
    "deposit_account_id allocations version modified_at",
}
NEVER_TOLD_BY_FILES = {"modified_at", "version", "currency", "deposit_account_id"}
"""No program exports them with its lists."""
TOTAL = sum(AMOUNTS, Decimal(0))


@pytest.fixture
def papers(books: Ground) -> Papers:
    return Papers(ground=books, port=books.books())


def told(ground: Ground, family: BookFamily, since: str | None = None) -> dict[str, Any]:
    return dict(ground.pull(family, since=since).by_id)


def standing(ground: Ground, number: str) -> list[dict[str, Any]]:
    """The invoices of a number that stand, as the books themselves hold them."""
    ended = {"voided", "void", "deleted"}
    return [
        each
        for each in ground.state()["invoices"]
        if each["number"] == number and str(each["status"]).casefold() not in ended
    ]


def post(papers: Papers, number: str = "TB-42", *, key: int = 1) -> Posted:
    return papers.port.create_invoice(papers.invoice(number), key=key_of(key))


def _over_the_network(ground: Ground) -> None:
    if ground.system.by_files:
        pytest.skip("files have no faults of a network")


def _lacks(papers: Papers, ability: Ability) -> bool:
    return ability not in papers.ground.system.abilities


def _may_not(papers: Papers, name: str) -> bool:
    """Whether what connects says of itself that it has no such right."""
    return any(each.name == name and not each.is_given for each in papers.port.rights())


# ------------------------------------------------------------------------------- what is told


def test_customers_are_those_of_the_world(books: Ground) -> None:
    found = told(books, BookFamily.CUSTOMERS).values()
    there = {(each.email, each.is_active) for each in found}
    assert there == {(each.email or None, each.is_active) for each in world().book_customers}
    assert len(found) == len(world().book_customers)


def test_invoices_are_those_of_the_world(books: Ground) -> None:
    if books.system.by_files:
        pytest.skip("a folder tells of the invoices that were written into it, and of no others")
    settled: dict[int, Decimal] = {}
    for payment in world().book_payments:
        for own_id, amount in payment.allocations:
            settled[own_id] = settled.get(own_id, Decimal(0)) + amount
    found = told(books, BookFamily.INVOICES).values()
    assert sorted((e.number, e.dated_on, e.due_on, e.total, e.balance) for e in found) == sorted(
        (e.number, e.dated_on, e.due_on, e.total, e.total - settled.get(e.id, Decimal(0)))
        for e in world().book_invoices
    )
    for each in found:
        paid = each.total - each.balance
        wanted = DocumentStanding.PART_PAID if paid else DocumentStanding.OPEN
        assert each.standing is (DocumentStanding.PAID if each.balance == 0 else wanted)
        assert each.has_settlements == bool(paid)
        assert sum((line.amount for line in each.lines), Decimal(0)) == each.total
        assert each.tax_total == 0


def test_payments_come_whole_part_over_and_unapplied(books: Ground) -> None:
    numbers = {own_id: each.number for own_id, each in told(books, BookFamily.INVOICES).items()}
    ours = {each.id: each.number for each in world().book_invoices}
    found: list[BookPayment] = list(told(books, BookFamily.PAYMENTS).values())
    # A system may keep what was paid too much as a record of its own.
    assert sum((each.total for each in found), Decimal(0)) == sum(
        (each.amount for each in world().book_payments), Decimal(0)
    )
    for each in found:
        applied = sum((part.amount for part in each.allocations), Decimal(0))
        assert applied + each.unapplied == each.total, each.source_id
    assert sorted(
        (numbers.get(a.document_id, a.document_number), a.amount)
        for e in found
        for a in e.allocations
    ) == (sorted((ours[i], amount) for e in world().book_payments for i, amount in e.allocations))
    loose = sorted(each.unapplied for each in found if each.unapplied)
    assert loose == sorted(
        rest
        for each in world().book_payments
        if (rest := each.amount - sum((amount for _, amount in each.allocations), Decimal(0)))
    )


def test_balances_are_what_is_owed_less_what_is_unapplied(books: Ground) -> None:
    owed: dict[str, Decimal] = {}
    for each in told(books, BookFamily.INVOICES).values():
        owed[each.customer_id] = owed.get(each.customer_id, Decimal(0)) + each.balance
    for each in told(books, BookFamily.PAYMENTS).values():
        owed[each.customer_id] = owed.get(each.customer_id, Decimal(0)) - each.unapplied
    found = {row.customer_id: row.open for page in books.books().balances() for row in page}
    assert {own_id: open_ for own_id, open_ in found.items() if open_} == {
        own_id: open_ for own_id, open_ in owed.items() if open_
    }


def test_choices_hold_what_our_codes_need(papers: Papers) -> None:
    codes = {each.code for each in papers.choices.accounts if each.is_active}
    assert {each.code for each in world().gl_accounts if each.kind == "income"} <= codes
    assert papers.account(BookAccountKind.INCOME).code
    assert papers.account(BookAccountKind.LIABILITY).code
    assert any(each.is_untaxed for each in papers.choices.tax_codes)


def test_every_field_that_the_reference_names_is_filled(books: Ground) -> None:
    empty = {}
    if books.system.by_files:
        post(Papers(ground=books, port=books.books()))
    for family in books.system.families:
        assert isinstance(family, BookFamily)
        wanted = set(NEEDED.get(family, "").split())
        if books.system.by_files:
            wanted -= NEVER_TOLD_BY_FILES
        assert wanted <= {each.name for each in fields(BOOK_RECORDS[family])}
        records = told(books, family).values()
        blank = {
            name
            for name in wanted
            if all(getattr(each, name) in (None, "", ()) for each in records)
        }
        if blank:
            empty[family.value] = sorted(blank)
    assert empty == {}


# ------------------------------------------------------------------------------ our customers


def test_a_customer_is_made_once_and_found_by_number_and_name(papers: Papers) -> None:
    if _may_not(papers, "writes customers"):
        with pytest.raises(NotAllowed):
            papers.port.create_customer(a_customer(), key=key_of(1))
        return
    port = papers.port
    customer = a_customer()
    assert [e for e in port.find_customers(customer) if e.name == customer.name] == []
    made = port.create_customer(customer, key=key_of(1))
    found = [each for each in port.find_customers(customer) if each.source_id == made.id]
    assert len(found) == 1
    assert found[0].number == customer.number
    assert found[0].email == customer.email
    if papers.ground.key != "quickbooks":  # Its notes hold our number, and cannot be asked for.
        assert port.find_customers(replace(customer, name="Quite another name")) == found
    with pytest.raises(RemoteRefused):
        port.create_customer(replace(customer, number="T-1043"), key=key_of(2))


def test_a_customer_is_brought_up_to_date_and_keeps_the_rest(papers: Papers) -> None:
    if _lacks(papers, Ability.UPDATE_CUSTOMERS):
        with pytest.raises(NotAllowed):
            papers.port.update_customer(papers.customer_id, a_customer(), version="", key=key_of(2))
        return
    port = papers.port
    made = port.create_customer(a_customer(), key=key_of(1))
    newer = replace(a_customer(), email="billing@harbor.example")
    port.update_customer(made.id, newer, version=made.version, key=key_of(2))
    (found,) = (e for e in port.find_customers(newer) if e.source_id == made.id)
    assert (found.email, found.number, found.phone) == (newer.email, newer.number, newer.phone)


# ---------------------------------------------------------------------------- invoices of ours


def test_an_invoice_is_posted_and_read_back_to_the_cent(papers: Papers) -> None:
    wanted = papers.invoice("TB-42")
    foreseen = papers.port.foresee(wanted, papers.choices)
    assert (foreseen.total, foreseen.problems) == (TOTAL, ())
    made = papers.port.create_invoice(wanted, key=key_of(1))
    assert (made.number, made.total, made.balance) == ("TB-42", TOTAL, TOTAL)
    (found,) = papers.port.find_invoices(["TB-42", "none such"])
    assert found == papers.port.read_invoice(made.id)
    assert differences(wanted, found) == {}
    assert (found.balance, found.standing) == (TOTAL, DocumentStanding.OPEN)
    assert [line.amount for line in found.lines] == [line.amount for line in wanted.lines]
    assert standing(papers.ground, "TB-42")[0]["total"] == TOTAL


@pytest.mark.parametrize(
    "amounts",
    [
        [Decimal("0.01")],
        [Decimal("0.01")] * 40,
        [Decimal("100.00"), Decimal("-0.01"), Decimal("-33.33")],
        [Decimal("99999.99"), Decimal("0.05")],
    ],
)
def test_totals_are_foreseen_to_the_cent(papers: Papers, amounts: list[Decimal]) -> None:
    wanted = papers.invoice("TB-1", amounts)
    foreseen = papers.port.foresee(wanted, papers.choices)
    if foreseen.problems:
        with pytest.raises(RemoteRefused):
            papers.port.create_invoice(wanted, key=key_of(1))
        return
    made = papers.port.create_invoice(wanted, key=key_of(1))
    assert made.total == foreseen.total == sum(amounts, Decimal(0))


def test_one_key_or_one_number_makes_one_invoice(papers: Papers) -> None:
    made = post(papers, key=1)
    for key in (1, 2):
        try:
            again = post(papers, key=key)
        except RemoteRefused:
            continue
        assert again.id == made.id
    assert len(standing(papers.ground, "TB-42")) == 1


@pytest.mark.parametrize("fault", ["timeout_after_commit:1", "duplicate_delivery:1"])
def test_what_was_made_is_found_whatever_the_answer_was(papers: Papers, fault: str) -> None:
    _over_the_network(papers.ground)
    wanted = papers.invoice("TB-42")
    papers.ground.arm(fault)
    try:
        papers.port.create_invoice(wanted, key=key_of(1))
    except RemoteUnavailable as problem:
        may_have_happened = problem.may_have_happened
        assert may_have_happened
    except RemoteRefused:
        # The second delivery was refused, and its answer is the one that came.
        assert fault.startswith("duplicate")
    papers.ground.arm()
    every = [each for each in papers.port.find_invoices(["TB-42"]) if stands(each)]
    assert all(differences(wanted, found) == {} for found in every)
    assert len(every) == len(standing(papers.ground, "TB-42"))
    # Where the system knows no keys and takes a number twice, the second was taken back.
    assert len(every) == 1


@pytest.mark.parametrize("fault", ["server_error:1", "html_gateway:1", "half_answer:1"])
def test_a_create_is_sent_once(papers: Papers, fault: str) -> None:
    _over_the_network(papers.ground)
    wanted = papers.invoice("TB-42")
    papers.ground.arm(fault)
    try:
        papers.port.create_invoice(wanted, key=key_of(1))
    except RemoteUnavailable as problem:
        may_have_happened = problem.may_have_happened
        assert may_have_happened
    papers.ground.arm()
    assert len(papers.port.find_invoices(["TB-42"])) <= 1
    if not papers.port.find_invoices(["TB-42"]):
        papers.port.create_invoice(wanted, key=key_of(1))
    assert len(standing(papers.ground, "TB-42")) == 1


@pytest.mark.parametrize("fault", ["too_many_requests:2", "expired_token:1"])
def test_what_was_surely_not_carried_out_is_sent_again(papers: Papers, fault: str) -> None:
    _over_the_network(papers.ground)
    wanted = papers.invoice("TB-42")
    papers.ground.arm(fault)
    assert papers.port.create_invoice(wanted, key=key_of(1)).total == TOTAL
    assert len(standing(papers.ground, "TB-42")) == 1


def test_a_revoked_sign_in_writes_nothing(papers: Papers) -> None:
    _over_the_network(papers.ground)
    wanted = papers.invoice("TB-42")
    papers.ground.arm("revoked_token:100")
    with pytest.raises(SignInNeeded):
        papers.port.create_invoice(wanted, key=key_of(1))
    assert standing(papers.ground, "TB-42") == []


def test_over_a_socket_silence_says_that_it_may_have_happened(books: Ground) -> None:
    _over_the_network(books)
    with serve({books.key: books.practice}) as serving:
        given = practice_given(books.practice, serving.address(books.key))
        books.settings |= {name: value for name, value in given.items() if name in books.settings}
        books.by_socket = True
        papers = Papers(ground=books, port=books.books())
        wanted = papers.invoice("TB-42")
        books.arm("timeout_after_commit:1")
        with pytest.raises(RemoteUnavailable) as raised:
            papers.port.create_invoice(wanted, key=key_of(1))
        assert raised.value.may_have_happened
        books.arm()
        (found,) = papers.port.find_invoices(["TB-42"])
        assert differences(wanted, found) == {}


def test_several_go_out_together_and_one_refusal_touches_no_other(papers: Papers) -> None:
    post(papers, "TB-2", key=2)
    count = max(papers.ground.system.batch_size, 1)
    names = [f"TB-{place}" for place in range(1, min(count, 4) + 1)]
    given = [(papers.invoice(name), key_of(10 + n)) for n, name in enumerate(names)]
    answers = papers.port.create_invoices(given)
    assert len(answers) == len(given)
    for name, answer in zip(names, answers, strict=True):
        if name == "TB-2":
            assert isinstance(answer, RemoteRefused)
        else:
            assert isinstance(answer, Posted)
            assert (answer.number, answer.total) == (name, TOTAL)
        assert len(standing(papers.ground, name)) == 1


def test_a_whole_batch_is_made_and_found(papers: Papers) -> None:
    count = max(papers.ground.system.batch_size, 1)
    names = [f"TB-{place:03}" for place in range(count)]
    for start in range(0, count, papers.ground.system.batch_size):
        part = names[start : start + papers.ground.system.batch_size]
        papers.port.create_invoices([(papers.invoice(n), key_of(int(n[3:]))) for n in part])
    found = papers.port.find_invoices(names)
    assert sorted(each.number for each in found) == names


def _check_not_changed(papers: Papers) -> None:
    made = post(papers)
    newer = papers.invoice("TB-42", [Decimal("31.00")])
    with pytest.raises(NotAllowed):
        papers.port.update_invoice(made.id, newer, version=made.version, key=key_of(2))
    assert [each["total"] for each in standing(papers.ground, "TB-42")] == [TOTAL]


def test_an_invoice_is_written_anew_while_nothing_is_on_it(papers: Papers) -> None:
    if _lacks(papers, Ability.UPDATE_INVOICES):
        _check_not_changed(papers)
        return
    made = post(papers)
    newer = papers.invoice("TB-42", [Decimal("31.00"), Decimal("2.39")])
    changed = papers.port.update_invoice(made.id, newer, version=made.version, key=key_of(2))
    assert (changed.id, changed.total) == (made.id, Decimal("33.39"))
    (found,) = papers.port.find_invoices(["TB-42"])
    assert differences(newer, found) == {}
    assert len(found.lines) == 2


def test_nobody_s_change_is_overwritten(papers: Papers) -> None:
    if _lacks(papers, Ability.UPDATE_INVOICES):
        _check_not_changed(papers)
        return
    made = post(papers)
    papers.ground.act("edit", "TB-42", Decimal("40.00"))
    newer = papers.invoice("TB-42", [Decimal("31.00")])
    with pytest.raises(RemoteRefused):
        papers.port.update_invoice(made.id, newer, version=made.version, key=key_of(2))
    assert standing(papers.ground, "TB-42")[0]["total"] != Decimal("31.00")


def test_with_a_payment_on_it_an_invoice_is_neither_changed_nor_void(papers: Papers) -> None:
    made = post(papers)
    papers.ground.act("pay", "TB-42", Decimal("10.00"))
    there = papers.port.read_invoice(made.id)
    assert there is not None
    assert there.has_settlements
    assert (there.standing, there.balance) == (DocumentStanding.PART_PAID, TOTAL - 10)
    newer = papers.invoice("TB-42", [Decimal("31.00")])
    with pytest.raises(RemoteRefused):
        papers.port.update_invoice(made.id, newer, version=there.version, key=key_of(2))
    with pytest.raises(RemoteRefused):
        papers.port.void_invoice(made.id, version=there.version, reason="Wrong")
    assert standing(papers.ground, "TB-42")[0]["total"] == TOTAL


def test_an_invoice_made_void_twice_is_void(papers: Papers) -> None:
    made = post(papers)
    if _lacks(papers, Ability.VOID_INVOICES):
        with pytest.raises(NotAllowed):
            papers.port.void_invoice(made.id, version=made.version, reason="Wrong")
        return
    papers.port.void_invoice(made.id, version=made.version, reason="Wrong")
    papers.port.void_invoice(made.id, version=made.version, reason="Wrong")
    there = papers.port.read_invoice(made.id)
    assert there is None or not stands(there)
    assert not any(stands(each) for each in papers.port.find_invoices(["TB-42"]))
    assert standing(papers.ground, "TB-42") == []


def test_a_time_out_while_making_void_is_looked_for(papers: Papers) -> None:
    _over_the_network(papers.ground)
    made = post(papers)
    papers.ground.arm("timeout_after_commit:1")
    try:
        papers.port.void_invoice(made.id, version=made.version, reason="Wrong")
    except RemoteUnavailable as problem:
        may_have_happened = problem.may_have_happened
        assert may_have_happened
    papers.ground.arm()
    papers.port.void_invoice(made.id, version=made.version, reason="Wrong")
    assert standing(papers.ground, "TB-42") == []


# ------------------------------------------------------------------------------- credit notes


def _note(papers: Papers) -> Posted:
    return papers.port.create_credit_note(
        papers.credit_note("TC-7", [Decimal("12.31")]), key=key_of(7)
    )


def test_a_credit_note_is_made_once_and_found(papers: Papers) -> None:
    if _may_not(papers, "writes credit notes"):
        with pytest.raises(NotAllowed):
            _note(papers)
        return
    wanted = papers.credit_note("TC-7", [Decimal("12.31")])
    assert papers.port.foresee(wanted, papers.choices).problems == ()
    made = _note(papers)
    assert (made.number, made.total, made.balance) == ("TC-7", Decimal("12.31"), Decimal("12.31"))
    with suppress(RemoteRefused):
        _note(papers)
    found = papers.port.find_credit_notes(["TC-7", "none such"])
    assert [(e.source_id, e.total, e.remaining) for e in found] == [
        (made.id, Decimal("12.31"), Decimal("12.31"))
    ]
    pulled: dict[str, BookCreditNote] = told(papers.ground, BookFamily.CREDIT_NOTES)
    assert pulled[made.id].total == Decimal("12.31")


def test_credit_is_put_on_an_invoice_and_seen_as_such(papers: Papers) -> None:
    if _lacks(papers, Ability.APPLY_CREDITS):
        with pytest.raises(NotAllowed):
            papers.port.apply_credit(papers.use("TC-7", "TB-42", Decimal(5)), key=key_of(8))
        return
    invoice, note = post(papers), _note(papers)
    assert papers.port.applied(note.id, invoice.id) == 0
    mark = papers.ground.pull(BookFamily.PAYMENTS).mark
    papers.ground.time.sleep(60)
    papers.port.apply_credit(papers.use(note.id, invoice.id, Decimal("5.00")), key=key_of(8))
    assert papers.port.applied(note.id, invoice.id) == Decimal("5.00")
    there = papers.port.read_invoice(invoice.id)
    assert there is not None
    assert there.balance == TOTAL - 5
    (found,) = papers.port.find_credit_notes(["TC-7"])
    assert found.remaining == Decimal("7.31")
    later = told(papers.ground, BookFamily.PAYMENTS, mark).values()
    parts = [
        part.amount
        for each in later
        if not each.is_gone
        for part in each.allocations
        if part.document_id == invoice.id and not part.is_credit_note
    ]
    assert parts == [Decimal("5.00")]
    named = papers.port.payments_of(invoice.id)
    assert any(part.amount == 5 for each in named for part in each.allocations)


def test_a_credit_note_made_void_twice_is_void(papers: Papers) -> None:
    if _lacks(papers, Ability.VOID_INVOICES):
        with pytest.raises(NotAllowed):
            papers.port.void_credit_note("TC-7", version="", reason="Wrong")
        return
    note = _note(papers)
    for _ in range(2):
        papers.port.void_credit_note(note.id, version=note.version, reason="Wrong")
    ended = {DocumentStanding.VOID, DocumentStanding.DELETED}
    found = papers.port.find_credit_notes(["TC-7"])
    assert all(each.is_gone or each.standing in ended for each in found)


# ------------------------------------------------------------------- what somebody else does


@pytest.mark.parametrize("amount", [None, Decimal("10.00"), Decimal("50.00")])
def test_what_is_paid_there_is_seen(papers: Papers, amount: Decimal | None) -> None:
    made = post(papers)
    mark = papers.ground.pull(BookFamily.PAYMENTS).mark
    papers.ground.time.sleep(3600)
    papers.ground.act("pay", "TB-42", amount)
    later = [
        each
        for each in told(papers.ground, BookFamily.PAYMENTS, mark).values()
        if any(part.document_id == made.id for part in each.allocations) or each.unapplied
    ]
    on_it = [part.amount for e in later for part in e.allocations if part.document_id == made.id]
    paid = TOTAL if amount is None else min(amount, TOTAL)
    assert on_it == [paid]
    kept = {each.source_id for each in later if on_it}
    assert kept
    if amount is not None and amount > TOTAL:
        assert amount - TOTAL in {each.unapplied for each in later}
    there = papers.port.read_invoice(made.id)
    assert there is not None
    assert there.balance == TOTAL - paid
    assert [p.amount for e in papers.port.payments_of(made.id) for p in e.allocations][:1] == [paid]


@pytest.mark.parametrize("act", ["edit", "void", "delete"])
def test_what_happens_to_an_invoice_there_is_seen(papers: Papers, act: str) -> None:
    made = post(papers)
    mark = papers.ground.pull(BookFamily.INVOICES).mark
    papers.ground.time.sleep(3600)
    if not _acts(papers, act, Decimal("40.00") if act == "edit" else None):
        pytest.skip(f"an invoice that stands cannot be made {act} in {papers.ground.key}")
    later = told(papers.ground, BookFamily.INVOICES, mark)
    assert made.id in later
    found: BookInvoice = later[made.id]
    if act == "edit":
        there = papers.port.read_invoice(made.id)
        assert there is not None
        assert found.total == there.total != TOTAL
    else:
        assert not stands(found)


@pytest.mark.parametrize("act", ["void", "delete"])
def test_a_payment_taken_back_there_is_seen(papers: Papers, act: str) -> None:
    made = post(papers)
    papers.ground.act("pay", "TB-42")
    (paid,) = papers.port.payments_of(made.id)
    mark = papers.ground.pull(BookFamily.PAYMENTS).mark
    papers.ground.time.sleep(3600)
    number = paid.reference or paid.source_id.rpartition(":")[2]
    if not _acts(papers, act, None, number=number):
        pytest.skip(f"a payment cannot be made {act} in {papers.ground.key}")
    later = papers.ground.pull(BookFamily.PAYMENTS, since=mark)
    found: dict[str, Any] = dict(later.by_id)
    taken = {e.source_id for e in found.values() if e.is_gone or e.is_void or not e.total}
    # What a whole pull no longer lists is gone.
    assert paid.source_id in taken or (later.wholes == {True} and paid.source_id not in found)
    there = papers.port.read_invoice(made.id)
    assert there is not None
    assert there.balance == TOTAL


def _acts(papers: Papers, act: str, amount: Decimal | None, *, number: str = "TB-42") -> bool:
    """Whether somebody can do that there at all."""
    try:
        papers.ground.act(act, number, amount)
    except AssertionError:
        return False
    return True


def test_a_closed_period_refuses_in_words(papers: Papers) -> None:
    if papers.ground.system.by_files:
        pytest.skip("whether a period is closed, the program says when the file is imported")
    wanted = papers.invoice("TB-42")
    papers.ground.act("close_books", "2026-10-31")
    with pytest.raises(RemoteRefused) as raised:
        papers.port.create_invoice(wanted, key=key_of(1))
    assert str(raised.value)
    assert standing(papers.ground, "TB-42") == []


# ------------------------------------------------------------------------- what cannot be sent


def test_what_would_be_refused_is_foreseen_in_sentences(papers: Papers) -> None:
    good = papers.invoice("TB-42")
    wrong = (
        replace(good, number="TB-" + "4" * 300),
        replace(good, currency="CHF"),
        replace(good, lines=()),
        replace(good, customer_id="none such"),
        replace(good, dated_on=date(2026, 10, 1), lines=papers.lines([Decimal("-5.00")])),
    )
    for each in wrong:
        foreseen = papers.port.foresee(each, papers.choices)
        if foreseen.problems:
            assert all(text.endswith(".") for text in foreseen.problems)
            continue
        with pytest.raises(RemoteRefused):
            papers.port.create_invoice(each, key=key_of(1))
