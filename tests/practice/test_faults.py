import pytest

from app.practice.faults import Fault, FaultSwitch


def strikes(switch: FaultSwitch, how_many: int, *, is_write: bool = False) -> list[str]:
    struck = (switch.strike(is_write=is_write, is_signing_in=False) for _ in range(how_many))
    return [fault.value if fault else "" for fault in struck]


def test_a_counted_fault_strikes_the_next_requests() -> None:
    switch = FaultSwitch()
    switch.arm(["server_error:2"])
    assert switch.told() == ["server_error:2"]
    assert strikes(switch, 4) == ["server_error", "server_error", "", ""]
    assert switch.told() == []


def test_a_standing_fault_strikes_by_its_rhythm() -> None:
    switch = FaultSwitch()
    switch.arm(["too_many_requests"])
    struck = strikes(switch, 8)
    assert [place for place, fault in enumerate(struck, 1) if fault] == [2, 7]


def test_faults_of_writes_spare_reads_and_the_other_way() -> None:
    switch = FaultSwitch()
    switch.arm(["timeout_after_commit:1", "half_answer:1"])
    assert strikes(switch, 2) == ["half_answer", ""]
    assert strikes(switch, 2, is_write=True) == ["timeout_after_commit", ""]


def test_signing_in_is_spared_the_faults_of_tokens() -> None:
    switch = FaultSwitch()
    switch.arm(["expired_token:1", "timeout_after_commit:1"])
    assert switch.strike(is_write=True, is_signing_in=True) is None
    assert strikes(switch, 1) == ["expired_token"]


def test_with_every_fault_each_strikes_in_the_end() -> None:
    switch = FaultSwitch()
    switch.arm(list(Fault))
    both = strikes(switch, 400) + strikes(switch, 400, is_write=True)
    assert set(both) - {""} == set(Fault) - {Fault.SHIFTING_PAGES}


@pytest.mark.parametrize("name", ["rain", "server_error:x", "server_error:-1", None, 5])
def test_what_is_no_fault_is_refused(name: object) -> None:
    with pytest.raises(ValueError, match="no"):
        FaultSwitch().arm([name])


def test_pages_shift_while_armed() -> None:
    switch, rows = FaultSwitch(), list(range(10))
    assert switch.page(rows, 4, 4, is_ordered=True) == [4, 5, 6, 7]
    switch.arm(["shifting_pages"])
    assert switch.page(rows, 0, 4, is_ordered=True) == [0, 1, 2, 3]
    assert switch.page(rows, 4, 4, is_ordered=True) == [3, 4, 5, 6]
    assert switch.page(rows, 8, 4, is_ordered=True) == [7, 8, 9]
    assert switch.page(rows, 4, 4, is_ordered=False) == [3, 5, 6, 7]
    switch.arm(["shifting_pages:1"])
    assert switch.page(rows, 4, 4, is_ordered=False) == [3, 5, 6, 7]
    assert switch.page(rows, 4, 4, is_ordered=False) == [4, 5, 6, 7]
