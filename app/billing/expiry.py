"""What ended without a successor: tax rows and rate decks a run still needs, and certificates."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.billing.gates import AtStake
from app.billing.invoice import Invoice, Line
from app.findings import Finding
from app.tax.book import RuleGroup, TaxBook
from app.tax.category import INTERNET_ACCESS, pattern_reaches
from app.tax.certificate_term import term_finding, terms_of
from app.tax.jurisdiction import Level
from app.tax.place import TaxPlace, reaches
from app.tax.rule_row import DateBasis, RuleRow, TaxClass
from app.values.money import ZERO
from app.values.period import Period


def expired_taxes(
    book: TaxBook,
    invoices: Sequence[Invoice],
    *,
    places: Mapping[str, TaxPlace],
    customer_classes: Mapping[str, str],
) -> list[AtStake]:
    """One per tax code and jurisdiction that ended before the tax date of a charge it matches.

    No row of that code is in force for the charge, though one was, and nobody has said that it is
    not taxed: a PCT row of rate 0 would. A fee of the provider's own ends when the provider likes;
    it is asked for once, in the period in which it ended. The money is that of the charges
    matched. ``places`` by location code, ``customer_classes`` by account number.
    """
    latest = max((_latest_day(invoice) for invoice in invoices), default=date.min)
    found = []
    for group in book.groups:
        if all(row.last >= latest for row in group.rows):
            continue
        ended = _EndedGroup(group, book, places=places, customer_classes=customer_classes)
        charges = [
            (line.amount, last)
            for invoice in invoices
            for line in invoice.lines
            if (last := ended.last_day(line, invoice)) is not None
        ]
        if charges:
            last_of_all = max(last for _, last in charges)
            name = f"{group.code} {group.jurisdiction.text} ended on {last_of_all}"
            amount = sum((each for each, _ in charges), ZERO)
            found.append(AtStake(count=1, amount=amount, records=(name,)))
    return found


def certificate_warnings(book: TaxBook, account_number: str, day: date) -> list[Finding]:
    """The certificates of an account that ended before an invoice's date, or end 60 days after it.

    An ended one stops nothing: tax resumes with this invoice (``telecom-tax.md`` 3.8).
    """
    certificates = book.certificates.get(account_number, ())
    found = (term_finding(term) for term in terms_of(account_number, certificates, day))
    return [each for each in found if each is not None]


def expired_decks(
    last_days: Mapping[str, date | None],
    amounts: Mapping[str, Decimal],
    *,
    period_end: date,
) -> list[AtStake]:
    """One per deck in use that has no row for the last day of the period.

    ``last_days``: of each deck in use the latest ``valid_to``, the first day not covered; None
    where a row has no end. ``amounts``: what was billed by the deck, for the money at stake.
    """
    return [
        AtStake(
            count=1,
            amount=amounts.get(deck, ZERO),
            records=(f"deck {deck} has no rates from {last} on",),
        )
        for deck, last in sorted(last_days.items())
        if last is not None and last < period_end
    ]


def _latest_day(invoice: Invoice) -> date:
    """The last day that a tax row can be asked for."""
    ends = [Period(line.start, line.end).last_day for line in invoice.lines]
    return max([invoice.invoice_date, *ends])


class _EndedGroup:
    """A tax code and jurisdiction some rows of which ended, held against charges."""

    def __init__(
        self,
        group: RuleGroup,
        book: TaxBook,
        *,
        places: Mapping[str, TaxPlace],
        customer_classes: Mapping[str, str],
    ) -> None:
        self._group = group
        self._book = book
        self._places = places
        self._classes = customer_classes
        self._known: dict[tuple[str, str, str, str], list[list[RuleRow]]] = {}

    def last_day(self, line: Line, invoice: Invoice) -> date | None:
        """The day on which the rows that spoke of a charge ended; None where none has ended.

        A hole in the table is an end too, though a row begins after it. Of a bundle the component
        that ended first counts.
        """
        key = (line.location_code, line.account_number, line.product_code, line.tax_category)
        if key not in self._known:
            self._known[key] = self._look_up(line)
        day = self._tax_date(line, invoice)
        ends = [
            max((row.last for row in rows if row.first <= day), default=day)
            for rows in self._known[key]
        ]
        last = min(ends, default=day)
        if last >= day:
            return None
        is_fee = self._group.rows[0].class_ is TaxClass.PROVIDER_FEE
        return None if is_fee and last < invoice.period_start else last

    def _tax_date(self, line: Line, invoice: Invoice) -> date:
        basis = self._group.rows[0].basis
        if basis is DateBasis.INVOICE_DATE:
            return invoice.invoice_date
        if basis is DateBasis.SERVICE_START:
            return line.start
        return Period(line.start, line.end).last_day

    def _look_up(self, line: Line) -> list[list[RuleRow]]:
        """For each category of a charge the rows that speak of it, on whatever day."""
        place = self._places.get(line.location_code)
        if place is None or not reaches(self._group.jurisdiction, place):
            return []
        kind = self._classes.get(line.account_number, "business").lower()
        components = self._book.bundles.get(line.product_code, ())
        categories = {part.category.strip().upper() for part in components}
        categories = categories or {line.tax_category.strip().upper()}
        found = [[r for r in self._group.rows if _speaks(r, each, kind)] for each in categories]
        return [rows for rows in found if rows]


def _speaks(row: RuleRow, category: str, kind: str) -> bool:
    """Whether a row is of a category and kind of customer; no percentage is of Internet access."""
    if "*" not in row.classes and kind not in row.classes:
        return False
    is_barred = (
        category == INTERNET_ACCESS
        and row.is_percentage
        and row.jurisdiction.country == "US"
        and row.jurisdiction.level is not Level.FED
    )
    return not is_barred and any(pattern_reaches(each, category) for each in row.patterns)
