"""Filing at a tax service: each invoice's documents once, whatever breaks in between.

A document's state is written before each call. After a call of which nobody knows what came, the
document is taken back and filed anew under the next code; it is never sent again blindly. What was
filed without an invoice coming of it is taken back when the next run begins. No network within a
transaction.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.connectors.ports import TaxService
from app.errors import (
    AppError,
    NotAllowed,
    RemoteRefused,
    RemoteUnavailable,
    SignInNeeded,
)
from app.operations.office import Office
from app.operations.service_connection import (
    ConnectedService,
    Failure,
    connected_service,
    failure_of,
)
from app.operations.service_documents import RunDocument
from app.progress import Progress
from app.store.tax_documents import (
    DocumentKind,
    DocumentState,
    NewDocument,
    StoredDocument,
    add_document,
    documents_of,
    drop_quotes,
    link_documents,
    loose_documents,
    note_state,
)
from app.store.transaction import Transaction
from app.tax.service_answer import ServiceAnswer

_ACCOUNT_LETTERS: Final = 60


@dataclass(slots=True)  # not frozen: filled as documents are filed
class Filed:
    """What came of filing the documents of a run."""

    document_ids: dict[str, list[int]] = field(default_factory=dict)
    """By account the documents that lie at the service."""
    failures: dict[str, Failure] = field(default_factory=dict)
    """By the hash of the request."""

    def link(self, conn: Transaction, invoice_of: Mapping[str, int]) -> None:
        """Ties the documents to the invoices, by account, that came of them."""
        pairs = (
            (document_id, invoice_of[account])
            for account, ids in self.document_ids.items()
            if account in invoice_of
            for document_id in ids
        )
        link_documents(conn, pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """The service at work for one office."""

    office: Office
    service: ConnectedService
    at_work: TaxService

    def note(
        self,
        document_id: int,
        state: DocumentState,
        *,
        code: str | None = None,
        filed_answer: str | None = None,
        error: str = "",
    ) -> None:
        """Notes how far a document is, in a transaction of its own."""
        with self.office.write() as conn:
            note_state(
                conn,
                document_id,
                state,
                at=self.office.clock.now(),
                code=code,
                filed_answer=filed_answer,
                error=error,
            )

    def act(self, kind: DocumentKind) -> Callable[..., ServiceAnswer]:
        """What files a document of a kind."""
        return self.at_work.credit if kind is DocumentKind.CREDIT else self.at_work.commit

    def code(self, account: str, period: str, kind: DocumentKind) -> str:
        """A code that no document had before, also none of an earlier copy of this file."""
        company = self.service.stored.company_id
        name = "".join(each for each in account if each.isalnum() or each in "-_")
        token = secrets.token_hex(4)
        return f"{company}-{name[:_ACCOUNT_LETTERS]}-{period}-{kind.value}-{token}"


def file_documents(
    office: Office,
    service: ConnectedService,
    documents: Sequence[RunDocument],
    progress: Progress,
) -> Filed:
    """Files the documents of a run, account by account; what failed is left out and named.

    Once the service cannot be reached or signs us out, the rest is not tried. Raises Cancelled;
    what was filed till then is taken back by ``settle_documents``.
    """
    filed = Filed()
    by_account: dict[str, list[RunDocument]] = {}
    for each in documents:
        by_account.setdefault(each.account_number, []).append(each)
    if not by_account:
        return filed
    accounts = list(by_account.items())
    try:
        at_work = service.open()
    except AppError as problem:
        filed.failures |= {each.request_hash: failure_of(problem) for each in documents}
        return filed
    desk = _Desk(office=office, service=service, at_work=at_work)
    try:
        for number, (account, own) in enumerate(accounts):
            progress.step(number, len(accounts), f"Filing at {service.system.title}")
            try:
                filed.document_ids[account] = [_file(desk, each) for each in own]
            except AppError as problem:
                rest = [each for _, others in accounts[number:] for each in others]
                is_over = isinstance(problem, RemoteUnavailable | SignInNeeded)
                failed = rest if is_over else own
                failure = failure_of(problem)
                filed.failures |= {each.request_hash: failure for each in failed}
                if is_over:
                    break
    finally:
        at_work.close()
    return filed


def _file(desk: _Desk, document: RunDocument) -> int:
    """Files one document; its id. The errors of ``TaxService.commit``.

    After a call of which nobody knows what came it is taken back, and filed once more.
    """
    try:
        return _file_once(desk, document)
    except RemoteUnavailable as problem:
        if not problem.may_have_happened:
            raise
    return _file_once(desk, document)


def _file_once(desk: _Desk, document: RunDocument) -> int:
    document_id, code = _begin(desk, document)
    act = desk.act(document.kind)
    try:
        given = act(document.request, code=code, expected=document.answer or ServiceAnswer())
    except (RemoteRefused, SignInNeeded) as problem:
        desk.note(document_id, DocumentState.FAILED, error=str(problem))
        with desk.office.write() as conn:
            drop_quotes(conn, [document.request_hash])
        raise
    except RemoteUnavailable as problem:
        if problem.may_have_happened:
            desk.note(document_id, DocumentState.VOIDING, error=str(problem))
            desk.at_work.void(code)
        state = DocumentState.VOIDED if problem.may_have_happened else DocumentState.FAILED
        desk.note(document_id, state, error=str(problem))
        raise
    desk.note(document_id, DocumentState.COMMITTED, filed_answer=given.raw)
    return document_id


def _begin(desk: _Desk, document: RunDocument) -> tuple[int, str]:
    """Writes that the document is being filed, before it is."""
    code = desk.code(document.account_number, document.period, document.kind)
    new = NewDocument(
        service=desk.service.system.key,
        account_number=document.account_number,
        period=document.period,
        kind=document.kind,
        request_hash=document.request_hash,
        request=document.request,
        answer=document.answer.raw if document.answer else None,
    )
    with desk.office.write() as conn:
        document_id = add_document(
            conn, new, code=code, state=DocumentState.COMMITTING, at=desk.office.clock.now()
        )
    return document_id, code


# ------------------------------------------------------------------ what was left hanging


def settle_documents(office: Office, service: ConnectedService, progress: Progress) -> None:
    """Settles what nobody knows of: takes back what has no invoice, files again what has one.

    What cannot be settled stays as it is, with the reason; its account is left out of runs.
    """
    with office.file.read() as conn:
        loose = [each for each in loose_documents(conn) if each.service == service.system.key]
    if not loose:
        return
    try:
        at_work = service.open()
    except AppError as problem:
        _note_all(office, loose, str(problem))
        return
    desk = _Desk(office=office, service=service, at_work=at_work)
    try:
        for number, each in enumerate(loose):
            progress.step(number, len(loose), f"Settling at {service.system.title}")
            try:
                _settle(desk, each)
            except RemoteRefused as problem:
                desk.note(each.id, each.state, error=str(problem))
            except AppError as problem:
                _note_all(office, loose[number:], str(problem))
                break
    finally:
        at_work.close()


def _note_all(office: Office, documents: Sequence[StoredDocument], why: str) -> None:
    now = office.clock.now()
    with office.write() as conn:
        for each in documents:
            note_state(conn, each.id, each.state, at=now, error=why)


def _settle(desk: _Desk, each: StoredDocument) -> None:
    if each.invoice_id is None:
        for document_id, state in _let_go(desk, each).items():
            desk.note(document_id, state, error=each.last_error)
        return
    # Its invoice stands: taking it back was begun, and not carried through.
    try:
        desk.at_work.void(each.code or "")
    except RemoteRefused as problem:
        desk.note(each.id, DocumentState.COMMITTED, error=str(problem))
        return
    code = desk.code(each.account_number, each.period, each.kind)
    desk.note(each.id, DocumentState.VOIDING, code=code, error=each.last_error)
    expected = desk.service.system.read(each.request, each.answer or "")
    given = desk.act(each.kind)(each.request, code=code, expected=expected)
    desk.note(each.id, DocumentState.COMMITTED, filed_answer=given.raw)


def _copy(each: StoredDocument, kind: DocumentKind) -> NewDocument:
    return NewDocument(
        service=each.service,
        account_number=each.account_number,
        period=each.period,
        kind=kind,
        request_hash=each.request_hash,
        request=each.request,
        answer=each.answer,
    )


# ------------------------------------------------------------------ invoices taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """Documents that the service let go, for the transaction that lets the invoices go."""

    states: Mapping[int, DocumentState] = field(default_factory=dict)

    def write(self, conn: Transaction, office: Office, *, keep_link: bool) -> None:
        """Notes what became of them; without ``keep_link`` they lose their invoice."""
        now = office.clock.now()
        for document_id, state in self.states.items():
            note_state(conn, document_id, state, at=now)
        if not keep_link:
            link_documents(conn, [(document_id, None) for document_id in self.states])


def take_back_documents(office: Office, invoice_ids: Sequence[int], *, words: str) -> TakenBack:
    """Takes the documents of invoices back at the service, before the invoices are let go.

    What the service no longer lets go, as it was reported, is given back by an adjustment.
    Where the service cannot be reached nothing is let go: NotAllowed names ``words``, the invoice
    or run. Trying again is safe; without it the next run files again what was taken back.
    """
    with office.file.read() as conn:
        documents = documents_of(conn, invoice_ids)
        service = connected_service(conn)
    if not documents:
        return TakenBack()
    if service is None or {each.service for each in documents} != {service.system.key}:
        raise NotAllowed(
            f"{words} cannot be taken back.",
            f"Its taxes are filed at {documents[0].service}, which is not connected.",
            "Connect it again: tax service FILE --connect.",
        )
    states: dict[int, DocumentState] = {}
    try:
        at_work = service.open()
        desk = _Desk(office=office, service=service, at_work=at_work)
        try:
            for each in documents:
                states |= _let_go(desk, each)
        finally:
            at_work.close()
    except AppError as problem:
        raise NotAllowed(
            f"{words} stays as it is.",
            f"Its taxes are filed, and could not be taken back: {problem}",
            "Try again once the service answers.",
        ) from problem
    return TakenBack(states=states)


def _let_go(desk: _Desk, each: StoredDocument) -> dict[int, DocumentState]:
    """What became of a document that is taken back, and of the adjustment it may need."""
    desk.note(each.id, DocumentState.VOIDING, error=each.last_error)
    try:
        desk.at_work.void(each.code or "")
    except RemoteRefused as refusal:
        if each.kind is DocumentKind.REVERSAL:
            raise
        reversal = _reverse(desk, each, str(refusal))
        return {each.id: DocumentState.REVERSED, reversal: DocumentState.REVERSED}
    return {each.id: DocumentState.VOIDED}


def _reverse(desk: _Desk, each: StoredDocument, why: str) -> int:
    """Files the adjustment that gives a locked document back; its id."""
    expected = desk.service.system.read(each.request, each.answer or "")
    code = desk.code(each.account_number, each.period, DocumentKind.REVERSAL)
    with desk.office.write() as conn:
        document_id = add_document(
            conn,
            _copy(each, DocumentKind.REVERSAL),
            code=code,
            state=DocumentState.COMMITTING,
            at=desk.office.clock.now(),
        )
    act = desk.at_work.commit if each.kind is DocumentKind.CREDIT else desk.at_work.credit
    try:
        given = act(each.request, code=code, expected=expected)
    except (RemoteRefused, SignInNeeded) as problem:
        desk.note(document_id, DocumentState.FAILED, error=f"{why} {problem}")
        desk.note(each.id, DocumentState.COMMITTED, error=why)
        raise
    desk.note(document_id, DocumentState.COMMITTED, filed_answer=given.raw, error=why)
    return document_id
