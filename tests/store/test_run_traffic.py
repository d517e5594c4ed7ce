from pathlib import Path

from app.operations.office import Office
from app.operations.run_bills import undo_run
from app.store.period_usage import window_of
from app.store.run_traffic import call_seconds, load_traffic, write_traffic
from app.tax.traffic import CallSeconds, Traffic
from tests.operations.companies import BILLABLE, approve, take_in

VOIP = Traffic(category="VOIP_FIXED", interstate=600, international=30, intrastate=600)


def seconds(office: Office) -> list[CallSeconds]:
    with office.file.read() as conn:
        setup = office.rating_setup(conn)
        lines = setup.numbers.values()
        windows = [window_of(setup, line, "2026-10", late=False) for line in lines]
        return call_seconds(conn, windows)


def test_rated_calls_are_added_up_by_where_they_ran(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    assert seconds(office) == [
        CallSeconds(interstate=600, international=30, intrastate=600),
        CallSeconds(is_toll_free=True),
    ]


def test_billed_calls_count_like_others(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    before = seconds(office)
    approve(office)
    assert seconds(office) == before


def test_traffic_is_kept_by_period_until_its_run_is_taken_back(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        write_traffic(conn, 1, [VOIP])
        assert load_traffic(conn) == {"2026-10": {"VOIP_FIXED": VOIP}}
    undo_run(office, 1)
    with office.file.read() as conn:
        assert load_traffic(conn) == {}
