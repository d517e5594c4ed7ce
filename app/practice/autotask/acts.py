"""What somebody else does in the PSA while we are connected, and the state page.

An act names its record by number: an invoice's number, a contract's number, a company's number or
id; ``approve`` takes the id of a time entry.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from app.practice.autotask.database import Database, rendered
from app.practice.autotask.fields import Record
from app.practice.autotask.posting import post_time
from app.practice.autotask.seeding_lists import OWNER, PROVIDER
from app.practice.autotask.unit_periods import midnight
from app.practice.autotask.users import USERS
from app.practice.autotask.values import wire

_STATE: Final = {
    "sites": ("CompanyLocations",),
    "contacts": ("Contacts",),
    "agreements": ("Contracts",),
    "lines": ("ContractServices",),
    "line_units": ("ContractServiceUnits",),
    "installed": ("ConfigurationItems",),
    "time": ("TimeEntries",),
    "charges": ("ContractCharges", "TicketCharges", "ProjectCharges"),
    "posted_items": ("BillingItems",),
}


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts on one database."""

    database: Database

    def pay(self, number: str, amount: Decimal | None) -> Mapping[str, Any]:
        """Set an invoice paid today: there are no part payments here."""
        invoice = self._invoice(number)
        if invoice["isVoided"] or invoice["paidDate"] is not None:
            message = f"invoice {number} is paid or voided"
            raise ValueError(message)
        if amount is not None and amount != invoice["invoiceTotal"]:
            message = f"only the whole total, {invoice['invoiceTotal']}, can be paid"
            raise ValueError(message)
        invoice["paidDate"] = midnight(self.database.clock.now().date())
        return _told_invoice(invoice)

    def edit(self, number: str, amount: Decimal | None) -> Mapping[str, Any]:
        """Change a comment of an invoice, a price of a contract, or the name of a company."""
        path, record = self._any(number)
        if path == "Invoices":
            record["comments"] = "Changed by somebody else"
            return _told_invoice(record)
        if path == "Contracts":
            return self._edit_contract(number, record, amount)
        record["companyName"] = f"{str(record['companyName'])[:92]} (edited)"
        record["lastTrackedModifiedDateTime"] = self.database.clock.now()
        return {"id": record["id"], "number": number, "name": record["companyName"]}

    def void(self, number: str, _amount: Decimal | None) -> Mapping[str, Any]:
        """Void an invoice: its items are free again; or end a contract today."""
        path, record = self._any(number)
        if path == "Companies":
            record["isActive"] = False
            record["lastTrackedModifiedDateTime"] = self.database.clock.now()
            return {"id": record["id"], "number": number, "isActive": False}
        if path == "Contracts":
            record["status"] = 0
            record["endDate"] = midnight(self.database.clock.now().date())
            return {"id": record["id"], "number": number, "status": 0}
        if record["isVoided"]:
            message = f"invoice {number} is voided already"
            raise ValueError(message)
        record.update({"isVoided": True, "voidedByResourceID": OWNER})
        record["voidedDate"] = self.database.clock.now()
        for item in self.database.where("BillingItems", invoiceID=record["id"]):
            item["invoiceID"] = None
        return _told_invoice(record)

    def delete(self, number: str, _amount: Decimal | None) -> Mapping[str, Any]:
        """Take a contract out with its lines, or a company with all that hangs on it."""
        path, record = self._any(number)
        if path == "Invoices":
            message = "invoices cannot be deleted here; void them"
            raise ValueError(message)
        if path == "Contracts":
            self._delete_contract(record)
        else:
            self._delete_company(record)
        return {"id": record["id"], "number": number, "deleted": True}

    def approve(self, number: str, _amount: Decimal | None) -> Mapping[str, Any]:
        """Approve and post a time entry: only now it has a rate."""
        entry = self.database.rows("TimeEntries").get(int(number) if number.isdecimal() else -1)
        if entry is None:
            message = f"no time entry {number}"
            raise LookupError(message)
        if entry["billingApprovalDateTime"] is not None:
            message = f"time entry {number} is approved already"
            raise ValueError(message)
        now = self.database.clock.now()
        entry.update({"billingApprovalDateTime": now, "billingApprovalResourceID": OWNER})
        entry["lastModifiedDateTime"] = now
        item = post_time(self.database, entry)
        return {"id": item["id"], "number": number, "total": item["totalAmount"]}

    def state(self) -> dict[str, Any]:
        """The whole state; the provider's own company is no customer."""
        return {
            "customers": list(self._customers()),
            **{name: list(self._rows(paths)) for name, paths in _STATE.items()},
            "invoices": [
                {**_told_invoice(row), "customer_id": row["companyID"]}
                for row in self.database.rows("Invoices").values()
            ],
            "payments": [],
            "api_users": [user.credentials() for user in USERS],
        }

    def _customers(self) -> Iterator[dict[str, Any]]:
        table = self.database.table("Companies")
        for row in table.rows.values():
            if row["id"] != PROVIDER:
                told = _filled(rendered(table.entity, row))
                yield {**told, "name": row["companyName"], "number": row["companyNumber"]}

    def _rows(self, paths: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        for path in paths:
            table = self.database.table(path)
            for row in table.rows.values():
                yield {**_filled(rendered(table.entity, row)), "entity": path}

    def _any(self, number: str) -> tuple[str, Record]:
        names = {
            "Invoices": "invoiceNumber",
            "Contracts": "contractNumber",
            "Companies": "companyNumber",
        }
        for path, name in names.items():
            found = self.database.where(path, **{name: number}) if number else []
            if found:
                return path, found[0]
        own = self.database.rows("Companies").get(int(number) if number.isdecimal() else -1)
        if own is None or own["id"] == PROVIDER:
            message = f"no invoice, contract or company {number}"
            raise LookupError(message)
        return "Companies", own

    def _invoice(self, number: str) -> Record:
        found = self.database.where("Invoices", invoiceNumber=number) if number else []
        if not found:
            message = f"no invoice {number}"
            raise LookupError(message)
        return found[0]

    def _edit_contract(
        self, number: str, contract: Record, amount: Decimal | None
    ) -> Mapping[str, Any]:
        lines = self.database.where("ContractServices", contractID=contract["id"])
        if amount is None or not lines:
            contract["description"] = "Changed by somebody else"
            return {"id": contract["id"], "number": number}
        lines[0]["unitPrice"] = lines[0]["internalCurrencyUnitPrice"] = amount
        return {"id": contract["id"], "number": number, "total": amount}

    def _delete_contract(self, contract: Record) -> None:
        below = ("ConfigurationItems", "ContractServiceUnits", "ContractServices")
        for path in (*below, "ContractCharges"):
            self._remove(path, contractID=contract["id"])
        self._remove("Contracts", id=contract["id"])

    def _delete_company(self, company: Record) -> None:
        number = company["id"]
        for contract in self.database.where("Contracts", companyID=number):
            self._delete_contract(contract)
        for ticket in self.database.where("Tickets", companyID=number):
            self._remove("TimeEntries", ticketID=ticket["id"])
            self._remove("TicketCharges", ticketID=ticket["id"])
        for project in self.database.where("Projects", companyID=number):
            self._remove("ProjectCharges", projectID=project["id"])
        for path in ("BillingItems", "Invoices", "Tickets", "Projects"):
            self._remove(path, companyID=number)
        for path in ("Contacts", "CompanyLocations"):
            self._remove(path, companyID=number)
        self._remove("Companies", id=number)

    def _remove(self, path: str, **wanted: Any) -> None:  # noqa: ANN401  a value of a record
        for row in self.database.where(path, **wanted):
            self.database.table(path).remove(int(str(row["id"])))


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    """What of a record has a value: most fields have none, and the state is long."""
    return {name: value for name, value in told.items() if value is not None}


def _told_invoice(invoice: Record) -> dict[str, Any]:
    is_open = invoice["paidDate"] is None and not invoice["isVoided"]
    return {
        "id": invoice["id"],
        "number": invoice["invoiceNumber"],
        "total": invoice["invoiceTotal"],
        "balance": invoice["invoiceTotal"] if is_open else Decimal("0.00"),
        "paidDate": wire(invoice["paidDate"]),
        "isVoided": invoice["isVoided"],
        "webServiceDate": wire(invoice["webServiceDate"]),
    }
