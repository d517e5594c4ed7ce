"""Nothing billable is forgotten."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.operations.left_out import left_out
from app.operations.office import Office
from tests.operations.companies import BILLABLE, approve, take_in
from tests.operations.psa_billing import (
    HOURS,
    SALE,
    SEATS_LINE,
    VOICE,
    later_hours,
    practice,
    sync,
    with_psa,
)

PERIOD = "2026-10"


def why(office: Office) -> dict[str, str]:
    return {each.source_id: each.why for each in left_out(office, PERIOD).things}


def test_everything_billable_is_billed_or_named(office: Office, tmp_path: Path) -> None:
    with_psa(
        office,
        HOURS,
        SALE,
        VOICE,
        SEATS_LINE,
        later_hours(source_id="open", is_approved=False),
        later_hours(source_id="free", is_billable=False),
        later_hours(source_id="november", worked_on=date(2026, 11, 1)),
        later_hours(source_id="stranger", customer_id="99"),
        later_hours(source_id="theirs", is_billed=True, billed_reference="PSA-1"),
    )
    assert why(office) == {
        "7": "proposed",
        "product:8": "proposed",
        "60": "proposed",
        "open": "not_approved",
        "stranger": "not_linked",
    }
    sync(office)
    assert why(office) == {
        "7": "waits",
        "product:8": "waits",
        "60": "waits",
        "open": "not_approved",
        "stranger": "not_linked",
    }
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    found = left_out(office, PERIOD)
    # October of the seats was billed by whom the company had before.
    assert {each.source_id for each in found.things} == {"60", "open", "stranger"}
    assert found.total == Decimal(40) + 2 * Decimal("187.50")
    assert [each.source_id for each in found.not_owed] == ["free"]
    assert not [e for e in left_out(office, "2026-11").things if e.kind == "agreement_line"]


@pytest.mark.parametrize("key", ["connectwise", "halopsa", "autotask", "revio"])
def test_each_practice_psa_leaves_nothing_unnamed(office: Office, key: str) -> None:
    practice(office, key)
    sync(office, key)
    found = left_out(office, PERIOD)
    mine = [each for each in found.things if each.account_number in {"100", "200"}]
    work = Counter(each.why for each in mine if each.kind != "agreement_line")
    assert work == ({} if key == "revio" else {"waits": 4})
    assert all(each.words.endswith(".") for each in found.things)
