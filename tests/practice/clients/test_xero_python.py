"""xero-python, the vendor's own client, against the practice Xero over a socket."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from xero_python.accounting import (  # type: ignore[import-untyped]
    Account,
    AccountingApi,
    Allocation,
    Allocations,
    BankTransaction,
    BankTransactions,
    Contact,
    Contacts,
    CreditNote,
    CreditNotes,
    Invoice,
    Invoices,
    LineAmountTypes,
    LineItem,
    Payment,
    PaymentDelete,
    Payments,
)
from xero_python.api_client import ApiClient, Configuration  # type: ignore[import-untyped]
from xero_python.api_client.oauth2 import OAuth2Token, TokenApi  # type: ignore[import-untyped]
from xero_python.exceptions import AccountingBadRequestException  # type: ignore[import-untyped]
from xero_python.identity import IdentityApi  # type: ignore[import-untyped]

from app.practice.clock import VirtualClock
from app.practice.serving import serve
from app.practice.world import world
from app.practice.xero import practice_system


@dataclass(slots=True)
class Signed:
    """The client, signed in."""

    api: Any
    tenant: str
    identity: Any
    token: dict[str, Any]
    client: Any


@pytest.fixture
def xero(monkeypatch: pytest.MonkeyPatch) -> Iterator[Signed]:
    clock = VirtualClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    system = practice_system(clock, world())
    with serve({"xero": system}) as serving:
        address = serving.address("xero")
        monkeypatch.setattr(TokenApi, "refresh_token_url", f"{address}/connect/token")
        monkeypatch.setattr(TokenApi, "revoke_token_url", f"{address}/connect/revocation")
        credentials = system.credentials
        token: dict[str, Any] = {
            "access_token": system.access_token,
            "refresh_token": credentials["web_refresh_token"],
            "scope": ["offline_access"],
            "expires_in": 1800,
            "token_type": "Bearer",
        }
        client = ApiClient(
            Configuration(
                oauth2_token=OAuth2Token(
                    client_id=credentials["web_client_id"],
                    client_secret=credentials["web_client_secret"],
                )
            ),
            pool_threads=1,
            oauth2_token_getter=lambda: token,
            oauth2_token_saver=token.update,
        )
        yield Signed(
            AccountingApi(client, base_url=f"{address}/api.xro/2.0"),
            system.tenant,
            IdentityApi(client, base_url=address),
            token,
            client,
        )
        client.rest_client.pool_manager.clear()


def contact(xero: Signed) -> Contact:
    found = xero.api.get_contacts(xero.tenant, page=1, page_size=5)
    return Contact(contact_id=found.contacts[0].contact_id)


def new_invoice(xero: Signed, number: str, amount: str) -> Invoice:
    return Invoice(
        type="ACCREC",
        invoice_number=number,
        contact=contact(xero),
        date=date(2026, 11, 1),
        due_date=date(2026, 12, 1),
        line_amount_types=LineAmountTypes.NOTAX,
        status="AUTHORISED",
        line_items=[
            LineItem(
                description="Dial tone",
                quantity=Decimal(1),
                unit_amount=Decimal(amount),
                account_code="4010",
                tax_type="NONE",
            )
        ],
    )


def create(xero: Signed, number: str, amount: str) -> Invoice:
    sent = Invoices(invoices=[new_invoice(xero, number, amount)])
    return xero.api.create_invoices(xero.tenant, sent, unitdp=4).invoices[0]


def pay(xero: Signed, invoice: Invoice, amount: str) -> Payment:
    payment = Payment(
        invoice=Invoice(invoice_id=invoice.invoice_id),
        account=Account(code="1000"),
        amount=Decimal(amount),
        date=date(2026, 11, 20),
    )
    return xero.api.create_payments(xero.tenant, Payments(payments=[payment])).payments[0]


def test_it_renews_its_token_and_lists_the_connections(xero: Signed) -> None:
    before = xero.token["refresh_token"]
    xero.client.refresh_oauth2_token()
    assert xero.token["refresh_token"] != before
    names = [one.tenant_name for one in xero.identity.get_connections()]
    assert names == ["Cedar Fork Voice LLC", "Demo Company (US)"]


def test_settings_are_read(xero: Signed) -> None:
    accounts = xero.api.get_accounts(xero.tenant).accounts
    assert {account.code for account in accounts} >= {"4010", "2210"}
    assert xero.api.get_tax_rates(xero.tenant).tax_rates[0].tax_type == "NONE"
    assert xero.api.get_organisations(xero.tenant).organisations[0].base_currency.value == "USD"
    assert xero.api.get_items(xero.tenant).items


def test_contacts_are_made_and_read_back_by_their_number(xero: Signed) -> None:
    sent = Contacts(contacts=[Contact(name="Harbor Dental LLC", contact_number="T-1042")])
    made = xero.api.create_contacts(xero.tenant, sent).contacts[0]
    found = xero.api.get_contact_by_contact_number(xero.tenant, "T-1042").contacts[0]
    assert found.contact_id == made.contact_id
    with pytest.raises(AccountingBadRequestException):
        xero.api.create_contacts(xero.tenant, sent)


def test_an_invoice_is_made_paid_and_the_payment_taken_back(xero: Signed) -> None:
    made = create(xero, "TB-1", "32.31")
    assert (made.total, made.amount_due, made.total_tax) == (
        Decimal("32.31"),
        Decimal("32.31"),
        0,
    )
    paid = pay(xero, made, "32.31")
    read = xero.api.get_invoice(xero.tenant, made.invoice_id).invoices[0]
    assert (read.status, read.fully_paid_on_date) == ("PAID", date(2026, 11, 20))
    assert read.payments[0].payment_id == paid.payment_id
    xero.api.delete_payment(xero.tenant, paid.payment_id, PaymentDelete(status="DELETED"))
    read = xero.api.get_invoice(xero.tenant, made.invoice_id).invoices[0]
    assert (read.status, read.amount_due) == ("AUTHORISED", Decimal("32.31"))


def test_a_refused_invoice_tells_why(xero: Signed) -> None:
    create(xero, "TB-1", "1.00")
    sent = Invoices(invoices=[new_invoice(xero, "TB-1", "1.00"), new_invoice(xero, "TB-2", "1")])
    told = xero.api.create_invoices(xero.tenant, sent, summarize_errors=False).invoices
    assert [one.status_attribute_string for one in told] == ["ERROR", "OK"]
    assert told[0].validation_errors[0].message == "Invoice # must be unique."
    with pytest.raises(AccountingBadRequestException) as refused:
        xero.api.create_invoices(xero.tenant, sent)
    assert refused.value.error_data["Type"] == "ValidationException"


def test_a_credit_note_and_an_overpayment_are_allocated(xero: Signed) -> None:
    made = create(xero, "TB-1", "30.00")
    line = LineItem(
        description="Credit",
        quantity=Decimal(1),
        unit_amount=Decimal("10.00"),
        account_code="4010",
        tax_type="NONE",
    )
    note = CreditNote(
        type="ACCRECCREDIT",
        contact=contact(xero),
        date=date(2026, 11, 5),
        line_amount_types=LineAmountTypes.NOTAX,
        status="AUTHORISED",
        line_items=[line],
    )
    note = xero.api.create_credit_notes(xero.tenant, CreditNotes(credit_notes=[note]))
    over = BankTransaction(
        type="RECEIVE-OVERPAYMENT",
        contact=contact(xero),
        bank_account=Account(code="1000"),
        line_items=[LineItem(description="Too much", line_amount=Decimal("7.00"))],
    )
    sent = BankTransactions(bank_transactions=[over])
    over = xero.api.create_bank_transactions(xero.tenant, sent).bank_transactions[0]

    def part(amount: str) -> Allocations:
        one = Allocation(
            invoice=Invoice(invoice_id=made.invoice_id),
            amount=Decimal(amount),
            date=date(2026, 11, 6),
        )
        return Allocations(allocations=[one])

    note_id = note.credit_notes[0].credit_note_id
    xero.api.create_credit_note_allocation(xero.tenant, note_id, part("10.00"))
    xero.api.create_overpayment_allocations(xero.tenant, over.overpayment_id, part("7.00"))
    read = xero.api.get_invoice(xero.tenant, made.invoice_id).invoices[0]
    assert (read.amount_due, read.amount_credited, read.amount_paid) == (13, 10, 7)
    assert xero.api.get_credit_note(xero.tenant, note_id).credit_notes[0].status == "PAID"
    left = xero.api.get_overpayment(xero.tenant, over.overpayment_id).overpayments[0]
    assert left.remaining_credit == 0


def test_lists_have_lines_only_when_paged(xero: Signed) -> None:
    assert not xero.api.get_invoices(xero.tenant).invoices[0].line_items
    paged = xero.api.get_invoices(xero.tenant, page=1, order="InvoiceNumber ASC")
    assert paged.invoices[0].line_items
    changed = xero.api.get_invoices(xero.tenant, if_modified_since=datetime(2026, 11, 22))  # noqa: DTZ001 - as the client takes it
    assert not changed.invoices
