"""Jurisdictions: the country, state, county, city or district that a tax row belongs to."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

_STATES = (
    "AL:01 AK:02 AZ:04 AR:05 CA:06 CO:08 CT:09 DE:10 DC:11 FL:12 GA:13 HI:15 ID:16 IL:17 IN:18 "
    "IA:19 KS:20 KY:21 LA:22 ME:23 MD:24 MA:25 MI:26 MN:27 MS:28 MO:29 MT:30 NE:31 NV:32 NH:33 "
    "NJ:34 NM:35 NY:36 NC:37 ND:38 OH:39 OK:40 OR:41 PA:42 RI:44 SC:45 SD:46 TN:47 TX:48 UT:49 "
    "VT:50 VA:51 WA:53 WV:54 WI:55 WY:56 AS:60 GU:66 MP:69 PR:72 VI:78"
)

STATE_FIPS = dict(pair.split(":") for pair in _STATES.split())
"""Federal codes (FIPS 5-2) of states and territories by postal abbreviation."""

COUNTY_DIGITS = 3
PLACE_DIGITS = 5
FULL_COUNTY_DIGITS = 5


class Level(Enum):
    """Who takes a tax: the deepest filled place column of its row."""

    FED = "FED"
    STATE = "STATE"
    PROVINCE = "PROVINCE"
    COUNTY = "COUNTY"
    CITY = "CITY"
    DISTRICT = "DISTRICT"


@dataclass(frozen=True)
class Jurisdiction:
    """A place that may tax. Blank parts match anywhere above and below."""

    country: str
    state: str = ""
    county: str = ""
    """Three digits in the US."""
    place: str = ""
    """Five digits in the US."""
    district: str = ""

    @cached_property
    def level(self) -> Level:
        """The level of the deepest filled part."""
        if self.district:
            return Level.DISTRICT
        if self.place:
            return Level.CITY
        if self.county:
            return Level.COUNTY
        if self.state:
            return Level.STATE if self.country == "US" else Level.PROVINCE
        return Level.FED

    @cached_property
    def text(self) -> str:
        """``country/state/county/place/district``, trailing blanks dropped: ``US/CO//20000``."""
        parts = (self.country, self.state, self.county, self.place, self.district)
        return "/".join(parts).rstrip("/")


def jurisdiction_of(
    country: str | None,
    state: str | None,
    *,
    county_fips: str | None = None,
    place_fips: str | None = None,
    district: str | None = None,
) -> Jurisdiction:
    """The jurisdiction that the place columns of a row name.

    A county that cannot be read keeps its text and so matches nothing; the checks at import
    refuse it.
    """
    land = (country or "US").strip().upper()
    region = (state or "").strip().upper()
    county = (county_fips or "").strip()
    return Jurisdiction(
        country=land,
        state=region,
        county=county_code(county, region) or county,
        place=(place_fips or "").strip(),
        district=(district or "").strip(),
    )


def county_code(text: str, state: str) -> str | None:
    """The three digits of a county given by three digits, or by five with its state's prefix.

    None where the text is neither.
    """
    if not text.isascii() or not text.isdigit():
        return None
    if len(text) == COUNTY_DIGITS:
        return text
    prefix, county = text[:-COUNTY_DIGITS], text[-COUNTY_DIGITS:]
    if len(text) == FULL_COUNTY_DIGITS and prefix == STATE_FIPS.get(state):
        return county
    return None


def is_place_code(text: str) -> bool:
    """Whether the text is a five-digit place code."""
    return len(text) == PLACE_DIGITS and text.isascii() and text.isdigit()
