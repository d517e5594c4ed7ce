from datetime import UTC, datetime

from app.billing.month_steps import Waiver
from app.store import audit
from app.store.audit import Action, Entry, Stamp
from app.store.database import CompanyFile
from app.store.month_waivers import load_waivers, remove_waiver, save_waiver, waived_gates

AT = datetime(2026, 11, 2, 16, tzinfo=UTC)
LATER = datetime(2026, 11, 3, 16, tzinfo=UTC)


def test_a_waiver_is_read_back_replaced_and_removed(company: CompanyFile) -> None:
    first = Waiver(why="a holiday", by="dana", at=AT)
    second = Waiver(why="two holidays", by="lee", at=LATER)
    with company.write() as conn:
        save_waiver(conn, "2026-10", item="source:pbx", waived=first)
        assert load_waivers(conn, "2026-10") == {"source:pbx": first}
        save_waiver(conn, "2026-10", item="source:pbx", waived=second)
        assert load_waivers(conn, "2026-10") == {"source:pbx": second}
        assert load_waivers(conn, "2026-09") == {}
        remove_waiver(conn, "2026-10", item="source:pbx")
        assert load_waivers(conn, "2026-10") == {}


def test_who_waived_a_gate_comes_from_the_audit(company: CompanyFile) -> None:
    waived = Entry(area="bill_runs", record="1/gate", action=Action.WAIVED, reason="a test")
    undone = Entry(area="bill_runs", record="1/gate", action=Action.UNDONE)
    with company.write() as conn:
        assert waived_gates(conn, 1, {"gate": "a test"}) == {"gate": Waiver(why="a test")}
        audit.record(conn, [waived, undone], stamp=Stamp(AT, "dana", "waive_item"))
        assert waived_gates(conn, 1, {"gate": "a test"}) == {"gate": Waiver(why="a test")}
        audit.record(conn, [waived], stamp=Stamp(LATER, "lee", "waive_item"))
        audit.record(conn, [waived], stamp=Stamp(LATER, "the approver", "bill"))
        assert waived_gates(conn, 1, {"gate": "a test"}) == {
            "gate": Waiver(why="a test", by="lee", at=LATER)
        }
