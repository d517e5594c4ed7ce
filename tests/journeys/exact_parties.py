"""Call parties read as the contract says, and where numbers lie; nothing of the app."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parents[2] / "resources" / "area_codes.csv"
FREE_N11 = {"211", "311", "511", "611", "711", "811", "988"}
SHORT = FREE_N11 | {"411", "911"}


@cache
def area_codes() -> dict[str, tuple[str, str, str]]:
    """Class, country and region by area code."""
    lines = [x for x in TABLE.read_text("utf-8").splitlines() if not x.startswith("dated")]
    return {
        row["npa"]: (row["class"], row["country"], row["region"]) for row in csv.DictReader(lines)
    }


def read_number(text: str, home: str | None = None) -> str | None:
    """E.164 with plus, or None for what is no full number.

    ``home`` is the payer's number, whose area code completes seven digits.
    """
    bare = re.sub(r"[\s().\-]", "", text)
    if not re.fullmatch(r"\+?\d+", bare):
        return None
    carrier = re.fullmatch(r"101\d{4}(\d{10}|\d{11}|011\d+)", bare)
    if carrier:
        bare = carrier[1]
    far = re.fullmatch(r"(?:\+|011)(\d+)", bare)
    if far:
        return plausible(far[1])
    if re.fullmatch(r"[2-9]\d{6}", bare):
        return f"{home[:5]}{bare}" if home is not None and home.startswith("+1") else None
    near = re.fullmatch(r"1?(\d{10})", bare)
    return plausible("1" + near[1]) if near else None


def plausible(digits: str) -> str | None:
    """The digits with plus, where they can be a number."""
    if digits.startswith("1"):
        return f"+{digits}" if re.fullmatch(r"1[2-9]\d\d[2-9]\d{6}", digits) else None
    return f"+{digits}" if re.fullmatch(r"[2-9]\d{6,14}", digits) else None


def is_seven(text: str) -> bool:
    """Whether seven digits are written."""
    return re.fullmatch(r"[2-9]\d{6}", re.sub(r"[\s().\-]", "", text)) is not None


def is_short(text: str) -> bool:
    """Whether it is N11, 988 or a feature code."""
    return text.startswith("*") or re.sub(r"[\s().\-]", "", text) in SHORT


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number lies: its kind, and its state or province where it has one."""

    kind: str
    """domestic, international, toll_free, premium, other, or unlisted."""
    region: str = ""
    """Of domestic places alone."""
    at_home: bool = False
    """A number of the US, Canada or a territory."""


def place_of(number: str) -> Place:
    """The place of a full number."""
    if not number.startswith("+1"):
        return Place("international")
    kind, country, region = area_codes().get(number[2:5], ("unlisted", "", ""))
    if number[5:8] == "976" and kind not in {"unlisted", "nanp_foreign", "toll_free"}:
        kind = "premium"
    if kind in {"geographic", "us_territory"}:
        return Place("domestic", f"{country}{region}", at_home=True)
    if kind == "nanp_foreign":
        return Place("international")
    known = kind if kind in {"unlisted", "toll_free", "premium"} else "other"
    return Place(known, at_home=bool(country))


def is_toll_free(number: str) -> bool:
    """Whether the number is a toll-free one."""
    return place_of(number).kind == "toll_free"
