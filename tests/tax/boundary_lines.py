"""Lines of boundary files, written by hand, in both layouts."""

AFTER_THE_PLACE = 62
"""Columns behind the class of a place: two of its position, twenty districts of three."""


def zip_line(zip_code: str, *, to: str = "", **facts: str) -> str:
    """A record of a ZIP code or a range of them."""
    return _line("Z", [""] * 14, [zip_code, "", to or zip_code, ""], facts)


def plus4_line(zip_code: str, low: str, high: str, *, to: str = "", **facts: str) -> str:
    """A record of a range of ZIP+4 codes."""
    return _line("4", [""] * 14, [zip_code, low, to or zip_code, high], facts)


def address_line(
    low: str, high: str, street: str, *, zip_code: str = "80226", side: str = "B", **facts: str
) -> str:
    """A record of a stretch of a street, its parts before|name|suffix|after."""
    units = ["STE", facts.pop("unit", ""), facts.pop("unit", ""), ""]
    address = [low, high, side, *street.split("|"), *units, "LAKEWOOD", zip_code, "1234"]
    return _line("A", address, [""] * 4, facts)


def _line(kind: str, address: list[str], span: list[str], facts: dict[str, str]) -> str:
    given = {
        "first": "20070701",
        "last": "29991231",
        "state": "08",
        "county": "059",
        "place": "43000",
        "place_class": "C1",
        "districts": "",
    } | facts
    districts: list[str] = []
    for code in filter(None, given["districts"].split("|")):
        districts += ["ST", code, "63"]
    codes = [given["state"], given["state"], given["county"], given["place"], given["place_class"]]
    cells = [kind, given["first"], given["last"], *(address + [""] * 14)[:14], *span, "", *codes]
    tail = ["", "", *districts]
    return ",".join([*cells, *tail, *[""] * (AFTER_THE_PLACE - len(tail))])


def fixed_line(low: str, high: str, name: str, *, county: str = "059", place: str = "43000") -> str:
    """A record of fixed widths, with two districts."""
    cells = (
        ("20050101", 8),
        ("29991231", 8),
        (low.rjust(10, "0"), 10),
        (high.rjust(10, "0"), 10),
        ("O", 1),
        ("N", 2),
        (name, 20),
        ("ST", 4),
        ("", 2),
        ("", 4),
        ("", 8),
        ("", 8),
        ("", 1),
        ("LAKEWOOD", 28),
        ("80226", 5),
        ("", 4),
        ("08", 2),
        (county, 3),
        (place, 5),
        ("C1", 2),
        ("", 7),
        ("", 7),
        ("ST", 2),
        ("00017", 5),
        ("63", 2),
        ("VD", 2),
        ("00009", 5),
        ("63", 2),
    )
    return "".join(text.ljust(width) for text, width in cells)
