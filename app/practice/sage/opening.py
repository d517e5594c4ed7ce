"""The business as it stands at the start: the world's facts in this vendor's words."""

from decimal import Decimal
from typing import Final

from app.practice.records import Address, BookCustomer, BookPayment, Invoice, World
from app.practice.sage.business import Business
from app.practice.sage.catalogue import (
    create_ledger_account,
    create_service,
    open_fixed_lists,
    tax_rate,
)
from app.practice.sage.contacts import create_contact
from app.practice.sage.documents import INVOICE, create_document
from app.practice.sage.settlements import RECEIPT, create_payment
from app.practice.sage.values import Record

_TYPES: Final = {
    "income": "SALES",
    "bank": "BANK",
    "receivable": "CURRENT_ASSETS",
    "liability": "CURRENT_LIABILITIES",
    "expense": "OVERHEADS",
}
_FURTHER_ACCOUNTS: Final = ((2210, "Telecom taxes payable"), (2220, "Regulatory fees payable"))
_RATES: Final = {
    "US": (
        ("No tax", "NO_TAX", "0"),
        ("Exempt", "EXEMPT", "0"),
        ("Sales tax 8.25%", "STANDARD", "8.25"),
    ),
    "GB": (
        ("No tax", "NO_TAX", "0"),
        ("Exempt 0.00%", "EXEMPT", "0"),
        ("Zero rated 0.00%", "ZERO", "0"),
        ("Standard 20.00%", "STANDARD", "20"),
    ),
}
_REFERENCE_LENGTH: Final = 10
_LINE_LENGTH: Final = 50


def open_settings(business: Business, world: World) -> None:
    """Fill an empty business with its short lists, tax rates, accounts and services."""
    open_fixed_lists(business)
    for name, code, percent in _RATES[business.settings.country]:
        tax_rate(business, name, code, percent)
    no_tax = f"{business.settings.country}_NO_TAX"
    by_code = {}
    for account in world.gl_accounts:
        is_control = account.kind in {"bank", "receivable", "liability"}
        sent = _account(int(account.code), account.name, _TYPES[account.kind], no_tax)
        sent["visible_in_sales"] = account.kind == "income"
        by_code[account.code] = create_ledger_account(business, sent, is_control=is_control)
    for number, name in _FURTHER_ACCOUNTS:
        sent = _account(number, name, "CURRENT_LIABILITIES", no_tax) | {"visible_in_sales": True}
        create_ledger_account(business, sent)
    bank = next(one for one in world.gl_accounts if one.kind == "bank")
    account_id = by_code[bank.code]["id"]
    record = {
        "bank_account_details": {"account_name": bank.name},
        "ledger_account_id": account_id,
        "is_active": True,
    }
    business.add("bank_accounts", record | {"nominal_code": int(bank.code)})
    for product in world.products:
        create_service(
            business,
            {
                "description": product.name,
                "item_code": product.code,
                "sales_ledger_account_id": by_code[product.gl_code]["id"],
                "sales_tax_rate_id": no_tax,
            },
        )


def _account(code: int, name: str, kind: str, rate: str) -> Record:
    return {
        "ledger_account_type_id": kind,
        "included_in_chart": True,
        "name": name,
        "display_name": name,
        "nominal_code": code,
        "tax_rate_id": rate,
    }


def open_books(business: Business, world: World) -> None:
    """Fill a business with contacts, invoices and payments."""
    contacts = {one.id: _open_contact(business, one, world) for one in world.book_customers}
    accounts = {str(one["nominal_code"]): one["id"] for one in business.all("ledger_accounts")}
    invoices = {
        one.id: _open_invoice(business, one, contact=contacts[one.customer_id], accounts=accounts)
        for one in world.book_invoices
    }
    for payment in world.book_payments:
        _open_payment(business, payment, contact=contacts[payment.customer_id], invoices=invoices)
    for customer in world.book_customers:
        business.date_back(contacts[customer.id], customer.modified_at)
        contacts[customer.id]["is_active"] = customer.is_active
    for invoice in world.book_invoices:
        business.date_back(invoices[invoice.id], invoice.modified_at)
    oldest = min(one.modified_at for one in world.book_customers)
    for table in ("ledger_accounts", "services", "tax_rates", "bank_accounts"):
        for record in business.all(table):
            business.date_back(record, oldest)


def _open_contact(business: Business, customer: BookCustomer, world: World) -> Record:
    days = next(term.days for term in world.terms if term.id == customer.terms_id)
    sent: Record = {
        "name": customer.name,
        "contact_type_ids": ["CUSTOMER"],
        "credit_days": days,
        "currency_id": customer.currency,
        "main_address": _address(customer.address),
        "main_contact_person": {
            "contact_person_type_ids": ["ACCOUNTS"],
            "name": customer.contact[:_LINE_LENGTH],
            "email": customer.email,
            "telephone": customer.phone,
        },
    }
    if customer.account:
        sent["reference"] = customer.account[:_REFERENCE_LENGTH]
    return create_contact(business, sent)


def _address(address: Address) -> Record:
    return {
        "address_type_id": "ACCOUNTS",
        "address_line_1": address.line1[:_LINE_LENGTH],
        "address_line_2": address.line2[:_LINE_LENGTH],
        "city": address.city,
        "region": address.region,
        "postal_code": address.postal_code,
        "country_id": address.country,
        "is_main_address": True,
    }


def _open_invoice(
    business: Business, invoice: Invoice, *, contact: Record, accounts: dict[str, str]
) -> Record:
    sent: Record = {
        "contact_id": contact["id"],
        "date": invoice.dated_on.isoformat(),
        "due_date": invoice.due_on.isoformat(),
        "reference": invoice.number,
        "invoice_lines": [
            {
                "description": line.description,
                "ledger_account_id": accounts[line.product.gl_code],
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "tax_amount": Decimal(0),
            }
            for line in invoice.lines
        ],
    }
    return create_document(business, INVOICE, sent)


def _open_payment(
    business: Business, payment: BookPayment, *, contact: Record, invoices: dict[int, Record]
) -> None:
    bank = next(business.all("bank_accounts"))
    sent: Record = {
        "transaction_type_id": RECEIPT,
        "contact_id": contact["id"],
        "bank_account_id": bank["id"],
        "date": payment.paid_on.isoformat(),
        "total_amount": payment.amount,
        "reference": payment.reference,
        "allocated_artefacts": [
            {"artefact_id": invoices[key]["id"], "amount": amount}
            for key, amount in payment.allocations
        ],
    }
    record = create_payment(business, sent)
    business.date_back(record, payment.modified_at)
    for held in business.all("payments_on_account"):
        if held["id"] == record.get("payment_on_account_id"):
            business.date_back(held, payment.modified_at)
