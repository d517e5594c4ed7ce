from app.operations.list_systems import list_systems
from app.operations.office import Office
from app.store.connections import StoredConnection, keep_connection
from tests.operations.companies import NOW


def _connect(office: Office, system: str, role: str) -> None:
    with office.write() as conn:
        stored = StoredConnection(
            system=system, role=role, settings={}, company="", fingerprint="", connected_at=NOW
        )
        keep_connection(conn, stored)


def test_the_psa_comes_first(office: Office) -> None:
    assert list_systems(office) == ()
    _connect(office, "quickbooks", "accounting")
    _connect(office, "connectwise", "psa")
    found = list_systems(office)
    assert [(each.key, each.title, each.is_psa) for each in found] == [
        ("connectwise", "ConnectWise PSA", True),
        ("quickbooks", "QuickBooks Online", False),
    ]
