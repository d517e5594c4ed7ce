"""Each invoice's document lies at the service once, whatever breaks in between."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.billing.bill_run import RunState
from app.errors import Cancelled, NotAllowed
from app.operations.adjust_invoices import void_invoice
from app.operations.run_bills import bill, undo_run
from app.store.invoices import load_invoices
from app.store.tax_documents import DocumentState
from tests.connectors.afc_server import AfcServer
from tests.operations.companies import dump
from tests.operations.serviced import Serviced, serviced

BROKEN = ("drop_before", "drop_after", "status", "html", "half")
PATHS = ("/CalcTaxes", "/Commit")


def approved(company: Serviced) -> None:
    """October approved, after as many tries as it takes."""
    for _ in range(6):
        if bill(company.office, "2026-10", approve=True).state is RunState.APPROVED:
            break
    with company.office.file.read() as conn:
        standing = {stored.invoice.account_number for stored in load_invoices(conn)}
    if standing != {"100", "200"}:
        bill(company.office, "2026-10", approve=True)


def is_settled(company: Serviced) -> bool:
    """Whether each standing invoice has one committed document, and nothing else is committed."""
    with company.office.file.read() as conn:
        standing = {
            stored.id: stored.invoice
            for stored in load_invoices(conn)
            if stored.invoice.state.value != "void"
        }
    filed = {
        each.code: each.invoice_id
        for each in company.documents
        if each.state is DocumentState.COMMITTED
    }
    assert sorted(i for i in filed.values() if i is not None) == sorted(standing)
    assert set(company.afc.committed) == set(filed)
    for code in filed:
        references = [line.reference for line in company.afc.documents[str(code)].lines]
        assert len(references) == len(set(references))
    return True


def test_approval_files_one_document_an_invoice(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        result = bill(company.office, "2026-10", approve=True)
        assert result.state is RunState.APPROVED
        assert is_settled(company)
        assert sorted(f"{total:.2f}" for total in company.afc.committed.values()) == [
            "13.46",
            "7.05",
        ]


def test_the_file_can_be_written_while_the_service_is_asked(template: Path, tmp_path: Path) -> None:
    """Who asked within a transaction would wait for himself, and time out."""
    with serviced(template, tmp_path) as company:
        written: list[int] = []

        def write() -> None:
            with company.office.file.write():
                written.append(1)

        company.afc.on_asked = write
        result = bill(company.office, "2026-10", approve=True)
        undo_run(company.office, result.run_id)
        assert len(written) == len(company.afc.asked) == 7
        assert [state for _, _, state in company.states] == ["voided", "voided"]


def test_approval_files_what_was_shown(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        draft = bill(company.office, "2026-10")
        result = bill(company.office, "2026-10", approve=True)
        assert [each.tax_lines for each in result.invoices] == [
            each.tax_lines for each in draft.invoices
        ]
        assert company.afc.quotes == 2


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", BROKEN)
def test_a_call_of_which_nobody_knows_is_taken_back_and_filed_anew(
    template: Path, tmp_path: Path, path: str, kind: str
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        company.afc.fail(path, kind)
        assert bill(company.office, "2026-10", approve=True).state is RunState.APPROVED
        assert is_settled(company)
        assert company.states == [
            ("100", "invoice", "voided"),
            ("100", "invoice", "committed"),
            ("200", "invoice", "committed"),
        ]


def test_a_time_out_after_the_commit_is_taken_back_and_filed_anew(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        company.afc.fail("/Commit", "hang_after")
        assert bill(company.office, "2026-10", approve=True).state is RunState.APPROVED
        assert is_settled(company)


def test_too_many_requests_are_waited_out(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        for path in PATHS:
            company.afc.fail(path, "status", status=429, headers=(("Retry-After", "0"),))
        bill(company.office, "2026-10", approve=True)
        assert [state for _, _, state in company.states] == ["committed", "committed"]


def test_a_document_that_stays_unknown_leaves_its_invoice_out(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        down_after(company.afc, commits=1)
        result = bill(company.office, "2026-10", approve=True)
        assert (result.state, result.blocked) == (RunState.APPROVED, True)
        assert [each.account_number for each in result.invoices] == ["100"]
        (out,) = [each for each in result.made.drafts if each.is_left_out]
        assert (out.account_number, out.errors[0].code) == ("200", "tax_service")


def down_after(afc: AfcServer, *, commits: int) -> None:
    """The service goes down once so many documents are committed, in the middle of the next."""
    for _ in range(commits):
        afc.fail("/Commit", "good")
    afc.fail("/Commit", "drop_after", action=lambda: setattr(afc, "is_down", True))


def test_what_stayed_unknown_is_taken_back_by_the_next_run(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        down_after(company.afc, commits=1)
        bill(company.office, "2026-10", approve=True)
        assert company.states[-1] == ("200", "invoice", "voiding")
        assert len(company.afc.committed) == 2
        company.afc.is_down = False
        result = bill(company.office, "2026-10", approve=True)
        assert [each.account_number for each in result.invoices] == ["200"]
        assert is_settled(company)


def test_an_account_is_not_billed_while_its_document_is_unknown(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        down_after(company.afc, commits=0)
        bill(company.office, "2026-10", approve=True)
        result = bill(company.office, "2026-10", approve=True)
        words = [each.message for draft in result.made.drafts for each in draft.errors]
        assert result.state is RunState.DRAFT
        assert words[0].startswith("100: it is not known what became of document ")


def test_taxes_that_changed_since_the_draft_are_not_filed(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        company.afc.sales_rate *= 2
        result = bill(company.office, "2026-10", approve=True)
        assert (result.state, company.afc.committed) == (RunState.DRAFT, {})
        words = [each.message for draft in result.made.drafts for each in draft.errors]
        assert "now taxes it otherwise than it was shown" in words[0]
        assert bill(company.office, "2026-10", approve=True).state is RunState.APPROVED
        assert is_settled(company)


class Breaks:
    """Ends the work at one look, as a crash does or as the user."""

    def __init__(self, note: str, *, at: int, by: type[BaseException]) -> None:
        self.note = note
        self.left = at
        self.by = by

    def step(self, done: int, total: int, note: str) -> None:
        del done, total
        if note.startswith(self.note):
            if not self.left:
                raise self.by
            self.left -= 1


class CrashError(Exception):
    """The process dies."""


SEAMS = [("Filing", 0), ("Filing", 1), ("Adding up", 1), ("Looking", 1)]
"""Before the first document, between two, and within the transaction that writes the invoices."""


@pytest.mark.parametrize(("note", "at"), SEAMS)
def test_a_crash_leaves_nothing_filed_twice_or_without_an_invoice(
    template: Path, tmp_path: Path, note: str, at: int
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        with pytest.raises(CrashError):
            bill(
                company.office,
                "2026-10",
                approve=True,
                progress=Breaks(note, at=at, by=CrashError),
            )
        bill(company.office, "2026-10")
        assert company.afc.committed == {}
        assert bill(company.office, "2026-10", approve=True).state is RunState.APPROVED
        assert is_settled(company)


@pytest.mark.parametrize(("note", "at"), SEAMS)
def test_who_stops_the_work_finds_nothing_filed(
    template: Path, tmp_path: Path, note: str, at: int
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        before = dump(company.office, "tax_documents")
        stops = Breaks(note, at=at, by=Cancelled)
        with pytest.raises(Cancelled):
            bill(company.office, "2026-10", approve=True, progress=stops)
        assert company.afc.committed == {}
        assert dump(company.office, "tax_documents") == before


def test_undoing_takes_the_documents_back(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        before = dump(company.office, "tax_documents")
        result = bill(company.office, "2026-10", approve=True)
        undo_run(company.office, result.run_id)
        assert (company.afc.committed, dump(company.office, "tax_documents")) == ({}, before)
        assert [state for _, _, state in company.states] == ["voided", "voided"]
        bill(company.office, "2026-10", approve=True)
        assert is_settled(company)


def test_voiding_takes_the_document_back(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        void_invoice(company.office, "CF-1043", why="a wrong address")
        assert is_settled(company)
        bill(company.office, "2026-10", approve=True)
        assert is_settled(company)
        assert len(company.afc.committed) == 2


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_an_invoice_is_not_voided_while_the_service_cannot_be_told(
    template: Path, tmp_path: Path, kind: str
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        for _ in range(3):
            company.afc.fail("/Commit", kind)
        with pytest.raises(NotAllowed, match="Invoice CF-1043 stays as it is"):
            void_invoice(company.office, "CF-1043", why="a wrong address")
        with company.office.file.read() as conn:
            assert {each.invoice.state.value for each in load_invoices(conn)} == {"approved"}
        bill(company.office, "2026-11")
        assert is_settled(company)


def test_voiding_again_carries_it_through(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        company.afc.is_down = True
        with pytest.raises(NotAllowed):
            void_invoice(company.office, "CF-1043", why="a wrong address")
        company.afc.is_down = False
        void_invoice(company.office, "CF-1043", why="a wrong address")
        assert is_settled(company)


def test_a_run_is_not_undone_while_the_service_cannot_be_told(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        result = bill(company.office, "2026-10", approve=True)
        before = dump(company.office, "tax_documents")
        for kind in ("good", "drop_before", "drop_before", "drop_before"):
            company.afc.fail("/Commit", kind)
        with pytest.raises(NotAllowed, match="Run 1 stays as it is"):
            undo_run(company.office, result.run_id)
        assert dump(company.office, "tax_documents") == before
        bill(company.office, "2026-11")
        assert is_settled(company)
        undo_run(company.office, result.run_id)
        assert company.afc.committed == {}


def test_what_was_reported_is_given_back_by_an_adjustment(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        lock(company)
        void_invoice(company.office, "CF-1043", why="a wrong address")
        total = sum(company.afc.committed.values())
        assert (len(company.afc.committed), f"{total:.2f}") == (3, "7.05")
        assert company.states == [
            ("100", "invoice", "reversed"),
            ("200", "invoice", "committed"),
            ("100", "reversal", "reversed"),
        ]
        bill(company.office, "2026-10", approve=True)
        assert len(company.afc.committed) == 4


def lock(company: Serviced) -> None:
    """The month is over: what is committed is reported."""
    for held in company.afc.documents.values():
        held.locked = True


def test_an_undone_run_that_was_reported_is_given_back(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        result = bill(company.office, "2026-10", approve=True)
        lock(company)
        undo_run(company.office, result.run_id)
        assert sum(company.afc.committed.values()) == 0
        bill(company.office, "2026-10")
        assert len(company.afc.committed) == 4


def test_an_adjustment_that_is_refused_leaves_the_invoice(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        lock(company)
        company.afc.sales_rate *= 2
        with pytest.raises(NotAllowed, match="Invoice CF-1043 stays as it is"):
            void_invoice(company.office, "CF-1043", why="a wrong address")
        assert is_settled(company)


def test_a_void_that_broke_and_was_reported_meanwhile_stands(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        company.afc.is_down = True
        with pytest.raises(NotAllowed):
            void_invoice(company.office, "CF-1043", why="a wrong address")
        company.afc.is_down = False
        lock(company)
        bill(company.office, "2026-11")
        assert is_settled(company)


FAULTS = st.tuples(st.sampled_from(PATHS), st.sampled_from((*BROKEN, "good", "item_error")))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    faults=st.lists(FAULTS, max_size=6),
    undo=st.booleans(),
    later=st.lists(FAULTS, max_size=4),
)
def test_whatever_breaks_each_invoice_is_filed_once(
    template: Path,
    tmp_path: Path,
    faults: list[tuple[str, str]],
    undo: bool,  # noqa: FBT001  Hypothesis hands it over by name
    later: list[tuple[str, str]],
) -> None:
    with serviced(template, tmp_path, calls=()) as company:
        bill(company.office, "2026-10")
        for path, kind in faults:
            company.afc.fail(path, kind)
        approved(company)
        for path, kind in later:
            company.afc.fail(path, kind)
        try:
            if undo:
                undo_run(company.office, 1)
            else:
                void_invoice(company.office, "CF-1043", why="a wrong address")
        except NotAllowed:
            company.afc.faults.clear()
        company.afc.faults.clear()
        bill(company.office, "2026-11")
        assert is_settled(company)
