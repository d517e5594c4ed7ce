from app.store.database import CompanyFile
from app.store.step_times import add_seconds, seconds_by_step


def test_seconds_of_a_step_add_up_and_periods_stay_apart(company: CompanyFile) -> None:
    with company.write() as conn:
        add_seconds(conn, "2026-10", step="open", seconds=20)
        add_seconds(conn, "2026-10", step="open", seconds=4)
        add_seconds(conn, "2026-09", step="open", seconds=60)
        assert seconds_by_step(conn, "2026-10") == {"open": 24}
        assert seconds_by_step(conn, "2026-09") == {"open": 60}
        assert seconds_by_step(conn, "2026-08") == {}
