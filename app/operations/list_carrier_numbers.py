"""Brings in a carrier's list of numbers, so that what it bills us for can be counted."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.counts import CarrierNumber
from app.billing.issuer import Company
from app.customers.account import Account
from app.customers.product import Product
from app.errors import InputError
from app.findings import Finding, warning
from app.operations.office import Office
from app.progress import Progress, Silent
from app.store import audit
from app.store.audit import Action, Entry
from app.store.counts import carrier_numbers, replace_list
from app.store.setup import load
from app.values.phone_number import number_range

_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "number": frozenset(
        {"number", "telephone number", "phone number", "phone", "tn", "did", "btn", "line"}
    ),
    "account_number": frozenset({"account", "account number", "customer", "customer number"}),
    "product_code": frozenset({"product", "product code"}),
    "carrier": frozenset({"carrier", "vendor", "provider"}),
}
"""How the columns may be called, without regard to case, dashes and underscores."""
_MOST_FINDINGS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list brought."""

    carriers: Mapping[str, int]
    """How many numbers each carrier lists."""
    findings: tuple[Finding, ...]
    """Rows that could not be read, and accounts and products that are not here."""


def import_carrier_list(office: Office, path: Path, *, progress: Progress | None = None) -> Listed:
    """Takes a list in place of the carrier's last one; the carrier is a column, or the file's name.

    A comma-separated file with a header; a column of numbers is all it needs. InputError where it
    has none, or cannot be read.
    """
    (progress or Silent()).step(0, 0, f"Reading {path.name}")
    rows = _rows(path)
    findings: list[Finding] = []
    lists: dict[str, dict[str, CarrierNumber]] = {}
    with office.write() as conn:
        accounts = {each.account_number for each in load(conn, Account)}
        products = {each.product_code for each in load(conn, Product)}
        for place, row in enumerate(rows, 2):
            read = _read(row, place, carrier=path.stem, findings=findings)
            for each in read:
                _check(each, place, accounts, products, findings)
                lists.setdefault(each.carrier, {})[each.number] = each
        company = next(iter(load(conn, Company)), None)
        today = office.clock.today(ZoneInfo(company.timezone if company else "UTC"))
        before = {each.carrier for each in carrier_numbers(conn)}
        for carrier, numbers in lists.items():
            replace_list(conn, carrier, numbers.values(), on=today, file=path.name)
        entries = [
            Entry(
                area="carrier_lists",
                record=carrier,
                action=Action.CHANGED if carrier in before else Action.ADDED,
                after={"numbers": len(numbers), "file": path.name},
            )
            for carrier, numbers in sorted(lists.items())
        ]
        audit.record(conn, entries, stamp=office.stamp("import carrier list"))
    return Listed(
        carriers={carrier: len(numbers) for carrier, numbers in sorted(lists.items())},
        findings=tuple(findings[:_MOST_FINDINGS]),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows by our names of their columns."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise InputError(f"{path.name} cannot be read.", f"{problem.strerror}.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        header, *rows = list(csv.reader(io.StringIO(text), delimiter=delimiter)) or [[]]
    except csv.Error as problem:
        raise InputError(f"{path.name} is no list.", f"{problem}.") from None
    columns = _columns(header)
    if "number" not in columns.values():
        raise InputError(
            f"{path.name} has no column of numbers.",
            f"Its columns are: {', '.join(header) or 'none'}.",
            "Name one of them: number.",
        )
    return [
        {columns[at]: cell.strip() for at, cell in enumerate(row) if at in columns}
        for row in rows
        if any(cell.strip() for cell in row)
    ]


def _columns(header: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(header):
        words = " ".join(cell.casefold().replace("_", " ").replace("-", " ").split())
        name = next((ours for ours, theirs in _NAMES.items() if words in theirs), None)
        if name is not None and name not in found.values():
            found[at] = name
    return found


def _read(
    row: Mapping[str, str], place: int, *, carrier: str, findings: list[Finding]
) -> list[CarrierNumber]:
    written = row.get("number", "")
    try:
        numbers = number_range(written)
    except (InputError, ValueError) as problem:
        why = problem.what if isinstance(problem, InputError) else str(problem)
        message = f"{written or 'Nothing'} is no telephone number: {why}"
        findings.append(warning("bad_number", message, row=place, column="number", raw=written))
        return []
    return [
        CarrierNumber(
            carrier=row.get("carrier") or carrier,
            number=number,
            account_number=row.get("account_number") or None,
            product_code=row.get("product_code") or None,
        )
        for number in numbers
    ]


def _check(
    each: CarrierNumber,
    place: int,
    accounts: set[str],
    products: set[str],
    findings: list[Finding],
) -> None:
    for column, value, known in (
        ("account", each.account_number, accounts),
        ("product", each.product_code, products),
    ):
        if value is not None and value not in known:
            message = f"There is no {column} {value} here"
            findings.append(warning("unknown_reference", message, row=place, column=column))
