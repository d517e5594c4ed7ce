"""Ledger accounts, services and journals, and the short lists that the vendor keeps itself."""

from decimal import Decimal
from typing import Final

from app.practice.sage.business import Business
from app.practice.sage.refusals import RefusedError
from app.practice.sage.values import ZERO, Record, rounded

LEDGER_TYPES: Final = {
    "SALES": "Sales",
    "OTHER_INCOME": "Other income",
    "BANK": "Bank",
    "CURRENT_ASSETS": "Current assets",
    "CURRENT_LIABILITIES": "Current liabilities",
    "OVERHEADS": "Overheads",
}
FIXED_LISTS: Final = {
    "contact_types": {"CUSTOMER": "Customer", "VENDOR": "Vendor"},
    "address_types": {"ACCOUNTS": "Accounts", "DELIVERY": "Delivery", "SALES": "Sales"},
    "contact_person_types": {"ACCOUNTS": "Accounts", "SALES": "Sales"},
    "artefact_statuses": {
        "DRAFT": "Draft",
        "UNPAID": "Unpaid",
        "PART_PAID": "Part paid",
        "PAID": "Paid",
        "VOID": "Void",
    },
    "transaction_types": {
        "SALES_INVOICE": "Sales Invoice",
        "SALES_CREDIT_NOTE": "Sales Credit Note",
        "CUSTOMER_RECEIPT": "Customer Receipt",
        "CUSTOMER_REFUND": "Customer Refund",
        "CUSTOMER_ALLOCATION": "Customer Allocation",
        "JOURNAL": "Journal",
    },
    "payment_methods": {
        "CASH": "Cash",
        "CHECK": "Check",
        "CREDIT_DEBIT": "Credit/Debit",
        "ELECTRONIC": "Electronic",
    },
    "ledger_account_types": LEDGER_TYPES,
    "countries": {
        "US": "United States (US)",
        "CA": "Canada (CA)",
        "GB": "United Kingdom (GB)",
        "IE": "Ireland (IE)",
    },
    "currencies": {"USD": "US Dollar", "CAD": "Canadian Dollar", "GBP": "Pound Sterling"},
}
_SOURCE: Final = "ledger_account"
_VISIBLE: Final = (
    "visible_in_banking",
    "visible_in_expenses",
    "visible_in_journals",
    "visible_in_other_payments",
    "visible_in_other_receipts",
    "visible_in_reporting",
    "visible_in_sales",
)


def create_ledger_account(business: Business, sent: Record, *, is_control: bool = False) -> Record:
    """A new ledger account with a nominal code of its own."""
    record = {k: v for k, v in sent.items() if v is not None}
    _check_account(business, record, own=None)
    for field in _VISIBLE:
        record.setdefault(field, field in {"visible_in_journals", "visible_in_reporting"})
    return business.add("ledger_accounts", {**record, "is_control_account": is_control})


def update_ledger_account(business: Business, found: Record, sent: Record) -> Record:
    """A changed ledger account."""
    if found["is_control_account"]:
        raise RefusedError("Control accounts cannot be changed", source=_SOURCE)
    changes = {k: v for k, v in sent.items() if v is not None}
    _check_account(business, {**found, **changes}, own=found["id"])
    found.update(changes)
    business.touch(found)
    return found


def _check_account(business: Business, record: Record, *, own: str | None) -> None:
    business.referred(
        "ledger_account_types",
        record["ledger_account_type_id"],
        source=f"{_SOURCE}.ledger_account_type_id",
    )
    if record.get("tax_rate_id"):
        business.referred("tax_rates", record["tax_rate_id"], source=f"{_SOURCE}.tax_rate_id")
    for other in business.all("ledger_accounts"):
        if other["id"] != own and other["nominal_code"] == record["nominal_code"]:
            raise RefusedError("has already been taken", source=f"{_SOURCE}.nominal_code")


def create_service(business: Business, sent: Record) -> Record:
    """A new service."""
    record = {k: v for k, v in sent.items() if v is not None}
    business.referred(
        "ledger_accounts",
        record["sales_ledger_account_id"],
        source="service.sales_ledger_account_id",
    )
    code = record.get("item_code")
    for other in business.all("services"):
        if code and other.get("item_code") == code:
            raise RefusedError("has already been taken", source="service.item_code")
    return business.add("services", {"active": True, **record})


def create_journal(business: Business, sent: Record) -> Record:
    """A new journal whose debits equal its credits."""
    record = {k: v for k, v in sent.items() if v is not None}
    business.refuse_closed(record["date"], source="journal.date")
    sides: dict[str, Decimal] = {"debit": ZERO, "credit": ZERO}
    for line in record["journal_lines"]:
        account = business.referred(
            "ledger_accounts",
            line["ledger_account_id"],
            source="journal.journal_lines.ledger_account_id",
        )
        if not account["visible_in_journals"]:
            raise RefusedError(
                "The ledger account cannot be used in journals",
                source="journal.journal_lines.ledger_account_id",
            )
        for side in sides:
            line[side] = rounded(line.get(side) or ZERO)
            sides[side] += line[side]
        line["id"] = business.new_id("journal_lines")
    if sides["debit"] != sides["credit"] or not sides["debit"]:
        raise RefusedError("Debits must equal credits", source="journal.journal_lines")
    return business.add("journals", {**record, "total": sides["debit"]})


def open_fixed_lists(business: Business) -> None:
    """Fill the lists that are the same in every business."""
    for table, entries in FIXED_LISTS.items():
        for key, name in entries.items():
            business.add(table, {"name": name}, key=key)


def tax_rate(business: Business, name: str, code: str, percent: str) -> Record:
    """A tax rate of the business's country."""
    record = {"name": name, "percentage": Decimal(percent), "is_visible": True}
    return business.add("tax_rates", record, key=f"{business.settings.country}_{code}")
