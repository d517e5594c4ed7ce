"""The figures of keeping in step: a sync with nothing to do, and telling who is who.

    python -m tests.bench.in_step            some forty minutes
    python -m tests.bench.in_step --quick    a fifth of the customers

Practice systems are unpaced: what waits for a vendor's limit passes at once. Beside the seconds
stand ratios of the same run: a sync against what the practice systems themselves take to answer,
and twice as many customers against half of them. Exit code 1 where a figure is over its limit.
"""

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

import httpx

from app.billing.bill_run import RunState
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Service
from app.operations.decide import decide
from app.operations.make_company import new_company, open_company
from app.operations.map_customers import accept_exact, show_map
from app.operations.office import Office
from app.operations.plan_sync import plan_sync
from app.operations.posting_errands import Result
from app.operations.pull_records import pull_records
from app.operations.run_bills import bill
from app.operations.sync_company import sync_company
from app.operations.sync_plan import FlowState, SyncResult
from app.practice.records import Address, BookCustomer, Customer, World
from app.practice.world import world
from app.store.setup_changes import RowChanges, apply_setup
from tests.bench.run import Figure, say
from tests.bench.systems import Bench
from tests.keyrings import memory_keyring
from tests.operations.companies import CLOCK, SETUP, SINCE
from tests.operations.practice_sides import PracticeSides, practice_sides

CUSTOMERS: Final = 2_000
PSAS: Final = ("autotask", "halopsa", "connectwise")
BOOKS: Final = "quickbooks"
RENT: Final = "RENT"
MOST_SYNC: Final = 10.0
MOST_PLAN: Final = 5.0
MOST_OVER_SYSTEMS: Final = 8.0
MOST_OF_TWICE: Final = 3.0
ROUNDS: Final = 3
MOST_SYNCS: Final = 12
PLACE: Final = Address(
    line1="1 Elm Street", city="Denver", region="CO", postal_code="80202", country="US"
)
FIRST: Final = ("Alder", "Basalt", "Cedar", "Dakota", "Ember", "Falcon", "Granite", "Harbor")
SECOND: Final = ("Creek", "Ridge", "Valley", "Point", "Meadow", "Spring", "Canyon", "Lake", "Fork")
THIRD: Final = ("Dental", "Legal", "Freight", "Optical", "Realty", "Brewing", "Nursery", "Robotics")
FOURTH: Final = ("Group", "Partners", "Services", "Works", "Company", "Associates")

T = TypeVar("T")


def names(count: int) -> list[str]:
    """So many names of companies, all different, many of them alike."""
    found = [f"{a} {b} {c} {d}" for d in FOURTH for a in FIRST for b in SECOND for c in THIRD]
    return [found[place * 7 % len(found)] for place in range(count)]


def told_otherwise(name: str, place: int) -> str:
    """A name as somebody else wrote it down: as it is, shorter, mistyped, or of somebody else."""
    words = name.split()
    ways = (
        name,
        f"{name}, LLC",
        " ".join(words[:-1]),
        name[:3] + name[4] + name[3] + name[5:],
        f"The {name}",
        f"{words[2]} of {words[1]}, {place}",
    )
    return ways[place % len(ways)]


def known_everywhere(count: int) -> World:
    """A world of so many customers whom the books know too, each at an address of its own."""
    found = world(count)
    grown = tuple(
        replace(each, name=name, sites=_housed(each, place), charges=_unmarked(each))
        for place, (each, name) in enumerate(zip(found.customers, names(count), strict=True))
    )
    return replace(found, customers=grown, book_customers=tuple(map(_in_books, grown)), **_NO_BOOKS)


_NO_BOOKS: Final[dict[str, Any]] = {"book_invoices": (), "book_payments": ()}


def _housed(customer: Customer, place: int) -> tuple[Any, ...]:
    address = replace(PLACE, line1=f"{place + 1} Elm Street")
    return tuple(replace(each, address=address) for each in customer.sites[:1])


def _unmarked(customer: Customer) -> tuple[Any, ...]:
    """Its charges, none of which bears the mark of another program."""
    return tuple(replace(each, reference="") for each in customer.charges)


def _in_books(customer: Customer) -> BookCustomer:
    return BookCustomer(
        id=customer.id,
        name=customer.name,
        account="",
        contact="",
        email=customer.billing_email,
        phone=customer.phone,
        address=customer.sites[0].address if customer.sites else PLACE,
        terms_id=3,
        currency="USD",
        is_active=True,
        is_tax_exempt=False,
        modified_at=customer.modified_at,
    )


# ------------------------------------------------------------------------------------ the company


def company(path: Path, of: World, *, calls: Callable[[str, int], str]) -> None:
    """A company with an account for each customer there, named as ``calls`` says, and a rent."""
    accounts, places, rents = [], [], []
    for place, each in enumerate(of.customers):
        number = f"{50_000 + place}"
        line1 = f"{place + 1} Elm Street"
        where: dict[str, Any] = {
            "address_line1": line1,
            "city": "Denver",
            "region": "CO",
            "postal_code": "80202",
        }
        name = calls(each.name, place)
        accounts.append(Account(account_number=number, name=name, delivery="none", **where))
        code = f"{number}-M"
        places.append(ServiceLocation(location_code=code, account_number=number, **where))
        rents.append(
            Service(
                service_code=f"{number}-S",
                account_number=number,
                location_code=code,
                product_code=RENT,
                starts_on=SINCE,
            )
        )
    more = [
        Product(
            product_code=each.code,
            name=each.name,
            tax_category="EQUIP_RENT",
            gl_code=each.gl_code,
            price=each.price,
            billed=each.billed,
        )
        for each in of.products
        if each.code != "LABOR"
    ]
    more.append(Product(product_code=RENT, name="Rent", tax_category="EQUIP_RENT", gl_code="4030"))
    rows: dict[str, Any] = {
        **SETUP,
        "products": [*SETUP["products"], *more],
        "accounts": accounts,
        "locations": places,
        "services": rents,
        "numbers": [],
    }
    with new_company(path, CLOCK) as office, office.write() as conn:
        changes = {name: RowChanges(added=each) for name, each in rows.items()}
        apply_setup(conn, changes, stamp=office.stamp("import_workbook"), origin="bench")


@contextmanager
def between(path: Path, of: World, pair: tuple[str, str]) -> Iterator[tuple[Office, PracticeSides]]:
    """The company connected to both systems, of which all was read."""
    sides = practice_sides(*pair, of=of)
    with memory_keyring(), open_company(path, CLOCK, write=True) as office:
        for key in pair:
            sides.connect(office, key)
            sides.time.sleep(86_400.0)
            pull_records(office, key, ways=sides.ways)
        for answer in (("time_product", "LABOR"), ("base_product", RENT)):
            decide(office, *answer)
        yield office, sides


def in_step(office: Office, sides: PracticeSides) -> None:
    """Syncs, all flows, until nothing is left to do; RuntimeError where that never is."""
    for _ in range(MOST_SYNCS):
        sides.time.sleep(86_400.0)
        result = sync_company(office, go=True, ways=sides.ways)
        did = {each.value: result.count(each) for each in Result if result.count(each)}
        say(f"  a sync: {did}, {result.waiting_problems} in the inbox")
        refused = [e for flow in result.flows for e in flow.outcomes if e.result is Result.REFUSED]
        for each in refused[:3]:
            say(f"    {each.record.kind} {each.record.our_id}: {each.why}")
        if is_quiet(result):
            return
    message = "it never comes in step"
    raise RuntimeError(message)


def is_quiet(result: SyncResult) -> bool:
    """Whether nothing was done and nothing waits."""
    left = (Result.DONE, Result.LINKED, Result.WAITING, Result.UNKNOWN)
    waits = any(each.state is FlowState.WAITING for each in result.flows)
    return not waits and not any(map(result.count, left))


# ------------------------------------------------------------------------------------ the figures


class Watch:
    """What the practice systems themselves take."""

    def __init__(self, sides: PracticeSides) -> None:
        self._inner = sides.roads.handle_request
        self.seconds, self.requests = 0.0, 0
        vars(sides.roads)["handle_request"] = self._timed

    def _timed(self, request: httpx.Request) -> httpx.Response:
        begun = time.perf_counter()
        try:
            return self._inner(request)
        finally:
            self.seconds += time.perf_counter() - begun
            self.requests += 1


def best(work: Callable[[], T]) -> tuple[float, T]:
    """The fewest seconds of some rounds, and what came of the last one."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = work()
        spent.append(time.perf_counter() - begun)
    return min(spent), found


def measure_idle(bench: Bench, psa: str, *, customers: int, profile: Path | None) -> None:
    """Every customer known in all three, all posted: a sync finds nothing to do."""
    of = known_everywhere(customers)
    pair = (psa, BOOKS)
    path = bench.folder / f"idle {psa}.switchbook"
    company(path, of, calls=lambda name, _: name)
    with between(path, of, pair) as (office, sides):
        for key in pair:
            accept_exact(office, key)
        in_step(office, sides)
        made = bill(office, "2026-10", waivers={}, approve=True)
        if made.state is not RunState.APPROVED:
            open_gates = [str(each)[:300] for each in made.gates if not each.cleared]
            message = f"the bench's bill run was not approved: {open_gates}"
            raise RuntimeError(message)
        say(f"  {len(made.invoices):,} invoices")
        in_step(office, sides)
        watch = Watch(sides)

        def idle() -> SyncResult:
            sides.time.sleep(3_600.0)
            return sync_company(office, ways=sides.ways)

        seconds, result = best(idle)
        floor = watch.seconds / ROUNDS
        requests = watch.requests // ROUNDS
        say(f"{psa}, {customers:,} customers: {requests:,} requests, {floor:.2f} s there")
        if not is_quiet(result):
            message = "there was something to do"
            raise RuntimeError(message)
        bench.add(f"{psa}, a sync of {customers:,} with nothing to do", seconds, MOST_SYNC, " s")
        bench.add("  against what the systems take to answer", seconds / floor, MOST_OVER_SYSTEMS)
        _profiled(profile, idle)


def measure_matching(bench: Bench, *, customers: int, profile: Path | None) -> None:
    """Nobody is linked, and most are called otherwise there: who is who, and a plan of it."""
    half = _matched(bench.folder / "half.switchbook", customers // 2, profile=None)
    whole = _matched(bench.folder / "whole.switchbook", customers, profile=profile)
    for what, seconds in whole.items():
        bench.add(f"{what}, {customers:,} customers", seconds, MOST_PLAN, " s")
        bench.add("  against half as many", seconds / half[what], MOST_OF_TWICE)


def _matched(path: Path, customers: int, *, profile: Path | None) -> dict[str, float]:
    """Seconds of each, by what it is."""
    of = known_everywhere(customers)
    company(path, of, calls=told_otherwise)
    found = {}
    pair = ("connectwise", BOOKS)
    with between(path, of, pair) as (office, _):
        for key in pair:
            found[f"who is who in {key}"], shown = best(partial(show_map, office, key))
            states = {state.value: count for state, count in shown.counts.items() if count}
            say(f"  {key}, {customers:,} customers: {states}")
        planned = partial(plan_sync, office, flows=("customers",), save=False)
        found["a plan of unlinked customers"], plan = best(planned)
        say(f"  {len(plan.records):,} records planned")
        _profiled(profile, planned)
    return found


def _profiled(target: Path | None, work: Callable[[], object]) -> None:
    """Where the time goes, for people: appended to a file."""
    if target is None:
        return
    profile = cProfile.Profile()
    profile.runcall(work)
    with target.open("a", encoding="utf-8") as file:
        for order in ("cumulative", "tottime"):
            pstats.Stats(profile, stream=file).sort_stats(order).print_stats(45)


def figures_over(figures: Sequence[Figure]) -> list[str]:
    """Those that are over their limits."""
    return [figure.what.strip() for figure in figures if not figure.is_ok]


def main() -> int:
    """All figures; 1 where one is over its limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="a fifth of the customers")
    parser.add_argument("--profile", type=Path, help="a file to which profiles are appended")
    parser.add_argument("--only", choices=["idle", "matching"])
    parser.add_argument("psas", nargs="*", help="these alone")
    given = parser.parse_args()
    customers = CUSTOMERS // (5 if given.quick else 1)
    with TemporaryDirectory(prefix="switchbook-in-step-") as folder:
        bench = Bench(Path(folder))
        if given.only != "idle":
            measure_matching(bench, customers=customers, profile=given.profile)
        for psa in given.psas or PSAS if given.only != "matching" else ():
            measure_idle(bench, psa, customers=customers, profile=given.profile)
    over = figures_over(bench.figures)
    say(f"\n{len(bench.figures)} figures, over: {', '.join(over) or 'none'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
