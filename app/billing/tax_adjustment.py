"""Tax adjustments: lines that correct the tax of an earlier invoice on the account's next one."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from app.tax.result import TaxLine, TaxPart
from app.tax.trace import read_trace, trace_text

_AMOUNTS = ("base", "units", "units_counted", "exempt_amount", "rate", "amount")
_PART_AMOUNTS = ("amount", "base", "units", "counted", "joined", "exempt")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAdjustment:
    """One line that takes tax back or adds it, after its invoice was final."""

    account_number: str
    """The payer of the invoice it corrects."""
    invoice_number: str
    """That invoice."""
    line: TaxLine
    """Its parts tell of the lines of that invoice, not of the one it stands on."""
    is_open: bool = True
    """Whether it stands on no invoice yet."""

    @property
    def is_of_credit(self) -> bool:
        """Whether it corrects the tax that credits gave back, and not the tax first billed."""
        return self.line.trace is not None and self.line.trace.part is not None


def line_facts(line: TaxLine) -> dict[str, object]:
    """A tax line as JSON has it, to be kept or shown; amounts as decimal strings."""
    found: dict[str, object] = {}
    for each in fields(TaxLine):
        value = getattr(line, each.name)
        if each.name == "parts":
            found["parts"] = [_part_facts(part) for part in value]
        elif each.name == "trace":
            found["trace"] = None if value is None else trace_text(value)
        else:
            found[each.name] = f"{value:f}" if isinstance(value, Decimal) else value
    return found


def _part_facts(part: TaxPart) -> dict[str, object]:
    amounts = {name: getattr(part, name) for name in _PART_AMOUNTS}
    kept = {name: f"{value:f}" for name, value in amounts.items() if value is not None}
    return {"line_index": part.line_index, **kept}


def read_line(facts: Mapping[str, Any]) -> TaxLine:
    """A tax line from what ``line_facts`` made of it."""
    values = dict(facts)
    for name in _AMOUNTS:
        values[name] = None if values[name] is None else Decimal(values[name])
    values["parts"] = tuple(_read_part(part) for part in values["parts"])
    values["trace"] = None if values["trace"] is None else read_trace(values["trace"])
    return TaxLine(**values)


def _read_part(facts: Mapping[str, Any]) -> TaxPart:
    amounts = {name: Decimal(facts[name]) for name in _PART_AMOUNTS if name in facts}
    return TaxPart(line_index=facts["line_index"], **amounts)
