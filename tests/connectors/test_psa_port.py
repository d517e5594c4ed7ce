"""What every PSA's connector must do: the same world told in our words, and what is written back.

The practice systems are all filled from one world, so that what a connector reads is compared with
that, and not with what another program made of it. Where a system has no such field
(``psa-apis.md`` section 6), the comparison leaves it out and says so here.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.connectors.dealings import Ability, PaymentNews
from app.customers.incoming import PSA_RECORDS, PsaFamily
from app.errors import NotAllowed, RemoteRefused, RemoteUnavailable
from app.practice.records import Agreement, Billable, Customer, Line, Standing, TimeState
from app.practice.world import world
from tests.connectors.proving_ground import Ground

CUSTOMERS = [each for each in world().customers if not each.is_deleted]
NAMES = {each.id: each.name for each in world().customers}

NEVER_TOLD: dict[tuple[str, PsaFamily], set[str]] = {
    # No tenant of the world names them, or the system has no such field.
    ("connectwise", PsaFamily.PRODUCTS): {"gl_code"},
    ("halopsa", PsaFamily.PRODUCTS): {"modified_at"},
    ("halopsa", PsaFamily.AGREEMENT_LINES): {"modified_at", "quantity_included", "is_taxable"},
    ("connectwise", PsaFamily.AGREEMENT_LINES): {"tax_code"},
    ("halopsa", PsaFamily.CHARGES): {"modified_at", "is_taxable"},
    ("connectwise", PsaFamily.CHARGES): {"tax_code"},
    ("halopsa", PsaFamily.INVOICES): {"modified_at"},
    # Who is billed in place of another stands on its contracts.
    ("autotask", PsaFamily.CUSTOMERS): {"bill_to_id"},
    ("autotask", PsaFamily.SITES): {"modified_at"},
    ("autotask", PsaFamily.AGREEMENTS): {"base_amount", "covered_hours", "modified_at"},
    ("autotask", PsaFamily.AGREEMENT_LINES): {"modified_at", "quantity_included", "is_taxable"},
    ("autotask", PsaFamily.CHARGES): {"product_id", "is_taxable"},
    # Sheets have no stamps: what changed is known by content.
    **{("psa-files", family): {"modified_at"} for family in PsaFamily},
}
"""What a system does not tell of a family, by section 6 of the reference and its specification."""

NEEDED: dict[PsaFamily, str] = {
    PsaFamily.TERMS: "name days",
    PsaFamily.PRODUCTS: "code name description unit_price gl_code modified_at",
    PsaFamily.CUSTOMERS: "code name is_active status external_id bill_to_id billing_address "
    "billing_site_id billing_contact_id billing_email phone tax_code currency terms_id "
    "modified_at",
    PsaFamily.SITES: "customer_id name address phone is_billing is_primary is_active modified_at",
    PsaFamily.CONTACTS: "customer_id site_id first_name last_name email phone is_billing "
    "is_active modified_at",
    PsaFamily.AGREEMENTS: "customer_id number name kind status is_active starts_on ends_on cycle "
    "base_amount covered_hours modified_at",
    PsaFamily.AGREEMENT_LINES: "agreement_id customer_id product_id product_code description "
    "quantity quantity_total quantity_included unit_price is_billable valid_from valid_to "
    "is_taxable tax_code modified_at",
    PsaFamily.TIME: "customer_id agreement_id ticket_id worker work_type worked_on hours "
    "billable_hours rate amount is_billable is_approved is_billed billed_reference text "
    "modified_at",
    PsaFamily.CHARGES: "kind customer_id product_id product_code description quantity unit_price "
    "amount charged_on is_billable is_billed billed_reference is_taxable tax_code modified_at",
    PsaFamily.INVOICES: "customer_id number dated_on due_on total balance status is_closed "
    "modified_at",
}
MUST_END = date(2030, 1, 1)
"""The end of what has none, where a contract must name one."""


@pytest.fixture
def full(psa: Ground) -> Ground:
    if PsaFamily.AGREEMENT_LINES not in psa.system.families:
        pytest.skip(f"{psa.key} publishes no description of these lists")
    return psa


def told(ground: Ground, family: PsaFamily) -> list[Any]:
    return list(ground.pull(family).standing.values())


def same(found: list[Any], wanted: list[Any]) -> None:
    """Both hold the same, however often; what differs is shown."""
    have, want = Counter(found), Counter(wanted)
    assert (list(have - want), list(want - have)) == ([], [])


def number(value: Decimal | None) -> Decimal:
    return Decimal(value or 0).normalize() + 0


def after(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def lines() -> Iterator[tuple[Customer, Agreement, Line]]:
    for customer in CUSTOMERS:
        for agreement in customer.agreements:
            for line in agreement.lines:
                yield customer, agreement, line


# ------------------------------------------------------------------------------- what is told


def test_customers_are_those_of_the_world(psa: Ground) -> None:
    found = told(psa, PsaFamily.CUSTOMERS)
    same([each.name for each in found], [each.name for each in CUSTOMERS])


def test_customers_carry_codes_numbers_and_payers(full: Ground) -> None:
    found = full.pull(PsaFamily.CUSTOMERS).standing
    names = {own_id: each.name for own_id, each in found.items()}  # type: ignore[attr-defined]
    rows: list[Any] = list(found.values())
    same(
        [(each.name, each.is_active, each.external_id or "") for each in rows],
        [(each.name, each.is_active, each.account) for each in CUSTOMERS],
    )
    if full.key != "autotask":  # Its number of a company is where our own number goes.
        same([each.code for each in rows], [each.code for each in CUSTOMERS])
        same(
            [(each.name, names.get(each.bill_to_id or "")) for each in rows],
            [(each.name, NAMES.get(each.bill_to_id or 0)) for each in CUSTOMERS],
        )


def test_sites_are_those_of_the_world(full: Ground) -> None:
    names = {each.source_id: each.name for each in told(full, PsaFamily.CUSTOMERS)}
    same(
        [
            (
                names[each.customer_id],
                each.name,
                each.address.line1,
                each.address.city,
                each.address.region,
                each.address.postal_code,
                each.is_active,
            )
            for each in told(full, PsaFamily.SITES)
        ],
        [
            (
                customer.name,
                each.name,
                each.address.line1,
                each.address.city,
                each.address.region,
                each.address.postal_code,
                each.is_active,
            )
            for customer in CUSTOMERS
            for each in customer.sites
        ],
    )


def test_contacts_are_those_of_the_world(full: Ground) -> None:
    names = {each.source_id: each.name for each in told(full, PsaFamily.CUSTOMERS)}
    same(
        [
            (
                names[each.customer_id],
                each.first_name,
                # Where a last name must be given, a dash stands for none.
                each.last_name.removeprefix("-"),
                each.email or "",
                each.phone or "",
                each.is_active,
            )
            for each in told(full, PsaFamily.CONTACTS)
        ],
        [
            (
                customer.name,
                each.first_name,
                each.last_name,
                each.email,
                each.phone,
                each.is_active,
            )
            for customer in CUSTOMERS
            for each in customer.contacts
        ],
    )


def test_agreements_are_those_of_the_world(full: Ground) -> None:
    names = {each.source_id: each.name for each in told(full, PsaFamily.CUSTOMERS)}
    found = told(full, PsaFamily.AGREEMENTS)
    same(
        [(names[each.customer_id], each.number, each.name, each.starts_on) for each in found],
        [
            (customer.name, each.number, each.name, each.starts_on)
            for customer in CUSTOMERS
            for each in customer.agreements
        ],
    )
    every = {each.number: each for customer in CUSTOMERS for each in customer.agreements}
    for each in found:
        there = every[each.number]
        if full.key != "autotask" or there.standing is not Standing.EXPIRED:
            # A contract that ran out keeps its state there; its end tells it.
            assert each.is_active == (there.standing is Standing.ACTIVE), each.number
        # What was cancelled ends on that day or after it: the systems do not say which.
        ends = {there.ends_on, after(there.ends_on)}
        if full.key == "autotask" and there.ends_on is None:
            ends = {MUST_END}
        assert each.ends_on in ends, each.number
        if full.key != "autotask":  # It knows no base amount, only lines.
            assert number(each.base_amount) == number(there.base_amount), each.number
            assert number(each.covered_hours) == number(there.covered_hours), each.number


def test_lines_bill_what_the_world_bills(full: Ground) -> None:
    numbers = {each.source_id: each.number for each in told(full, PsaFamily.AGREEMENTS)}
    ended = {
        (agreement.number, line.product.code): line.ends_on
        for _, agreement, line in lines()
        if line.ends_on is not None
    }
    found = told(full, PsaFamily.AGREEMENT_LINES)
    same(
        [
            (numbers[each.agreement_id], each.product_code, number(each.quantity), price)
            for each in found
            if (price := number(each.unit_price))
            and each.is_billable
            and each.quantity
            # The base amount is a service among others there.
            and each.product_code != "BASE"
        ],
        [
            (agreement.number, line.product.code, quantity, number(line.unit_price))
            for _, agreement, line in lines()
            if line.billable is Billable.YES
            and line.unit_price
            # There a line is what is billed in this period and later.
            and (full.key != "autotask" or line.ends_on is None)
            and (quantity := _billed(full, line))
        ],
    )
    for each in found:
        last = ended.get((numbers[each.agreement_id], each.product_code))
        if last is not None and each.quantity:
            assert each.valid_to in {last, after(last)}, each


def _billed(ground: Ground, line: Line) -> Decimal:
    """What is included is taken off; linked records are counted where a system counts them."""
    counts = line.is_counted and ground.key == "halopsa"
    there = Decimal(len(line.numbers)) if counts else line.quantity
    return number(max(there - line.included, Decimal(0)))


def test_ten_numbers_are_billed_of_which_nine_are_provisioned(full: Ground) -> None:
    found = [each for each in told(full, PsaFamily.AGREEMENT_LINES) if each.product_code == "DID"]
    assert [number(each.quantity) for each in found] == [Decimal(10).normalize()]


def test_time_to_be_billed_is_that_of_the_world(full: Ground) -> None:
    names = {each.source_id: each.name for each in told(full, PsaFamily.CUSTOMERS)}
    found = told(full, PsaFamily.TIME)
    same(
        [(names[each.customer_id], each.worked_on, number(each.hours)) for each in found],
        [
            (customer.name, each.started_at.date(), number(each.hours))
            for customer in CUSTOMERS
            for each in customer.times
            # What is not approved is not posted, and only what is posted is told there.
            if full.key != "autotask" or each.state is not TimeState.OPEN
        ],
    )
    same(
        [
            (names[each.customer_id], number(each.billable_hours), each.text)
            for each in found
            if each.is_billable and each.is_approved and not each.is_billed and each.amount != 0
        ],
        [
            (customer.name, number(each.billable_hours), each.text)
            for customer in CUSTOMERS
            for each in customer.times
            if each.billable is Billable.YES and each.state is TimeState.APPROVED and each.amount
        ],
    )


def test_charges_to_be_billed_are_those_of_the_world(full: Ground) -> None:
    names = {each.source_id: each.name for each in told(full, PsaFamily.CUSTOMERS)}
    same(
        [
            (
                names[each.customer_id],
                number(each.quantity),
                number(each.unit_price),
                number(each.amount),
                each.charged_on,
            )
            for each in told(full, PsaFamily.CHARGES)
            if each.is_billable and not each.is_billed
        ],
        [
            (
                customer.name,
                number(each.quantity),
                number(each.unit_price),
                number(each.quantity * each.unit_price),
                each.charged_on,
            )
            for customer in CUSTOMERS
            for each in customer.charges
            if each.billable is Billable.YES and not each.is_cancelled and not each.invoice_number
        ],
    )


def test_invoices_of_its_own_are_those_of_the_world(psa: Ground) -> None:
    names = {each.source_id: each.name for each in told(psa, PsaFamily.CUSTOMERS)}
    same(
        [
            (names[each.customer_id], each.number, each.dated_on, number(each.total))
            for each in told(psa, PsaFamily.INVOICES)
        ],
        [
            (NAMES[each.customer_id], each.number, each.dated_on, number(each.total))
            for each in world().psa_invoices
        ],
    )


def test_every_field_that_the_reference_names_is_filled(full: Ground) -> None:
    empty = {}
    for family in full.system.families:
        assert isinstance(family, PsaFamily)
        records = told(full, family)
        known = {each.name for each in fields(PSA_RECORDS[family])}
        wanted = set(NEEDED[family].split()) - NEVER_TOLD.get((full.key, family), set())
        assert wanted <= known
        blank = {
            name
            for name in wanted
            if all(getattr(each, name) in (None, "", ()) for each in records)
        }
        if blank:
            empty[family.value] = sorted(blank)
    assert empty == {}


# --------------------------------------------------------------------------- what is written


def _first(ground: Ground, family: PsaFamily, **wanted: object) -> Any:  # noqa: ANN401
    for each in told(ground, family):
        if all((getattr(each, name) or "") == (value or "") for name, value in wanted.items()):
            return each
    pytest.skip(f"the practice system of {ground.key} has no such record")


def _lacks(ground: Ground, ability: Ability) -> bool:
    return ability not in ground.system.abilities


def test_our_number_is_written_once_and_read_back(psa: Ground) -> None:
    customer = _first(psa, PsaFamily.CUSTOMERS, name="Okafor Household")
    if _lacks(psa, Ability.EXTERNAL_ID):
        with pytest.raises(NotAllowed):
            psa.psa().put_external_id(customer.source_id, "T-10011")
        return
    mark = psa.pull(PsaFamily.CUSTOMERS).mark
    psa.time.sleep(60)
    port = psa.psa()
    port.put_external_id(customer.source_id, "T-10011")
    port.put_external_id(customer.source_id, "T-10011")
    found = psa.pull(PsaFamily.CUSTOMERS).by_id[customer.source_id]
    assert found.external_id == "T-10011"  # type: ignore[attr-defined]
    assert _others(psa) == _others(psa, but="")
    changed = psa.pull(PsaFamily.CUSTOMERS, since=mark).by_id
    assert changed[customer.source_id].external_id == "T-10011"  # type: ignore[attr-defined]


def _others(ground: Ground, but: str = "Okafor Household") -> list[tuple[str, str]]:
    """Names and numbers of customers other than one, as they are and as the world has them."""
    if but:
        rows = told(ground, PsaFamily.CUSTOMERS)
        return sorted((e.name, e.external_id or "") for e in rows if e.name != but)
    return sorted((e.name, e.account) for e in CUSTOMERS if e.name != "Okafor Household")


def _ours_to_mark(family: PsaFamily) -> dict[str, object]:
    """A charge that names the reference of another is taken for billed by that."""
    return {"external_id": ""} if family is PsaFamily.CHARGES else {}


@pytest.mark.parametrize(
    ("family", "ability"),
    [
        (PsaFamily.TIME, Ability.MARK_TIME_BILLED),
        (PsaFamily.CHARGES, Ability.MARK_CHARGE_BILLED),
    ],
)
def test_what_we_bill_is_marked(psa: Ground, family: PsaFamily, ability: Ability) -> None:
    if _lacks(psa, ability):
        with pytest.raises(NotAllowed):
            psa.psa().mark_billed(family, "1", invoice_number="TB-7")
        return
    record = _first(psa, family, is_billable=True, is_billed=False, **_ours_to_mark(family))
    before = {each.source_id: each.is_billed for each in told(psa, family)}
    psa.psa().mark_billed(family, record.source_id, invoice_number="TB-7")
    psa.psa().mark_billed(family, record.source_id, invoice_number="TB-7")
    psa.carry_over()
    found = {each.source_id: each for each in told(psa, family)}
    marked = found[record.source_id]
    assert marked.is_billed or "TB-7" in marked.raw
    del before[record.source_id]
    assert {own_id: found[own_id].is_billed for own_id in before} == before


def test_our_invoice_is_named_where_it_was_made_from(psa: Ground) -> None:
    invoice = _first(psa, PsaFamily.INVOICES, is_closed=False)
    if _lacks(psa, Ability.INVOICE_REFERENCE):
        with pytest.raises(NotAllowed):
            psa.psa().put_invoice_reference(
                PsaFamily.INVOICES, invoice.source_id, invoice_number="TB-7"
            )
        return
    for _ in range(2):
        psa.psa().put_invoice_reference(
            PsaFamily.INVOICES, invoice.source_id, invoice_number="TB-7"
        )
    found = psa.pull(PsaFamily.INVOICES).by_id[invoice.source_id]
    assert found.our_number == "TB-7"  # type: ignore[attr-defined]


def _is_paid(invoice: Any) -> bool:  # noqa: ANN401
    return invoice.is_closed or (invoice.balance is not None and not invoice.balance)


def test_a_payment_told_twice_counts_once(psa: Ground) -> None:
    invoice = _first(psa, PsaFamily.INVOICES, is_closed=False)
    news = PaymentNews(
        invoice_number=invoice.number,
        paid_on=date(2026, 11, 1),
        amount=invoice.total,
        is_settled=True,
        reference="switchbook-1",
    )
    if _lacks(psa, Ability.PAYMENT_STATUS):
        with pytest.raises(NotAllowed):
            psa.psa().put_payment(invoice.source_id, news)
        return
    psa.psa().put_payment(invoice.source_id, news)
    first = psa.state()
    psa.psa().put_payment(invoice.source_id, news)
    assert psa.state()["payments"] == first["payments"]
    psa.carry_over()
    assert _is_paid(psa.pull(PsaFamily.INVOICES).by_id[invoice.source_id])


def test_a_write_without_an_answer_says_that_it_may_have_happened(psa: Ground) -> None:
    if psa.system.by_files:
        pytest.skip("a file is written, or it is not")
    if _lacks(psa, Ability.PAYMENT_STATUS):
        pytest.skip(f"{psa.key} is told of no payments")
    invoice = _first(psa, PsaFamily.INVOICES, is_closed=False)
    news = PaymentNews(
        invoice_number=invoice.number,
        paid_on=date(2026, 11, 1),
        amount=invoice.total,
        is_settled=True,
        reference="switchbook-1",
    )
    psa.arm("timeout_after_commit:1")
    told_so = True
    try:
        psa.psa().put_payment(invoice.source_id, news)
    except RemoteUnavailable as problem:
        told_so = problem.may_have_happened
    # What may be repeated is repeated, and then there is nothing to tell.
    assert told_so
    psa.arm()
    payments = psa.state()["payments"]
    psa.psa().put_payment(invoice.source_id, news)
    assert psa.state()["payments"] == payments
    assert _is_paid(psa.pull(PsaFamily.INVOICES).by_id[invoice.source_id])


def test_a_record_that_is_not_there_is_refused(psa: Ground) -> None:
    if _lacks(psa, Ability.EXTERNAL_ID):
        pytest.skip(f"{psa.key} keeps no number of ours")
    with pytest.raises(RemoteRefused):
        psa.psa().put_external_id("999999", "T-1")


# ------------------------------------------------------------------- what somebody else does


def test_what_somebody_else_changes_is_seen(psa: Ground) -> None:
    before = psa.pull(PsaFamily.INVOICES)
    open_one = _first(psa, PsaFamily.INVOICES, is_closed=False)
    psa.time.sleep(3600)
    psa.act("pay", open_one.number)
    later = psa.pull(PsaFamily.INVOICES, since=before.mark).by_id
    assert open_one.source_id in later
    assert _is_paid(later[open_one.source_id])


def test_what_somebody_else_deletes_is_gone_from_a_whole_pull(psa: Ground) -> None:
    if psa.key == "autotask":
        pytest.skip("invoices cannot be deleted in autotask, only voided")
    invoice = told(psa, PsaFamily.INVOICES)[-1]
    psa.act("delete", invoice.number)
    assert invoice.source_id not in psa.pull(PsaFamily.INVOICES).standing
