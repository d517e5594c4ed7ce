from decimal import Decimal

import pytest

from app.rating.plan import RATE_PERIODS, RATE_PLANS, RATE_TIERS
from app.values.sheet import Sheet
from tests.rating.builders import a_plan

PLAN_COLUMNS = """
    plan_code name deck_code initial_seconds increment_seconds minimum_seconds free_below_seconds
    connect_fee deck_multiplier call_decimals call_rounding minimum_charge maximum_charge
    inbound_rate toll_free_rate on_net directory_assistance_fee allowance_minutes allowance_scope
    allowance_connect_fee usage_product
"""


@pytest.mark.parametrize(
    ("sheet", "columns"),
    [
        (RATE_PLANS, PLAN_COLUMNS),
        (RATE_PERIODS, "plan_code name days from to multiplier"),
        (RATE_TIERS, "plan_code kind from_minutes multiplier"),
    ],
    ids=["rate_plans", "rate_periods", "rate_tiers"],
)
def test_the_columns_are_those_of_the_contract(sheet: Sheet, columns: str) -> None:
    assert [column.name for column in sheet.columns.values()] == columns.split()


def test_blank_cells_take_the_contracts_defaults() -> None:
    plan = a_plan()
    told = (
        plan.call_decimals,
        plan.call_rounding,
        plan.deck_multiplier,
        plan.on_net,
        plan.allowance_scope,
        plan.allowance_connect_fee,
        plan.minimum_charge,
    )
    assert told == (4, "half_up", Decimal(1), "free", "account", False, None)
