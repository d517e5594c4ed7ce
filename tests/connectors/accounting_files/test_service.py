"""Accounting programs by files, at work."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.billing.incoming import BookFamily
from app.billing.outgoing import CreditUse, OutgoingItem
from app.connectors.accounting_files.service import AccountingFiles
from app.errors import NotAllowed, RemoteRefused
from tests.connectors.accounting_files.cabinet import (
    ACCOUNTS_IIF,
    CREDIT,
    CUSTOMER,
    INVOICE,
    ITEMS_IIF,
    KEY,
    lay,
    many,
    opened,
)

USE = CreditUse(
    credit_note_id="TC-7",
    invoice_id="TB-42",
    customer_id="Harbor Dental",
    amount=CREDIT.total,
    applied_on=CREDIT.dated_on,
)


def test_books_are_known_by_layout_company_and_currency(tmp_path: Path) -> None:
    company = opened(tmp_path).company()
    assert (company.name, company.fingerprint) == ("Cedar", "quickbooks-desktop:Cedar|US|USD")
    with pytest.raises(RemoteRefused, match="There is no folder"):
        opened(tmp_path / "none").company()


def test_a_folder_of_another_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).create_invoice(INVOICE, key=KEY)
    with pytest.raises(RemoteRefused, match="Choose another folder"):
        opened(tmp_path, layout="xero-csv").company()


def test_rights_tell_which_lists_are_missing(tmp_path: Path) -> None:
    lay(tmp_path, "accounts.iif", ACCOUNTS_IIF)
    rights = {each.name: each for each in opened(tmp_path).rights()}
    assert rights["reads accounts"].is_given
    assert not rights["reads customers"].is_given
    assert "export the list" in rights["reads customers"].why
    assert rights["reads items"].is_needed
    assert not rights["reads customers"].is_needed
    assert not rights["reads payments"].is_needed
    assert rights["writes invoices"].is_given
    uk = {each.name: each for each in opened(tmp_path, layout="sage50-uk").rights()}
    assert not uk["writes customers"].is_given
    assert uk["reads customers"].is_needed
    assert [each.name for each in tmp_path.iterdir()] == ["exported"]


def test_choices_are_the_exported_lists(tmp_path: Path) -> None:
    lay(tmp_path, "accounts.iif", ACCOUNTS_IIF)
    lay(tmp_path, "items.iif", ITEMS_IIF)
    port = opened(tmp_path)
    choices = port.choices()
    assert (len(choices.accounts), len(choices.items), choices.needs_items) == (3, 2, True)
    assert "import each file" in choices.warnings[0]
    assert "cannot be undone" in choices.warnings[1]
    assert port.foresee(INVOICE, choices).problems == ()


def test_a_pull_is_whole_until_nothing_changes(tmp_path: Path) -> None:
    port = opened(tmp_path)
    port.create_invoices(many(501))
    pages = list(port.pull(BookFamily.INVOICES, since=None))
    assert [len(each.records) for each in pages] == [500, 1]
    assert {each.is_whole for each in pages} == {True}
    (empty,) = port.pull(BookFamily.INVOICES, since=pages[-1].mark)
    assert (empty.records, empty.is_whole, empty.mark) == ((), False, pages[-1].mark)
    lay(tmp_path, "payments.csv", "Payment ID,Date,Invoice,Amount\nP1,10/20/2026,N1,1\n")
    assert len(list(port.pull(BookFamily.INVOICES, since=pages[-1].mark))) == 2


def test_every_family_is_read(tmp_path: Path) -> None:
    port = opened(tmp_path)
    for family in BookFamily:
        (page,) = port.pull(family, since=None)
        assert page.mark
        assert page.is_whole


def test_many_customers_are_found_in_one_reading(tmp_path: Path) -> None:
    port = opened(tmp_path)
    port.create_customer(CUSTOMER, key=KEY)
    other = replace(CUSTOMER, number="T-9", name="Nobody")
    found = port.find_all_customers([other, CUSTOMER])
    assert [[each.source_id for each in those] for those in found] == [[], ["Harbor Dental"]]


def test_customers_are_made_where_the_program_makes_them(tmp_path: Path) -> None:
    port = opened(tmp_path)
    assert port.find_customers(CUSTOMER) == []
    port.create_customer(CUSTOMER, key=KEY)
    assert [each.source_id for each in port.find_customers(CUSTOMER)] == ["Harbor Dental"]
    with pytest.raises(RemoteRefused, match="already"):
        port.create_customer(CUSTOMER, key=KEY)
    with pytest.raises(NotAllowed, match="Make it there"):
        opened(tmp_path / "uk", layout="sage50-uk").create_customer(CUSTOMER, key=KEY)


def test_a_name_with_a_colon_is_that_of_no_other(tmp_path: Path) -> None:
    port = opened(tmp_path)
    with_colon = replace(CUSTOMER, name="Harbor: Dental", number="T-9")
    assert port.create_customer(with_colon, key=KEY).id == "Harbor Dental"
    assert [each.source_id for each in port.find_customers(CUSTOMER)] == ["Harbor Dental"]
    with pytest.raises(RemoteRefused, match="already"):
        port.create_customer(CUSTOMER, key=KEY)


def test_an_item_of_the_list_is_answered(tmp_path: Path) -> None:
    lay(tmp_path, "items.iif", ITEMS_IIF)
    port = opened(tmp_path)
    item = OutgoingItem(name="VOIP-400", account_id="Voice Revenue")
    assert port.create_item(item, key=KEY).id == "VOIP-400"
    with pytest.raises(NotAllowed):
        port.create_item(OutgoingItem(name="New", account_id="Voice Revenue"), key=KEY)


@pytest.mark.parametrize(
    "act",
    [
        lambda port: port.update_customer("H", CUSTOMER, version="", key=KEY),
        lambda port: port.update_invoice("TB-42", INVOICE, version="", key=KEY),
        lambda port: port.void_invoice("TB-42", version="", reason=""),
        lambda port: port.void_credit_note("TC-7", version="", reason=""),
        lambda port: port.apply_credit(USE, key=KEY),
    ],
)
def test_what_no_file_does_is_done_by_hand(
    tmp_path: Path, act: Callable[[AccountingFiles], object]
) -> None:
    with pytest.raises(NotAllowed, match="by hand"):
        act(opened(tmp_path))
    with pytest.raises(RemoteRefused, match="by hand"):
        act(opened(tmp_path))


def test_nothing_is_applied_by_files(tmp_path: Path) -> None:
    assert opened(tmp_path).applied("TC-7", "TB-42") == 0


def test_a_credit_note_is_refused_where_none_is_taken(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="enter it by hand"):
        opened(tmp_path, layout="xero-csv").create_credit_note(CREDIT, key=KEY)
    port = opened(tmp_path)
    assert port.create_credit_note(CREDIT, key=KEY).total == CREDIT.total
    with pytest.raises(RemoteRefused, match="stands in a file"):
        port.create_credit_note(CREDIT, key=KEY)
