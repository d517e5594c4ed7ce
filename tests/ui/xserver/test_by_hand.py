"""A few steps under a real X server, with keys that come from outside of the program."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.tree import TREE
from tests.ui import outside_keys

pytestmark = [pytest.mark.x_server, pytest.mark.slow]
PATIENCE_SECONDS = 60.0
MONTH = "tests/ui/test_month_by_keyboard.py"
Facts = dict[str, object]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen of 1366x768 that nobody sees."""
    server = shutil.which("Xvfb")
    if server is None or shutil.which("xdotool") is None:
        pytest.skip("Xvfb or xdotool is not here")
    reading, writing = os.pipe()
    command = [
        server,
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1366x768x24",
        "-nolisten",
        "tcp",
    ]
    child = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    child.terminate()
    child.wait()


class Desk:
    """The program as somebody sees it who has a keyboard and a screen."""

    def __init__(self, display: str, company: Path, told: Path) -> None:
        self.told = told
        self.environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.environment |= {"PYTHONPATH": str(TREE), "XDG_CONFIG_HOME": str(told.parent)}
        command = [sys.executable, "-m", "tests.ui.xserver.told_window", str(company), str(told)]
        self.child = subprocess.Popen(
            command, cwd=TREE, env=self.environment, stderr=subprocess.DEVNULL
        )

    def tool(self, *arguments: str) -> None:
        """xdotool, which the fixture of the screen has found."""
        found = shutil.which("xdotool") or ""
        subprocess.run([found, *arguments], env=self.environment, check=True)

    def press(self, *keys: str) -> None:
        self.tool("key", *keys)

    def write(self, text: str) -> None:
        self.tool("type", "--delay", "30", text)

    def take_keyboard(self) -> None:
        """No window manager gives the keyboard (back): the window is asked for by name."""
        self.tool("search", "--sync", "--onlyvisible", "--name", "Switchbook", "windowfocus")
        self.wait(lambda facts: facts["active"], "the keyboard")

    def wait(self, wanted: Callable[[Facts], object], what: str) -> None:
        until = time.perf_counter() + PATIENCE_SECONDS
        facts: Facts = {}
        while time.perf_counter() < until:
            if self.told.exists():
                facts = json.loads(self.told.read_text(encoding="utf-8"))
                if wanted(facts):
                    return
            time.sleep(0.05)
        pytest.fail(f"{what} did not come: {facts}")


@pytest.fixture
def desk(display: str, sample_file: Path, tmp_path: Path) -> Iterator[Desk]:
    company = Path(shutil.copyfile(sample_file, tmp_path / "sample.switchbook"))
    made = Desk(display, company, tmp_path / "told.json")
    try:
        made.wait(lambda facts: facts["page"] == "month_end", "the month end")
        made.take_keyboard()
        yield made
    finally:
        made.child.terminate()
        made.child.wait()


def test_pages_dialogs_and_the_palette_answer_real_keys(desk: Desk) -> None:
    desk.press("ctrl+2")
    desk.wait(lambda facts: facts["page"] == "customers", "the customers")
    desk.press("ctrl+4")
    desk.wait(lambda facts: facts["page"] == "usage", "the usage")
    desk.press("F8")
    desk.wait(lambda facts: facts["page"] in {"usage", "month_end"}, "the next need")
    desk.press("ctrl+plus")
    desk.wait(lambda facts: facts["body_pt"] == 11, "larger text")
    desk.press("F1")
    desk.wait(lambda facts: str(facts["dialog"]).startswith("Help"), "help")
    desk.press("Escape")
    desk.wait(lambda facts: not facts["dialog"], "the page again")
    desk.take_keyboard()
    desk.press("ctrl+k")
    desk.wait(lambda facts: facts["dialog"] == "Find anything", "the palette")
    desk.write("granite")
    desk.press("Return")
    desk.wait(lambda facts: facts["page"] == "customers", "the customer that was found")


def test_the_whole_month_end_by_keys_from_outside(display: str) -> None:
    """The very keys of the month end by keyboard, each sent by xdotool."""
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    environment[outside_keys.ASKED_FOR] = "xdotool"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", MONTH, "-m", ""]
    ended = subprocess.run(
        command, cwd=TREE, env=environment, capture_output=True, text=True, check=False
    )
    assert "1 passed" in ended.stdout, ended.stdout[-2000:]
