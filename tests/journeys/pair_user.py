"""Somebody who keeps a company, its PSA and its books in step, by the command line alone.

A command that breaks is given again, a sign-in that was revoked is given again, and what waits is
tried again, until nothing is left to do.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest

from app.practice.faults import Fault
from tests.journeys.practice_user import (
    EVERY_FAULT,
    TURNS,
    PassingTime,
    Program,
    User,
    in_this_process,
)

COUNTED: Final = (f"{Fault.REVOKED_TOKEN.value}:1", f"{Fault.EXPIRED_TOKEN.value}:1")
BY_KEY: Final = {"connectwise", "autotask", "revio"}
"""Systems that are signed in to by a key; what is refused once is given again by a person."""
MINUTES: Final = 600.0
"""Between two syncs."""
AGAIN: Final = frozenset({"waiting", "unknown", "differs"})
"""Outcomes that the next sync goes on with."""
DID: Final = frozenset({"done", "linked"})


@dataclass(frozen=True)
class Pair:
    """A company between one PSA, or two lists of it, and one set of books."""

    company: Path
    users: Mapping[str, User]
    """By system; the books last."""

    @property
    def books(self) -> User:
        """The one at the books."""
        return list(self.users.values())[-1]

    @property
    def psas(self) -> list[User]:
        """Those at the PSA."""
        return list(self.users.values())[:-1]

    @property
    def attempts(self) -> list[str]:
        """Why commands were given again."""
        return self.books.attempts

    def does(self, command: str, *words: object, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
        """The JSON of a command about the company."""
        return self.books.does(command, self.company, *words, codes=codes)

    def arm(self) -> None:
        """Lets every practice system misbehave in every way, from now on.

        A sync is more requests than there are between two sign-ins that are revoked by their
        rhythm: here the next request finds it revoked. Keys that cannot be renewed do not expire
        by a rhythm either.
        """
        for each in self.users.values():
            if each.system in each.told:
                counted = COUNTED if each.system in BY_KEY else COUNTED[:1]
                standing = (e for e in EVERY_FAULT if e not in {c.split(":")[0] for c in counted})
                each.arm(*standing, *counted)

    # ------------------------------------------------------------------------------------ syncing

    def sync(self, *words: object) -> list[dict[str, Any]]:
        """Syncs until a sync finds nothing to do; every record that something became of."""
        met: list[dict[str, Any]] = []
        for _ in range(TURNS):
            self.books.sleep(MINUTES)
            told = self.does("sync", *words, codes=(0, 1))
            met += [each for each in told["records"] if each["outcome"] in DID]
            if not self._goes_on(told):
                return met
        pytest.fail(f"it was never in step: {self.attempts[-3:]}")

    def _goes_on(self, told: dict[str, Any]) -> bool:
        """Whether a sync left something to be gone on with; signs in again where that lacks."""
        waiting = [each for each in told["flows"] if each["state"] == "waiting"]
        for each in waiting:
            self.attempts.append(f"sync: {each['flow']} {each['why']}")
            self._sign_in(each["system"], each["why"])
        for each in told["records"]:
            if each["outcome"] in AGAIN:
                self._sign_in(each["system"], each["why"])
        outcomes = told["outcomes"]
        return bool(waiting) or any(outcomes[each] for each in AGAIN | DID)

    def _sign_in(self, system: str, why: str) -> None:
        if "Sign in again" in why or "Give them again" in why:
            self.users[system].connect()

    def plan(self) -> tuple[Path, dict[str, Any]]:
        """A plan of a whole sync, of which nothing waits."""
        for turn in range(TURNS):
            self.books.sleep(MINUTES)
            path = self.company.parent / f"sync plan {len(self.attempts)} {turn}.json"
            facts = self.does("sync", "--plan", path)
            waits = [(each["system"], each["waits"]) for each in facts["parts"] if each["waits"]]
            if not waits:
                return path, facts
            for system, why in waits:
                self.attempts.append(f"plan: {why}")
                self._sign_in(system, why)
        pytest.fail(f"it was never planned: {self.attempts[-3:]}")

    def apply(self, path: Path) -> list[dict[str, Any]]:
        """Applies a plan as often as something of it waits; every record that was done."""
        met: list[dict[str, Any]] = []
        for _ in range(TURNS):
            told = self.does("sync", "--apply", path, codes=(0, 1))
            met += [each for each in told["records"] if each["outcome"] in DID]
            if not self._goes_on_applying(told):
                return met
        pytest.fail(f"it was never applied: {self.attempts[-3:]}")

    def _goes_on_applying(self, told: dict[str, Any]) -> bool:
        self._goes_on(told)
        waiting = any(each["state"] == "waiting" for each in told["flows"])
        return waiting or any(told["outcomes"][each] for each in AGAIN)

    def inbox(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The open entries by kind and record; one of each."""
        found = self.does("inbox")["open"]
        entries = {(each["kind"], each["record"]): each for each in found}
        assert len({(each["system"], *key) for key, each in entries.items()}) == len(entries)
        assert len({(e["system"], e["kind"], e["record"]) for e in found}) == len(found)
        return entries

    def retry(self, number: int) -> dict[str, Any]:
        """Tries an entry again, until its system answers."""
        for _ in range(TURNS):
            self.books.sleep(MINUTES)
            told = self.does("inbox", "--retry", number, codes=(0, 1))
            waits = any(each["outcome"] in AGAIN for each in told["outcomes"])
            if told["solved"] or not (waits or _is_of_the_way(told["why"])):
                return told
            self.attempts.append(f"retry: {told['why']}")
            self._sign_in(told["entry"]["system"], told["why"])
        pytest.fail(f"it was never tried: {self.attempts[-3:]}")


def _is_of_the_way(why: str) -> bool:
    """Whether the system itself was not reached."""
    return any(
        words in why
        for words in ("did not answer", "does not answer", "Sign in", "Give them again")
    )


@contextmanager
def pair_of(
    company: Path, systems: tuple[str, ...], patch: pytest.MonkeyPatch, home: Path
) -> Iterator[Pair]:
    """A user with the company beside these practice systems, with every fault armed."""
    with in_this_process(patch, home) as (program, told, time):
        pair = users_of(company, systems, program, told, time)
        pair.arm()
        yield pair


def users_of(
    company: Path,
    systems: tuple[str, ...],
    program: Program,
    told: Mapping[str, Any],
    time: PassingTime,
) -> Pair:
    """The pair with one list of attempts."""
    first = User(program=program, told=told, company=company, system=systems[0], sleep=time.sleep)
    users = {key: replace(first, system=key) for key in systems}
    return Pair(company=company, users=users)
