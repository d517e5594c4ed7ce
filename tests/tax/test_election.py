from datetime import date
from decimal import Decimal

import pytest

from app.tax.election import check_shares
from app.tax.share import TaxShare


def a_share(category: str = "VOIP_FIXED", interstate: str = "0.649", **facts: object) -> TaxShare:
    given: dict[str, object] = {
        "category": category,
        "effective_from": date(2026, 1, 1),
        "interstate": Decimal(interstate),
    }
    return TaxShare(**{**given, **facts})  # type: ignore[arg-type]


def found(*shares: TaxShare) -> list[tuple[str, int | None]]:
    findings = check_shares(list(enumerate(shares, start=2)))
    return [(each.code, each.row) for each in findings]


def test_one_safe_harbor_for_all_is_in_order() -> None:
    assert found(a_share(), a_share("VOIP_NOMADIC"), a_share("TOLL_FREE"), a_share("DID")) == []


def test_the_safe_harbor_of_voip_has_its_figure() -> None:
    assert found(a_share(interstate="0.65")) == [("safe_harbor_figure", 2)]
    assert found(a_share(interstate="0.371")) == [("safe_harbor_figure", 2)]


def test_the_figure_is_interstate_and_international_together() -> None:
    assert found(a_share(interstate="0.600", international=Decimal("0.049"))) == []


def test_what_may_be_wireless_has_one_of_two_figures() -> None:
    assert found(a_share("FEATURE", "0.371")) == []
    assert found(a_share("FEATURE", "0.12")) == [("safe_harbor_figure", 2)]


@pytest.mark.parametrize("source", ["study", "fixed"])
def test_another_source_has_any_figure(source: str) -> None:
    assert found(a_share(interstate="0.2", source=source)) == []


def test_two_sources_at_one_time_are_two_elections() -> None:
    study = a_share("VOIP_NOMADIC", "0.2", source="study")
    assert found(a_share(), study) == [("several_elections", 3)]
    [finding] = check_shares([(None, a_share()), (7, study)])
    assert finding.row == 7
    assert finding.message == (
        "From 2026-01-01 on VOIP_FIXED goes by the safe harbor and VOIP_NOMADIC by a traffic "
        "study: bill and report would differ."
    )


def test_two_sources_one_after_the_other_are_one_election_at_a_time() -> None:
    before = a_share(effective_to=date(2026, 3, 31))
    assert found(before, a_share("VOIP_NOMADIC", "0.2", effective_from=date(2026, 4, 1))) == [
        ("safe_harbor_figure", 3)
    ]


def test_an_election_that_changes_with_a_quarter() -> None:
    before = a_share(effective_to=date(2026, 3, 31))
    after = a_share(interstate="0.2", source="study", effective_from=date(2026, 4, 1))
    assert found(before, after) == []


def test_an_election_that_changes_within_a_quarter() -> None:
    before = a_share(effective_to=date(2026, 4, 30))
    after = a_share(interstate="0.2", source="study", effective_from=date(2026, 5, 1))
    assert found(before, after) == [("election_within_quarter", 3)]


def test_two_shares_of_one_category_at_one_time() -> None:
    later = a_share(effective_from=date(2026, 4, 1))
    assert found(a_share(), later) == [("shares_overlap", 3)]
    assert found(a_share(effective_to=date(2026, 3, 31)), later) == []


@pytest.mark.parametrize("category", ["TOLL_INTERSTATE", "EQUIP_RENT", "SMS"])
def test_a_share_that_nothing_asks_for(category: str) -> None:
    assert found(a_share(category)) == [("share_unused", 2)]


def test_rows_of_the_company_file_are_not_blamed() -> None:
    shares = [(None, a_share(interstate="0.5")), (None, a_share("SMS")), (None, a_share())]
    assert check_shares(shares) == []
