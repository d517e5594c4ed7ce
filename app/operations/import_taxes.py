"""A tax table: planned, shown, applied; rows are ended and added, never overwritten."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.billing.payers import bills_to
from app.billing.tax_demand import DemandBook
from app.customers.account import Account
from app.documents.whole_file import put_in_place
from app.errors import InputError, NotAllowed
from app.findings import Finding, warning
from app.operations.office import Office
from app.store import audit
from app.store.audit import Action, Entry
from app.store.invoice_days import invoice_days
from app.store.run_records import FIRST_ROW, load_tax_book
from app.store.setup import load
from app.store.setup_changes import RowChanges, apply_setup
from app.store.tax_demand import load_demands, rows_priced
from app.store.transaction import Transaction
from app.tax.rule import TAXES, TaxRule
from app.tax.table_import import RowFate, TablePlan, TableStep
from app.tax.usf import shipped_usf_factors
from app.workbook.cells import cell_text
from app.workbook.tax_table import plan_tax_table, read_tax_table

KIND: Final = "switchbook tax plan"
"""What a saved plan says it is."""

_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxTablePlan:
    """What taking a tax table in does, row by row."""

    table: str
    """The file's name."""
    sheet: str
    sha256: str
    """Of the file."""
    made_at: datetime
    steps: tuple[TableStep, ...]
    customers: tuple[int, ...]
    """For each step how many accounts it touches."""
    findings: tuple[Finding, ...]
    is_good: bool
    applied: bool = False

    def summary(self) -> str:
        """It in a line."""
        counts = ", ".join(f"{n:,} {fate.value}" for fate, n in self.counts.items() if n)
        return f"{self.table}: {counts or 'nothing new'}"

    @property
    def counts(self) -> Mapping[RowFate, int]:
        """How many rows have which fate."""
        return {fate: sum(step.fate is fate for step in self.steps) for fate in RowFate}


def plan_taxes(office: Office, path: Path) -> TaxTablePlan:
    """What taking the tax table in would do; nothing is written."""
    with office.file.read() as conn:
        return _planned(office, conn, path)


def save_plan(plan: TaxTablePlan, path: Path) -> None:
    """Writes a plan as JSON, to be read by people and applied later."""
    with put_in_place(path) as part:
        text = json.dumps(plan_facts(plan), indent=2, ensure_ascii=False)
        part.write_text(f"{text}\n", encoding="utf-8")


def apply_taxes(office: Office, path: Path, *, saved: Path | None = None) -> TaxTablePlan:
    """Takes a tax table in, in one transaction; what a saved plan shows is what is written.

    Where something is wrong nothing is written, and the plan that comes back says so. NotAllowed
    where the saved plan is not what taking the table in would do now; InputError where it is no
    plan.
    """
    shown = None if saved is None else _read_plan(saved)
    with office.write() as conn:
        plan = _planned(office, conn, path)
        if shown is not None and saved is not None:
            _refuse_stale(plan, shown, saved)
        if not plan.is_good:
            return plan
        _write(office, conn, plan)
    return replace(plan, applied=True)


def plan_facts(plan: TaxTablePlan) -> dict[str, Any]:
    """A plan as JSON has it; every value as the text of its cell."""
    return {
        "kind": KIND,
        "version": _VERSION,
        "table": plan.table,
        "sheet": plan.sheet,
        "sha256": plan.sha256,
        "made_at": plan.made_at.isoformat(),
        "applied": plan.applied,
        "counts": {fate.value: number for fate, number in plan.counts.items()},
        "rows": [
            _step_facts(step, customers)
            for step, customers in zip(plan.steps, plan.customers, strict=True)
        ],
    }


def _step_facts(step: TableStep, customers: int) -> dict[str, Any]:
    row = step.row
    return {
        "fate": step.fate.value,
        "row": step.number,
        "tax_code": step.rule.tax_code,
        "jurisdiction": row.jurisdiction.text,
        "category": "|".join(row.patterns),
        "customer_class": "|".join(row.classes),
        "effective_from": cell_text(step.rule.effective_from),
        "effective_to": cell_text(step.rule.effective_to) or None,
        "customers": customers,
        "changes": [
            {
                "column": change.column,
                "before": cell_text(change.before),
                "after": cell_text(change.after),
            }
            for change in step.changes
        ],
        "before": None if step.before is None else _cells(step.before),
        "after": _cells(step.rule),
    }


def _cells(rule: TaxRule) -> dict[str, str]:
    """The filled cells of a row by column name."""
    texts = {column.name: cell_text(getattr(rule, name)) for name, column in TAXES.columns.items()}
    return {name: text for name, text in texts.items() if text}


def _planned(office: Office, conn: Transaction, path: Path) -> TaxTablePlan:
    table = read_tax_table(path)
    rules = load(conn, TaxRule)
    today = _today(office, conn)
    made = _Lookups(conn, rules, today)
    plan = plan_tax_table(
        table,
        rules,
        area_codes=office.area_codes(),
        usf_factors=shipped_usf_factors(),
        today=today,
        invoices_priced=made.invoices_priced,
    )
    touched = [made.customers(step) for step in plan.steps]
    return TaxTablePlan(
        table=path.name,
        sheet=table.sheet,
        sha256=sha256(path.read_bytes()).hexdigest(),
        made_at=office.clock.now(),
        steps=plan.steps,
        customers=tuple(len(accounts) for accounts in touched),
        findings=(*plan.findings, *_staying(plan, touched, conn)),
        is_good=plan.is_good,
    )


def _today(office: Office, conn: Transaction) -> date:
    company = load(conn, Company)
    return office.clock.today(ZoneInfo(company[0].timezone if company else "UTC"))


class _Lookups:
    """What of the company file a plan asks for; worked out when first asked."""

    def __init__(self, conn: Transaction, rules: Sequence[TaxRule], today: date) -> None:
        self._conn = conn
        self._today = today
        self._book = load_tax_book(conn)
        self._numbers = {TAXES.key_of(rule): n for n, rule in enumerate(rules, FIRST_ROW)}
        self._demands: DemandBook | None = None
        self._priced: dict[str, Mapping[int, list[str]]] = {}

    def invoices_priced(self, rule: TaxRule) -> Sequence[str]:
        """The final invoices that a row of the company file has priced."""
        code = rule.tax_code
        if code not in self._priced:
            self._priced[code] = rows_priced(self._conn, self._book, code)
        return self._priced[code].get(self._numbers[TAXES.key_of(rule)], ())

    def customers(self, step: TableStep) -> frozenset[str]:
        """The accounts that a step touches; none where nothing changes."""
        if step.fate is RowFate.UNCHANGED:
            return frozenset()
        if self._demands is None:
            self._demands = load_demands(self._conn, self._book, self._today)
        first, last = _span(step)
        return self._demands.customers(step.row, first=first, last=last)


def _span(step: TableStep) -> tuple[date, date]:
    """The days on which something changes."""
    row = step.row
    if step.before is None:
        return row.first, row.last
    before = step.before.effective_to or date.max
    if step.fate is RowFate.ENDED:
        return row.last + timedelta(days=1), before
    return row.first, max(row.last, before)


def _staying(
    plan: TablePlan, touched: Sequence[frozenset[str]], conn: Transaction
) -> list[Finding]:
    """Final invoices of days that the table changes: they stay as they are."""
    payers = {each.account_number: bills_to(each) for each in load(conn, Account)}
    starts: dict[str, date] = {}
    for step, accounts in zip(plan.steps, touched, strict=True):
        for account in accounts:
            payer, first = payers.get(account) or account, _span(step)[0]
            starts[payer] = min(first, starts.get(payer, first))
    late = [
        each
        for each in invoice_days(conn)
        if starts.get(each.account_number, date.max) <= each.invoice_date
    ]
    if not late:
        return []
    count = "1 final invoice" if len(late) == 1 else f"{len(late):,} final invoices"
    first = min(each.invoice_date for each in late)
    return [
        warning(
            "final_invoices_stay",
            f"{count} from {first} on, {late[0].invoice_number} the first, may have been taxed "
            "otherwise by this table; final invoices stay as they are.",
            way_out="Take the table in, then see what it would change with tax review.",
            sheet=TAXES.name,
        )
    ]


def _write(office: Office, conn: Transaction, plan: TaxTablePlan) -> None:
    """The rows, each with its audit entry, and one entry for the table as a whole."""
    steps = [step for step in plan.steps if step.fate is not RowFate.UNCHANGED]
    if not steps:
        return
    changes = RowChanges(
        added=[step.rule for step in steps if step.before is None],
        changed=[step.rule for step in steps if step.before is not None],
    )
    stamp = office.stamp("import_taxes")
    apply_setup(
        conn, {TAXES.name: changes}, stamp=stamp, origin=f"{plan.table} sha256:{plan.sha256}"
    )
    entry = Entry(
        area="tax_tables",
        record=plan.table,
        action=Action.ADDED,
        after={
            "sha256": plan.sha256,
            "rows": sum(step.number is not None for step in plan.steps),
            **{fate.value: number for fate, number in plan.counts.items()},
        },
        origin=plan.table,
    )
    audit.record(conn, [entry], stamp=stamp)


def _read_plan(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise _no_plan(path) from problem
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise _no_plan(path)
    return found


def _no_plan(path: Path) -> InputError:
    return InputError(
        f"{path.name} is no plan of a tax table.",
        "",
        "Make one with tax import FILE TABLE --plan OUT.json.",
    )


def _refuse_stale(plan: TaxTablePlan, shown: Mapping[str, Any], path: Path) -> None:
    facts = plan_facts(plan)
    if facts["sha256"] != shown.get("sha256"):
        raise NotAllowed(
            "Nothing was imported.",
            f"{plan.table} is not the table that {path.name} was made of, or was changed since.",
            "Make a new plan, look at it, and apply that.",
        )
    now = _writes(facts)
    # With nothing left to write the plan was applied already: doing it twice does it once.
    if now and now != _writes(shown):
        raise NotAllowed(
            "Nothing was imported.",
            f"The company file has changed since {path.name} was made: the table would now do "
            "something else.",
            "Make a new plan, look at it, and apply that.",
        )


def _writes(facts: Mapping[str, Any]) -> list[object]:
    """What a plan writes; who is touched by it may have changed meanwhile."""
    return [
        (row.get("fate"), row.get("before"), row.get("after"))
        for row in facts.get("rows", ())
        if row.get("fate") != RowFate.UNCHANGED.value
    ]
