"""Commands about tax tables and certificates: import, check, factors, attach, certificates."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import decimal_text, finding_facts, finding_line, table_lines
from app.cli.parameters import DAY, EXISTING, NAME, OUT
from app.cli.session import answer, company_argument, company_office, json_option

if TYPE_CHECKING:
    from app.findings import Finding
    from app.operations.import_taxes import TaxTablePlan
    from app.operations.keep_certificates import KeptCertificate
    from app.store.certificate_files import CertificateFile
    from app.tax.table_import import TableStep
    from app.tax.usf_listing import FactorRow

BLOCKED: Final = 1
_SHOWN: Final = 50
_NOT_LAW: Final = (
    "Factors as they were announced, as far as they were found: a ceiling, never a statement of "
    "the law in force. Only your own FUSF rows bill."
)


@click.command("import")
@company_argument
@click.argument("table", metavar="TABLE", type=EXISTING)
@click.option("--plan", "plan_out", type=OUT, metavar="OUT.json", help="Save the plan here.")
@click.option(
    "--apply",
    "apply_plan",
    is_flag=False,
    flag_value="",
    metavar="[PLAN.json]",
    help="Take the table in; with a saved plan only exactly that.",
)
@json_option
def import_command(
    company: Path, table: Path, plan_out: Path | None, apply_plan: str | None, as_json: bool
) -> int:
    """Show what a tax table would add, correct and end; with --apply do it.

    TABLE is a CSV file or an Excel sheet in the layout of the sheet taxes. A row with a later first
    day ends the one it follows on the day before; no row that priced a final invoice is changed.
    """
    from app.operations.import_taxes import apply_taxes, plan_facts, plan_taxes, save_plan

    if apply_plan is not None and plan_out is not None:
        raise click.UsageError("--plan only shows; leave it out, or leave --apply out.")
    with company_office(company, write=apply_plan is not None) as office:
        if apply_plan is None:
            plan = plan_taxes(office, table)
            if plan_out is not None:
                save_plan(plan, plan_out)
        else:
            plan = apply_taxes(office, table, saved=Path(apply_plan) if apply_plan else None)
    facts = {
        **plan_facts(plan),
        "saved_to": None if plan_out is None else str(plan_out),
        "findings": [finding_facts(each) for each in plan.findings],
    }
    answer(facts, _plan_lines(plan, plan_out), as_json=as_json)
    return 0 if plan.is_good else BLOCKED


def _plan_lines(plan: "TaxTablePlan", saved: Path | None) -> list[str]:
    from app.tax.table_import import RowFate

    told = [
        (step, customers)
        for step, customers in zip(plan.steps, plan.customers, strict=True)
        if step.fate is not RowFate.UNCHANGED
    ]
    lines = []
    if told:
        lines += table_lines(
            ("row", "what", "tax", "where", "category", "days", "customers", "change"),
            [_step_cells(step, customers) for step, customers in told[:_SHOWN]],
        )
    if len(told) > _SHOWN:
        lines.append(f"{len(told) - _SHOWN} more; --json or --plan tells them all.")
    lines += _finding_lines(plan.findings)
    counts = ", ".join(f"{number} {fate.value}" for fate, number in plan.counts.items() if number)
    lines.append(f"{counts or 'Nothing'}.")
    if plan.applied:
        lines.append("Taken in." if told else "Nothing was left to do.")
    elif plan.is_good:
        lines.append("This is the plan; nothing was written. Add --apply to take the table in.")
    else:
        lines.append("Nothing was written. Mend the table first.")
    if saved is not None:
        lines.append(f"Wrote {saved}.")
    return lines


def _step_cells(step: "TableStep", customers: int) -> tuple[object, ...]:
    from app.workbook.cells import cell_text

    row, rule = step.row, step.rule
    days = f"{rule.effective_from} to {rule.effective_to or 'open'}"
    changes = "; ".join(
        f"{each.column}: {cell_text(each.before) or 'blank'} becomes "
        f"{cell_text(each.after) or 'blank'}"
        for each in step.changes
    )
    where, patterns = row.jurisdiction.text, "|".join(row.patterns)
    place = "" if step.number is None else step.number
    return (place, step.fate.value, row.code, where, patterns, days, customers, changes)


def _finding_lines(findings: Iterable["Finding"]) -> list[str]:
    lines = [f"{each.severity.value}: {finding_line(each)}" for each in findings]
    if len(lines) > _SHOWN:
        return [*lines[:_SHOWN], f"{len(lines) - _SHOWN} more."]
    return lines


@click.command()
@company_argument
@click.option("--on", type=DAY, metavar="DAY", help="As of this day; default: today.")
@json_option
def check(company: Path, on: datetime | None, as_json: bool) -> int:
    """Tell what would hold or mistax the next invoices: tables, places, quarters, certificates."""
    from app.operations.check_taxes import check_taxes

    with company_office(company, write=False) as office:
        found = check_taxes(office, on=on.date() if on else None)
    facts = {
        "day": found.day,
        "counts": {
            **found.counts,
            "errors": len(found.errors),
            "warnings": len(found.warnings),
        },
        "by_code": found.by_code,
        "findings": [finding_facts(each) for each in found.findings],
    }
    lines = _finding_lines(found.findings)
    lines.append(
        f"As of {found.day}: {found.counts['rules']} tax rows, {found.counts['rules_in_force']} in "
        f"force, {found.counts['locations']} locations, {found.counts['certificates']} "
        f"certificates. {len(found.errors)} errors, {len(found.warnings)} warnings."
    )
    answer(facts, lines, as_json=as_json)
    return BLOCKED if found.errors else 0


@click.command()
@company_argument
@json_option
def factors(company: Path, as_json: bool) -> None:
    """List the universal service factors by quarter, and whether you have a row of your own."""
    from app.operations.check_taxes import list_factors

    with company_office(company, write=False) as office:
        rows = list_factors(office)
    header = ("quarter", "factor", "own rate", "own row", "confidence", "source")
    lines = table_lines(header, [_factor_cells(row) for row in rows])
    facts = {"note": _NOT_LAW, "factors": [_factor_facts(row) for row in rows]}
    answer(facts, [*lines, _NOT_LAW], as_json=as_json)


def _factor_cells(row: "FactorRow") -> tuple[str, ...]:
    return (
        row.quarter,
        "" if row.factor is None else decimal_text(row.factor),
        "" if row.own_rate is None else decimal_text(row.own_rate),
        "yes" if row.own_row else "no",
        row.confidence or "unknown",
        row.source,
    )


def _factor_facts(row: "FactorRow") -> dict[str, object]:
    return {
        "quarter": row.quarter,
        "effective_from": row.first,
        "effective_to": row.last,
        "factor": None if row.factor is None else decimal_text(row.factor),
        "source": row.source or None,
        "confidence": row.confidence or None,
        "own_row": row.own_row,
        "own_rate": None if row.own_rate is None else decimal_text(row.own_rate),
    }


@click.command()
@company_argument
@click.argument("certificate", metavar="CERTIFICATE", type=NAME)
@click.argument("document", metavar="DOCUMENT", type=EXISTING)
@click.option("--account", required=True, type=NAME, help="Whose certificate it is.")
@json_option
def attach(company: Path, certificate: str, document: Path, account: str, as_json: bool) -> None:
    """Keep the scan of a certificate: PDF, PNG, JPEG or TIFF, at most 20 megabytes."""
    from app.operations.keep_certificates import attach_certificate

    with company_office(company, write=True) as office:
        kept = attach_certificate(office, document, account=account, certificate=certificate)
    facts = {**_file_facts(kept.file), "new": kept.is_new, "earlier": kept.earlier}
    words = f"certificate {certificate} of account {account}"
    line = f"Kept {document.name} as {words}." if kept.is_new else f"It is {words} already."
    if kept.is_new and kept.earlier:
        line += f" {kept.earlier} older kept beside it."
    answer(facts, [line], as_json=as_json)


def _file_facts(file: "CertificateFile") -> dict[str, object]:
    return {
        "account_number": file.account_number,
        "certificate_number": file.certificate_number,
        "file_name": file.file_name,
        "media_type": file.media_type,
        "sha256": file.sha256,
        "bytes": file.size,
        "attached_at": file.attached_at,
        "attached_by": file.attached_by,
    }


@click.command()
@company_argument
@click.option(
    "--expiring", type=click.IntRange(0), metavar="DAYS", help="Only those that end so soon."
)
@json_option
def certificates(company: Path, expiring: int | None, as_json: bool) -> None:
    """List the exemption certificates, how each stands, and whether its document is kept."""
    from app.operations.keep_certificates import list_certificates

    with company_office(company, write=False) as office:
        today, found = list_certificates(office, expiring_days=expiring)
    header = ("account", "certificate", "kind", "taxes", "from", "to", "stands", "document")
    lines = table_lines(header, [_certificate_cells(each) for each in found])
    facts = {"day": today, "certificates": [_certificate_facts(each) for each in found]}
    answer(facts, lines if found else ["No certificates."], as_json=as_json)


def _certificate_cells(kept: "KeptCertificate") -> tuple[str, ...]:
    term = kept.term
    return (
        term.account_number,
        term.certificate_number,
        term.kind,
        "|".join(term.families),
        str(term.first),
        str(term.last or "open"),
        f"{term.words}, renewed" if term.renewed else term.words,
        kept.files[-1].file_name if kept.files else "no file",
    )


def _certificate_facts(kept: "KeptCertificate") -> dict[str, object]:
    term = kept.term
    return {
        "account_number": term.account_number,
        "certificate_number": term.certificate_number,
        "kind": term.kind,
        "families": term.families,
        "regions": [region for region in term.regions if region],
        "effective_from": term.first,
        "expires_on": term.last,
        "status": term.standing.value,
        "words": term.words,
        "days_left": term.days_left,
        "warned_at": term.warned_at,
        "renewed": term.renewed,
        "has_file": bool(kept.files),
        "files": [_file_facts(file) for file in kept.files],
    }


@click.command()
@company_argument
@click.argument("certificate", metavar="CERTIFICATE", type=NAME)
@click.option("--account", required=True, type=NAME, help="Whose certificate it is.")
@click.option("--out", required=True, type=OUT, help="The file to write, or a folder.")
@json_option
def certificate(company: Path, certificate: str, account: str, out: Path, as_json: bool) -> None:
    """Write the document of a certificate as it was attached."""
    from app.operations.keep_certificates import take_out_certificate

    with company_office(company, write=False) as office:
        file, path = take_out_certificate(office, out, account=account, certificate=certificate)
    answer({**_file_facts(file), "out": str(path)}, [f"Wrote {path}."], as_json=as_json)


TAX_TABLE_COMMANDS: Final = (import_command, check, factors, attach, certificates, certificate)
