"""What the organisation has set up: accounts, items, tax rates, and the organisation itself.

Source: accounting-apis.md 2.8.
"""

from decimal import Decimal
from typing import Final

from app.practice.xero.books import Books
from app.practice.xero.refusals import InvalidElementError
from app.practice.xero.values import Record, read_number, rounded

CLASSES: Final = {
    "BANK": "ASSET",
    "CURRENT": "ASSET",
    "FIXED": "ASSET",
    "INVENTORY": "ASSET",
    "NONCURRENT": "ASSET",
    "PREPAYMENT": "ASSET",
    "EQUITY": "EQUITY",
    "DEPRECIATN": "EXPENSE",
    "DIRECTCOSTS": "EXPENSE",
    "EXPENSE": "EXPENSE",
    "OVERHEADS": "EXPENSE",
    "CURRLIAB": "LIABILITY",
    "LIABILITY": "LIABILITY",
    "TERMLIAB": "LIABILITY",
    "OTHERINCOME": "REVENUE",
    "REVENUE": "REVENUE",
    "SALES": "REVENUE",
}
_ACCOUNT_FIELDS: Final = (
    "Code",
    "Name",
    "Type",
    "Description",
    "BankAccountNumber",
    "EnablePaymentsToAccount",
    "TaxType",
)
_LONGEST_CODE: Final = 10
_LONGEST_NAME: Final = 150
_ITEM_LENGTHS: Final = {"Code": 30, "Name": 50, "Description": 4000}


def create_account(books: Books, sent: Record, *, system: str = "") -> Record:
    """A new account with a code and a name of its own."""
    record = {k: v for k, v in sent.items() if k in _ACCOUNT_FIELDS and v is not None}
    code, name = str(record.get("Code") or ""), str(record.get("Name") or "")
    if record.get("Type") not in CLASSES:
        raise InvalidElementError("Account type is not valid.")
    if not name or len(name) > _LONGEST_NAME:
        raise InvalidElementError("Account name is empty or longer than 150 characters.")
    if len(code) > _LONGEST_CODE or not (code or record["Type"] == "BANK"):
        raise InvalidElementError("Account code is empty or longer than 10 characters.")
    for other in books.all("Accounts"):
        if code and other.get("Code") == code:
            raise InvalidElementError("Please enter a unique Code.")
        if other["Name"].casefold() == name.casefold():
            raise InvalidElementError("Please enter a unique Name.")
    record.setdefault("TaxType", "NONE")
    if books.tax_rate(record["TaxType"]) is None:
        raise InvalidElementError(f"TaxType code {record['TaxType']} does not exist.")
    record.setdefault("EnablePaymentsToAccount", False)
    return books.add(
        "Accounts",
        {
            **record,
            "Code": code,
            "Status": "ACTIVE",
            "Class": CLASSES[record["Type"]],
            "ShowInExpenseClaims": False,
            "HasAttachments": False,
            **({"SystemAccount": system} if system else {}),
            **({"BankAccountType": "BANK"} if record["Type"] == "BANK" else {}),
        },
    )


def put_item(books: Books, sent: Record) -> Record:
    """A new item."""
    if item_named(books, sent) is not None:
        raise InvalidElementError(f"Item with code '{sent.get('Code')}' already exists")
    return books.add("Items", _item(books, sent))


def post_item(books: Books, sent: Record) -> Record:
    """A new item, or the one with this id or code, changed."""
    found = item_named(books, sent)
    if found is None:
        return put_item(books, sent)
    found.update(_item(books, {**found, **sent}))
    books.touch(found)
    return found


def item_named(books: Books, sent: Record) -> Record | None:
    """The item of an id or a code."""
    key, code = str(sent.get("ItemID") or "").lower(), sent.get("Code")
    for item in books.all("Items"):
        if item["ItemID"] == key or (code and item["Code"] == code):
            return item
    return None


def _item(books: Books, sent: Record) -> Record:
    if not sent.get("Code"):
        raise InvalidElementError("Item code must be specified.")
    for field, most in _ITEM_LENGTHS.items():
        if len(str(sent.get(field) or "")) > most:
            raise InvalidElementError(
                f"The {field} field has a maximum length of {most} characters."
            )
    record = {
        "Code": sent["Code"],
        "Name": sent.get("Name") or sent["Code"],
        "Description": sent.get("Description") or "",
        "IsSold": bool(sent.get("IsSold", True)),
        "IsPurchased": bool(sent.get("IsPurchased", False)),
        "IsTrackedAsInventory": False,
    }
    sales = dict(sent.get("SalesDetails") or {})
    if sales.get("AccountCode"):
        books.line_account(sales)
    if sales.get("UnitPrice") is not None:
        price = read_number(sales["UnitPrice"])
        if price is None:
            raise InvalidElementError("The UnitPrice is not a valid number.")
        sales["UnitPrice"] = rounded(price, 4)
    return record | {"SalesDetails": sales, "PurchaseDetails": {}}


def tax_rate(name: str, tax_type: str, percent: str, *, is_for_sales: bool) -> Record:
    """A tax rate as the organisation holds it."""
    rate = Decimal(percent)
    is_none = tax_type == "NONE"
    return {
        "Name": name,
        "TaxType": tax_type,
        "ReportTaxType": "NONE" if is_none else "OUTPUT",
        "CanApplyToAssets": True,
        "CanApplyToEquity": True,
        "CanApplyToExpenses": is_none or not is_for_sales,
        "CanApplyToLiabilities": is_none,
        "CanApplyToRevenue": is_none or is_for_sales,
        "DisplayTaxRate": rate,
        "EffectiveRate": rate,
        "Status": "ACTIVE",
        "TaxComponents": [
            {"Name": name, "Rate": rate, "IsCompound": False, "IsNonRecoverable": False}
        ],
    }


def organisation(books: Books) -> Record:
    """The organisation as answers show it."""
    settings = books.settings
    return {
        "OrganisationID": books.tenant,
        "Name": settings.name,
        "LegalName": settings.name,
        "PaysTax": True,
        "Version": "US",
        "OrganisationType": "COMPANY",
        "OrganisationEntityType": "COMPANY",
        "BaseCurrency": settings.base_currency,
        "CountryCode": "US",
        "IsDemoCompany": settings.is_demo,
        "OrganisationStatus": "ACTIVE",
        "FinancialYearEndDay": 31,
        "FinancialYearEndMonth": 12,
        "SalesTaxBasis": "ACCRUALS",
        "SalesTaxPeriod": "1MONTHLY",
        "DefaultSalesTax": "Tax Exclusive",
        "DefaultPurchasesTax": "Tax Exclusive",
        **_lock_dates(books),
        "Timezone": "UTC",
        "ShortCode": "!practice",
        "Edition": "BUSINESS",
        "Class": "DEMO" if settings.is_demo else "STANDARD",
        "LineOfBusiness": "Telecommunications",
        "Addresses": [],
        "Phones": [],
        "ExternalLinks": [],
        "PaymentTerms": {"Sales": {"Day": 30, "Type": "DAYSAFTERBILLDATE"}},
    }


def _lock_dates(books: Books) -> Record:
    settings = books.settings
    dates = {
        "PeriodLockDate": settings.period_lock_date,
        "EndOfYearLockDate": settings.end_of_year_lock_date,
    }
    return {field: day for field, day in dates.items() if day is not None}
