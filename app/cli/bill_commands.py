"""Commands about bills: bill, undo-run, void, credit, documents."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import decimal_text, finding_facts, finding_line, money, table_lines
from app.cli.parameters import DAY, EXISTING, OUT, PERIOD
from app.cli.session import answer, company_argument, company_office, json_option, progress
from app.errors import InputError

if TYPE_CHECKING:
    from app.billing.gates import Gate
    from app.billing.invoice import Invoice, Line
    from app.operations.run_bills import BillResult
    from app.tax.result import TaxLine

BLOCKED: Final = 1
_ZERO: Final = Decimal(0)
_SHOWN: Final = 30


@click.command()
@company_argument
@click.option("--period", required=True, type=PERIOD, metavar="2026-10", help="The bill period.")
@click.option("--invoice-date", type=DAY, help="Default: the day after the period.")
@click.option("--approve", is_flag=True, help="Number and seal, if no gate stands in the way.")
@click.option("--waive", "waivers", multiple=True, metavar="GATE=REASON", help="May be repeated.")
@json_option
def bill(
    company: Path,
    period: str,
    invoice_date: datetime | None,
    approve: bool,
    waivers: Sequence[str],
    as_json: bool,
) -> int:
    """Make a bill run: a draft, or an approved one."""
    from app.billing.gates import read_waivers
    from app.operations.run_bills import bill as make_bills

    try:
        waived = read_waivers(waivers)
    except InputError as problem:
        raise click.UsageError(str(problem)) from problem
    with company_office(company, write=True) as office, progress() as told:
        result = make_bills(
            office,
            period,
            invoice_date=invoice_date.date() if invoice_date else None,
            waivers=waived,
            approve=approve,
            progress=told,
        )
    answer(_bill_facts(result, period), _bill_lines(result, period), as_json=as_json)
    return BLOCKED if result.blocked else 0


def _bill_facts(result: "BillResult", period: str) -> dict[str, object]:
    from app.billing.gates import left_out

    findings = [f for draft in result.made.drafts for f in (*draft.findings, *draft.tax_problems)]
    return {
        "run": result.run_id,
        "period": period,
        "state": result.state.value,
        "gates": [_gate_facts(gate) for gate in result.gates],
        "left_out": [
            {
                "account_number": each.account_number,
                "gates": [gate.value for gate in each.gates],
                "amount": money(each.amount),
                "findings": [finding_facts(finding) for finding in each.findings],
            }
            for each in left_out(result.made.drafts)
        ],
        "invoices": [_invoice_facts(invoice) for invoice in result.invoices],
        "findings": [finding_facts(finding) for finding in findings],
        "totals": {
            "invoices": len(result.invoices),
            "charges": money(_total(invoice.charges for invoice in result.invoices)),
            "taxes": money(_total(invoice.taxes for invoice in result.invoices)),
            "total": money(_total(invoice.total for invoice in result.invoices)),
        },
    }


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, _ZERO)


def _gate_facts(gate: "Gate") -> dict[str, object]:
    return {
        "gate": gate.name.value,
        "count": gate.count,
        "amount": money(gate.amount),
        "cleared": gate.cleared,
        "waived": gate.waiver,
        "records": gate.records,
    }


def _invoice_facts(invoice: "Invoice") -> dict[str, object]:
    return {
        "account_number": invoice.account_number,
        "invoice_number": invoice.invoice_number,
        "invoice_date": invoice.invoice_date,
        "due_date": invoice.due_date,
        "currency": invoice.currency,
        "charges": money(invoice.charges),
        "taxes": money(invoice.taxes),
        "total": money(invoice.total),
        "lines": [_line_facts(line) for line in invoice.lines],
        "tax_lines": [_tax_facts(tax) for tax in invoice.tax_lines],
    }


def _line_facts(line: "Line") -> dict[str, object]:
    return {
        "kind": line.kind.value,
        "account_number": line.account_number,
        "product_code": line.product_code,
        "gl_code": line.gl_code,
        "location_code": line.location_code,
        "description": line.description,
        "quantity": decimal_text(line.quantity),
        "unit_price": decimal_text(line.unit_price),
        "amount": money(line.amount),
        "from": line.start,
        "to": line.end,
        "reference": line.reference,
        "late": line.late,
        "call_class": line.usage.call_class if line.usage else None,
        "calls": line.usage.calls if line.usage else None,
    }


def _tax_facts(tax: "TaxLine") -> dict[str, object]:
    return {
        "tax_code": tax.tax_code,
        "bill_label": tax.bill_label,
        "class": tax.class_,
        "jurisdiction": tax.jurisdiction,
        "location_code": tax.location_code,
        "base": None if tax.base is None else decimal_text(tax.base),
        "units": None if tax.units is None else decimal_text(tax.units),
        "units_counted": None if tax.units_counted is None else decimal_text(tax.units_counted),
        "exempt_amount": money(tax.exempt_amount),
        "certificate_number": tax.certificate_number,
        "rate": decimal_text(tax.rate),
        "amount": money(tax.amount),
        "adjusts": tax.adjusts or None,
    }


def _bill_lines(result: "BillResult", period: str) -> list[str]:
    from app.billing.gates import left_out

    lines = [f"Run {result.run_id}, {period}: {result.state.value}."]
    shut = [gate for gate in result.gates if gate.count]
    if shut:
        lines += table_lines(
            ("gate", "count", "money", "state"),
            [
                (
                    gate.name.value,
                    gate.count,
                    money(gate.amount),
                    "warns" if gate.warns else "waived" if gate.waiver else "open",
                )
                for gate in shut
            ],
        )
    for each in left_out(result.made.drafts):
        lines.append(f"Left out: {each.account_number}, {money(each.amount)}.")
        lines += [f"  {finding_line(finding)}" for finding in each.findings[:3]]
    shown = result.invoices[:_SHOWN]
    lines += table_lines(
        ("account", "invoice", "date", "charges", "taxes", "total"),
        [
            (
                invoice.account_number,
                invoice.invoice_number or "draft",
                invoice.invoice_date,
                money(invoice.charges),
                money(invoice.taxes),
                money(invoice.total),
            )
            for invoice in shown
        ],
    )
    if len(result.invoices) > len(shown):
        lines.append(f"{len(result.invoices) - len(shown)} more.")
    total = _total(invoice.total for invoice in result.invoices)
    lines.append(f"{len(result.invoices)} invoices, {money(total)}.")
    if result.blocked and result.state.value != "draft":
        lines.append("What is left out is billed by another run of the period.")
    elif result.blocked:
        lines.append("Open gates hold the approval: clear them, or --waive GATE=REASON.")
    return lines


@click.command("undo-run")
@company_argument
@click.argument("run", type=int)
@click.option("--why", default="", help="Why, for the audit.")
@json_option
def undo_run(company: Path, run: int, why: str, as_json: bool) -> None:
    """Take back the approval of the latest run, while nothing of it was issued."""
    from app.operations.run_bills import undo_run as undo

    with company_office(company, write=True) as office:
        numbers = undo(office, run, why=why)
    lines = [f"Run {run} is taken back; {len(numbers)} numbers are in the series again."]
    answer({"run": run, "invoice_numbers": numbers}, lines, as_json=as_json)


@click.command()
@company_argument
@click.argument("number", metavar="INVOICE")
@click.option("--why", required=True, help="Why, for the audit.")
@json_option
def void(company: Path, number: str, why: str, as_json: bool) -> None:
    """Make an invoice void; its number stays taken."""
    from app.operations.adjust_invoices import void_invoice

    with company_office(company, write=True) as office:
        stored = void_invoice(office, number, why=why)
    total = money(stored.invoice.total)
    lines = [f"{number}, {total}, is void. A new run of {stored.period} bills it again."]
    answer({"invoice_number": number, "total": total, "state": "void"}, lines, as_json=as_json)


@click.command()
@company_argument
@click.argument("number", metavar="INVOICE")
@click.option("--line", type=int, required=True, help="Which line, counted from 1.")
@click.option("--amount", help="How much of it; default: all.")
@click.option("--why", required=True, help="Why, for the audit.")
@json_option
def credit(
    company: Path, number: str, line: int, amount: str | None, why: str, as_json: bool
) -> None:
    """Give back a line of an invoice on the account's next invoice."""
    from app.operations.adjust_invoices import credit_line

    try:
        wanted = None if amount is None else Decimal(amount)
    except InvalidOperation as problem:
        message = f"{amount} is no amount."
        raise click.UsageError(message) from problem
    with company_office(company, write=True) as office:
        given = credit_line(office, number, line=line, amount=wanted, why=why)
    facts = {
        "reference": given.reference,
        "account_number": given.account_number,
        "amount": money(given.amount),
    }
    lines = [f"{money(given.amount)} stands on {given.account_number}'s next invoice."]
    answer(facts, lines, as_json=as_json)


@click.command()
@company_argument
@click.option("--run", type=int, required=True)
@click.option("--out", type=OUT, required=True, help="A folder.")
@click.option("--paper", type=click.Choice(["letter", "a4"]), default="letter")
@click.option("--accent", metavar="#RRGGBB", help="Your colour.")
@click.option("--logo", type=EXISTING, help="Your logo, PNG or JPEG.")
@click.option("--show-numbers", is_flag=True, help="Do not mask telephone numbers.")
@click.option("--no-detail", is_flag=True, help="No call detail annexes.")
@click.option("--note", help="A note on every invoice.")
@click.option("--words", type=EXISTING, help="TOML: dispute, late payment, regulator by state.")
@click.option("--balances", type=EXISTING, help="CSV of earlier balances, from accounting.")
@click.option("--preview", is_flag=True, help="Mark as drafts; nothing is issued.")
@json_option
def documents(
    company: Path,
    run: int,
    out: Path,
    paper: str,
    accent: str | None,
    logo: Path | None,
    show_numbers: bool,
    no_detail: bool,
    note: str | None,
    words: Path | None,
    balances: Path | None,
    preview: bool,
    as_json: bool,
) -> None:
    """Write a run's PDFs, call detail, register and journal; that issues its invoices."""
    from app.operations.balances import read_balances
    from app.operations.invoice_papers import PrintChoices
    from app.operations.print_invoices import print_invoices

    choices = PrintChoices(
        paper=paper,
        accent=accent,
        logo=logo,
        masked=not show_numbers,
        note=note,
        preview=preview,
        detail=not no_detail,
        balances=read_balances(balances) if balances else None,
        words=words,
    )
    with company_office(company, write=True) as office, progress() as told:
        printed = print_invoices(office, run, out, choices=choices, progress=told)
    facts = {
        "out": str(out),
        "invoices": [str(path) for path in printed.invoices],
        "call_detail": [str(path) for path in printed.annexes],
        "register": str(printed.register),
        "journal": str(printed.journal),
        "issued": printed.issued,
        "findings": [finding_facts(finding) for finding in printed.findings],
    }
    lines = [f"{len(printed.invoices)} invoices, {len(printed.annexes)} annexes in {out}."]
    lines.append("They are issued." if printed.issued else "They are drafts; nothing is issued.")
    lines += [finding_line(finding) for finding in printed.findings]
    answer(facts, lines, as_json=as_json)


BILL_COMMANDS: Final = (bill, undo_run, void, credit, documents)
