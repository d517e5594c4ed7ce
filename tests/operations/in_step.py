"""The small company between a PSA and books in memory, both of tests."""

from dataclasses import dataclass

import pytest

from app.customers.incoming import PsaCustomer
from app.operations.office import Office
from tests.operations.fake_books import FakeBooks, connect_books
from tests.operations.fake_psa import FakePsa, connect_psa


@dataclass
class Sides:
    """What the company is connected to."""

    psa: FakePsa
    books: FakeBooks


def connect_both(office: Office, patch: pytest.MonkeyPatch) -> Sides:
    """The company connected to both; the keyring must be one of tests."""
    customers = {
        "1": PsaCustomer(source_id="1", name="Granite Peak Credit Union"),
        "2": PsaCustomer(source_id="2", name="Harbor Light Dental"),
    }
    psa = connect_psa(office, FakePsa(customers=customers), patch)
    return Sides(psa=psa, books=connect_books(office, FakeBooks(), patch))
