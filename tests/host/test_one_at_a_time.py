import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import RemoteUnavailable
from app.host.one_at_a_time import one_at_a_time

HOLDER = """
import sys
from pathlib import Path
from app.host.one_at_a_time import one_at_a_time
with one_at_a_time(Path(sys.argv[1]), doing="x"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_another_process_waits_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    waits = []
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"

        def sleep(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3 and holder.stdin is not None:
                holder.stdin.write("\n")
                holder.stdin.flush()
                holder.wait()

        with one_at_a_time(path, doing="refreshing", sleep=sleep):
            assert len(waits) == 3


def test_who_holds_it_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with (
        one_at_a_time(path, doing="x"),
        pytest.raises(RemoteUnavailable, match="has been refreshing for two minutes"),
        one_at_a_time(path, doing="refreshing", sleep=lambda _: None),
    ):
        pass


def test_it_can_be_held_again_and_again(tmp_path: Path) -> None:
    for _ in range(2):
        with one_at_a_time(tmp_path / "a.lock", doing="x"):
            pass
