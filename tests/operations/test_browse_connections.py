import pytest

from app.billing.flows import FlowSetting
from app.billing.mailing import MailSettings, Security
from app.operations.browse_connections import flow_key, list_connections
from app.operations.decide import decide
from app.operations.keep_mail import keep_mail
from app.operations.office import Office
from app.operations.sync_company import sync_company
from app.store.decisions import save_answer
from tests.keyrings import memory_keyring
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.fake_books import FakeBooks, connect_books


def test_every_place_is_listed_filled_or_not(office: Office) -> None:
    found = list_connections(office)
    rows = {row.role: (row.title, row.state) for row in found.rows}
    assert (found.often, found.is_decided, found.systems) == ("hourly", False, ())
    assert rows == {
        "psa": ("", "missing"),
        "accounting": ("", "missing"),
        "tax": ("Own tax tables", "connected"),
        "mail": ("No mail server", "missing"),
    }


def test_what_was_decided_stands_in_its_place(office: Office) -> None:
    with memory_keyring():
        with office.write() as conn:
            stamp = office.stamp("test")
            save_answer(conn, "psa", value="halopsa", stamp=stamp)
            save_answer(conn, "accounting", value="none", stamp=stamp)
        wanted = MailSettings(
            server="mail.test", sender="a@b.example", security=Security.NONE, user="cedar"
        )
        keep_mail(office, wanted)
        rows = {row.role: (row.title, row.state) for row in list_connections(office).rows}
    assert (rows["psa"], rows["accounting"]) == (("HaloPSA", "missing"), ("None", "missing"))
    assert rows["mail"] == ("mail.test", "no_secret")


def test_a_connected_system_tells_its_age_flows_and_troubles(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with memory_keyring():
        books = FakeBooks()
        connect_books(office, books, monkeypatch)
        row = next(each for each in list_connections(office).rows if each.key == BOOKS)
        assert (row.state, row.pulled_at, row.company) == ("connected", None, "Cedar Fork Books")
        assert [each.name for each in row.flows] == ["payments", "invoices", "relay"]
        decide(office, flow_key("payments"), "off")
        sync_company(office)
        (row,) = list_connections(office).systems
        assert row.pulled_at is not None
        assert row.flows[0].setting is FlowSetting.OFF
        books.is_down = True
        sync_company(office)
        (row,) = list_connections(office).systems
        assert (row.state, row.problems) == ("unreachable", 1)
