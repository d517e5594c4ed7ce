"""A company file beside practice systems in this process: connected, read, its invoices posted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import httpx

from app.host.clock import Clock
from app.operations.collect_payments import collect_payments
from app.operations.connect_systems import SignIn, connect_system
from app.operations.list_systems import list_systems
from app.operations.make_company import open_company
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.post_invoices import post_invoices
from app.operations.pull_records import pull_records
from app.operations.system_connection import Ways
from tests.connectors.proving_ground import Ground, ground_of, practice_given
from tests.keyrings import memory_keyring

PSA, BOOKS = "connectwise", "quickbooks"


@dataclass
class Beside:
    """A system beside a company, and how it is reached."""

    ground: Ground
    ways: Ways


def beside(office: Office, key: str) -> Beside:
    """A practice system of its own, connected and read whole."""
    ground = ground_of(key, signs_in=False)
    time = ground.time
    ways = Ways(elapsed=time.elapsed, sleep=time.sleep, transport=ground.way)

    def led_to(url: str) -> str:
        with httpx.Client(transport=ground.way) as client:
            return str(client.get(url).headers["location"])

    sign_in = SignIn(browse=led_to, paste=led_to, choose=lambda _: ground.practice.tenant)
    connect_system(office, key, practice_given(ground.practice), sign_in=sign_in, ways=ways)
    pull_records(office, key, ways=ways)
    return Beside(ground, ways)


def with_systems(path: Path, clock: Clock, *keys: str) -> Path:
    """Connects the company to these, and reads them; PSA and books unless named."""
    with memory_keyring(), open_company(path, clock, write=True) as office:
        for key in keys or (PSA, BOOKS):
            beside(office, key)
    return path


def connected_office(office: Office, *keys: str) -> Sequence[str]:
    """Connects an open company to those of these that it is not connected to, and reads them."""
    known = {each.key for each in list_systems(office)}
    with memory_keyring():
        for key in keys:
            if key not in known:
                beside(office, key)
    return keys


def with_payments(path: Path, clock: Clock, *, more: Callable[[Beside], object] = id) -> Path:
    """The invoices of the company are in the books, and payments of every kind came back."""
    with memory_keyring(), open_company(path, clock, write=True) as office:
        books = beside(office, BOOKS)
        plan = plan_posting(office, BOOKS, ways=books.ways)
        made = post_invoices(office, BOOKS, plan, ways=books.ways)
        posted = [
            each.record
            for each in made.outcomes
            if each.record.kind == "invoice" and each.their_id is not None
        ]
        act = books.ground.act
        for place, record in enumerate(posted[:12]):
            whole = record.amount or Decimal(0)
            part = (whole / (2 if place % 3 else 1)).quantize(Decimal("0.01"))
            act("pay", record.our_id, part + (5 if place == 6 else 0))
        collect_payments(office, BOOKS, ways=books.ways)
        more(books)
        collect_payments(office, BOOKS, ways=books.ways)
    return path
