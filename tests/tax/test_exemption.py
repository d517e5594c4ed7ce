from decimal import Decimal

from app.tax.exemption import EXEMPTIONS


def test_a_certificate_without_a_percent_exempts_all() -> None:
    assert EXEMPTIONS.columns["percent"].default == Decimal(100)


def test_a_scope_of_a_certificate_is_known_by_five_columns() -> None:
    assert EXEMPTIONS.key == ("account_number", "certificate_number", "family", "level", "region")
