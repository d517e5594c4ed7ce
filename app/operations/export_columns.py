"""The columns of exported tables, and what each holds; a public contract."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from app.operations.call_listing import USAGE_COLUMNS


class Kind(Enum):
    """What a column holds, beyond its text in a CSV."""

    TEXT = "text"
    WHOLE = "whole number"
    EXACT = "rate, quantity or exact amount"
    """Plain decimals without needless zeros."""
    MONEY = "money"
    """At least two decimals."""
    DAY = "day"
    MOMENT = "moment"
    FLAG = "yes or no"


Columns = Mapping[str, Kind]
_TEXT, _WHOLE, _EXACT, _MONEY = Kind.TEXT, Kind.WHOLE, Kind.EXACT, Kind.MONEY
_DAY, _MOMENT, _FLAG = Kind.DAY, Kind.MOMENT, Kind.FLAG

USAGE: Final[Columns] = dict.fromkeys(USAGE_COLUMNS, _TEXT) | {
    "row": _WHOLE,
    "started_at": _MOMENT,
    "raw_seconds": _WHOLE,
    "billed_seconds": _WHOLE,
    "allowance_seconds": _EXACT,
    "rate": _EXACT,
    "gross_charge": _EXACT,
    "charge": _EXACT,
    "cost": _EXACT,
}
INVOICE: Final[Columns] = {
    "invoice_number": _TEXT,
    "account_number": _TEXT,
    "run": _WHOLE,
    "period": _TEXT,
    "state": _TEXT,
    "period_start": _DAY,
    "period_end": _DAY,
    "invoice_date": _DAY,
    "due_date": _DAY,
    "currency": _TEXT,
    "charges": _MONEY,
    "taxes": _MONEY,
    "total": _MONEY,
}
LINE: Final[Columns] = {
    "invoice_number": _TEXT,
    "account_number": _TEXT,
    "line": _WHOLE,
    "kind": _TEXT,
    "product_code": _TEXT,
    "gl_code": _TEXT,
    "location_code": _TEXT,
    "description": _TEXT,
    "quantity": _EXACT,
    "unit_price": _EXACT,
    "amount": _MONEY,
    "from": _DAY,
    "to": _DAY,
    "reference": _TEXT,
    "late": _FLAG,
    "call_class": _TEXT,
    "calls": _WHOLE,
    "billed_seconds": _WHOLE,
    "allowance_seconds": _WHOLE,
    "exact": _EXACT,
}
TAX: Final[Columns] = {
    "invoice_number": _TEXT,
    "account_number": _TEXT,
    "tax_code": _TEXT,
    "bill_label": _TEXT,
    "class": _TEXT,
    "family": _TEXT,
    "jurisdiction": _TEXT,
    "location_code": _TEXT,
    "base": _EXACT,
    "units": _EXACT,
    "units_counted": _EXACT,
    "exempt_amount": _MONEY,
    "certificate_number": _TEXT,
    "rate": _EXACT,
    "amount": _MONEY,
    "adjusts": _TEXT,
    "tax_date": _DAY,
    "gross": _MONEY,
    "taken": _EXACT,
    "included": _EXACT,
    "exact": _TEXT,
    "method": _TEXT,
    "base_kind": _TEXT,
    "category": _TEXT,
    "effective_from": _DAY,
    "source": _TEXT,
}
JOURNAL: Final[Columns] = {
    "posted_on": _DAY,
    "invoice_number": _TEXT,
    "account_number": _TEXT,
    "ledger": _TEXT,
    "code": _TEXT,
    "debit": _MONEY,
    "credit": _MONEY,
    "reverses": _FLAG,
}
AUDIT: Final[Columns] = {
    "id": _WHOLE,
    "at": _MOMENT,
    "actor": _TEXT,
    "operation": _TEXT,
    "area": _TEXT,
    "record": _TEXT,
    "action": _TEXT,
    "before": _TEXT,
    "after": _TEXT,
    "reason": _TEXT,
    "origin": _TEXT,
}
