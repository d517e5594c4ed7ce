"""Earlier balances by account, read from a file of accounting's."""

import csv
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from app.documents.invoice.document import Balance
from app.errors import InputError
from app.values.money import cents

_BALANCE_COLUMNS: Final = ("account_number", "previous_balance", "payments", "adjustments")


def read_balances(path: Path) -> dict[str, Balance]:
    """Earlier balances by account number, from a CSV that accounting exports.

    Columns: account_number; previous_balance, what was owed at the last invoice; payments, the
    money received since, never negative, by which less is owed; adjustments, signed as they change
    what is owed. A blank amount is none. InputError names the row that is wrong.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(
            f"{path.name} cannot be read.", f"{problem}.", "Save it as CSV in UTF-8."
        ) from problem
    reader = csv.DictReader(content.splitlines(keepends=True))
    missing = [name for name in _BALANCE_COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"{path.name} is no list of balances.",
            f"It lacks the columns {', '.join(missing)}.",
            f"The first line names the columns: {', '.join(_BALANCE_COLUMNS)}.",
        )
    found: dict[str, Balance] = {}
    for row in reader:
        try:
            number, balance = _balance_row(row, found)
        except ValueError as problem:
            raise InputError(
                f"{path.name} row {reader.line_num} is no balance.", f"{problem}.", "Mend the row."
            ) from problem
        found[number] = balance
    return found


def _balance_row(
    row: Mapping[str, str | None], known: Mapping[str, Balance]
) -> tuple[str, Balance]:
    """ValueError with the reason where the row is wrong, or its account is known already."""
    number = (row["account_number"] or "").strip()
    if not number:
        raise ValueError("It names no account")
    if number in known:
        raise ValueError(f"A row above is for account {number} too")
    previous, payments, adjustments = (_amount(row, name) for name in _BALANCE_COLUMNS[1:])
    if payments < 0:
        raise ValueError(f"Payments are money received, and {payments} is below zero")
    return number, Balance(previous=previous, payments=-payments, adjustments=adjustments)


def _amount(row: Mapping[str, str | None], name: str) -> Decimal:
    """A blank is nothing; ValueError for what is no amount in cents."""
    text = (row[name] or "").strip()
    try:
        amount = Decimal(text or 0)
    except InvalidOperation as problem:
        raise ValueError(f"{name} is “{text}”, which is no amount") from problem
    if not amount.is_finite() or cents(amount) != amount:
        raise ValueError(f"{name} is “{text}”, which is no amount in cents")
    return amount
