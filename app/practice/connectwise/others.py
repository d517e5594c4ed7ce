"""What people at the vendor's own screens do meanwhile, and the state of all tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.practice.connectwise import kinds
from app.practice.connectwise.access import LIMITED_PRIVATE_KEY, LIMITED_PUBLIC_KEY, Access
from app.practice.connectwise.rules import CLOSED_STATUS, total_up
from app.practice.connectwise.tables import Row, Tables
from app.practice.http_app import Json
from app.practice.serving import Act

_STATE = {
    "customers": kinds.COMPANIES,
    "sites": kinds.SITES,
    "contacts": kinds.CONTACTS,
    "agreements": kinds.AGREEMENTS,
    "lines": kinds.ADDITIONS,
    "time": kinds.TIME,
    "charges": kinds.PRODUCTS,
    "invoices": kinds.INVOICES,
    "payments": kinds.PAYMENTS,
    "batches": kinds.BATCHES,
}


@dataclass(frozen=True, slots=True)
class Others:
    """Acts by somebody else on an invoice's number, a company's identifier, a time entry's id."""

    tables: Tables
    access: Access

    def acts(self) -> Mapping[str, Act]:
        """Every act by its name; ``bill`` invoices a time entry, ``upgrade`` moves the codebase."""
        return {
            "pay": self.pay,
            "edit": self.edit,
            "void": self.delete,
            "delete": self.delete,
            "bill": self.bill,
            "upgrade": self.upgrade,
        }

    def state(self) -> Mapping[str, Json]:
        """All of it, and the keys of a member whose role hides much."""
        return {
            **{name: list(self.tables.of(kind).rows.values()) for name, kind in _STATE.items()},
            "codebase": self.access.codebase,
            "limited_member": {"publicKey": LIMITED_PUBLIC_KEY, "privateKey": LIMITED_PRIVATE_KEY},
        }

    def pay(self, number: str, amount: Decimal | None) -> Row:
        """A payment of what is owed, or of an amount up to it."""
        invoice = self._invoice(number)
        paid = invoice["balance"] if amount is None else amount
        if not 0 < paid <= invoice["balance"]:
            message = f"{invoice['balance']} is owed on {number}"
            raise ValueError(message)
        self.tables.of(kinds.PAYMENTS).put(
            self.tables.touch(
                {
                    "type": "Payment",
                    "invoice": self.tables.reference("InvoiceReference", invoice["id"]),
                    "amount": paid,
                    "paymentDate": f"{self.tables.clock.now():%Y-%m-%dT00:00:00Z}",
                    "appliedBy": "lortiz",
                }
            )
        )
        invoice["payments"] += paid
        total_up(invoice)
        if not invoice["balance"]:
            invoice["status"] = self.tables.reference("BillingStatusReference", CLOSED_STATUS)
        return _told(self.tables.touch(invoice))

    def edit(self, number: str, amount: Decimal | None) -> Row:
        """An invoice's service total, a company's address, or a time entry's hours."""
        kind, row = self._find(number)
        if kind is kinds.INVOICES:
            row["serviceTotal"] = row["serviceTotal"] + 1 if amount is None else amount
            total_up(row)
        elif kind is kinds.TIME:
            row["actualHours"] = row["actualHours"] + 1 if amount is None else amount
            row["hoursBilled"] = row["invoiceHours"] = row["actualHours"]
            billed = row["actualHours"] * row["hourlyRate"]
            row["extendedInvoiceAmount"] = billed.quantize(Decimal("0.01"))
        else:
            row["addressLine2"] = "Suite 5" if row.get("addressLine2") != "Suite 5" else "Suite 6"
        return _told(self.tables.touch(row))

    def delete(self, number: str, _: Decimal | None) -> Row:
        """An invoice or time entry goes; a company is marked as deleted."""
        kind, row = self._find(number)
        told = _told(row)
        if kind is kinds.COMPANIES:
            row["deletedFlag"] = True
            self.tables.touch(row)
            return told
        if kind is kinds.INVOICES:
            self._unbill(row)
        self.tables.of(kind).remove(row)
        return told

    def bill(self, number: str, _: Decimal | None) -> Row:
        """A time entry that the vendor's own billing takes."""
        kind, row = self._find(number)
        if kind is not kinds.TIME or "invoice" in row:
            message = f"{number} is no time entry that is still to be billed"
            raise ValueError(message)
        row |= {
            "status": "Billed",
            "invoiceFlag": True,
            "invoice": self.tables.reference("InvoiceReference", 5002),
        }
        return _told(self.tables.touch(row))

    def upgrade(self, _: str, __: Decimal | None) -> Row:
        """The cloud moves to its next codebase."""
        return {"codebase": self.access.upgrade()}

    def _unbill(self, invoice: Row) -> None:
        for row in self.tables.of(kinds.TIME).rows.values():
            if row.get("invoice", {}).get("id") == invoice["id"]:
                del row["invoice"]
                row |= {"status": "ReadyToBill", "invoiceFlag": False}
                self.tables.touch(row)
        for payment in list(self.tables.of(kinds.PAYMENTS).below(invoice["id"])):
            self.tables.of(kinds.PAYMENTS).remove(payment)

    def _invoice(self, number: str) -> Row:
        kind, row = self._find(number)
        if kind is not kinds.INVOICES:
            message = f"no invoice {number}"
            raise LookupError(message)
        return row

    def _find(self, number: str) -> tuple[kinds.Kind, Row]:
        for kind, name in (
            (kinds.INVOICES, "invoiceNumber"),
            (kinds.COMPANIES, "identifier"),
            (kinds.TIME, "id"),
        ):
            for row in self.tables.of(kind).rows.values():
                if str(row[name]) == number:
                    return kind, row
        message = f"no invoice, company or time entry {number}"
        raise LookupError(message)


def _told(row: Row) -> Row:
    names = ("id", "invoiceNumber", "identifier", "total", "balance", "actualHours")
    told = {name: row[name] for name in names if name in row}
    return {"number": told.pop("invoiceNumber", told.get("identifier", "")), **told}
