"""The seal of an invoice: what was approved can be told from what is there."""

import hashlib
import json
from dataclasses import fields
from datetime import date
from decimal import Decimal

from app.billing.invoice import Invoice
from app.tax.result import TaxPart
from app.tax.trace import TaxTrace, trace_text
from app.values.money import to_counts


def seal_of(invoice: Invoice) -> str:
    """A hash of all that stands on the invoice: what was approved can be told from what is."""
    content = {f.name: getattr(invoice, f.name) for f in fields(Invoice) if f.name != "state"}
    text = json.dumps(content, default=_canonical, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> object:
    """Amounts as they lie at rest: the way they are written makes no difference."""
    if isinstance(value, Decimal):
        return to_counts(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, TaxTrace):
        return trace_text(value)
    if isinstance(value, TaxPart):
        return _part(value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    return getattr(value, "value", str(value))


def _part(part: TaxPart) -> list[int | None]:
    amounts = (part.amount, part.base, part.units, part.counted, part.joined, part.exempt)
    return [part.line_index, *(None if each is None else to_counts(each) for each in amounts)]
