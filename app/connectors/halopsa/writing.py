"""What HaloPSA is told. Source: ``psa-apis.md`` 2.6 and 2.8.

Create and update are one call, so a record is looked at first: an id that is not there would make
a new one.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from app.connectors.dealings import PaymentNews
from app.connectors.halopsa.asking import TITLE, Halo
from app.connectors.halopsa.parts import Ways, custom_field, number_text
from app.connectors.row_values import Row, amount, identity, row_of, text
from app.errors import NotAllowed, RemoteRefused

_TIME_PARTS: Final = 2
"""Ticket and action."""


class Writes:
    """The write-backs of one company; each looks before it writes and reads what came of it."""

    def __init__(self, halo: Halo, ways: Ways) -> None:
        """``ways``: which fields hold what is ours."""
        self._halo = halo
        self._ways = ways

    def external_id(self, client_id: str, number: str) -> None:
        """Writes our account number at a client: its id in accounting, or a custom field."""
        words = f"Writing our number at customer {client_id}"
        row = self._there("/Client", client_id, words)
        wanted = self._ways.external_custom_field
        if not wanted:
            self._set("/Client", client_id, "accountsid", number, words)
            return
        if custom_field(row, wanted) is None:
            raise RemoteRefused(
                f"{words}: there is no custom field “{wanted}”.",
                "The client holds none of that name.",
                "Names usually begin with CF; mend external_custom_field of the connection.",
            )
        fields = {"id": int(client_id), "customfields": [{"name": wanted, "value": number}]}
        self._halo.post("/Client", fields, words)
        changed = self._halo.full("/Client", client_id, words)
        _check_kept(custom_field(changed, wanted), number, words)

    def invoice_reference(self, invoice_id: str, number: str) -> None:
        """Writes our invoice's number at an invoice of theirs."""
        words = f"Writing our invoice's number at invoice {invoice_id}"
        self._there("/Invoice", invoice_id, words)
        self._set("/Invoice", invoice_id, "thirdpartyinvoicenumber", number, words)

    def time_billed(self, source_id: str, number: str) -> None:
        """Marks time by the number of an outside invoice, without working its billing out anew."""
        parts = source_id.split("/")
        if len(parts) != _TIME_PARTS:
            raise no_place(f"time {source_id}")
        ticket, action = parts
        words = f"Marking time {source_id} as billed"
        row = self._action(ticket, action, words)
        held = number_text(row, "actioninvoicenumber") or number_text(row, "externalinvoicenumber")
        if held == number:
            return
        if held is not None:
            raise RemoteRefused(
                f"{words}: it is billed already.",
                f"It names {held}.",
                "Look which of the two is right.",
            )
        fields = {
            "ticket_id": int(ticket),
            "id": int(action),
            "externalinvoicenumber": number,
            "dont_recalculate_billing": True,
        }
        self._halo.post("/Actions", fields, words)
        kept = text(self._action(ticket, action, words), "externalinvoicenumber")
        _check_kept(kept, number, words)

    def payment(self, invoice_id: str, news: PaymentNews) -> None:
        """Posts what is paid and not told yet: told once more, nothing is left to post."""
        words = f"Telling the payment of invoice {invoice_id}"
        self._there("/Invoice", invoice_id, words)
        query = (("invoice_id", invoice_id),)
        pages = self._halo.pages("/InvoicePayment", "", words, query)
        told = {identity(row): row for rows in pages for row in rows}
        ours = [row for row in told.values() if identity(row, "invoice_id") == invoice_id]
        if any(text(row, "thirdpartyid") == news.reference for row in ours):
            return
        paid = sum((amount(row, "amount") or Decimal(0) for row in ours), Decimal(0))
        if news.amount <= paid:
            return
        fields = {
            "invoice_id": int(invoice_id),
            "date": f"{news.paid_on.isoformat()}T00:00:00Z",
            "amount": news.amount - paid,
            "thirdpartyid": news.reference,
        }
        self._halo.post("/InvoicePayment", fields, words, may_repeat=False)

    def _there(self, path: str, number: str, words: str) -> Row:
        row = self._halo.full(path, number, words)
        if identity(row) != number:
            raise RemoteRefused(
                f"{words}: {TITLE} has nothing there.",
                f"Asked for {number} it gave {identity(row) or 'nothing'}.",
                "Look whether the record was deleted there.",
            )
        return row

    def _action(self, ticket: str, action: str, words: str) -> Row:
        """An action by its pair: its number alone is not unique."""
        query = (("ticket_id", ticket), ("includedetails", "true"))
        return row_of(self._halo.get(f"/Actions/{action}", words, query).value, words=words)

    def _set(self, path: str, number: str, name: str, value: str, words: str) -> None:
        fields: Mapping[str, Any] = {"id": int(number), name: value}
        self._halo.post(path, fields, words)
        _check_kept(text(self._halo.full(path, number, words), name), value, words)


def no_place(what: str) -> NotAllowed:
    """The refusal of what this system has no field for."""
    return NotAllowed(
        f"{TITLE} cannot be told that {what} is billed.",
        "It has no field of its own for that; we keep it in our own ledger.",
        "Nothing is to be done.",
    )


def _check_kept(kept: str | None, value: str, words: str) -> None:
    if kept != value:
        raise RemoteRefused(
            f"{words}: {TITLE} did not keep it.",
            f"It holds “{kept or ''}” in place of “{value}”.",
            "Look at the rights of the agent and of the program there.",
        )
