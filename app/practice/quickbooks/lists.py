"""Customers, items, accounts, terms and payment methods: what each needs and may not repeat."""

from app.practice.quickbooks.books import Books, reference
from app.practice.quickbooks.faults import (
    bad_reference,
    bad_value,
    business,
    duplicate_name,
    missing,
)
from app.practice.quickbooks.values import ZERO, Record

_NAME_FIELD = {"Customer": "DisplayName"}
_NO_NAME_SIGNS = (":", "\t", "\n")
_PEOPLE = ("Customer", "Vendor", "Employee")
_READ_ONLY = (
    "Id",
    "SyncToken",
    "MetaData",
    "domain",
    "status",
    "sparse",
    "Balance",
    "BalanceWithJobs",
    "FullyQualifiedName",
    "CurrentBalance",
    "CurrentBalanceWithSubAccounts",
    "Classification",
    "Level",
)
CLASSES = {
    "Bank": "Asset",
    "Accounts Receivable": "Asset",
    "Other Current Asset": "Asset",
    "Fixed Asset": "Asset",
    "Other Asset": "Asset",
    "Accounts Payable": "Liability",
    "Credit Card": "Liability",
    "Other Current Liability": "Liability",
    "Long Term Liability": "Liability",
    "Equity": "Equity",
    "Income": "Revenue",
    "Other Income": "Revenue",
    "Cost of Goods Sold": "Expense",
    "Expense": "Expense",
    "Other Expense": "Expense",
}
_INCOME_TYPES = ("Income", "Other Income", "Other Current Liability")


def create_list_record(books: Books, kind: str, body: Record) -> Record:
    """A new record of a list, once its name is free and its references hold."""
    record = _writable(kind, body)
    _settle(books, kind, record, own_id=None)
    record.setdefault("Active", True)
    return books.add(kind, record)


def update_list_record(books: Books, kind: str, body: Record) -> Record:
    """A changed record: sparse keeps what is not sent, a full update blanks it."""
    found = books.locked(kind, body)
    sent = _writable(kind, body)
    kept = (
        {k: v for k, v in found.items() if k not in _READ_ONLY or k == "Classification"}
        if body.get("sparse")
        else {"Active": True}
    )
    record = {**kept, **sent}
    _settle(books, kind, record, own_id=found["Id"])
    for field in [f for f in found if f not in record and f not in _READ_ONLY]:
        del found[field]
    found.update(record)
    books.touch(kind, found)
    return found


def _writable(kind: str, body: Record) -> Record:
    # The customer's account number exists on the desktop product alone.
    left_out = {*_READ_ONLY, *({"AcctNum"} if kind == "Customer" else ())}
    return {k: v for k, v in body.items() if k not in left_out}


def _settle(books: Books, kind: str, record: Record, *, own_id: str | None) -> None:
    if kind == "Customer":
        _settle_customer(books, record)
    name_field = _NAME_FIELD.get(kind, "Name")
    name = (record.get(name_field) or "").strip()
    if not name:
        raise missing(name_field)
    if any(sign in record[name_field] for sign in _NO_NAME_SIGNS) and kind in {"Customer", "Item"}:
        raise bad_value(name_field, "the name holds a colon, a tab or a new line")
    record[name_field] = name
    _refuse_taken_name(books, kind, name, own_id=own_id)
    if kind == "Item":
        _settle_item(books, record)
    elif kind == "Account":
        _settle_account(record)
    elif kind == "Term" and "DueDays" not in record and "DayOfMonthDue" not in record:
        raise missing("DueDays")
    if kind in {"Customer", "Item", "Account"}:
        record["FullyQualifiedName"] = name


def _settle_customer(books: Books, record: Record) -> None:
    if not record.get("DisplayName"):
        names = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")
        parts = [record[name] for name in names if record.get(name)]
        record["DisplayName"] = " ".join(parts) or record.get("CompanyName", "")
    if not record["DisplayName"]:
        raise missing("DisplayName")
    record.setdefault("PrintOnCheckName", record.get("CompanyName") or record["DisplayName"])
    record.setdefault("Taxable", True)
    record.setdefault("CurrencyRef", {"value": "USD", "name": "United States Dollar"})
    for field, kind in (("SalesTermRef", "Term"), ("PaymentMethodRef", "PaymentMethod")):
        if field in record:
            record[field] = reference(books.referred(kind, record[field], element=field))
    if "ParentRef" in record:
        books.referred("Customer", record["ParentRef"], element="ParentRef")
    address = record.get("PrimaryEmailAddr", {}).get("Address", "")
    if address and "@" not in address:
        raise bad_value("PrimaryEmailAddr", f"Email Address does not conform to rules: {address}")


def _refuse_taken_name(books: Books, kind: str, name: str, *, own_id: str | None) -> None:
    sharing = _PEOPLE if kind in _PEOPLE else (kind,)
    for other in sharing:
        field = "DisplayName" if other in _PEOPLE else "Name"
        for record in books.all(other):
            is_itself = other == kind and record["Id"] == own_id
            if not is_itself and record[field].casefold() == name.casefold():
                raise duplicate_name(other.lower())


def _settle_item(books: Books, record: Record) -> None:
    record.setdefault("Type", "Service")
    if record["Type"] == "Category":
        record.setdefault("UnitPrice", ZERO)
        return
    if record["Type"] not in {"Service", "NonInventory", "Inventory"}:
        raise bad_value("Type", record["Type"])
    if record["Type"] == "Inventory":
        raise business("Inventory items need an inventory start date and an asset account.")
    if "IncomeAccountRef" not in record:
        raise missing("IncomeAccountRef")
    account = books.referred("Account", record["IncomeAccountRef"], element="IncomeAccountRef")
    is_tax_engine = account.get("AccountSubType") in {"GlobalTaxPayable", "SalesTaxPayable"}
    if account["AccountType"] not in _INCOME_TYPES or is_tax_engine:
        raise bad_reference(
            "IncomeAccountRef",
            account["Id"],
            what=f"Account {account['Name']} of type {account['AccountType']} cannot be used as "
            "the income account of an item",
        )
    record["IncomeAccountRef"] = reference(account)
    record.setdefault("Taxable", False)
    record.setdefault("UnitPrice", ZERO)
    record.setdefault("TrackQtyOnHand", False)


def _settle_account(record: Record) -> None:
    if "AccountType" not in record:
        raise missing("AccountType")
    record["Classification"] = CLASSES.get(record["AccountType"], "Asset")
    record.setdefault("SubAccount", False)
    record.setdefault("CurrencyRef", {"value": "USD", "name": "United States Dollar"})
