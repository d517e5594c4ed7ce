from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.drift import DriftChoice
from app.billing.incoming import DocumentStanding
from app.operations.collect_payments import collect_payments
from app.operations.known_drifts import Ended, KnownDrift, drift_of_number, known_drifts
from app.operations.office import Office
from app.operations.settle_drift import settle_drift
from app.operations.sync_company import sync_company
from app.store.links import LinkKind, keep_link, links
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import NOW
from tests.operations.fake_books import KEY
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        found = connect_both(approved(office, tmp_path), monkeypatch)
        sync_company(office, go=True)
        yield found


def known(office: Office) -> tuple[list[KnownDrift], list[Ended]]:
    sync_company(office)
    with office.file.read() as conn:
        return known_drifts(conn, KEY)


def test_what_agrees_is_none(office: Office, sides: Sides) -> None:
    assert known(office) == ([], [])
    sides.books.pay("CF-1043", Decimal(10))
    assert known(office) == ([], [])


def test_changes_and_ends_there_are_told_apart(office: Office, sides: Sides) -> None:
    sides.books.edit("CF-1043", Decimal(40))
    sides.books.end("CF-1044", DocumentStanding.VOID)
    drifts, ended = known(office)
    assert [(each.drift.number, each.drift.difference) for each in drifts] == [
        ("CF-1043", Decimal("-4.24"))
    ]
    assert [(each.head.invoice_number, each.is_deleted) for each in ended] == [("CF-1044", False)]


def test_what_was_settled_is_told_no_more(office: Office, sides: Sides) -> None:
    sides.books.edit("CF-1043", Decimal(40))
    known(office)
    settle_drift(office, KEY, "CF-1043", DriftChoice.THEIRS)
    assert known(office) == ([], [])
    assert collect_payments(office, KEY).findings == ()
    with office.file.read() as conn:
        assert drift_of_number(conn, KEY, "CF-1043") is not None
        assert drift_of_number(conn, KEY, "CF-9") is None


def test_an_invoice_that_was_there_before_us_is_compared_by_its_total(
    office: Office, sides: Sides
) -> None:
    with office.write() as conn:
        link = links(conn, KEY, LinkKind.INVOICE)["CF-1043"]
        keep_link(conn, KEY, replace(link, sent={}), at=NOW)
    assert known(office) == ([], [])
    sides.books.edit("CF-1043", Decimal(40))
    (drift,), _ = known(office)
    assert not drift.is_sent_whole
    assert drift.sent.total == Decimal("44.24")
