from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from app.customers.product import PRODUCTS, Product
from app.rating.plan import RATE_PERIODS, RATE_PLANS, RATE_TIERS, RatePeriod, RatePlan, RateTier
from app.store.database import CompanyFile
from app.store.plan_versions import PlanTerms, current_terms, plan_terms, plan_version_ids, settle
from app.store.setup_changes import apply_rows
from tests.store.sheet_rows import rows, taken_back

CALLS = Product(product_code="CALLS", name="Calls", tax_category="TOLL", gl_code="4020")
PLAN = RatePlan(
    plan_code="BUSINESS",
    name="Business",
    deck_code="S",
    initial_seconds=6,
    increment_seconds=6,
    usage_product="CALLS",
)
EVENING = RatePeriod(
    plan_code="BUSINESS",
    name="Evening",
    days="mon-fri",
    from_="19:00",
    to_="08:00",
    multiplier=Decimal("0.5"),
)
LATER = RateTier(
    plan_code="BUSINESS",
    kind="graduated",
    from_minutes=Decimal(1000),
    multiplier=Decimal("0.75"),
)


@pytest.fixture
def company(company: CompanyFile) -> CompanyFile:
    with company.write() as connection:
        apply_rows(connection, PRODUCTS, added=[CALLS], changed=())
        apply_rows(connection, RATE_PLANS, added=[PLAN], changed=())
        settle(connection)
    return company


def change(company: CompanyFile, plan: RatePlan) -> dict[str, int]:
    with company.write() as connection:
        apply_rows(connection, RATE_PLANS, added=(), changed=[plan])
        return settle(connection)


def test_a_plan_has_a_version(company: CompanyFile) -> None:
    with company.read() as connection:
        assert plan_version_ids(connection) == {"BUSINESS": 1}
        assert plan_terms(connection, [1]) == {1: PlanTerms(PLAN, (), ())}


def test_settling_again_changes_nothing(company: CompanyFile) -> None:
    assert change(company, PLAN) == {"BUSINESS": 1}


def test_other_terms_are_another_version_and_the_old_stays(company: CompanyFile) -> None:
    dearer = replace(PLAN, connect_fee=Decimal("0.1"))
    assert change(company, dearer) == {"BUSINESS": 2}
    with company.read() as connection:
        assert plan_version_ids(connection) == {"BUSINESS": 2}
        found = plan_terms(connection, [1, 2])
    assert (found[1].plan, found[2].plan) == (PLAN, dearer)


def test_former_terms_are_their_former_version(company: CompanyFile) -> None:
    change(company, replace(PLAN, connect_fee=Decimal("0.1")))
    assert change(company, PLAN) == {"BUSINESS": 1}


def test_periods_and_tiers_are_terms(company: CompanyFile) -> None:
    with company.write() as connection:
        apply_rows(connection, RATE_PERIODS, added=[EVENING], changed=())
        apply_rows(connection, RATE_TIERS, added=[LATER], changed=())
        (version,) = settle(connection).values()
    with company.read() as connection:
        assert plan_terms(connection, [version])[version] == PlanTerms(PLAN, (EVENING,), (LATER,))


def test_a_version_that_is_not_there_is_an_error(company: CompanyFile) -> None:
    with company.read() as connection, pytest.raises(KeyError):
        plan_terms(connection, [1, 99])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=rows(RATE_PLANS), period=rows(RATE_PERIODS), tier=rows(RATE_TIERS))
def test_every_term_survives_in_its_version(
    company: CompanyFile, plan: RatePlan, period: RatePeriod, tier: RateTier
) -> None:
    other = replace(plan, plan_code="OTHER")
    with taken_back(company) as connection:
        apply_rows(connection, RATE_PLANS, added=[other], changed=())
        apply_rows(connection, RATE_PERIODS, added=[replace(period, plan_code="OTHER")], changed=())
        apply_rows(connection, RATE_TIERS, added=[replace(tier, plan_code="OTHER")], changed=())
        version = settle(connection)["OTHER"]
        assert plan_terms(connection, [version])[version] == current_terms(connection)["OTHER"]
