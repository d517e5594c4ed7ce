"""The formats of call files, each declared in one place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.usage.formats.asterisk import ASTERISK, ASTERISK_CUSTOM, FREEPBX
from app.usage.formats.bandwidth import BANDWIDTH
from app.usage.formats.broadworks import BROADWORKS
from app.usage.formats.canonical import CANONICAL
from app.usage.formats.cisco import CUCM
from app.usage.formats.declaration import CallFormat
from app.usage.formats.freeswitch import FREESWITCH, FREESWITCH_ASTERISK, FREESWITCH_JSON
from app.usage.formats.netsapiens import NETSAPIENS
from app.usage.formats.twilio import TWILIO

_ALL = (
    CANONICAL,
    ASTERISK,
    ASTERISK_CUSTOM,
    FREEPBX,
    FREESWITCH,
    FREESWITCH_ASTERISK,
    FREESWITCH_JSON,
    CUCM,
    BROADWORKS,
    NETSAPIENS,
    BANDWIDTH,
    TWILIO,
)

FORMATS: Final[Mapping[str, CallFormat]] = MappingProxyType({known.name: known for known in _ALL})
"""Every built-in format by the name ``--format`` takes."""
