"""What was last agreed, kept by system, kind and our id."""

from app.customers.ownership import Agreed
from app.operations.office import Office
from app.store.agreed import AgreedRecord, agreed_fields, forget_agreed, keep_agreed
from tests.operations.companies import NOW

BOTH = Agreed(ours={"name": "Granite"}, theirs={"name": "Granite"})
APART = Agreed(ours={"parent": "1", "bill_to_parent": True}, theirs=None)


def test_fields_are_read_back_and_added_to(office: Office) -> None:
    with office.write() as conn:
        keep_agreed(
            conn,
            "xero",
            [AgreedRecord(kind="account", our_id="100", fields={"name": BOTH, "bill_to": APART})],
            at=NOW,
        )
        later = AgreedRecord(kind="account", our_id="100", fields={"name": APART, "terms": BOTH})
        keep_agreed(conn, "xero", [later], at=NOW)
        assert agreed_fields(conn, "xero") == {
            ("account", "100"): {"name": APART, "bill_to": APART, "terms": BOTH}
        }
        assert agreed_fields(conn, "sage") == {}


def test_what_is_forgotten_is_met_anew(office: Office) -> None:
    records = [
        AgreedRecord(kind="account", our_id=number, fields={"name": BOTH})
        for number in ("100", "200")
    ]
    with office.write() as conn:
        keep_agreed(conn, "xero", records, at=NOW)
        forget_agreed(conn, "xero", "account", "100")
        assert list(agreed_fields(conn, "xero")) == [("account", "200")]
