"""Documents on their way into a file, and how a file of a program is laid out.

Source: ``accounting-apis.md`` 4 and the columns that the vendors document.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Final

from app.billing.outgoing import OutgoingCreditNote, OutgoingCustomer, OutgoingInvoice

Document = OutgoingInvoice | OutgoingCreditNote

Row = Sequence[str]


class DayOrder(Enum):
    """How a program reads days."""

    MONTH_FIRST = "%m/%d/%Y"
    MONTH_FIRST_SHORT = "%m/%d/%y"
    DAY_FIRST = "%d/%m/%Y"
    YEAR_FIRST = "%Y-%m-%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the documents of a file, by the user's settings and lists."""

    receivable: str
    """The account of what customers owe."""
    tax_code: str
    """The program's code for: not taxed."""
    days: DayOrder
    currency: str
    has_tax_columns: bool = False
    """Whether the company is one whose lines must name a tax code."""
    customers: Mapping[str, OutgoingCustomer]
    """By their ids: what the file tells of a customer."""
    terms: Mapping[str, str]
    """Names of terms by their ids."""

    def day(self, day: date) -> str:
        """A day as the program reads it."""
        return day.strftime(self.days.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one program's import file is laid out, and what the program can take by file."""

    key: str
    title: str
    suffix: str
    encoding: str
    receivable: str = ""
    """The usual account of what customers owe; blank: the file names none, or it must be set."""
    tax_code: str = ""
    """The usual code for: not taxed."""
    days: DayOrder
    most_documents: int
    """How many documents one file may hold."""
    most_rows: int
    """How many rows of lines one file may hold."""
    longest_number: int
    longest_customer: int
    needs_items: bool = False
    needs_tax_code: bool = False
    needs_receivable: bool = False
    takes_credit_notes: bool = True
    takes_lines_below_zero: bool = True
    advice: str
    """What the user does in the program's import screen, in whole sentences."""
    makes_customers: bool
    """Whether it makes customers that it does not know, or takes them by the same file."""
    customers_by_number: bool = False
    """Whether it knows a customer by a short id, in place of the name."""
    written: Callable[[Sequence[Document], Sequence[OutgoingCustomer], Frame], str]
    """The text of a file, from its documents and the customers that are new in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one connection is set up."""

    layout: Layout
    folder: Path
    company: str
    frame: Frame
    country: str


MANY: Final = 1_000_000
"""No limit that is documented."""


def money(amount: Decimal) -> str:
    """An amount with a point and two places; nothing is below zero that is zero."""
    return f"{amount + Decimal(0):.2f}"


def plain(words: str) -> str:
    """Words in one line."""
    return " ".join(words.split())


def name_in_file(customer: OutgoingCustomer) -> str:
    """What a program will know a new customer by; a colon would put it below another."""
    return plain(customer.name.replace(":", " "))


def csv_text(rows: Iterable[Row]) -> str:
    """Rows with commas, quoted where needed, each ended by a carriage return and line feed."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    return made.getvalue()


def is_credit(document: Document) -> bool:
    """Whether a document gives money back."""
    return isinstance(document, OutgoingCreditNote)


def due_on(document: Document) -> date:
    """When a document is due; a credit note at once."""
    return document.due_on if isinstance(document, OutgoingInvoice) else document.dated_on


def remark(document: Document) -> str:
    """What people may read of a document."""
    return plain(" / ".join(filter(None, (document.reference, document.memo))))
