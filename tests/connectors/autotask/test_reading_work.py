from datetime import UTC, date, datetime
from decimal import Decimal

from app.connectors.autotask import reading_work
from app.connectors.autotask.lookups import Lookups
from app.connectors.autotask.reading import Ways
from app.connectors.autotask.reading_work import CHARGE_KINDS, Work
from tests.connectors.autotask.desk import Desk, autotask_of, lists_of_company

ENTRY = {
    "id": 216,
    "ticketID": 22,
    "resourceID": 101,
    "billingCodeID": 301,
    "dateWorked": "2026-10-31T00:00:00Z",
    "startDateTime": "2026-10-31T23:30:00Z",
    "endDateTime": "2026-11-01T01:00:00Z",
    "hoursWorked": Decimal("1.5"),
    "hoursToBill": Decimal("2.0"),
    "isNonBillable": False,
    "summaryNotes": "Moved a line",
    "lastModifiedDateTime": "2026-11-01T08:00:00Z",
}
ITEM = {
    "id": 5,
    "companyID": 174,
    "timeEntryID": 216,
    "quantity": Decimal("2.0"),
    "rate": Decimal("125.00"),
    "extendedPrice": Decimal("250.00"),
    "internalCurrencyRate": Decimal("99.00"),
    "nonBillable": 0,
    "itemDate": "2026-10-31T00:00:00Z",
    "postedOnTime": "2026-11-02T09:00:00Z",
}
WORK = Work(
    tickets={"22": {"id": 22, "companyID": 174, "companyLocationID": 7, "contractID": 9}},
    tasks={"60": {"id": 60, "projectID": 3}},
    projects={"3": {"id": 3, "companyID": 175}},
)


def lookups() -> Lookups:
    return Lookups(autotask_of(Desk(lists_of_company())))


def test_rates_appear_only_after_approval_and_posting() -> None:
    found = reading_work.time_entry(ENTRY, lookups(), WORK)
    assert (found.rate, found.amount, found.is_approved, found.is_billed) == (
        None,
        None,
        False,
        False,
    )
    posted = Work(tickets=WORK.tickets, items={"216": ITEM})
    approved = {**ENTRY, "billingApprovalDateTime": "2026-11-02T09:00:00Z"}
    after = reading_work.time_entry(approved, lookups(), posted)
    assert (after.rate, after.amount, after.is_approved) == (Decimal(125), Decimal(250), True)


def test_time_names_no_company_its_ticket_or_task_does() -> None:
    assert reading_work.time_entry(ENTRY, lookups(), WORK).customer_id == "174"
    assert reading_work.time_entry(ENTRY, lookups(), WORK).site_id == "7"
    task = {**ENTRY, "ticketID": None, "taskID": 60}
    assert reading_work.time_entry(task, lookups(), WORK).customer_id == "175"
    assert reading_work.time_entry(ENTRY, lookups(), Work()).customer_id is None


def test_time_over_midnight_in_utc_is_of_the_day_that_was_worked() -> None:
    assert reading_work.time_entry(ENTRY, lookups(), WORK).worked_on == date(2026, 10, 31)


def test_time_is_billable_unless_it_is_not_or_has_no_hours() -> None:
    assert reading_work.time_entry(ENTRY, lookups(), WORK).is_billable
    for changed in ({"isNonBillable": True}, {"hoursToBill": 0}, {"hoursToBill": None}):
        assert not reading_work.time_entry({**ENTRY, **changed}, lookups(), WORK).is_billable


def test_posted_time_has_the_items_id_and_money_in_the_customers_currency() -> None:
    work = Work(tickets=WORK.tickets, entries={"216": ENTRY})
    found = reading_work.posted_time(ITEM, lookups(), work)
    assert (found.source_id, found.hours, found.billable_hours) == (
        "item:5",
        Decimal("1.5"),
        Decimal(2),
    )
    assert (found.rate, found.amount) == (Decimal(125), Decimal(250))
    assert (found.worker, found.work_type, found.text) == ("Sam Whitlock", "Voice", "Moved a line")
    assert found.modified_at == datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_billed_is_what_is_on_an_invoice_or_was_taken_by_a_program() -> None:
    assert reading_work.billed_reference(ITEM) is None
    assert reading_work.billed_reference({**ITEM, "invoiceID": 5001}) == "invoice 5001"
    taken = {**ITEM, "webServiceDate": "2026-11-02T10:00:00Z"}
    assert reading_work.posted_time(taken, lookups(), Work()).is_billed
    assert not reading_work.posted_time({**ITEM, "nonBillable": 1}, lookups(), Work()).is_billable


def test_a_charge_of_each_kind_finds_its_customer() -> None:
    row = {
        "id": 44,
        "ticketID": 22,
        "name": "Desk phone",
        "unitQuantity": 2,
        "unitPrice": Decimal("129.00"),
        "billableAmount": Decimal("258.00"),
        "isBillableToCompany": True,
        "isBilled": False,
        "datePurchased": "2026-09-11T00:00:00Z",
        "internalPurchaseOrderNumber": None,
        "billingCodeID": 301,
    }
    found = reading_work.charge(row, CHARGE_KINDS["ticket"], lookups=lookups(), work=WORK)
    assert (found.source_id, found.kind, found.customer_id) == ("ticket:44", "ticket", "174")
    assert (found.agreement_id, found.external_id, found.amount) == ("9", "", Decimal("258.00"))
    assert (found.is_billable, found.is_billed) == (True, False)
    task = {"id": 45, "taskID": 60, "isBillableToCompany": True}
    other = reading_work.charge(task, CHARGE_KINDS["task"], lookups=lookups(), work=WORK)
    assert other.customer_id == "175"


def test_a_charge_whose_posted_item_was_taken_is_billed() -> None:
    item = {"extendedPrice": Decimal("250.00"), "webServiceDate": "2026-11-02T10:00:00Z"}
    row = {"id": 44, "billableAmount": Decimal("258.00"), "isBilled": False}
    work = Work(items={"44": item})
    found = reading_work.charge(row, CHARGE_KINDS["contract"], lookups=lookups(), work=work)
    assert (found.amount, found.is_billed) == (Decimal("250.00"), True)


def test_posted_expenses_are_charges() -> None:
    found = reading_work.posted_charge({**ITEM, "expenseItemID": 8}, lookups())
    assert (found.source_id, found.kind, found.amount) == ("posted:5", "expense", Decimal(250))


def test_an_invoice_of_theirs() -> None:
    row = {
        "id": 5001,
        "companyID": 174,
        "invoiceNumber": "PSA-5001",
        "invoiceTotal": Decimal("187.50"),
        "invoiceDateTime": "2026-09-07T00:00:00Z",
        "dueDate": "2026-10-07T00:00:00Z",
        "paidDate": None,
        "isVoided": False,
    }
    found = reading_work.invoice(row, Ways())
    assert (found.status, found.balance, found.our_number) == ("open", None, None)
    paid = reading_work.invoice({**row, "paidDate": "2026-09-21T13:45:00Z"}, Ways())
    assert (paid.status, paid.balance, paid.paid_on) == ("paid", Decimal(0), date(2026, 9, 21))
    void = reading_work.invoice({**row, "isVoided": True}, Ways())
    assert (void.status, void.is_closed, void.balance) == ("void", True, Decimal(0))
    taken = {**row, "invoiceNumber": "1042", "webServiceDate": "2026-11-02T10:00:00Z"}
    assert reading_work.invoice(taken, Ways()).our_number == "1042"
    named = {**row, "userDefinedFields": [{"name": "Our", "value": "1042"}]}
    assert reading_work.invoice(named, Ways(invoice_field="Our")).our_number == "1042"
