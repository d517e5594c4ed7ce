"""The reports a biller reads: what each customer owes, and how old it is."""

from collections.abc import Mapping
from decimal import Decimal

from app.practice.quickbooks.applications import customer_balances
from app.practice.quickbooks.books import Books
from app.practice.quickbooks.faults import FaultError, bad_value
from app.practice.quickbooks.values import ZERO, Record, moment_text, read_day

_AGES = ("Current", "1 - 30", "31 - 60", "61 - 90", "91 and over")
_DAYS_IN_AGE = 30
_Line = tuple[Record, list[Decimal]]


def report(books: Books, name: str, options: Mapping[str, str]) -> Record:
    """A report by its name; refused when there is none such."""
    if name == "CustomerBalance":
        titles = ["", "Total"]
        owed = customer_balances(books)
        rows = [
            (record, [owed[record["Id"]]]) for record in books.all("Customer") if owed[record["Id"]]
        ]
    elif name == "AgedReceivables":
        titles = ["", *_AGES, "Total"]
        rows = _aged(books, options)
    else:
        raise FaultError("5020", "Permission Denied Error", detail=f"No report {name}.")
    columns = [
        {"ColTitle": title, "ColType": "Customer" if n == 0 else "Money"}
        for n, title in enumerate(titles)
    ]
    totals = [sum(column, ZERO) for column in zip(*(r[1] for r in rows), strict=True)]
    return {
        "Header": {
            "Time": moment_text(books.clock.now()),
            "ReportName": name,
            "Currency": "USD",
        },
        "Columns": {"Column": columns},
        "Rows": {
            "Row": [
                *(_row(record["DisplayName"], record["Id"], amounts) for record, amounts in rows),
                {
                    "Summary": {"ColData": [{"value": "TOTAL"}, *map(_cell, totals)]},
                    "type": "Section",
                    "group": "GrandTotal",
                },
            ]
        },
    }


def _row(name: str, key: str, amounts: list[Decimal]) -> Record:
    return {"ColData": [{"value": name, "id": key}, *map(_cell, amounts)], "type": "Data"}


def _cell(amount: Decimal) -> Record:
    return {"value": f"{amount:f}"}


def _aged(books: Books, options: Mapping[str, str]) -> list[_Line]:
    text = options.get("report_date", books.today().isoformat())
    as_of = read_day(text)
    if as_of is None:
        raise bad_value("report_date", text)
    found: dict[str, list[Decimal]] = {}
    for invoice in books.all("Invoice"):
        due = read_day(invoice["DueDate"])
        if not invoice["Balance"] or due is None:
            continue
        late = (as_of - due).days
        age = 0 if late <= 0 else min((late - 1) // _DAYS_IN_AGE + 1, len(_AGES) - 1)
        amounts = found.setdefault(invoice["CustomerRef"]["value"], [ZERO] * (len(_AGES) + 1))
        amounts[age] += invoice["Balance"]
        amounts[-1] += invoice["Balance"]
    return [(books.get("Customer", key), amounts) for key, amounts in found.items()]
