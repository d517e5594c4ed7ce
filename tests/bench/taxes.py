"""What taxes cost in a bill run, beside rating its calls and making its invoices.

    python -m tests.bench.taxes prepare COMPANY.switchbook RULES
    python -m tests.bench.taxes measure COMPANY.switchbook CALLS.csv

``prepare`` makes a company with twenty tax rules for each of its accounts, and so many more rules
that reach nobody. ``measure`` imports the calls and drafts the run in one process, and prints as
JSON the processor seconds of each, taxes apart, and the peak memory in megabytes.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from app.billing import assembly
from app.documents.workbook_file import FileFormat, write_sheets
from app.host.clock import clock_of
from app.operations import run_making
from app.operations.import_usage import Choices, import_usage
from app.operations.import_workbook import apply_workbook, plan_workbook
from app.operations.make_company import new_company, open_company
from app.operations.run_bills import bill
from tests.bench.tax_rows import company_rows

_PERIOD: Final = "2026-10"
_KILOBYTES: Final = 1024


class _Spent:
    """Processor seconds spent in some functions."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def within(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time noted."""

        def timed(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  whatever it takes
            begun = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self.seconds += time.process_time() - begun

        return timed


def prepare(company: Path, more: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_sheets(Path(folder), company_rows(more), file_format=FileFormat.CSV)
        with new_company(company, clock_of(os.environ)) as office:
            apply_workbook(office, plan_workbook(office, Path(folder)), origin="bench")


def measure(company: Path, calls: Path) -> dict[str, float]:
    taxing = _Spent()
    # Reading the tables, gathering what is taxed, and taxing it.
    for module, name in (
        (run_making, "load_run_book"),
        (assembly, "_request"),
        (assembly, "tax_invoice"),
    ):
        setattr(module, name, taxing.within(getattr(module, name)))
    with open_company(company, clock_of(os.environ), write=True) as office:
        begun = time.process_time()
        import_usage(office, [calls], choices=Choices())
        rated = time.process_time()
        done = bill(office, _PERIOD)
        billed = time.process_time()
    return {
        "rating": rated - begun,
        "billing": billed - rated - taxing.seconds,
        "taxing": taxing.seconds,
        "invoices": len(done.invoices),
        "tax_lines": sum(len(invoice.tax_lines) for invoice in done.invoices),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES,
    }


def main(arguments: list[str]) -> None:
    match arguments:
        case ["prepare", company, more]:
            prepare(Path(company), int(more))
        case ["measure", company, calls]:
            print(json.dumps(measure(Path(company), Path(calls))))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
