from decimal import Decimal

import pytest

from app.billing.incoming import BookCustomer
from app.customers.incoming import PsaCustomer
from app.errors import InputError
from app.operations.compare_customers import compare_pair
from app.operations.office import Office
from app.values.foreign_record import PostalAddress
from tests.operations.mapped import connect, tell


def test_fields_stand_side_by_side(office: Office) -> None:
    connect(office, "xero")
    there = BookCustomer(
        source_id="1",
        name="Granite Peak Credit Union, Inc.",
        email="ap@granite.example",
        address=PostalAddress(line1="88 Quarry St.", city="Golden", postal_code="80226-4400"),
        balance=Decimal("1500.97"),
    )
    tell(office, "xero", "customers", [there])
    found = compare_pair(office, "xero", ours="100", theirs="1")
    same = {each.field: each.is_same for each in found.fields}
    assert same == {
        "name": True,
        "phone": True,
        "email": False,
        "line1": True,
        "city": False,
        "region": False,
        "postal_code": True,
        "number": False,
    }
    assert found.balance == Decimal("1500.97")


def test_a_psa_owes_nothing(office: Office) -> None:
    connect(office, "connectwise")
    told = [PsaCustomer(source_id="1", name="G", external_id="100")]
    tell(office, "connectwise", "customers", told)
    found = compare_pair(office, "connectwise", ours="100", theirs="1")
    assert found.balance is None
    assert found.fields[-1].is_same
    with pytest.raises(InputError, match="no customer 2"):
        compare_pair(office, "connectwise", ours="100", theirs="2")
