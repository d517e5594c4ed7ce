"""Exported lists in our words: accounts, items, tax codes, terms and customers.

What a program knows a record by in its import files is the record's id: a name, or a short code.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from app.billing.incoming import (
    BookAccount,
    BookAccountKind,
    BookCustomer,
    BookItem,
    BookTaxCode,
    BookTerms,
)
from app.billing.outgoing import OutgoingCustomer
from app.connectors.accounting_files.paper import Layout
from app.connectors.accounting_files.tables import TableRow, rows_of
from app.values.foreign_record import ForeignRecord, PostalAddress

_KINDS: Final = (
    (re.compile(r"^ar$|receivable|debtor"), BookAccountKind.RECEIVABLE),
    (re.compile(r"long.?term|^ltliab$"), BookAccountKind.OTHER),
    (re.compile(r"liab|^currliab$"), BookAccountKind.LIABILITY),
    (re.compile(r"cost|expens|overhead|^exp$|^cogs$|^exinc$"), BookAccountKind.EXPENSE),
    (re.compile(r"income|revenue|sales|^inc$"), BookAccountKind.INCOME),
    (re.compile(r"bank|cash"), BookAccountKind.BANK),
    (re.compile(r"asset"), BookAccountKind.ASSET),
    (re.compile(r"equity|capital|reserves"), BookAccountKind.EQUITY),
)
_OF_LINES: Final = frozenset(
    {BookAccountKind.INCOME, BookAccountKind.LIABILITY, BookAccountKind.OTHER}
)
_UNTAXED: Final = re.compile(
    r"exempt|no vat|no tax|non.?tax|outside|out of scope|^t9$|^non$", re.IGNORECASE
)
_HIDDEN: Final = frozenset({"y", "yes", "true", "inactive", "1", "archived", "deleted"})

R = TypeVar("R", bound=ForeignRecord)


def _all(rows: Iterator[TableRow], read: Callable[[TableRow], R | None]) -> list[R]:
    """Every record once; a later row of one id counts in place of the earlier."""
    found: dict[str, R] = {}
    for row in rows:
        record = read(row)
        if record is not None:
            found[record.source_id] = record
    return list(found.values())


def _head(row: TableRow, source_id: str) -> dict[str, Any]:
    if not source_id:
        raise row.problem("It has no name or number")
    return {"source_id": source_id, "raw": json.dumps(dict(row.fields), ensure_ascii=False)}


def accounts(folder: Path, layout: Layout) -> list[BookAccount]:
    """The chart of accounts, as it was exported."""

    def read(row: TableRow) -> BookAccount:
        name = row.get("name", "account name", "account description", "description", "full name")
        code = row.get("accnum", "code", "account #", "account number", "account id", "n/c")
        code = code or row.get("nominal code", "nominal a/c ref", "account reference", "number")
        name = name or row.get("account") or code
        by_name = layout.key in {"quickbooks-desktop", "quickbooks-csv"}
        words = row.get("accnttype", "type", "account type")
        kind = _kind(words.lower())
        return BookAccount(
            **_head(row, name if by_name else code),
            code=code,
            name=name,
            kind=kind,
            type_words=words,
            is_active=not _is_hidden(row),
            is_for_lines=kind in _OF_LINES,
            balance=row.money("balance", "balance total", "obamount"),
        )

    return _all(rows_of(folder, "accounts", word="ACCNT"), read)


def _kind(words: str) -> BookAccountKind:
    return next((kind for sign, kind in _KINDS if sign.search(words)), BookAccountKind.OTHER)


def _is_hidden(row: TableRow) -> bool:
    return row.get("hidden", "inactive", "is inactive", "status").lower() in _HIDDEN


def items(folder: Path) -> list[BookItem]:
    """The products and services, as they were exported."""

    def read(row: TableRow) -> BookItem:
        name = row.get("product/service name", "product/service", "name", "item", "item name")
        name = name or row.get("item id", "code", "*itemcode")
        account = row.get("income account", "accnt", "account", "g/l sales account")
        taxable = row.get("taxable", "taxcode").lower()
        return BookItem(
            **_head(row, name),
            code=row.get("sku", "code") or name,
            name=name,
            account_id=account or None,
            is_taxable=None if not taxable else taxable in {"y", "yes", "tax", "true"},
            is_active=not _is_hidden(row),
        )

    return _all(rows_of(folder, "items", "products", word="INVITEM"), read)


def tax_codes(folder: Path, tax_code: str) -> list[BookTaxCode]:
    """The tax codes as they were exported; the one that is set as: not taxed, first."""

    def read(row: TableRow) -> BookTaxCode:
        name = row.get("name", "tax rate", "tax code", "code", "tax type")
        rate = row.money("rate", "percentage", "tax rate %")
        return BookTaxCode(
            **_head(row, name),
            code=name,
            name=row.get("description") or name,
            rate_percent=rate,
            is_untaxed=not rate and (name == tax_code or _UNTAXED.search(name) is not None),
            is_active=not _is_hidden(row),
        )

    found = _all(rows_of(folder, "taxes", "tax-", word="SALESTAXCODE"), read)
    first = [each for each in found if each.source_id == tax_code]
    if tax_code and not first:
        first = [
            BookTaxCode(source_id=tax_code, code=tax_code, name=tax_code, is_untaxed=True, raw="{}")
        ]
    return first + [each for each in found if each.source_id != tax_code]


def terms(folder: Path) -> list[BookTerms]:
    """Terms of payment, as they were exported."""

    def read(row: TableRow) -> BookTerms:
        name = row.get("name", "terms")
        days = row.money("duedays", "due days", "days", "net due days")
        return BookTerms(
            **_head(row, name),
            name=name,
            days=None if days is None else int(days),
            is_active=not _is_hidden(row),
        )

    return _all(rows_of(folder, "terms", word="TERMS"), read)


def customers(folder: Path, layout: Layout) -> list[BookCustomer]:
    """The customers, as they were exported."""

    def read(row: TableRow) -> BookCustomer:
        name = row.get("customer full name", "full name", "customer name", "contactname", "company")
        name = name or row.get("account name", "name", "customer")
        number = row.get("customer id", "account reference", "a/c", "account number", "accnum")
        source_id = number if layout.customers_by_number else name
        return BookCustomer(
            **_head(row, source_id or name),
            name=name or number,
            company_name=row.get("companyname", "company name", "company"),
            number=number or row.get("reference", "custfld1") or None,
            email=row.get("email", "emailaddress", "e-mail") or None,
            phone=row.get("phone1", "phone", "phone numbers", "telephone 1") or None,
            address=_address(row),
            balance=row.money("balance", "open balance", "balance total"),
            is_active=not _is_hidden(row),
        )

    return _all(rows_of(folder, "customers", "contacts", word="CUST"), read)


def _address(row: TableRow) -> PostalAddress | None:
    found = PostalAddress(
        line1=row.get("poaddressline1", "baddr2", "street", "bill to address-line one"),
        line2=row.get("poaddressline2", "baddr3", "bill to address-line two"),
        line3=row.get("poaddressline3"),
        city=row.get("pocity", "city", "bill to city"),
        region=row.get("poregion", "state", "bill to state"),
        postal_code=row.get("popostalcode", "zip", "zip code", "bill to zip"),
        country=row.get("pocountry", "country", "bill to country"),
    )
    return None if found.is_blank else found


def as_book_customer(customer_id: str, customer: OutgoingCustomer) -> BookCustomer:
    """A customer that we have made by file, and that no list shows yet."""
    return BookCustomer(
        source_id=customer_id,
        name=customer_id,
        company_name=customer.name,
        number=customer.number,
        email=customer.email,
        phone=customer.phone,
        address=None if customer.address.is_blank else customer.address,
        terms_id=customer.terms_id,
        terms_days=customer.terms_days,
        currency=customer.currency,
        raw="{}",
    )
