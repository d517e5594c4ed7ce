"""What ConnectWise PSA is told. Source: ``psa-apis.md`` 1.7 and 1.8."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from decimal import Decimal

from app.connectors.connectwise.asking import TITLE, Manage
from app.connectors.connectwise.parts import Ways, custom_field
from app.connectors.dealings import PaymentNews
from app.connectors.row_values import Row, amount, identity, listed, nested, text
from app.errors import NotAllowed, RemoteRefused

_LONGEST = {"workOrder": 20, "customerPO": 50, "reference": 50}


class Writes:
    """The write-backs of one company; each looks before it writes and reads what came of it."""

    def __init__(self, manage: Manage, ways: Ways) -> None:
        """``ways``: which fields hold what is ours."""
        self._manage = manage
        self._ways = ways

    def external_id(self, company_id: str, number: str) -> None:
        """Writes our account number at a company: in its field, or a custom field."""
        words = f"Writing our number at customer {company_id}"
        path = f"/company/companies/{company_id}"
        wanted = self._ways.external_custom_field
        if not wanted:
            self._field(path, self._ways.external_field, number, words)
            return
        row = self._manage.one(path, words)
        field_id = _custom_field_id(row, wanted, words)
        fields = [{"id": int(field_id), "value": number}]
        changed = self._manage.patch(path, (("customFields", fields),), words)
        _check_kept(custom_field(changed, wanted), number, words)

    def product_reference(self, product_id: str, number: str) -> None:
        """Writes our invoice's number into the cross reference of a product."""
        words = f"Marking product {product_id} as billed"
        path = f"/procurement/products/{product_id}"
        row = self._manage.one(path, words)
        billed = nested(row, "invoice")
        if billed:
            raise _billed_already(words, f"invoice {text(billed, 'identifier', 'id')}")
        held = text(row, "integrationXRef")
        if held and held != number:
            raise _billed_already(words, held)
        if not held:
            self._field(path, "integrationXRef", number, words)

    def agreement_reference(self, agreement_id: str, number: str) -> None:
        """Writes our invoice's number at an agreement, in the field that is set for it."""
        name = self._ways.agreement_field
        if not name:
            raise NotAllowed(
                f"{TITLE} keeps no invoice number at agreement {agreement_id}.",
                "No field of agreements is chosen for it.",
                "Set agreement_field of the connection to workOrder or customerPO.",
            )
        words = f"Writing our invoice's number at agreement {agreement_id}"
        self._field(f"/finance/agreements/{agreement_id}", name, number, words)

    def invoice_reference(self, invoice_id: str, number: str) -> None:
        """Writes our invoice's number at an invoice of theirs."""
        words = f"Writing our invoice's number at invoice {invoice_id}"
        self._field(f"/finance/invoices/{invoice_id}", "reference", number, words)

    def payment(self, invoice_id: str, news: PaymentNews) -> None:
        """Posts what is paid and not told yet: told once more, nothing is left to post."""
        words = f"Telling the payment of invoice {invoice_id}"
        path = f"/finance/invoices/{invoice_id}/payments"
        pages = self._manage.whole(path, words)
        told = sum(
            (amount(row, "amount") or Decimal(0) for rows in pages for row in rows), Decimal(0)
        )
        if news.amount <= told:
            return
        paid_at = datetime.combine(news.paid_on, time(), tzinfo=UTC)
        fields = {
            "type": "Payment",
            "amount": news.amount - told,
            "paymentDate": f"{paid_at:%Y-%m-%dT%H:%M:%SZ}",
        }
        self._manage.post(path, fields, words)

    def _field(self, path: str, name: str, value: str, words: str) -> None:
        longest = _LONGEST.get(name)
        if longest is not None and len(value) > longest:
            raise RemoteRefused(
                f"{words}: “{value}” is too long.",
                f"{name} holds {longest} characters.",
                "Use a shorter number, or another field.",
            )
        changed = self._manage.patch(path, ((name, value),), words)
        _check_kept(text(changed, name), value, words)


def _custom_field_id(row: Row, wanted: str, words: str) -> str:
    for each in listed(row, "customFields"):
        found = identity(each)
        if found is not None and wanted in {found, text(each, "caption")}:
            return found
    known: Sequence[str] = [text(each, "caption") for each in listed(row, "customFields")]
    raise RemoteRefused(
        f"{words}: there is no custom field “{wanted}”.",
        f"The company has: {', '.join(known) or 'none'}.",
        "Add it to the pod of the company screen there, or mend external_custom_field.",
    )


def _check_kept(kept: str | None, value: str, words: str) -> None:
    """A field that may not be written is passed over there without a word."""
    if kept != value:
        raise RemoteRefused(
            f"{words}: {TITLE} did not keep it.",
            f"It still holds “{kept or ''}” in place of “{value}”.",
            "Look at the rights of the API member's security role.",
        )


def _billed_already(words: str, by: str) -> RemoteRefused:
    return RemoteRefused(
        f"{words}: it is billed already.", f"It names {by}.", "Look which of the two is right."
    )
