"""What an accounting package takes over: lists of what is not posted yet, and batches that post it.

Also the overview of agreements, which the vendor works out anew at each look.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from werkzeug.wrappers import Request, Response

from app.practice.connectwise import kinds
from app.practice.connectwise.access import Role, check_open
from app.practice.connectwise.errors import Problem, invalid, not_found
from app.practice.connectwise.tables import Row, Tables
from app.practice.http_app import UnreadableBody, answer, json_body, text_answer


@dataclass(frozen=True, slots=True)
class Accounting:
    """The vendor's side of a general ledger interface."""

    tables: Tables

    def views(self) -> dict[str, Callable[[], Iterable[Row]]]:
        """The lists that are worked out anew, by path."""
        return {
            kinds.UNPOSTED_INVOICES.path: self._invoices,
            kinds.UNPOSTED_PAYMENTS.path: self._payments,
            kinds.UNPOSTED_EXPENSES.path: self._nothing,
            kinds.UNPOSTED_PROCUREMENT.path: self._nothing,
            kinds.RECAPS.path: self._recaps,
        }

    def _invoices(self) -> Iterator[Row]:
        for row in self.tables.of(kinds.INVOICES).rows.values():
            if "glBatch" not in row:
                yield {
                    "id": row["id"],
                    "billingLogId": row["id"],
                    "company": row["company"],
                    "billToCompany": row.get("billToCompany", row["company"]),
                    "invoiceNumber": row["invoiceNumber"],
                    "invoiceDate": row["date"],
                    "invoiceType": row["type"],
                    "subTotal": row["subtotal"],
                    "total": row["total"],
                    "hasTime": bool(row.get("serviceTotal")),
                    "hasProducts": bool(row.get("productTotal")),
                    "salesTaxAmount": row["salesTax"],
                    "_info": row["_info"],
                }

    def _payments(self) -> Iterator[Row]:
        for row in self.tables.of(kinds.PAYMENTS).rows.values():
            if not row.get("glBatchID"):
                yield {
                    "id": row["id"],
                    "type": row["type"],
                    "source": "Default",
                    "invoice": row["invoice"],
                    "amount": row["amount"],
                    "paymentDate": row["paymentDate"],
                    "appliedBy": row.get("appliedBy", ""),
                    "_info": row["_info"],
                }

    @staticmethod
    def _nothing() -> tuple[Row, ...]:
        return ()

    def _recaps(self) -> Iterator[Row]:
        for row in self.tables.of(kinds.AGREEMENTS).rows.values():
            additions = (
                line["extPrice"]
                for line in self.tables.of(kinds.ADDITIONS).below(row["id"])
                if line["billCustomer"] == "Billable" and _is_billed_from(line, row)
            )
            yield {
                "id": row["id"],
                "name": row["name"],
                "companyName": row["company"]["name"],
                "agreementStatus": row["agreementStatus"],
                "lastInvoiceDate": "2026-11-01T00:00:00Z",
                "nextInvoiceDate": row.get("nextInvoiceDate", ""),
                "nextInvoiceAmount": row.get("billAmount", Decimal(0)) + sum(additions, Decimal(0)),
                "unbilledPeriods": Decimal(0),
                "company": row["company"],
            }

    def create_batch(self, request: Request, role: Role) -> Response:
        """Post records by their ids: afterwards they are in no unposted list any more."""
        check_open(role, kinds.BATCHES)
        try:
            body = json_body(request)
        except UnreadableBody:
            body = None
        ids = body.get("processedRecordIds") if isinstance(body, dict) else None
        if not isinstance(ids, list):
            message = "processedRecordIds is required"
            raise invalid("batch", [Problem("MissingValue", message, "processedRecordIds")])
        for name in ("batchIdentifier", "glInterfaceIdentifier"):
            if not body.get(name):
                raise invalid("batch", [Problem("MissingValue", f"{name} is required", name)])
        identifier = str(body["batchIdentifier"])
        batches = self.tables.of(kinds.BATCHES)
        if any(row["batchIdentifier"] == identifier for row in batches.rows.values()):
            message = f"Batch {identifier} already exists"
            raise invalid("batch", [Problem("ObjectExists", message, "batchIdentifier")])
        unposted = {row["id"] for row in self._invoices()}
        strangers = [each for each in ids if not isinstance(each, int) or each not in unposted]
        if strangers:
            message = f"{strangers} are not unposted"
            raise invalid("batch", [Problem("InvalidReference", message, "processedRecordIds")])
        row = batches.put(
            self.tables.touch(
                {
                    "batchIdentifier": identifier,
                    "exportInvoicesFlag": bool(body.get("exportInvoicesFlag")),
                    "exportExpensesFlag": bool(body.get("exportExpensesFlag")),
                    "exportProductsFlag": bool(body.get("exportProductsFlag")),
                    "closedFlag": True,
                }
            )
        )
        for own_id in ids:
            invoice = self.tables.of(kinds.INVOICES).rows[own_id]
            invoice["glBatch"] = {"id": row["id"], "name": identifier}
            self.tables.touch(invoice)
        return answer(row, 201)

    def delete_batch(self, role: Role, own_id: int) -> Response:
        """A batch goes; its records are unposted again."""
        check_open(role, kinds.BATCHES)
        row = self.tables.of(kinds.BATCHES).rows.get(own_id)
        if row is None:
            raise not_found("batch", own_id)
        for invoice in self.tables.of(kinds.INVOICES).rows.values():
            if invoice.get("glBatch", {}).get("id") == own_id:
                del invoice["glBatch"]
        self.tables.of(kinds.BATCHES).remove(row)
        return text_answer("", 204)


def _is_billed_from(addition: Row, agreement: Row) -> bool:
    """Whether the next invoice bills it: through the day of its cancellation, that one included."""
    begins = str(agreement.get("nextInvoiceDate", ""))[:10]
    last = str(addition.get("cancelledDate", "9999-12-31"))[:10]
    return last >= begins
