"""The reports ``form-499a``, ``form-499q`` and ``form-499-lines``: figures for the FCC's forms.

Every cent of revenue of the window stands in one row: on a line of the form, as no revenue of the
form, or as not mapped. Rows that only repeat money (sums, regions, line 511) are in no total.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.billing.tax_reports.facts import BILLED_BASIS, ReportFacts
from app.billing.tax_reports.form_lines import (
    NOTHING,
    Bucket,
    bucket_of,
    lines_in_force,
    mapping_note,
    place_of_part,
    unplaced,
)
from app.billing.tax_reports.lnp_regions import (
    REGIONS,
    SUM_OF_REGIONS,
    region_percents,
    without_region,
)
from app.billing.tax_reports.report import (
    ReportColumn,
    Row,
    TaxReport,
    amount,
    exact,
    text,
    totals_of,
)
from app.billing.tax_reports.revenue import Origin, RevenuePart, revenue, revenue_ties
from app.billing.tax_reports.usf_quarters import quarters_of
from app.tax.form_499 import (
    END_USER,
    FORM_499,
    NOT_REPORTED,
    OTHER,
    RESALE,
    Form499Line,
    sheet_texts,
)
from app.tax.usf import quarter_of
from app.tax.usf_filing import UsfFiling, filing_of
from app.values.money import ZERO
from app.values.period import Period, add_months

UNMAPPED: Final = "unmapped"
"""In place of a line, where the table has none: an error that shows its money."""

WORDS: Final = {
    "303.2": "Fixed local service sold for resale",
    "305": "Private line sold for resale",
    "311": "Ordinary long distance sold for resale",
    "403": "Amounts on bills that recover universal service",
    "404.1": "Fixed local service, circuit-switched",
    "404.4": "Interconnected VoIP with broadband",
    "404.5": "Interconnected VoIP without broadband",
    "406": "Local private line",
    "411": "Prepaid calling, face value",
    "414.1": "Ordinary long distance, circuit-switched",
    "414.2": "Ordinary long distance, VoIP",
    "415": "Long distance private line",
    "418.3": "Not telecommunications: Internet access, equipment, labour",
    "418.4": "Non-interconnected VoIP",
    NOT_REPORTED: "No revenue of the form: used abroad, deposits, money of third parties",
    UNMAPPED: "No line in the sheet form_499",
}
"""What the built-in lines are called; a line of the user's own is told by its row's note."""

_UNCOLLECTIBLE: Final = (
    "Uncollectible revenue (lines 421 and 422) is not known here: subtract it for line 423."
)
_SHARES: Final = "Interstate and international parts are those the bills took."
_PROJECTED: Final = (
    "Lines 119 and 120 are yours: the sheet usf_filing holds them on the row of the projected"
    " quarter, the second after the billed one."
)
_LINE: Final = re.compile(r"(\d+)(?:\.(\d+))?.*")
_FIRST_OF_END_USERS: Final = 403
_LAST_OF_RESALE: Final = 314
_LAST_OF_END_USERS: Final = 418
_NOT_ASSESSED: Final = (412, 418)
_MONTHS_AHEAD: Final = 6
"""From a billed quarter to the one projected with it: filed between the two."""

_MONEY: Final = (
    amount("total", "All money of the line"),
    exact("interstate_percent", "Interstate, in percent of the total"),
    exact("international_percent", "International, in percent of the total"),
    amount("interstate", "Interstate money"),
    amount("international", "International money"),
)
_ANNUAL: Final = (
    text("line", "Line of Form 499-A"),
    text("content", "What stands there"),
    *_MONEY,
    exact("resale_percent", "Of lines 503 to 510: percent of revenue from resellers"),
    exact("end_user_percent", "Of lines 503 to 510: percent of revenue from end users"),
)
_QUARTERLY: Final = (
    text("quarter", "The billed quarter"),
    text("line", "Line of Form 499-Q"),
    text("content", "What stands there"),
    *_MONEY,
)
_ADDED: Final = ("total", "interstate", "international")


def form_499a(facts: ReportFacts) -> TaxReport:
    """The figures of Form 499-A for the window."""
    earned = revenue(facts)
    table = lines_in_force(facts)
    placed: dict[str, list[RevenuePart]] = {}
    for part in earned.parts:
        place = place_of_part(part, table)
        placed.setdefault(place.annual if place else UNMAPPED, []).append(part)
    buckets = {line: bucket_of(placed[line]) for line in sorted(placed, key=_form_order)}
    blank = (None, None)
    own = tuple(
        (line, _words(line, table), *_cells(line, each), *blank) for line, each in buckets.items()
    )
    rows = (
        *own,
        *((*row, *blank) for row in _sum_rows(buckets)),
        *_region_rows(placed),
        _reseller_row(facts, earned.parts, table),
    )
    return TaxReport(
        title="FCC Form 499-A: revenue by line",
        columns=_ANNUAL,
        rows=rows,
        totals=totals_of(_ANNUAL, own, *_ADDED),
        notes=(BILLED_BASIS, mapping_note(facts), _SHARES, _UNCOLLECTIBLE),
        findings=(
            *earned.findings,
            *unplaced(earned.parts, table),
            *without_region(_between(placed, 1, _LAST_OF_END_USERS - 1)),
        ),
        ties=revenue_ties(facts, earned.parts),
    )


def _cells(line: str, bucket: Bucket) -> tuple[Decimal | None, ...]:
    """The columns of money; what is no revenue of the form has no shares."""
    if line == NOT_REPORTED:
        return (bucket.total, None, None, None, None)
    return bucket.cells()


def _form_order(line: str) -> tuple[object, ...]:
    found = _LINE.fullmatch(line)
    if found is None:
        return (1, 0, 0, line)
    return (0, int(found[1]), int(found[2] or 0), line)


def _number(line: str) -> int:
    found = _LINE.fullmatch(line)
    return int(found[1]) if found else 0


def _words(line: str, table: Sequence[Form499Line]) -> str:
    notes = [row.note for row in table if row.annual_line.strip() == line and row.note]
    return WORDS.get(line) or (notes[0] if notes else "")


def _sum_rows(buckets: dict[str, Bucket]) -> Iterator[Row]:
    resale = [each for line, each in buckets.items() if 0 < _number(line) <= _LAST_OF_RESALE]
    retail = {
        line: each
        for line, each in buckets.items()
        if _FIRST_OF_END_USERS <= _number(line) <= _LAST_OF_END_USERS
    }
    base = [each for line, each in retail.items() if _number(line) not in _NOT_ASSESSED]
    for line, words, members in (
        ("315", "Sum of revenue from resale, lines 303 to 314", resale),
        ("419", "Sum of all other revenue, lines 403 to 418", retail.values()),
        ("420", "Gross contribution base, lines 403 to 411 and 413 to 417", base),
    ):
        yield (line, words, *sum(members, NOTHING).cells())


def _region_rows(placed: dict[str, list[RevenuePart]]) -> Iterator[Row]:
    """Telecommunications revenue by region of the service location's state."""
    resale = region_percents(_between(placed, 1, _LAST_OF_RESALE))
    retail = region_percents(_between(placed, _FIRST_OF_END_USERS, _LAST_OF_END_USERS - 1))
    for line, words in (
        *((region.line, f"Region {region.name}") for region in REGIONS),
        (SUM_OF_REGIONS, "Sum of the regions"),
    ):
        yield (line, words, *(None,) * len(_MONEY), resale.get(line), retail.get(line))


def _between(placed: dict[str, list[RevenuePart]], first: int, last: int) -> Iterator[RevenuePart]:
    for line, parts in placed.items():
        if first <= _number(line) <= last:
            yield from parts


def _reseller_row(
    facts: ReportFacts, parts: Iterable[RevenuePart], table: Sequence[Form499Line]
) -> Row:
    """Line 511: customers of the class reseller without a valid certification, in 403 to 417."""
    own = [
        part
        for part in parts
        if part.origin is not Origin.RECOVERY
        and not part.is_reseller
        and facts.accounts[part.account_number].customer_class == "reseller"
        and _is_end_users(part, table)
    ]
    words = "Of line 420: resellers without a valid FCC certification"
    return ("511", words, *bucket_of(own).cells(), None, None)


def _is_end_users(part: RevenuePart, table: Sequence[Form499Line]) -> bool:
    place = place_of_part(part, table)
    return place is not None and place.quarterly == END_USER


def form_499q(facts: ReportFacts) -> TaxReport:
    """The figures of Form 499-Q for each quarter of the window."""
    table = lines_in_force(facts)
    own: list[Row] = []
    rows: list[Row] = []
    parts: list[RevenuePart] = []
    findings = []
    for window in quarters_of(facts.period):
        earned = revenue(facts, window)
        parts += earned.parts
        findings += [*earned.findings, *unplaced(earned.parts, table)]
        billed = list(_billed_rows(window, earned.parts, table))
        own += [row for row in billed if row[1] != _SUM_OF_QUARTER]
        rows += [*billed, *_projected_rows(facts, window)]
    return TaxReport(
        title="FCC Form 499-Q: revenue by line",
        columns=_QUARTERLY,
        rows=tuple(rows),
        totals=totals_of(_QUARTERLY, tuple(own), *_ADDED),
        notes=(BILLED_BASIS, mapping_note(facts), _SHARES, _PROJECTED),
        findings=tuple(dict.fromkeys(findings)),
        ties=revenue_ties(facts, parts),
    )


_SUM_OF_QUARTER: Final = "118"

_QUARTER_WORDS: Final = {
    RESALE: "Sold to contributors for resale",
    END_USER: "Telecommunications sold to end users, universal service recovery with it",
    OTHER: "All other goods and services",
    NOT_REPORTED: WORDS[NOT_REPORTED],
    UNMAPPED: WORDS[UNMAPPED],
}


def _billed_rows(
    window: Period, parts: Sequence[RevenuePart], table: Sequence[Form499Line]
) -> Iterator[Row]:
    name = quarter_of(window.start)
    placed: dict[str, list[RevenuePart]] = {line: [] for line in (RESALE, END_USER, OTHER)}
    for part in parts:
        place = place_of_part(part, table)
        placed.setdefault(place.quarterly if place else UNMAPPED, []).append(part)
    buckets = {line: bucket_of(own) for line, own in placed.items()}
    for line in (RESALE, END_USER, OTHER):
        yield (name, line, _QUARTER_WORDS[line], *buckets[line].cells())
    gross = sum((buckets[line] for line in (RESALE, END_USER, OTHER)), NOTHING)
    yield (name, _SUM_OF_QUARTER, "Gross billed revenue, lines 115 to 117", *gross.cells())
    for line in (NOT_REPORTED, UNMAPPED):
        if line in buckets:
            yield (name, line, _QUARTER_WORDS[line], *_cells(line, buckets[line]))


def _projected_rows(facts: ReportFacts, window: Period) -> Iterator[Row]:
    ahead = quarter_of(add_months(window.start, _MONTHS_AHEAD))
    filing = filing_of(facts.usf_filings, ahead) or UsfFiling(period=ahead)
    for line, what, near, far in (
        (
            "119",
            "billed",
            filing.projected_billed_interstate,
            filing.projected_billed_international,
        ),
        (
            "120",
            "collected",
            filing.projected_collected_interstate,
            filing.projected_collected_international,
        ),
    ):
        told = [each for each in (near, far) if each is not None]
        whole = sum(told, ZERO) if told else None
        words = f"Projected {what} for {ahead}, interstate and international end-user revenue"
        yield (quarter_of(window.start), line, words, whole, None, None, near, far)


_SHEET_COLUMNS: Final[tuple[ReportColumn, ...]] = tuple(
    text(column.name, column.doc) for column in FORM_499.columns.values()
)


def form_499_lines(facts: ReportFacts) -> TaxReport:
    """The lines in force, in the layout of the sheet: to be edited and imported."""
    return TaxReport(
        title="Lines of FCC Forms 499-A and 499-Q by category",
        columns=_SHEET_COLUMNS,
        rows=tuple(tuple(sheet_texts(line).values()) for line in lines_in_force(facts)),
        notes=(mapping_note(facts),),
    )
