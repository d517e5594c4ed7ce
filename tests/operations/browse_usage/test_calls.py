from decimal import Decimal
from pathlib import Path

from app.operations.browse_usage.calls import (
    CallsWanted,
    call_sources,
    calls_page,
    calls_sums,
    known_sources,
)
from app.operations.office import Office
from app.usage.table import CallClass, Reason, Status
from tests.operations.companies import BILLABLE, OCTOBER, approve, take_in

NOVEMBER = "n1,2026-11-01T15:00:00Z,,3035550143,3035550188,60,out,answered"


def test_calls_come_with_their_customer_price_and_state(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    (britain,) = calls_page(office, CallsWanted(text="a3"))
    assert (britain.customer, britain.charge) == ("Granite Peak Credit Union", Decimal("0.15"))
    assert (britain.call_class, britain.status) == (CallClass.INTERNATIONAL, Status.RATED)
    (stranger,) = calls_page(office, CallsWanted(state="suspended"))
    assert (stranger.charge, stranger.billed_seconds, stranger.reason) == (
        None,
        None,
        Reason.NO_CUSTOMER,
    )


def test_a_month_is_the_company_s_and_sums_follow_the_filter(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE, NOVEMBER)
    assert calls_sums(office, CallsWanted()).calls == 7
    assert calls_sums(office, CallsWanted(period="2026-11")).calls == 1
    sums = calls_sums(office, CallsWanted(period="2026-10", state="rated"))
    assert (sums.calls, sums.charge, sums.seconds) == (5, Decimal("1.30"), 1230)


def test_an_import_alone_is_shown_and_billed_calls_say_so(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    take_in(office, tmp_path, NOVEMBER, name="november.csv")
    (late,) = calls_page(office, CallsWanted(import_id=2))
    assert not late.is_billed
    assert all(row.is_billed for row in calls_page(office, CallsWanted(account_number="200")))


def test_sources_are_those_of_the_company_and_those_calls_came_from(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, NOVEMBER, source="sip")
    assert known_sources(office) == ["pbx"]
    assert call_sources(office) == ["sip"]
