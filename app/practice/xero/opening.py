"""The organisation's books as they stand at the start: the world's facts in this vendor's words."""

from decimal import Decimal
from typing import Final

from app.practice.records import Address, BookCustomer, BookPayment, Invoice, World
from app.practice.xero.books import Books
from app.practice.xero.catalogue import create_account, put_item, tax_rate
from app.practice.xero.contacts import put_contact
from app.practice.xero.documents import INVOICE, put_document
from app.practice.xero.money import create_bank_transaction, create_payment
from app.practice.xero.values import Record

_TYPES: Final = {
    "income": "REVENUE",
    "bank": "BANK",
    "receivable": "CURRENT",
    "liability": "CURRLIAB",
    "expense": "EXPENSE",
}
_SYSTEM: Final = {"1100": "DEBTORS", "2200": "GST"}
_FURTHER_ACCOUNTS: Final = (
    ("2210", "Telecom taxes payable", "CURRLIAB", ""),
    ("2220", "Regulatory fees payable", "CURRLIAB", ""),
    ("2000", "Accounts payable", "CURRLIAB", "CREDITORS"),
    ("8600", "Rounding", "EXPENSE", "ROUNDING"),
)


def open_settings(books: Books, world: World) -> None:
    """Fill empty books with tax rates, accounts and items."""
    books.tax_rates += [
        tax_rate("Tax Exempt", "NONE", "0.00", is_for_sales=True),
        tax_rate("Sales Tax on Imports", "GSTONIMPORTS", "0.00", is_for_sales=False),
        tax_rate("Tax on Sales", "OUTPUT", "8.25", is_for_sales=True),
        tax_rate("Tax on Purchases", "INPUT", "8.25", is_for_sales=False),
    ]
    for account in world.gl_accounts:
        sent = {"Code": account.code, "Name": account.name, "Type": _TYPES[account.kind]}
        if account.kind == "income":
            sent["TaxType"] = "OUTPUT"
        create_account(books, sent, system=_SYSTEM.get(account.code, ""))
    for code, name, kind, system in _FURTHER_ACCOUNTS:
        create_account(books, {"Code": code, "Name": name, "Type": kind}, system=system)
    for product in world.products:
        put_item(
            books,
            {
                "Code": product.code,
                "Name": product.name[:50],
                "SalesDetails": {"UnitPrice": product.price, "AccountCode": product.gl_code},
            },
        )


def open_books(books: Books, world: World) -> None:
    """Fill books with contacts, invoices and payments."""
    contacts = {one.id: _open_contact(books, one, world) for one in world.book_customers}
    invoices = {
        one.id: _open_invoice(books, one, contact=contacts[one.customer_id])
        for one in world.book_invoices
    }
    for payment in world.book_payments:
        _open_payment(books, payment, contact=contacts[payment.customer_id], invoices=invoices)
    for customer in world.book_customers:
        contact = contacts[customer.id]
        contact["UpdatedDateUTC"] = customer.modified_at
        if not customer.is_active:
            contact["ContactStatus"] = "ARCHIVED"
    for invoice in world.book_invoices:
        invoices[invoice.id]["UpdatedDateUTC"] = invoice.modified_at
    for table in ("Accounts", "Items"):
        for record in books.all(table):
            record["UpdatedDateUTC"] = min(one.modified_at for one in world.book_customers)


def _open_contact(books: Books, customer: BookCustomer, world: World) -> Record:
    days = next(term.days for term in world.terms if term.id == customer.terms_id)
    sent: Record = {
        "Name": customer.name,
        "AccountNumber": customer.account,
        "FirstName": customer.contact,
        "EmailAddress": customer.email,
        "Addresses": [_address(customer.address)],
        "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": customer.phone}],
        "DefaultCurrency": customer.currency,
        "PaymentTerms": {"Sales": {"Day": days, "Type": "DAYSAFTERBILLDATE"}},
    }
    return put_contact(books, {k: v for k, v in sent.items() if v})


def _address(address: Address) -> Record:
    sent = {
        "AddressLine1": address.line1,
        "AddressLine2": address.line2,
        "City": address.city,
        "Region": address.region,
        "PostalCode": address.postal_code,
        "Country": address.country,
    }
    return {"AddressType": "POBOX", **{k: v for k, v in sent.items() if v}}


def _open_invoice(books: Books, invoice: Invoice, *, contact: Record) -> Record:
    sent: Record = {
        "Type": "ACCREC",
        "InvoiceNumber": invoice.number,
        "Contact": {"ContactID": contact["ContactID"]},
        "Date": invoice.dated_on.isoformat(),
        "DueDate": invoice.due_on.isoformat(),
        "LineAmountTypes": "NoTax",
        "Status": "AUTHORISED",
        "LineItems": [
            {
                "Description": line.description,
                "Quantity": line.quantity,
                "UnitAmount": line.unit_price,
                "ItemCode": line.product.code,
                "AccountCode": line.product.gl_code,
                "TaxType": "NONE",
            }
            for line in invoice.lines
        ],
    }
    record = put_document(books, INVOICE, sent, unit_places=4)
    # Not made by the application that is signed in.
    record["is_ours"] = False
    return record


def _open_payment(
    books: Books, payment: BookPayment, *, contact: Record, invoices: dict[int, Record]
) -> None:
    bank = next(a["AccountID"] for a in books.all("Accounts") if a["Type"] == "BANK")
    left = payment.amount
    for key, amount in payment.allocations:
        left -= amount
        record = create_payment(
            books,
            {
                "Invoice": {"InvoiceID": invoices[key]["InvoiceID"]},
                "Account": {"AccountID": bank},
                "Date": payment.paid_on.isoformat(),
                "Amount": amount,
                "Reference": payment.reference,
            },
        )
        record["UpdatedDateUTC"] = payment.modified_at
    if left > Decimal(0):
        held = create_bank_transaction(
            books,
            {
                "Type": "RECEIVE-OVERPAYMENT",
                "Contact": {"ContactID": contact["ContactID"]},
                "BankAccount": {"AccountID": bank},
                "Date": payment.paid_on.isoformat(),
                "Reference": payment.reference,
                "LineItems": [{"Description": "Paid too much", "LineAmount": left}],
            },
        )
        held["UpdatedDateUTC"] = payment.modified_at
        books.get("Overpayments", held["OverpaymentID"])["UpdatedDateUTC"] = payment.modified_at
