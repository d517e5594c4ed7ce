"""Commands that tell: export, variance, proof."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Final

import click

from app.cli.output import decimal_text, money, table_lines
from app.cli.parameters import OUT, PERIOD
from app.cli.session import answer, company_argument, company_office, json_option

BLOCKED: Final = 1
_ZERO: Final = Decimal(0)
_SHOWN: Final = 30


@click.command()
@company_argument
@click.argument(
    "table",
    type=click.Choice(["usage", "suspense", "invoices", "lines", "taxes", "journal", "audit"]),
)
@click.option("--format", "file_format", type=click.Choice(["csv", "xlsx", "parquet"]))
@click.option("--out", type=OUT, required=True)
@click.option(
    "--period",
    type=PERIOD,
    metavar="2026-10",
    help="Only this bill period, by each account's zone and cycle.",
)
@json_option
def export(
    company: Path,
    table: str,
    file_format: str | None,
    out: Path,
    period: str | None,
    as_json: bool,
) -> None:
    """Write a list to a file."""
    from app.operations.export_tables import FORMATS, export_table

    ending = out.suffix.lstrip(".").lower()
    chosen = file_format or (ending if ending in FORMATS else "csv")
    with company_office(company, write=False) as office:
        done = export_table(office, table, out, file_format=chosen, period=period)
    facts = {"table": table, "out": str(done.path), "format": chosen, "rows": done.rows}
    answer(facts, [f"{done.rows} rows in {done.path}."], as_json=as_json)


@click.command()
@company_argument
@click.option("--period", required=True, type=PERIOD, metavar="2026-10")
@json_option
def variance(company: Path, period: str, as_json: bool) -> None:
    """Tell what changed against each account's last invoice, by cause."""
    from app.billing.variance import totals_by_cause
    from app.operations.compare_runs import compare_period

    with company_office(company, write=False) as office:
        found = compare_period(office, period)
    causes = {cause.value: money(amount) for cause, amount in totals_by_cause(found).items()}
    facts = {
        "period": period,
        "by_cause": causes,
        "before": money(_total(each.before for each in found)),
        "now": money(_total(each.now for each in found)),
        "difference": money(_total(each.difference for each in found)),
        "accounts": [
            {
                "account_number": each.account_number,
                "before": money(each.before),
                "now": money(each.now),
                "difference": money(each.difference),
                "by_cause": {c.value: money(a) for c, a in each.by_cause().items()},
                "changes": [
                    {
                        "cause": change.cause.value,
                        "label": change.label,
                        "amount": money(change.amount),
                    }
                    for change in each.changes
                ],
            }
            for each in found
        ],
    }
    lines = table_lines(("cause", "amount"), causes.items())
    lines.append(f"{facts['before']} before, {facts['now']} now: {facts['difference']}.")
    answer(facts, lines, as_json=as_json)


@click.command()
@company_argument
@click.option("--period", required=True, type=PERIOD, metavar="2026-10")
@json_option
def proof(company: Path, period: str, as_json: bool) -> int:
    """Prove that every record in has one outcome, and the money is the same everywhere.

    Records are those of all imports, invoices those of the period; what the books and the PSA have
    of it is told as it was last read there.
    """
    from app.cli.proof_facts import section_facts, section_lines, tally_facts
    from app.operations.prove_period import prove_systems

    with company_office(company, write=False) as office:
        whole = prove_systems(office, period)
    found = whole.proof
    outcomes, invoices = found.outcomes, found.invoices
    sums = {
        "records_in": found.records_in,
        "billed": outcomes.billed,
        **{f"not_billed_{why}": tally for why, tally in outcomes.not_billed.items()},
        "suspended": outcomes.suspended,
        "of_these_held": outcomes.held,
        "written_off": outcomes.written_off,
        "not_chargeable": outcomes.not_chargeable,
        "duplicate": outcomes.duplicate,
    }
    amounts = {
        name: money(getattr(invoices, name))
        for name in (
            "lines",
            "tax_lines",
            "charges",
            "taxes",
            "total",
            "receivable",
            "revenue",
            "tax_payable",
        )
    }
    facts = {
        "closes": whole.closes,
        "period": period,
        "records": {name: tally_facts(tally) for name, tally in sums.items()},
        "malformed": outcomes.malformed,
        "missing": tally_facts(found.missing),
        "invoices": {
            **amounts,
            "usage_exact": decimal_text(invoices.usage_exact),
            "calls_exact": decimal_text(invoices.calls_exact),
        },
        "broken": whole.broken,
        "sections": section_facts(whole),
    }
    lines = table_lines(
        ("records", "calls", "seconds", "money"),
        [
            *((n, t.calls, t.seconds, decimal_text(t.amount)) for n, t in sums.items()),
            ("malformed", outcomes.malformed, "", ""),
        ],
    )
    lines += table_lines(("invoices", "money"), amounts.items())
    lines += section_lines(whole)
    lines.append("The proof closes." if whole.closes else "The proof does not close:")
    lines += whole.broken
    answer(facts, lines, as_json=as_json)
    return 0 if whole.closes else BLOCKED


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, _ZERO)


REPORT_COMMANDS: Final = (export, variance, proof)
