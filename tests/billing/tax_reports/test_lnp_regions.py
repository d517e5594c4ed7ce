from decimal import Decimal

from app.billing.tax_reports.lnp_regions import (
    REGION_OF,
    REGIONS,
    region_percents,
    without_region,
)
from app.billing.tax_reports.revenue import revenue
from tests.billing.records import a_location
from tests.billing.tax_reports.filing_facts import a_line, an_invoice, facts_of

STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ"
    " NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR VI GU AS MP"
)


def test_every_state_and_territory_is_in_one_region() -> None:
    assert sorted(REGION_OF) == sorted(STATES.split())
    assert sum(len(region.states) for region in REGIONS) == len(REGION_OF)


def test_the_regions_are_the_seven_lines_of_the_form() -> None:
    assert [region.line for region in REGIONS] == ["503", "504", "505", "506", "507", "508", "509"]
    assert REGION_OF["CO"].name == "Western"
    assert REGION_OF["TX"].name == "Southwest"


def test_percents_are_of_all_revenue() -> None:
    facts = facts_of(
        an_invoice(a_line("75.00"), a_line("25.00", location_code="ZZ")),
        locations=[a_location("ZZ", region="ZZ")],
    )
    parts = revenue(facts).parts
    found = region_percents(parts)
    assert (found["504"], found["503"], found["510"]) == (
        Decimal("75.00"),
        Decimal(0),
        Decimal("75.00"),
    )
    (finding,) = without_region(parts)
    assert finding.message == "25.00 was used in ZZ, which is in no region of lines 503 to 509."


def test_of_no_revenue_there_are_no_percents() -> None:
    assert region_percents(()) == {}
