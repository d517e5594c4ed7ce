import pytest

from app.billing.flows import FLOWS, Direction, FlowSetting, flow_of, setting_of
from app.errors import InputError


def test_what_nobody_decided_is_as_usual() -> None:
    assert {each.name: setting_of(each, {}).value for each in FLOWS} == {
        "customers": "automatic",
        "contracts": "next_batch",
        "work": "automatic",
        "payments": "automatic",
        "invoices": "next_batch",
        "relay": "next_batch",
        "status": "automatic",
    }


def test_what_was_decided_holds_and_what_no_flow_knows_does_not() -> None:
    invoices = flow_of("invoices")
    assert setting_of(invoices, {"flow.invoices": "automatic"}) is FlowSetting.AUTOMATIC
    assert setting_of(invoices, {"flow.invoices": "off"}) is FlowSetting.OFF
    assert setting_of(invoices, {"flow.invoices": "sometimes"}) is FlowSetting.NEXT_BATCH


def test_what_comes_in_runs_before_what_goes_out() -> None:
    ways = [each.direction is Direction.IN for each in FLOWS]
    assert ways == sorted(ways, reverse=True)


def test_a_flow_that_is_none_is_said() -> None:
    with pytest.raises(InputError, match="no flow wages"):
        flow_of("wages")
