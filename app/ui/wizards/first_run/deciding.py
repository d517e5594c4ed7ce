"""Answers given and taken back: kept in the company file, undone with Ctrl+Z."""

from collections.abc import Callable
from functools import partial

from app.operations.changes import Changes
from app.operations.decide import DecidedNow, decide
from app.operations.office import Office
from app.ui.desk import Desk, Step

_AREAS = Changes.COMPANY | Changes.CONNECTIONS


def answer(
    desk: Desk,
    key: str,
    value: str,
    *,
    title: str,
    failed: Callable[[object], None] | None = None,
) -> None:
    """Keeps an answer; ``title`` is what Ctrl+Z takes back."""
    words = f"Answer to “{title}”"

    def done(found: object) -> None:
        if isinstance(found, DecidedNow) and found.before != found.after:
            desk.did(_step(words, found))

    desk.do(
        words,
        lambda office, _: decide(office, key, value),
        changes=_AREAS,
        told=lambda found: f"{found.before or 'No answer'} became {found.after or 'no answer'}",
        done=done,
        failed=failed,
    )


def _step(title: str, done: DecidedNow) -> Step:
    return Step(title, partial(_turned, title, done), _AREAS)


def _turned(title: str, done: DecidedNow, office: Office) -> Step:
    return _step(title, decide(office, done.key, done.before))
