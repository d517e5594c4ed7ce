"""The books of one QuickBooks Online company: its records, their numbers, locks and settings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from app.practice.clock import PracticeClock
from app.practice.quickbooks.faults import (
    bad_reference,
    missing,
    not_found,
    period_closed,
    period_closed_on_edit,
    stale,
)
from app.practice.quickbooks.values import Record, company_day, moment_text, read_day

TRANSACTIONS = ("Invoice", "CreditMemo", "Payment", "RefundReceipt", "JournalEntry", "Deposit")
LISTS = (
    "Customer",
    "Vendor",
    "Employee",
    "Item",
    "Account",
    "Term",
    "PaymentMethod",
    "TaxCode",
    "TaxRate",
    "TaxAgency",
    # Switched off in this company: there are none, and asking for them is no mistake.
    "Class",
    "Department",
)
_FIRST_TRANSACTION_ID = 130


@dataclass(slots=True)
class Settings:
    """What the company has switched on."""

    name: str = "Switchbook Practice Telecom"
    uses_sales_tax: bool = True
    tax_rate: Decimal = Decimal("8.25")
    """What automated sales tax takes, per hundred."""
    numbers_by_hand: bool = True
    """Custom transaction numbers: a document sent without one gets none."""
    warns_of_duplicate_numbers: bool = True
    applies_credits_by_itself: bool = False
    books_closed_on: date | None = None
    is_subscribed: bool = True
    """A company whose subscription ended answers every call with a fault, under status 200."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A deleted transaction: only change data tells of it."""

    kind: str
    id: str
    at: datetime


@dataclass(slots=True)
class Books:
    """All records of the company by kind and id."""

    clock: PracticeClock
    realm: str
    settings: Settings = field(default_factory=Settings)
    tables: dict[str, dict[str, Record]] = field(default_factory=lambda: defaultdict(dict))
    changed_at: dict[tuple[str, str], datetime] = field(default_factory=dict)
    deleted: list[Tombstone] = field(default_factory=list)
    replies: dict[str, Record] = field(default_factory=dict)
    """The first answer to each `requestid`."""
    _last_ids: dict[str, int] = field(default_factory=dict)

    def today(self) -> date:
        """The company's day."""
        return company_day(self.clock.now())

    def all(self, kind: str) -> Iterator[Record]:
        """The records of a kind, oldest first."""
        yield from self.tables[kind].values()

    def find(self, kind: str, key: str) -> Record | None:
        """The record of a kind by its id."""
        return self.tables[kind].get(key)

    def get(self, kind: str, key: str) -> Record:
        """The record of a kind by its id; refused when there is none."""
        found = self.find(kind, key)
        if found is None:
            raise not_found()
        return found

    def referred(self, kind: str, reference: Record, *, element: str) -> Record:
        """The active record that a reference names."""
        found = self.find(kind, reference["value"])
        if found is None:
            raise bad_reference(element, reference["value"])
        if found.get("Active") is False:
            raise not_found(f"{element} {reference['value']}")
        return found

    def add(self, kind: str, record: Record) -> Record:
        """Keep a new record: it gets its id, its first SyncToken and its times."""
        series = "Transaction" if kind in TRANSACTIONS else kind
        first = _FIRST_TRANSACTION_ID if series == "Transaction" else 1
        number = self._last_ids.get(series, first - 1) + 1
        self._last_ids[series] = number
        stamp = moment_text(self.clock.now())
        record |= {
            "domain": "QBO",
            "sparse": False,
            "Id": str(number),
            "SyncToken": "0",
            "MetaData": {"CreateTime": stamp, "LastUpdatedTime": stamp},
        }
        self.tables[kind][record["Id"]] = record
        self.changed_at[kind, record["Id"]] = self.clock.now()
        return record

    def touch(self, kind: str, record: Record) -> None:
        """A change of a record: the next SyncToken and the time."""
        record["SyncToken"] = str(int(record["SyncToken"]) + 1)
        record["MetaData"] = {
            **record["MetaData"],
            "LastUpdatedTime": moment_text(self.clock.now()),
        }
        self.changed_at[kind, record["Id"]] = self.clock.now()

    def date_back(self, kind: str, record: Record, moment: datetime) -> None:
        """Let a record be as old as the facts it stands for."""
        stamp = moment_text(moment)
        record["MetaData"] = {"CreateTime": stamp, "LastUpdatedTime": stamp}
        self.changed_at[kind, record["Id"]] = moment

    def remove(self, kind: str, record: Record) -> None:
        """Delete a transaction; a tombstone stays for change data."""
        del self.tables[kind][record["Id"]]
        del self.changed_at[kind, record["Id"]]
        self.deleted.append(Tombstone(kind, record["Id"], self.clock.now()))

    def locked(self, kind: str, body: Record) -> Record:
        """The record that a change is meant for, once its SyncToken proves to be the newest."""
        if "Id" not in body:
            raise missing("Id")
        found = self.get(kind, body["Id"])
        if "SyncToken" not in body:
            raise missing("SyncToken")
        if body["SyncToken"] != found["SyncToken"]:
            raise stale()
        return found

    def closed(self, text: str | None) -> bool:
        """Whether a day lies in a closed period."""
        closed_on = self.settings.books_closed_on
        day = read_day(text or "")
        return closed_on is not None and day is not None and day <= closed_on

    def refuse_new_in_closed(self, text: str | None) -> None:
        """Refuse a new transaction in a closed period."""
        if self.closed(text):
            raise period_closed()

    def refuse_edit_in_closed(self, text: str | None) -> None:
        """Refuse an edit, void or delete in a closed period."""
        if self.closed(text):
            raise period_closed_on_edit()


def reference(record: Record) -> Record:
    """A reference to a record: its id and its name."""
    name = record.get("DisplayName") or record.get("Name") or record.get("DocNumber")
    return {"value": record["Id"], **({"name": name} if name else {})}
