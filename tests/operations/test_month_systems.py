from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.month_steps import StepName, StepState
from app.operations.month_systems import systems_of_month
from app.operations.office import Office
from app.operations.show_month import show_month
from app.operations.sync_company import sync_company
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.in_step import Sides, connect_both

PERIOD = "2026-10"


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def test_without_a_connection_there_is_nothing(office: Office) -> None:
    with office.file.read() as conn:
        found = systems_of_month(office, conn, PERIOD)
    assert (found.systems, found.posts, found.counts) == ((), (), None)


def test_invoices_wait_and_are_posted_then(office: Office, sides: Sides) -> None:
    del sides
    with office.file.read() as conn:
        (post,) = systems_of_month(office, conn, PERIOD).posts
    assert (post.waiting.count, post.waiting.total) == (2, Decimal("65.65"))
    sync_company(office, go=True)
    with office.file.read() as conn:
        found = systems_of_month(office, conn, PERIOD)
    assert (found.posts[0].posted.count, found.posts[0].waiting.count) == (2, 0)
    assert all(each.read_at is not None for each in found.systems)
    assert found.counts is not None
    step = show_month(office, PERIOD).step(StepName.POST)
    assert step.state is StepState.DONE
