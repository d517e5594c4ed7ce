"""A system by files: the folder, what its program exports into it, and what people do meanwhile."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import httpx

from app.connectors.registry import ACCOUNTING_SYSTEMS, PSA_SYSTEMS
from app.practice.records import World
from app.practice.registry import MAKERS
from app.practice.world import world
from tests.connectors.openings import MemorySecrets, VirtualTime
from tests.connectors.proving_ground import Ground, Watched
from tests.connectors.psa_sheets import sheets_of

Rows = list[dict[str, str]]

FILED_PSA: Final = "psa-files"
FILED_BOOKS: Final = "accounting-files"
LAYOUTS: Final = ("quickbooks-desktop", "sage50-us", "sage50-uk", "xero-csv", "quickbooks-csv")
FILED_KEYS: Final = (FILED_PSA, *(f"{FILED_BOOKS}:{layout}" for layout in LAYOUTS))

_SETTINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "sage50-us": {"receivable": "1100"},
    "sage50-uk": {"currency": "USD"},
}
_SHORT_KINDS: Final = {
    "income": "INC",
    "bank": "BANK",
    "receivable": "AR",
    "liability": "OCLIAB",
    "expense": "EXP",
}
_LONG_KINDS: Final = {
    "income": "Income",
    "bank": "Bank",
    "receivable": "Accounts Receivable",
    "liability": "Other Current Liabilities",
    "expense": "Expense",
}
_AMOUNTS: Final = {
    "sage50-us": ("Invoice/CM #", "Amount", -1),
    "sage50-uk": ("Reference", "Net Amount", 1),
    "xero-csv": ("*InvoiceNumber", "*UnitAmount", 1),
    "quickbooks-csv": ("*InvoiceNo", "*ItemAmount", 1),
}
"""Where a program finds the number and a row's amount, and the sign of what is owed."""


@dataclass
class FiledGround(Ground):
    """A folder in the place of a practice system; nothing goes over any network."""

    folder: Path = Path()

    def arm(self, *faults: str) -> None:
        """Files have no faults of a network."""
        assert not faults, "a fault of the network was armed at a folder"

    def state(self) -> Any:  # noqa: ANN401
        """All files of the folder, and what they hold."""
        paths = sorted(each for each in self.folder.rglob("*") if each.is_file())
        return {str(each.relative_to(self.folder)): each.read_bytes() for each in paths}

    def act(self, act: str, number: str, amount: Decimal | None = None) -> None:
        """Somebody does something in the program and exports the list anew."""
        self.time.sleep(1)
        doing: Callable[[str, Decimal | None], None] | None = getattr(self, f"_{act}", None)
        assert doing is not None, f"{act} does not come back by a file"
        doing(number, amount)
        self.time.sleep(1)


@dataclass
class FiledPsa(FiledGround):
    """A PSA whose records somebody exports as CSV files."""

    sheets: dict[str, Rows] = field(default_factory=dict)

    def lay(self) -> None:
        """Exports every sheet."""
        for name, rows in self.sheets.items():
            text = _csv([list(rows[0]), *(list(each.values()) for each in rows)])
            (self.folder / f"{name}.csv").write_bytes(text.encode())

    def state(self) -> Any:  # noqa: ANN401
        """The files, and the payments that were told."""
        told = [row for row in self._told() if row["column"] == "paid"]
        return {"files": super().state(), "payments": told}

    def carry_over(self) -> None:
        """The user imports what was told into the PSA, and exports it anew."""
        for told in self._told():
            (row,) = (r for r in self.sheets[told["sheet"]] if r["id"] == told["id"])
            if told["column"] == "paid":
                row["balance"] = str(Decimal(row["total"]) - Decimal(told["value"]))
            else:
                row[told["column"]] = told["value"]
        self.lay()

    def _told(self) -> Rows:
        path = self.folder / "to-psa" / "told.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _pay(self, number: str, _amount: Decimal | None) -> None:
        (row,) = (each for each in self.sheets["invoices"] if each["number"] == number)
        row |= {"balance": "0.00", "closed": "yes"}
        self.lay()

    def _delete(self, number: str, _amount: Decimal | None) -> None:
        rows = self.sheets["invoices"]
        rows[:] = [each for each in rows if each["number"] != number]
        self.lay()


@dataclass
class FiledBooks(FiledGround):
    """A program that has imported whatever lies ready, and exports its lists."""

    layout: str = ""
    payments: Rows = field(default_factory=list)

    def state(self) -> Any:  # noqa: ANN401
        """The files, and the invoices that the program has from them."""
        found = [
            {"number": number, "total": total, "status": "open"}
            for number, total in self._imported().items()
        ]
        return {"files": super().state(), "invoices": found}

    def lay_payments(self) -> None:
        """Exports the list of payments."""
        header = ["Payment ID", "Date", "Customer", "Invoice", "Amount", "Reference", "Void"]
        rows = [[each.get(name, "") for name in header] for each in self.payments]
        self._lay("payments.csv", _csv([header, *rows]))

    def _lay(self, name: str, text: str) -> None:
        (self.folder / "exported").mkdir(exist_ok=True)
        (self.folder / "exported" / name).write_bytes(text.encode())

    def _imported(self) -> dict[str, Decimal]:
        """The totals by number, of each time that a number was imported."""
        found: dict[str, Decimal] = {}
        for path in sorted((self.folder / "to-import").glob("invoices-*")):
            text = path.read_bytes().decode()
            for number, amount in self._rows(text):
                found[number] = found.get(number, Decimal(0)) + amount
        return found

    def _rows(self, text: str) -> Iterable[tuple[str, Decimal]]:
        if self.layout == "quickbooks-desktop":
            lines = (line.split("\t") for line in text.split("\r\n"))
            return [(row[6], Decimal(row[5])) for row in lines if row[0] == "TRNS"]
        number, amount, sign = _AMOUNTS[self.layout]
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [(row[number], sign * Decimal(row[amount])) for row in rows]

    def _pay(self, number: str, amount: Decimal | None) -> None:
        parts = [Decimal(e["Amount"]) for e in self.payments if e["Invoice"] == number]
        left = self._imported()[number] - sum(parts, Decimal(0))
        paid = left if amount is None else min(amount, left)
        serial = len(self.payments) + 1
        common = {"Payment ID": f"P-{serial}", "Date": "2026-11-02", "Reference": f"Check {serial}"}
        self.payments.append({**common, "Invoice": number, "Amount": str(paid)})
        if amount is not None and amount > paid:
            self.payments.append({**common, "Invoice": "", "Amount": str(amount - paid)})
        self.lay_payments()

    def _void(self, reference: str, _amount: Decimal | None) -> None:
        for each in self._of_reference(reference):
            each["Void"] = "yes"
        self.lay_payments()

    def _delete(self, reference: str, _amount: Decimal | None) -> None:
        for each in self._of_reference(reference):
            self.payments.remove(each)
        self.lay_payments()

    def _of_reference(self, reference: str) -> Rows:
        found = [each for each in self.payments if each["Reference"] == reference]
        assert found, f"{reference} is no payment: what becomes of it comes back by no file"
        return found

    def lay(self, of: World) -> None:
        """Exports the lists of the program, as it is asked for once."""
        name = ".iif" if self.layout == "quickbooks-desktop" else ".csv"
        for kind, table in _lists(of, self.layout).items():
            word, header, rows = table
            text = _interchange(word, [header, *rows]) if name == ".iif" else _csv([header, *rows])
            self._lay(kind + name, text)
        ids = {
            each.id: _id(each.id, each.account, each.name, self.layout)
            for each in of.book_customers
        }
        numbers = {each.id: each.number for each in of.book_invoices}
        for payment in of.book_payments:
            left = payment.amount - sum((amount for _, amount in payment.allocations), Decimal(0))
            parts = [(numbers[own_id], amount) for own_id, amount in payment.allocations]
            self.payments += [
                {
                    "Payment ID": str(payment.id),
                    "Date": payment.paid_on.isoformat(),
                    "Customer": ids[payment.customer_id],
                    "Reference": payment.reference,
                    "Invoice": number,
                    "Amount": str(amount),
                }
                for number, amount in [*parts, *([("", left)] if left else [])]
            ]
        self.lay_payments()


def _id(own_id: int, account: str, name: str, layout: str) -> str:
    """What the program knows a customer by."""
    return (account or f"B{own_id}") if layout.startswith("sage50") else name


Table = tuple[str, list[str], list[list[str]]]


def _lists(of: World, layout: str) -> dict[str, Table]:
    """The lists by file name: their word in an interchange file, header and rows."""
    is_desktop, by_name = layout == "quickbooks-desktop", layout.startswith("quickbooks")
    kinds = _SHORT_KINDS if is_desktop else _LONG_KINDS
    accounts = {
        "quickbooks-desktop": ["ACCNUM", "NAME", "ACCNTTYPE"],
        "sage50-us": ["Account ID", "Account Description", "Account Type"],
        "sage50-uk": ["N/C", "Name", "Type"],
        "xero-csv": ["*Code", "*Name", "*Type"],
        "quickbooks-csv": ["Account #", "Full name", "Type"],
    }[layout]
    item = "Income Account" if layout == "quickbooks-csv" else "ACCNT"
    return {
        "accounts": ("ACCNT", accounts, [[e.code, e.name, kinds[e.kind]] for e in of.gl_accounts]),
        "items": (
            "INVITEM",
            ["NAME", item, "TAXABLE"],
            [
                [f"{each.code} {each.name}", each.name if by_name else each.code, "N"]
                for each in of.gl_accounts
            ],
        ),
        "taxes": ("SALESTAXCODE", ["NAME", "RATE"], [["Exempt", "0"], ["State", "5.00"]]),
        "terms": ("TERMS", ["NAME", "DUEDAYS"], [[e.name, str(e.days)] for e in of.terms]),
        "customers": ("CUST", *_customers(of, layout)),
    }


def _customers(of: World, layout: str) -> tuple[list[str], list[list[str]]]:
    header = {
        "quickbooks-desktop": "ACCNUM|NAME|COMPANYNAME|EMAIL|PHONE1|BADDR2|BADDR3|BALANCE|HIDDEN",
        "sage50-us": "Customer ID|Customer Name|Company|E-mail|Telephone 1"
        "|Bill to Address-Line One|Bill to City|Balance|Inactive",
        "sage50-uk": "A/C|Name|Company|E-mail|Telephone 1|Street|City|Balance|Inactive",
        "xero-csv": "AccountNumber|ContactName|Company|EmailAddress|Phone|POAddressLine1|POCity"
        "|Balance|Status",
        "quickbooks-csv": "Account Number|Customer full name|Company name|Email|Phone|Street|City"
        "|Open balance|Status",
    }[layout].split("|")
    gone = {"xero-csv": "Archived", "quickbooks-csv": "Inactive"}.get(layout, "Y")
    is_short = layout.startswith("sage50")
    rows = [
        [
            _id(each.id, each.account, each.name, layout) if is_short else each.account,
            each.name,
            each.name,
            each.email,
            each.phone,
            each.address.line1,
            each.address.city,
            "0.00",
            "" if each.is_active else gone,
        ]
        for each in of.book_customers
    ]
    return header, rows


def _csv(rows: Iterable[Sequence[str]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    return made.getvalue()


def _interchange(word: str, rows: Iterable[Sequence[str]]) -> str:
    lines = [
        "\t".join((f"!{word}" if place == 0 else word, *row)) for place, row in enumerate(rows)
    ]
    return "\r\n".join([*lines, ""])


def filed_ground(key: str, folder: Path) -> FiledGround:
    """A connector on a folder into which everything was exported."""
    system, _, layout = key.partition(":")
    common: dict[str, Any] = {
        "key": system,
        "system": PSA_SYSTEMS.get(system) or ACCOUNTING_SYSTEMS[system],
        "practice": MAKERS["xero"](VirtualTime(), world()),
        "time": VirtualTime(),
        "secrets": MemorySecrets(),
        "way": Watched(httpx.MockTransport(_nobody)),
        "folder": folder,
    }
    settings = {"folder": str(folder), **_SETTINGS.get(layout, {})}
    if system == FILED_PSA:
        psa = FiledPsa(**common, settings=settings | {"name": "Cedar"}, sheets=sheets_of(world()))
        psa.lay()
        return psa
    given = settings | {"layout": layout, "company": "Cedar"}
    books = FiledBooks(**common, settings=given, layout=layout)
    books.lay(world())
    return books


def _nobody(_request: httpx.Request) -> httpx.Response:
    message = "a system by files asked over the network"
    raise AssertionError(message)
