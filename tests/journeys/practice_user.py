"""A user of the command line beside practice systems that misbehave.

Time passes by waiting alone, for the program and for the practice systems: what would take minutes
takes none. Each command starts as the program does, and knows of those before it only what lies on
the disk and in the keyring.
"""

import contextlib
import io
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, cast

import httpx
import pytest

from app.cli.main import run
from app.connectors.json_value import read_json
from app.host.clock import Clock
from app.operations import system_connection
from app.operations.serve_practice import serving_practice
from app.practice.faults import Fault
from tests.keyrings import memory_keyring

TREE: Final = Path(__file__).parents[2]
START: Final = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
EVERY_FAULT: Final = tuple(each.value for each in Fault)
TURNS: Final = 30
"""So often a user does the same again before giving up."""

Program = Callable[[list[str]], tuple[int, str]]
"""A command line to what it prints on stdout, and how it ends."""


@dataclass
class PassingTime:
    """A clock that goes on by waiting alone."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def today(self, zone: tzinfo) -> date:
        return self.now().astimezone(zone).date()

    def elapsed(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class User:
    """Somebody who works with one company file and one system, and does not give up."""

    program: Program
    told: Mapping[str, Any]
    """What ``practice serve --json`` told."""
    company: Path
    system: str
    sleep: Callable[[float], None]
    attempts: list[str] = field(default_factory=list)
    """Why commands were given again."""

    def does(self, *words: object, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
        """The JSON of a command that in the end is carried out; its sign-in renewed as often."""
        line = [str(each) for each in words]
        for _ in range(TURNS):
            code, out = self.program([*line, "--json"])
            facts: dict[str, Any] = json.loads(out) if out else {}
            if "error" not in facts and code in codes:
                return facts
            why = " ".join(facts.get("error", {"what": out[-400:]}).values())
            self.attempts.append(f"{line[0]}: {code} {why}")
            if _wants_sign_in(why) and line[0] != "connect":
                self.does("connect", self.company, self.system, "--practice")
        pytest.fail(f"{line} was not carried out: {self.attempts[-3:]}")

    def connect(self, **given: str) -> dict[str, Any]:
        """Connects the system, or sets something of it."""
        pairs = [f"--set={name}={value}" for name, value in given.items()]
        practice = () if given else ("--practice",)
        return self.does("connect", self.company, self.system, *practice, *pairs)

    def rights(self) -> dict[str, tuple[bool, str]]:
        """Each right, whether it is given, and why not."""
        found = self.does("connect", self.company, self.system, "--test")["rights"]
        return {each["right"]: (each["given"], each["why"]) for each in found}

    def pull(self, *words: str) -> dict[str, dict[str, int]]:
        """Counts by family."""
        counts: dict[str, dict[str, int]] = self.does("pull", self.company, self.system, *words)[
            "counts"
        ]
        return counts

    def plan(self) -> tuple[Path, list[dict[str, Any]]]:
        """A plan of what is to go out, and its records."""
        path = self.company.parent / f"{self.system} plan {len(self.attempts)}.json"
        facts = self.does("post", self.company, self.system, "--plan", path)
        return path, facts["records"]

    def apply(self, path: Path) -> dict[str, Any]:
        """What became of a plan; ends in 1 where something needs a hand."""
        return self.does("post", self.company, self.system, "--apply", path, codes=(0, 1))

    def post(self) -> tuple[Path, list[dict[str, Any]]]:
        """Plans and applies until nothing is left to do; the last plan, and all that was done."""
        outcomes: list[dict[str, Any]] = []
        for _ in range(TURNS):
            path, _ = self.plan()
            result = self._applied(path, outcomes)
            if not any(result["counts"][each] for each in ("waiting", "unknown", "differs")):
                return path, outcomes
            self.attempts.append(f"post: {result['counts']}")
        pytest.fail(f"it was never all posted: {self.attempts[-3:]}")

    def _applied(self, path: Path, outcomes: list[dict[str, Any]]) -> dict[str, Any]:
        """What became of a plan that is applied again as often as it stopped, as it says."""
        for _ in range(TURNS):
            result = self.apply(path)
            outcomes += result["records"]
            if not result["stopped"]:
                return result
            self.attempts.append(f"post: {result['stopped']}")
            if _wants_sign_in(result["stopped"]):
                self.connect()
        pytest.fail(f"it always stopped: {self.attempts[-3:]}")

    def payments(self) -> dict[str, Any]:
        """What the books tell of our invoices."""
        return self.does("payments", self.company, self.system)

    # ------------------------------------------------------------------ the other side of the wall

    def state(self) -> dict[str, Any]:
        """All that the practice system holds."""
        answer = httpx.get(self.told[self.system]["state_url"], trust_env=False, timeout=30)
        return cast("dict[str, Any]", read_json(answer.raise_for_status().text))

    def arm(self, *faults: str) -> None:
        """Lets it misbehave in exactly these ways."""
        self._order({"faults": list(faults)})

    def somebody(self, act: str, number: str, amount: str | None = None) -> dict[str, Any]:
        """Somebody else does something there, a while later."""
        self.sleep(90)
        done = self._order(
            {"act": act, "number": number} | ({} if amount is None else {"amount": amount})
        )
        self.sleep(90)
        return done

    def _order(self, order: dict[str, Any]) -> dict[str, Any]:
        url = self.told[self.system]["faults_url"]
        answer = httpx.post(url, json=order, trust_env=False, timeout=30)
        assert answer.status_code == 200, answer.text
        return cast("dict[str, Any]", read_json(answer.text))

    def invoices(self) -> dict[str, list[tuple[Decimal, Decimal]]]:
        """By our number each invoice that stands there: total and balance."""
        found: dict[str, list[tuple[Decimal, Decimal]]] = {}
        for each in self.state()["invoices"]:
            if str(each["status"]).casefold() not in {"void", "voided", "deleted"}:
                found.setdefault(each["number"], []).append(
                    (Decimal(each["total"]), Decimal(each["balance"]))
                )
        return found


def _wants_sign_in(words: str) -> bool:
    return "Sign in again" in words or "Give them again" in words


@contextmanager
def served_by_a_process(*words: str) -> Iterator[dict[str, Any]]:
    """What ``practice serve --json`` prints, started as a program of its own, while it runs."""
    line = [sys.executable, "-m", "app", "practice", "serve", "--json", *words]
    with subprocess.Popen(line, cwd=TREE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["systems"]
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0


@contextmanager
def in_this_process(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> Iterator[tuple[Program, Mapping[str, Any], PassingTime]]:
    """The program, and what all practice systems tell, on one time that passes by waiting."""
    time = PassingTime()
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr("app.cli.session.the_clock", lambda: cast("Clock", time))
    monkeypatch.setattr("app.practice.clock.RunningClock", lambda _: time)
    network = system_connection.NETWORK
    before = network.elapsed, network.sleep
    _go_by(time.elapsed, time.sleep)
    try:
        with memory_keyring(), serving_practice(cast("Clock", time)) as told:
            yield _started_anew, told, time
    finally:
        _go_by(*before)


def _go_by(elapsed: Callable[[], float], sleep: Callable[[float], None]) -> None:
    # Commands take this value as it is, wherever it is named.
    object.__setattr__(system_connection.NETWORK, "elapsed", elapsed)
    object.__setattr__(system_connection.NETWORK, "sleep", sleep)


def _started_anew(line: list[str]) -> tuple[int, str]:
    """Another process counts its calls from nothing: so does each command."""
    pacers = vars(system_connection)["_PACERS"]
    vars(system_connection)["_PACERS"] = type(pacers)()
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = run(line)
    return code, out.getvalue()
