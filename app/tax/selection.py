"""Which row applies to a charge, on which days of it, and whether it may be collected."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.tax.book import Choice, Chosen, GroupPlan, Rank, Reach, RuleGroup, TaxBook
from app.tax.category import INTERNET_ACCESS, pattern_reaches, specificity
from app.tax.jurisdiction import Level
from app.tax.nexus import is_registered
from app.tax.place import TaxPlace
from app.tax.rule_row import FUSF, BaseKind, DateBasis, Method, RoundLevel, RuleRow, UnitKind
from app.tax.unbundling import Item

WHOLE = Fraction(1)

BY_PLACE = (UnitKind.CALL_PATH, UnitKind.DID, UnitKind.LOCATION)
"""What may be counted at a location as a whole."""

NO_RANK: Rank = (0, 0, 0)

MOST_PLANS = 500
"""How many kinds of invoices a book remembers at once."""


@dataclass(slots=True, eq=False)  # not frozen: made by the hundred thousand
class Piece:
    """A charge on one tax date, or the days of it on which every table says the same."""

    item: Item
    day: date
    """The tax date."""
    weight: Fraction = WHOLE
    """The part of the charge, by days."""


@dataclass(slots=True, eq=False)  # not frozen: made by the hundred thousand
class Use:
    """What one group says of a piece."""

    piece: Piece
    choice: Choice

    @property
    def row(self) -> RuleRow:
        """The row that applies; of a tiered one its first step."""
        return self.choice.rows[0]


@dataclass(slots=True, eq=False)  # not frozen: made by the hundred thousand
class GroupUses:
    """A plan at work on the pieces of one invoice that it knows by their places."""

    plan: GroupPlan
    pieces: Sequence[Piece]
    cents: Sequence[int]
    """The cents of each piece's charge."""
    services: Sequence[int]
    """The places of pieces that count units of their own."""


def at_work(plans: Iterable[GroupPlan], pieces: Sequence[Piece]) -> list[GroupUses]:
    """Plans with the pieces that they know by their places."""
    cents = [piece.item.cents for piece in pieces]
    services = [place for place, piece in enumerate(pieces) if piece.item.unit_kind is not None]
    return [GroupUses(plan, pieces, cents, services) for plan in plans]


def chosen_for(item: Item, invoice_date: date, book: TaxBook) -> Chosen:
    """What the groups that reach a charge say on the invoice's date."""
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
        invoice_date,
    )
    found = book.chosen.get(key)
    if found is None:
        found = book.chosen[key] = _chosen(_reaches_of(item, key[:-1], book), invoice_date, book)
    return found


def _chosen(reaches_there: tuple[Reach, ...], invoice_date: date, book: TaxBook) -> Chosen:
    now, by_service = [], []
    for reach in reaches_there:
        if reach.group.basis is not DateBasis.INVOICE_DATE:
            by_service.append(reach)
            continue
        choice = _choice(reach, invoice_date, book)
        if choice.rows:
            now.append((reach.group, choice))
    return Chosen(
        now=tuple(now),
        by_service=tuple(by_service),
        decides=any(group.decides for group, _ in now),
        reaches_fusf=any(reach.group.is_fusf for reach in reaches_there),
    )


def _reaches_of(item: Item, key: object, book: TaxBook) -> tuple[Reach, ...]:
    """The groups that reach a charge by place, category and kind of customer, on any date."""
    found = book.reaches.get(key)
    if found is None:
        place, category, customer_class = item.place, item.category, item.customer_class
        found = tuple(_reaches(place, category, customer_class, book=book))
        book.reaches[key] = found
    return found


def _reaches(
    place: TaxPlace, category: str, customer_class: str, *, book: TaxBook
) -> Iterable[Reach]:
    for group in book.groups_at(place):
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


def planned(chosen: tuple[Chosen, ...], billed: int, book: TaxBook) -> tuple[GroupPlan, ...]:
    """What the groups that go by the invoice's date take of charges, in the order of the work.

    Of the charges as many are ``billed``; those after them only tell what a location is. Charges
    of the same kinds at the same places are planned once: most customers are alike.
    """
    key = (chosen, billed)
    found = book.plans.get(key)
    if found is None:
        if len(book.plans) >= MOST_PLANS:
            book.plans.clear()
        by_group: dict[RuleGroup, list[tuple[Choice, int]]] = {}
        for place, each in enumerate(chosen):
            for group, choice in each.now:
                by_group.setdefault(group, []).append((choice, place))
        found = book.plans[key] = tuple(
            plan
            for group in sorted(by_group, key=lambda group: group.order)
            for plan in plans_of(group, by_group[group], unbilled=range(billed, len(chosen)))
        )
    return found


def plans_of(
    group: RuleGroup, said: list[tuple[Choice, int]], *, unbilled: Container[int]
) -> Iterable[GroupPlan]:
    """What one group takes, from what it says of each charge: what may be collected, and the rest.

    Rows that take nothing are left out, but where a share must be known nevertheless.
    """
    for registered in (True, False):
        rows: dict[RuleRow, list[int]] = {}
        counting: dict[int, Choice] = {}
        for choice, place in said:
            if choice.registered is not registered:
                continue
            if choice.rows[0].is_count:
                counting[place] = choice
            elif place not in unbilled:
                for row in choice.rows:
                    if row.multiplier or row.asks_share or group.is_fusf:
                        rows.setdefault(row, []).append(place)
        kinds = {kind for choice in counting.values() for kind in choice.rows[0].unit_kinds}
        if rows or counting:
            yield GroupPlan(
                group=group,
                registered=registered,
                rows=tuple((row, tuple(places)) for row, places in rows.items()),
                counting=counting,
                counts_places=any(kind in kinds for kind in BY_PLACE),
                counts_account=UnitKind.ACCOUNT in kinds,
                is_plain=registered
                and not counting
                and not group.is_fusf
                and len(rows) == 1
                and all(_is_plain(row) for row in rows),
            )


def _is_plain(row: RuleRow) -> bool:
    return (
        row.base is BaseKind.CHARGE
        and row.basis is DateBasis.INVOICE_DATE
        and row.level is RoundLevel.INVOICE_TAX
        and not row.is_limited
        and not row.includes
    )


def uses_by_service(item: Item, reach: Reach, book: TaxBook) -> list[Use]:
    """The uses of a charge by a group that goes by its days; none where no row is in force."""
    basis = reach.group.basis
    if basis is DateBasis.PRORATE:
        return _prorated(item, reach, book)
    charge = item.charge
    day = charge.first_day if basis is DateBasis.SERVICE_START else charge.last_day
    choice = _choice(reach, day, book)
    return [Use(Piece(item, day), choice)] if choice.rows else []


def said_of(item: Item, invoice_date: date, book: TaxBook) -> Iterable[tuple[RuleGroup, Choice]]:
    """Everything that groups say of a charge, of each of its days where they go by these."""
    chosen = chosen_for(item, invoice_date, book)
    yield from chosen.now
    for reach in chosen.by_service:
        for use in uses_by_service(item, reach, book):
            yield reach.group, use.choice


def _prorated(item: Item, reach: Reach, book: TaxBook) -> list[Use]:
    """One use per stretch of days on which every table says the same."""
    charge = item.charge
    starts = _starts_of_stretches(item, reach, book)
    ends = [*(day - timedelta(days=1) for day in starts[1:]), charge.last_day]
    found = []
    for first, last in zip(starts, ends, strict=True):
        choice = _choice(reach, first, book)
        if choice.rows:
            weight = Fraction((last - first).days + 1, charge.days)
            found.append(Use(Piece(item, first, weight), choice))
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
