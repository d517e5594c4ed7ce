from pathlib import Path

from app.operations.map_customers import not_needed
from app.operations.office import Office
from app.operations.posting_holds import held_back
from app.operations.posting_needs import posting_needs
from app.store.decisions import save_answer
from app.store.links import Link, LinkKind, keep_link
from tests.operations.billed import approved
from tests.operations.companies import NOW
from tests.operations.mapped import connect

BOOKS = "xero"


def test_nothing_is_held_back_unless_somebody_said_so(office: Office, tmp_path: Path) -> None:
    approved(office, tmp_path)
    connect(office, BOOKS)
    with office.file.read() as conn:
        assert held_back(conn, BOOKS) == {}
        assert posting_needs(conn, BOOKS).numbers == {"CF-1043", "CF-1044"}


def test_old_ones_and_who_is_not_needed_are_held_back(office: Office, tmp_path: Path) -> None:
    approved(office, tmp_path)
    connect(office, BOOKS)
    not_needed(office, BOOKS, ours="200", reason="pays cash")
    with office.write() as conn:
        assert list(held_back(conn, BOOKS)) == ["CF-1044"]
        save_answer(conn, "go_live.xero", value="2026-12-01", stamp=office.stamp("decide"))
        assert sorted(held_back(conn, BOOKS)) == ["CF-1043", "CF-1044"]
        assert posting_needs(conn, BOOKS).numbers == frozenset()


def test_what_is_there_is_not_held_back(office: Office, tmp_path: Path) -> None:
    approved(office, tmp_path)
    connect(office, BOOKS)
    with office.write() as conn:
        save_answer(conn, "go_live.xero", value="2026-12-01", stamp=office.stamp("decide"))
        link = Link(kind=LinkKind.INVOICE, our_id="CF-1043", their_id="1", sent={})
        keep_link(conn, BOOKS, link, at=NOW)
        assert list(held_back(conn, BOOKS)) == ["CF-1044"]
