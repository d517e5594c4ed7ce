"""States, provinces and countries as people write them, in the two letters that we keep."""

from typing import Final

_STATES: Final = """
AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut,
DE Delaware, DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois,
IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts,
MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada,
NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York, NC North Carolina, ND North Dakota,
OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico, RI Rhode Island,
SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia,
WA Washington, WV West Virginia, WI Wisconsin, WY Wyoming
"""
_PROVINCES: Final = """
AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador,
NS Nova Scotia, NT Northwest Territories, NU Nunavut, ON Ontario, PE Prince Edward Island,
QC Quebec, QC Québec, SK Saskatchewan, YT Yukon
"""
_COUNTRIES: Final = """
US United States, US United States of America, US USA, CA Canada, CA CAN, MX Mexico,
GB United Kingdom
"""
_LETTERS: Final = 2


def _codes(table: str) -> dict[str, str]:
    """By folded name its code."""
    found = {}
    for each in table.replace("\n", " ").split(","):
        code, _, name = each.strip().partition(" ")
        found[name.casefold()] = code
    return found


_REGIONS_OF: Final = {"US": _codes(_STATES), "CA": _codes(_PROVINCES)}
_COUNTRY_CODES: Final = _codes(_COUNTRIES)


def region_code(text: str, country: str) -> str:
    """The two letters of a state or province; the text itself where they are not known."""
    words = " ".join(text.replace(".", "").split())
    if len(words) == _LETTERS:
        return words.upper()
    return _REGIONS_OF.get(country, {}).get(words.casefold(), words)


def country_code(text: str) -> str:
    """The two letters of a country; blank where they are not known."""
    words = " ".join(text.replace(".", "").split())
    if len(words) == _LETTERS:
        return words.upper()
    return _COUNTRY_CODES.get(words.casefold(), "")
