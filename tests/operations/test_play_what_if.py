from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.office import Office
from app.operations.play_what_if import plans_to_play, play_call, play_plan
from app.usage.table import CallClass, Reason, Status
from tests.operations.companies import BILLABLE, approve, dump, take_in

AT = datetime(2026, 10, 7, 15, tzinfo=UTC)


def test_a_call_is_priced_with_its_reasons_and_nothing_is_kept(office: Office) -> None:
    before = dump(office)
    played = play_call(office, "(303) 555-0143", "+44 20 7946 0000", seconds=30, started_at=AT)
    assert played.charge == Decimal("0.15")
    assert played.call_class is CallClass.INTERNATIONAL
    assert played.sentences[-1] == "The call costs 0.15 USD."
    assert dump(office) == before


def test_a_call_that_comes_in_costs_what_the_plan_takes_for_it(office: Office) -> None:
    played = play_call(office, "3035550143", "3035550188", seconds=60, started_at=AT, inward=True)
    assert (played.status, played.charge) == (Status.RATED, Decimal("0.01"))


def test_a_call_without_a_rate_says_so(office: Office) -> None:
    played = play_call(office, "3035550143", "+33142685300", seconds=60, started_at=AT)
    assert (played.status, played.reason) == (Status.SUSPENDED, Reason.NO_RATE)


def test_who_has_no_number_plays_no_call(office: Office) -> None:
    with pytest.raises(InputError):
        play_call(office, "none", "3035550188", seconds=60, started_at=AT)
    with pytest.raises(InputError, match="Nobody has 9705550100 on 2026-10-07"):
        play_call(office, "9705550100", "3035550188", seconds=60, started_at=AT)


def test_a_month_under_another_plan_is_compared_with_its_included_minutes(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    before = dump(office)
    same = play_plan(office, "200", "STEPPED", period="2026-10")
    basic = play_plan(office, "200", "BASIC", period="2026-10")
    free = play_plan(office, "200", "BUNDLED", period="2026-10")
    assert (same.before, same.after, same.difference) == (
        Decimal("0.39"),
        Decimal("0.39"),
        Decimal(0),
    )
    assert (basic.after, basic.difference) == (Decimal("0.48"), Decimal("0.09"))
    assert free.after == 0
    assert dump(office) == before


def test_billed_calls_are_played_too(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    played = play_plan(office, "200", "BASIC", period="2026-10")
    assert (played.calls, played.before, played.after) == (1, Decimal("0.39"), Decimal("0.48"))
    assert [line.call_class for line in played.lines] == [CallClass.INTRASTATE]


def test_a_month_without_calls_comes_to_nothing(office: Office) -> None:
    played = play_plan(office, "100", "BASIC", period="2026-10")
    assert (played.calls, played.lines, played.lost) == (0, (), 0)


def test_an_unknown_account_or_plan_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="account 900 has no numbers"):
        play_plan(office, "900", "BASIC", period="2026-10")
    with pytest.raises(InputError, match="There is no plan GOLD"):
        play_plan(office, "100", "GOLD", period="2026-10")


def test_the_plans_are_listed(office: Office) -> None:
    assert plans_to_play(office)["BASIC"] == "Basic 6/6"
