"""How a tax service calls what we bill: pairs of transaction and service, and its kinds of taxes.

A category or count whose pair is blank is not sent: that too is a decision on record. One that has
no row at all holds the invoices it stands on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.tax.category import ANY, is_category, is_pattern, pattern_reaches, specificity
from app.tax.rule_row import UnitKind
from app.values.sheet import Kind, Sheet, column

CATEGORY: Final = "category"
COUNT: Final = "count"
TAX_TYPE: Final = "tax_type"

INVOICE: Final = "INVOICE"
"""The count that is 1 on every invoice, for fees per invoice."""

COUNTS: Final = (*(kind.value for kind in UnitKind if kind is not UnitKind.ACCOUNT), INVOICE)
"""What can be counted for a service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePair:
    """One row of ``tax_service_pairs``: what the service calls a category, a count or a tax."""

    service: str = column(
        Kind.TEXT, "The tax service", required=True, choices=("avalara",), example="avalara"
    )
    maps: str = column(
        Kind.TEXT,
        "What the row maps",
        required=True,
        choices=(CATEGORY, COUNT, TAX_TYPE),
        example=CATEGORY,
    )
    code: str = column(
        Kind.TEXT,
        "A category (* at the end for more); LINE, TRUNK, CALL_PATH, DID, LOCATION or INVOICE;"
        " the service's number of a tax type",
        required=True,
        example="VOIP_FIXED",
    )
    category: str | None = column(Kind.TEXT, "Of counts: only of this category; blank: of all")
    transaction: str | None = column(
        Kind.TEXT, "The service's transaction type; blank: not sent", example="19"
    )
    service_type: str | None = column(
        Kind.TEXT, "The service's service type; blank: not sent", example="6"
    )
    family: str | None = column(Kind.TEXT, "Of tax types: our family, as in SALES")
    class_: str | None = column(
        Kind.TEXT,
        "Of tax types: whose money it is",
        choices=("TAX", "PASS_THROUGH", "PROVIDER_FEE"),
    )
    note: str | None = column(Kind.TEXT, "Where it is from", example="VoIP, access charge")


TAX_SERVICE_PAIRS = Sheet(
    name="tax_service_pairs",
    row=ServicePair,
    key=("service", "maps", "code", "category"),
    doc="How your tax service calls what you bill",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairBook:
    """The pairs of one tax service."""

    rows: tuple[ServicePair, ...] = ()

    def of_category(self, category: str) -> ServicePair | None:
        """The most exact row for a category in capitals; None where no row speaks of it."""
        found = [
            row
            for row in self.rows
            if row.maps == CATEGORY and pattern_reaches(row.code.strip().upper(), category)
        ]
        return max(found, key=lambda row: specificity(row.code.strip().upper()), default=None)

    def of_count(self, kind: str, category: str) -> ServicePair | None:
        """The row for a count, one of the category before one of all; None where there is none."""
        rows = [row for row in self.rows if row.maps == COUNT and row.code.strip().upper() == kind]
        named = [row for row in rows if (row.category or "").strip().upper() == category]
        return next(iter([*named, *(row for row in rows if not row.category)]), None)

    def of_tax_type(self, tax_type: str) -> ServicePair | None:
        """The row for one of the service's tax types; None where there is none."""
        rows = (row for row in self.rows if row.maps == TAX_TYPE and row.code.strip() == tax_type)
        return next(rows, None)

    def tax_types(self, family: str) -> tuple[str, ...]:
        """The service's tax types that are of one of our families."""
        return tuple(
            row.code.strip()
            for row in self.rows
            if row.maps == TAX_TYPE and (row.family or "").strip().upper() == family
        )


def pairs_of(rows: Iterable[ServicePair], service: str) -> PairBook:
    """The rows of one service."""
    return PairBook(rows=tuple(row for row in rows if row.service == service))


def pair_problems(row: ServicePair) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a row: the column, what, and the way out."""
    code = row.code.strip().upper()
    if row.maps == CATEGORY and code != ANY and not is_pattern(code):
        yield (
            "code",
            f"code is {row.code!r}, which is no service category",
            "Use a category of the list, with * at its end to match more, or * alone.",
        )
    if row.maps == COUNT and code not in COUNTS:
        yield "code", f"code is {row.code!r}, which nothing counts", f"Use {', '.join(COUNTS)}."
    if row.category and (row.maps != COUNT or not is_category(row.category)):
        yield (
            "category",
            f"category is {row.category!r}",
            "Fill it for counts only, with a category of the list.",
        )
    if bool(row.transaction) != bool(row.service_type):
        yield (
            "service_type",
            "one half of the pair is blank",
            "Fill transaction and service_type, or leave both blank: then it is not sent.",
        )
    if row.maps == TAX_TYPE and not (row.family and row.class_):
        yield (
            "family",
            "a tax type needs family and class",
            "Fill both: reports and the invoice sort by them.",
        )
