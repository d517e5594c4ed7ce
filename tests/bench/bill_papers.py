"""How quick a bookkeeper sees an invoice, and how quick a hundred are written.

    python -m tests.bench.bill_papers

The sample company's October is worked out in this process, as the window does it: one preview of a
draft (the first readies the fonts), one of an approved invoice, and a hundred PDFs of one process
from nothing to files. Of each the best of some rounds counts. Exit code 1 where a figure is over
its limit.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from app.billing.gates import GateName
from app.documents.invoice.batch import write_invoices
from app.documents.invoice.document import InvoiceDocument
from app.host.clock import fixed
from app.operations.import_usage import Choices, import_usage
from app.operations.invoice_papers import (
    PrintChoices,
    billed_of_run,
    papers_of,
    records_of_run,
    style_of,
)
from app.operations.make_company import open_company
from app.operations.office import Office
from app.operations.preview_invoice import preview_draft, preview_invoice
from app.operations.run_bills import bill
from app.operations.run_making import MadeRun
from app.operations.show_sample import make_sample, sample_call_files, source_of_sample_file
from app.progress import Silent

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
PERIOD = "2026-10"
INVOICES = 100
PREVIEW_SECONDS = 0.3
PACK_SECONDS = 5.0
ROUNDS = 3
WAIVERS = {
    GateName.SUSPENDED_USAGE: "bench",
    GateName.ACCOUNTS_NOT_READY: "bench",
    GateName.PROBABLE_DUPLICATES: "bench",
    GateName.NOT_REGISTERED: "bench",
}


def best(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The seconds of the quickest round."""
    taken = []
    for _ in range(rounds):
        begun = perf_counter()
        act()
        taken.append(perf_counter() - begun)
    return min(taken)


def a_hundred(office: Office, made: MadeRun) -> list[InvoiceDocument]:
    """The papers of so many invoices: those of the run, again under other names."""
    with office.file.read() as conn:
        papers = papers_of(
            conn, records_of_run(made.records), billed_of_run(made), PrintChoices(), draft=True
        )
        documents = list(papers)
    found = []
    for number in range(INVOICES):
        document = documents[number % len(documents)]
        invoice = replace(document.invoice, invoice_number=f"CF-{9000 + number}")
        found.append(replace(document, invoice=invoice))
    return found


def figures(folder: Path) -> list[tuple[str, float, float]]:
    """What was measured, its seconds and its limit."""
    path = make_sample(folder / "sample.switchbook", progress=Silent())
    with open_company(path, fixed(NOW), write=True) as office:
        for each in sample_call_files(PERIOD):
            choices = Choices(source=source_of_sample_file(each))
            import_usage(office, [each], choices=choices, progress=Silent())
        made = bill(office, PERIOD, waivers=WAIVERS).made
        accounts = [draft.account_number for draft in made.drafts if draft.billed is not None]
        first = best(lambda: preview_draft(office, made, accounts[0]), rounds=1)
        others = iter(accounts[1:])
        next_ = best(lambda: preview_draft(office, made, next(others)), rounds=20)
        documents = a_hundred(office, made)
        style = style_of(PrintChoices())
        rounds = iter(range(ROUNDS))
        pack = best(
            lambda: write_invoices(documents, folder / str(next(rounds)), style=style, workers=2)
        )
        number = bill(office, PERIOD, approve=True).invoices[0].invoice_number or ""
        approved = best(lambda: preview_invoice(office, number))
    return [
        ("preview of a draft, the first", first, PREVIEW_SECONDS),
        ("preview of a draft, any other", next_, PREVIEW_SECONDS),
        ("preview of an approved invoice", approved, PREVIEW_SECONDS),
        (f"{INVOICES} invoice PDFs", pack, PACK_SECONDS),
    ]


def main() -> int:
    """Measures and prints; 1 where a figure is over its limit."""
    with tempfile.TemporaryDirectory() as place:
        found = figures(Path(place))
    for what, seconds, limit in found:
        verdict = "ok" if seconds <= limit else "OVER"
        print(f"{what:44}{seconds:8.3f} s   at most {limit:g} s   {verdict}")
    return 1 if any(seconds > limit for _, seconds, limit in found) else 0


if __name__ == "__main__":
    sys.exit(main())
