"""Street addresses: taken apart, written in one way, and told from post office boxes.

Parts come from ``usaddress``; abbreviations are those of the Postal Service (Publication 28,
appendices B and C). Nothing here says whether an address exists.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SUFFIXES: Final = """
ALLEY ALY, ANNEX ANX, ARCADE ARC, AVENUE AVE, AV AVE, BAYOU BYU, BEACH BCH, BEND BND, BLUFF BLF,
BOTTOM BTM, BOULEVARD BLVD, BOUL BLVD, BRANCH BR, BRIDGE BRG, BROOK BRK, BYPASS BYP, CAMP CP,
CANYON CYN, CAPE CPE, CAUSEWAY CSWY, CENTER CTR, CENTRE CTR, CIRCLE CIR, CLIFF CLF, CLIFFS CLFS,
CLUB CLB, COMMON CMN, CORNER COR, CORNERS CORS, COURSE CRSE, COURT CT, COURTS CTS, COVE CV,
CREEK CRK, CRESCENT CRES, CREST CRST, CROSSING XING, CROSSROAD XRD, CURVE CURV, DALE DL, DAM DM,
DIVIDE DV, DRIVE DR, ESTATE EST, ESTATES ESTS, EXPRESSWAY EXPY, EXTENSION EXT, FALLS FLS,
FERRY FRY, FIELD FLD, FIELDS FLDS, FLAT FLT, FLATS FLTS, FORD FRD, FOREST FRST, FORGE FRG,
FORK FRK, FORKS FRKS, FORT FT, FREEWAY FWY, GARDEN GDN, GARDENS GDNS, GATEWAY GTWY, GLEN GLN,
GREEN GRN, GROVE GRV, HARBOR HBR, HAVEN HVN, HEIGHTS HTS, HIGHWAY HWY, HILL HL, HILLS HLS,
HOLLOW HOLW, INLET INLT, ISLAND IS, ISLANDS ISS, JUNCTION JCT, KEY KY, KNOLL KNL, KNOLLS KNLS,
LAKE LK, LAKES LKS, LANDING LNDG, LANE LN, LIGHT LGT, LOAF LF, LOCK LCK, LODGE LDG, MANOR MNR,
MEADOW MDW, MEADOWS MDWS, MILL ML, MILLS MLS, MISSION MSN, MOTORWAY MTWY, MOUNT MT, MOUNTAIN MTN,
NECK NCK, ORCHARD ORCH, OVERPASS OPAS, PARKWAY PKWY, PKY PKWY, PASSAGE PSGE, PINE PNE, PINES PNES,
PLACE PL, PLAIN PLN, PLAINS PLNS, PLAZA PLZ, POINT PT, POINTS PTS, PORT PRT, PRAIRIE PR,
RADIAL RADL, RANCH RNCH, RAPID RPD, RAPIDS RPDS, REST RST, RIDGE RDG, RIDGES RDGS, RIVER RIV,
ROAD RD, ROADS RDS, ROUTE RTE, SHOAL SHL, SHORE SHR, SHORES SHRS, SKYWAY SKWY, SPRING SPG,
SPRINGS SPGS, SQUARE SQ, STATION STA, STREAM STRM, STREET ST, STR ST, SUMMIT SMT, TERRACE TER,
THROUGHWAY TRWY, TRACE TRCE, TRACK TRAK, TRAFFICWAY TRFY, TRAIL TRL, TUNNEL TUNL, TURNPIKE TPKE,
UNDERPASS UPAS, UNION UN, VALLEY VLY, VIADUCT VIA, VIEW VW, VIEWS VWS, VILLAGE VLG, VILLE VL,
VISTA VIS, WELL WL, WELLS WLS
"""
_DIRECTIONS: Final = """
NORTH N, SOUTH S, EAST E, WEST W, NORTHEAST NE, NORTHWEST NW, SOUTHEAST SE, SOUTHWEST SW
"""
_UNITS: Final = """
APARTMENT APT, BASEMENT BSMT, BUILDING BLDG, DEPARTMENT DEPT, FLOOR FL, FRONT FRNT, HANGAR HNGR,
LOBBY LBBY, LOWER LOWR, OFFICE OFC, PENTHOUSE PH, ROOM RM, SPACE SPC, SUITE STE, TRAILER TRLR,
UPPER UPPR
"""
_ORDINALS: Final = """
FIRST 1ST, SECOND 2ND, THIRD 3RD, FOURTH 4TH, FIFTH 5TH, SIXTH 6TH, SEVENTH 7TH, EIGHTH 8TH,
NINTH 9TH, TENTH 10TH, ELEVENTH 11TH, TWELFTH 12TH
"""


def _pairs(text: str) -> dict[str, str]:
    found = {}
    for pair in text.split(","):
        name, short = pair.split()
        found[name] = short
    return found


SUFFIXES: Final[Mapping[str, str]] = _pairs(_SUFFIXES)
DIRECTIONS: Final[Mapping[str, str]] = _pairs(_DIRECTIONS)
UNITS: Final[Mapping[str, str]] = _pairs(_UNITS)
_ALL: Final[Mapping[str, str]] = {**SUFFIXES, **DIRECTIONS, **UNITS, **_pairs(_ORDINALS)}
_UNIT_WORDS: Final = frozenset(UNITS.values()) | {"LOT", "SLIP", "UNIT"}
_SHORT_SUFFIXES: Final = frozenset(SUFFIXES.values()) | {"LOOP", "WALK", "WAY", "ROW", "RUN"}
_SHORT_DIRECTIONS: Final = frozenset(DIRECTIONS.values())

_BOX_ID: Final = r"\s*(?:NUMBER|NO\.?|#)?\s*(?:[A-Z]?-?\d[\w-]*|[A-Z])?\s*(?:$|[,;.(]|\s\d|\s-)"
_BOX: Final = re.compile(
    r"(?<!\w)(?:"
    rf"(?:P\.?\s*[O0]\.?|POST(?:\s+OFFICE)?|POSTAL)[\s,-]*(?:BOX|BX|DRAWER){_BOX_ID}"
    rf"|P\.?\s*O\.?\s*B\.?\s*(?:#|NO\.?)?\s*\d[\w-]*{_BOX_ID}"
    r"|LOCK\s?BOX\s*(?:#|NO\.?)?\s*\d"
    r"|CASE\s+POSTALE\s*\d"
    r")",
    re.ASCII,
)
_WHOLE_BOX: Final = re.compile(
    r"(?:BOX|DRAWER|CALLER(?:\s+(?:BOX|SERVICE))?|C\.?\s?P\.?)\s*(?:#|NO\.?)?\s*\d[\w-]*", re.ASCII
)

_HOUSE: Final = re.compile(r"([A-Z]{0,2})(\d+)", re.ASCII)
_PUNCTUATION: Final = re.compile(r"[^A-Z0-9 /&-]", re.ASCII)
_ZIP: Final = re.compile(r"(\d{5})(?:[ -]?(\d{4}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetAddress:
    """A street address in parts, in capitals and abbreviated; blank where it has none."""

    house: str = ""
    """The house number as written, as in ``88``, ``W6085`` or ``12A``."""
    before: str = ""
    """The direction before the street's name."""
    name: str = ""
    suffix: str = ""
    after: str = ""
    """The direction after the street's name."""

    @property
    def house_number(self) -> tuple[str, int] | None:
        """The letters before the house number, and the number; None where there is none."""
        found = _HOUSE.match(self.house)
        return (found[1], int(found[2])) if found else None


def is_post_box(line: str) -> bool:
    """Whether a line of an address is, or holds, a post office box.

    A rural route with its box is none: service may be used there.
    """
    text = line.upper().strip()
    return bool(_BOX.search(text) or _WHOLE_BOX.fullmatch(text))


def written_alike(text: str) -> str:
    """An address line as the Postal Service writes it: capitals, no dots, words abbreviated."""
    words = _PUNCTUATION.sub(" ", text.upper()).split()
    return " ".join(_ALL.get(word, word) for word in words)


def zip_parts(postal_code: str) -> tuple[str, str] | None:
    """The five digits of a ZIP code and its four more, or blank; None for what is no ZIP code."""
    found = _ZIP.fullmatch(postal_code.strip())
    return (found[1], found[2] or "") if found else None


def street_of(line1: str, line2: str | None = None) -> StreetAddress:
    """The street address on the lines; blank parts where none can be told.

    The second line counts where the first has no house number.
    """
    first = _parsed(line1)
    if first.house or not line2:
        return first
    second = _parsed(line2)
    return second if second.house else first


@lru_cache(maxsize=10_000)
def _parsed(line: str) -> StreetAddress:
    import usaddress  # type: ignore[import-untyped]

    try:
        parts, kind = usaddress.tag(line)
    except usaddress.RepeatedLabelError:
        return _by_words(line)
    if kind != "Street Address" or not parts.get("StreetName"):
        return _by_words(line)

    def told(*labels: str) -> str:
        return written_alike(" ".join(parts[label] for label in labels if label in parts))

    return StreetAddress(
        house=told("AddressNumberPrefix", "AddressNumber").replace(" ", ""),
        before=told("StreetNamePreDirectional"),
        name=told("StreetNamePreModifier", "StreetNamePreType", "StreetName"),
        suffix=told("StreetNamePostType"),
        after=told("StreetNamePostDirectional"),
    )


def _by_words(line: str) -> StreetAddress:
    """The parts by the place of the words, where the library cannot tell."""
    words = written_alike(line.partition(",")[0]).split()
    unit = next((at for at, word in enumerate(words) if at > 1 and word in _UNIT_WORDS), None)
    words = words[:unit]
    house = words.pop(0) if words and _HOUSE.match(words[0]) else ""
    before = words.pop(0) if len(words) > 1 and words[0] in _SHORT_DIRECTIONS else ""
    after = words.pop() if len(words) > 1 and words[-1] in _SHORT_DIRECTIONS else ""
    suffix = words.pop() if len(words) > 1 and words[-1] in _SHORT_SUFFIXES else ""
    return StreetAddress(
        house=house, before=before, name=" ".join(words), suffix=suffix, after=after
    )
