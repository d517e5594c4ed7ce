"""Our documents in AFC's words: one invoice with its items, as ``CalcTaxes`` takes it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, cast

from app.connectors.json_value import read_json, write_json
from app.connectors.ports import Settings
from app.tax.jurisdiction import STATE_FIPS
from app.tax.service_document import (
    DocumentExemption,
    DocumentItem,
    ServicePlace,
    TaxDocument,
)

LINES_IN_A_CALL: Final = 150
"""A call takes invoices of 50 to 200 lines together."""

_COUNTRIES: Final = {"US": "USA", "CA": "CAN"}
_CUSTOMERS: Final = {"residential": 0}
_BUSINESS: Final = 1
_SCOPES: Final = {
    "FED": 128,
    "STATE": 256,
    "PROVINCE": 256,
    "COUNTY": 512,
    "CITY": 1024,
    "DISTRICT": 1024,
    "*": 1920,
}
_IN_COUNTRY: Final = 0
_IN_STATE: Final = 1


def written(document: TaxDocument, settings: Settings) -> str:
    """The request of one document: company data and one invoice, without a code."""
    invoice = {
        "bill": _location(document.bill_to, settings),
        "cust": _CUSTOMERS.get(document.customer_class, _BUSINESS),
        "lfln": document.is_lifeline,
        "date": _moment(document.dated),
        "acct": document.account_number,
        "exms": [_exemption(each) for each in document.exemptions],
        "itms": [_item(item, document, settings) for item in document.items],
        "invm": True,
        "dtl": True,
        "summ": False,
    }
    company = {
        "bscl": ("ilec", "clec").index(settings["bscl"]),
        "svcl": ("local", "long_distance").index(settings["svcl"]),
        "fclt": settings["fclt"] == "yes",
        "frch": settings["frch"] == "yes",
        "reg": settings["reg"] == "yes",
    }
    return write_json({"cmpn": company, "inv": invoice})


def _moment(day: object) -> str:
    return f"{day}T12:00:00"


def _location(place: ServicePlace, settings: Settings) -> dict[str, object]:
    state = STATE_FIPS.get(place.region) if place.country == "US" else None
    if settings["locate_by"] == "fips" and state and place.county_fips:
        city = place.place_fips if place.inside_city else ""
        return {"fips": f"{state}{place.county_fips}{city or '00000'}"}
    found: dict[str, object] = {
        "ctry": _COUNTRIES.get(place.country, place.country),
        "st": place.region,
        "city": place.city,
        "zip": place.postal_code,
        "addr": place.street,
        "geo": settings["geocode"] == "yes",
    }
    if place.inside_city is not None:
        found["int"] = place.inside_city
    return found


def _exemption(each: DocumentExemption) -> dict[str, object]:
    place: dict[str, object] = {"ctry": _COUNTRIES.get(each.country, each.country)}
    if each.region:
        place["st"] = each.region
    return {
        "loc": place,
        "tpe": int(each.tax_type),
        "dom": _IN_STATE if each.region else _IN_COUNTRY,
        "scp": _SCOPES[each.level],
        "exnb": False,
    }


def _item(item: DocumentItem, document: TaxDocument, settings: Settings) -> dict[str, object]:
    place = _location(document.places[item.location_code], settings)
    found: dict[str, object] = {
        "ref": item.reference,
        "bill": place,
        "from": place,
        "to": place,
        "chg": item.amount,
        "line": item.lines,
        "loc": item.locations,
        "min": item.minutes,
        "sale": 0 if item.is_wholesale else 1,
        "tran": int(item.transaction),
        "serv": int(item.service_type),
        "incl": False,
        "dbt": False,
        "adj": False,
    }
    if item.taxed_on is not None:
        found["date"] = _moment(item.taxed_on)
    return found


def given_back(request: str) -> str:
    """The request with every item as an adjustment."""
    value = read_request(request)
    for item in value["inv"]["itms"]:
        item["adj"] = Decimal(item["chg"]) >= 0
        item["adjm"] = 0
        item["chg"] = abs(Decimal(item["chg"]))
    return write_json(value)


def read_request(request: str) -> dict[str, Any]:
    """Company data and invoice of one document, as ``written`` wrote them."""
    return cast("dict[str, Any]", read_json(request))


def calls(requests: Sequence[str]) -> Iterator[list[str]]:
    """The requests, as many to a call as it takes lines; company data is the same in all."""
    together: list[str] = []
    lines = 0
    for request in requests:
        own = len(read_request(request)["inv"]["itms"])
        if together and lines + own > LINES_IN_A_CALL:
            yield together
            together, lines = [], 0
        together.append(request)
        lines += own
    if together:
        yield together


def body_of(requests: Sequence[str], *, code: str | None) -> str:
    """The body of a call with these documents, under a code or as a quote."""
    values = [read_request(request) for request in requests]
    known = {} if code is None else {"doc": code}
    invoices = [{**known, "cmmt": False, **value["inv"]} for value in values]
    return write_json({"cmpn": values[0]["cmpn"], "inv": invoices})
