from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest

from app.billing.bill_run import RunState
from app.billing.invoice import InvoiceState
from app.documents.invoice.document import Balance
from app.errors import InputError, NotAllowed
from app.operations.adjust_invoices import void_invoice
from app.operations.invoice_papers import PrintChoices
from app.operations.office import Office
from app.operations.print_invoices import Printed, print_invoices
from app.operations.run_bills import bill, undo_run
from app.store import audit
from app.store.bill_runs import load_runs
from app.store.invoices import load_invoices
from tests.operations.companies import BILLABLE, HARBOR, approve, change, dump, take_in

PLAIN = PrintChoices(detail=False)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Fonts are cut once for the whole session, in a folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def billed(office: Office, tmp_path: Path) -> Office:
    """October is approved: CF-1043 of 44.24, CF-1044 of 21.41."""
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    return office


def words(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def printed(office: Office, out: Path, choices: PrintChoices = PLAIN, run: int = 1) -> Printed:
    return print_invoices(office, run, out, choices=choices)


@contextmanager
def refused(office: Office, kind: type[Exception], words: str) -> Iterator[None]:
    before = dump(office)
    with pytest.raises(kind, match=words):
        yield
    assert dump(office) == before


def test_each_invoice_is_a_pdf_with_its_figures(billed: Office, tmp_path: Path) -> None:
    done = printed(billed, tmp_path / "out")
    assert [path.name for path in done.invoices] == ["CF-1043.pdf", "CF-1044.pdf"]
    told = words(done.invoices[0])
    assert [w for w in ("Granite Peak", "CF-1043", "44.24", "4.02") if w not in told] == []


def test_printing_an_approved_run_issues_it(billed: Office, tmp_path: Path) -> None:
    assert printed(billed, tmp_path / "out").issued
    with billed.file.read() as conn:
        assert {each.invoice.state for each in load_invoices(conn)} == {InvoiceState.ISSUED}
        assert [run.state for run in load_runs(conn)] == [RunState.FINAL.value]
        entry = audit.entries_of(conn, "invoices", record="CF-1044")[-1]
    assert (entry.action, entry.after) == ("issued", '{"how":"documents"}')


def test_a_run_that_was_issued_cannot_be_undone(billed: Office, tmp_path: Path) -> None:
    printed(billed, tmp_path / "out")
    with refused(billed, NotAllowed, "was issued or made void|were issued or made void"):
        undo_run(billed, 1)


def test_printing_again_issues_nothing_anew(billed: Office, tmp_path: Path) -> None:
    printed(billed, tmp_path / "out")
    before = dump(billed)
    printed(billed, tmp_path / "again")
    assert dump(billed) == before


def test_own_words_stand_on_every_invoice(billed: Office, tmp_path: Path) -> None:
    own = tmp_path / "words.toml"
    own.write_text('[regulator]\nNY = "Ask the Public Service Commission."\n', encoding="utf-8")
    done = printed(billed, tmp_path / "out", PrintChoices(detail=False, words=own))
    told = ["Ask the Public Service Commission" in words(path) for path in done.invoices]
    assert told == [False, True]


def test_words_that_cannot_be_read_issue_nothing(billed: Office, tmp_path: Path) -> None:
    own = tmp_path / "words.toml"
    own.write_text("late = 1", encoding="utf-8")
    with refused(billed, InputError, "holds no words for invoices"):
        printed(billed, tmp_path / "out", PrintChoices(detail=False, words=own))


def test_a_preview_issues_nothing(billed: Office, tmp_path: Path) -> None:
    before = dump(billed)
    done = printed(billed, tmp_path / "out", PrintChoices(detail=False, preview=True))
    assert not done.issued
    assert dump(billed) == before


def test_a_draft_run_is_printed_as_drafts(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    bill(office, "2026-10")
    before = dump(office)
    done = printed(office, tmp_path / "out")
    assert (len(done.invoices), done.issued) == (2, False)
    assert dump(office) == before


def test_call_detail_is_annexed_and_masked(billed: Office, tmp_path: Path) -> None:
    done = printed(billed, tmp_path / "out", PrintChoices())
    assert [path.name for path in done.annexes] == [
        "CF-1043-calls.pdf",
        "CF-1043-calls.xlsx",
        "CF-1044-calls.pdf",
        "CF-1044-calls.xlsx",
    ]
    assert "555-0177" not in words(done.annexes[0])


def test_numbers_are_shown_where_that_is_wanted(billed: Office, tmp_path: Path) -> None:
    done = printed(billed, tmp_path / "out", PrintChoices(masked=False))
    assert "555-0177" in words(done.annexes[0])


def test_the_register_lists_every_invoice(billed: Office, tmp_path: Path) -> None:
    done = printed(billed, tmp_path / "out")
    sheet = openpyxl.load_workbook(done.register).worksheets[0]
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"CF-1043", "CF-1044", 44.24, 21.41} <= cells


def test_the_journal_of_a_void_invoice_is_taken_back(billed: Office, tmp_path: Path) -> None:
    void_invoice(billed, "CF-1043", why="a wrong address")
    done = printed(billed, tmp_path / "out")
    sheet = openpyxl.load_workbook(done.journal).worksheets[0]
    own = [row for row in sheet.iter_rows(values_only=True) if "CF-1043" in row]
    assert len(own) % 2 == 0
    assert len(own) > 2


def test_a_balance_of_before_is_shown(billed: Office, tmp_path: Path) -> None:
    balances = {"100": Balance(previous=Decimal("123.45"), payments=Decimal("-23.45"))}
    done = printed(billed, tmp_path / "out", PrintChoices(detail=False, balances=balances))
    told = words(done.invoices[0])
    figures = ("123.45", "\u221223.45", "144.24")
    assert [w for w in figures if w not in told] == []


def test_without_balances_the_page_says_so(billed: Office, tmp_path: Path) -> None:
    told = words(printed(billed, tmp_path / "out").invoices[0])
    assert "Earlier balances are not included." in told
    assert "Previous balance" not in told


def test_balances_of_nobody_s_account_are_told(billed: Office, tmp_path: Path) -> None:
    balances = {"100": Balance(), "0999": Balance(previous=Decimal(5))}
    done = printed(billed, tmp_path / "out", PrintChoices(detail=False, balances=balances))
    assert [(each.code, each.record) for each in done.findings] == [("unknown_account", "0999")]
    assert "There is no account 0999" in done.findings[0].message


def test_letters_that_cannot_be_printed_are_told(billed: Office, tmp_path: Path) -> None:
    change(billed, accounts=[replace(HARBOR, name="Harbor \u6771\u4eac Dental")])
    done = printed(billed, tmp_path / "out", PrintChoices())
    assert [(each.code, each.record, each.raw) for each in done.findings] == [
        ("missing_letters", "200", "\u4eac \u6771")
    ]


@pytest.mark.parametrize("colour", ["red", "#12345", "0E5A70"])
def test_a_colour_that_is_none_is_refused(billed: Office, tmp_path: Path, colour: str) -> None:
    with refused(billed, InputError, f"“{colour}” is no colour"):
        printed(billed, tmp_path / "out", PrintChoices(accent=colour))


def test_a_folder_that_is_a_file_is_refused(billed: Office, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").touch()
    with refused(billed, InputError, r"calls\.csv\. It is a file"):
        printed(billed, tmp_path / "calls.csv")


def test_a_folder_that_cannot_take_the_annexes_is_refused(billed: Office, tmp_path: Path) -> None:
    (tmp_path / "call-detail").touch()
    with refused(billed, InputError, "could not be written"):
        printed(billed, tmp_path, PrintChoices())


def test_a_run_that_is_not_there_is_refused_with_those_that_are(
    billed: Office, tmp_path: Path
) -> None:
    with refused(billed, InputError, r"There is no bill run 9\. Runs are: 1 \(2026-10, approved\)"):
        printed(billed, tmp_path / "out", run=9)


def test_a_company_without_runs_says_so(office: Office, tmp_path: Path) -> None:
    with refused(office, InputError, r"Runs are: none"):
        printed(office, tmp_path / "out")


def test_a_paper_that_nobody_makes_is_refused(billed: Office, tmp_path: Path) -> None:
    with refused(billed, InputError, "There is no paper a5"):
        printed(billed, tmp_path / "out", PrintChoices(paper="a5"))


def test_an_accent_and_a4_are_taken(billed: Office, tmp_path: Path) -> None:
    choices = PrintChoices(detail=False, paper="a4", accent="#336699")
    done = printed(billed, tmp_path / "out", choices)
    assert round(float(pypdf.PdfReader(done.invoices[0]).pages[0].mediabox.width)) == 595
