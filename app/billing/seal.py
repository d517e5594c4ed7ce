"""The seal of an invoice: what was approved can be told from what is there."""

import hashlib
import json
from dataclasses import fields
from datetime import date
from decimal import Decimal

from app.billing.invoice import Invoice
from app.values.money import plain


def seal_of(invoice: Invoice) -> str:
    """A hash of all that stands on the invoice: what was approved can be told from what is."""
    content = {f.name: getattr(invoice, f.name) for f in fields(Invoice) if f.name != "state"}
    text = json.dumps(content, default=_canonical, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{plain(value):f}"
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    return getattr(value, "value", str(value))
