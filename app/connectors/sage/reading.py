"""Records of Sage Accounting in our words: accounts, rates, items, contacts and documents.

Source: ``accounting-apis.md`` 3.2 and 6. Money may come as text.
"""

import re
from decimal import Decimal
from typing import Any, Final

from app.billing.incoming import (
    BookAccount,
    BookAccountKind,
    BookBalance,
    BookCreditNote,
    BookCustomer,
    BookInvoice,
    BookItem,
    BookLine,
    BookTaxCode,
    DocumentStanding,
)
from app.connectors.json_value import write_json
from app.connectors.row_values import (
    Row,
    amount,
    day,
    flag,
    listed,
    moment,
    needed_identity,
    nested,
    text,
    text_or_none,
)
from app.values.foreign_record import PostalAddress

PRODUCT: Final = "product:"
"""How the id of a product begins, beside those of services."""

_NOTHING: Final = Decimal(0)
_KINDS: Final = (
    (re.compile(r"future|long.?term|non.?current liab"), BookAccountKind.OTHER),
    (re.compile(r"liabilit"), BookAccountKind.LIABILITY),
    (re.compile(r"cost|expens|overhead|depreciation"), BookAccountKind.EXPENSE),
    (re.compile(r"sales|income|revenue"), BookAccountKind.INCOME),
    (re.compile(r"bank|cash"), BookAccountKind.BANK),
    (re.compile(r"asset"), BookAccountKind.ASSET),
    (re.compile(r"equity|capital|reserves"), BookAccountKind.EQUITY),
)
"""What the words of a type tell, the first that fits."""
_RECEIVABLE: Final = re.compile(r"debtor|receivable")
_UNTAXED: Final = re.compile(r"(?:^|_)(?:NO_TAX|EXEMPT|OUTSIDE_SCOPE|OUT_OF_SCOPE)$")
_STANDINGS: Final = {
    "DRAFT": DocumentStanding.DRAFT,
    "UNPAID": DocumentStanding.OPEN,
    "PART_PAID": DocumentStanding.PART_PAID,
    "PAID": DocumentStanding.PAID,
    "VOID": DocumentStanding.VOID,
}


def head(row: Row) -> dict[str, Any]:
    """What every record carries."""
    return {
        "source_id": needed_identity(row),
        "modified_at": moment(row, "updated_at"),
        "is_gone": bool(text(row, "deleted_at")),
        "raw": write_json(row),
    }


def id_in(row: Row, name: str) -> str | None:
    """The id of a record that is named within another."""
    return text_or_none(nested(row, name), "id")


def account(row: Row) -> BookAccount:
    """A ledger account; lines may use it where it is visible in sales."""
    words = f"{text(nested(row, 'ledger_account_type'), 'displayed_as', 'id')}"
    kind = _kind(f"{id_in(row, 'ledger_account_type')} {words}".replace("_", " ").lower())
    is_control = flag(row, "is_control_account") is True
    if is_control and _RECEIVABLE.search(text(row, "control_name", "name").lower()):
        kind = BookAccountKind.RECEIVABLE
    balance = amount(nested(row, "balance_details"), "balance")
    return BookAccount(
        **head(row),
        code=text(row, "nominal_code"),
        name=text(row, "display_name", "name", "displayed_as"),
        kind=kind,
        type_words=words,
        is_active=flag(row, "included_in_chart") is not False,
        is_for_lines=flag(row, "visible_in_sales") is True and not is_control,
        balance=balance,
    )


def _kind(words: str) -> BookAccountKind:
    return next((kind for sign, kind in _KINDS if sign.search(words)), BookAccountKind.OTHER)


def tax_code(row: Row) -> BookTaxCode:
    """A tax rate; its id begins with the country, and tells at its end whether it is a tax."""
    found = head(row)
    rate = amount(row, "percentage")
    if rate is None:
        standing = [each for each in listed(row, "percentages") if not text(each, "to_date")]
        rate = amount(standing[-1], "percentage") if standing else None
    return BookTaxCode(
        **found,
        code=found["source_id"],
        name=text(row, "name", "displayed_as"),
        rate_percent=rate,
        is_untaxed=not rate and _UNTAXED.search(found["source_id"]) is not None,
        is_active=flag(row, "is_visible") is not False,
    )


def service(row: Row) -> BookItem:
    """A service."""
    rate = id_in(row, "sales_tax_rate")
    return BookItem(
        **head(row),
        code=text(row, "item_code"),
        name=text(row, "description", "displayed_as"),
        account_id=id_in(row, "sales_ledger_account"),
        is_taxable=None if rate is None else _UNTAXED.search(rate) is None,
        is_active=flag(row, "active") is not False,
    )


def product(row: Row) -> BookItem:
    """A product, by an id of its own among the items."""
    return service({**row, "id": f"{PRODUCT}{needed_identity(row)}"})


def customer(row: Row) -> BookCustomer:
    """A contact; our number is its reference, or where that is too short its source mark."""
    person = nested(row, "main_contact_person")
    name = text(row, "name", "displayed_as")
    days = amount(row, "credit_days")
    return BookCustomer(
        **head(row),
        name=name,
        company_name=name,
        number=text_or_none(row, "reference", "source_guid"),
        email=text_or_none(person, "email") or text_or_none(row, "email"),
        phone=text_or_none(person, "telephone", "mobile"),
        address=_address(nested(row, "main_address")),
        terms_days=None if days is None else int(days),
        currency=id_in(row, "currency"),
        balance=amount(row, "balance"),
        is_active=flag(row, "is_active") is not False and not text(row, "deleted_at"),
        version=text(row, "updated_at"),
    )


def _address(row: Row) -> PostalAddress | None:
    found = PostalAddress(
        line1=text(row, "address_line_1"),
        line2=text(row, "address_line_2"),
        city=text(row, "city"),
        region=text(row, "region"),
        postal_code=text(row, "postal_code"),
        country=text(nested(row, "country"), "id"),
    )
    return None if found.is_blank else found


def balance(row: Row) -> BookBalance:
    """What a contact owes."""
    return BookBalance(
        customer_id=needed_identity(row),
        open=amount(row, "balance") or _NOTHING,
        currency=id_in(row, "currency"),
    )


def invoice(row: Row) -> BookInvoice:
    """A sales invoice: its reference is our number; its own number stands beside it."""
    own = _own_number(row, "invoice_number")
    total, left = _amounts(row)
    return BookInvoice(
        **_document_head(row),
        number=text(row, "reference") or own,
        reference=own,
        memo=text(row, "notes"),
        customer_id=id_in(row, "contact"),
        customer_name=text(row, "contact_name") or text(nested(row, "contact"), "displayed_as"),
        dated_on=day(row, "date"),
        due_on=day(row, "due_date"),
        currency=id_in(row, "currency"),
        total=total,
        tax_total=abs(amount(row, "tax_amount") or _NOTHING),
        balance=left,
        standing=standing(row),
        lines=tuple(map(_line, listed(row, "invoice_lines"))),
        has_settlements=_is_settled(row, total=total, left=left),
        version=text(row, "updated_at"),
    )


def credit_note(row: Row) -> BookCreditNote:
    """A sales credit note, above zero however it is signed."""
    own = _own_number(row, "credit_note_number")
    total, left = _amounts(row)
    return BookCreditNote(
        **_document_head(row),
        number=text(row, "reference") or own,
        reference=own,
        memo=text(row, "notes"),
        customer_id=id_in(row, "contact"),
        dated_on=day(row, "date"),
        currency=id_in(row, "currency"),
        total=total,
        tax_total=abs(amount(row, "tax_amount") or _NOTHING),
        remaining=left,
        standing=standing(row),
        lines=tuple(map(_line, listed(row, "credit_note_lines"))),
        version=text(row, "updated_at"),
    )


def standing(row: Row) -> DocumentStanding:
    """Where a document stands; deleted ones are told by their moment."""
    told = text(nested(row, "status"), "id")
    if told == "VOID":
        return DocumentStanding.VOID
    if text(row, "deleted_at"):
        return DocumentStanding.DELETED
    if told not in _STANDINGS:
        message = f"its status is {told or 'missing'}"
        raise ValueError(message)
    return _STANDINGS[told]


def _document_head(row: Row) -> dict[str, Any]:
    """A void document stays where it is, with its moment of deletion."""
    return {**head(row), "is_gone": standing(row) is DocumentStanding.DELETED}


def _own_number(row: Row, name: str) -> str:
    """Its number there: the prefix may come within it or beside it."""
    number, prefix = text(row, name), text(row, f"{name}_prefix")
    if number and prefix and not number.startswith(prefix):
        return f"{prefix}{number}"
    return number or text(row, "displayed_as")


def _amounts(row: Row) -> tuple[Decimal, Decimal]:
    total = abs(amount(row, "total_amount") or _NOTHING)
    if standing(row) in {DocumentStanding.VOID, DocumentStanding.DELETED}:
        return total, _NOTHING
    left = amount(row, "outstanding_amount")
    return total, total if left is None else abs(left)


def _is_settled(row: Row, *, total: Decimal, left: Decimal) -> bool:
    paid = amount(row, "total_paid", "payments_allocations_total_amount") or _NOTHING
    ended = {DocumentStanding.VOID, DocumentStanding.DELETED, DocumentStanding.DRAFT}
    is_open = standing(row) not in ended
    return is_open and (bool(paid) or left != total or bool(listed(row, "payments_allocations")))


def _line(row: Row) -> BookLine:
    item = id_in(row, "service")
    made = id_in(row, "product")
    return BookLine(
        line_id=text(row, "id"),
        description=text(row, "description"),
        quantity=amount(row, "quantity"),
        unit_price=amount(row, "unit_price"),
        amount=_net(row),
        tax_amount=amount(row, "tax_amount"),
        account_id=id_in(row, "ledger_account"),
        item_id=item or (f"{PRODUCT}{made}" if made else None),
        tax_code_id=id_in(row, "tax_rate"),
    )


def _net(row: Row) -> Decimal:
    net = amount(row, "net_amount")
    if net is not None:
        return net
    price, pieces = amount(row, "unit_price") or _NOTHING, amount(row, "quantity")
    return price * (Decimal(1) if pieces is None else pieces)
