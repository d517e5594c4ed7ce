"""How quick the window is: start-up, finding, stalls, lists of a million calls, a hundred PDFs.

    python -m tests.bench.window             some minutes
    python -m tests.bench.window --quick     a tenth of the calls, customers and numbers

Each part runs in a process of its own and prints its figures; the best of some rounds counts, the
one least disturbed by whatever else the machine does. Exit code 1 where a figure is over its limit.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from app.documents.workbook_file import FileFormat, write_sheets
from app.operations.show_sample import make_sample
from app.progress import Silent
from tests.bench import workload
from tests.bench.measuring import run, switchbook
from tests.bench.run import Figure

ROUNDS = 3
CUSTOMERS, NUMBERS, CALLS = 5_000, 50_000, 1_000_000
CUSTOMERS_SYNCED = 2_000


def say(text: str) -> None:
    print(text, flush=True)


# ---- the company with many customers


def write_company(folder: Path, customers: int, numbers: int) -> None:
    """A setup of so many customers and numbers, as sheets."""
    rows = workload.setup_rows()
    one, place, number = rows["accounts"][0], rows["locations"][0], rows["numbers"][0]
    rows["accounts"] = [
        replace(
            one, account_number=f"A{n:05}", name=f"Customer {n}", billing_email=f"c{n}@a.example"
        )
        for n in range(customers)
    ]
    rows["locations"] = [
        replace(place, location_code=f"L{n:05}", account_number=f"A{n:05}")
        for n in range(customers)
    ]
    rows["numbers"] = [
        replace(
            number,
            number=f"+{workload.own_number(n)}",
            account_number=f"A{n % customers:05}",
            location_code=f"L{n % customers:05}",
        )
        for n in range(numbers)
    ]
    rows["services"] = []
    rows["rates"] = rows["rates"][:100]
    folder.mkdir()
    write_sheets(folder, rows, file_format=FileFormat.CSV)


# ---- all parts


def measure_start(company: Path) -> list[Figure]:
    """Start-up, bare and with a company."""
    found = []
    for what, limit, arguments in (
        ("start to a usable window", 1.5, []),
        ("start with the last company open", 2.5, [company]),
    ):
        taken = []
        for _ in range(ROUNDS):
            os.environ["BENCH_BEGUN"] = str(perf_counter())
            taken.append(float(run("tests.bench.window_start", *arguments).said))
        found.append(Figure(what, min(taken), limit, " s"))
    return found


def measure_all(folder: Path, *, quick: bool) -> list[Figure]:
    """Every part."""
    part = 10 if quick else 1
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sample, many = folder / "sample.switchbook", folder / "many.switchbook"
    make_sample(sample, progress=Silent())
    say("the sample company is made")
    figures = measure_start(sample)
    write_company(folder / "many", CUSTOMERS // part, NUMBERS // part)
    switchbook("new", many, "--workbook", folder / "many")
    say(f"{CUSTOMERS // part:,} customers and {NUMBERS // part:,} numbers are in")
    facts = json.loads(run("tests.bench.window_find", many).said)
    figures.append(Figure("Ctrl+K, last letter to first hit", facts["first_hit_ms"], 100, " ms"))
    say(f"of that the search alone {facts['search_ms']:.0f} ms")
    figures += measure_calls(folder, CALLS // part)
    say("a company is synced with the window alive")
    facts = json.loads(run("tests.bench.stall_sync", CUSTOMERS_SYNCED // part).said)
    for what in ("first", "idle"):
        stall = facts[f"{what}_longest_stall_ms"]
        figures.append(Figure(f"longest stall during the {what} sync", stall, 50, " ms"))
    papers = run("tests.bench.bill_papers", blocks=True)
    say(papers.said.rstrip())
    return figures


def measure_calls(folder: Path, calls: int) -> list[Figure]:
    """Stalls while calls are imported, then lists of them."""
    run("tests.bench.workload", "company", folder / "company")
    run("tests.bench.workload", "calls", folder / "calls.csv", calls)
    company = folder / "calls.switchbook"
    switchbook("new", company, "--workbook", folder / "company")
    rounds: list[dict[str, float]] = []
    for place in range(ROUNDS):
        fresh = folder / f"calls{place}.switchbook"
        shutil.copyfile(company, fresh)
        rounds.append(json.loads(run("tests.bench.stall", fresh, folder / "calls.csv").said))
        fresh.unlink()
    facts = {name: min(found[name] for found in rounds) for name in rounds[0]}
    say(f"{calls:,} calls imported in {facts['import_seconds']:.1f} s with the window alive")
    return [
        Figure("longest stall during the import", facts["longest_stall_ms"], 50, " ms"),
        Figure("first page right after the import", facts["page_at_once_ms"], 300, " ms"),
        Figure("first page of all calls", facts["first_page_ms"], 300, " ms"),
        Figure("sorted by number", facts["sort_by_number_ms"], 500, " ms"),
        Figure("sorted by start", facts["sort_by_start_ms"], 500, " ms"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="switchbook-bench-") as folder:
        figures = measure_all(Path(folder), quick=wanted.quick)
    say("")
    for figure in figures:
        say(figure.line())
    return 0 if all(figure.is_ok for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
