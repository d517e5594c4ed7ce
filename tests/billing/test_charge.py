from app.billing.charge import CHARGES
from tests.billing.records import a_charge


def test_a_charge_is_known_by_its_reference() -> None:
    assert CHARGES.key_of(a_charge("T-9")) == ("T-9",)


def test_the_price_of_a_charge_may_be_blank() -> None:
    assert not CHARGES.columns["unit_price"].required
