from decimal import Decimal
from pathlib import Path

from app.operations.call_detail import calls_of_invoices
from app.operations.office import Office
from tests.operations.companies import A1, BILLABLE, approve, take_in


def test_an_invoice_lists_its_rated_calls_by_number_and_start(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    run = approve(office)
    with office.file.read() as conn:
        found = calls_of_invoices(office, conn, run.run_id)
    assert {
        number: [(c.number, c.caller, c.called, c.place, c.seconds, c.charge) for c in calls]
        for number, calls in found.items()
    } == {
        "CF-1043": [
            ("+13035550142", "+13035550142", "+13035550188", "US and Canada", 60, Decimal(0)),
            (
                "+13035550142",
                "+13035550142",
                "+12125550177",
                "US and Canada",
                600,
                Decimal("0.06"),
            ),
            (
                "+13035550143",
                "+13035550143",
                "+442079460000",
                "United Kingdom",
                30,
                Decimal("0.15"),
            ),
            ("+13035550143", "+13035550188", "+13035550143", "Incoming", 60, Decimal("0.01")),
        ],
        "CF-1044": [
            (
                "+12125550142",
                "+12125550142",
                "+12125550155",
                "US and Canada",
                480,
                Decimal("0.39"),
            ),
        ],
    }


def test_starts_are_told_in_the_account_s_zone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1.replace("15:00:00Z", "15:00:00.25Z"))
    run = approve(office)
    with office.file.read() as conn:
        ((call,),) = calls_of_invoices(office, conn, run.run_id).values()
    assert call.started_at.isoformat() == "2026-10-05T09:00:00.250000-06:00"


def test_a_run_without_invoices_lists_no_calls(office: Office) -> None:
    with office.file.read() as conn:
        assert calls_of_invoices(office, conn, 9) == {}
