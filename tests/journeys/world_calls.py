"""Seeded call files of the canonical layout, with every trap the contract names."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from tests.journeys.exact_book import Book, number_range
from tests.journeys.exact_calls import HEADER

Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class CallFile:
    """A file, and the source it comes from."""

    path: Path
    source: str


OTHERS = [
    "3035550142",
    "7205550143",
    "6025550144",
    "2125550145",
    "3105550146",
    "9025550147",
    "4165550148",
    "7875550149",
    "6085550170",
    "2045550171",
]
FAR = [
    "442079460123",
    "447940123456",
    "447941123456",
    "3312345678",
    "525512345678",
    "8811234567",
    "4930123456",
    "521551234567",
]
ODD = [
    "411",
    "911",
    "311",
    "211",
    "988",
    "611",
    "*72",
    "*67",
    "5550142",
    "18005550199",
    "8885550177",
    "8225550100",
    "3035551212",
    "18005551212",
    "9005550100",
    "3039765555",
    "5005550100",
    "5225550100",
    "7005550100",
    "7105550100",
    "6005550100",
    "8765550144",
    "2425550144",
    "9995550100",
    "3745550100",
    "0",
    "12345",
    "abc",
    "30355501422",
    "123456789012",
    "442079460123",
    "0113",
    "+12",
    "1035550142",
    "3031550142",
    "sip:bob",
    "555014",
    "01144207946012345678",
    "8765551212",
    "9005551212",
    "+1303555014",
    "anonymous",
]
CALLERS = [
    "",
    "anonymous",
    "8005550123",
    "9005550100",
    "5005550111",
    "8765550155",
    "+442079460999",
    "9995550000",
    "5550166",
    "Restricted",
    "3035550199",
    "2125550188",
]


def writing(dice: Random, number: str) -> str:
    """A North American number as somebody may write it."""
    area, middle, last = number[:3], number[3:6], number[6:]
    return dice.choice(
        (
            number,
            "1" + number,
            "+1" + number,
            f"({area}) {middle}-{last}",
            f"{area}.{middle}.{last}",
            f"1010288{number}",
            f"10102881{number}",
        )
    )


def far_writing(dice: Random, digits: str) -> str:
    """An international number as somebody may write it."""
    return dice.choice(("011", "+", "1010288011", "+ ", "011 ")) + digits


def moment(dice: Random, cycle_days: list[int]) -> datetime:
    """A start, often at an edge of a day, a period, the clock's change or the week."""
    zone = ZoneInfo(dice.choice(("America/New_York", "America/Phoenix", "America/Halifax")))
    kind = dice.random()
    if kind < 0.35:
        day = date(2026, dice.choice((9, 10, 10, 11)), dice.choice([1, *cycle_days]))
        edge = datetime(day.year, day.month, day.day, tzinfo=zone)
        start = edge + timedelta(seconds=dice.choice((-1, 0, 1, -3600, 3600, -7199)))
    elif kind < 0.45:
        start = datetime(2026, 11, 1, dice.randrange(4, 11), dice.randrange(60), tzinfo=UTC)
    else:
        start = datetime(2026, 8, 25, tzinfo=UTC)
        start += timedelta(seconds=dice.randrange(80 * 86400))
    return min(start, datetime(2026, 11, 20, tzinfo=UTC))


def stamp(dice: Random, start: datetime) -> str:
    """The moment as ISO 8601 with some offset, sometimes with fractions of seconds."""
    shift = dice.choice((None, 0, -4, -5, -7, 5.5))
    if shift is None:
        text = start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return text + dice.choice(("Z", ".250Z", ".999999Z", "Z"))
    return start.astimezone(timezone(timedelta(hours=shift))).isoformat()


def records(dice: Random, book: Book, count: int) -> list[Record]:
    """Calls in the order of their ids."""
    own = [number[2:] for row in book.sheets["numbers"] for number in number_range(row["number"])]
    cycles = [int(row["bill_cycle_day"]) for row in book.sheets["accounts"]]
    return [record(dice, own, cycles) | {"call_id": f"c{at:05d}"} for at in range(count)]


def record(dice: Random, own: list[str], cycles: list[int]) -> Record:
    """One call."""
    mine, chance = dice.choice(own), dice.random()
    direction = dice.choice(("out", "out", "out", "in", "internal"))
    other = (
        writing(dice, dice.choice(own))
        if chance < 0.12
        else far_writing(dice, dice.choice(FAR))
        if chance < 0.25
        else dice.choice(ODD)
        if chance < 0.45
        else writing(dice, dice.choice(OTHERS))
    )
    ours = writing(dice, mine) if dice.random() < 0.9 else dice.choice(("TG-7", "201", "ext 5"))
    billing = ""
    if dice.random() < 0.15:
        billing = dice.choice((writing(dice, dice.choice(own)), "acct/9", "nobody", "TG-7", "201"))
    if direction == "in":
        caller, called = dice.choice((other, dice.choice(CALLERS))), ours
    else:
        caller = ours if dice.random() < 0.9 else dice.choice(CALLERS)
        called = other
    seconds = dice.choice((dice.randrange(1, 400), dice.randrange(1, 4000), 0, 1, 6, 60, 61, 3))
    return {
        "started_at": stamp(dice, moment(dice, cycles)),
        "billing_number": billing,
        "caller": caller,
        "called": called,
        "duration_seconds": str(seconds),
        "direction": direction,
        "disposition": dice.choice(("", "answered", "ANSWERED", "Answered", "busy", "")),
    }


def spoil(dice: Random, calls: list[Record]) -> list[list[str]]:
    """The records as cells, with bad rows, doubted rows and repeats between them."""
    rows: list[list[str]] = []
    for call in calls:
        chance, bad = dice.random(), dict(call)
        if chance < 0.03:
            rows.append(broken(dice, bad))
        elif chance < 0.05:
            key, value = dice.choice(
                (
                    ("duration_seconds", "-5"),
                    ("duration_seconds", "43201"),
                    ("duration_seconds", "43200"),
                    ("started_at", "1999-06-01T00:00:00Z"),
                    ("started_at", "2027-06-01T00:00:00Z"),
                )
            )
            rows.append([(bad | {key: value})[name] for name in HEADER])
        cells = [call[name] for name in HEADER]
        rows.append(cells)
        if chance > 0.97:
            rows.append(cells if chance > 0.985 else [*cells[:5], "77", *cells[6:]])
    return rows


def broken(dice: Random, call: Record) -> list[str]:
    """A row that cannot be read."""
    kind = dice.randrange(8)
    cells = [call[name] for name in HEADER]
    if kind == 0:
        return cells[:-1]
    if kind == 1:
        return [*cells, "more"]
    at, value = (
        (0, ""),
        (1, "2026-10-01 12:00:00"),
        (1, "yesterday"),
        (5, "12.5"),
        (5, "abc"),
        (6, "sideways"),
    )[kind - 2]
    cells[at] = value
    cells[7] = "answered" if at == 5 else cells[7]
    return cells


def write_file(dice: Random, path: Path, rows: list[list[str]]) -> None:
    """The rows as a file in one of several dresses."""
    end = dice.choice(("\n", "\r\n"))
    text = io.StringIO()
    every = dice.random() < 0.5
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL if every else 0)
    writer.writerows([HEADER, *rows])
    start = dice.choice((b"", b"\xef\xbb\xbf"))
    path.write_bytes(start + text.getvalue().encode())


def call_files(dice: Random, book: Book, folder: Path, count: int) -> list[CallFile]:
    """Files of two sources, cut in overlapping pieces."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for source in ("east", "west"):
        rows = spoil(dice, records(dice, book, count // 2))
        step = max(1, len(rows) // 3)
        for at in range(0, len(rows), step):
            path = folder / f"{source}-{at}.csv"
            write_file(dice, path, rows[max(0, at - 5) : at + step])
            files.append(CallFile(path, source))
    return files
