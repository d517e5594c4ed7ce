"""What kind of call it is, by the numbers of its two ends (``setup-workbook.md``, priced, 4)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from app.rating.area_codes import AreaClass, AreaCodes
from app.usage.table import CallClass, Jurisdiction

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DIRECTORY_ASSISTANCE: Final = -411
DIRECTORY_LINE: Final = 555_1212
"""Any area code's directory assistance: NPA-555-1212."""
PREMIUM_EXCHANGE: Final = 976

_SHORT_CODES: Final = -999
_LINE: Final = 10**7
_EXCHANGE: Final = 10**4
_EXCHANGES: Final = 1000
_FIRST_NPA: Final = 200

_BY_CHOICE: Final = {
    "intrastate": CallClass.INTRASTATE,
    "interstate": CallClass.INTERSTATE,
    "indeterminate": CallClass.INDETERMINATE,
}
"""The company's choice for calls whose caller's place is unknown."""


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """The places of the two ends of calls."""

    called: Ints
    called_area: npt.NDArray[np.int16]
    caller_region: npt.NDArray[np.int16]
    """The numbered state, province or territory; 0: not there, or not known."""
    called_region: npt.NDArray[np.int16]
    caller_foreign: Bools
    called_foreign: Bools
    called_premium: Bools

    @classmethod
    def of(cls, caller: Ints, called: Ints, codes: AreaCodes) -> "Ends":
        """The ends of calls between two columns of party codes."""
        caller_area, called_area = codes.areas(caller), codes.areas(called)
        foreign = np.isin(codes.classes, (AreaClass.ABROAD, AreaClass.NANP_FOREIGN))
        places = np.where(codes.is_place, codes.regions, np.int16(0))
        caller_region, called_region = places[caller_area], places[called_area]
        called_foreign = foreign[called_area]
        caller_premium = _is_premium_exchange(caller, caller_area)
        called_premium = _is_premium_exchange(called, called_area)
        caller_region[caller_premium] = 0
        called_region[called_premium] = 0
        called_premium |= (codes.classes == AreaClass.PREMIUM)[called_area]
        return cls(
            called,
            called_area,
            caller_region,
            called_region,
            foreign[caller_area],
            called_foreign,
            called_premium & ~called_foreign,
        )


def _is_premium_exchange(numbers: Ints, areas: npt.NDArray[np.int16]) -> Bools:
    exchange = numbers // _EXCHANGE % _EXCHANGES
    premium: Bools = (exchange == PREMIUM_EXCHANGE) & (areas >= _FIRST_NPA)
    return premium


def is_directory_assistance(ends: Ends, codes: AreaCodes) -> Bools:
    """Whether 411 or NPA-555-1212, not toll-free, is called; any other area code will do."""
    line = (ends.called % _LINE == DIRECTORY_LINE) & (ends.called_area >= _FIRST_NPA)
    toll_free = (codes.classes == AreaClass.TOLL_FREE)[ends.called_area]
    found: Bools = (ends.called == DIRECTORY_ASSISTANCE) | (line & ~toll_free)
    return found


def deck_classes(ends: Ends, unknown_caller: str) -> npt.NDArray[np.int8]:
    """The ``CallClass`` of each call if it is priced by the deck.

    A call to another country is international, also to an exchange 976 there. A call from another
    country to a place here is international too; premium and the other numbers without a place are
    what they are, whoever calls them.
    """
    same = ends.caller_region == ends.called_region
    found = np.where(same, CallClass.INTRASTATE, CallClass.INTERSTATE).astype(np.int8)
    found[ends.caller_region == 0] = _BY_CHOICE[unknown_caller]
    found[ends.caller_foreign] = CallClass.INTERNATIONAL
    found[ends.called_region == 0] = CallClass.OTHER
    found[ends.called_premium] = CallClass.PREMIUM
    found[ends.called_foreign] = CallClass.INTERNATIONAL
    return found


def jurisdictions(ends: Ends) -> npt.NDArray[np.int8]:
    """The ``Jurisdiction`` of each call by its two ends, whichever way it went.

    None for a short code, which is no end; international if either end is in another country;
    indeterminate if either end is a number or text that has no known place.
    """
    same = ends.caller_region == ends.called_region
    found = np.where(same, Jurisdiction.INTRASTATE, Jurisdiction.INTERSTATE).astype(np.int8)
    unknown = (ends.caller_region == 0) | (ends.called_region == 0)
    found[unknown] = Jurisdiction.INDETERMINATE
    found[ends.caller_foreign | ends.called_foreign] = Jurisdiction.INTERNATIONAL
    found[(ends.called < 0) & (ends.called >= _SHORT_CODES)] = Jurisdiction.NONE
    return found
