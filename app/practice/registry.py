"""The seven practice systems, by hand; each is filled from one world and goes by one clock."""

from collections.abc import Callable
from typing import Final

from app.practice import autotask, connectwise, halopsa, quickbooks, revio, sage, xero
from app.practice.clock import PracticeClock
from app.practice.records import World
from app.practice.serving import PracticeSystem

MAKERS: Final[dict[str, Callable[[PracticeClock, World], PracticeSystem]]] = {
    "connectwise": connectwise.practice_system,
    "halopsa": halopsa.practice_system,
    "autotask": autotask.practice_system,
    "revio": revio.practice_system,
    "quickbooks": quickbooks.practice_system,
    "xero": xero.practice_system,
    "sage": sage.practice_system,
}
"""What makes each system, by its key."""


def practice_systems(clock: PracticeClock, world: World) -> dict[str, PracticeSystem]:
    """Every practice system by its key, each with tables of its own."""
    return {key: make(clock, world) for key, make in MAKERS.items()}
