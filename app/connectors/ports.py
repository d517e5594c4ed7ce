"""What we ask of other systems, in our own words.

A document travels as the text of its request, written once: what was asked, what is kept and what
is committed are then the same, whatever has changed since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.tax.service_answer import ServiceAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How another system is."""

    words: str
    """Its version and time, as it tells them."""
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLists:
    """What a tax service knows, for whoever fills ``tax_service_pairs``."""

    pairs: Sequence[tuple[str, str, str]]
    """Transaction type, service type, and what they are."""
    tax_types: Sequence[tuple[str, str, str]]
    """Number, name and category."""


class TaxService(Protocol):
    """A tax service. Every method may raise SignInNeeded, RemoteRefused or RemoteUnavailable."""

    def quote(self, requests: Sequence[str]) -> list[ServiceAnswer]:
        """What the documents would be taxed, one answer each; the service keeps nothing of it.

        What is wrong with one document is a problem of its answer, and touches no other.
        """
        ...

    def commit(self, request: str, *, code: str, expected: ServiceAnswer) -> ServiceAnswer:
        """Files a document under a code that no document had before.

        RemoteRefused where it is not answered whole, or not as expected; nothing is filed then.
        RemoteUnavailable tells whether it may have been filed; then it is voided, never sent again.
        """
        ...

    def credit(self, request: str, *, code: str, expected: ServiceAnswer) -> ServiceAnswer:
        """Files the giving back of all that a document holds; else as ``commit``.

        ``expected`` is what the document itself comes to.
        """
        ...

    def void(self, code: str) -> str:
        """Takes a document back, filed or not, known or not; what the service said.

        RemoteRefused where the service holds on to it, as after it was reported.
        """
        ...

    def health(self) -> Health:
        """Whether it answers, and takes our credentials."""
        ...

    def pick_lists(self) -> PickLists:
        """Its transaction and service types, and its tax types."""
        ...

    def close(self) -> None:
        """Ends the connection."""
        ...


Settings = Mapping[str, str]
"""What the user has set of a system, by name; never a secret."""
