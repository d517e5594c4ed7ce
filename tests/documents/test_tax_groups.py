from typing import Any

import pytest

from app.documents.tax_groups import TaxGroup, government_words, tax_group
from tests.documents.granite_peak import a_fee, a_tax


@pytest.mark.parametrize(
    ("facts", "group"),
    [
        ({"family": "SALES"}, TaxGroup.TAXES),
        ({"family": "HST"}, TaxGroup.TAXES),
        ({"family": "UUT"}, TaxGroup.TAXES),
        ({"family": "SUSF"}, TaxGroup.GOVERNMENT),
        ({"family": "E911"}, TaxGroup.GOVERNMENT),
        ({"family": "FUSF", "class_": "PASS_THROUGH"}, TaxGroup.GOVERNMENT),
        ({"family": "GRT", "class_": "PASS_THROUGH"}, TaxGroup.GOVERNMENT),
        ({"family": "SALES", "class_": "PROVIDER_FEE"}, TaxGroup.COMPANY),
        ({"family": "E911", "class_": "PROVIDER_FEE"}, TaxGroup.COMPANY),
    ],
)
def test_a_percentage_stands_by_class_and_family(facts: dict[str, Any], group: TaxGroup) -> None:
    assert tax_group(a_tax("Some tax", "100", "0.01", "1.00", **facts)) is group


def test_what_is_counted_is_a_fee() -> None:
    assert tax_group(a_fee("Relay", "3", "0.05", "0.15", family="OTHER")) is TaxGroup.GOVERNMENT


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"family": "FUSF", "class_": "PASS_THROUGH"}, "Government fees and universal service"),
        ({"family": "SUSF"}, "Government fees and universal service"),
        ({"family": "SUSF", "class_": "PROVIDER_FEE"}, "Government fees"),
        ({"family": "E911"}, "Government fees"),
    ],
)
def test_universal_service_is_named_where_there_is_some(facts: dict[str, Any], words: str) -> None:
    assert government_words([a_tax("Some tax", "100", "0.01", "1.00", **facts)]) == words
