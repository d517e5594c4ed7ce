from pathlib import Path

from app.host.schedule import Scheduler
from app.operations.schedule_sync import schedule_sync
from tests.operations.companies import CLOCK


def test_a_company_is_synced_by_the_computer_until_it_is_off(tmp_path: Path) -> None:
    told: list[str] = []

    def run(command: object) -> int:
        told.append(str(command))
        return 0

    scheduler = Scheduler(platform="linux", home=tmp_path, run=run, environment={})
    company = tmp_path / "cedar.switchbook"
    found = schedule_sync(company, "hourly", clock=CLOCK, scheduler=scheduler)
    assert found.words == "cedar.switchbook is synced hourly by this computer."
    assert f'"sync" "{company}"' in found.written[0].read_text(encoding="utf-8")
    gone = schedule_sync(company, "off", clock=CLOCK, scheduler=scheduler)
    assert gone.words == "cedar.switchbook is no longer synced by itself."
    assert [each.exists() for each in gone.written] == [False, False]


def test_who_is_signed_out_is_told_when_it_begins(tmp_path: Path) -> None:
    scheduler = Scheduler(platform="linux", home=tmp_path, run=lambda _: 1, environment={})
    found = schedule_sync(tmp_path / "a.switchbook", "daily", clock=CLOCK, scheduler=scheduler)
    assert "when you sign in" in found.words
