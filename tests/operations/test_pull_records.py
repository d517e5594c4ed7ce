from collections.abc import Iterator

import pytest

from app.customers.incoming import PsaCustomer, PsaFamily
from app.errors import InputError, NotAllowed, RemoteRefused, RemoteUnavailable
from app.operations.office import Office
from app.operations.pull_records import pull_records
from app.store.connections import drop_connection, watermark
from app.store.remote_records import Counts, record_counts, records_of
from tests.keyrings import memory_keyring
from tests.operations.fake_psa import KEY, FakePsa, connect_psa

CUSTOMERS = PsaFamily.CUSTOMERS.value


@pytest.fixture
def psa(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePsa]:
    names = ("Granite Peak Credit Union", "Harbor Light Dental", "Tall Pines")
    customers = {
        str(place): PsaCustomer(source_id=str(place), name=name, raw="{}")
        for place, name in enumerate(names, 1)
    }
    with memory_keyring():
        yield connect_psa(office, FakePsa(customers=customers), monkeypatch)


def test_the_first_pull_is_whole_and_the_next_goes_on(office: Office, psa: FakePsa) -> None:
    pulled = pull_records(office, KEY)
    assert pulled.counts == {CUSTOMERS: Counts(new=3), "invoices": Counts()}
    assert pulled.total == Counts(new=3)
    psa.customers["2"] = PsaCustomer(source_id="2", name="Harbor", raw="changed")
    assert pull_records(office, KEY).counts[CUSTOMERS] == Counts(changed=1)
    assert psa.since == [None, None, "after 3", "after 0"]


def test_a_full_pull_finds_what_is_gone(office: Office, psa: FakePsa) -> None:
    pull_records(office, KEY)
    del psa.customers["3"]
    assert pull_records(office, KEY).counts[CUSTOMERS] == Counts()
    assert pull_records(office, KEY, full=True).counts[CUSTOMERS] == Counts(unchanged=2, gone=1)
    with office.file.read() as conn:
        assert record_counts(conn, KEY) == {CUSTOMERS: 2}


def test_where_nothing_tells_what_changed_the_hash_does(office: Office, psa: FakePsa) -> None:
    psa.lacks_stamps = True
    pull_records(office, KEY)
    psa.customers["1"] = PsaCustomer(source_id="1", name="Granite")
    del psa.customers["3"]
    assert pull_records(office, KEY).counts[CUSTOMERS] == Counts(changed=1, unchanged=1, gone=1)


def test_a_walk_that_breaks_keeps_its_pages_and_the_old_mark(office: Office, psa: FakePsa) -> None:
    psa.breaks_after = 2
    with pytest.raises(RemoteUnavailable) as broken:
        pull_records(office, KEY)
    assert broken.value.kept == {CUSTOMERS: {"new": 2, "changed": 0, "unchanged": 0, "gone": 0}}
    with office.file.read() as conn:
        assert watermark(conn, KEY, CUSTOMERS).mark is None
        kept = list(records_of(conn, KEY, CUSTOMERS, PsaCustomer))
    assert [each.source_id for each in kept] == ["1", "2"]
    psa.breaks_after = None
    assert pull_records(office, KEY).counts[CUSTOMERS] == Counts(new=1, unchanged=2)


def test_another_company_is_not_read_into_this_one(office: Office, psa: FakePsa) -> None:
    psa.tenant = "other"
    with pytest.raises(RemoteRefused, match="leads to another company"):
        pull_records(office, KEY)


def test_a_system_that_is_not_connected_is_told(office: Office, psa: FakePsa) -> None:
    assert psa.since == []
    with office.write() as conn:
        drop_connection(conn, KEY)
    with pytest.raises(NotAllowed, match="The Desk is not connected"):
        pull_records(office, KEY)
    with pytest.raises(InputError, match="There is no system"):
        pull_records(office, "nothing")
