"""The part of the bench about taxes: their share of a bill run, with few rules and with many."""

import json
from typing import TYPE_CHECKING, Final

from tests.bench.measuring import run

if TYPE_CHECKING:
    from tests.bench.run import Bench

ROUNDS: Final = 3
CALLS: Final = 1_000_000
"""A month's calls of the bench's 2,000 accounts, for the figure to mean something."""
FEW: Final = 0
MANY: Final = 20_000
"""Rules that reach nobody, beside those that do."""


def measure_taxes(bench: "Bench") -> None:
    """Rating, billing and taxing in one process; a company with few rules and one with many."""
    calls, is_whole = bench.path("calls.csv"), bench.calls >= CALLS
    if not is_whole:
        calls = bench.path("calls-of-taxes.csv")
        run("tests.bench.workload", "calls", calls, CALLS)
    found: dict[int, list[dict[str, float]]] = {FEW: [], MANY: []}
    for more in found:
        run("tests.bench.taxes", "prepare", bench.path(f"{more}.switchbook"), more)
    for _ in range(ROUNDS if is_whole else 1):
        for more, rounds in found.items():
            company = bench.path("taxed.switchbook")
            company.write_bytes(bench.path(f"{more}.switchbook").read_bytes())
            said = run("tests.bench.taxes", "measure", company, calls).said
            rounds.append(json.loads(said))
            company.unlink()
    few, many = found[FEW], found[MANY]
    lines = int(few[0]["tax_lines"])
    print(f"{lines:,} tax lines on {int(few[0]['invoices']):,} invoices", flush=True)
    bench.add("taxing a run, against its rating and billing", min(map(_ratio, few)), 0.1)
    bench.add(
        f"the same with {MANY:,} rules more, against without",
        min(each["taxing"] for each in many) / min(each["taxing"] for each in few),
        1.2,
    )
    bench.add(
        "its peak memory, against without",
        min(each["peak_mb"] for each in many) / min(each["peak_mb"] for each in few),
        1.1,
    )


def _ratio(found: dict[str, float]) -> float:
    return found["taxing"] / (found["rating"] + found["billing"])
