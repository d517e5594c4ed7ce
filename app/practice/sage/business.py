"""One Sage business: its records, settings, and what stays open on its documents."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from app.practice.clock import PracticeClock
from app.practice.sage.refusals import RefusedError, not_found, unknown
from app.practice.sage.values import ZERO, Record, made_id

OPEN_TABLES = ("sales_invoices", "sales_credit_notes", "payments_on_account")


@dataclass(slots=True)
class Settings:
    """What the business is and has set."""

    name: str
    country: str
    currency: str
    credit_days: int = 30
    lockdown_date: date | None = None
    """Up to this day the year is closed."""


@dataclass(slots=True)
class Business:
    """All records of a business by table and id."""

    clock: PracticeClock
    id: str
    settings: Settings
    tables: dict[str, dict[str, Record]] = field(default_factory=lambda: defaultdict(dict))
    _serials: Counter[str] = field(default_factory=Counter)

    def today(self) -> date:
        """The day it is for the business."""
        return self.clock.now().date()

    def new_id(self, table: str) -> str:
        """The next id of a table."""
        return made_id(f"{self.id} {table}", self.next_number(table))

    def next_number(self, series: str) -> int:
        """The next number of a series, from 1."""
        self._serials[series] += 1
        return self._serials[series]

    def add(self, table: str, record: Record, *, key: str = "") -> Record:
        """Keep a new record: it gets its id and its times."""
        now = self.clock.now()
        record |= {"id": key or self.new_id(table), "created_at": now, "updated_at": now}
        self.tables[table][record["id"]] = record
        return record

    def touch(self, record: Record) -> None:
        """A change of a record."""
        record["updated_at"] = self.clock.now()

    def remove(self, record: Record) -> None:
        """Delete a record: it is left out of lists but for those of deleted ones."""
        record["deleted_at"] = self.clock.now()
        self.touch(record)

    def all(self, table: str) -> Iterator[Record]:
        """The records of a table that are not deleted, oldest first."""
        for record in self.tables[table].values():
            if "deleted_at" not in record:
                yield record

    def get(self, table: str, key: str) -> Record:
        """The record of a table by its id; refused with 404."""
        found = self.tables[table].get(key)
        if found is None or "deleted_at" in found:
            raise not_found()
        return found

    def referred(self, table: str, key: object, *, source: str) -> Record:
        """The record that a field of a body names; refused with 422."""
        found = self.tables[table].get(str(key))
        if found is None or "deleted_at" in found:
            raise unknown(source, key)
        return found

    def refuse_closed(self, day: str, *, source: str) -> None:
        """Refuse a transaction in a closed year."""
        closed = self.settings.lockdown_date
        if closed is not None and date.fromisoformat(day) <= closed:
            raise RefusedError("must be after the year end lockdown date", source=source)

    def artefact(self, key: object, *, source: str) -> tuple[str, Record]:
        """The document or money that can be allocated, by its id."""
        for table in OPEN_TABLES:
            found = self.tables[table].get(str(key))
            if found is not None and "deleted_at" not in found:
                return table, found
        raise unknown(source, key)

    def allocations_of(self, key: str) -> Iterator[tuple[str, Record, Record]]:
        """What is allocated on an artefact: the table, the payment or allocation, its part."""
        for table in ("contact_payments", "contact_allocations"):
            for holder in self.all(table):
                for part in holder["allocated_artefacts"]:
                    if part["artefact_id"] == key:
                        yield table, holder, part

    def settle(self, record: Record) -> None:
        """Work out again what stays open on an artefact, and its status."""
        parts = list(self.allocations_of(record["id"]))
        used: Decimal = sum((abs(p["amount"]) + p.get("discount", ZERO) for _, _, p in parts), ZERO)
        before = (record.get("outstanding_amount"), record.get("status_id"))
        record["total_paid"] = used
        if record.get("status_id") in {"VOID", "DRAFT"}:
            record["outstanding_amount"] = (
                ZERO if record["status_id"] == "VOID" else record["total_amount"]
            )
        else:
            record["outstanding_amount"] = record["total_amount"] - used
            record["status_id"] = _status(record)
        days = [holder["date"] for _, holder, _ in parts]
        record["last_paid"] = max(days, default=None)
        if before != (record["outstanding_amount"], record.get("status_id")):
            self.touch(record)

    def date_back(self, record: Record, moment: datetime) -> None:
        """Let a record be as old as the facts it stands for."""
        record |= {"created_at": moment, "updated_at": moment}


def _status(record: Record) -> str:
    if record["outstanding_amount"] <= 0:
        return "PAID"
    return "UNPAID" if record["outstanding_amount"] == record["total_amount"] else "PART_PAID"
