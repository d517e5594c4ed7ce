from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from app.billing.assembly import AccountRecords, RunBook, draft_invoice
from app.billing.charge import OneTimeCharge
from app.billing.unit_counts import CountBook, CountedUnit, counted_units
from app.customers.service import Circuit, Number, Service
from app.tax.rule import TaxRule
from app.values.period import Period
from tests.billing.records import (
    COMPANY,
    PRODUCTS,
    SEAT,
    a_charge,
    a_circuit,
    a_location,
    a_number,
    a_service,
    an_account,
)
from tests.billing.taxes import a_book, a_fee, a_percentage

PRODUCTS_ = PRODUCTS | {
    "PATHS": replace(SEAT, product_code="PATHS", line_kind="call_path"),
    "DIDS": replace(SEAT, product_code="DIDS", line_kind="did"),
    "TRUNKS": replace(SEAT, product_code="TRUNKS", line_kind="trunk", tax_category="FEATURE"),
}


def counted(
    *services: Service,
    circuits: Sequence[Circuit] = (),
    numbers: Sequence[Number] = (),
    charges: Sequence[OneTimeCharge] = (),
    fee: TaxRule | None = None,
) -> dict[str, CountedUnit]:
    """The units of one account in the run of 2026-10, by code."""
    taxes = a_book(a_percentage(), fee or a_fee("LINE|TRUNK|CALL_PATH|DID"))
    member = AccountRecords(
        account=an_account(),
        services=services,
        circuits=circuits,
        numbers=numbers,
        charges=charges,
    )
    book = RunBook(
        label="2026-10",
        company=COMPANY,
        products=PRODUCTS_,
        locations={"10042-MAIN": a_location()},
        taxes=taxes,
    )
    draft = draft_invoice(member, book)
    assert draft.request is not None
    found = counted_units(
        CountBook(
            members=[member],
            request=draft.request,
            products=PRODUCTS_,
            taxes=taxes,
            period=Period(date(2026, 10, 1), date(2026, 11, 1)),
        )
    )
    return {unit.code: unit for unit in found}


def told(unit: CountedUnit) -> tuple[bool, str]:
    return unit.is_counted, unit.why


def test_a_billed_service_counts_its_units() -> None:
    unit = counted(a_service(quantity="18"))["S1"]
    assert (unit.kind, int(unit.units), unit.fees) == ("LINE", 18, ("CO-911 US/CO",))
    assert told(unit) == (True, "quantity times lines_per_unit")


def test_a_service_on_several_lines_counts_once() -> None:
    unit = counted(a_service(starts_on=date(2026, 10, 15)))["S1"]
    assert told(unit) == (True, "quantity times lines_per_unit, once for all its lines")


@pytest.mark.parametrize(
    ("service", "why"),
    [
        (a_service("YEAR", service_code="S2"), "its product counts as nothing (line_kind none)"),
        (
            a_service(service_code="S2", ends_on=date(2026, 10, 1)),
            "it ended on 2026-10-01, before the bill period",
        ),
        (
            a_service(service_code="S2", starts_on=date(2027, 1, 1)),
            "it begins on 2027-01-01, after the bill period",
        ),
        (a_service("TRUNKS", service_code="S2"), "no fee counts TRUNK of FEATURE there"),
        (
            a_service(service_code="S2", ends_on=date(2026, 10, 20), unit_price="0"),
            "no line of this invoice bills it",
        ),
    ],
)
def test_why_a_service_does_not_count(service: Service, why: str) -> None:
    assert told(counted(a_service(), service)["S2"]) == (False, why)


def test_circuits_count_call_paths_in_place_of_services() -> None:
    found = counted(
        a_service(),
        a_service("PATHS", service_code="S2"),
        circuits=[
            a_circuit(),
            a_circuit("C2", call_paths=None),
            a_circuit("C3", ends_on=date(2026, 9, 1)),
        ],
    )
    assert told(found["S2"]) == (False, "circuits at the location count instead")
    assert told(found["C1"]) == (True, "in force in the bill period")
    assert told(found["C2"]) == (False, "its call_paths are not given")
    assert told(found["C3"]) == (False, "it ended on 2026-09-01, before the bill period")


def test_numbers_count_dids_in_place_of_services() -> None:
    found = counted(
        a_service("DIDS", service_code="S2"),
        numbers=[a_number(), a_number("+13035550143", kind="toll_free")],
    )
    assert told(found["S2"]) == (False, "rows of the sheet numbers at the location count instead")
    assert found["+13035550142"].is_counted
    assert told(found["+13035550143"]) == (
        False,
        "its kind is toll_free; only numbers of kind did count",
    )


def test_a_circuit_counts_by_the_services_at_its_location() -> None:
    without_fee = counted(a_service(), circuits=[a_circuit()], fee=a_fee("LINE"))["C1"]
    assert told(without_fee) == (
        False,
        "no fee that counts CALL_PATH matches a service at its location",
    )
    without_service = counted(charges=[a_charge()], circuits=[a_circuit()])["C1"]
    assert told(without_service) == (False, "there is no service at its location")


def test_rows_of_charges_never_count() -> None:
    found = counted(
        a_service(),
        charges=[a_charge("T-1", product_code="SEAT", unit_price="30.00"), a_charge("T-2")],
    )
    assert told(found["T-1"]) == (False, "rows of the sheet charges never count")
    assert "T-2" not in found
