"""The lines of FCC Forms 499-A and 499-Q that categories of revenue go to: a table of the user's.

The built-in table stands in while the sheet ``form_499`` is empty. Its lines are those of the forms
of 2016 to 2025 (``telecom-tax.md`` 7.1, confidence medium); the forms change, and what is here is
never to be taken for the form of this year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.tax.category import is_pattern, pattern_reaches, specificity
from app.values.sheet import Kind, Sheet, column

NOT_REPORTED: Final = "none"
"""In place of a line: money that is no revenue of the form."""

RESALE: Final = "115"
"""Form 499-Q: sold to other contributors for resale."""
END_USER: Final = "116"
"""Form 499-Q: telecommunications sold to end users, universal service recovery with it."""
OTHER: Final = "117"
"""Form 499-Q: everything else, in no contribution base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form499Line:
    """Where the revenue of some categories stands on the forms."""

    category: str = column(
        Kind.TEXT,
        "Product category; * at the end or alone matches more, the longest pattern applies",
        required=True,
        example="VOIP_*",
    )
    with_broadband: bool | None = column(
        Kind.YES_NO,
        "Only where our Internet access is at the same location (yes) or is not (no); blank: both",
        example="yes",
    )
    sold_to: str = column(
        Kind.TEXT,
        "Only what is sold to end users, or to resellers with a valid FCC certification",
        default="anyone",
        choices=("anyone", "end_user", "reseller"),
        example="anyone",
    )
    annual_line: str = column(
        Kind.TEXT,
        "Line of Form 499-A, as the form of the year has it; none: no revenue of the form",
        required=True,
        example="404.4",
    )
    quarterly_line: str = column(
        Kind.TEXT,
        "Line of Form 499-Q: 115 resale, 116 telecommunications of end users, 117 all else",
        required=True,
        choices=(RESALE, END_USER, OTHER, NOT_REPORTED),
        example="116",
    )
    note: str | None = column(Kind.TEXT, "Why", example="VoIP with our broadband")


FORM_499 = Sheet(
    name="form_499",
    row=Form499Line,
    key=("category", "with_broadband", "sold_to"),
    doc="Lines of FCC Forms 499-A and 499-Q",
)


def _line(
    category: str,
    annual_line: str,
    quarterly_line: str,
    note: str,
    *,
    sold_to: str = "anyone",
    with_broadband: bool | None = None,
) -> Form499Line:
    return Form499Line(
        category=category,
        with_broadband=with_broadband,
        sold_to=sold_to,
        annual_line=annual_line,
        quarterly_line=quarterly_line,
        note=note,
    )


BUILT_IN: Final[tuple[Form499Line, ...]] = (
    _line("VOIP_*", "404.4", END_USER, "VoIP with our broadband", with_broadband=True),
    _line("VOIP_*", "404.5", END_USER, "VoIP without our broadband", with_broadband=False),
    _line("VOIP_*", "303.2", RESALE, "VoIP for resale", sold_to="reseller"),
    _line("VOIP_NON_INTERCONNECTED", "418.4", OTHER, "Non-interconnected VoIP"),
    _line("LOCAL", "404.1", END_USER, "Local exchange, circuit-switched"),
    _line("LOCAL", "303.2", RESALE, "Local exchange for resale", sold_to="reseller"),
    _line("TOLL_*", "414.2", END_USER, "Toll over VoIP; circuit-switched toll is 414.1"),
    _line("TOLL_*", "311", RESALE, "Toll for resale", sold_to="reseller"),
    *(
        line
        for category, what in (
            ("TOLL_FREE", "Toll-free over VoIP"),
            ("DID", "Numbers, with the VoIP they serve"),
            ("E911_SERVICE", "911 service of ours, with the VoIP it serves"),
            ("FEATURE", "Features, with the VoIP they serve"),
            ("FEE_*", "Own fees, with the VoIP they ride on"),
        )
        for line in (
            _line(category, "404.4", END_USER, what, with_broadband=True),
            _line(category, "404.5", END_USER, what, with_broadband=False),
            _line(category, "303.2", RESALE, f"{what}, for resale", sold_to="reseller"),
        )
    ),
    _line("DATA_PRIVATE", "406", END_USER, "Private line; mostly interstate ones are 415"),
    _line("DATA_PRIVATE", "305", RESALE, "Private line for resale", sold_to="reseller"),
    _line("PREPAID_CALLING", "411", END_USER, "Prepaid calling, face value"),
    _line("INTERNET_ACCESS", "418.3", OTHER, "Internet access"),
    _line("SMS", "418.3", OTHER, "Messaging, an information service"),
    _line("EQUIP_*", "418.3", OTHER, "Equipment"),
    _line("PROF_SERVICE", "418.3", OTHER, "Labour"),
    _line("INSTALL", "418.3", OTHER, "Installation"),
    _line("NON_TAXABLE", NOT_REPORTED, NOT_REPORTED, "Deposits and money of third parties"),
)
"""What applies while a company has no rows of its own."""


def line_for(
    lines: Sequence[Form499Line], category: str, *, with_broadband: bool, is_reseller: bool
) -> Form499Line | None:
    """The row that applies to a category; None where none does.

    The most exact category first, then the row that says to whom, then the one that says whether
    with broadband.
    """
    buyer = "reseller" if is_reseller else "end_user"
    name = category.strip().upper()
    fitting = [
        line
        for line in lines
        if pattern_reaches(line.category.strip().upper(), name)
        and line.with_broadband in {None, with_broadband}
        and line.sold_to in {"anyone", buyer}
    ]
    return max(fitting, key=_exactness, default=None)


def _exactness(line: Form499Line) -> tuple[tuple[int, int], bool, bool]:
    pattern = line.category.strip().upper()
    return specificity(pattern), line.sold_to != "anyone", line.with_broadband is not None


def pattern_problem(line: Form499Line) -> str:
    """What is wrong with a row's category; blank where it can match something."""
    pattern = line.category.strip().upper()
    return "" if is_pattern(pattern) else f"No tax category can match {line.category!r}"


def sheet_texts(line: Form499Line) -> dict[str, str]:
    """The cells of a row by column, as the sheet has them."""
    return {column.name: _text(getattr(line, field)) for field, column in FORM_499.columns.items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
