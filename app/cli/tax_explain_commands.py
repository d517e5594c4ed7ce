"""Commands that tell why: tax explain, tax counts."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import decimal_text, money, table_lines
from app.cli.parameters import DAY, NAME, PERIOD
from app.cli.session import answer, company_argument, company_office, json_option, progress

if TYPE_CHECKING:
    from app.billing.unit_counts import CountedUnit
    from app.operations.explain_tax import CountListing, ExplainedInvoice, ExplainedTax, FeeCount

DRAFT: Final = "draft:"
ZERO: Final = Decimal(0)


@click.command()
@company_argument
@click.argument("invoice", metavar="INVOICE", type=NAME)
@click.option("--period", type=PERIOD, metavar="2026-10", help="Of draft:ACCOUNT.")
@click.option("--invoice-date", type=DAY, help="Of draft:ACCOUNT; default: the day after.")
@click.option("--line", type=int, help="Only this tax line, counted from 1.")
@json_option
def explain(
    company: Path,
    invoice: str,
    period: str | None,
    invoice_date: datetime | None,
    line: int | None,
    as_json: bool,
) -> None:
    """Tell why each tax of an invoice is what it is: INVOICE is a number, or draft:ACCOUNT.

    A final invoice is explained by what was kept with it, not by the tables of today.
    """
    from app.operations.explain_tax import explain_draft, explain_invoice

    account = invoice.removeprefix(DRAFT) if invoice.startswith(DRAFT) else None
    if account is not None and period is None:
        message = "a draft needs --period."
        raise click.UsageError(message)
    with company_office(company, write=False) as office, progress() as told:
        if account is None:
            found = explain_invoice(office, invoice, line=line)
        else:
            found = explain_draft(
                office,
                account,
                period or "",
                invoice_date=invoice_date.date() if invoice_date else None,
                line=line,
                progress=told,
            )
    answer(_facts(found), _lines(found), as_json=as_json)


def _facts(found: "ExplainedInvoice") -> dict[str, object]:
    invoice = found.invoice
    return {
        "account_number": invoice.account_number,
        "invoice_number": invoice.invoice_number,
        "state": invoice.state.value,
        "invoice_date": invoice.invoice_date,
        "taxes": money(invoice.taxes),
        "tax_lines": [_tax_facts(each) for each in found.taxes],
        "bundles": found.splits,
        "untaxed": found.untaxed,
        "uncollected": found.uncollected,
    }


def _tax_facts(each: "ExplainedTax") -> dict[str, object]:
    line, trace = each.line, each.line.trace
    return {
        "number": each.number,
        "tax_code": line.tax_code,
        "bill_label": line.bill_label,
        "jurisdiction": line.jurisdiction,
        "location_code": line.location_code,
        "base": None if line.base is None else decimal_text(line.base),
        "units": None if line.units is None else decimal_text(line.units),
        "rate": decimal_text(line.rate),
        "exact": None if trace is None else trace.raw,
        "amount": money(line.amount),
        "source": line.source,
        "parts": [
            {"line": part.line_index + 1, "amount": money(part.amount)} for part in line.parts
        ],
        "sentences": each.sentences,
    }


def _lines(found: "ExplainedInvoice") -> list[str]:
    invoice = found.invoice
    name = f"Invoice {invoice.invoice_number or 'draft'} of account {invoice.account_number}"
    lines = [f"{name}, {invoice.invoice_date}: taxes and fees {money(invoice.taxes)}."]
    for each in found.taxes:
        lines += ["", f"{each.number}. {each.line.bill_label}: {money(each.line.amount)}"]
        lines += [f"   {sentence}" for sentence in each.sentences]
    for title, sentences in (
        ("Bundles", found.splits),
        ("Not taxed", found.untaxed),
        ("Not collected", found.uncollected),
    ):
        if sentences:
            lines += ["", f"{title}:", *(f"   {sentence}" for sentence in sentences)]
    return lines


@click.command()
@company_argument
@click.option("--period", required=True, type=PERIOD, metavar="2026-10")
@click.option("--account", help="Only this account and those it pays for.")
@click.option("--invoice-date", type=DAY, help="Default: the day after the period.")
@json_option
def counts(
    company: Path,
    period: str,
    account: str | None,
    invoice_date: datetime | None,
    as_json: bool,
) -> None:
    """List what fees per line, trunk, call path or number would count, and why others are not."""
    from app.operations.explain_tax import list_counts

    with company_office(company, write=False) as office, progress() as told:
        found = list_counts(
            office,
            period,
            account=account,
            invoice_date=invoice_date.date() if invoice_date else None,
            progress=told,
        )
    facts = {
        "period": period,
        "units": [_unit_facts(each) for each in found.units],
        "fees": [_fee_facts(each) for each in found.fees],
        "left_out": found.left_out,
    }
    answer(facts, _count_lines(found), as_json=as_json)


def _unit_facts(unit: "CountedUnit") -> dict[str, object]:
    return {
        "account_number": unit.account_number,
        "location_code": unit.location_code,
        "source": unit.source.value,
        "code": unit.code,
        "kind": unit.kind or None,
        "units": decimal_text(unit.units),
        "counted": unit.is_counted,
        "why": unit.why,
        "fees": unit.fees,
    }


def _fee_facts(fee: "FeeCount") -> dict[str, object]:
    line, trace = fee.line, fee.line.trace
    return {
        "account_number": fee.account_number,
        "tax_code": line.tax_code,
        "jurisdiction": line.jurisdiction,
        "location_code": line.location_code,
        "counted": decimal_text(line.units_counted or ZERO),
        "over_cap": None if trace is None else decimal_text(trace.cut_off),
        "exempt": None if trace is None else decimal_text(trace.exempt_base),
        "certificate_number": line.certificate_number,
        "billed": decimal_text(line.units or ZERO),
        "unit_amount": decimal_text(line.rate),
        "amount": money(line.amount),
    }


def _count_lines(found: "CountListing") -> list[str]:
    lines = table_lines(
        ("account", "location", "from", "code", "kind", "units", "counted", "why", "fees"),
        [
            (
                unit.account_number,
                unit.location_code,
                unit.source.value,
                unit.code,
                unit.kind.lower(),
                decimal_text(unit.units),
                "yes" if unit.is_counted else "no",
                unit.why,
                ", ".join(unit.fees),
            )
            for unit in found.units
        ],
    )
    fees = [_fee_facts(fee) for fee in found.fees]
    names = ("account_number", "tax_code", "jurisdiction", "location_code")
    counts_ = ("counted", "over_cap", "exempt", "billed", "unit_amount", "amount")
    lines += ["", *table_lines((*names, *counts_), [_cells(fee, names, counts_) for fee in fees])]
    if found.left_out:
        lines += ["", f"Left out of the run: {', '.join(found.left_out)}."]
    return lines


def _cells(
    fee: dict[str, object], names: tuple[str, ...], numbers: tuple[str, ...]
) -> list[object]:
    return [fee[name] or "" for name in names] + [fee[name] for name in numbers]


TAX_EXPLAIN_COMMANDS: Final = (explain, counts)
