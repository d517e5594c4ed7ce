"""Which tax row applies to a charge, its share, registration and exemption; nothing of the app."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.journeys.exact_book import Book, Row, covers, day, the_day
from tests.journeys.exact_lines import Part

PLACES = ("country", "state", "county_fips", "place_fips", "district")
NO_SHARE = {
    "INTERNET_ACCESS",
    "EQUIP_SALE",
    "EQUIP_RENT",
    "PROF_SERVICE",
    "INSTALL",
    "SMS",
    "NON_TAXABLE",
    "VOIP_NON_INTERCONNECTED",
}
BUILT_IN = {
    "TOLL_INTERSTATE": (1, 0, 0),
    "TOLL_INTL": (0, 1, 0),
    "TOLL_INTRASTATE": (0, 0, 1),
    "LOCAL": (0, 0, 1),
    **dict.fromkeys(NO_SHARE, (0, 0, 0)),
}


def jurisdiction(row: Row) -> str:
    """The place of a row as one text."""
    return "/".join(row.get(name, "") for name in PLACES).rstrip("/")


def tax_days(row: Row, part: Part, on: date) -> list[tuple[date, Fraction]]:
    """The days on which a charge is looked up, each with its part."""
    basis = row["date_basis"]
    if basis == "SERVICE_START":
        return [(part.start, Fraction(1))]
    if basis == "SERVICE_END":
        return [(part.end - timedelta(days=1), Fraction(1))]
    if basis == "PRORATE":
        count = (part.end - part.start).days
        days = [part.start + timedelta(days=at) for at in range(count)]
        return [(one, Fraction(1, count)) for one in days]
    return [(on, Fraction(1))]


def at_place(row: Row, place: Row) -> bool:
    """Whether a row's place columns match a location."""
    if row["country"] != place["country"]:
        return False
    if row.get("state") and row["state"] != place["region"]:
        return False
    if row.get("county_fips") and row["county_fips"][-3:] != place.get("county_fips", "")[-3:]:
        return False
    if row.get("place_fips") and (
        place.get("inside_city") != "yes" or row["place_fips"] != place.get("place_fips")
    ):
        return False
    return not row.get("district") or row["district"] in place.get("district", "").split("|")


def pattern_rank(row: Row, category: str) -> tuple[int, int] | None:
    """How specific a row's best pattern for a category is; None where none fits."""
    ranks = []
    for pattern in row["category"].split("|"):
        if pattern == category:
            ranks.append((2, 0))
        elif pattern.endswith("*") and category.startswith(pattern[:-1]):
            ranks.append((1, len(pattern)) if len(pattern) > 1 else (0, 0))
    return max(ranks, default=None)


def chosen_rows(rows: list[Row], part: Part, on: date) -> list[Row]:
    """The rows of one code and jurisdiction that apply: the most specific (all its steps)."""
    ranked = []
    for row in rows:
        rank = pattern_rank(row, part.category)
        whose = row["customer_class"]
        if (
            rank is not None
            and covers(row, on)
            and at_place(row, part.location)
            and whose in {"*", part.account["customer_class"]}
            and not bars_internet(row, part.category)
        ):
            ranked.append(((whose != "*", rank), row))
    best = max((rank for rank, _ in ranked), default=None)
    return [row for rank, row in ranked if rank == best]


def bars_internet(row: Row, category: str) -> bool:
    """Whether the law keeps a state's percentage off Internet access."""
    below = row["country"] == "US" and bool(row.get("state"))
    return category == "INTERNET_ACCESS" and below and bool(row.get("rate"))


def registered(book: Book, row: Row, on: date) -> bool:
    """Whether we may collect it there."""
    if row["class"] == "PROVIDER_FEE":
        return True
    places = {
        "country": row["country"],
        "region": row.get("state", ""),
        "county_fips": row.get("county_fips", ""),
        "place_fips": row.get("place_fips", ""),
    }
    return any(
        one["family"] in {"*", row["family"]}
        and covers(one, on)
        and all(not one.get(key) or one[key] == value for key, value in places.items())
        for one in book.sheets["registrations"]
    )


def share_of(book: Book, base_kind: str, part: Part, on: date) -> Fraction:
    """The part of a charge that a base takes."""
    if base_kind == "CHARGE":
        return Fraction(1)
    if part.category in BUILT_IN:
        inter, intl, intra = map(Fraction, BUILT_IN[part.category])
    else:
        row = next(
            one
            for one in book.sheets["tax_shares"]
            if one["category"] == part.category and covers(one, on)
        )
        inter, intl = (Fraction(Decimal(row[name])) for name in ("interstate", "international"))
        intra = 1 - inter - intl
    return {
        "INTERSTATE": inter,
        "INTERNATIONAL": intl,
        "INTERSTATE_INTL": inter + intl,
        "INTRASTATE": intra,
    }[base_kind]


def level_of(row: Row) -> str:
    """The level of a row's deepest filled column."""
    for name, level in (
        ("district", "DISTRICT"),
        ("place_fips", "CITY"),
        ("county_fips", "COUNTY"),
    ):
        if row.get(name):
            return level
    if row.get("state"):
        return "STATE" if row["country"] == "US" else "PROVINCE"
    return "FED"


def exempt_part(
    book: Book, row: Row, part: Part, on: date, *, payer: Row | None = None
) -> tuple[Fraction, str]:
    """The largest exempt part, and the certificate that gives it."""
    best, number = Fraction(0), ""
    for one in book.sheets["exemptions"]:
        family = one["family"]
        if one["kind"] == "FCC_RESELLER":
            family = "FUSF"
        end = day(one.get("expires_on"))
        if one["kind"] == "FCC_RESELLER" and end is None:
            end = date(the_day(one["effective_from"]).year, 12, 31)
        fits = (
            one["account_number"] == (payer or part.account)["account_number"]
            and (family == row["family"] or (family == "*" and row["class"] != "PROVIDER_FEE"))
            and one["level"] in {"*", level_of(row)}
            and one.get("region", "") in {"", row.get("state", "")}
            and (
                not one.get("location_code")
                or (one["location_code"] == part.location["location_code"] and payer is None)
            )
            and the_day(one["effective_from"]) <= on
            and (end is None or on <= end)
        )
        if fits and Fraction(Decimal(one["percent"])) / 100 > best:
            best, number = Fraction(Decimal(one["percent"])) / 100, one["certificate_number"]
    return best, number
