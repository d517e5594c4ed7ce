from dataclasses import replace
from decimal import Decimal

import pytest

from app.billing.proof import ImportSums, InvoiceSums, Outcomes, Tally, prove
from app.billing.proof_sections import HOLD_WORDS, Section, WholeProof
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
CALLS = Tally(calls=3, seconds=180, amount=ONE)
IMPORT = ImportSums(name="october.csv", records_in=CALLS, outcomes=Outcomes(billed=CALLS))
INVOICE = InvoiceSums(
    name="CF-1",
    lines=ONE,
    tax_lines=Decimal(0),
    charges=ONE,
    taxes=Decimal(0),
    total=ONE,
    receivable=ONE,
    revenue=ONE,
    tax_payable=Decimal(0),
    usage_exact=ONE,
    calls_exact=ONE,
    usage_calls=3,
    calls=3,
)
DOCUMENT = BookedDocument(
    number="CF-1",
    account_number="100",
    total=ONE,
    is_void=False,
    is_linked=True,
    there=ONE,
    is_read=True,
)
RELAYED = RelayedInvoice(number="P-1", total=ONE, is_linked=True, there=ONE)
BOOKS = BooksProof(system="books", title="The Books", documents=(DOCUMENT,), relayed=(RELAYED,))
PAID = SettledDocument(number="CF-1", owed=ONE, money=ONE, balance=Decimal(0))
WHOLE = WholeProof(
    proof=prove([IMPORT], [INVOICE], billed_calls=CALLS),
    psas=(PsaProof(system="psa", title="The PSA", lines={"a": [ONE]}, ledger={"a": ONE}),),
    books=(BOOKS,),
    paid=PaidProof(documents=(PAID,)),
)


def holding(whole: WholeProof) -> set[Section]:
    return {each for each in Section if whole.holds(each)}


def test_it_closes_from_file_to_payment() -> None:
    assert (WHOLE.closes, WHOLE.broken, holding(WHOLE)) == (True, [], set(Section))
    assert {each.section for each in WHOLE.joints} == set(Section)
    assert all(not each.difference for each in WHOLE.joints)


def with_core(**changed: object) -> WholeProof:
    given = {"imports": [IMPORT], "invoices": [INVOICE], "billed_calls": CALLS, **changed}
    return replace(WHOLE, proof=prove(given.pop("imports"), given.pop("invoices"), **given))  # type: ignore[arg-type]


BROKEN = [
    (
        with_core(imports=[replace(IMPORT, records_in=CALLS + Tally(calls=1))]),
        {Section.FILE},
        ["october.csv"],
    ),
    (with_core(billed_calls=CALLS + Tally(calls=1)), {Section.RATED}, []),
    (
        with_core(invoices=[replace(INVOICE, usage_calls=2)]),
        {Section.RATED},
        ["CF-1"],
    ),
    (
        with_core(invoices=[replace(INVOICE, revenue=Decimal(2))]),
        {Section.BILLED},
        ["CF-1"],
    ),
    (
        replace(WHOLE, psas=(replace(WHOLE.psas[0], ledger={}),)),
        {Section.BILLED},
        ["a"],
    ),
    (
        replace(WHOLE, books=(replace(BOOKS, documents=(replace(DOCUMENT, there=Decimal(2)),)),)),
        {Section.POSTED},
        ["CF-1 in The Books: 2.00 there, 1.00 here"],
    ),
    (
        replace(WHOLE, books=(replace(BOOKS, documents=()),)),
        {Section.POSTED},
        [],
    ),
    (
        replace(WHOLE, books=(replace(BOOKS, relayed=(replace(RELAYED, there=None),)),)),
        {Section.POSTED},
        ["P-1 in The Books: 0.00 there, 1.00 in the PSA"],
    ),
    (
        replace(WHOLE, paid=PaidProof(documents=(replace(PAID, balance=ONE),))),
        {Section.PAID},
        ["CF-1: 1.00 open there, 0.00 by its payments"],
    ),
]


@pytest.mark.parametrize(("whole", "sections", "broken"), BROKEN)
def test_a_break_names_its_section_and_its_records(
    whole: WholeProof, sections: set[Section], broken: list[str]
) -> None:
    assert set(Section) - holding(whole) == sections
    assert (whole.closes, whole.broken) == (False, broken)


def test_two_differences_that_cancel_out_are_found() -> None:
    more, less = replace(DOCUMENT, there=Decimal(2)), replace(DOCUMENT, there=Decimal(0))
    money = Decimal(2)
    two = replace(INVOICE, lines=money, charges=money, total=money, receivable=money, revenue=money)
    whole = with_core(invoices=[two])
    whole = replace(whole, books=(replace(BOOKS, documents=(more, less)),))
    posted = {each.name: each for each in whole.of(Section.POSTED)}
    assert (posted["there.books"].difference, posted["there.books"].closes) == (Decimal(0), False)


def test_what_is_open_is_no_break() -> None:
    waits = replace(DOCUMENT, is_linked=False, there=None)
    whole = replace(
        WHOLE,
        books=(replace(BOOKS, documents=(waits,)),),
        paid=PaidProof(documents=()),
    )
    assert whole.closes
    part = replace(PAID, money=Decimal("0.30"), balance=Decimal("0.70"))
    assert replace(WHOLE, paid=PaidProof(documents=(part,))).closes


def test_without_books_nothing_is_posted_or_paid() -> None:
    alone = replace(WHOLE, books=(), psas=())
    assert (alone.of(Section.POSTED), alone.of(Section.PAID), alone.closes) == ((), (), True)


def test_every_reason_has_words() -> None:
    assert set(HOLD_WORDS) == set(Hold)
