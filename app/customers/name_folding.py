"""Names, streets, telephones and mail addresses as they compare: what people write differently.

What is folded is for comparing alone, and is never shown or kept.
"""

import re
import unicodedata
from typing import Final

_LEGAL: Final = frozenset(
    {
        "llc",
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llp",
        "pllc",
        "pc",
        "pa",
        "corp",
        "corporation",
        "co",
        "company",
        "lp",
        "plc",
        "gmbh",
    }
)
"""Forms of a company, which one side writes and the other leaves out."""
_SMALL: Final = frozenset({"and", "of", "the", "at", "in", "for"})
_STREETS: Final = {
    "street": "st",
    "avenue": "ave",
    "av": "ave",
    "road": "rd",
    "drive": "dr",
    "lane": "ln",
    "court": "ct",
    "place": "pl",
    "boulevard": "blvd",
    "parkway": "pkwy",
    "highway": "hwy",
    "circle": "cir",
    "square": "sq",
    "terrace": "ter",
    "trail": "trl",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
}
_PUBLIC_MAIL: Final = frozenset(
    {
        "aol.com",
        "att.net",
        "comcast.net",
        "gmail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qwest.net",
        "verizon.net",
        "yahoo.com",
    }
)
"""Where everybody may have a mail address."""
_APOSTROPHES: Final = re.compile("['\u2019`.]")
_OTHERS: Final = re.compile(r"[^0-9a-z]+")
_NATIONAL: Final = 10
_ZIP: Final = 5
_LEAST_PHONE: Final = 7


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    plain = _APOSTROPHES.sub("", plain.replace("&", " and ").replace("+", " and "))
    return [each for each in _OTHERS.split(plain) if each]


def folded_name(text: str) -> str:
    """A name without case, accents, marks, a leading "the" and the form of the company."""
    words = _words(text)
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def name_words(folded: str) -> frozenset[str]:
    """The words of a folded name that tell it from others."""
    return frozenset(folded.split()) - _SMALL


def digits_of(folded: str) -> frozenset[str]:
    """The numbers in a folded name: where they differ, so do the customers."""
    return frozenset(each for each in folded.split() if any(map(str.isdigit, each)))


def folded_street(text: str) -> str:
    """A street with its usual short forms."""
    return " ".join(_STREETS.get(each, each) for each in _words(text))


def street_number(text: str) -> str:
    """The number of a house; blank where a street begins with none."""
    first = next(iter(_words(text)), "")
    return first if first[:1].isdigit() else ""


def folded_postal_code(text: str) -> str:
    """A postal code: five digits of a ZIP code, letters and digits of others."""
    found = "".join(_words(text))
    return found[:_ZIP] if found.isdigit() else found


def folded_phone(text: str) -> str:
    """The national digits of a telephone number; blank for what is none."""
    digits = "".join(filter(str.isdigit, text))
    if len(digits) == _NATIONAL + 1 and digits.startswith("1"):
        digits = digits[1:]
    return digits if len(digits) >= _LEAST_PHONE else ""


def folded_emails(text: str | None) -> frozenset[str]:
    """The mail addresses of a field, which may name several."""
    parts = re.split(r"[,;\s]+", (text or "").casefold())
    return frozenset(each for each in parts if "@" in each)


def own_domain(email: str) -> str:
    """The domain of a mail address; blank where everybody may have one."""
    domain = email.rpartition("@")[2]
    return "" if domain in _PUBLIC_MAIL else domain
