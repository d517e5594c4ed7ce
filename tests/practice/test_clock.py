from datetime import UTC, datetime

from app.practice.clock import RunningClock, VirtualClock

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_a_virtual_clock_moves_only_by_sleeping() -> None:
    clock = VirtualClock(NOW)
    assert clock.now() == NOW
    clock.sleep(90.5)
    assert clock.now() == datetime(2026, 11, 2, 9, 1, 30, 500_000, tzinfo=UTC)


def test_a_running_clock_reads_where_it_is_told() -> None:
    clock = RunningClock(lambda: NOW)
    clock.sleep(0)
    assert clock.now() == NOW
