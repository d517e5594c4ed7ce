"""The company's books as they stand at the start: the world's facts in this vendor's words."""

from decimal import Decimal

from app.practice.quickbooks.applications import refresh_documents
from app.practice.quickbooks.books import Books, reference
from app.practice.quickbooks.lists import create_list_record
from app.practice.quickbooks.money_in import create_payment
from app.practice.quickbooks.sales import create_sale
from app.practice.quickbooks.sales_tax import STATE_SHARE
from app.practice.quickbooks.values import Record
from app.practice.records import Address, BookCustomer, BookPayment, Invoice, World

_TYPES = {
    "income": ("Income", "ServiceFeeIncome"),
    "bank": ("Bank", "Checking"),
    "receivable": ("Accounts Receivable", "AccountsReceivable"),
    "liability": ("Other Current Liability", "OtherCurrentLiabilities"),
    "expense": ("Expense", "BadDebts"),
}
_FURTHER_ACCOUNTS = (
    ("2210", "Telecom taxes payable", "Other Current Liability", "OtherCurrentLiabilities"),
    ("2220", "Regulatory fees payable", "Other Current Liability", "OtherCurrentLiabilities"),
    ("", "Sales Tax Agency Payable", "Other Current Liability", "GlobalTaxPayable"),
    ("1499", "Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
)
_METHODS = ("Cash", "Check", "Visa", "ACH")


def open_books(books: Books, world: World) -> None:
    """Fill empty books from a world."""
    _open_lists(books, world)
    customers = {one.id: _open_customer(books, one, world) for one in world.book_customers}
    items = {record["Sku"]: record for record in books.all("Item") if "Sku" in record}
    invoices = {
        one.id: _open_invoice(books, one, customer=customers[one.customer_id], items=items)
        for one in world.book_invoices
    }
    for payment in world.book_payments:
        _open_payment(books, payment, customer=customers[payment.customer_id], invoices=invoices)
    for customer in world.book_customers:
        books.date_back("Customer", customers[customer.id], customer.modified_at)
        if not customer.is_active:
            customers[customer.id]["Active"] = False
    for invoice in world.book_invoices:
        books.date_back("Invoice", invoices[invoice.id], invoice.modified_at)


def _open_lists(books: Books, world: World) -> None:
    for term in world.terms:
        body = {"Name": term.name, "DueDays": Decimal(term.days), "Type": "STANDARD"}
        create_list_record(books, "Term", body)
    for account in world.gl_accounts:
        kind, detail = _TYPES[account.kind]
        _open_account(books, account.code, account.name, kind, detail)
    for code, name, kind, detail in _FURTHER_ACCOUNTS:
        _open_account(books, code, name, kind, detail)
    for name in _METHODS:
        create_list_record(books, "PaymentMethod", {"Name": name})
    accounts = {record.get("AcctNum"): record for record in books.all("Account")}
    for product in world.products:
        body = {
            "Name": product.code,
            "Sku": product.code,
            "Description": product.name,
            "Type": "Service",
            "UnitPrice": product.price,
            "Taxable": product.is_taxable,
            "IncomeAccountRef": reference(accounts[product.gl_code]),
        }
        create_list_record(books, "Item", body)
    create_list_record(books, "Item", {"Name": "Services", "Type": "Category"})
    _open_taxes(books)


def _open_account(books: Books, code: str, name: str, kind: str, detail: str) -> None:
    body = {"Name": name, "AccountType": kind, "AccountSubType": detail}
    create_list_record(books, "Account", body | ({"AcctNum": code} if code else {}))


def _open_taxes(books: Books) -> None:
    for name in ("State Department of Revenue", "City Treasurer"):
        books.add("TaxAgency", {"DisplayName": name, "Name": name})
    city = books.settings.tax_rate - STATE_SHARE
    for agency, (name, rate) in enumerate((("State", STATE_SHARE), ("City", city)), start=1):
        books.add(
            "TaxRate",
            {"Name": name, "Active": True, "RateValue": rate, "AgencyRef": {"value": str(agency)}},
        )
    for code, is_taxable in (("TAX", True), ("NON", False)):
        record = books.add(
            "TaxCode",
            {"Name": code, "Description": code, "Active": True, "Taxable": is_taxable},
        )
        # The pseudo codes are known by their names, not by numbers.
        del books.tables["TaxCode"][record["Id"]]
        books.changed_at["TaxCode", code] = books.changed_at.pop(("TaxCode", record["Id"]))
        record["Id"] = code
        books.tables["TaxCode"][code] = record


def _open_customer(books: Books, customer: BookCustomer, world: World) -> Record:
    terms = {term.id: term.name for term in world.terms}
    term = next(t for t in books.all("Term") if t["Name"] == terms[customer.terms_id])
    body = {
        "DisplayName": customer.name,
        "CompanyName": customer.name,
        "GivenName": customer.contact,
        "BillAddr": _address(customer.address),
        "SalesTermRef": reference(term),
        "Taxable": not customer.is_tax_exempt,
        "CurrencyRef": {"value": customer.currency},
        "PrimaryEmailAddr": {"Address": customer.email},
        "PrimaryPhone": {"FreeFormNumber": customer.phone},
        "Notes": customer.account,
    }
    filled = {k: v for k, v in body.items() if v not in ("", {"Address": ""})}
    return create_list_record(books, "Customer", filled)


def _address(address: Address) -> Record:
    body = {
        "Line1": address.line1,
        "Line2": address.line2,
        "City": address.city,
        "CountrySubDivisionCode": address.region,
        "PostalCode": address.postal_code,
        "Country": address.country,
    }
    return {k: v for k, v in body.items() if v}


def _open_invoice(
    books: Books, invoice: Invoice, *, customer: Record, items: dict[str, Record]
) -> Record:
    lines = [
        {
            "Amount": line.amount,
            "Description": line.description,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {
                "ItemRef": reference(items[line.product.code]),
                "Qty": line.quantity,
                "UnitPrice": line.unit_price,
                "TaxCodeRef": {"value": "NON"},
            },
        }
        for line in invoice.lines
    ]
    body = {
        "DocNumber": invoice.number,
        "TxnDate": invoice.dated_on.isoformat(),
        "DueDate": invoice.due_on.isoformat(),
        "CustomerRef": reference(customer),
        "Line": lines,
    }
    return create_sale(books, "Invoice", body)


def _open_payment(
    books: Books, payment: BookPayment, *, customer: Record, invoices: dict[int, Record]
) -> None:
    lines = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": invoices[key]["Id"], "TxnType": "Invoice"}]}
        for key, amount in payment.allocations
    ]
    body = {
        "TxnDate": payment.paid_on.isoformat(),
        "TotalAmt": payment.amount,
        "CustomerRef": reference(customer),
        "PaymentRefNum": payment.reference,
        "Line": lines,
    }
    record = create_payment(books, body)
    books.date_back("Payment", record, payment.modified_at)
    refresh_documents(books, {("Invoice", invoices[key]["Id"]) for key, _ in payment.allocations})
