import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.errors import InputError, NotAllowed
from app.operations.edit_records import undo_edit
from app.operations.import_workbook import (
    AppliedWorkbook,
    apply_workbook,
    export_workbook,
    plan_workbook,
    save_wrong_rows,
)
from app.operations.make_company import new_company
from app.operations.office import Office
from app.operations.repricing import Repriced
from app.store import audit
from app.store.setup import load_rows
from app.values.sheet import SheetRow
from app.workbook.plan import Fate
from app.workbook.sheets import SHEETS
from tests.operations.companies import (
    BILLABLE,
    CLOCK,
    COMPANY,
    approve,
    calls_by_key,
    change,
    dump,
    take_in,
)


@pytest.fixture
def workbook(office: Office, tmp_path: Path) -> Path:
    """The company as a folder of CSVs."""
    folder = tmp_path / "workbook"
    export_workbook(office, folder, sheets=())
    return folder


def imported(office: Office, path: Path, *, good: bool = False) -> AppliedWorkbook:
    return apply_workbook(
        office, plan_workbook(office, path), origin=path.name, take_good_rows=good
    )


def edit(folder: Path, sheet: str, old: str, new: str) -> None:
    path = folder / f"{sheet}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", ["folder", "company.xlsx"])
def test_what_is_exported_is_imported_without_change(
    office: Office, tmp_path: Path, name: str
) -> None:
    before = dump(office)
    export_workbook(office, tmp_path / name, sheets=())
    plan = plan_workbook(office, tmp_path / name)
    assert plan.is_whole
    assert {fate for counts in plan.counts.values() for fate in counts} == {Fate.UNCHANGED}
    assert apply_workbook(office, plan, origin=name).repriced == Repriced(0, 0)
    assert dump(office) == before


def test_a_company_made_from_an_export_is_the_same(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    with new_company(tmp_path / "twin.switchbook", CLOCK) as twin:
        done = imported(twin, workbook)
        kept = dump(twin, "setup_versions", "company_file", "alembic_version")
    assert kept == dump(office, "setup_versions", "company_file", "alembic_version")
    assert (done.written["numbers"], done.written["rates"]) == (3, 2)


def test_one_sheet_alone_is_exported(office: Office, tmp_path: Path) -> None:
    assert export_workbook(office, tmp_path / "numbers", sheets=["numbers"]) == {"numbers": 3}
    assert [path.name for path in (tmp_path / "numbers").iterdir()] == ["numbers.csv"]


def test_a_sheet_that_nobody_knows_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no sheet phones"):
        export_workbook(office, tmp_path / "out.xlsx", sheets=["phones"])


def test_a_plan_writes_nothing(office: Office, workbook: Path) -> None:
    edit(workbook, "products", "Hosted voice seat", "Seat")
    before = dump(office)
    assert plan_workbook(office, workbook).counts["products"][Fate.CHANGED] == 1
    assert dump(office) == before


def test_a_changed_rate_prices_the_calls_it_touches_again(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    edit(workbook, "rates", ",0.3", ",0.6")
    done = imported(office, workbook)
    assert (done.written["rates"], done.repriced) == (1, Repriced(calls=1, changed=1))
    assert calls_by_key(office)["a3"]["charge"] == 30_000_000


def test_point_24_an_import_taken_back_leaves_rows_and_prices_as_they_were(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    but = ("setup_versions", "rates", "calls")
    before, prices = dump(office, *but), calls_by_key(office)
    rates = current_rates(office)
    edit(workbook, "rates", ",0.3", ",0.6")
    edit(workbook, "products", "Hosted voice seat", "Seat")
    done = imported(office, workbook)
    assert calls_by_key(office) != prices
    undo_edit(office, done.as_edit("Bring in a workbook"))
    after = dump(office, *but)
    assert [name for name in before if before[name] != after[name]] == []
    assert current_rates(office) == rates
    now = calls_by_key(office)
    differ = {name for key, call in now.items() for name in call if call[name] != prices[key][name]}
    # The rate comes back as a newer version of itself.
    assert differ == {"rate_id"}


def test_point_24_an_import_that_was_changed_since_is_not_taken_back(
    office: Office, workbook: Path
) -> None:
    edit(workbook, "products", "Hosted voice seat", "Seat")
    first = imported(office, workbook).as_edit("Bring in a workbook")
    edit(workbook, "products", "Seat", "Chair")
    imported(office, workbook)
    before = dump(office)
    with pytest.raises(NotAllowed, match="cannot be taken back"):
        undo_edit(office, first)
    assert dump(office) == before


def current_rates(office: Office) -> list[SheetRow]:
    with office.file.read() as conn:
        return list(load_rows(conn, SHEETS["rates"]).values())


def test_a_change_that_no_call_is_priced_by_touches_none(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    edit(workbook, "products", "Hosted voice seat", "Seat")
    assert imported(office, workbook).repriced == Repriced(0, 0)


def test_a_workbook_with_a_wrong_row_is_not_written(office: Office, workbook: Path) -> None:
    edit(workbook, "products", "monthly", "weekly")
    edit(workbook, "services", "200-SEAT,", "201-SEAT,")
    before = dump(office)
    plan = plan_workbook(office, workbook)
    assert not plan.is_whole
    with pytest.raises(NotAllowed, match="Nothing was imported"):
        apply_workbook(office, plan, origin="workbook")
    assert dump(office) == before


def test_the_good_rows_can_be_taken_and_the_wrong_ones_saved(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    edit(workbook, "products", "monthly", "weekly")
    edit(workbook, "accounts", "Harbor Light Dental", "Harbor Light")
    plan = plan_workbook(office, workbook)
    wrong = tmp_path / "wrong"
    assert save_wrong_rows(plan, wrong) == 1
    assert apply_workbook(office, plan, origin="w", take_good_rows=True).written["accounts"] == 1
    with (wrong / "products.csv").open(encoding="utf-8-sig", newline="") as text:
        assert [row["product_code"] for row in csv.DictReader(text)] == ["SEAT"]


def test_wrong_rows_are_saved_as_a_workbook_too(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    edit(workbook, "products", "monthly", "weekly")
    wrong = tmp_path / "wrong.XLSX"
    save_wrong_rows(plan_workbook(office, workbook), wrong)
    assert "products" in openpyxl.load_workbook(wrong).sheetnames


def test_a_workbook_without_the_company_makes_none(workbook: Path, tmp_path: Path) -> None:
    (workbook / "company.csv").unlink()

    def make() -> None:
        with new_company(tmp_path / "new.switchbook", CLOCK) as office:
            imported(office, workbook, good=True)

    with pytest.raises(NotAllowed):
        make()
    assert not (tmp_path / "new.switchbook").exists()


def test_a_lower_next_invoice_number_is_ignored_once_there_are_invoices(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    edit(workbook, "company", "1043", "7")
    plan = plan_workbook(office, workbook)
    assert set(plan.counts["company"]) == {Fate.UNCHANGED}


def test_every_changed_row_is_in_the_audit(office: Office, workbook: Path) -> None:
    edit(workbook, "services", ",2,", ",3,")
    imported(office, workbook)
    with office.file.read() as conn:
        entry = audit.entries_of(conn, "services", record="100-SEATS")[-1]
    assert (entry.operation, entry.before, entry.after, entry.origin) == (
        "import_workbook",
        '{"quantity":"2"}',
        '{"quantity":"3"}',
        "workbook",
    )


def test_a_row_that_is_no_longer_in_the_workbook_stays(office: Office, workbook: Path) -> None:
    (workbook / "services.csv").unlink()
    before = dump(office)
    imported(office, workbook)
    assert dump(office) == before


def test_today_is_the_company_s(office: Office, workbook: Path) -> None:
    change(office, company=[replace(COMPANY, timezone="Pacific/Auckland")])
    edit(workbook, "company", "America/Denver", "Pacific/Auckland")
    assert plan_workbook(office, workbook).is_whole


def test_calls_of_a_new_company_are_priced_by_its_workbook(workbook: Path, tmp_path: Path) -> None:
    with new_company(tmp_path / "twin.switchbook", CLOCK) as twin:
        imported(twin, workbook)
        take_in(twin, tmp_path, *BILLABLE)
        total = sum((each.total for each in approve(twin).invoices), Decimal(0))
    assert total == Decimal("65.65")


def test_a_number_with_billed_calls_keeps_its_account(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    moved = "+13035550142,200,200-MAIN"
    edit(workbook, "numbers", "+13035550142,100,100-MAIN", moved)
    before = dump(office)
    with pytest.raises(NotAllowed, match=r"\+13035550142 would change its account"):
        imported(office, workbook)
    assert dump(office) == before


def test_a_number_without_billed_calls_may_move(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    edit(workbook, "numbers", "+13035550142,100,100-MAIN", "+13035550142,200,200-MAIN")
    assert imported(office, workbook).repriced.calls == 3


def test_the_series_is_exported_as_it_stands(office: Office, tmp_path: Path) -> None:
    approve(office)
    out = tmp_path / "company.csv"
    assert export_workbook(office, out, sheets=["company"]) == {"company": 1}
    with out.open(encoding="utf-8-sig", newline="") as text:
        (row,) = csv.DictReader(text)
    assert row["next_invoice_number"] == "1045"


def test_one_csv_holds_one_sheet(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "all.csv"
    with pytest.raises(InputError, match=r"all\.csv can hold one sheet only"):
        export_workbook(office, out, sheets=())
    assert not out.exists()
