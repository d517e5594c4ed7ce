import json
from decimal import Decimal

import pytest

from app.billing.tax_plan import TaxPlan, change_facts, plan_of, plan_text, read_plan
from app.errors import InputError
from tests.billing.reviews import final, reviewed
from tests.billing.taxes import a_fee, a_percentage


def a_plan() -> TaxPlan:
    """The plan of a rate and a fee that changed."""
    late = (a_percentage("0.05"), a_fee(unit_amount="1.50"))
    return plan_of(reviewed(final(), taxes=late).changes)


def test_a_plan_survives_its_file() -> None:
    assert read_plan(plan_text(a_plan()), name="p.json") == a_plan()


def test_the_digest_tells_plans_apart() -> None:
    other = plan_of(a_plan().changes[:1])
    assert a_plan().digest == a_plan().digest != other.digest


def test_a_change_as_json() -> None:
    facts = change_facts(a_plan().changes[1])
    told = {name: facts[name] for name in ("tax_code", "billed", "would_be", "difference", "why")}
    assert told == {
        "tax_code": "CO-SALES",
        "billed": "9.00",
        "would_be": "7.50",
        "difference": "-1.50",
        "why": "row_changed",
    }


def test_its_lines_name_account_and_invoice() -> None:
    made = a_plan().adjustments
    assert {(each.account_number, each.invoice_number, each.is_open) for each in made} == {
        ("10042", "CF-1", True)
    }
    assert sum(each.line.amount for each in made) == Decimal("-1.25")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"plan": "x", "changes": [{}]}', "null"])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no plan of tax corrections"):
        read_plan(text, name="p.json")


def test_a_plan_changed_by_hand_is_refused() -> None:
    facts = json.loads(plan_text(a_plan()))
    facts["changes"][0]["would_be"] = "0.00"
    with pytest.raises(InputError, match="changed after it was made"):
        read_plan(json.dumps(facts), name="p.json")
