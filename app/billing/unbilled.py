"""Days of services that a final run would have billed, had it known of them.

A run bills what the contract names and makes up for nothing. A service entered after the run of its
first period was approved would stay unbilled in silence; these findings name it, its days and its
money.
"""

from collections.abc import Iterable
from dataclasses import replace

from app.billing.cycle import period_of
from app.billing.invoice import Line
from app.billing.one_time import ChargeBook
from app.billing.recurring import ServiceBook, once_lines, recurring_lines
from app.findings import Finding, warning

LOOK_BACK_RUNS = 2
"""How many final runs before this one are looked at."""


def unbilled_services(book: ServiceBook) -> list[Finding]:
    """A warning per service and earlier final run that would bill it now, with the money."""
    earlier = sorted(label for label in book.final_labels if label < book.label)
    findings = []
    for label in earlier[-LOOK_BACK_RUNS:]:
        then = replace(book, label=label)
        findings += [
            _finding(line, label)
            for line in _not_this_run([*recurring_lines(then), *once_lines(then)], book)
        ]
    return findings


def waiting_charges(book: ChargeBook) -> list[Finding]:
    """A warning per charge of an earlier period that no final run of this file will ever bill."""
    return [
        warning(
            "waiting_charge",
            f"Charge {charge.reference} of {charge.charged_on} waits for the run of {label}, "
            "which this file has not made.",
            way_out=f"Run period {label}, or move charged_on.",
            sheet="charges",
            column="charged_on",
            record=charge.reference,
        )
        for charge in book.charges
        if (label := period_of(charge.charged_on, book.cycle_day)) < book.label
        and label not in book.final_labels
        and charge.reference not in book.billed_references
    ]


def _not_this_run(lines: Iterable[Line], book: ServiceBook) -> list[Line]:
    now = {(line.reference, line.start) for line in recurring_lines(book)}
    return [line for line in lines if (line.reference, line.start) not in now]


def _finding(line: Line, label: str) -> Finding:
    return warning(
        "unbilled_service",
        f"Service {line.reference} was never billed for {line.start} up to {line.end}"
        f" ({line.amount:,.2f}); the run of {label} would have billed it.",
        way_out=f"Run period {label} again, or add a row to charges, or move starts_on.",
        sheet="services",
        column="starts_on",
        record=line.reference,
    )
