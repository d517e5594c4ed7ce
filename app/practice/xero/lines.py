"""Line items: their amounts and tax, worked out and rounded as the organisation does.

Source: accounting-apis.md 2.6.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.practice.xero.books import Books
from app.practice.xero.refusals import InvalidElementError
from app.practice.xero.values import ZERO, Record, places_of, read_number, rounded

NO_TAX: Final = "NoTax"
KINDS_OF_AMOUNTS: Final = ("Exclusive", "Inclusive", NO_TAX)
_LONGEST_DESCRIPTION: Final = 4000
_MOST_PLACES: Final = 4
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the lines of a document come to."""

    amounts: str
    """Exclusive, Inclusive or NoTax, as they were read."""
    lines: list[Record]
    sub_total: Decimal
    total_tax: Decimal

    @property
    def total(self) -> Decimal:
        """With tax."""
        return self.sub_total + self.total_tax


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a document's lines are to be read."""

    amounts: str
    """Exclusive, Inclusive or NoTax."""
    unit_places: int
    """Places that unit amounts keep: 2, or 4 when asked for."""
    is_approved: bool
    """Approved documents need an account on each line; drafts do not."""


def sums_of(books: Books, sent: list[Record], manner: Manner, *, kept: list[Record]) -> Sums:
    """The lines as they will be held, with their sums; `kept` are the lines held until now."""
    known = {line["LineItemID"]: line for line in kept}
    lines = []
    for one in sent:
        key = str(one.get("LineItemID") or "").lower()
        if key and key not in known:
            raise InvalidElementError("The LineItemID did not match any line of the document.")
        lines.append(_line(books, one, manner) | {"LineItemID": key or books.new_id("LineItem")})
    tax = sum((line["TaxAmount"] for line in lines), ZERO)
    net = sum((line["LineAmount"] for line in lines), ZERO)
    return Sums(manner.amounts, lines, net - tax if manner.amounts == "Inclusive" else net, tax)


def _number(line: Record, field: str, default: Decimal | None = None) -> Decimal | None:
    value = line.get(field)
    if value is None or value == "":
        return default
    number = read_number(value)
    if number is None:
        raise InvalidElementError(f"The {field} '{value}' is not a valid number.")
    return number


def _line(books: Books, sent: Record, manner: Manner) -> Record:
    description = str(sent.get("Description") or "")
    if not description and not sent.get("ItemCode"):
        raise InvalidElementError("Description must be specified for each line item.")
    if len(description) > _LONGEST_DESCRIPTION:
        raise InvalidElementError("The Description field has a maximum length of 4000 characters.")
    line: Record = {"Description": description}
    line |= _amounts(sent, manner)
    if line["LineAmount"] == 0 and not sent.get("AccountCode") and not sent.get("AccountID"):
        return line | {"TaxType": "NONE", "TaxAmount": ZERO, "Tracking": []}
    item = _item(books, sent)
    account_named = {**item, **{k: v for k, v in sent.items() if v}}
    tax_type = "NONE" if manner.amounts == NO_TAX else str(sent.get("TaxType") or "")
    if account_named.get("AccountCode") or account_named.get("AccountID"):
        account = books.line_account(account_named)
        line |= {"AccountCode": account["Code"], "AccountID": account["AccountID"]}
        tax_type = tax_type or account["TaxType"]
    elif manner.is_approved:
        raise InvalidElementError("Account code must be specified.")
    if sent.get("ItemCode"):
        line["ItemCode"] = sent["ItemCode"]
    return line | _tax(books, line, sent, manner, tax_type=tax_type or "NONE")


def _item(books: Books, sent: Record) -> Record:
    code = sent.get("ItemCode")
    if not code:
        return {}
    for item in books.all("Items"):
        if item["Code"] == code:
            return {"AccountCode": item.get("SalesDetails", {}).get("AccountCode")}
    raise InvalidElementError(f"Item code '{code}' is not valid")


def _amounts(sent: Record, manner: Manner) -> Record:
    unit = _number(sent, "UnitAmount")
    quantity = _number(sent, "Quantity", Decimal(1)) or ZERO
    amount = _number(sent, "LineAmount")
    if unit is not None and places_of(unit) > _MOST_PLACES:
        # What the vendor says of too many places; see accounting-apis.md 2.5.
        raise InvalidElementError("Account must be valid.", "Tax rate must be valid.")
    if unit is None:
        unit = ZERO if amount is None or not quantity else amount / quantity
    unit = rounded(unit, manner.unit_places)
    expected = rounded(quantity * unit)
    discount = _number(sent, "DiscountRate", ZERO) or ZERO
    if discount:
        expected = rounded(expected * (_HUNDRED - discount) / _HUNDRED)
    if amount is not None and amount != expected:
        raise InvalidElementError(
            f"The line total {amount} does not match the expected line total {expected}"
        )
    found = {"Quantity": quantity, "UnitAmount": unit, "LineAmount": expected}
    return found | ({"DiscountRate": discount} if discount else {})


def _tax(books: Books, line: Record, sent: Record, manner: Manner, *, tax_type: str) -> Record:
    rate = books.tax_rate(tax_type)
    if rate is None:
        raise InvalidElementError(
            f"The TaxType code '{tax_type}' does not exist or cannot be used for this type of "
            "transaction."
        )
    account = books.account(line) if line.get("AccountCode") else None
    if account is not None and not _can_apply(rate, account):
        raise InvalidElementError(
            f"The TaxType code '{tax_type}' cannot be used with account code '{account['Code']}'."
        )
    amount = line["LineAmount"]
    percent = rate["EffectiveRate"]
    if manner.amounts == NO_TAX:
        tax = ZERO
    elif manner.amounts == "Inclusive":
        tax = rounded(amount - amount * _HUNDRED / (_HUNDRED + percent))
    else:
        tax = rounded(amount * percent / _HUNDRED)
    told = _number(sent, "TaxAmount")
    if told is not None and manner.amounts != NO_TAX:
        tax = rounded(told)
    return {"TaxType": tax_type, "TaxAmount": tax, "Tracking": sent.get("Tracking") or []}


def _can_apply(rate: Record, account: Record) -> bool:
    field = {
        "REVENUE": "CanApplyToRevenue",
        "LIABILITY": "CanApplyToLiabilities",
        "EXPENSE": "CanApplyToExpenses",
        "ASSET": "CanApplyToAssets",
        "EQUITY": "CanApplyToEquity",
    }[account["Class"]]
    return bool(rate[field])
