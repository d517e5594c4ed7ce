"""python-quickbooks, a client that others wrote, against the practice QuickBooks over a socket."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from intuitlib.client import AuthClient  # type: ignore[import-untyped]
from quickbooks import QuickBooks  # type: ignore[import-untyped]
from quickbooks.batch import batch_create  # type: ignore[import-untyped]
from quickbooks.cdc import change_data_capture  # type: ignore[import-untyped]
from quickbooks.exceptions import QuickbooksException  # type: ignore[import-untyped]
from quickbooks.objects import (  # type: ignore[import-untyped]
    Account,
    CreditMemo,
    Customer,
    Invoice,
    Item,
    Payment,
    PaymentLine,
    Ref,
    SalesItemLine,
    SalesItemLineDetail,
)
from quickbooks.objects.base import LinkedTxn  # type: ignore[import-untyped]

from app.practice.clock import VirtualClock
from app.practice.quickbooks import practice_system
from app.practice.serving import serve
from app.practice.world import world


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[QuickBooks]:
    clock = VirtualClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    system = practice_system(clock, world())
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    with serve({"quickbooks": system}) as serving:
        address = serving.address("quickbooks")
        monkeypatch.setattr(QuickBooks, "api_url_v3", f"{address}/v3")
        monkeypatch.setattr(QuickBooks, "sandbox_api_url_v3", f"{address}/v3")
        auth = AuthClient(
            system.credentials["client_id"],
            system.credentials["client_secret"],
            "http://localhost:53100/callback",
            environment=f"{address}/.well-known/openid_configuration",
        )
        made = QuickBooks(
            auth_client=auth,
            refresh_token=system.credentials["refresh_token"],
            company_id=system.tenant,
            minorversion=75,
        )
        pace(made, clock)
        yield made
        made.session.close()
        auth.close()


def pace(client: QuickBooks, clock: VirtualClock) -> None:
    """Let the time pass that ten requests a second take."""
    asked = client.process_request

    def paced(*args: object, **kwargs: object) -> object:
        clock.sleep(0.2)
        return asked(*args, **kwargs)

    client.process_request = paced


def line(item: Item, amount: str) -> SalesItemLine:
    detail = SalesItemLineDetail()
    detail.ItemRef = item.to_ref()
    detail.Qty = 1
    detail.UnitPrice = amount
    code = Ref()
    code.value = "NON"
    detail.TaxCodeRef = code
    made = SalesItemLine()
    made.Amount = amount
    made.Description = "Dial tone"
    made.SalesItemLineDetail = detail
    return made


def invoice(client: QuickBooks, number: str, amount: str) -> Invoice:
    made = Invoice()
    made.DocNumber = number
    made.CustomerRef = Customer.all(max_results=1, qb=client)[0].to_ref()
    made.Line.append(line(Item.filter(Name="SEAT-STD", qb=client)[0], amount))
    return made.save(qb=client, request_id=f"request {number}")


def test_lists_are_read(client: QuickBooks) -> None:
    assert Customer.count(qb=client) == 26
    assert Customer.where("DisplayName LIKE 'Bluebird%'", qb=client)
    assert Account.filter(AccountType="Bank", qb=client)[0].Name == "Checking"
    assert Customer.choose(["1", "2"], qb=client)


def test_a_customer_is_made_changed_and_found_again(client: QuickBooks) -> None:
    customer = Customer()
    customer.DisplayName = "Harbor Dental T-1042"
    customer.Notes = "T-1042"
    customer.save(qb=client)
    customer.CompanyName = "Harbor Dental LLC"
    customer.save(qb=client)
    found = Customer.get(int(customer.Id), qb=client)
    assert (found.CompanyName, found.SyncToken) == ("Harbor Dental LLC", "1")
    again = Customer()
    again.DisplayName = "Harbor Dental T-1042"
    with pytest.raises(QuickbooksException) as refused:
        again.save(qb=client)
    assert refused.value.error_code == 6240


def test_an_invoice_is_made_paid_and_read_back(client: QuickBooks) -> None:
    made = invoice(client, "TB-1", "32.31")
    assert made.TotalAmt == 32.31
    payment = Payment()
    payment.CustomerRef = made.CustomerRef
    payment.TotalAmt = "50.00"
    part = PaymentLine()
    part.Amount = "32.31"
    link = LinkedTxn()
    link.TxnId, link.TxnType = made.Id, "Invoice"
    part.LinkedTxn.append(link)
    payment.Line.append(part)
    payment = payment.save(qb=client)
    assert str(payment.UnappliedAmt) == "17.69"
    read = Invoice.get(made.Id, qb=client)
    assert read.Balance == 0
    assert read.LinkedTxn[0].TxnId == payment.Id


def test_an_invoice_is_voided_and_another_deleted(client: QuickBooks) -> None:
    one, two = invoice(client, "TB-1", "1.00"), invoice(client, "TB-2", "2.00")
    one.void(qb=client)
    assert Invoice.get(one.Id, qb=client).PrivateNote.startswith("Voided")
    two.delete(qb=client)
    changes = change_data_capture([Invoice], "2026-11-01T00:00:00+00:00", qb=client)
    assert {row.Id: row.TotalAmt for row in changes.Invoice if row.Id == one.Id} == {one.Id: 0}
    assert "Deleted" in {row.status for row in changes.Invoice if row.Id == two.Id}


def test_a_batch_and_a_credit_memo(client: QuickBooks) -> None:
    customers = []
    for number in range(3):
        customer = Customer()
        customer.DisplayName = f"Batch {number}"
        customers.append(customer)
    done = batch_create(customers, qb=client)
    assert len(done.successes) == 3
    assert not done.faults
    memo = CreditMemo()
    memo.CustomerRef = done.successes[0].to_ref()
    memo.Line.append(line(Item.filter(Name="SEAT-STD", qb=client)[0], "5.00"))
    memo = memo.save(qb=client)
    assert Decimal(str(memo.RemainingCredit)) == 5
