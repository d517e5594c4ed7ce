from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from app.store.database import CompanyFile
from app.store.drifts import SettledDrift, drop_drift, keep_drift, settled_drifts

DRIFT = SettledDrift(
    invoice_number="CF-1",
    digest="d",
    choice="theirs",
    amount=Decimal(-12),
    settled_at=datetime(2026, 11, 2, 16, tzinfo=UTC),
    settled_by="ann",
)


def test_the_last_decision_about_an_invoice_holds(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_drift(conn, "xero", DRIFT)
        keep_drift(conn, "sage", DRIFT)
        keep_drift(conn, "xero", replace(DRIFT, digest="e"))
        assert settled_drifts(conn, "xero") == {"CF-1": replace(DRIFT, digest="e")}
        drop_drift(conn, "xero", "CF-1")
        drop_drift(conn, "xero", "CF-1")
        assert settled_drifts(conn, "xero") == {}
        assert settled_drifts(conn, "sage") == {"CF-1": DRIFT}
