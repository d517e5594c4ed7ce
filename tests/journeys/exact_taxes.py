"""The tax lines of one invoice by the contract, in fractions; nothing of the app."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.journeys.exact_book import Book, Row, decimal
from tests.journeys.exact_counts import Unit, each_once, of_kinds
from tests.journeys.exact_lines import ExactTax, Part
from tests.journeys.exact_prices import rounded
from tests.journeys.exact_rows import (
    chosen_rows,
    exempt_part,
    jurisdiction,
    registered,
    share_of,
    tax_days,
)

MONEY_BASES = {"CHARGE", "INTERSTATE", "INTERNATIONAL", "INTERSTATE_INTL", "INTRASTATE", "TAX_OF"}


@dataclass(slots=True)
class Piece:
    """What one row takes of one part: base before and after limits and exemption, and tax."""

    part: Part
    on: date
    base: Fraction
    exempt: Fraction
    certificate: str
    taxed: Fraction = Fraction(0)
    spared: Fraction = Fraction(0)
    tax: Fraction = Fraction(0)


@dataclass(slots=True)
class Raised:
    """A row's tax over one round level."""

    row: Row
    level: str
    pieces: list[Piece]
    units: Fraction | None = None
    units_counted: Fraction | None = None
    cents: Decimal = Decimal(0)

    @property
    def tax(self) -> Fraction:
        return sum((piece.tax for piece in self.pieces), Fraction(0))


def level_key(row: Row, part: Part) -> str:
    """Over what the row is rounded, for a part."""
    if row["round_level"] == "LOCATION_TAX":
        return part.location["location_code"]
    charge = f"{part.location['location_code']}|{part.line}|{part.component}"
    return charge if row["round_level"] == "CHARGE" else ""


def invoice_taxes(book: Book, parts: list[Part], units: list[Unit], on: date) -> list[ExactTax]:
    """All tax lines of an invoice of a day."""
    done: dict[str, list[Raised]] = {}
    for code in order(book):
        rows = [row for row in book.sheets["taxes"] if row["tax_code"] == code]
        raised = []
        for where in dict.fromkeys(jurisdiction(row) for row in rows):
            here = [row for row in rows if jurisdiction(row) == where]
            raised += one_jurisdiction(book, here, parts, units=units, on=on, done=done)
        done[code] = raised
    return [shown(one) for group in done.values() for one in group if printed(one)]


def order(book: Book) -> list[str]:
    """Tax codes, each after those it includes."""
    needs: dict[str, set[str]] = defaultdict(set)
    for row in book.sheets["taxes"]:
        needs[row["tax_code"]] |= set(filter(None, row.get("base_includes", "").split("|")))
    result: list[str] = []
    while len(result) < len(needs):
        result += [code for code in needs if code not in result and needs[code] <= set(result)]
    return result


def one_jurisdiction(
    book: Book,
    rows: list[Row],
    parts: list[Part],
    *,
    units: list[Unit],
    on: date,
    done: dict[str, list[Raised]],
) -> list[Raised]:
    """The rows of one code and jurisdiction: bases, limits, exemption, rate, one rounding."""
    raised = []
    for row in rows:
        if row["base_kind"] == "COUNT":
            raised += counts(book, row, rows, units=units, on=on)
            continue
        groups: dict[str, list[Piece]] = defaultdict(list)
        for part in parts:
            for day, fraction in tax_days(row, part, on):
                if row in chosen_rows(rows, part, day) and registered(book, row, day):
                    piece = of_part(book, row, part, on=day, fraction=fraction, done=done)
                    groups[level_key(row, part)].append(piece)
        for level, pieces in groups.items():
            tax_pieces(row, pieces)
            raised.append(Raised(row, level, pieces))
    for level in dict.fromkeys(one.level for one in raised):
        group = [one for one in raised if one.level == level]
        share_cents(group, ceiling(book, group) if rows[0]["family"] == "FUSF" else None)
    return raised


def of_part(
    book: Book, row: Row, part: Part, *, on: date, fraction: Fraction, done: dict[str, list[Raised]]
) -> Piece:
    """What a row takes of a part on a day, before limits."""
    if row["base_kind"] == "MINUTES":
        base = Fraction(part.billed_seconds, 60) * fraction
    elif row["base_kind"] == "TAX_OF":
        base = Fraction(0)
    else:
        base = Fraction(part.amount) * fraction * share_of(book, row["base_kind"], part, on)
    for code in filter(None, row.get("base_includes", "").split("|")):
        for one in done[code]:
            whole = one.tax
            for piece in one.pieces:
                if piece.part is part and whole:
                    base += piece.tax * Fraction(one.cents) / whole * fraction
    percent, certificate = exempt_part(book, row, part, on)
    return Piece(part, on, base, percent, certificate)


def tax_pieces(row: Row, pieces: list[Piece]) -> None:
    """Limits over the group, then the taxable part, exemption and rate."""
    whole = sum((piece.base for piece in pieces), Fraction(0))
    kept = whole if row["base_kind"] == "COUNT" else limited(row, whole)
    for piece in pieces:
        base = piece.base * kept / whole if whole else Fraction(0)
        base *= Fraction(Decimal(row["taxable_pct"]))
        piece.spared = base * piece.exempt
        piece.taxed = base - piece.spared
        piece.tax = piece.taxed * multiplier(row)


def limited(row: Row, whole: Fraction) -> Fraction:
    """A base within the row's bounds; of a step its slice."""
    low, high = (decimal(row.get(name)) for name in ("min_base", "max_base"))
    size, sign = abs(whole), -1 if whole < 0 else 1
    if row["calc_method"] == "TIERED":
        top = size if high is None else min(size, Fraction(high))
        return sign * max(top - Fraction(low or 0), Fraction(0))
    if low is not None and whole < low:
        return Fraction(0)
    return whole if high is None else min(whole, Fraction(high))


def multiplier(row: Row) -> Fraction:
    """Tax of one of base."""
    if row["base_kind"] in {"COUNT", "MINUTES"}:
        return Fraction(Decimal(row["unit_amount"]))
    rate = Fraction(Decimal(row["rate"]))
    return rate / (1 - rate) if row["calc_method"] == "GROSS_UP" else rate


def counts(book: Book, row: Row, rows: list[Row], *, units: list[Unit], on: date) -> list[Raised]:
    """The units of a row: matched, capped, exempted, priced."""
    mine = each_once(
        [
            unit
            for unit in of_kinds(row, units)
            for day in [tax_days(row, unit.part, on)[0][0]]
            if row in chosen_rows(rows, unit.part, day) and registered(book, row, day)
        ],
        by_days=row["prorate"] == "Y",
    )
    caps: dict[str, list[Unit]] = defaultdict(list)
    for unit in mine:
        place = unit.part.location["location_code"]
        scope = {"ACCOUNT": "", "LINE_TYPE": f"{place}|{unit.kind}"}.get(row["cap_scope"], place)
        caps[scope].append(unit)
    groups: dict[str, list[tuple[Unit, Fraction]]] = defaultdict(list)
    for group in caps.values():
        whole = sum((unit.count for unit in group), Fraction(0))
        cap = decimal(row.get("cap_units"))
        kept = whole if cap is None else min(whole, Fraction(cap))
        if row["calc_method"] == "TIERED":
            kept = limited(row, kept)
        for unit in group:
            billed = unit.count * kept / whole if whole else Fraction(0)
            level = "" if unit.kind == "ACCOUNT" else level_key(row, unit.part)
            groups[level].append((unit, billed))
    result = []
    for level, pairs in groups.items():
        pieces = []
        for unit, billed in pairs:
            day = tax_days(row, unit.part, on)[0][0]
            exempt, certificate = exempt_part(book, row, unit.part, day, payer=unit.payer)
            pieces.append(Piece(unit.part, day, billed, exempt, certificate))
        tax_pieces(row, pieces)
        total = sum((piece.taxed for piece in pieces), Fraction(0))
        before = sum((unit.count for unit, _ in pairs), Fraction(0))
        result.append(Raised(row, level, pieces, units=total, units_counted=before))
    return result


def ceiling(book: Book, group: list[Raised]) -> Decimal:
    """The most that the federal line may be: what is interstate and international by the rate."""
    whole = Fraction(0)
    for one in group:
        for piece in one.pieces:
            share = share_of(book, "INTERSTATE_INTL", piece.part, piece.on)
            whole += Fraction(piece.part.amount) * share * multiplier(one.row)
    return max(rounded(whole, 2), Decimal(0))


def share_cents(group: list[Raised], most: Decimal | None = None) -> None:
    """Rounds the sum once and hands the cents to the rows by largest remainder."""
    row = group[0].row
    exact = sum((one.tax for one in group), Fraction(0))
    total = rounded(exact, 2, row["round_mode"].lower())
    if most is not None:
        total = min(total, most)
    sign = -1 if exact < 0 else 1
    whole = {id(one): (sign * one.tax * 100).__floor__() for one in group}
    left = int(sign * total * 100) - sum(whole.values())
    ranked = sorted(
        group,
        key=lambda one: (
            -(sign * one.tax * 100 - whole[id(one)]),
            one.row["effective_from"],
            one.row["category"],
            one.row["customer_class"],
            Decimal(one.row.get("min_base") or 0),
        ),
    )
    if left < 0:  # under a ceiling, which a single row of the quarter meets
        whole[id(ranked[0])] += left
    for one in ranked[: max(left, 0)]:
        whole[id(one)] += 1
    for one in group:
        one.cents = sign * Decimal(whole[id(one)]).scaleb(-2)


def printed(one: Raised) -> bool:
    """Whether it stands on the invoice."""
    if one.row.get("rate") and not Decimal(one.row["rate"]):
        return False
    return bool(one.cents) or any(piece.spared for piece in one.pieces)


def shown(one: Raised) -> ExactTax:
    """The tax line as the command line tells it."""
    row = one.row
    taxed = sum((piece.taxed for piece in one.pieces), Fraction(0))
    return ExactTax(
        tax_code=row["tax_code"],
        class_=row["class"],
        jurisdiction=jurisdiction(row),
        location_code=one.level.split("|", maxsplit=1)[0] or None,
        base=None if one.units is not None else rounded(taxed, 8),
        units=None if one.units is None else rounded(one.units, 8),
        units_counted=None if one.units_counted is None else rounded(one.units_counted, 8),
        rate=Decimal(row.get("rate") or row["unit_amount"]),
        amount=one.cents,
        exempt_amount=rounded(sum((piece.spared for piece in one.pieces), Fraction(0)), 8),
    )
