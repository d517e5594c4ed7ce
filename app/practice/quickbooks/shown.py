"""Records as answers show them: with the balances that the books work out when asked."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from app.practice.quickbooks.applications import customer_balances
from app.practice.quickbooks.books import Books
from app.practice.quickbooks.values import ZERO, Record

_CREATED = "2019-03-04T08:00:00-08:00"


def shown(books: Books, kind: str, record: Record) -> Record:
    """One record as an answer shows it."""
    return next(_dressed(books, kind, [record]))


def shown_all(books: Books, kind: str) -> list[Record]:
    """All records of a kind as answers show them."""
    return list(_dressed(books, kind, list(books.all(kind))))


def _dressed(books: Books, kind: str, records: list[Record]) -> Iterator[Record]:
    if kind == "Customer":
        owed = customer_balances(books)
        below: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for customer in books.all("Customer"):
            below[customer.get("ParentRef", {}).get("value", "")] += owed[customer["Id"]]
        for record in records:
            balance = owed[record["Id"]]
            jobs = balance + below[record["Id"]]
            yield {**record, "Balance": balance, "BalanceWithJobs": jobs}
    elif kind == "Account":
        balances = account_balances(books)
        for record in records:
            balance = balances[record["Id"]]
            yield {
                **record,
                "CurrentBalance": balance,
                "CurrentBalanceWithSubAccounts": balance,
            }
    else:
        yield from records


def account_balances(books: Books) -> dict[str, Decimal]:
    """What each account stands at by the company's transactions, on its own side."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    receivable = next(
        (a["Id"] for a in books.all("Account") if a["AccountType"] == "Accounts Receivable"), ""
    )
    tax = next(
        (a["Id"] for a in books.all("Account") if a.get("AccountSubType") == "GlobalTaxPayable"),
        "",
    )
    for kind, sign in (("Invoice", 1), ("CreditMemo", -1), ("RefundReceipt", -1)):
        for document in books.all(kind):
            for line in document["Line"]:
                detail = line.get("SalesItemLineDetail")
                if detail:
                    found[detail["ItemAccountRef"]["value"]] += sign * line["Amount"]
            found[tax] += sign * document["TxnTaxDetail"].get("TotalTax", ZERO)
            if kind == "RefundReceipt":
                found[document["DepositToAccountRef"]["value"]] -= document["TotalAmt"]
            else:
                found[receivable] += sign * document["TotalAmt"]
    for payment in books.all("Payment"):
        found[receivable] -= payment["TotalAmt"]
        if "DepositToAccountRef" in payment:
            found[payment["DepositToAccountRef"]["value"]] += payment["TotalAmt"]
    for entry in books.all("JournalEntry"):
        _post_journal(books, entry, found)
    return found


def _post_journal(books: Books, entry: Record, found: dict[str, Decimal]) -> None:
    for line in entry["Line"]:
        detail = line["JournalEntryLineDetail"]
        account = books.get("Account", detail["AccountRef"]["value"])
        is_debit_account = account["Classification"] in {"Asset", "Expense"}
        adds = (detail["PostingType"] == "Debit") == is_debit_account
        found[account["Id"]] += line["Amount"] if adds else -line["Amount"]


def shown_company(books: Books) -> Record:
    """The `CompanyInfo` record."""
    return {
        "CompanyName": books.settings.name,
        "LegalName": books.settings.name,
        "CompanyAddr": {
            "Id": "1",
            "Line1": "1200 Seventeenth Street",
            "City": "Denver",
            "CountrySubDivisionCode": "CO",
            "PostalCode": "80202",
            "Country": "US",
        },
        "CompanyStartDate": "2019-03-04",
        "FiscalYearStartMonth": "January",
        "Country": "US",
        "Email": {"Address": "books@switchbook-practice.example"},
        "SupportedLanguages": "en",
        "NameValue": [
            {"Name": "NeoEnabled", "Value": "true"},
            {"Name": "IndustryType", "Value": "Telecommunications"},
        ],
        "domain": "QBO",
        "sparse": False,
        "Id": "1",
        "SyncToken": "0",
        "MetaData": {"CreateTime": _CREATED, "LastUpdatedTime": _CREATED},
    }


def shown_preferences(books: Books) -> Record:
    """The `Preferences` record."""
    settings = books.settings
    closed = settings.books_closed_on
    tax = {"UsingSalesTax": settings.uses_sales_tax}
    return {
        "AccountingInfoPrefs": {
            "UseAccountNumbers": True,
            "FirstMonthOfFiscalYear": "January",
            "CustomerTerminology": "Customers",
            **({"BookCloseDate": closed.isoformat()} if closed else {}),
        },
        "SalesFormsPrefs": {
            "CustomTxnNumbers": settings.numbers_by_hand,
            "AutoApplyCredit": settings.applies_credits_by_itself,
            "AllowDeposit": False,
            "AllowDiscount": False,
        },
        "TaxPrefs": tax | ({"PartnerTaxEnabled": True} if settings.uses_sales_tax else {}),
        "CurrencyPrefs": {"MultiCurrencyEnabled": False, "HomeCurrency": {"value": "USD"}},
        "OtherPrefs": {
            "NameValue": [
                {
                    "Name": "SalesFormsPrefs.WarnDuplicateTxnNumber",
                    "Value": str(settings.warns_of_duplicate_numbers).lower(),
                }
            ]
        },
        "domain": "QBO",
        "sparse": False,
        "Id": "1",
        "SyncToken": "0",
        "MetaData": {"CreateTime": _CREATED, "LastUpdatedTime": _CREATED},
    }
