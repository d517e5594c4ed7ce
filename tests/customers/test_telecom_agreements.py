from dataclasses import replace
from datetime import date

import pytest

from app.customers.incoming import PsaAgreement, PsaAgreementLine
from app.customers.telecom_agreements import (
    TELECOM_CATEGORIES,
    is_signed,
    is_telecom,
    kind_names,
    reference_of,
    telecom_products,
)
from app.tax.category import CATEGORIES
from tests.operations.companies import LABOR, SEAT

TODAY = date(2026, 11, 2)
VOICE = PsaAgreement(source_id="1", number="CF-1", name="Office", kind="Voice")
MANAGED = replace(VOICE, source_id="2", number="", name="Managed network", kind="Managed services")
SEATS = PsaAgreementLine(source_id="7", product_id="31", product_code="seat")
PRODUCTS = telecom_products([SEAT, LABOR], {})


def test_telecom_categories_are_categories() -> None:
    assert TELECOM_CATEGORIES < CATEGORIES


def test_a_line_of_a_telecom_product_tells() -> None:
    assert is_telecom(MANAGED, [SEATS], products=PRODUCTS)
    assert not is_telecom(MANAGED, [replace(SEATS, product_code="LABOR")], products=PRODUCTS)


def test_a_product_may_be_paired_by_its_id_there() -> None:
    paired = telecom_products([SEAT, LABOR], {"SEAT": "31", "LABOR": "40"})
    assert paired == {"seat", "31"}
    assert is_telecom(MANAGED, [replace(SEATS, product_code="")], products=paired)


@pytest.mark.parametrize("kind", ["Voice", "Hosted VoIP", "Telecom", "Telephone", "Desk phones"])
def test_the_words_of_kind_and_name_tell(kind: str) -> None:
    assert is_telecom(replace(MANAGED, kind=kind), [], products=PRODUCTS)
    assert is_telecom(replace(MANAGED, name=kind), [], products=PRODUCTS)
    assert not is_telecom(MANAGED, [], products=PRODUCTS)


def test_chosen_kinds_stand_in_place_of_the_words() -> None:
    kinds = kind_names("Managed Services | Carrier; ")
    assert kinds == {"managed services", "carrier"}
    assert is_telecom(MANAGED, [], products=PRODUCTS, kinds=kinds)
    assert not is_telecom(VOICE, [], products=PRODUCTS, kinds=kinds)
    assert is_telecom(VOICE, [SEATS], products=PRODUCTS, kinds=kinds)


def test_signed_is_what_runs_or_will() -> None:
    assert is_signed(replace(VOICE, starts_on=date(2026, 12, 1)), TODAY)
    assert is_signed(replace(VOICE, ends_on=date(2026, 11, 3)), TODAY)
    assert not is_signed(replace(VOICE, ends_on=TODAY), TODAY)
    assert not is_signed(replace(VOICE, is_active=False), TODAY)
    assert not is_signed(replace(VOICE, is_gone=True), TODAY)


def test_a_reference_names_all_of_them() -> None:
    assert reference_of([MANAGED, VOICE]) == "CF-1, Managed network"
    assert reference_of([]) == ""
