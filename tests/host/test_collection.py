import gc

import pytest

from app.host.collection import collecting_later


def test_garbage_waits_and_is_looked_for_again_after() -> None:
    with collecting_later():
        inside = gc.isenabled()
    assert (inside, gc.isenabled()) == (False, True)


def test_what_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collecting_later():
            pass
        after = gc.isenabled()
    finally:
        gc.enable()
    assert not after


def test_a_fault_inside_puts_it_back() -> None:
    with pytest.raises(ValueError, match="fault"), collecting_later():
        raise ValueError("fault")
    assert gc.isenabled()
