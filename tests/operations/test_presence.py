from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.billing.incoming import BookCustomer
from app.customers.incoming import PsaAgreement, PsaAgreementLine, PsaCustomer
from app.operations.map_customers import accept_exact, confirm_name, link_customer, not_needed
from app.operations.office import Office
from app.operations.presence import (
    CellState,
    Fix,
    Presence,
    PresenceRow,
    PresenceState,
    presence,
)
from tests.operations.billed import approved
from tests.operations.companies import GRANITE, HARBOR, copied
from tests.operations.mapped import connect, lay_mapped, tell

PSA = "connectwise"
BOOKS = "xero"


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    with copied(template, tmp_path / "cedar.switchbook") as office:
        connect(office, PSA)
        connect(office, BOOKS)
        there(office)
        yield office


def there(office: Office, **more: object) -> None:
    customers = [
        PsaCustomer(source_id="1", name=GRANITE.name, code="100"),
        replace(PsaCustomer(source_id="2", name=HARBOR.name, code="200"), **more),  # type: ignore[arg-type]
    ]
    tell(office, PSA, "customers", customers)
    tell(office, BOOKS, "customers", [BookCustomer(source_id="C1", name="G", number="100")])


def agree(office: Office, customer: str, *, ends_on: date | None = None) -> None:
    agreement = PsaAgreement(
        source_id=f"A{customer}", customer_id=customer, name="Voice", ends_on=ends_on
    )
    line = PsaAgreementLine(
        source_id=f"L{customer}", agreement_id=agreement.source_id, product_code="SEAT"
    )
    tell(office, PSA, "agreements", [agreement])
    tell(office, PSA, "agreement_lines", [line])


def row(found: Presence, name: str) -> PresenceRow:
    return next(each for each in found.rows if each.name == name)


def test_a_hole_is_told_with_its_fix(office: Office) -> None:
    accept_exact(office, PSA)
    accept_exact(office, BOOKS)
    found = presence(office)
    assert [title for _, title in found.systems] == ["ConnectWise PSA", "Xero"]
    harbor = found.rows[0]
    assert (harbor.name, harbor.state) == (HARBOR.name, PresenceState.HOLE)
    assert harbor.there[BOOKS].state is CellState.MISSING
    assert harbor.fixes == ((BOOKS, Fix.CREATE),)
    granite = row(found, GRANITE.name)
    assert (granite.state, granite.here.id, granite.there[PSA].id) == (
        PresenceState.ALL,
        "100",
        "1",
    )
    assert found.counts[PresenceState.HOLE] == found.counts[PresenceState.ALL] == 1


def test_what_is_sure_waits_to_be_linked(office: Office) -> None:
    granite = row(presence(office), GRANITE.name)
    assert granite.state is PresenceState.LOOK
    assert granite.fixes == ((PSA, Fix.ACCEPT), (BOOKS, Fix.ACCEPT))


def test_choice_candidates_renamed_and_not_in_use(office: Office) -> None:
    accept_exact(office, PSA)
    accept_exact(office, BOOKS)
    not_needed(office, BOOKS, ours="200", reason="pays cash")
    assert row(presence(office), HARBOR.name).state is PresenceState.BY_CHOICE
    there(office, name="Pier Dental")
    harbor = row(presence(office), HARBOR.name)
    assert (harbor.state, harbor.there[PSA].state) == (PresenceState.CHANGED, CellState.RENAMED)
    assert harbor.there[PSA].fix is Fix.CONFIRM_NAME
    confirm_name(office, PSA, ours="200")
    assert row(presence(office), HARBOR.name).there[PSA].state is CellState.LINKED
    there(office, is_active=False)
    harbor = row(presence(office), HARBOR.name)
    assert (harbor.state, harbor.there[PSA].fix) == (PresenceState.LOOK, Fix.MAKE_ACTIVE)
    there(office, is_gone=True)
    harbor = row(presence(office), HARBOR.name)
    assert (harbor.there[PSA].state, harbor.there[PSA].fix) == (CellState.INACTIVE, Fix.LINK)


def test_agreements_are_counted_and_an_ended_one_is_a_look(office: Office) -> None:
    accept_exact(office, PSA)
    accept_exact(office, BOOKS)
    agree(office, "1")
    granite = row(presence(office), GRANITE.name)
    assert (granite.contract, granite.state) == ("1 of 1", PresenceState.ALL)
    agree(office, "1", ends_on=date(2026, 10, 1))
    granite = row(presence(office), GRANITE.name)
    assert (granite.contract, granite.state) == ("0 of 1", PresenceState.LOOK)


def test_who_is_only_in_the_psa(office: Office) -> None:
    told = [
        PsaCustomer(source_id="1", name=GRANITE.name, code="100"),
        PsaCustomer(source_id="7", name="Zebra Print"),
    ]
    tell(office, PSA, "customers", told)
    zebra = row(presence(office), "Zebra Print")
    assert (zebra.state, zebra.account_number, zebra.fixes) == (PresenceState.ELSEWHERE, None, ())
    agree(office, "7")
    zebra = row(presence(office), "Zebra Print")
    assert (zebra.state, zebra.fixes) == (PresenceState.HOLE, (("", Fix.CREATE_HERE),))


def test_the_months_money_stands_beside(office: Office, tmp_path: Path) -> None:
    approved(office, tmp_path)
    link_customer(office, BOOKS, ours="100", theirs="C1")
    found = presence(office)
    assert (found.period, str(row(found, GRANITE.name).billed)) == ("2026-10", "44.24")


def test_what_was_never_read_is_said(template: Path, tmp_path: Path) -> None:
    with copied(template, tmp_path / "unread.switchbook") as office:
        connect(office, PSA)
        found = presence(office)
    assert found.not_read == (PSA,)
    assert {each.state for each in found.rows} == {PresenceState.ALL}


def test_every_customer_of_the_sample_company(tmp_path: Path) -> None:
    path = tmp_path / "sample.switchbook"
    lay_mapped(path, PSA, "quickbooks")
    with copied(path, tmp_path / "copy.switchbook") as office:
        accept_exact(office, PSA)
        accept_exact(office, "quickbooks")
        found = presence(office)
    assert len([each for each in found.rows if each.account_number]) == 60
    assert row(found, "Silver Fern Spa").fixes == (("quickbooks", Fix.CREATE),)
    assert row(found, "Redstone Physical Therapy").state is PresenceState.AMBIGUOUS
