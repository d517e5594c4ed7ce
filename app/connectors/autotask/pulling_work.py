"""Walks through the time, charges and invoices of Autotask. Source: ``psa-apis.md`` 3.4 and 3.6.

Posted items carry the moment at which they were posted and none of later changes. What becomes
billed is found by the invoices made since, and by the moment at which a program took an item.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from app.connectors.autotask import reading_work
from app.connectors.autotask.asking import (
    EVERY,
    Autotask,
    Condition,
    Filter,
    at_least,
    either,
    filled,
    one_of,
    unequal,
)
from app.connectors.autotask.lookups import Lookups, ids
from app.connectors.autotask.reading import STAMPS, Ways
from app.connectors.autotask.reading_work import CHARGE_KINDS, ChargeKind, Work
from app.connectors.autotask.stamps import last_page, mark_of, marks_of, noted
from app.connectors.autotask.unstamped import Digest, unstamped_pages
from app.connectors.dealings import Page
from app.connectors.overlap import Mark, Sighting, Sightings, fresh
from app.connectors.row_values import Row, flag, identity, moment, needed_identity, translated
from app.customers.incoming import PsaFamily
from app.values.foreign_record import ForeignRecord

_OWN_COMPANY: Final = 0
_BACKDATED: Final = timedelta(days=35)
"""How far back a day of payment or export is written at most, that its change is still found."""
_POSTED_ALONE: Final = ("expenseItemID", "milestoneID")
"""What posted items without a charge were made of."""
_TICKET_FIELDS: Final = ("companyID", "companyLocationID", "contractID", "projectID")
_ITEM_FIELDS: Final = (
    "companyID",
    "rate",
    "extendedPrice",
    "quantity",
    "invoiceID",
    "webServiceDate",
    "nonBillable",
)

Records = Sequence[ForeignRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stamped:
    """A list that is asked by stamps."""

    entity: str
    stamps: tuple[str, ...]
    """Moments at which a row came or changed; the latest of a row counts."""
    wanted: Filter = EVERY


_ITEMS: Final = _Stamped(entity="BillingItems", stamps=("postedOnTime", "webServiceDate"))
_INVOICES: Final = _Stamped(entity="Invoices", stamps=("createDateTime",))


class WorkWalks:
    """The walks through what was done for customers."""

    def __init__(self, autotask: Autotask, lookups: Lookups, ways: Ways) -> None:
        self._autotask = autotask
        self._lookups = lookups
        self._ways = ways

    def pull(self, family: PsaFamily, since: str | None, words: str) -> Iterator[Page]:
        """The pages of time, charges or invoices."""
        if family is PsaFamily.CHARGES:
            return self._charges(since, words)
        if family is PsaFamily.INVOICES:
            return self._invoices(since, words)
        if self._ways.is_posted:
            return self._posted_time(since, words)
        return self._entered_time(since, words)

    # ------------------------------------------------------------------ time

    def _entered_time(self, since: str | None, words: str) -> Iterator[Page]:
        """Time entries as they were entered, and those whose posted item has changed."""
        marks = marks_of(since)
        known = Mark.read(marks.get("entries"))
        sightings = Sightings(known)
        begun: list[datetime | None] = []
        stamps = (STAMPS["TimeEntries"], "billingApprovalDateTime")
        wanted = EVERY if known is None else (either(*_since(stamps, known.since)),)
        pages = self._autotask.pages("TimeEntries", words, wanted)
        sight = partial(_sight, stamps=stamps)
        asked = noted(pages, lambda: self._autotask.told_at, begun)
        for rows in fresh(asked, sightings, since=known, sight=sight):
            yield Page(records=self._entries(rows, words), is_whole=known is None)
        found = {"entries": mark_of(sightings, begun)}
        # Nothing is known of items after a whole walk: the next begins where the entries ended.
        items_known = Mark.read(marks.get("items")) if known is not None else None
        if items_known is not None:
            item_sightings = Sightings(items_known)
            for items in self._items(items_known, item_sightings, words, filled("timeEntryID")):
                rows = list(self._autotask.by_ids("TimeEntries", words, ids(items, "timeEntryID")))
                yield Page(records=self._entries(rows, words))
            found["items"] = mark_of(item_sightings, begun)
        elif (entries := Mark.read(found["entries"])) is not None:
            found["items"] = Mark(at=entries.at).text
        yield Page(records=(), mark=json.dumps(found), is_whole=known is None)

    def _posted_time(self, since: str | None, words: str) -> Iterator[Page]:
        """Time as it was approved and posted, with its final rate and amount."""
        known = Mark.read(since)
        sightings = Sightings(known)
        begun: list[datetime | None] = []
        pages = self._items(known, sightings, words, filled("timeEntryID"))
        for rows in noted(pages, lambda: self._autotask.told_at, begun):
            yield Page(records=self._posted(rows, words), is_whole=known is None)
        yield last_page(sightings, begun=begun, is_whole=known is None)

    def _items(
        self, known: Mark | None, sightings: Sightings, words: str, also: Condition
    ) -> Iterator[list[Row]]:
        """Posted items of one sort: all, or those posted, taken or invoiced since."""
        wanted = (unequal("companyID", _OWN_COMPANY), also)
        sight = partial(_sight, stamps=_ITEMS.stamps)
        if known is None:
            pages = self._autotask.pages("BillingItems", words, wanted)
            yield from fresh(pages, sightings, since=None, sight=sight)
            return
        asked = (*wanted, either(*_since(_ITEMS.stamps, known.since)))
        pages = self._autotask.pages("BillingItems", words, asked)
        yield from fresh(pages, sightings, since=known, sight=sight)
        for numbers in self._new_invoices(known, words):
            asked = (*wanted, one_of("invoiceID", numbers))
            yield from self._autotask.pages("BillingItems", words, asked)

    def _new_invoices(self, known: Mark, words: str) -> Iterator[list[str]]:
        wanted = (at_least("createDateTime", known.since),)
        fields = ("createDateTime",)
        for rows in self._autotask.pages("Invoices", words, wanted, fields=fields):
            if rows:
                yield sorted(ids(rows, "id"), key=int)

    def _entries(self, rows: list[Row], words: str) -> Records:
        items = self._autotask.by_ids(
            "BillingItems",
            words,
            ids(rows, "id"),
            field="timeEntryID",
            fields=(*_ITEM_FIELDS, "timeEntryID"),
        )
        work = self._around(rows, words, items=items, item_field="timeEntryID")
        return translated(
            rows, lambda row: reading_work.time_entry(row, self._lookups, work), words=words
        )

    def _posted(self, rows: list[Row], words: str) -> Records:
        entries = {
            needed_identity(each): each
            for each in self._autotask.by_ids("TimeEntries", words, ids(rows, "timeEntryID"))
        }
        work = self._around(rows, words, entries=entries)
        return translated(
            rows, lambda row: reading_work.posted_time(row, self._lookups, work), words=words
        )

    # ------------------------------------------------------------------ charges and invoices

    def _charges(self, since: str | None, words: str) -> Iterator[Page]:
        """Charges of all four entities, no stamp of which tells every change.

        Posted, also expenses and milestones, which have no charge behind them.
        """
        return unstamped_pages(
            self._autotask,
            since,
            words=words,
            beside=(),
            look=partial(self._look_at_charges, words=words),
            whole=partial(self._whole_charges, words=words),
        )

    def _look_at_charges(self, digest: Digest, words: str) -> None:
        """Charges, what was posted of them, and whose work is meant by those still to be billed."""
        open_charges: list[Row] = []
        for kind in CHARGE_KINDS.values():
            for rows in self._charge_pages(kind, words):
                for row in rows:
                    digest.note(kind.name, row)
                open_charges += [row for row in rows if not flag(row, "isBilled")]
        links = [kind.item_field for kind in CHARGE_KINDS.values() if kind.item_field]
        if self._ways.is_posted:
            links += _POSTED_ALONE
        wanted = (unequal("companyID", _OWN_COMPANY), either(*map(filled, links)))
        for rows in self._autotask.pages("BillingItems", words, wanted):
            for row in rows:
                digest.note("BillingItems", row)
        work = self._around(open_charges, words)
        for each in (work.tickets, work.tasks, work.projects, work.contracts):
            digest.note("whose", sorted(each.items()))

    def _whole_charges(self, digest: Digest, words: str) -> Iterator[Records]:
        # Before they are read: what changes meanwhile differs the next time.
        self._look_at_charges(digest, words)
        for kind in CHARGE_KINDS.values():
            for rows in self._charge_pages(kind, words):
                yield self._charges_of(rows, kind, words)
        if not self._ways.is_posted:
            return
        wanted = (unequal("companyID", _OWN_COMPANY), either(*map(filled, _POSTED_ALONE)))
        for rows in self._autotask.pages("BillingItems", words, wanted):
            yield translated(
                rows, lambda row: reading_work.posted_charge(row, self._lookups), words=words
            )

    def _charge_pages(self, kind: ChargeKind, words: str) -> Iterator[list[Row]]:
        return self._autotask.pages(
            kind.entity, f"{words} ({kind.entity})", is_optional=kind.name == "task"
        )

    def _charges_of(self, rows: list[Row], kind: ChargeKind, words: str) -> Records:
        items: Iterable[Row] = ()
        if kind.item_field:
            items = self._autotask.by_ids(
                "BillingItems",
                words,
                ids(rows, "id"),
                field=kind.item_field,
                fields=(*_ITEM_FIELDS, kind.item_field),
            )
        work = self._around(rows, words, items=items, item_field=kind.item_field)
        return translated(
            rows,
            lambda row: reading_work.charge(row, kind, lookups=self._lookups, work=work),
            words=words,
        )

    def _invoices(self, since: str | None, words: str) -> Iterator[Page]:
        """Invoices by the moments that they have; days of payment may be written later."""
        known = Mark.read(since)
        sightings = Sightings(known)
        begun: list[datetime | None] = []
        wanted = EVERY if known is None else (_invoice_changes(known),)
        pages = self._autotask.pages("Invoices", words, wanted)
        for rows in noted(pages, lambda: self._autotask.told_at, begun):
            for row in rows:
                for stamp in _INVOICES.stamps:
                    sightings.note_stamp(moment(row, stamp))
            records = translated(
                rows, lambda row: reading_work.invoice(row, self._ways), words=words
            )
            yield Page(records=records, is_whole=known is None)
        yield last_page(sightings, begun=begun, is_whole=known is None)

    # ------------------------------------------------------------------ what rows refer to

    def _around(
        self,
        rows: list[Row],
        words: str,
        *,
        items: Iterable[Row] = (),
        item_field: str = "",
        entries: Mapping[str, Row] | None = None,
    ) -> Work:
        """Tickets, tasks, projects and contracts of a page, each asked for at once."""
        tickets = self._by_number("Tickets", words, ids(rows, "ticketID"), _TICKET_FIELDS)
        tasks = self._by_number(
            "Tasks",
            words,
            ids(rows, "taskID"),
            ("projectID", "companyLocationID"),
            is_optional=True,
        )
        projects = self._by_number(
            "Projects",
            words,
            ids(rows, "projectID") | ids(tasks.values(), "projectID"),
            ("companyID", "contractID"),
        )
        contracts = self._by_number("Contracts", words, ids(rows, "contractID"), ("companyID",))
        return Work(
            tickets=tickets,
            tasks=tasks,
            projects=projects,
            contracts=contracts,
            items={identity(each, item_field) or "": each for each in items},
            entries=entries or {},
        )

    def _by_number(
        self,
        entity: str,
        words: str,
        numbers: set[str],
        fields: Sequence[str],
        *,
        is_optional: bool = False,
    ) -> dict[str, Row]:
        rows = self._autotask.by_ids(entity, words, numbers, fields=fields, is_optional=is_optional)
        return {needed_identity(each): each for each in rows}


def _since(stamps: Sequence[str], at: datetime) -> list[Condition]:
    return [at_least(stamp, at) for stamp in stamps]


def _invoice_changes(known: Mark) -> Condition:
    days = [at_least(stamp, known.at - _BACKDATED) for stamp in ("paidDate", "voidedDate")]
    moments = _since(("createDateTime", "webServiceDate"), known.since)
    return either(*moments, *days)


def _sight(row: Row, stamps: Sequence[str]) -> Sighting:
    told = [found for stamp in stamps if (found := moment(row, stamp)) is not None]
    return Sighting.of(row, id=needed_identity(row), stamp=max(told, default=None))
