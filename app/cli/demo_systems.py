"""The demo's part with a PSA and the books: pulled, mapped, billed on one invoice, posted, paid.

Both are practice systems that the demo serves for itself; they and their secrets end with it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from app.cli.output import money, table_lines
from app.cli.proof_facts import section_facts, section_lines
from app.progress import Progress
from app.values.money import ZERO, cents

if TYPE_CHECKING:
    from app.billing.charge import OneTimeCharge
    from app.billing.proof_sections import WholeProof
    from app.billing.proof_systems import BookedDocument, BooksProof
    from app.host.clock import PassingClock
    from app.operations.map_customers import CustomerMap
    from app.operations.office import Office
    from app.operations.posting_plan import PlanRecord
    from app.operations.serve_practice import Rehearsal
    from app.operations.sync_plan import SyncResult
    from app.store.remote_records import Counts

PSA: Final = "connectwise"
BOOKS: Final = "quickbooks"
_LABOR: Final = "LABOR"
"""What technician time is billed as."""
_GO_LIVE: Final = date(2026, 11, 1)
_FIRST_OF_OCTOBER: Final = date(2026, 10, 1)
_PAID: Final = 30
_PART_PAID: Final = 4
_TOO_MUCH: Final = Decimal("20.00")


@dataclass(slots=True, kw_only=True)
class SystemsStory:
    """What happened between the company, its PSA and its books."""

    stage: "Rehearsal"
    pulled: dict[str, "Counts"] = field(default_factory=dict)
    maps: dict[str, "CustomerMap"] = field(default_factory=dict)
    """Who was who before the exact ones were accepted."""
    held_back: int = 0
    """Invoices from before going live, that are never posted."""
    typed: int = 0
    """Rows that somebody had typed in from the PSA, and that come from there now."""
    work: list["PlanRecord"] = field(default_factory=list)
    """Time and charges that became rows of ours."""
    whole: "WholeProof" = field(init=False)
    """The proof at the end."""

    def connect(self, office: "Office", told: Progress) -> None:
        """Both are connected and read; exact customers are accepted, the others left to people."""
        from app.operations.decide import decide
        from app.operations.first_connect import first_connect
        from app.operations.map_customers import accept_exact, show_map
        from app.operations.pull_records import pull_records

        for place, key in enumerate((PSA, BOOKS)):
            told.step(place, 2, f"Reading {key}")
            self.stage.connect(office, key)
            self.pulled[key] = pull_records(office, key, ways=self.stage.ways).total
            self.maps[key] = show_map(office, key)
            accept_exact(office, key)
        decide(office, "time_product", _LABOR)
        self.held_back = first_connect(office, BOOKS, _GO_LIVE).held_back

    def bring_work_in(self, office: "Office", told: Progress) -> None:
        """What people had typed in from the PSA comes from there now, with all that it has."""
        from app.operations.edit_records import edit_records
        from app.operations.sync_company import plan_company

        plan = plan_company(office, flows=["work"], ways=self.stage.ways, progress=told)
        twins = {each.our_id for each in plan.records}
        typed = [each for each in _charges(office) if each.reference in twins]
        typed = [each for each in typed if each.charged_on >= _FIRST_OF_OCTOBER]
        edit_records(office, [], title="It comes from the PSA now", removed=typed)
        self.typed = len(typed)
        result = self._sync(office, told)
        self.work = [
            outcome.record
            for flow in result.flows
            if flow.part.flow == "work"
            for outcome in flow.outcomes
            if outcome.result.value == "done"
        ]

    def post(self, office: "Office", told: Progress) -> None:
        """The invoices go to the books, with the customers that they lack."""
        self._sync(office, told, go=True)

    def be_paid(self, office: "Office", period: str, told: Progress) -> None:
        """Customers pay: many in full, some in part, one too much; the payments come back."""
        from app.operations.prove_period import prove_systems

        found = prove_systems(office, period)
        for document, amount in _payments(found.books):
            self.stage.act(BOOKS, "pay", document.number, amount)
        self._sync(office, told)
        self.whole = prove_systems(office, period)

    def _sync(self, office: "Office", told: Progress, *, go: bool = False) -> "SyncResult":
        from app.operations.sync_company import sync_company

        # Some time goes by between two syncs.
        self.stage.ways.sleep(60)
        return sync_company(office, go=go, ways=self.stage.ways, progress=told)

    def facts(self) -> dict[str, object]:
        """The story as JSON has it."""
        (books,) = self.whole.books
        paid = self.whole.paid
        return {
            "pulled": {key: _counts(each) for key, each in self.pulled.items()},
            "mapped": {key: _mapped(each) for key, each in self.maps.items()},
            "work": {
                "typed_before": self.typed,
                "from_psa": len(self.work),
                "lines": sum(each.count for each in self.whole.psas),
                "amount": money(sum((each.amount for each in self.whole.psas), ZERO)),
            },
            "posted": {
                "system": books.system,
                "invoices": len(books.posted),
                "ours": money(books.ours),
                "there": money(books.there),
                "not_posted": money(books.not_posted),
                "held_back": self.held_back,
            },
            "payments": {
                **paid.counts,
                "amount": money(paid.settled),
                "open_amount": money(paid.open),
                "on_no_invoice": money(paid.unapplied),
            },
            "sections": section_facts(self.whole),
        }

    def lines(self) -> Iterator[str]:
        """The story as tables."""
        words = ("exact", "likely", "ambiguous", "new")
        yield from table_lines(
            ("customers in", "read", *words),
            [
                (each.title, self.pulled[key].new, *(_mapped(each)[word] for word in words))
                for key, each in self.maps.items()
            ],
        )
        yield "Exact ones were accepted; the others wait in the customer map for a person."
        yield ""
        yield from table_lines(("on one invoice, posted, paid", "", "money"), _rows(self))
        yield ""

    def proof_lines(self) -> Iterator[str]:
        """The sections of the proof."""
        yield from section_lines(self.whole)
        yield ""


def _rows(story: SystemsStory) -> list[tuple[str, object, object]]:
    (books,) = story.whole.books
    paid = story.whole.paid
    counts = paid.counts
    work = sum((each.amount for each in story.whole.psas), ZERO)
    return [
        ("time and charges of the PSA", sum(each.count for each in story.whole.psas), money(work)),
        (f"invoices in {books.title}", len(books.posted), money(books.there)),
        ("of before going live, not posted", story.held_back, ""),
        ("paid", counts["paid"], money(paid.settled)),
        ("part paid", counts["part"], ""),
        ("open", counts["open"], money(paid.open)),
        ("paid too much, on no invoice", "", money(paid.unapplied)),
    ]


def _payments(books: Sequence["BooksProof"]) -> Iterator[tuple["BookedDocument", Decimal]]:
    """Who pays how much; in the order of the numbers."""
    owed = [each for book in books for each in book.posted if each.ours > ZERO]
    for place, each in enumerate(owed[: _PAID + _PART_PAID + 1]):
        if place < _PAID:
            yield each, each.ours
        elif place < _PAID + _PART_PAID:
            yield each, cents(each.ours / 2)
        else:
            yield each, each.ours + _TOO_MUCH


def _charges(office: "Office") -> "list[OneTimeCharge]":
    from app.billing.charge import OneTimeCharge
    from app.store.setup import load

    with office.file.read() as conn:
        return load(conn, OneTimeCharge)


def _counts(counts: "Counts") -> dict[str, int]:
    return {name: getattr(counts, name) for name in ("new", "changed", "unchanged", "gone")}


def _mapped(found: "CustomerMap") -> dict[str, int]:
    return {state.value: count for state, count in found.counts.items()}


@contextmanager
def on_stage(clock: "PassingClock") -> Iterator[SystemsStory]:
    """A PSA and books for the story, and secrets in memory, while the context lasts."""
    from app.host.keychain import secrets_in_memory
    from app.operations.serve_practice import rehearsing

    with secrets_in_memory(), rehearsing(clock, (PSA, BOOKS)) as stage:
        yield SystemsStory(stage=stage)
