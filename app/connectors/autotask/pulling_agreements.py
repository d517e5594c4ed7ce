"""Walks through the contracts of Autotask and their lines. Source: ``psa-apis.md`` 3.4 and 3.6.

Newer versions tell when a contract changed. Nothing tells it of blocks of hours, of services of a
contract and of their periods: they are looked through every time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final

from app.connectors.autotask import reading_agreements
from app.connectors.autotask.asking import Autotask, Filter, at_least, at_most
from app.connectors.autotask.lookups import Lookups, grouped, ids
from app.connectors.autotask.reading import STAMPS, Ways
from app.connectors.autotask.reading_agreements import BUNDLES, SERVICES, LineKind, Span
from app.connectors.autotask.unstamped import Beside, Digest, Seen, unstamped_pages
from app.connectors.autotask.walking import FOREIGN, Records, changed_pages, read_rows, whole_pages
from app.connectors.dealings import Page
from app.connectors.row_values import Row, identity, needed_identity

CONTRACT_FIELDS: Final = ("companyID", "billToCompanyContactID", "isDefaultContract", "status")
"""What others need to know of a contract."""

_CONTRACTS: Final = "Contracts"
NEWER_STAMP: Final = "lastModifiedDateTime"
"""What newer versions tell of contracts, which had no stamp before."""
_AHEAD: Final = timedelta(days=40)
"""How far periods to come are looked at: the next month, whole."""
_CATALOG: Final = tuple(
    Beside(entity=entity, stamp=STAMPS[entity], is_optional=entity == "ServiceBundles")
    for entity in ("Services", "ServiceBundles")
)
_BESIDE: Final = (
    Beside(entity=_CONTRACTS, stamp=NEWER_STAMP, fields=("companyID", "status")),
    *_CATALOG,
)
"""What lines refer to: whose they are, whether they run, and what is sold."""

_Spanned = Sequence[tuple[Row, Span | None]]


class AgreementWalks:
    """The walks through what was agreed with customers."""

    def __init__(
        self, autotask: Autotask, lookups: Lookups, ways: Ways, *, day: Callable[[], date]
    ) -> None:
        """``day``: the day whose period tells quantities."""
        self._autotask = autotask
        self._lookups = lookups
        self._ways = ways
        self._day = day

    # ------------------------------------------------------------------ contracts

    def agreements(self, since: str | None, words: str) -> Iterator[Page]:
        """Contracts by their stamp where there is one, as long as no block of hours differs."""
        known = Seen.read(since)
        is_stamped = self.has_stamp(words) if known is None else _CONTRACTS in known.marks
        if not is_stamped:
            yield from unstamped_pages(
                self._autotask,
                since,
                words=words,
                beside=(),
                look=partial(self._look_at_contracts, words=words),
                whole=partial(self._whole_contracts, words=words),
            )
            return
        digest = Digest()
        self._look_at_blocks(digest, words)
        is_same = known is not None and digest.text == known.digest
        mark = known.marks[_CONTRACTS] if known is not None and is_same else None
        for page in changed_pages(
            self._autotask,
            _CONTRACTS,
            mark,
            stamp=NEWER_STAMP,
            words=words,
            translate=self._agreements,
            wanted=FOREIGN,
        ):
            kept = None
            if page.mark is not None:
                kept = Seen(digest=digest.text, marks={_CONTRACTS: page.mark}).text
            yield replace(page, mark=kept)

    def has_stamp(self, words: str) -> bool:
        """Whether this company's version tells when a contract changed."""
        return NEWER_STAMP.lower() in self._autotask.fields(_CONTRACTS, words)

    def _look_at_contracts(self, digest: Digest, words: str) -> None:
        for rows in self._autotask.pages(_CONTRACTS, words, FOREIGN):
            for row in rows:
                digest.note(_CONTRACTS, row)
        self._look_at_blocks(digest, words)

    def _whole_contracts(self, digest: Digest, words: str) -> Iterator[Records]:
        # Before they are read with their contracts: what changes meanwhile differs the next time.
        self._look_at_blocks(digest, words)
        for rows in self._autotask.pages(_CONTRACTS, words, FOREIGN):
            for row in rows:
                digest.note(_CONTRACTS, row)
            yield read_rows(rows, self._agreements, words)

    def _look_at_blocks(self, digest: Digest, words: str) -> None:
        pages = self._autotask.pages("ContractBlocks", words, self._running(), is_optional=True)
        for rows in pages:
            for row in rows:
                digest.note("ContractBlocks", row)

    def _agreements(self, rows: list[Row]) -> Records:
        blocks = grouped(self._blocks(rows), "contractID")
        return [
            reading_agreements.agreement(
                row, self._lookups, self._ways, blocks.get(needed_identity(row), ())
            )
            for row in rows
        ]

    def _blocks(self, rows: list[Row]) -> Iterator[Row]:
        """Blocks of hours that run on the day; only contracts of that type have them."""
        of_hours = [
            row
            for row in rows
            if "block"
            in self._lookups.label(
                _CONTRACTS, "contractType", identity(row, "contractType")
            ).lower()
        ]
        return self._autotask.by_ids(
            "ContractBlocks",
            "Reading the blocks of hours",
            ids(of_hours, "id"),
            field="contractID",
            also=self._running(),
        )

    def _running(self) -> Filter:
        today = _at(self._day())
        return (at_most("startDate", today), at_least("endDate", today))

    # ------------------------------------------------------------------ lines

    def lines(self, since: str | None, words: str) -> Iterator[Page]:
        """Services of contracts, then bundles; every time whole where contracts have no stamp."""
        known = Seen.read(since)
        if known is None and not self.has_stamp(words):
            for kind in (SERVICES, BUNDLES):
                translate = partial(self._lines_of, kind=kind, words=words)
                is_optional = kind is BUNDLES
                yield from whole_pages(
                    self._autotask, kind.entity, words, translate, is_optional=is_optional
                )
            return
        yield from unstamped_pages(
            self._autotask,
            since,
            words=words,
            beside=_BESIDE,
            look=partial(self._look_at_lines, words=words),
            whole=partial(self._whole_lines, words=words),
        )

    def _look_at_lines(self, digest: Digest, words: str) -> None:
        for kind in (SERVICES, BUNDLES):
            for rows in self._pages_of(kind, words):
                _note(digest, kind, self._spanned(rows, kind, words))

    def _whole_lines(self, digest: Digest, words: str) -> Iterator[Records]:
        self._lookups.forget(*(each.entity for each in _CATALOG))
        for kind in (SERVICES, BUNDLES):
            for rows in self._pages_of(kind, words):
                spanned = self._spanned(rows, kind, words)
                _note(digest, kind, spanned)
                yield self._read_lines(spanned, kind, words)

    def _pages_of(self, kind: LineKind, words: str) -> Iterator[list[Row]]:
        return self._autotask.pages(kind.entity, words, is_optional=kind is BUNDLES)

    def _lines_of(self, rows: list[Row], kind: LineKind, words: str) -> Records:
        return self._read_lines(self._spanned(rows, kind, words), kind, words)

    def _spanned(self, rows: list[Row], kind: LineKind, words: str) -> _Spanned:
        """Each line with the period that tells its quantity."""
        today = self._day()
        units = grouped(
            self._autotask.by_ids(
                kind.units_entity,
                words,
                ids(rows, "id"),
                field=kind.units_field,
                also=(at_least("endDate", _at(today)), at_most("startDate", _at(today + _AHEAD))),
            ),
            kind.units_field,
        )
        return [
            (row, reading_agreements.span_of(units.get(needed_identity(row), ()), today))
            for row in rows
        ]

    def _read_lines(self, spanned: _Spanned, kind: LineKind, words: str) -> Records:
        named = ids((row for row, _ in spanned), "contractID")
        contracts = {
            needed_identity(each): each
            for each in self._autotask.by_ids(_CONTRACTS, words, named, fields=CONTRACT_FIELDS)
        }
        spans = {needed_identity(row): span for row, span in spanned}

        def read(rows: list[Row]) -> Records:
            return [
                reading_agreements.agreement_line(
                    row,
                    kind,
                    contract=contracts.get(identity(row, "contractID") or "", {}),
                    span=spans[needed_identity(row)],
                    lookups=self._lookups,
                )
                for row in rows
            ]

        return read_rows([row for row, _ in spanned], read, words)


def _note(digest: Digest, kind: LineKind, spanned: _Spanned) -> None:
    for row, span in spanned:
        ends = None if span is None or span.ends_on is None else span.ends_on.isoformat()
        digest.note(kind.entity, {"line": row, "units": span and span.row, "ends": ends})


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
