import pytest

from app.connectors.registry import TAX_SYSTEMS, tax_system
from app.errors import InputError
from app.tax.service_pair import TAX_SERVICE_PAIRS


def test_every_tax_service_can_be_mapped() -> None:
    assert set(TAX_SERVICE_PAIRS.columns["service"].choices) == set(TAX_SYSTEMS)


def test_a_service_is_found_by_its_name() -> None:
    assert tax_system("avalara").title == "Avalara for Communications"


def test_a_service_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="Services are: avalara"):
        tax_system("abacus")
