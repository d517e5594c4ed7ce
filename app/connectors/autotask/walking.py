"""One walk through one list of Autotask: by its stamp, or whole. Source: ``psa-apis.md`` 3.4."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from app.connectors.autotask.asking import EVERY, Autotask, Condition, Filter, at_least, unequal
from app.connectors.autotask.stamps import WHOLE, last_page, noted
from app.connectors.dealings import Page
from app.connectors.overlap import Mark, Sighting, Sightings, fresh
from app.connectors.row_values import Row, moment, needed_identity, translated
from app.values.foreign_record import ForeignRecord

Records = Sequence[ForeignRecord]
Translate = Callable[[list[Row]], Records]

_OWN_COMPANY: Final = 0
FOREIGN: Final[tuple[Condition, ...]] = (unequal("companyID", _OWN_COMPANY),)
"""All but what belongs to the provider's own company."""


def whole_pages(
    autotask: Autotask, entity: str, words: str, translate: Translate, *, is_optional: bool = False
) -> Iterator[Page]:
    """All of an entity, every time."""
    for rows in autotask.pages(entity, words, is_optional=is_optional):
        yield Page(records=read_rows(rows, translate, words), mark=WHOLE, is_whole=True)


def changed_pages(
    autotask: Autotask,
    entity: str,
    since: str | None,
    *,
    stamp: str,
    words: str,
    translate: Translate,
    wanted: Filter = EVERY,
) -> Iterator[Page]:
    """What of an entity changed since a mark, by its stamp; all of it without one."""
    known = Mark.read(since)
    sightings = Sightings(known)
    asked = wanted if known is None else (*wanted, at_least(stamp, known.since))
    begun: list[datetime | None] = []
    pages = noted(autotask.pages(entity, words, asked), lambda: autotask.told_at, begun)
    for rows in fresh(pages, sightings, since=known, sight=partial(sight, stamp=stamp)):
        yield Page(records=read_rows(rows, translate, words), is_whole=known is None)
    yield last_page(sightings, begun=begun, is_whole=known is None)


def read_rows(rows: list[Row], translate: Translate, words: str) -> Records:
    """The records of a page; where it cannot be read, the record at fault is named."""
    try:
        return translate(rows)
    except (ValueError, TypeError, AttributeError):
        # One by one, so that the refusal can name it.
        for row in rows:
            translated([row], lambda each: translate([each]), words=words)
        raise


def each_row(rows: list[Row], translate: Callable[[Row], ForeignRecord]) -> Records:
    """Rows that are read each by itself."""
    return [translate(row) for row in rows]


def sight(row: Row, stamp: str) -> Sighting:
    """What was seen of a row, by its stamp."""
    return Sighting.of(row, id=needed_identity(row), stamp=moment(row, stamp))
