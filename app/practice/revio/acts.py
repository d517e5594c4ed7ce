"""What somebody else does in the PSA while we are connected, and the state page.

An act names an invoice by its number, or a customer by its id; ``hide`` and ``show`` take the name
of a feature that a tenant may lack (``FEATURES``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.practice.revio.tenant import FEATURES, Row, Tenant


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts on one tenant."""

    tenant: Tenant

    def pay(self, number: str, amount: Decimal | None) -> Mapping[str, Any]:
        """Pay an invoice, in part if an amount is given."""
        invoice = self._invoice(number)
        paid = invoice["balance"] if amount is None else amount
        if invoice["status"] == "Void" or not Decimal(0) < paid <= invoice["balance"]:
            message = f"{paid} cannot be paid on invoice {number}"
            raise ValueError(message)
        invoice["balance"] -= paid
        invoice["status"] = "Open" if invoice["balance"] else "Paid"
        return invoice

    def edit(self, number: str, amount: Decimal | None) -> Mapping[str, Any]:
        """Give an invoice another total, or a customer another name."""
        row = self._any(number)
        if "invoiceId" in row:
            if amount is not None:
                row["balance"] += amount - row["total"]
                row["total"] = amount
            return row
        row["customerName"] = f"{row['customerName']} (edited)"
        return row

    def void(self, number: str, _amount: Decimal | None) -> Mapping[str, Any]:
        """Void an invoice."""
        invoice = self._invoice(number)
        if invoice["status"] == "Void":
            message = f"invoice {number} is voided already"
            raise ValueError(message)
        invoice.update({"status": "Void", "balance": Decimal("0.00")})
        return invoice

    def delete(self, number: str, _amount: Decimal | None) -> Mapping[str, Any]:
        """Take an invoice out, or a customer with its contacts, tickets and projects."""
        row = self._any(number)
        if "invoiceId" in row:
            del self.tenant.invoices[row["invoiceId"]]
            return {**row, "deleted": True}
        own = row["customerId"]
        tables = (
            self.tenant.customers,
            self.tenant.contacts,
            self.tenant.tickets,
            self.tenant.projects,
            self.tenant.invoices,
        )
        for table in tables:
            for key in [key for key, each in table.items() if each["customerId"] == own]:
                del table[key]
        return {**row, "deleted": True}

    def hide(self, feature: str, _amount: Decimal | None) -> Mapping[str, Any]:
        """Let the tenant lack a feature."""
        self.tenant.hidden.add(_known(feature))
        return {"hidden": sorted(self.tenant.hidden)}

    def show(self, feature: str, _amount: Decimal | None) -> Mapping[str, Any]:
        """Give the tenant a feature back."""
        self.tenant.hidden.discard(_known(feature))
        return {"hidden": sorted(self.tenant.hidden)}

    def state(self) -> dict[str, Any]:
        """The whole state, under the words of every PSA; what it does not know is empty."""
        return {
            "customers": [
                {"id": key, "name": row["customerName"], "number": None}
                for key, row in self.tenant.customers.items()
            ],
            "contacts": [{"id": key, **row} for key, row in self.tenant.contacts.items()],
            "invoices": [
                {**row, "id": key, "number": row["invoiceNumber"], "customer_id": row["customerId"]}
                for key, row in self.tenant.invoices.items()
            ],
            "tickets": list(self.tenant.tickets.values()),
            "projects": list(self.tenant.projects.values()),
            "opportunities": list(self.tenant.opportunities.values()),
            "hidden": sorted(self.tenant.hidden),
            **{name: [] for name in ("sites", "agreements", "lines", "time", "charges")},
            "payments": [],
        }

    def _invoice(self, number: str) -> Row:
        for row in self.tenant.invoices.values():
            if row["invoiceNumber"] == number:
                return row
        message = f"no invoice {number}"
        raise LookupError(message)

    def _any(self, number: str) -> Row:
        own = self.tenant.customers.get(int(number) if number.isdecimal() else -1)
        return own if own is not None else self._invoice(number)


def _known(feature: str) -> str:
    if feature not in FEATURES:
        message = f"{feature} is no feature; known are {', '.join(FEATURES)}"
        raise ValueError(message)
    return feature
