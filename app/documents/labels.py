"""The words for kinds: of calls, of services, of counted units, of currencies."""

from typing import Final

MINUTE: Final = "MINUTE"
"""What a fee by the minute counts (base MINUTES)."""

_CURRENCIES: Final = {"USD": "US dollars", "CAD": "Canadian dollars", "EUR": "euros"}

_UNITS: Final = {
    "LINE": ("line", "lines"),
    "TRUNK": ("trunk", "trunks"),
    "CALL_PATH": ("call path", "call paths"),
    "DID": ("number", "numbers"),
    "ACCOUNT": ("account", "accounts"),
    "LOCATION": ("location", "locations"),
    MINUTE: ("minute", "minutes"),
}

_MARKERS: Final = {
    "LOCAL": "local",
    "TOLL_": "voice",
    "VOIP_": "voice",
    "DID": "voice",
    "E911_SERVICE": "voice",
    "FEATURE": "voice",
    "PREPAID_CALLING": "voice",
    "INTERNET_ACCESS": "internet",
    "DATA_PRIVATE": "data",
    "EQUIP_": "equipment",
    "PROF_SERVICE": "managed",
    "INSTALL": "work",
    "SMS": "messages",
    "FEE_": "fee",
}
_COMPONENTS: Final = {
    "voice": "voice service",
    "local": "local service",
    "internet": "Internet access",
    "data": "private data line",
    "equipment": "equipment",
    "managed": "managed services",
    "work": "work",
    "messages": "messages",
    "fee": "fees",
}
LABOUR: Final = frozenset({"PROF_SERVICE", "INSTALL"})
"""Tax categories of work done by people."""


def currency_name(currency: str) -> str:
    """What amounts are in."""
    return _CURRENCIES.get(currency, currency)


def marker(tax_category: str) -> str:
    """The word that tells what kind of service a charge is for (``telecom-tax.md`` 3.1)."""
    exact = _MARKERS.get(tax_category)
    if exact:
        return exact
    found = (word for begin, word in _MARKERS.items() if tax_category.startswith(begin))
    return next((word for word in found), "other")


def component_name(tax_category: str) -> str:
    """What a component of a bundle is, in a customer's words."""
    return _COMPONENTS.get(marker(tax_category), "other services")


def unit_word(unit_kind: str, *, one: bool) -> str:
    """What a fee counts: ``LINE|TRUNK`` counts lines; an unknown kind has no word."""
    singular, plural = _UNITS.get(unit_kind.partition("|")[0].strip().upper(), ("", ""))
    return singular if one else plural
