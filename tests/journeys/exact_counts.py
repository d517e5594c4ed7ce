"""What is counted for fees per unit; nothing of the app."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.journeys.exact_book import Book, Row, day, the_day
from tests.journeys.exact_lines import ExactLine, Part

OF_SERVICES = {"LINE", "TRUNK", "CALL_PATH", "DID"}


@dataclass(slots=True)
class Unit:
    """So many of a kind, standing on a charge."""

    kind: str
    count: Fraction
    by_days: Fraction
    part: Part
    once: str = ""
    """What may be counted once only: the service, the location."""
    payer: Row | None = None
    """Whose certificates an account's own unit heeds."""


def of_kinds(row: Row, units: list[Unit]) -> list[Unit]:
    """The units that a row's kinds name, by days where the row says so."""
    kinds = row.get("unit_kind", "").split("|")
    by_days = row["prorate"] == "Y"
    return [
        replace(unit, count=unit.count * (unit.by_days if by_days else 1))
        for unit in units
        if unit.kind in kinds
    ]


def each_once(units: list[Unit], *, by_days: bool) -> list[Unit]:
    """Each service, number, circuit, place and account once; by days: the days of all its lines."""
    first: dict[tuple[str, str], Unit] = {}
    lines: set[tuple[str, str, int]] = set()
    for unit in units:
        key, line = (unit.kind, unit.once), (unit.kind, unit.once, unit.part.line)
        if key not in first:
            first[key] = unit
        elif by_days and line not in lines and unit.kind in OF_SERVICES and unit.part.line >= 0:
            first[key].count += unit.count
        lines.add(line)
    return list(first.values())


def units_of(
    book: Book, lines: list[ExactLine], parts: list[Part], *, accounts: list[Row], days: Days
) -> list[Unit]:
    """All that may be counted on an invoice of a bill period and its accounts."""
    payer = accounts[0]
    owners = {row["account_number"]: row for row in accounts}
    places = [row for row in book.sheets["locations"] if row["account_number"] in owners]
    plant = {row["location_code"]: physical(book, row["location_code"], days) for row in places}
    result: list[Unit] = []
    for part in parts:
        line, place = lines[part.line], part.location["location_code"]
        kind = line.product["line_kind"].upper()
        if line.kind == "recurring" and kind != "NONE" and not plant[place].get(kind):
            count = Fraction(line.quantity) * Fraction(Decimal(line.product["lines_per_unit"]))
            covered = Fraction((line.end - line.start).days, line.period_days)
            if line.product["prorate"] == "no":
                covered = Fraction(1)
            result.append(Unit(kind, count, covered, part, line.reference))
        if line.kind != "credit":
            result.append(Unit("LOCATION", Fraction(1), Fraction(1), part, place))
            result.append(Unit("ACCOUNT", Fraction(1), Fraction(1), part, "", payer))
    for row in places:
        for service in book.sheets["services"]:
            billed = any(
                line.kind == "recurring" and line.reference == service["service_code"]
                for line in lines
            )
            here = service["location_code"] == row["location_code"]
            if not here or not (billed or days.of(service)):
                continue
            product = book.one("products", "product_code", service["product_code"])
            part = Part(
                line=-1,
                account=owners[row["account_number"]],
                location=row,
                category=product["tax_category"],
                amount=Decimal(0),
                start=days.start,
                end=days.end,
            )
            for kind, found in plant[row["location_code"]].items():
                result += [
                    Unit(kind, Fraction(count), days.of(own), part, code)
                    for code, count, own in found
                ]
    return result


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a bill period."""

    start: date
    end: date

    def of(self, row: Row) -> Fraction:
        """The part of the days on which a row runs."""
        last = day(row.get("ends_on")) or self.end
        covered = min(last, self.end) - max(the_day(row["starts_on"]), self.start)
        return Fraction(max(covered.days, 0), (self.end - self.start).days)


def physical(book: Book, place: str, days: Days) -> dict[str, list[tuple[str, int, Row]]]:
    """Numbers of kind did, and call paths of circuits, in force on any day at a location."""

    def here(sheet: str) -> list[Row]:
        return [r for r in book.sheets[sheet] if r["location_code"] == place and days.of(r)]

    return {
        "DID": [
            (f"{row['number']} {row['starts_on']}", 1, row)
            for row in here("numbers")
            if row["kind"] == "did"
        ],
        "CALL_PATH": [
            (row["circuit_code"], int(row["call_paths"]), row)
            for row in here("circuits")
            if row.get("call_paths")
        ],
    }
