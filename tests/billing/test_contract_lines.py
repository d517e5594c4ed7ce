"""Agreement lines as they concern billing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.contract_lines import base_line, is_telecom, line_of
from app.customers.incoming import PsaAgreement, PsaAgreementLine
from tests.billing.psa_things import FIREWALL, SEAT, TODAY

AGREEMENT = PsaAgreement(
    source_id="500",
    customer_id="c1",
    site_id="s1",
    number="CF-7",
    name="Voice",
    starts_on=date(2024, 1, 1),
    cycle="Monthly",
    base_amount=Decimal(250),
)
LINE = PsaAgreementLine(
    source_id="l1",
    agreement_id="500",
    product_code="SEAT",
    description="Seats\n",
    quantity=Decimal(10),
    unit_price=Decimal(20),
    valid_from=date(2026, 1, 1),
)


def test_a_line_takes_from_its_agreement_what_it_does_not_tell() -> None:
    line = line_of(LINE, AGREEMENT, today=TODAY, changed_on=None)
    assert (line.customer_id, line.site_id, line.cycle) == ("c1", "s1", "Monthly")
    assert (line.name, line.description, line.is_live) == ("CF-7 l1", "Seats", True)
    assert line.first_on == date(2026, 1, 1)
    rolling = replace(LINE, valid_to=date(2027, 2, 1))
    assert line_of(rolling, AGREEMENT, today=TODAY, changed_on=None).first_on == date(2024, 1, 1)


def test_it_ends_with_its_agreement() -> None:
    ended = replace(AGREEMENT, ends_on=date(2026, 10, 1))
    line = line_of(LINE, ended, today=TODAY, changed_on=None)
    assert (line.terms.ends_on, line.is_live) == (date(2026, 10, 1), False)
    cancelled = replace(AGREEMENT, is_active=False)
    assert not line_of(LINE, cancelled, today=TODAY, changed_on=None).is_live
    assert line_of(LINE, None, today=TODAY, changed_on=None).agreement == ""


def test_an_agreement_has_a_fee_of_its_own() -> None:
    fee = base_line(AGREEMENT, today=TODAY, changed_on=None)
    assert fee is not None
    assert (fee.source_id, fee.terms.unit_price, fee.is_live) == ("base:500", Decimal(250), True)
    bare = replace(AGREEMENT, base_amount=Decimal(0))
    assert base_line(bare, today=TODAY, changed_on=None) is None


def test_features_and_fees_go_with_telephone_service() -> None:
    assert is_telecom(SEAT)
    assert is_telecom(replace(SEAT, tax_category="FEATURE"))
    assert not is_telecom(FIREWALL)
