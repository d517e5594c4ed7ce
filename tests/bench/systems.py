"""The figures of other systems: pulls and postings over practice systems, on a virtual clock.

    python -m tests.bench.systems            some five minutes
    python -m tests.bench.systems --quick    a fifth of the customers and invoices

What waits for a vendor's limit passes at once; what the program itself takes is really measured,
and counted on top. "The limit alone" is the time that the requests that were made take when they
are spread as evenly as the system declares. Exit code 1 where a figure is over its limit.
"""

import argparse
import sys
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import patch

import httpx

from app.billing.bill_run import RunState
from app.connectors.pacing import Limit
from app.connectors.system import checked_settings
from app.customers.incoming import PsaFamily
from app.errors import RemoteUnavailable
from app.operations.connect_systems import SignIn, connect_system
from app.operations.make_company import new_company, open_company
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.post_invoices import post_invoices
from app.operations.posting_plan import plan_text
from app.operations.pull_records import pull_records
from app.operations.record_walk import walk_family
from app.operations.run_bills import bill
from app.operations.system_connection import Ways
from app.practice.records import Standing, World
from app.practice.world import world
from app.store.remote_records import Counts
from app.store.setup_changes import RowChanges, apply_setup
from tests.bench.run import Figure, say
from tests.connectors.proving_ground import Ground, ground_of, is_there, practice_given
from tests.keyrings import memory_keyring
from tests.operations.companies import (
    BASIC_NUMBER,
    CLOCK,
    COMPANY,
    GRANITE,
    GRANITE_MAIN,
    GRANITE_SEATS,
    SETUP,
)

CUSTOMERS: Final = 2_000
INVOICES: Final = 1_000
PSA: Final = ("connectwise", "halopsa", "autotask")
BOOKS: Final = ("quickbooks", "xero", "sage")
MOST_SECONDS: Final = 1.3
MOST_MEMORY: Final = 1.3
MOST_REQUESTS: Final = 5
NO_LIST: Final = frozenset(
    {
        # There is no list of additions: each active agreement is asked for its own.
        ("connectwise", PsaFamily.AGREEMENT_LINES.value),
        # Nothing tells that a line or its period changed: each is looked at, 500 in a request.
        ("autotask", PsaFamily.AGREEMENT_LINES.value),
    }
)
"""Where a request for each active agreement is allowed."""
DAY: Final = 86_400.0
HOUR: Final = 3_600.0
MOST_ROUNDS: Final = 24 * 14
"""A fortnight of hours."""
MOST_PLANS: Final = 3


@dataclass(slots=True)
class Bench:
    """What was measured."""

    folder: Path
    figures: list[Figure] = field(default_factory=list)

    def add(self, what: str, value: float, limit: float, unit: str = " x") -> None:
        """Notes a figure, and says it at once."""
        figure = Figure(what, value, limit, unit)
        self.figures.append(figure)
        say(figure.line())


class Counting(httpx.BaseTransport):
    """A way that notes refusals for going too fast, and may break off at a request."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self.too_fast = 0
        self.left: int | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise KeyboardInterrupt
        answer = self._inner.handle_request(request)
        self.too_fast += answer.status_code == httpx.codes.TOO_MANY_REQUESTS
        return answer


@dataclass(slots=True)
class Connected:
    """A company connected to a practice system."""

    office: Office
    ground: Ground
    way: Counting
    ways: Ways


@contextmanager
def connected(path: Path, ground: Ground) -> Iterator[Connected]:
    """The company file, open and connected; every wait is virtual."""
    way = Counting(ground.way)
    ways = Ways(elapsed=ground.time.elapsed, sleep=ground.time.sleep, transport=way)

    def led_to(url: str) -> str:
        with httpx.Client(transport=way) as client:
            return str(client.get(url).headers["location"])

    sign_in = SignIn(browse=led_to, paste=led_to, choose=lambda _: ground.practice.tenant)
    with memory_keyring(), open_company(path, CLOCK, write=True) as office:
        given = practice_given(ground.practice)
        connect_system(office, ground.key, given, sign_in=sign_in, ways=ways)
        ground.time.sleep(DAY)
        ground.way.asked.clear()
        yield Connected(office=office, ground=ground, way=way, ways=ways)


def limits_of(ground: Ground) -> Sequence[Limit]:
    """How fast the system declares that it may be asked."""
    names = {each.name for each in ground.system.secrets}
    given = {n: v for n, v in practice_given(ground.practice).items() if n not in names}
    return ground.system.limits(checked_settings(ground.system, given))


def alone(limits: Sequence[Limit], requests: int) -> float:
    """Seconds that so many requests take, spread as evenly as the limits say."""
    return max(
        float(each.seconds) * requests / each.own_calls for each in limits if not each.counts
    )


# -------------------------------------------------------------------------------------- pulling


def measure_pulls(bench: Bench, key: str, *, customers: int) -> None:
    """A first pull of everything into a company file, and one without a change."""
    of = world(customers)
    ground = ground_of(key, of=of, signs_in=False)
    path = bench.folder / f"{key}.switchbook"
    with new_company(path, CLOCK):
        pass
    with connected(path, ground) as at:
        first = _pulled(at)
        again = _pulled(at)
    records = sum(each.new for each in first.counts.values())
    least = alone(limits_of(ground), first.requests)
    say(
        f"{key}: {records:,} records by {first.requests:,} requests, {first.waited:,.0f} s of"
        f" waiting and {first.worked:.0f} s of work; the limit alone {least:,.0f} s"
    )
    bench.add(f"{key}, first pull against the limit alone", first.seconds / least, MOST_SECONDS)
    bench.add(f"{key}, refusals for going too fast", at.way.too_fast, 0, "")
    changed = sum(each.new + each.changed + each.gone for each in again.counts.values())
    bench.add(f"{key}, changes where nothing changed", changed, 0, "")
    for family, requests in again.by_family.items():
        most = _most_requests(key, family, of)
        bench.add(f"{key}, {family} where nothing changed", requests, most, " calls")


def _most_requests(key: str, family: str, of: World) -> int:
    if (key, family) not in NO_LIST:
        return MOST_REQUESTS
    active = sum(a.standing is Standing.ACTIVE for c in of.customers for a in c.agreements)
    return active + MOST_REQUESTS


@dataclass(slots=True)
class _Pull:
    counts: dict[str, Counts] = field(default_factory=dict)
    by_family: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    waited: float = 0.0
    worked: float = 0.0

    @property
    def seconds(self) -> float:
        return self.waited + self.worked


def _pulled(at: Connected) -> _Pull:
    """One pull by the program's own operation, with what each family took."""
    found = _Pull()
    asked = at.ground.way.asked

    def counted(office: Office, key: str, family: str, **more: Any) -> Counts:  # noqa: ANN401
        before = len(asked)
        counts = walk_family(office, key, family, **more)
        found.by_family[family] = len(asked) - before
        return counts

    asked.clear()
    waited, begun = at.ground.time.elapsed(), time.perf_counter()
    with patch("app.operations.pull_records.walk_family", counted):
        pulled = pull_records(at.office, at.ground.key, ways=at.ways)
    found.worked = time.perf_counter() - begun
    found.waited = at.ground.time.elapsed() - waited
    found.counts = dict(pulled.counts)
    found.requests = len(asked)
    return found


def measure_memory(bench: Bench, key: str, *, customers: int) -> None:
    """The peak of a whole walk, of so many customers against half of them."""
    half, whole = (_peak(key, of=world(count)) for count in (customers // 2, customers))
    say(f"{key}: a walk through everything takes {half:.1f} MB, of twice as much {whole:.1f} MB")
    bench.add(f"{key}, memory of twice as many customers", whole / half, MOST_MEMORY)


def _peak(key: str, *, of: World) -> float:
    """Megabytes that a walk through every family takes at most, beyond what was there."""
    ground = ground_of(key, of=of)
    port = ground.psa()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for family in (PsaFamily.CUSTOMERS, PsaFamily.AGREEMENTS, PsaFamily.TIME):
            for _page in port.pull(family, since=None):
                ground.way.asked.clear()
                ground.time.waits.clear()
        return (tracemalloc.get_traced_memory()[1] - before) / 2**20
    finally:
        tracemalloc.stop()


# -------------------------------------------------------------------------------------- posting


def billed_company(path: Path, *, invoices: int) -> None:
    """A company whose October is approved: an invoice of a seat for each account."""
    accounts, places, seats, lines = [], [], [], []
    for place in range(1, invoices + 1):
        number = f"{50_000 + place}"
        accounts.append(replace(GRANITE, account_number=number, name=f"Quarry Works {place}"))
        where = replace(GRANITE_MAIN, location_code=f"{number}-M", account_number=number)
        places.append(where)
        seats.append(
            replace(
                GRANITE_SEATS,
                service_code=f"{number}-S",
                account_number=number,
                location_code=where.location_code,
                quantity=Decimal(place % 7 + 1),
            )
        )
        lines.append(
            replace(
                BASIC_NUMBER,
                number=f"+1303556{place:04}",
                account_number=number,
                location_code=where.location_code,
            )
        )
    rows: dict[str, Any] = {
        **SETUP,
        "accounts": accounts,
        "locations": places,
        "services": seats,
        "numbers": lines,
    }
    with new_company(path, CLOCK) as office:
        with office.write() as conn:
            changes = {name: RowChanges(added=each) for name, each in rows.items()}
            apply_setup(conn, changes, stamp=office.stamp("import_workbook"), origin="bench")
        made = bill(office, "2026-10", waivers={}, approve=True)
        if made.state is not RunState.APPROVED:
            message = f"the bench's bill run was not approved: {made.gates}"
            raise RuntimeError(message)


def measure_posting(bench: Bench, key: str, *, company: Path, invoices: int) -> None:
    """So many invoices planned and posted, broken off on the way, gone on with day by day."""
    ground = ground_of(key, signs_in=False)
    path = bench.folder / f"{key} posting.switchbook"
    path.write_bytes(company.read_bytes())
    with connected(path, ground) as at:
        waited, begun = ground.time.elapsed(), time.perf_counter()
        plan, given_up = _planned(at)
        for_plan = len(ground.way.asked)
        rounds = 0
        # In the middle of it the program is ended, and started again with the same plan.
        at.way.left = invoices // 2
        while plan is not None and rounds < MOST_ROUNDS:
            rounds += 1
            if _is_done(at, plan):
                break
            # Who was ended in the middle starts again at once; whose day is over, later.
            ground.time.sleep(HOUR if rounds > 1 else 0)
        spent = time.perf_counter() - begun
        waited = ground.time.elapsed() - waited
    ours = {f"CF-{COMPANY.next_invoice_number + place}" for place in range(invoices)}
    there = [each for each in ground.state()["invoices"] if each["number"] in ours]
    requests = len(ground.way.asked)
    least = alone(limits_of(ground), requests)
    say(
        f"{key}: {len(there):,} invoices by {requests:,} requests, {for_plan:,} of them for the"
        f" plan, in {rounds} rounds, {waited / DAY:.1f} days of waiting and {spent:.0f} s of work;"
        f" the limit alone {least / DAY:.1f} days"
    )
    bench.add(f"{key}, plans that a day was too short for", given_up, 0, "")
    bench.add(f"{key}, waiting to post against the limit alone", waited / least, MOST_SECONDS)
    numbers = {each["number"] for each in there}
    bench.add(f"{key}, invoices missing of {invoices:,}", invoices - len(numbers), 0, "")
    bench.add(f"{key}, invoices that are there twice", len(there) - len(numbers), 0, "")
    bench.add(f"{key}, refusals for going too fast, posting", at.way.too_fast, 0, "")


def _planned(at: Connected) -> tuple[Path | None, int]:
    """The plan, and how often a day was too short for it; None: however often it was begun."""
    path = at.office.file.path.with_suffix(".json")
    for given_up in range(MOST_PLANS):
        try:
            plan = plan_posting(at.office, at.ground.key, ways=at.ways)
        except RemoteUnavailable:
            at.ground.time.sleep(DAY)
            continue
        path.write_text(plan_text(plan), encoding="utf-8")
        return path, given_up
    return None, MOST_PLANS


def _is_done(at: Connected, plan: Path) -> bool:
    """Whether it went to its end: not where the day was over, or the program was ended."""
    try:
        return not post_invoices(at.office, at.ground.key, plan, ways=at.ways).stopped
    except (KeyboardInterrupt, RemoteUnavailable):
        return False


def main() -> int:
    """All figures; 1 where one is over its limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="a fifth of customers and invoices")
    parser.add_argument("systems", nargs="*", help="these alone")
    given = parser.parse_args()
    share = 5 if given.quick else 1
    wanted = [key for key in given.systems or (*PSA, *BOOKS) if is_there(key)]
    with TemporaryDirectory(prefix="switchbook-systems-") as folder:
        bench = Bench(Path(folder))
        for key in (key for key in PSA if key in wanted):
            measure_pulls(bench, key, customers=CUSTOMERS // share)
            measure_memory(bench, key, customers=CUSTOMERS // share)
        if any(key in wanted for key in BOOKS):
            company = Path(folder, "billed.switchbook")
            billed_company(company, invoices=INVOICES // share)
            for key in (key for key in BOOKS if key in wanted):
                measure_posting(bench, key, company=company, invoices=INVOICES // share)
    over = [figure.what for figure in bench.figures if not figure.is_ok]
    say(f"\n{len(bench.figures)} figures, over: {', '.join(over) or 'none'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
