from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.errors import StoreError
from app.store.database import CompanyFile, raw
from app.store.tax_documents import (
    DocumentKind,
    DocumentState,
    NewDocument,
    add_document,
    all_documents,
    documents_of,
    drop_quotes,
    keep_quote,
    link_documents,
    loose_documents,
    note_state,
    quotes,
)

AT = datetime(2026, 11, 2, tzinfo=UTC)
LATER = datetime(2026, 11, 3, tzinfo=UTC)
QUOTE = NewDocument(
    service="avalara",
    account_number="100",
    period="2026-10",
    kind=DocumentKind.INVOICE,
    request_hash="h1",
    request='{"é": 1}' * 100,
    answer='{"itms": []}',
)


def filed(conn: Connection, code: str, **changed: object) -> int:
    document = replace(QUOTE, **changed)  # type: ignore[arg-type]  # of its fields
    return add_document(conn, document, code=code, state=DocumentState.COMMITTING, at=AT)


def an_invoice(conn: Connection) -> int:
    raw(conn).execute(
        "INSERT INTO bill_runs (id, period, state, waivers) VALUES (1, '2026-10', 'approved', '{}')"
    )
    raw(conn).execute(
        "INSERT INTO invoices VALUES (7, 1, '100', 'N-1', '2026-10', 1, 2, 3, 4, 'USD', 0, 0, 0,"
        " 'approved', 'seal', NULL)"
    )
    return 7


def test_a_quote_is_kept_as_it_was_asked_and_answered(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_quote(conn, QUOTE, at=AT)
    with company.read() as conn:
        (kept,) = quotes(conn, "2026-10", service="avalara")
    assert (kept.request, kept.answer, kept.state, kept.code) == (
        QUOTE.request,
        QUOTE.answer,
        DocumentState.QUOTED,
        None,
    )
    assert (kept.attempts, kept.changed_at) == (0, AT)


def test_texts_lie_deflated(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_quote(conn, QUOTE, at=AT)
    with company.read() as conn:
        (size,) = raw(conn).execute("SELECT length(request) FROM tax_documents").fetchone()
    assert size < 60


def test_a_new_quote_takes_the_old_one_s_place(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_quote(conn, QUOTE, at=AT)
        keep_quote(conn, replace(QUOTE, request_hash="h2", answer=None), at=LATER)
    with company.read() as conn:
        assert [(each.request_hash, each.answer) for each in all_documents(conn)] == [("h2", None)]


def test_quotes_are_of_one_period_and_service(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_quote(conn, QUOTE, at=AT)
    with company.read() as conn:
        assert quotes(conn, "2026-11", service="avalara") == []
        assert quotes(conn, "2026-10", service="other") == []


def test_dropped_quotes_are_gone_and_what_is_filed_stays(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_quote(conn, QUOTE, at=AT)
        filed(conn, "A")
        drop_quotes(conn, ["h1"])
    with company.read() as conn:
        assert [each.code for each in all_documents(conn)] == ["A"]


def test_each_document_of_a_key_has_the_next_revision(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_quote(conn, QUOTE, at=AT)
        filed(conn, "A")
        filed(conn, "B")
        filed(conn, "C", kind=DocumentKind.CREDIT)
    with company.read() as conn:
        found = all_documents(conn)
    assert [(each.code, each.revision) for each in found] == [
        (None, 1),
        ("A", 2),
        ("B", 3),
        ("C", 1),
    ]


def test_a_code_is_used_once(company: CompanyFile) -> None:
    with company.write() as conn:
        filed(conn, "A")
    with pytest.raises((StoreError, IntegrityError)), company.write() as conn:
        filed(conn, "A", account_number="200")


def test_going_out_counts_as_an_attempt(company: CompanyFile) -> None:
    with company.write() as conn:
        document_id = filed(conn, "A")
        note_state(conn, document_id, DocumentState.VOIDING, at=LATER, error="no answer")
        note_state(
            conn, document_id, DocumentState.COMMITTED, at=LATER, code="B", filed_answer="{}"
        )
    with company.read() as conn:
        (each,) = all_documents(conn)
    assert (each.attempts, each.state, each.code, each.filed_answer, each.last_error) == (
        2,
        DocumentState.COMMITTED,
        "B",
        "{}",
        "",
    )


@pytest.mark.parametrize(
    ("state", "tied", "is_loose"),
    [
        (DocumentState.COMMITTING, False, True),
        (DocumentState.COMMITTED, False, True),
        (DocumentState.COMMITTED, True, False),
        (DocumentState.VOIDING, True, True),
        (DocumentState.VOIDED, False, False),
        (DocumentState.FAILED, False, False),
        (DocumentState.REVERSED, False, False),
    ],
)
def test_loose_is_what_may_lie_there_without_an_invoice(
    company: CompanyFile, state: DocumentState, *, tied: bool, is_loose: bool
) -> None:
    with company.write() as conn:
        document_id = filed(conn, "A")
        note_state(conn, document_id, state, at=AT)
        if tied:
            link_documents(conn, [(document_id, an_invoice(conn))])
        assert bool(loose_documents(conn)) is is_loose


def test_an_invoice_knows_the_documents_the_service_holds_of_it(company: CompanyFile) -> None:
    with company.write() as conn:
        invoice = an_invoice(conn)
        ids = [filed(conn, code) for code in "ABC"]
        link_documents(conn, [(each, invoice) for each in ids])
        for each, state in zip(
            ids,
            (DocumentState.COMMITTED, DocumentState.VOIDING, DocumentState.VOIDED),
            strict=True,
        ):
            note_state(conn, each, state, at=AT)
        assert [each.code for each in documents_of(conn, [invoice, 8])] == ["A", "B"]
        link_documents(conn, [(ids[0], None)])
        assert [each.code for each in documents_of(conn, [invoice])] == ["B"]
