"""Which row applies to a charge, on which days of it, and whether it may be collected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.tax.book import Choice, Rank, Reach, TaxBook
from app.tax.category import INTERNET_ACCESS, pattern_reaches, specificity
from app.tax.jurisdiction import Level
from app.tax.nexus import is_registered
from app.tax.place import TaxPlace, reaches
from app.tax.rule_row import FUSF, DateBasis, Method, RuleRow
from app.tax.unbundling import Item

WHOLE = Fraction(1)

NO_RANK: Rank = (0, 0, 0)


@dataclass(slots=True, kw_only=True, eq=False)  # not frozen: made by the hundred thousand
class Piece:
    """A charge, or the days of it that one row, or one set of steps, applies to."""

    item: Item
    choice: Choice
    day: date
    """The tax date."""
    weight: Fraction
    """The part of the charge, by days."""

    @property
    def row(self) -> RuleRow:
        """The row that applies; of a tiered one its first step."""
        return self.choice.rows[0]


def reaches_of(item: Item, book: TaxBook) -> tuple[Reach, ...]:
    """The groups that reach a charge by place, category and kind of customer, on any date."""
    place = item.place
    key = (
        place.country,
        place.region,
        place.county_fips,
        place.place_fips,
        place.inside_city,
        place.districts,
        item.category,
        item.customer_class,
    )
    found = book.reaches.get(key)
    if found is None:
        found = tuple(_reaches(place, item.category, item.customer_class, book=book))
        book.reaches[key] = found
    return found


def _reaches(
    place: TaxPlace, category: str, customer_class: str, *, book: TaxBook
) -> Iterable[Reach]:
    for group in book.groups:
        if not reaches(group.jurisdiction, place):
            continue
        ranked = []
        for row in group.rows:
            rank = _rank(row, category, customer_class)
            if rank is not None:
                ranked.append((row, rank))
        if ranked:
            ranked.sort(key=lambda pair: pair[1], reverse=True)
            yield Reach(group=group, candidates=tuple(ranked), county=place.county_fips)


def _rank(row: RuleRow, category: str, customer_class: str) -> Rank | None:
    """How exactly a row speaks of a charge, the greater the more; None where it does not."""
    if customer_class in row.classes:
        named = 1
    elif "*" in row.classes:
        named = 0
    else:
        return None
    exact = [specificity(each) for each in row.patterns if pattern_reaches(each, category)]
    if not exact or _is_barred(row, category):
        return None
    return (named, *max(exact))


def _is_barred(row: RuleRow, category: str) -> bool:
    """Whether federal law keeps a state or local percentage off Internet access (ITFA)."""
    return (
        category == INTERNET_ACCESS
        and row.is_percentage
        and row.jurisdiction.country == "US"
        and row.jurisdiction.level is not Level.FED
    )


def pieces_of(item: Item, reach: Reach, *, invoice_date: date, book: TaxBook) -> list[Piece]:
    """The pieces of a charge that rows of one group apply to; none where no row is in force."""
    basis = reach.group.rows[0].basis
    if basis is DateBasis.PRORATE:
        return _prorated(item, reach, book)
    day = invoice_date
    if basis is DateBasis.SERVICE_START:
        day = item.charge.first_day
    elif basis is DateBasis.SERVICE_END:
        day = item.charge.last_day
    choice = _choice(reach, day, book)
    if not choice.rows:
        return []
    return [Piece(item=item, choice=choice, day=day, weight=WHOLE)]


def _prorated(item: Item, reach: Reach, book: TaxBook) -> list[Piece]:
    """One piece per stretch of days on which every table says the same."""
    charge = item.charge
    starts = _starts_of_stretches(item, reach, book)
    ends = [*(day - timedelta(days=1) for day in starts[1:]), charge.last_day]
    found = []
    for first, last in zip(starts, ends, strict=True):
        choice = _choice(reach, first, book)
        if choice.rows:
            weight = Fraction((last - first).days + 1, charge.days)
            found.append(Piece(item=item, choice=choice, day=first, weight=weight))
    return found


def _starts_of_stretches(item: Item, reach: Reach, book: TaxBook) -> list[date]:
    bounds = {(row.first, row.last) for row, _ in reach.candidates}
    bounds.update((each.first, each.last) for each in book.registrations)
    bounds.update((each.first, each.last) for each in book.certificates.get(item.account, ()))
    bounds.update(
        (each.share.effective_from, each.share.effective_to or date.max)
        for each in book.shares.get(item.category, ())
    )
    if reach.group.rows[0].family == FUSF:
        bounds.update((each.first, each.last) for each in book.usf_factors)
    first, last = item.charge.first_day, item.charge.last_day
    days = {first}
    for start, end in bounds:
        if first < start <= last:
            days.add(start)
        if first <= end < last:
            days.add(end + timedelta(days=1))
    return sorted(days)


def _choice(reach: Reach, day: date, book: TaxBook) -> Choice:
    choice = reach.choices.get(day)
    if choice is None:
        rows, rank = _in_force(reach, day)
        registered = bool(rows) and is_registered(
            book.registrations, rows[0], day=day, county=reach.county
        )
        choice = reach.choices[day] = Choice(rows=rows, rank=rank, registered=registered)
    return choice


def _in_force(reach: Reach, day: date) -> tuple[tuple[RuleRow, ...], Rank]:
    """The most specific row on a day; of a tiered one all steps that speak as exactly."""
    for row, rank in reach.candidates:
        if row.first <= day <= row.last:
            if row.method is not Method.TIERED:
                return (row,), rank
            steps = tuple(
                each
                for each, own in reach.candidates
                if own == rank and each.method is Method.TIERED and each.first <= day <= each.last
            )
            return steps, rank
    return (), NO_RANK
