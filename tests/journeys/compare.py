"""How what the program says is set beside what the exact engine says."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.journeys.exact_lines import ExactInvoice, ExactLine, ExactTax

Facts = tuple[str | None, ...]
MONEY = ("charge", "gross_charge", "rate", "billed_seconds", "allowance_seconds")


def row_differences(expected: dict[str, str], got: dict[str, str]) -> list[str]:
    """The columns in which a usage row differs, with both values."""
    return [
        f"{column}: {got[column]!r}, not {value!r}"
        for column, value in expected.items()
        if not same(column, value, got[column])
    ]


def same(column: str, expected: str, got: str) -> bool:
    """Whether two cells say the same; what was never priced may stand blank for 0."""
    if expected == got:
        return True
    if column in MONEY:
        if not expected or (not got and Decimal(expected)):
            return False
        return Decimal(expected) == Decimal(got or 0)
    if column == "started_at":
        return datetime.fromisoformat(expected) == datetime.fromisoformat(got)
    return False


def plain(value: Decimal | str | None) -> str | None:
    """A number without trailing zeros."""
    return None if value is None else format(Decimal(value).normalize() + 0, "f")


def expected_line(line: ExactLine) -> Facts:
    """What is compared of a line; of usage the contract names no quantity."""
    usage = line.kind == "usage"
    return (
        line.kind,
        line.product["product_code"],
        line.product["gl_code"],
        line.location_code,
        None if usage else plain(line.quantity),
        None if usage else plain(line.unit_price),
        plain(line.amount),
        line.start.isoformat(),
        line.end.isoformat(),
    )


def told_line(line: dict[str, Any]) -> Facts:
    """The same of a line of `bill --json`."""
    usage = line["kind"] == "usage"
    return (
        line["kind"],
        line["product_code"],
        line["gl_code"],
        line["location_code"],
        None if usage else plain(line["quantity"]),
        None if usage else plain(line["unit_price"]),
        plain(line["amount"]),
        line["from"],
        line["to"],
    )


def expected_tax(tax: ExactTax) -> Facts:
    """What is compared of a tax line."""
    return (
        tax.tax_code,
        tax.class_,
        tax.jurisdiction,
        tax.location_code,
        plain(tax.base),
        plain(tax.units),
        plain(tax.units_counted),
        plain(tax.rate),
        plain(tax.amount),
    )


def told_tax(tax: dict[str, Any]) -> Facts:
    """The same of a tax line of `bill --json`."""
    return (
        tax["tax_code"],
        tax["class"],
        tax["jurisdiction"],
        tax["location_code"],
        plain(tax["base"]),
        plain(tax["units"]),
        plain(tax["units_counted"]),
        plain(tax["rate"]),
        plain(tax["amount"]),
    )


def invoice_differences(expected: ExactInvoice, got: dict[str, Any]) -> list[str]:
    """In what an invoice differs."""
    lines = unlike(map(expected_line, expected.lines), map(told_line, got["lines"]))
    taxes = unlike(map(expected_tax, expected.taxes), map(told_tax, got["tax_lines"]))
    heads = {
        "invoice_date": expected.invoice_date.isoformat(),
        "due_date": expected.due_date.isoformat(),
        "charges": plain(sum((line.amount for line in expected.lines), Decimal(0))),
        "taxes": plain(sum((tax.amount for tax in expected.taxes), Decimal(0))),
    }
    told = heads | {name: got[name] for name in ("invoice_date", "due_date")}
    told |= {name: plain(got[name]) for name in ("charges", "taxes")}
    wrong = [
        f"{name}: {told[name]}, not {heads[name]}" for name in heads if told[name] != heads[name]
    ]
    if Decimal(got["total"]) != Decimal(got["charges"]) + Decimal(got["taxes"]):
        wrong.append("total")
    return wrong + lines + taxes


def unlike(expected: Any, got: Any) -> list[str]:  # noqa: ANN401  any iterables of facts
    """What only one side has, as a multiset."""
    wanted, told = list(expected), list(got)
    for one in list(wanted):
        if one in told:
            told.remove(one)
            wanted.remove(one)
    return [f"lacks {one}" for one in wanted] + [f"has {one}" for one in told]
