from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.connectors.avalara.asking import body_of, calls, given_back
from app.connectors.json_value import read_json
from app.tax.service_document import DocumentExemption, TaxDocument
from tests.connectors.avalara.documents import (
    CALLS,
    DOCUMENT,
    LINES,
    MAIN,
    SEATS,
    SETTINGS,
    a_request,
)

ADDRESS = {
    "ctry": "USA",
    "st": "CO",
    "city": "Lakewood",
    "zip": "80226",
    "addr": "88 Quarry Street",
    "geo": True,
    "int": True,
}


def told(document: TaxDocument = DOCUMENT, **settings: str) -> dict[str, Any]:
    found: Any = read_json(a_request(document, **settings))
    return dict(found)


def test_an_invoice_is_one_invoice_in_invoice_mode() -> None:
    invoice = told()["inv"]
    items = invoice.pop("itms")
    assert [item["ref"] for item in items] == ["L0.0", "L1.0", "C0"]
    assert invoice == {
        "bill": ADDRESS,
        "cust": 1,
        "lfln": False,
        "date": "2026-11-01T12:00:00",
        "acct": "100",
        "exms": [],
        "invm": True,
        "dtl": True,
        "summ": False,
    }


def test_a_charge_is_an_item_with_its_pair() -> None:
    assert told()["inv"]["itms"][0] == {
        "ref": "L0.0",
        "bill": ADDRESS,
        "from": ADDRESS,
        "to": ADDRESS,
        "chg": Decimal("40.00"),
        "line": 0,
        "loc": 0,
        "min": 0,
        "sale": 1,
        "tran": 19,
        "serv": 6,
        "incl": False,
        "dbt": False,
        "adj": False,
    }


def test_amounts_come_through_no_float() -> None:
    assert '"chg":40.00,' in a_request()


def test_counts_go_as_items_without_charge() -> None:
    item = told()["inv"]["itms"][2]
    assert (item["chg"], item["line"], item["serv"]) == (0, 2, 21)


def test_minutes_go_with_their_charge() -> None:
    assert told()["inv"]["itms"][1]["min"] == 11


def test_a_reseller_buys_wholesale() -> None:
    document = replace(DOCUMENT, items=(replace(SEATS, is_wholesale=True),))
    assert told(document)["inv"]["itms"][0]["sale"] == 0


@pytest.mark.parametrize(("kind", "number"), [("residential", 0), ("government", 1)])
def test_the_kind_of_customer_is_theirs(kind: str, number: int) -> None:
    assert told(replace(DOCUMENT, customer_class=kind))["inv"]["cust"] == number


def test_lifeline_is_told() -> None:
    assert told(replace(DOCUMENT, is_lifeline=True))["inv"]["lfln"] is True


def test_an_item_of_an_earlier_day_tells_it() -> None:
    document = replace(DOCUMENT, items=(replace(SEATS, taxed_on=date(2026, 9, 1)),))
    assert told(document)["inv"]["itms"][0]["date"] == "2026-09-01T12:00:00"


def test_a_place_can_be_told_by_its_codes() -> None:
    assert told(locate_by="fips")["inv"]["bill"] == {"fips": "0805943000"}


def test_a_place_outside_the_city_has_no_code_of_one() -> None:
    outside = {"100-MAIN": replace(MAIN, inside_city=False)}
    document = replace(DOCUMENT, places=outside)
    assert told(document, locate_by="fips")["inv"]["bill"] == {"fips": "0805900000"}


def test_a_place_without_codes_is_told_by_its_address() -> None:
    bare = {"100-MAIN": replace(MAIN, county_fips="", inside_city=None)}
    place = told(replace(DOCUMENT, places=bare), locate_by="fips", geocode="no")["inv"]["bill"]
    assert (place["zip"], place["geo"], "int" in place) == ("80226", False, False)


def test_canada_has_three_letters_too() -> None:
    place = replace(MAIN, country="CA", region="ON", postal_code="M5V 2T6")
    bill = told(replace(DOCUMENT, places={"100-MAIN": place}), locate_by="fips")["inv"]["bill"]
    assert (bill["ctry"], bill["st"], bill["zip"]) == ("CAN", "ON", "M5V 2T6")


def test_company_data_are_numbers_and_marks() -> None:
    assert told()["cmpn"] == {"bscl": 1, "svcl": 0, "fclt": False, "frch": False, "reg": False}
    other = told(bscl="ilec", svcl="long_distance", fclt="yes")["cmpn"]
    assert (other["bscl"], other["svcl"], other["fclt"]) == (0, 1, True)


@pytest.mark.parametrize(
    ("region", "level", "row"),
    [
        ("CO", "STATE", {"loc": {"ctry": "USA", "st": "CO"}, "dom": 1, "scp": 256}),
        ("", "*", {"loc": {"ctry": "USA"}, "dom": 0, "scp": 1920}),
        ("", "FED", {"loc": {"ctry": "USA"}, "dom": 0, "scp": 128}),
        ("CO", "CITY", {"loc": {"ctry": "USA", "st": "CO"}, "dom": 1, "scp": 1024}),
    ],
)
def test_an_exemption_tells_place_and_levels(
    region: str, level: str, row: dict[str, object]
) -> None:
    exemption = DocumentExemption(
        certificate_number="98-1", tax_type="1", country="US", region=region, level=level
    )
    document = replace(DOCUMENT, exemptions=(exemption,))
    assert told(document)["inv"]["exms"] == [{"tpe": 1, "exnb": False, **row}]


def test_what_is_given_back_is_above_zero_and_marked() -> None:
    value: Any = read_json(given_back(a_request()))
    items = value["inv"]["itms"]
    assert [(item["chg"], item["adj"], item["line"], item["adjm"]) for item in items] == [
        (Decimal("40.00"), True, 0, 0),
        (Decimal("0.22"), False, 0, 0),
        (0, True, 2, 0),
    ]


def test_a_quote_has_no_code_and_commits_nothing() -> None:
    value: Any = read_json(body_of([a_request(), a_request()], code=None))
    assert len(value["inv"]) == 2
    assert all("doc" not in each and each["cmmt"] is False for each in value["inv"])


def test_a_document_goes_under_its_code_uncommitted() -> None:
    value: Any = read_json(body_of([a_request()], code="X-1"))
    assert (value["inv"][0]["doc"], value["inv"][0]["cmmt"]) == ("X-1", False)
    assert value["cmpn"] == told()["cmpn"]


def test_a_call_takes_so_many_lines_and_never_cuts_an_invoice() -> None:
    many = replace(DOCUMENT, items=tuple(replace(LINES, reference=f"C{n}") for n in range(80)))
    most = replace(DOCUMENT, items=tuple(replace(CALLS, reference=f"L{n}") for n in range(400)))
    requests = [a_request(many), a_request(many), a_request(most), a_request(), a_request(many)]
    assert [len(each) for each in calls(requests)] == [1, 1, 1, 2]
    assert list(calls([])) == []


def test_settings_have_all_that_is_asked_for() -> None:
    assert {"bscl", "svcl", "fclt", "frch", "reg", "locate_by", "geocode"} <= set(SETTINGS)
