from app.billing.issuer import COMPANY
from tests.billing.records import COMPANY as CEDAR_FORK


def test_the_company_is_one_row_without_a_key() -> None:
    assert COMPANY.key_of(CEDAR_FORK) == ()


def test_blank_terms_are_net_30() -> None:
    assert CEDAR_FORK.terms == "Net 30"
