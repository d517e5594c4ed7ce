"""The demo: two months of the sample company, from spreadsheet, call files and PSA to payments."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.demo_systems import SystemsStory, on_stage
from app.cli.output import decimal_text, money, table_lines
from app.cli.session import answer, json_option, progress
from app.errors import InputError
from app.host.clock import Clock, fixed, passing
from app.host.paths import sample_data
from app.progress import Progress

if TYPE_CHECKING:
    from app.billing.variance import Variance
    from app.operations.import_usage import FileResult
    from app.operations.office import Office
    from app.operations.print_invoices import Printed
    from app.operations.run_bills import BillResult
    from app.store.suspense import SuspenseGroup

COMPANY_FILE: Final = "cedar-fork.switchbook"
_OCTOBER_2: Final = datetime(2026, 10, 2, 15, tzinfo=UTC)
_NOVEMBER_2: Final = datetime(2026, 11, 2, 15, tzinfo=UTC)
_ZERO: Final = Decimal(0)

_WAIVED: Final = {
    "suspended_usage": "demo: the calls stay in suspense, for you to clear",
    "accounts_not_ready": "demo: two customers lack a place, and are left out",
    "probable_duplicates": "demo: one call to look at",
    "not_registered": "demo: nothing is collected in Nevada, where we are not registered",
}


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for the company file and the documents; default: a new switchbook-demo.",
)
@json_option
def demo(out: Path | None, as_json: bool) -> int:
    """Tell the whole story on the sample company: calls, PSA, bills, PDFs, books, payments, proof.

    The PSA and the books are practice systems that end with it; no network is needed.
    """
    if not sample_data().is_dir():
        raise InputError(
            "The sample company is not here.",
            "It comes with the source tree, not with the installed program.",
            "Run the demo from a copy of the source tree.",
        )
    out = out or _new_folder()
    company = out / COMPANY_FILE
    if company.exists():
        raise InputError(
            f"{company} is there already.", "", "Take it away, or name another folder with --out."
        )
    out.mkdir(parents=True, exist_ok=True)
    with progress() as told:
        story = _Story.lived(company, out, told)
    answer(story.facts(), list(story.lines()), as_json=as_json)
    return 0 if story.systems.whole.closes else 1


def _new_folder() -> Path:
    """The first of switchbook-demo, switchbook-demo-2, ... that is not there yet."""
    names = chain(["switchbook-demo"], (f"switchbook-demo-{again}" for again in count(2)))
    return next(path for path in map(Path, names) if not path.exists())


class _Story:
    """What happened in the two months, to be told at the end."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.files: list[FileResult] = []
        self.suspense: Sequence[SuspenseGroup] = ()
        self.runs: list[BillResult] = []
        self.variances: Sequence[Variance] = ()
        self.systems: SystemsStory
        self.printed: Printed

    @classmethod
    def lived(cls, company: Path, out: Path, told: Progress) -> "_Story":
        """The two months, lived through."""
        from app.operations.import_workbook import apply_workbook, plan_workbook
        from app.operations.make_company import new_company

        story = cls(out)
        with new_company(company, fixed(_OCTOBER_2)) as office:
            plan = plan_workbook(office, sample_data() / "cedar-fork.xlsx")
            apply_workbook(office, plan, origin="cedar-fork.xlsx")
        story.september(company, told)
        story.october(company, told)
        return story

    def september(self, company: Path, told: Progress) -> None:
        """The month before: imported and billed, so that October has something to differ from."""
        with _open(company, fixed(_OCTOBER_2)) as office:
            self._take_in(office, "2026-09", told)
            self._bill(office, "2026-09", told)

    def october(self, company: Path, told: Progress) -> None:
        """The month with every trap in it, a late file of the month before, a PSA and books."""
        from app.operations.clear_suspense import list_suspense
        from app.operations.invoice_papers import PrintChoices
        from app.operations.print_invoices import print_invoices

        clock = passing(_NOVEMBER_2)
        with on_stage(clock) as self.systems, _open(company, clock) as office:
            self.systems.connect(office, told)
            self._take_in(office, "late/hosted-pbx_2026-09_late.csv", told)
            self._take_in(office, "2026-10", told)
            self.suspense = list_suspense(office)
            self.systems.bring_work_in(office, told)
            self._bill(office, "2026-10", told)
            run = self.runs[-1]
            self.variances = run.made.variances
            self.printed = print_invoices(
                office, run.run_id, self.out / "2026-10", choices=PrintChoices(), progress=told
            )
            self.systems.post(office, told)
            self.systems.be_paid(office, "2026-10", told)

    def _take_in(self, office: "Office", name: str, told: Progress) -> None:
        from app.operations.import_usage import Choices, import_usage

        place = sample_data() / "calls" / name
        for path in sorted(place.iterdir()) if place.is_dir() else [place]:
            source = path.name.partition("_")[0]
            self.files += import_usage(
                office, [path], choices=Choices(source=source), progress=told
            )

    def _bill(self, office: "Office", period: str, told: Progress) -> None:
        from app.billing.gates import GateName
        from app.operations.run_bills import bill

        waivers = {GateName(name): why for name, why in _WAIVED.items()}
        self.runs.append(bill(office, period, waivers=waivers, approve=True, progress=told))

    def facts(self) -> dict[str, object]:
        """The story as JSON has it."""
        from app.billing.variance import totals_by_cause

        return {
            "files": [
                {"file": each.file, "format": each.format, "records": each.records}
                for each in self.files
            ],
            "suspense": [
                {"reason": reason, "calls": calls, "estimate": money(estimate)}
                for reason, calls, estimate in self._suspense_rows()
            ],
            "runs": [
                {
                    "run": run.run_id,
                    "period": run.made.label,
                    "state": run.state.value,
                    "invoices": len(run.invoices),
                    "total": money(_total_of(run)),
                }
                for run in self.runs
            ],
            "variance": {
                cause.value: money(amount)
                for cause, amount in totals_by_cause(self.variances).items()
            },
            **self.systems.facts(),
            "proof_closes": self.systems.whole.closes,
            "out": str(self.out),
            "invoices": [str(path) for path in self.printed.invoices],
        }

    def _suspense_rows(self) -> list[tuple[str, int, Decimal]]:
        found: dict[str, tuple[int, Decimal]] = {}
        for group in self.suspense:
            name = group.reason.name.lower()
            calls, estimate = found.get(name, (0, _ZERO))
            found[name] = (calls + group.calls, estimate + group.estimate)
        rows = [(name, calls, estimate) for name, (calls, estimate) in found.items()]
        return sorted(rows, key=lambda row: -row[2])

    def lines(self) -> Iterator[str]:
        """The story as tables."""
        from app.billing.variance import totals_by_cause

        words = ("rated", "not_chargeable", "suspended", "duplicate", "malformed")
        yield from table_lines(
            ("call file", "format", "records", *words),
            [
                (
                    each.file,
                    each.format,
                    each.records or "",
                    *(each.outcomes.get(word, 0) if each.import_id else "" for word in words),
                )
                for each in self.files
            ],
        )
        yield ""
        yield from table_lines(
            ("in suspense", "calls", "may be worth"),
            [(name, calls, money(estimate)) for name, calls, estimate in self._suspense_rows()],
        )
        yield ""
        yield from table_lines(
            ("bill run", "state", "invoices", "left out", "total"),
            [
                (
                    run.made.label,
                    run.state.value,
                    len(run.invoices),
                    sum(draft.is_left_out for draft in run.made.drafts),
                    money(_total_of(run)),
                )
                for run in self.runs
            ],
        )
        yield ""
        yield from table_lines(
            ("changed since September", "money"),
            [
                (cause.value, money(amount))
                for cause, amount in totals_by_cause(self.variances).items()
            ],
        )
        yield ""
        yield from self.systems.lines()
        yield from self._proof_lines()
        yield f"Invoices: {self.out / '2026-10' / 'invoices'}"
        yield f"Company file: {self.out / COMPANY_FILE}"

    def _proof_lines(self) -> Iterator[str]:
        whole = self.systems.whole
        outcomes = whole.proof.outcomes
        rows = (
            ("records in", whole.proof.records_in),
            ("billed", outcomes.billed),
            ("rated, not yet billed", outcomes.rated_not_billed),
            ("suspended", outcomes.suspended),
            ("written off", outcomes.written_off),
            ("not chargeable", outcomes.not_chargeable),
            ("duplicate", outcomes.duplicate),
        )
        yield from table_lines(
            ("proof", "records", "seconds", "money"),
            [
                *((name, t.calls, t.seconds, decimal_text(t.amount)) for name, t in rows),
                ("malformed", outcomes.malformed, "", ""),
            ],
        )
        yield ""
        yield from self.systems.proof_lines()
        yield "The proof closes." if whole.closes else "The proof does not close:"
        yield from whole.broken


def _total_of(run: "BillResult") -> Decimal:
    return sum((invoice.total for invoice in run.invoices), _ZERO)


def _open(company: Path, clock: Clock) -> "AbstractContextManager[Office]":
    from app.operations.make_company import open_company

    return open_company(company, clock, write=True)
