"""One family of another system's records, walked page by page into the company file."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict

from app.connectors.dealings import Page
from app.errors import AppError
from app.operations.office import Office
from app.progress import Progress
from app.store.connections import begin_walk, end_walk, watermark
from app.store.remote_records import Counts, keep_records, mark_gone

_LOG = logging.getLogger(__name__)

Pull = Callable[[str | None], Iterator[Page]]
"""The pages of a family since a mark; None: all there are."""


def walk_family(
    office: Office, system: str, family: str, *, pull: Pull, full: bool, progress: Progress
) -> Counts:
    """What a pull has changed; each page is kept on its own, the mark when the walk has ended.

    What a whole walk does not meet is gone. A walk that breaks keeps its pages and the old mark, so
    that the next goes over them again; its error tells what it kept.
    """
    with office.write() as conn:
        known = watermark(conn, system, family)
        walk = begin_walk(conn, system, family)
    counts, last, done = Counts(), Page(records=()), 0
    try:
        for page in pull(None if full else known.mark):
            # No network inside a transaction: the page is here before it begins.
            with office.write() as conn:
                now = office.clock.now()
                counts += keep_records(conn, system, family, page.records, walk=walk, at=now)
            done += len(page.records)
            progress.step(done, 0, f"Reading {family.replace('_', ' ')}")
            last = Page(records=(), mark=page.mark or last.mark, is_whole=page.is_whole)
    except AppError as problem:
        problem.kept = {family: asdict(counts)}
        raise
    with office.write() as conn:
        now = office.clock.now()
        if last.is_whole:
            gone = mark_gone(conn, system, family, walk=walk, at=now)
            counts += Counts(gone=gone)
        mark = last.mark or known.mark
        end_walk(conn, system, family, mark=mark, whole=last.is_whole, at=now)
    _LOG.info("%s: %s walked, %d records", system, family, done)
    return counts
