"""What became of each document at the tax service: table and queries.

A document has a key that stays (account, period, kind) and a revision that grows. Its code, by
which the service knows it, is used once. Its state is written before the call that may change it,
so that after a crash it is known what may have happened.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Select,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)

from app.store.columns import Moment
from app.store.tables import table

TABLE: Final = table(
    "tax_documents",
    Column("id", Integer, primary_key=True),
    Column("service", Text, nullable=False),
    Column("account_number", Text, nullable=False),
    Column("period", Text, nullable=False),  # a label: 2026-10
    Column("kind", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("code", Text),  # null while only quoted
    Column("state", Text, nullable=False),
    Column("request_hash", Text, nullable=False),
    Column("request", LargeBinary, nullable=False),  # deflated text
    Column("answer", LargeBinary),  # the same; what it comes to, as it was quoted
    Column("filed_answer", LargeBinary),  # the same; as it was filed
    Column("attempts", Integer, nullable=False),
    Column("last_error", Text, nullable=False),
    Column("invoice_id", Integer, ForeignKey("invoices.id"), index=True),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("account_number", "period", "kind", "revision"),
    UniqueConstraint("code"),
    Index("ix_tax_documents_hash", "request_hash"),
)


class DocumentKind(Enum):
    """What a document tells the service."""

    INVOICE = "invoice"
    CREDIT = "credit"
    """What an invoice gives back of earlier ones."""
    REVERSAL = "reversal"
    """All of a document that the service no longer lets go."""


class DocumentState(Enum):
    """How far a document is."""

    QUOTED = "quoted"
    """Asked about; the service keeps nothing of it."""
    COMMITTING = "committing"
    """Being filed: nobody knows yet."""
    COMMITTED = "committed"
    VOIDING = "voiding"
    """Being taken back: nobody knows yet."""
    VOIDED = "voided"
    REVERSED = "reversed"
    """Filed, and given back by an adjustment; or that adjustment."""
    FAILED = "failed"
    """Refused; nothing of it is filed."""


UNSETTLED: Final = (DocumentState.COMMITTING, DocumentState.VOIDING)
"""States in which nobody knows what the service holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document with its place in the file."""

    id: int
    service: str
    account_number: str
    period: str
    kind: DocumentKind
    revision: int
    code: str | None
    state: DocumentState
    request_hash: str
    request: str
    answer: str | None
    filed_answer: str | None
    attempts: int
    last_error: str
    invoice_id: int | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A document to be kept."""

    service: str
    account_number: str
    period: str
    kind: DocumentKind
    request_hash: str
    request: str
    answer: str | None


def keep_quote(conn: Connection, document: NewDocument, *, at: datetime) -> None:
    """Keeps a quote in place of the last one of the same account, period and kind."""
    conn.execute(
        delete(TABLE).where(
            *_same(document.account_number, document.period, document.kind),
            TABLE.c.state == DocumentState.QUOTED.value,
        )
    )
    _add(conn, document, state=DocumentState.QUOTED, at=at)


def add_document(
    conn: Connection,
    document: NewDocument,
    *,
    code: str,
    state: DocumentState,
    invoice_id: int | None = None,
    at: datetime,
) -> int:
    """Adds a document of the next revision, under a code; its id."""
    return _add(conn, document, state=state, code=code, invoice_id=invoice_id, at=at)


def _add(
    conn: Connection,
    document: NewDocument,
    *,
    state: DocumentState,
    at: datetime,
    code: str | None = None,
    invoice_id: int | None = None,
) -> int:
    last = conn.execute(
        select(func.coalesce(func.max(TABLE.c.revision), 0)).where(
            *_same(document.account_number, document.period, document.kind)
        )
    ).scalar_one()
    made = conn.execute(
        insert(TABLE).values(
            service=document.service,
            account_number=document.account_number,
            period=document.period,
            kind=document.kind.value,
            revision=last + 1,
            code=code,
            state=state.value,
            request_hash=document.request_hash,
            request=_deflated(document.request),
            answer=None if document.answer is None else _deflated(document.answer),
            attempts=int(state in UNSETTLED),
            last_error="",
            invoice_id=invoice_id,
            created_at=at,
            changed_at=at,
        )
    )
    return int((made.inserted_primary_key or (0,))[0])


def _same(account: str, period: str, kind: DocumentKind) -> tuple[Any, ...]:
    return (
        TABLE.c.account_number == account,
        TABLE.c.period == period,
        TABLE.c.kind == kind.value,
    )


def note_state(
    conn: Connection,
    document_id: int,
    state: DocumentState,
    *,
    at: datetime,
    code: str | None = None,
    filed_answer: str | None = None,
    error: str = "",
) -> None:
    """Notes how far a document is; each time it goes out counts as an attempt."""
    values: dict[str, Any] = {"state": state.value, "last_error": error, "changed_at": at}
    if state in UNSETTLED:
        values["attempts"] = TABLE.c.attempts + 1
    if code is not None:
        values["code"] = code
    if filed_answer is not None:
        values["filed_answer"] = _deflated(filed_answer)
    conn.execute(update(TABLE).where(TABLE.c.id == document_id).values(values))


def link_documents(conn: Connection, invoice_ids: Iterable[tuple[int, int | None]]) -> None:
    """Ties documents to their invoices: pairs of document id and invoice id, None for none."""
    for document_id, invoice_id in invoice_ids:
        conn.execute(update(TABLE).where(TABLE.c.id == document_id).values(invoice_id=invoice_id))


def quotes(conn: Connection, period: str, *, service: str) -> list[StoredDocument]:
    """The kept quotes of a period."""
    return _read(
        conn,
        select(TABLE).where(
            TABLE.c.period == period,
            TABLE.c.service == service,
            TABLE.c.state == DocumentState.QUOTED.value,
        ),
    )


def drop_quotes(conn: Connection, request_hashes: Iterable[str]) -> None:
    """Forgets the quotes of these requests, so that they are asked anew."""
    for request_hash in request_hashes:
        conn.execute(
            delete(TABLE).where(
                TABLE.c.request_hash == request_hash,
                TABLE.c.state == DocumentState.QUOTED.value,
            )
        )


def loose_documents(conn: Connection) -> list[StoredDocument]:
    """Documents that may be filed without an invoice, or taken back with one."""
    states = [each.value for each in UNSETTLED]
    filed = (TABLE.c.state == DocumentState.COMMITTED.value) & TABLE.c.invoice_id.is_(None)
    return _read(conn, select(TABLE).where(TABLE.c.state.in_(states) | filed))


def documents_of(conn: Connection, invoice_ids: Sequence[int]) -> list[StoredDocument]:
    """The documents that the service holds of invoices."""
    held = [DocumentState.COMMITTED.value, DocumentState.VOIDING.value]
    found: list[StoredDocument] = []
    for invoice_id in invoice_ids:
        query = select(TABLE).where(TABLE.c.invoice_id == invoice_id, TABLE.c.state.in_(held))
        found += _read(conn, query)
    return found


def all_documents(conn: Connection) -> list[StoredDocument]:
    """Every document, the oldest first."""
    return _read(conn, select(TABLE))


def _read(conn: Connection, query: Select[Any]) -> list[StoredDocument]:
    found = []
    for row in conn.execute(query.order_by(TABLE.c.id)).mappings():
        values = dict(row)
        del values["created_at"]
        values["kind"] = DocumentKind(values["kind"])
        values["state"] = DocumentState(values["state"])
        values["request"] = _inflated(values["request"])
        for name in ("answer", "filed_answer"):
            values[name] = None if values[name] is None else _inflated(values[name])
        found.append(StoredDocument(**values))
    return found


def _deflated(text: str) -> bytes:
    return zlib.compress(text.encode())


def _inflated(data: bytes) -> str:
    return zlib.decompress(data).decode()
