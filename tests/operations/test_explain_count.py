"""What is known about a count, day by day."""

from pathlib import Path

import pytest

from app.billing.counts import CountAction
from app.errors import InputError
from app.operations.compare_counts import compare_counts, settle_count
from app.operations.explain_count import explain_count
from app.operations.list_carrier_numbers import import_carrier_list
from app.operations.office import Office
from tests.operations.companies import BASIC_NUMBER
from tests.operations.psa_billing import SEATS_LINE, VOICE, with_psa

PERIOD = "2026-10"


def told(office: Office, account: str, product: str) -> str:
    return "\n".join(each.words for each in explain_count(office, account, product))


def test_agreements_services_lists_and_decisions_are_told(office: Office, tmp_path: Path) -> None:
    with_psa(office, VOICE, SEATS_LINE)
    row = next(each for each in compare_counts(office, PERIOD).rows if each.contract is not None)
    path = tmp_path / "Lumen.csv"
    path.write_text(f"number\n{BASIC_NUMBER.number}\n")
    import_carrier_list(office, path)
    words = told(office, row.account_number, row.product_code)
    assert "Agreement" in words
    assert "Service" in words
    assert "The list of Lumen has" in words
    if row.differs:
        settle_count(
            office,
            row.account_number,
            row.product_code,
            CountAction.BILL_PROVISIONED,
            period=PERIOD,
        )
        assert "settled it, bill provisioned" in told(office, row.account_number, row.product_code)


def test_the_newest_stands_first(office: Office) -> None:
    with_psa(office, VOICE, SEATS_LINE)
    row = compare_counts(office, PERIOD).rows[0]
    days = [each.day for each in explain_count(office, row.account_number, row.product_code)]
    known = [each for each in days if each is not None]
    assert known == sorted(known, reverse=True)


def test_a_product_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(InputError):
        explain_count(office, "100", "NOTHING")
