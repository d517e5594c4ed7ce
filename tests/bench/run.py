"""The figures the program has to reach, each as a ratio measured in one run on this machine.

    python -m tests.bench.run            some seventy minutes, with the other benches
    python -m tests.bench.run --quick    a tenth of the calls, for a first look

What is compared is run in turn, several rounds of floor, script and ours; of each the best round
counts, the one least disturbed by whatever else the machine does. All files go to a temporary
folder that is removed. Exit code 1 where a figure is over its limit.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.bench.measuring import Spent, run, switchbook
from tests.bench.tax_part import measure_taxes

ROUNDS = 3
SCRIPT_ROUNDS = 2
FEW = 10_000
FEW_ROUNDS = 6
ID_STEP = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    value: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def is_ok(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self) -> str:
        bound = f"at {'least' if self.at_least else 'most'} {self.limit:g}{self.unit}"
        value = f"{self.value:.2f}" if self.value < 100 else f"{self.value:.0f}"
        verdict = "ok" if self.is_ok else "OVER"
        return f"{self.what:58}{value + self.unit:>12}   {bound:18} {verdict}"


@dataclass(slots=True)
class Bench:
    """The files of the bench, and what was measured."""

    folder: Path
    calls: int
    """In the file that is measured; ten times as many in the large one."""
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    figures: list[Figure] = field(default_factory=list)

    def path(self, name: str) -> Path:
        return self.folder / name

    def fresh(self, name: str) -> Path:
        """A company file of that name, set up and without calls."""
        return Path(shutil.copyfile(self.path("empty.switchbook"), self.path(name)))

    def note(self, what: str, spent: Spent) -> Spent:
        self.times[what].append(spent.seconds)
        say(f"{what:44}{spent.seconds:9.2f} s {spent.peak_mb:8.0f} MB")
        return spent

    def best(self, what: str) -> float:
        return min(self.times[what])

    def add(self, what: str, value: float, limit: float, unit: str = " x", **more: bool) -> None:
        self.figures.append(Figure(what, value, limit, unit, **more))


def say(text: str) -> None:
    print(text, flush=True)


def prepare(bench: Bench) -> None:
    """The company, its calls, and a filled file whose rows the floor stores again."""
    run("tests.bench.workload", "company", bench.path("company"))
    run("tests.bench.workload", "calls", bench.path("calls.csv"), bench.calls)
    switchbook("new", bench.path("empty.switchbook"), "--workbook", bench.path("company"))
    switchbook("import", bench.fresh("ready.switchbook"), bench.path("calls.csv"))


def measure_import(bench: Bench) -> None:
    """Floor, script and ours in turn."""
    calls = bench.path("calls.csv")
    for place in range(ROUNDS):
        floor = run(
            "tests.bench.floor", calls, bench.path("ready.switchbook"), bench.path(f"{place}.floor")
        )
        bench.note("floor", Spent(float(floor.said), floor.peak_mb, ""))
        bench.path(f"{place}.floor").unlink()
        company = bench.fresh("ours.switchbook")
        before = company.stat().st_size
        bench.note("import", switchbook("import", company, calls))
        growth = (company.stat().st_size - before) / bench.calls
        if place < SCRIPT_ROUNDS:
            table = bench.path(f"{place}.script")
            script = run("tests.bench.script", bench.path("company"), calls, table, "--sums")
            bench.note("script", script)
            table.unlink()
        bench.note("import of the same file again", switchbook("import", company, calls))
        bill = switchbook("bill", company, "--period", "2026-10", "--json", blocks=True)
        bench.note("draft bill run", bill)
    assert_same_charges(json.loads(script.said), json.loads(bill.said))
    ours = bench.best("import")
    bench.add("import against the floor", ours / bench.best("floor"), 2.5)
    bench.add("import against the script", bench.best("script") / ours, 6, at_least=True)
    bench.add(
        "the same file again against the first time",
        bench.best("import of the same file again") / ours,
        1,
    )
    bench.add("draft bill run against the import", bench.best("draft bill run") / ours, 1)
    bench.add("growth of the company file a call", growth, 125, " bytes")


def assert_same_charges(script: dict[str, str], bill: dict[str, Any]) -> None:
    """Ours and the script's agree to the cent for every account; RuntimeError else."""
    ours: dict[str, Decimal] = defaultdict(Decimal)
    for invoice in bill["invoices"]:
        for line in invoice["lines"]:
            if line["kind"] == "usage":
                ours[invoice["account_number"]] += Decimal(line["amount"])
    theirs = {account: Decimal(amount) for account, amount in script.items()}
    differing = [
        account
        for account in sorted(ours.keys() | theirs.keys())
        if ours.get(account, 0) != theirs.get(account, 0)
    ]
    if differing:
        account = differing[0]
        message = (
            f"{len(differing)} accounts differ from the script's, {account} first: "
            f"{ours.get(account)} against {theirs.get(account)}"
        )
        raise RuntimeError(message)
    say(f"charges of {len(ours)} accounts agree with the script's to the cent")


def measure_the_same_calls_otherwise_cut(bench: Bench) -> None:
    """The same calls in another file: its hash does not tell, each call's key does; no limit."""
    other = bench.path("cut.csv")
    with bench.path("calls.csv").open("rb") as whole, other.open("wb") as cut:
        cut.write(whole.readline())
        whole.readline()
        shutil.copyfileobj(whole, cut, 2**20)
    company = Path(shutil.copyfile(bench.path("ready.switchbook"), bench.path("cut.switchbook")))
    bench.note("import of the same calls, otherwise cut", switchbook("import", company, other))


def measure_few(bench: Bench) -> None:
    """A small file by the operation in a running process, against the script's whole run."""
    files = [bench.path(f"few{place}.csv") for place in range(FEW_ROUNDS + 1)]
    for place, path in enumerate(files, 1):
        run("tests.bench.workload", "calls", path, FEW, place * ID_STEP)
    for place in range(ROUNDS):
        table = bench.path(f"few{place}.script")
        script = run("tests.bench.script", bench.path("company"), files[place], table)
        bench.note(f"script, {FEW:,} calls", script)
    warm = run("tests.bench.warm", bench.fresh("few.switchbook"), *files)
    for seconds in json.loads(warm.said):
        bench.note(f"operation, {FEW:,} calls", Spent(seconds, warm.peak_mb, ""))
    ratio = bench.best(f"script, {FEW:,} calls") / bench.best(f"operation, {FEW:,} calls")
    bench.add(f"{FEW:,} calls in a running process, script", ratio, 10, at_least=True)


def measure_large(bench: Bench) -> None:
    """Ten times as many calls, and then a file more."""
    large, more = bench.path("large.csv"), bench.path("more.csv")
    run("tests.bench.workload", "calls", large, bench.calls * 10, 10 * ID_STEP)
    run("tests.bench.workload", "calls", more, bench.calls, 100 * ID_STEP)
    company = bench.fresh("large.switchbook")
    spent = bench.note("import of ten times as many", switchbook("import", company, large))
    large.unlink()
    bench.add("ten times as many calls", spent.seconds / bench.best("import"), 11)
    bench.add("its peak memory", spent.peak_mb, 1500, " MB")
    into_large, into_empty = [], []
    for place in range(SCRIPT_ROUNDS):
        into_empty.append(
            bench.note(
                "import into an empty company",
                switchbook("import", bench.fresh("small.switchbook"), more),
            ).seconds
        )
        into_large.append(
            bench.note("import into the large company", switchbook("import", company, more)).seconds
        )
        if place + 1 < SCRIPT_ROUNDS:
            switchbook("undo-import", company, 2)
    bench.add(
        "import into the large company, into an empty one", min(into_large) / min(into_empty), 1.3
    )


def measure_documents(bench: Bench, *, invoices: int) -> None:
    """Invoices of three pages as PDFs, against ReportLab alone; floor and ours in turn."""
    few = drawn(invoices // 4)
    many = drawn(invoices)
    say(f"{invoices:,} PDFs, ReportLab alone {many['floor']:23.2f} s")
    say(f"{invoices:,} PDFs, ours {many['ours']:34.2f} s")
    bench.add(f"{invoices:,} invoices of three pages", many["ours"] / many["floor"], 1.5)
    for whose, peak_mb in many["peaks_mb"].items():
        growth = peak_mb / few["peaks_mb"][whose]
        bench.add(f"memory of the {whose}, four times as many invoices", growth, 1.1)


def drawn(invoices: int) -> dict[str, Any]:
    said = run("tests.bench.pdf_floor", "--invoices", invoices, "--workers", 2, "--json").said
    facts: dict[str, Any] = json.loads(said)
    return facts


def measure_window(*, quick: bool) -> bool:
    """The window's own figures, which it prints itself; whether all are within their limits."""
    say("\nThe window:")
    more = ["--quick"] if quick else []
    done = subprocess.run([sys.executable, "-m", "tests.bench.window", *more], check=False)
    return done.returncode == 0


def measure_systems(*, quick: bool) -> bool:
    """The figures of other systems, which that bench prints itself; whether all are within."""
    say("\nOther systems, on a virtual clock:")
    more = ["--quick"] if quick else []
    done = subprocess.run([sys.executable, "-m", "tests.bench.systems", *more], check=False)
    return done.returncode == 0


def measure_in_step(*, quick: bool) -> bool:
    """The figures of keeping in step, which that bench prints itself; whether all are within."""
    say("\nIn step, over unpaced practice systems:")
    more = ["--quick"] if quick else []
    done = subprocess.run([sys.executable, "-m", "tests.bench.in_step", *more], check=False)
    return done.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the calls and invoices")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory(prefix="switchbook-bench-") as folder:
        bench = Bench(Path(folder), 100_000 if quick else 1_000_000)
        say(f"{bench.calls:,} calls, 50,000 prefixes, 2,000 accounts, 10,000 numbers")
        prepare(bench)
        measure_import(bench)
        measure_the_same_calls_otherwise_cut(bench)
        measure_few(bench)
        measure_documents(bench, invoices=200 if quick else 1000)
        measure_taxes(bench)
        measure_large(bench)
    say("")
    for figure in bench.figures:
        say(figure.line())
    say("")
    say(
        f"Times are the best of {SCRIPT_ROUNDS} or {ROUNDS} rounds, floor, script and ours in turn."
    )
    if quick:
        say("With so few calls the start of the program weighs more than it should.")
    window = measure_window(quick=quick)
    systems = measure_systems(quick=quick)
    in_step = measure_in_step(quick=quick)
    apart = window and systems and in_step
    return 0 if apart and all(figure.is_ok for figure in bench.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
