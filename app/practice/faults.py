"""The fault switch: named misbehaviour that a system is armed with, the same at every run.

A fault with a count (``too_many_requests:5``) strikes the next so many requests it applies to, one
after another; one without stands until cleared and strikes by its rhythm: first the n-th request it
applies to, then every m-th. A request is struck once; a fault that has to wait strikes the next.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar


class Fault(StrEnum):
    """What can go wrong on demand."""

    TIMEOUT_AFTER_COMMIT = "timeout_after_commit"
    """A write is carried out; its answer never comes."""
    DUPLICATE_DELIVERY = "duplicate_delivery"
    """A write arrives twice, as by a gateway that tries again; the second answer is sent."""
    SHIFTING_PAGES = "shifting_pages"
    """While a list is read, rows move: see ``FaultSwitch.page``."""
    TOO_MANY_REQUESTS = "too_many_requests"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105  a fault's name
    """All access tokens expire now; a renewal mends it."""
    REVOKED_TOKEN = "revoked_token"  # noqa: S105  a fault's name
    """All tokens are revoked now; only signing in again mends it."""
    SERVER_ERROR = "server_error"
    HALF_ANSWER = "half_answer"
    """A read's answer breaks off in the middle."""
    SLOW_BODY = "slow_body"
    """A read's answer trickles."""
    HTML_GATEWAY = "html_gateway"
    """A gateway's page stands in for the answer: 502, HTML."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a standing fault strikes: the ``first``-th request it applies to, then every n-th."""

    first: int
    every: int


RHYTHMS: Final = {
    Fault.REVOKED_TOKEN: Rhythm(60, 120),
    Fault.EXPIRED_TOKEN: Rhythm(4, 17),
    Fault.TOO_MANY_REQUESTS: Rhythm(2, 5),
    Fault.SERVER_ERROR: Rhythm(3, 7),
    Fault.HTML_GATEWAY: Rhythm(5, 13),
    Fault.TIMEOUT_AFTER_COMMIT: Rhythm(1, 3),
    Fault.DUPLICATE_DELIVERY: Rhythm(1, 2),
    Fault.HALF_ANSWER: Rhythm(5, 11),
    Fault.SLOW_BODY: Rhythm(1, 5),
}
"""In the order in which a request is offered to them."""

_WRITES: Final = {Fault.TIMEOUT_AFTER_COMMIT, Fault.DUPLICATE_DELIVERY}
_READS: Final = {Fault.HALF_ANSWER, Fault.SLOW_BODY}
_TOKENS: Final = {Fault.EXPIRED_TOKEN, Fault.REVOKED_TOKEN}

Row = TypeVar("Row")


@dataclass(slots=True)
class _Armed:
    left: int | None
    """Strikes left; None stands until cleared."""
    seen: int = 0


@dataclass(slots=True)
class FaultSwitch:
    """The faults that one system is armed with."""

    _armed: dict[Fault, _Armed] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def arm(self, names: Sequence[Any]) -> None:
        """Arm exactly these, each ``name`` or ``name:count``; ValueError names one not known."""
        armed = dict(map(_parsed, names))
        with self._lock:
            self._armed = armed

    def told(self) -> list[str]:
        """The armed faults as ``arm`` takes them."""
        return [
            fault.value if one.left is None else f"{fault.value}:{one.left}"
            for fault, one in self._armed.items()
            if one.left != 0
        ]

    def strike(self, *, is_write: bool, is_signing_in: bool) -> Fault | None:
        """The fault that strikes this request, if any; sign-in requests keep their tokens."""
        with self._lock:
            for fault, rhythm in RHYTHMS.items():
                armed = self._armed.get(fault)
                if armed is None or armed.left == 0:
                    continue
                if fault in (_READS if is_write else _WRITES):
                    continue
                if is_signing_in and (fault in _TOKENS or (is_write and fault in _WRITES)):
                    continue
                if self._is_due(armed, rhythm):
                    return fault
        return None

    @staticmethod
    def _is_due(armed: _Armed, rhythm: Rhythm) -> bool:
        armed.seen += 1
        if armed.left is not None:
            armed.left -= 1
            return True
        return armed.seen >= rhythm.first and (armed.seen - rhythm.first) % rhythm.every == 0

    def page(self, rows: Sequence[Row], start: int, size: int, *, is_ordered: bool) -> list[Row]:
        """Rows ``start`` to ``start + size`` of a list, or as they lie once the pages shifted.

        While SHIFTING_PAGES is armed, each page after the first begins with the last row of the
        page before it. In an ordered list a row was put in before it: nothing is lost, and the
        list is one longer. In one without an order the two rows changed places: its own first row
        is never seen. Lists that are walked by "greater than the last id" do not ask here.
        """
        if start == 0 or start > len(rows) or not self._shifts():
            return list(rows[start : start + size])
        if is_ordered:
            return list(rows[start - 1 : start - 1 + size])
        return [rows[start - 1], *rows[start + 1 : start + size]]

    def shifts(self) -> bool:
        """Whether pages are armed to shift; uses up no count."""
        armed = self._armed.get(Fault.SHIFTING_PAGES)
        return armed is not None and armed.left != 0

    def _shifts(self) -> bool:
        armed = self._armed.get(Fault.SHIFTING_PAGES)
        if armed is None or armed.left == 0:
            return False
        if armed.left is not None:
            armed.left -= 1
        return True


def _parsed(name: Any) -> tuple[Fault, _Armed]:  # noqa: ANN401  comes from a JSON body
    fault, colon, count = str(name).partition(":")
    if fault not in set(Fault):
        message = f"{fault} is no fault; known are {', '.join(Fault)}"
        raise ValueError(message)
    if colon and not (count.isascii() and count.isdecimal()):
        message = f"{name}: the count after the colon is no whole number"
        raise ValueError(message)
    return Fault(fault), _Armed(int(count) if colon else None)
