"""A month in which a PSA's time stands on our invoice, and the PSA is told so; by command line."""

from pathlib import Path

import pytest

from app.operations.apply_incoming import take_incoming
from app.operations.billed_twice import billed_twice
from app.operations.decide import decide
from app.operations.left_out import left_out
from app.operations.make_company import open_company
from app.operations.plan_incoming import plan_incoming
from tests.journeys.posting_company import posting_company
from tests.journeys.practice_user import User, in_this_process
from tests.operations.companies import CLOCK
from tests.operations.psa_staged import link

GRANITE = "10042"
MARKS = {"connectwise": "skipped", "halopsa": "done", "autotask": "done"}
"""What becomes of the mark that time is billed: the first has no place for it."""


@pytest.mark.slow
@pytest.mark.parametrize("key", MARKS)
def test_time_is_billed_once_and_the_psa_knows(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_this_process(monkeypatch, tmp_path / "home") as (program, told, time):
        user = User(
            program=program,
            told=told,
            company=posting_company(tmp_path),
            system=key,
            sleep=time.sleep,
        )
        user.connect()
        user.pull()
        with open_company(user.company, CLOCK, write=True) as office:
            link(office, key, GRANITE, "242")
            decide(office, "time_product", "LABOR")
            planned = plan_incoming(office, key, {"work"})
            take_incoming(office, key, planned)
        done = user.does("bill", user.company, "--period", "2026-10", "--approve")
        (invoice,) = (each for each in done["invoices"] if each["account_number"] == GRANITE)
        # Telephones and an hour of its own, and 187.50 and 93.75 of the PSA's October.
        assert invoice["total"] == "490.80"
        _, outcomes = user.post()
        assert [each["outcome"] for each in outcomes if each["kind"] == "time"] == [MARKS[key]] * 2
        time.sleep(90)
        user.pull("--full")
        _, again = user.plan()
        assert {each["action"] for each in again if each["kind"] == "time"} == {"skip"}
        with open_company(user.company, CLOCK, write=False) as office:
            assert plan_incoming(office, key, {"work"}) == []
            assert billed_twice(office) == []
            mine = [e for e in left_out(office, "2026-10").things if e.account_number == GRANITE]
            assert {each.kind for each in mine} == {"agreement_line"}
