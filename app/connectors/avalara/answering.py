"""What AFC answers, in our words: taxes by item, and whatever keeps an answer from being whole."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from app.connectors.avalara.asking import read_request
from app.connectors.json_value import read_json, write_json
from app.connectors.reply import vendor_words
from app.tax.jurisdiction import Level
from app.tax.service_answer import ServiceAnswer, ServiceTax

_LEVELS: Final = {0: Level.FED, 1: Level.STATE, 2: Level.COUNTY, 3: Level.CITY}
_PER_LINE: Final = 4
"""The ``calc`` of an amount by the line."""
_CATEGORIES: Final = (
    # The vendor's category, our family, whose money it is.
    ("SALES", "SALES", "TAX"),
    ("E-911", "E911", "TAX"),
    ("E911", "E911", "TAX"),
    ("UTILITY USER", "UUT", "TAX"),
    ("COMMUNICATIONS SERVICE", "CST", "TAX"),
    ("VALUE ADDED", "GST", "TAX"),
    ("EXCISE", "FET", "TAX"),
    ("GROSS RECEIPTS", "GRT", "PASS_THROUGH"),
    ("BUSINESS", "GRT", "PASS_THROUGH"),
    ("RIGHT OF WAY", "REG", "PASS_THROUGH"),
    ("REGULATORY", "REG", "PASS_THROUGH"),
    ("CONNECTIVITY", "SUSF", "PASS_THROUGH"),
)


def rows_of(value: object) -> Iterable[Mapping[str, Any]]:
    """The objects of a list; nothing of what is none."""
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, Mapping)]


def text_of(row: Mapping[str, Any], *names: str) -> str:
    """The first of some fields that is there, as text."""
    return next((str(row[name]) for name in names if row.get(name) is not None), "")


def answers_of(requests: Sequence[str], value: object) -> list[ServiceAnswer]:
    """The answers of a call, in the order of what was asked."""
    whole = value if isinstance(value, Mapping) else {}
    found = whole.get("inv")
    invoices = found if isinstance(found, list) else []
    told = _problems(whole, "It")
    if len(invoices) != len(requests):
        lacking = f"{len(invoices)} of {len(requests)} invoices came back."
        return [ServiceAnswer(problems=(*told, lacking), raw=write_json(value)) for _ in requests]
    return [
        _answer(request, write_json(invoice), told)
        for request, invoice in zip(requests, invoices, strict=True)
    ]


def read(request: str, raw: str) -> ServiceAnswer:
    """The answer for a document, from its request and what came back for it."""
    return _answer(request, raw, ())


def _answer(request: str, raw: str, told: Sequence[str]) -> ServiceAnswer:
    invoice = read_json(raw)
    whole = invoice if isinstance(invoice, Mapping) else {}
    asked = [str(item["ref"]) for item in read_request(request)["inv"]["itms"]]
    problems = [*told, *_problems(whole, "The invoice")]
    items = [(text_of(item, "ref"), item) for item in rows_of(whole.get("itms"))]
    came = [reference for reference, _ in items]
    if sorted(came) != sorted(asked):
        strange = sorted(set(asked) ^ set(came)) or sorted(came)
        problems.append(f"Not answered item by item as asked: {', '.join(strange[:5])}.")
    taxes: list[ServiceTax] = []
    for reference, item in items:
        problems += _problems(item, f"Item {reference}")
        try:
            taxes += (_tax(reference, row) for row in rows_of(item.get("txs")))
        except (KeyError, TypeError, ValueError, InvalidOperation) as fault:
            problems.append(f"A tax of item {reference} cannot be read: {fault!r}.")
    return ServiceAnswer(taxes=tuple(taxes), problems=tuple(dict.fromkeys(problems)), raw=raw)


def _problems(value: Mapping[str, Any], words: str) -> list[str]:
    errors = value.get("err")
    if not errors:
        return []
    return [f"{words} is refused: {vendor_words(errors) or json.dumps(errors, default=str)}."]


def _tax(reference: str, row: Mapping[str, Any]) -> ServiceTax:
    category = str(row.get("cat") or "").upper()
    level = _LEVELS.get(int(row["lvl"]), Level.DISTRICT)
    family, class_ = _family(category, level)
    measure, tax = _number(row, "tm"), _number(row, "tax")
    # What is taxed of no money is a fee by the piece: by the line, or one an invoice.
    is_counted = row.get("calc") == _PER_LINE or (not measure and bool(tax))
    return ServiceTax(
        item=reference,
        tax_type=str(row["tid"]),
        name=str(row["name"]),
        category=category,
        level=level,
        place_code=text_of(row, "pcd"),
        rate=_number(row, "rate"),
        measure=measure,
        tax=tax,
        exempt=_number(row, "exm"),
        units=(_number(row, "lns") or Decimal(1)) if is_counted else Decimal(0),
        is_counted=is_counted,
        is_billed=row.get("bill") is True,
        is_reported=row.get("cmpl") is True,
        is_surcharge=row.get("sur") is True,
        family=family,
        class_=class_,
    )


def _number(row: Mapping[str, Any], name: str) -> Decimal:
    value = row.get(name)
    number = Decimal(0) if value is None else Decimal(value)
    if not number.is_finite():
        raise ValueError(name)
    return number


def _family(category: str, level: Level) -> tuple[str, str]:
    for words, family, class_ in _CATEGORIES:
        if words in category:
            is_federal = family == "SUSF" and level is Level.FED
            return ("FUSF" if is_federal else family), class_
    return "", "TAX"


def negated(answer: ServiceAnswer) -> ServiceAnswer:
    """The answer that an adjustment of all of it gets."""
    return replace(answer, taxes=tuple(replace(tax, tax=-tax.tax) for tax in answer.taxes))
