"""Commands about the company file as a whole: new, workbook, backup, restore, check, demo."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import finding_facts, finding_line, table_lines
from app.cli.parameters import COMPANY, EXISTING, OUT
from app.cli.session import (
    answer,
    company_argument,
    company_office,
    json_option,
    progress,
    the_clock,
)
from app.findings import Severity

if TYPE_CHECKING:
    from app.operations.import_workbook import AppliedWorkbook
    from app.workbook.plan import WorkbookPlan

BLOCKED: Final = 1
_SHOWN: Final = 50


@click.command()
@click.argument("company", metavar="FILE.switchbook", type=COMPANY)
@click.option("--workbook", type=EXISTING, required=True, help="The setup workbook or folder.")
@click.option("--take-good-rows", is_flag=True, help="Leave wrong rows out.")
@click.option("--save-wrong", type=OUT, help="Write wrong rows here.")
@json_option
def new(
    company: Path, workbook: Path, take_good_rows: bool, save_wrong: Path | None, as_json: bool
) -> int:
    """Make a company file from a setup workbook."""
    from app.operations.import_workbook import apply_workbook, plan_workbook, save_wrong_rows
    from app.operations.make_company import new_company

    with progress(), new_company(company, the_clock()) as office:
        plan = plan_workbook(office, workbook)
        if save_wrong is not None:
            save_wrong_rows(plan, save_wrong)
        if not plan.is_whole and not (take_good_rows and plan.has_company):
            _show_plan(plan, None, as_json=as_json)
            raise click.exceptions.Exit(BLOCKED)
        applied = apply_workbook(office, plan, origin=workbook.name, take_good_rows=take_good_rows)
    _show_plan(plan, applied, as_json=as_json)
    return 0


def _show_plan(plan: "WorkbookPlan", applied: "AppliedWorkbook | None", *, as_json: bool) -> None:
    counts = {
        sheet: {fate.value: number for fate, number in fates.items()}
        for sheet, fates in plan.counts.items()
    }
    fates = ("added", "changed", "unchanged", "wrong")
    facts = {
        "applied": applied is not None,
        "counts": {fate: sum(each.get(fate, 0) for each in counts.values()) for fate in fates},
        "sheets": counts,
        "findings": [finding_facts(finding) for finding in plan.findings],
    }
    lines = table_lines(
        ("sheet", *fates),
        [(sheet, *(each.get(fate, 0) for fate in fates)) for sheet, each in counts.items()],
    )
    lines += [""] + [finding_line(finding) for finding in plan.findings[:_SHOWN]]
    if len(plan.findings) > _SHOWN:
        lines.append(f"{len(plan.findings) - _SHOWN} more.")
    if applied is None and plan.is_whole:
        lines.append("This is the plan; nothing was written.")
    elif applied is None:
        lines.append("Nothing was written. Mend the wrong rows, or add --take-good-rows.")
    elif applied.repriced.changed:
        calls = applied.repriced.changed
        one = "1 unbilled call was"
        lines.append(f"{one if calls == 1 else f'{calls} unbilled calls were'} priced anew.")
    answer(facts, [line for line in lines if line], as_json=as_json)


@click.group()
def workbook() -> None:
    """The setup workbook: template, export, import."""


@workbook.command()
@click.argument("file", metavar="FILE.xlsx", type=OUT)
@json_option
def template(file: Path, as_json: bool) -> None:
    """Write an empty setup workbook with an example row on each sheet."""
    from app.documents.workbook_file import write_template

    write_template(file)
    answer({"file": str(file)}, [f"Wrote {file}."], as_json=as_json)


@workbook.command("export")
@company_argument
@click.option("--out", type=OUT, required=True, help=".xlsx, or a folder.")
@click.option("--sheet", "sheets", multiple=True, help="Only this sheet; may be repeated.")
@json_option
def export_command(company: Path, out: Path, sheets: Sequence[str], as_json: bool) -> None:
    """Write sheets as they are now, in the layout they are imported in."""
    from app.operations.import_workbook import export_workbook

    with company_office(company, write=False) as office:
        rows = export_workbook(office, out, sheets=sheets)
    facts = {"out": str(out), "rows": rows}
    answer(facts, table_lines(("sheet", "rows"), rows.items()), as_json=as_json)


@workbook.command("import")
@company_argument
@click.argument("file", metavar="WORKBOOK", type=EXISTING)
@click.option("--plan", "only_plan", is_flag=True, help="Show what would change; write nothing.")
@click.option("--take-good-rows", is_flag=True, help="Leave wrong rows out.")
@click.option("--save-wrong", type=OUT, help="Write wrong rows here.")
@json_option
def import_command(
    company: Path,
    file: Path,
    only_plan: bool,
    take_good_rows: bool,
    save_wrong: Path | None,
    as_json: bool,
) -> int:
    """Bring in a setup workbook: planned, shown, applied."""
    from app.operations.import_workbook import apply_workbook, plan_workbook, save_wrong_rows

    with company_office(company, write=not only_plan) as office:
        plan = plan_workbook(office, file)
        if save_wrong is not None:
            save_wrong_rows(plan, save_wrong)
        if only_plan or (not plan.is_whole and not take_good_rows):
            _show_plan(plan, None, as_json=as_json)
            return 0 if plan.is_whole else BLOCKED
        applied = apply_workbook(office, plan, origin=file.name, take_good_rows=take_good_rows)
    _show_plan(plan, applied, as_json=as_json)
    return 0


@click.command()
@company_argument
@click.argument("target", type=COMPANY)
@json_option
def backup(company: Path, target: Path, as_json: bool) -> None:
    """Copy the company file, also while it is in use; the copy is read again."""
    from app.operations.back_up import back_up

    with progress() as told:
        rows = back_up(company, target, progress=told)
    lines = [f"Wrote {target}: {rows} rows, read again and equal."]
    answer({"file": str(target), "rows": rows}, lines, as_json=as_json)


@click.command()
@click.argument("source", metavar="BACKUP", type=EXISTING)
@company_argument
@json_option
def restore(source: Path, company: Path, as_json: bool) -> None:
    """Put a backup in the place of the company file; the old file is kept."""
    from app.operations.back_up import restore as restore_backup

    with progress() as told:
        kept = restore_backup(source, company, clock=the_clock(), progress=told)
    lines = [f"Restored {company}."] + ([f"The old file is {kept}."] if kept else [])
    answer({"file": str(company), "kept": str(kept) if kept else None}, lines, as_json=as_json)


@click.command()
@company_argument
@json_option
def check(company: Path, as_json: bool) -> int:
    """Read the company file through; list its imports and bill runs."""
    from app.operations.back_up import check as check_file

    with company_office(company, write=False) as office:
        found = check_file(office)
    facts = {
        "sound": not found.checked.findings,
        "findings": [finding_facts(finding) for finding in found.checked.findings],
        "rows": {name: table.rows for name, table in found.checked.totals.items()},
        "imports": [
            {
                "import": each.id,
                "file": each.file,
                "source": each.source,
                "format": each.format,
                "imported_at": each.imported_at,
                "records": each.records,
                "malformed": each.malformed,
            }
            for each in found.imports
        ],
        "runs": [
            {"run": each.id, "period": each.period, "state": each.state} for each in found.runs
        ],
    }
    lines = [finding_line(finding) for finding in found.checked.findings]
    lines += ["The file is sound."] if not lines else []
    lines += table_lines(
        ("import", "file", "source", "format", "records"),
        [(each.id, each.file, each.source, each.format, each.records) for each in found.imports],
    )
    lines += table_lines(
        ("run", "period", "state"), [(each.id, each.period, each.state) for each in found.runs]
    )
    answer(facts, lines, as_json=as_json)
    errors = [f for f in found.checked.findings if f.severity is Severity.ERROR]
    return BLOCKED if errors else 0


COMPANY_COMMANDS: Final = (new, workbook, backup, restore, check)
