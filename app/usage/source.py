"""Where calls come from, and the names that stand for numbers there."""

from dataclasses import dataclass
from typing import Final

from app.values.sheet import Kind, Sheet, column

FORMAT_NAMES: Final = (
    "canonical",
    "asterisk",
    "asterisk-custom",
    "freepbx",
    "freeswitch",
    "freeswitch-asterisk",
    "freeswitch-json",
    "cucm",
    "broadworks",
    "netsapiens",
    "bandwidth",
    "twilio",
)
"""The built-in formats of call files by name, as ``app/usage/formats`` has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A switch, PBX or carrier that sends call files."""

    source: str = column(
        Kind.TEXT, "The name given to --source", required=True, example="pbx-denver"
    )
    format: str | None = column(
        Kind.TEXT,
        "The format of its files; blank: recognised",
        choices=FORMAT_NAMES,
        example="asterisk",
    )
    profile: str | None = column(Kind.TEXT, "A saved mapping of its columns")
    timezone: str | None = column(
        Kind.TEXT,
        "Time zone of stamps without an offset; blank: the company's",
        example="America/Denver",
    )
    date_order: str = column(
        Kind.TEXT,
        "Order of day, month and year",
        default="ymd",
        choices=("ymd", "dmy", "mdy"),
        example="ymd",
    )
    inbound_contexts: str | None = column(
        Kind.TEXT, "PBX contexts of inbound calls, separated by |", example="from-trunk"
    )
    trunk_channels: str | None = column(
        Kind.TEXT, "Beginnings of trunk channels, separated by |", example="PJSIP/mesa"
    )
    access_code: str | None = column(Kind.TEXT, "Digits dialled for an outside line", example="9")
    cost_currency: str | None = column(Kind.TEXT, "Currency of the carrier's cost", example="USD")


SOURCES = Sheet(name="sources", row=Source, key=("source",), doc="Where call files come from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A text in call files that stands for a number."""

    alias: str = column(
        Kind.TEXT, "The text, just as the call file writes it", required=True, example="ext-204"
    )
    number: str = column(
        Kind.PHONE, "The number it stands for", required=True, example="(303) 555-0142"
    )
    source: str | None = column(Kind.TEXT, "Only in this source; blank: any", example="pbx-denver")


ALIASES = Sheet(
    name="aliases", row=Alias, key=("alias", "source"), doc="Texts that stand for numbers"
)
