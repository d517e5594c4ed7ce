"""Quotes: asks a tax service about the documents of a run, and keeps what it says.

Nothing is filed: ``service_filing.py`` does that. No network within a transaction.
"""

from collections.abc import Sequence
from typing import Final

from app.errors import AppError
from app.operations.office import Office
from app.operations.service_connection import ConnectedService, Failure, failure_of
from app.operations.service_documents import RunDocument, not_whole
from app.progress import Progress
from app.store.tax_documents import NewDocument, keep_quote
from app.tax.service_answer import ServiceAnswer

_TOGETHER: Final = 25
"""Invoices asked about between two looks at whether the user stopped the work."""


def ask_quotes(
    office: Office,
    service: ConnectedService,
    documents: Sequence[RunDocument],
    progress: Progress,
) -> dict[str, Failure]:
    """Asks the service about what has no whole answer, and keeps what it says; the failures.

    Once it cannot be reached or signs us out, the rest is not asked. Raises Cancelled; what was
    answered till then is kept.
    """
    asked = [each for each in documents if not each.is_answered]
    failures: dict[str, Failure] = {}
    if not asked:
        return failures
    try:
        at_work = service.open()
    except AppError as problem:
        return {each.request_hash: failure_of(problem) for each in asked}
    try:
        for first in range(0, len(asked), _TOGETHER):
            progress.step(first, len(asked), f"Asking {service.system.title}")
            batch = asked[first : first + _TOGETHER]
            try:
                answers = at_work.quote([each.request for each in batch])
            except AppError as problem:
                failure = failure_of(problem)
                failures |= {each.request_hash: failure for each in asked[first:]}
                break
            _keep(office, service, batch, answers)
            failures |= _told(service, batch, answers)
    finally:
        at_work.close()
    return failures


def _told(
    service: ConnectedService,
    documents: Sequence[RunDocument],
    answers: Sequence[ServiceAnswer],
) -> dict[str, Failure]:
    """Why documents were not answered whole."""
    return {
        each.request_hash: not_whole(service, each, answer)
        for each, answer in zip(documents, answers, strict=True)
        if answer.problems
    }


def _keep(
    office: Office,
    service: ConnectedService,
    documents: Sequence[RunDocument],
    answers: Sequence[ServiceAnswer],
) -> None:
    now = office.clock.now()
    with office.write() as conn:
        for each, answer in zip(documents, answers, strict=True):
            new = NewDocument(
                service=service.system.key,
                account_number=each.account_number,
                period=each.period,
                kind=each.kind,
                request_hash=each.request_hash,
                request=each.request,
                answer=answer.raw or None,
            )
            keep_quote(conn, new, at=now)
