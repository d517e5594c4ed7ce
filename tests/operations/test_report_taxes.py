from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.billing.tax_plan import plan_of
from app.billing.tax_reports.reports import REPORTS
from app.billing.tax_reports.window import month_window
from app.errors import InputError
from app.operations.adjust_invoices import void_invoice
from app.operations.office import Office
from app.operations.report_taxes import Reported, report_taxes
from app.operations.review_taxes import adjust_taxes, review_taxes
from app.operations.run_bills import bill
from app.store.certificate_files import attach
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.values.period import Period
from tests.operations.companies import (
    BILLABLE,
    COLORADO,
    GRANITE,
    NOW,
    SINCE,
    add,
    approve,
    change,
    dump,
    later,
    take_in,
)
from tests.operations.companies import DECEMBER as IN_DECEMBER

NOVEMBER = month_window("2026-11")
DECEMBER = month_window("2026-12")


@pytest.fixture
def billed(office: Office, tmp_path: Path) -> Office:
    """October is approved, dated 1 November: CF-1043 and CF-1044."""
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    return office


def _rows(made: Reported) -> list[dict[str, object]]:
    names = [column.name for column in made.report.columns]
    return [dict(zip(names, row, strict=True)) for row in made.report.rows]


def _net(office: Office, period: Period) -> dict[object, object]:
    made = report_taxes(office, "liability", period=period)
    assert made.report.does_tie
    return {row["tax_code"]: row["net"] for row in _rows(made)}


def test_the_window_goes_by_the_day_of_the_invoice(billed: Office) -> None:
    assert _net(billed, NOVEMBER) == {
        "CO-SALES": Decimal("4.02"),
        "NY-SALES": Decimal("1.02"),
    }
    assert _net(billed, month_window("2026-10")) == {}


def test_drafts_are_not_reported(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    bill(office, "2026-10")
    assert _net(office, NOVEMBER) == {}


def test_a_later_void_stands_in_its_own_window(billed: Office) -> None:
    with later(billed, IN_DECEMBER) as office:
        void_invoice(office, "CF-1043", why="a wrong address")
        assert _net(office, NOVEMBER)["CO-SALES"] == Decimal("4.02")
        assert _net(office, DECEMBER) == {"CO-SALES": Decimal("-4.02")}


def test_what_is_not_registered_for_is_exposed(office: Office, tmp_path: Path) -> None:
    ended = Registration(family="SALES", effective_from=SINCE, effective_to=date(2026, 10, 31))
    change(office, registrations=[ended])
    take_in(office, tmp_path, *BILLABLE)
    approve(office, not_registered="known")
    made = report_taxes(office, "exposure", period=NOVEMBER)
    assert {row["tax_code"]: row["uncollected"] for row in _rows(made)} == {
        "CO-SALES": Decimal("4.02"),
        "NY-SALES": Decimal("1.02"),
    }


def test_the_register_knows_which_certificates_are_kept(billed: Office) -> None:
    own = Exemption(
        account_number="100",
        certificate_number="C-1",
        kind="NONPROFIT",
        family="SALES",
        effective_from=date(2026, 1, 1),
    )
    add(billed, exemptions=[own, replace(own, certificate_number="C-2")])
    with billed.write() as conn:
        attach(
            conn,
            b"%PDF-1.4",
            account_number="100",
            certificate_number="C-1",
            file_name="c.pdf",
            media_type="application/pdf",
            at=NOW,
            by="us",
        )
    made = report_taxes(billed, "exemptions", period=NOVEMBER)
    assert {row["certificate_number"]: row["file"] for row in _rows(made)} == {
        "C-1": "yes",
        "C-2": "no",
    }


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_reading_changes_nothing(billed: Office, name: str) -> None:
    before = dump(billed)
    report_taxes(billed, name, period=NOVEMBER)
    assert dump(billed) == before


def test_a_report_is_written_by_the_ending_of_the_file(billed: Office, tmp_path: Path) -> None:
    for ending in ("xlsx", "CSV"):
        out = tmp_path / f"audit.{ending}"
        made = report_taxes(billed, "audit", period=NOVEMBER, out=out)
        assert (made.path, out.exists()) == (out, True)
    book = openpyxl.load_workbook(tmp_path / "audit.xlsx")
    notes = {row[0].value: row[1].value for row in book["notes"].iter_rows(max_row=5)}
    assert (notes["Company"], notes["Window"]) == (
        "Cedar Fork Voice",
        "2026-11-01 to 2026-11-30, by invoice date",
    )
    text = (tmp_path / "audit.CSV").read_text(encoding="utf-8-sig")
    assert GRANITE.name in text


def test_a_report_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="Reports are: liability"):
        report_taxes(office, "taxes", period=NOVEMBER)


def test_an_ending_that_is_none_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.xlsx or \.csv"):
        report_taxes(office, "911", period=NOVEMBER, out=tmp_path / "911.pdf")


def test_a_correction_stands_apart_from_what_is_billed(billed: Office) -> None:
    change(billed, taxes=[replace(COLORADO, rate=Decimal("0.05"))])
    plan = plan_of(review_taxes(billed).changes)
    adjust_taxes(billed, plan, why="the rate came late")
    with later(billed, IN_DECEMBER) as office:
        approve(office, "2026-11")
        rows = _rows(report_taxes(office, "audit", period=DECEMBER))
        corrections = [row for row in rows if row["corrects"] == "yes"]
        assert {(row["reverses"], row["billed"]) for row in corrections} == {
            ("CF-1043", Decimal(0))
        }
        assert sum(Decimal(str(row["credited"])) for row in corrections) == Decimal("-2.01")
        made = report_taxes(office, "sales", period=DECEMBER)
        assert made.report.does_tie
        own = [row for row in _rows(made) if row["tax_code"] == "CO-SALES" and row["credited"]]
        assert {(row["category"], row["rate"], row["credited"]) for row in own} == {
            ("VOIP_FIXED", Decimal("0.1"), Decimal("-4.02")),
            ("VOIP_FIXED", Decimal("0.05"), Decimal("2.01")),
        }
