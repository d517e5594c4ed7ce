import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from app.errors import InputError, NotAllowed
from app.operations.import_taxes import (
    TaxTablePlan,
    apply_taxes,
    plan_facts,
    plan_taxes,
    save_plan,
)
from app.operations.office import Office
from app.store.audit import entries_of
from app.store.database import raw
from app.store.setup import load
from app.tax.rule import TaxRule
from app.tax.table_import import RowFate
from tests.operations.companies import BILLABLE, approve, change, take_in
from tests.operations.companies import COLORADO as STORED
from tests.operations.tax_files import COLORADO, DECEMBER, a_table


def rules(office: Office) -> list[tuple[str, str, str | None, str]]:
    with office.file.read() as conn:
        return [
            (
                each.tax_code,
                str(each.effective_from),
                str(each.effective_to) if each.effective_to else None,
                str(each.rate),
            )
            for each in load(conn, TaxRule)
        ]


def all_tables(office: Office) -> list[str]:
    with office.file.read() as conn:
        return list(raw(conn).iterdump())


def fates(plan: TaxTablePlan) -> list[tuple[str, int]]:
    return [
        (step.fate.value, customers)
        for step, customers in zip(plan.steps, plan.customers, strict=True)
    ]


NEW_YORK = ("NY-SALES", "2026-01-01", None, "0.05")


def test_a_plan_tells_rows_and_customers_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    before = all_tables(office)
    plan = plan_taxes(office, a_table(tmp_path, DECEMBER))
    assert fates(plan) == [("ended", 1), ("added", 1)]
    assert plan.is_good
    assert all_tables(office) == before


def test_a_later_row_ends_the_old_one_and_overwrites_nothing(
    office: Office, tmp_path: Path
) -> None:
    plan = apply_taxes(office, a_table(tmp_path, DECEMBER))
    assert plan.applied
    assert rules(office) == [
        ("CO-SALES", "2026-01-01", "2026-11-30", "0.1"),
        NEW_YORK,
        ("CO-SALES", "2026-12-01", None, "0.11"),
    ]


def test_the_same_table_twice_changes_nothing(office: Office, tmp_path: Path) -> None:
    table = a_table(tmp_path, DECEMBER)
    apply_taxes(office, table)
    before = all_tables(office)
    again = apply_taxes(office, table)
    assert [step.fate for step in again.steps] == [RowFate.UNCHANGED]
    assert all_tables(office) == before


def test_what_came_in_is_on_record(office: Office, tmp_path: Path) -> None:
    table = a_table(tmp_path, DECEMBER)
    apply_taxes(office, table)
    with office.file.read() as conn:
        [entry] = entries_of(conn, "tax_tables", record="taxes.csv")
        ended = entries_of(conn, "taxes", record="CO-SALES/US/CO//////2026-01-01/")[-1]
    assert entry.after is not None
    facts = json.loads(entry.after)
    digest = sha256(table.read_bytes()).hexdigest()
    assert facts == {
        "sha256": digest,
        "rows": 1,
        "added": 1,
        "changed": 0,
        "ended": 1,
        "unchanged": 0,
    }
    assert (entry.operation, entry.actor != "") == ("import_taxes", True)
    assert ended.after == '{"effective_to":"2026-11-30"}'
    assert ended.origin == f"taxes.csv sha256:{digest}"


def test_a_row_that_priced_nothing_is_corrected(office: Office, tmp_path: Path) -> None:
    table = a_table(tmp_path, {**COLORADO, "rate": "0.11"})
    assert fates(apply_taxes(office, table)) == [("changed", 1)]
    assert rules(office)[0] == ("CO-SALES", "2026-01-01", None, "0.11")


def test_a_row_that_priced_a_final_invoice_is_refused(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    before = all_tables(office)
    plan = apply_taxes(office, a_table(tmp_path, {**COLORADO, "rate": "0.11"}))
    assert (plan.applied, plan.is_good) == (False, False)
    [finding] = [each for each in plan.findings if each.code == "row_has_priced"]
    assert "it has priced final invoice CF-1043." in finding.message
    assert all_tables(office) == before


def test_a_late_rate_says_that_final_invoices_stay(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    late = a_table(tmp_path, {**COLORADO, "effective_from": "2026-10-15", "rate": "0.11"})
    plan = apply_taxes(office, late)
    assert plan.applied
    [finding] = plan.findings
    assert finding.code == "final_invoices_stay"
    assert finding.message.startswith("1 final invoice from 2026-11-01 on, CF-1043 the first,")


def test_a_rate_of_days_to_come_leaves_final_invoices_alone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    assert plan_taxes(office, a_table(tmp_path, DECEMBER)).findings == ()


def test_a_wrong_table_is_not_taken_in(office: Office, tmp_path: Path) -> None:
    before = all_tables(office)
    plan = apply_taxes(
        office, a_table(tmp_path, DECEMBER, {**DECEMBER, "tax_code": "X", "rate": "6"})
    )
    assert [each.code for each in plan.findings] == ["rate_above_1"]
    assert not plan.applied
    assert all_tables(office) == before


def test_a_saved_plan_is_applied_as_it_was_shown(office: Office, tmp_path: Path) -> None:
    table, saved = a_table(tmp_path, DECEMBER), tmp_path / "plan.json"
    shown = plan_taxes(office, table)
    save_plan(shown, saved)
    applied = apply_taxes(office, table, saved=saved)
    assert json.loads(saved.read_text(encoding="utf-8"))["rows"] == plan_facts(applied)["rows"]


def test_a_saved_plan_applied_twice_is_applied_once(office: Office, tmp_path: Path) -> None:
    table, saved = a_table(tmp_path, DECEMBER), tmp_path / "plan.json"
    save_plan(plan_taxes(office, table), saved)
    apply_taxes(office, table, saved=saved)
    before = all_tables(office)
    apply_taxes(office, table, saved=saved)
    assert all_tables(office) == before


def test_a_plan_of_another_state_of_the_company_is_refused(office: Office, tmp_path: Path) -> None:
    table, saved = a_table(tmp_path, DECEMBER), tmp_path / "plan.json"
    save_plan(plan_taxes(office, table), saved)
    change(office, taxes=[replace(STORED, effective_to=date(2026, 12, 31))])
    with pytest.raises(NotAllowed, match=r"has changed since plan\.json was made"):
        apply_taxes(office, table, saved=saved)


def test_a_plan_of_another_table_is_refused(office: Office, tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    save_plan(plan_taxes(office, a_table(tmp_path, DECEMBER)), saved)
    other = a_table(tmp_path, {**DECEMBER, "rate": "0.12"})
    with pytest.raises(NotAllowed, match="was changed since"):
        apply_taxes(office, other, saved=saved)


@pytest.mark.parametrize("text", ["", "{}", "[]", "no json"])
def test_what_is_no_plan_is_refused(office: Office, tmp_path: Path, text: str) -> None:
    saved = tmp_path / "plan.json"
    saved.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="is no plan of a tax table"):
        apply_taxes(office, a_table(tmp_path, DECEMBER), saved=saved)
