"""What people at the vendor's own screens do meanwhile, and the state of all tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.practice.halopsa import tables as lists
from app.practice.halopsa.access import LIMITED_ID, LIMITED_SECRET
from app.practice.halopsa.reading import Reading
from app.practice.halopsa.tables import Entity, Row, Tables, stamp
from app.practice.halopsa.writing import settle
from app.practice.http_app import Json
from app.practice.serving import Act

_STATE = {
    "customers": lists.CLIENT,
    "sites": lists.SITE,
    "contacts": lists.USERS,
    "agreements": lists.CONTRACT,
    "time": lists.ACTIONS,
    "tickets": lists.TICKETS,
    "devices": lists.ASSET,
    "invoices": lists.INVOICE,
    "payments": lists.PAYMENT,
    "external_links": lists.EXTERNAL_LINK,
}


@dataclass(frozen=True, slots=True)
class Others:
    """Acts by somebody else on an invoice's number, a customer's ref, or ``ticket/action``."""

    tables: Tables
    reading: Reading

    def acts(self) -> Mapping[str, Act]:
        """Every act by its name.

        ``bill`` invoices a time entry; ``open_actions`` lets ``/Actions`` answer without a ticket.
        """
        return {
            "pay": self.pay,
            "edit": self.edit,
            "void": self.void,
            "delete": self.delete,
            "bill": self.bill,
            "open_actions": self.open_actions,
        }

    def state(self) -> Mapping[str, Json]:
        """All of it; lines and charges stand in the recurring invoices."""
        told: dict[str, Json] = {
            name: [self.reading.shown(entity, row) for row in self.tables.all(entity)]
            for name, entity in _STATE.items()
        }
        recurring = [
            self.reading.shown(lists.RECURRING, row) for row in self.tables.all(lists.RECURRING)
        ]
        lines = [line for row in recurring for line in row["lines"]]
        told["lines"] = [line for line in lines if not line.get("onetimecharge")]
        told["charges"] = [line for line in lines if line.get("onetimecharge")]
        told["limited_application"] = {"client_id": LIMITED_ID, "client_secret": LIMITED_SECRET}
        return told

    def pay(self, number: str, amount: Decimal | None) -> Row:
        """A payment of what is owed, or of an amount up to it."""
        entity, invoice = self._find(number)
        if entity is not lists.INVOICE:
            message = f"no invoice {number}"
            raise LookupError(message)
        paid = invoice["amountdue"] if amount is None else amount
        if not 0 < paid <= invoice["amountdue"]:
            message = f"{invoice['amountdue']} is owed on {number}"
            raise ValueError(message)
        payment = {
            "invoice_id": invoice["id"],
            "invoice_invoicenumber": number,
            "client_id": invoice["client_id"],
            "date": stamp(self.tables.clock.now()),
            "amount": paid,
        }
        settle(self.tables, self.tables.put(lists.PAYMENT, payment))
        return _told(invoice)

    def edit(self, number: str, amount: Decimal | None) -> Row:
        """A time entry's hours, an invoice's total, a customer's trading name."""
        entity, row = self._find(number)
        if entity is lists.ACTIONS:
            row["timetaken"] = row["timetaken"] + 1 if amount is None else amount
            row["actionchargehours"] = row["timetaken"]
            row["actionchargeamount"] = row["timetaken"] * Decimal("125.00")
        elif entity is lists.INVOICE:
            row["total"] = row["total"] + 1 if amount is None else amount
            row["amountdue"] = row["total"] - row["amountpaid"]
        else:
            row["trading_name"] = f"{row['name']} II" if not row["trading_name"] else ""
        return _told(self.tables.touch(entity, row))

    def void(self, number: str, _: Decimal | None) -> Row:
        """An invoice no longer counts; its time may be invoiced again."""
        entity, row = self._find(number)
        if entity is not lists.INVOICE:
            message = f"no invoice {number}"
            raise LookupError(message)
        row |= {"voided": True, "amountdue": Decimal(0)}
        self._unbill(number)
        return _told(row)

    def delete(self, number: str, _: Decimal | None) -> Row:
        """The record goes."""
        entity, row = self._find(number)
        self.tables.remove(entity, row)
        if entity is lists.INVOICE:
            self._unbill(number)
        return _told(row)

    def bill(self, number: str, _: Decimal | None) -> Row:
        """A time entry that the vendor's own billing takes."""
        entity, row = self._find(number)
        if entity is not lists.ACTIONS or row["actioninvoicenumber"] not in (None, "", "0"):
            message = f"{number} is no time entry that is still to be billed"
            raise ValueError(message)
        row |= {"actioninvoicenumber": "PSA-5002", "invoice_id": 5002}
        return _told(self.tables.touch(entity, row))

    def open_actions(self, _: str, __: Decimal | None) -> Row:
        """From now on ``/Actions`` answers without a ticket."""
        self.reading.settings.gives_actions_of_all_tickets = True
        return {"gives_actions_of_all_tickets": True}

    def _unbill(self, number: str) -> None:
        for row in self.tables.all(lists.ACTIONS):
            if row["actioninvoicenumber"] == number:
                row["actioninvoicenumber"] = ""
                self.tables.touch(lists.ACTIONS, row)

    def _find(self, number: str) -> tuple[Entity, Row]:
        ticket, slash, action = number.partition("/")
        if slash and ticket.isdecimal() and action.isdecimal():
            row = self.tables.one(lists.ACTIONS, int(action), int(ticket))
            if row is not None:
                return lists.ACTIONS, row
        for entity, name in ((lists.INVOICE, "invoicenumber"), (lists.CLIENT, "ref")):
            for each in self.tables.all(entity):
                if each[name] == number:
                    return entity, each
        message = f"no invoice, customer or time entry {number}"
        raise LookupError(message)


def _told(row: Row) -> Row:
    names = ("id", "ref", "ticket_id", "total", "amountdue", "timetaken", "voided")
    told = {name: row[name] for name in names if name in row}
    return {"number": row.get("invoicenumber", row.get("ref", "")), **told}
