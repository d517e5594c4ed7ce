from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.connectors.dealings import PaymentNews
from app.customers.incoming import PsaCharge, PsaCustomer, PsaFamily, PsaInvoice, PsaTimeEntry
from app.errors import NotAllowed, RemoteRefused
from app.values.foreign_record import ForeignRecord
from tests.connectors.autotask.desk import Desk, port_of, practice, practice_port

NEWS = PaymentNews(
    invoice_number="1042",
    paid_on=date(2026, 11, 20),
    amount=Decimal("187.50"),
    is_settled=True,
    reference="r1",
)


def test_the_external_id_is_the_companys_number_or_a_field_of_the_user() -> None:
    desk = Desk({"companies": {"itemId": 174}})
    port_of(desk).put_external_id("174", "10051")
    port_of(desk, customer_field="Billing Ref").put_external_id("174", "10051")
    assert desk.bodies("/Companies") == [
        {"id": 174, "companyNumber": "10051"},
        {"id": 174, "userDefinedFields": [{"name": "Billing Ref", "value": "10051"}]},
    ]
    assert desk.asked[-1].method == "PATCH"


def test_the_web_service_date_marks_a_posted_item_as_taken() -> None:
    desk = Desk({"billingitems/query": [{"id": 5}], "billingitems": {"itemId": 5}})
    port_of(desk).mark_billed(PsaFamily.TIME, "item:5", invoice_number="1042")
    assert desk.bodies("/BillingItems") == [{"id": 5, "webServiceDate": "2026-11-02T16:00:00Z"}]


def test_entered_time_is_marked_at_its_posted_item() -> None:
    desk = Desk({"billingitems/query": [{"id": 5}], "billingitems": {"itemId": 5}})
    port = port_of(desk, time_from="entered")
    port.mark_billed(PsaFamily.TIME, "216", invoice_number="1042")
    assert desk.bodies("BillingItems/query")[0]["Filter"] == [
        {"op": "eq", "field": "timeEntryID", "value": 216}
    ]


def test_marking_twice_is_marking_once() -> None:
    taken = {"id": 5, "webServiceDate": "2026-11-02T10:00:00Z"}
    desk = Desk({"billingitems/query": [taken]})
    port_of(desk).mark_billed(PsaFamily.CHARGES, "contract:44", invoice_number="1042")
    assert desk.bodies("/BillingItems") == []


def test_what_autotask_billed_itself_or_has_not_posted_is_refused() -> None:
    desk = Desk({"billingitems/query": [{"id": 5, "invoiceID": 5001}]})
    with pytest.raises(RemoteRefused, match="invoice 5001"):
        port_of(desk).mark_billed(PsaFamily.TIME, "item:5", invoice_number="1042")
    with pytest.raises(RemoteRefused, match="no posted item"):
        port_of(Desk()).mark_billed(PsaFamily.CHARGES, "ticket:7", invoice_number="1042")


def test_children_are_written_through_their_parent() -> None:
    charge = {"item": {"id": 44, "ticketID": 22}}
    desk = Desk({"ticketcharges/44": charge, "tickets/22/charges": {"itemId": 44}})
    port_of(desk).put_invoice_reference(PsaFamily.CHARGES, "ticket:44", invoice_number="1042")
    assert desk.paths()[-1] == "PATCH /ATServicesRest/v1.0/Tickets/22/Charges"
    assert desk.bodies("Tickets/22/Charges") == [{"id": 44, "internalPurchaseOrderNumber": "1042"}]


def test_a_charge_of_a_change_order_has_no_parent_to_write_through() -> None:
    desk = Desk({"changeordercharges": {"itemId": 4}})
    port_of(desk).put_invoice_reference(PsaFamily.CHARGES, "task:4", invoice_number="1042")
    assert desk.paths()[-1] == "PATCH /ATServicesRest/v1.0/ChangeOrderCharges"


@pytest.mark.parametrize("source_id", ["posted:5", "other:1"])
def test_a_charge_without_a_place_for_our_number_is_not_written(source_id: str) -> None:
    with pytest.raises(NotAllowed):
        port_of(Desk()).put_invoice_reference(PsaFamily.CHARGES, source_id, invoice_number="1042")


def test_a_contract_takes_our_number_only_where_the_user_named_a_field() -> None:
    desk = Desk({"contracts": {"itemId": 9}})
    with pytest.raises(NotAllowed, match="agreement_field"):
        port_of(desk).put_invoice_reference(PsaFamily.AGREEMENTS, "9", invoice_number="1042")
    port = port_of(desk, agreement_field="Contract Ref")
    port.put_invoice_reference(PsaFamily.AGREEMENTS, "9", invoice_number="1042")
    assert desk.bodies("/Contracts")[-1]["userDefinedFields"] == [
        {"name": "Contract Ref", "value": "1042"}
    ]


def test_an_invoice_of_theirs_takes_our_number_and_that_it_was_taken() -> None:
    desk = Desk({"invoices/5001": {"item": {"id": 5001}}, "invoices": {"itemId": 5001}})
    port_of(desk).put_invoice_reference(PsaFamily.INVOICES, "5001", invoice_number="1042")
    assert desk.bodies("/Invoices") == [
        {"id": 5001, "invoiceNumber": "1042", "webServiceDate": "2026-11-02T16:00:00Z"}
    ]


def invoice_desk(**changed: object) -> Desk:
    row = {"id": 5001, "paidDate": None, "isVoided": False, **changed}
    return Desk({"invoices/5001": {"item": row}, "invoices": {"itemId": 5001}})


def test_a_payment_is_the_day_on_which_it_was_whole() -> None:
    desk = invoice_desk()
    port_of(desk).put_payment("5001", NEWS)
    assert desk.bodies("/Invoices") == [{"id": 5001, "paidDate": "2026-11-20"}]
    told = invoice_desk(paidDate="2026-11-20T00:00:00Z")
    port_of(told).put_payment("5001", NEWS)
    assert told.bodies("/Invoices") == []


def test_a_part_of_a_payment_has_no_place_and_changes_nothing() -> None:
    part = PaymentNews(
        invoice_number="1042",
        paid_on=NEWS.paid_on,
        amount=Decimal(50),
        is_settled=False,
        reference="r2",
    )
    desk = invoice_desk()
    port_of(desk).put_payment("5001", part)
    assert desk.bodies("/Invoices") == []
    with pytest.raises(NotAllowed, match="not paid whole any more"):
        port_of(invoice_desk(paidDate="2026-11-20T00:00:00Z")).put_payment("5001", part)


def test_a_void_or_missing_invoice_takes_no_payment() -> None:
    with pytest.raises(RemoteRefused, match="void"):
        port_of(invoice_desk(isVoided=True)).put_payment("5001", NEWS)
    with pytest.raises(RemoteRefused, match="not there"):
        port_of(Desk()).put_payment("5001", NEWS)


def test_practice_takes_all_that_it_can_be_told() -> None:
    system = practice()
    port = practice_port(system, agreement_field="Contract Ref")

    def read(family: PsaFamily) -> list[ForeignRecord]:
        return [each for page in port.pull(family, since=None) for each in page.records]

    customer = next(c for c in read(PsaFamily.CUSTOMERS) if isinstance(c, PsaCustomer))
    port.put_external_id(customer.source_id, "77001")
    time = next(t for t in read(PsaFamily.TIME) if isinstance(t, PsaTimeEntry) and not t.is_billed)
    port.mark_billed(PsaFamily.TIME, time.source_id, invoice_number="1042")
    charge = next(c for c in read(PsaFamily.CHARGES) if isinstance(c, PsaCharge))
    port.put_invoice_reference(PsaFamily.CHARGES, charge.source_id, invoice_number="1042")
    invoice = next(
        i for i in read(PsaFamily.INVOICES) if isinstance(i, PsaInvoice) and not i.is_closed
    )
    port.put_payment(invoice.source_id, NEWS)
    port.put_payment(invoice.source_id, NEWS)
    agreement = read(PsaFamily.AGREEMENTS)[0]
    port.put_invoice_reference(PsaFamily.AGREEMENTS, agreement.source_id, invoice_number="1042")

    def after(family: PsaFamily, number: str) -> Any:  # noqa: ANN401  any record
        return next(each for each in read(family) if each.source_id == number)

    assert after(PsaFamily.CUSTOMERS, customer.source_id).external_id == "77001"
    assert after(PsaFamily.TIME, time.source_id).is_billed
    assert after(PsaFamily.CHARGES, charge.source_id).external_id == "1042"
    assert after(PsaFamily.INVOICES, invoice.source_id).paid_on == NEWS.paid_on
    assert after(PsaFamily.AGREEMENTS, agreement.source_id).external_id == "1042"


@pytest.mark.parametrize(
    "fault", ["timeout_after_commit:1", "duplicate_delivery", "server_error:1"]
)
def test_a_write_whose_answer_is_lost_is_written_again_and_is_the_same(fault: str) -> None:
    system = practice()
    port = practice_port(system)
    port.company()
    system.switch.arm([fault])
    port.put_external_id("201", "77001")
    found = [each for page in port.pull(PsaFamily.CUSTOMERS, since=None) for each in page.records]
    numbers = [each.external_id for each in found if isinstance(each, PsaCustomer)]
    assert numbers.count("77001") == 1
