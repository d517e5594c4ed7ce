from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.bill_run import RunState
from app.billing.gates import GateName
from app.customers.account import Account
from app.errors import Cancelled
from app.operations.office import Office
from app.operations.run_bills import bill
from app.store.setup import load
from app.store.tax_documents import quotes
from tests.connectors.afc_server import PASSWORD
from tests.operations.companies import (
    GRANITE_SEATS,
    HARBOR,
    HARBOR_MAIN,
    a_charge,
    add,
    change,
    dump,
)
from tests.operations.serviced import Serviced, serviced


def gate_of(company: Serviced) -> tuple[int, tuple[str, ...], str]:
    result = bill(company.office, "2026-10")
    gate = next(each for each in result.gates if each.name is GateName.TAX_SERVICE)
    words = " ".join(f.message for d in result.made.drafts for f in d.errors)
    return gate.count, gate.records, words


def test_a_draft_is_taxed_by_the_service_and_files_nothing(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        result = bill(company.office, "2026-10")
        assert {each.account_number: f"{each.taxes}" for each in result.invoices} == {
            "100": "13.05",
            "200": "6.85",
        }
        assert (company.afc.documents, result.blocked) == ({}, False)


def test_tax_lines_are_marked_with_their_source(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        granite = bill(company.office, "2026-10").invoices[0]
        assert [
            (tax.tax_code, tax.family, tax.class_, f"{tax.amount}", tax.source)
            for tax in granite.tax_lines
        ] == [
            ("AFC-1", "SALES", "TAX", "2.01", "AFC"),
            ("AFC-162", "FUSF", "PASS_THROUGH", "8.04", "AFC"),
            ("AFC-61", "E911", "TAX", "2.50", "AFC"),
            ("AFC-77", "REG", "PASS_THROUGH", "0.50", "AFC"),
        ]


def test_a_draft_made_again_asks_for_nothing(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        first = bill(company.office, "2026-10")
        again = bill(company.office, "2026-10")
        assert (company.afc.quotes, again.invoices) == (2, first.invoices)


def test_only_what_has_changed_is_asked_again(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        change(company.office, services=[replace(GRANITE_SEATS, quantity=Decimal(3))])
        granite = bill(company.office, "2026-10").invoices[0]
        assert (company.afc.quotes, f"{granite.taxes}") == (3, "19.30")


def test_an_account_s_answer_is_kept_as_it_came(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        with company.office.file.read() as conn:
            kept = quotes(conn, "2026-10", service="avalara")
        assert [each.account_number for each in kept] == ["100", "200"]
        assert all('"State Sales Tax"' in (each.answer or "") for each in kept)


def test_a_service_that_cannot_be_reached_leaves_out_and_names_the_way_out(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        company.afc.is_down = True
        count, records, words = gate_of(company)
        assert (count, records) == (2, ("100", "200"))
        assert "100: The quote of 2 invoices: Avalara for Communications did not answer." in words


def test_what_is_left_out_cannot_become_final(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        company.afc.is_down = True
        result = bill(company.office, "2026-10", approve=True)
        assert (result.state, result.invoices, company.documents) == (RunState.DRAFT, [], [])


def test_a_waiver_bills_the_others_and_never_the_unanswered(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path, pairs=None) as company:
        company.afc.fail("/CalcTaxes", "item_error")
        waivers = {GateName.TAX_SERVICE: "100 is asked"}
        result = bill(company.office, "2026-10", waivers=waivers, approve=True)
        assert [each.account_number for each in result.invoices] == ["200"]
        assert len(company.afc.committed) == 1


def test_an_item_that_is_refused_is_named_in_our_words(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        company.afc.fail("/CalcTaxes", "item_error")
        count, records, words = gate_of(company)
        assert (count, records) == (1, ("100",))
        assert (
            "100: Avalara for Communications did not tax it whole. Item L1.0, line 2 (CALLS), "
            "is refused: Invalid transaction/service pair (-28)." in words
        )


def test_a_refused_document_is_asked_again_with_the_next_draft(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        company.afc.fail("/CalcTaxes", "item_error")
        assert gate_of(company)[0] == 1
        assert gate_of(company)[0] == 0


def test_without_a_secret_nothing_is_asked(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        company.keyring.secrets.clear()
        count, _, words = gate_of(company)
        assert (count, company.afc.asked) == (2, [])
        assert "This computer's keyring holds no credentials" in words


def test_credentials_that_are_not_taken_end_the_asking(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        for name in company.keyring.secrets:
            company.keyring.secrets[name] = "old"
        count, _, words = gate_of(company)
        assert (count, len(company.afc.asked)) == (2, 1)
        assert "did not take our credentials" in words


class Stopped:
    """Stops the work at the first look of a kind."""

    def __init__(self, note: str) -> None:
        self.note = note

    def step(self, done: int, total: int, note: str) -> None:
        del total
        if note.startswith(self.note) and done:
            raise Cancelled


def test_a_stopped_draft_keeps_what_was_answered(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        many = _many_accounts(company.office)
        with pytest.raises(Cancelled):
            bill(company.office, "2026-10", progress=Stopped("Asking"))
        with company.office.file.read() as conn:
            assert len(quotes(conn, "2026-10", service="avalara")) == 25
        assert len(bill(company.office, "2026-10").invoices) == many
        assert company.afc.quotes == many


def _many_accounts(office: Office) -> int:
    """Thirty accounts like the second."""
    numbers = [str(number) for number in range(300, 328)]
    add(
        office,
        accounts=[replace(HARBOR, account_number=number) for number in numbers],
        locations=[
            replace(HARBOR_MAIN, location_code=f"{number}-MAIN", account_number=number)
            for number in numbers
        ],
        charges=[
            a_charge(f"T-{number}", account_number=number, location_code=f"{number}-MAIN")
            for number in numbers
        ],
    )
    with office.file.read() as conn:
        return len(load(conn, Account))


def test_no_secret_is_written_anywhere(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        company.afc.fail("/CalcTaxes", "refuse")
        bill(company.office, "2026-11")
        tables = dump(company.office)
        office = company.office
    assert PASSWORD not in repr(tables)
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert office.file.path in files
    assert [path for path in files if PASSWORD.encode() in path.read_bytes()] == []
