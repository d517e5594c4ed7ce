"""What Autotask is told: numbers, and that something was billed or paid.

Every write is a PATCH of single fields, so that telling it twice is telling it once. Source:
``psa-apis.md`` 3.7.
"""

from typing import Final

from app.connectors.autotask.asking import TITLE, Autotask, equal, written
from app.connectors.autotask.reading import Ways
from app.connectors.autotask.reading_work import CHARGE_KINDS, POSTED_TIME, ChargeKind
from app.connectors.dealings import PaymentNews
from app.connectors.row_values import Row, flag, needed_identity, real_identity, text
from app.errors import NotAllowed, RemoteRefused

_TAKEN: Final = "webServiceDate"
"""When a program outside took an item or invoice over; the vendor made it for that."""


class Writes:
    """The writes of one company."""

    def __init__(self, autotask: Autotask, ways: Ways) -> None:
        self._autotask = autotask
        self._ways = ways

    def external_id(self, company: str, number: str) -> None:
        """Writes our account number at a company, into its number or a field of the user's."""
        words = f"Writing our number at company {company}"
        name = self._ways.external_field
        changed = _own(name, number) if name else {"companyNumber": number}
        self._autotask.change("Companies", words, {"id": int(company), **changed})

    def time_taken(self, source_id: str, invoice_number: str) -> None:
        """Marks the posted item of a time entry as taken over."""
        words = f"Marking time {source_id} as billed by {invoice_number}"
        kind, _, number = source_id.rpartition(":")
        field = "id" if kind == POSTED_TIME else "timeEntryID"
        self._take(self._items(field, number, words), f"time {source_id}", words)

    def charge_taken(self, source_id: str, invoice_number: str) -> None:
        """Marks the posted item of a charge as taken over.

        ``isBilled`` of the charge itself is Autotask's alone.
        """
        words = f"Marking charge {source_id} as billed by {invoice_number}"
        kind, _, number = source_id.partition(":")
        field = "id" if kind == "posted" else _kind_of(source_id).item_field
        if not field:
            raise _no_place(f"charge {source_id} is billed", "No posted item names such a charge.")
        self._take(self._items(field, number, words), f"charge {source_id}", words)

    def charge_reference(self, source_id: str, invoice_number: str) -> None:
        """Writes our invoice's number at a charge, below its parent where it has one."""
        words = f"Writing {invoice_number} at charge {source_id}"
        _, _, number = source_id.partition(":")
        if source_id.startswith("posted:"):
            raise _no_place(f"{invoice_number} bills {source_id}", "It has no charge behind it.")
        kind = _kind_of(source_id)
        path = kind.entity
        if kind.parent:
            row = self._needed(kind.entity, number, words)
            path = f"{kind.parent}/{needed_identity(row, kind.parent_field)}/Charges"
        changed = {"id": int(number), "internalPurchaseOrderNumber": invoice_number}
        self._autotask.change(path, words, changed)

    def agreement_reference(self, contract: str, invoice_number: str) -> None:
        """Writes our invoice's number into the field of contracts that the user named for it."""
        name = self._ways.agreement_field
        if not name:
            raise _no_place(
                f"{invoice_number} bills contract {contract}",
                "Contracts have no field for it; name one in agreement_field.",
            )
        words = f"Writing {invoice_number} at contract {contract}"
        changed = {"id": int(contract), **_own(name, invoice_number)}
        self._autotask.change("Contracts", words, changed)

    def invoice_reference(self, invoice: str, invoice_number: str) -> None:
        """Writes our number at an invoice of theirs and that it was taken over."""
        words = f"Writing {invoice_number} at invoice {invoice}"
        row = self._needed("Invoices", invoice, words)
        name = self._ways.invoice_field
        changed: dict[str, object] = {"id": int(invoice)}
        changed |= _own(name, invoice_number) if name else {"invoiceNumber": invoice_number}
        if not text(row, _TAKEN):
            changed[_TAKEN] = self._moment()
        self._autotask.change("Invoices", words, changed)

    def payment(self, invoice: str, news: PaymentNews) -> None:
        """Writes the day on which an invoice was paid whole; there is no place for a part of it."""
        words = f"Writing the payment of invoice {invoice}"
        row = self._needed("Invoices", invoice, words)
        told = text(row, "paidDate")[:10]
        day = news.paid_on.isoformat()
        if flag(row, "isVoided") and news.is_settled:
            raise RemoteRefused(
                f"{words}: the invoice is void in {TITLE}.",
                "A void invoice takes no payment.",
                "Look at both invoices.",
            )
        if not news.is_settled:
            if told:
                raise _no_place(
                    f"invoice {invoice} is not paid whole any more",
                    f"It holds {told} as the day on which it was paid; take it out there.",
                )
            return
        if told != day:
            self._autotask.change("Invoices", words, {"id": int(invoice), "paidDate": day})

    def _items(self, field: str, number: str, words: str) -> list[Row]:
        wanted = (equal(field, int(number)),)
        return [row for rows in self._autotask.pages("BillingItems", words, wanted) for row in rows]

    def _take(self, items: list[Row], what: str, words: str) -> None:
        """Marks posted items; what is marked already stays as it is."""
        if not items:
            raise RemoteRefused(
                f"{words}: {TITLE} has no posted item of {what}.",
                "It was not approved and posted yet, or lies outside what the API user may see.",
                "Approve and post it there.",
            )
        for item in items:
            invoice = real_identity(item, "invoiceID")
            if invoice is not None:
                raise RemoteRefused(
                    f"{words}: {TITLE} has billed {what} itself.",
                    f"It is on its invoice {invoice}.",
                    "Take it off one of the two invoices.",
                )
            if not text(item, _TAKEN):
                changed = {"id": int(needed_identity(item)), _TAKEN: self._moment()}
                self._autotask.change("BillingItems", words, changed)

    def _needed(self, entity: str, number: str, words: str) -> Row:
        row = self._autotask.one(entity, number, words)
        if row is None:
            raise RemoteRefused(
                f"{words}: it is not there.",
                f"{TITLE} knows no record {number} of {entity}.",
                "Pull again.",
            )
        return row

    def _moment(self) -> object:
        return written(self._autotask.moment())


def _kind_of(source_id: str) -> ChargeKind:
    kind = CHARGE_KINDS.get(source_id.partition(":")[0])
    if kind is None:
        raise _no_place(f"charge {source_id} is billed", "It knows no such kind of charge.")
    return kind


def _own(name: str, value: str) -> dict[str, object]:
    return {"userDefinedFields": [{"name": name, "value": value}]}


def _no_place(what: str, why: str) -> NotAllowed:
    return NotAllowed(f"{TITLE} cannot be told that {what}.", why, "We keep it in our own ledger.")
