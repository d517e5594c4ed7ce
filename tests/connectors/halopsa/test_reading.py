from datetime import date
from decimal import Decimal
from typing import Any

from app.connectors.halopsa import reading, reading_charges
from app.connectors.halopsa.parts import Ways
from app.customers.incoming import PsaTimeEntry
from tests.connectors.halopsa.halo import STAMP

WAYS = Ways()
NO_RATES = reading_charges.ChargeRates([])
TICKET = {"id": 7, "client_id": 44, "site_id": Decimal("3.0")}
HEADER = {"id": 500, "client_id": 44, "contract_id": 12, "sitenumber": 3, "period": 1}
LINE: dict[str, Any] = {
    "id": 91,
    "ihid": 500,
    "_itemid": 7,
    "item_code": "DID",
    "item_shortdescription": "DID lines",
    "qty_order": 10,
    "unit_price": Decimal("2.5"),
    "net_amount": 25,
    "tax_rate": 7,
    "startdate": "2026-01-01T00:00:00",
}
ACTION: dict[str, Any] = {
    "ticket_id": 7,
    "id": 3,
    "datetime": "2026-10-01T09:00:00",
    "who": "Jo",
    "timetaken": Decimal("1.5"),
    "actisbillable": True,
    "actisreadyforprocessing": True,
    "actionchargehours": Decimal("1.25"),
    "actionchargeamount": Decimal("150.10"),
    "actioncontractid": -12,
    "chargerate": 2,
    "last_updated": STAMP,
}


def entry(ways: Ways = WAYS, **fields: object) -> PsaTimeEntry:
    row = {**ACTION, **fields}
    return next(reading_charges.time_entries(row, TICKET, NO_RATES, ways))


def test_a_client_is_read_whole() -> None:
    row = {
        "id": 44,
        "name": "Acme",
        "ref": "A-1",
        "accountsid": "",
        "client_to_invoice": 45,
        "accountsemailaddress": "ap@acme.example",
        "accountsccemailaddress": "cc@acme.example",
        "contract_tax_code": 3,
        "taxable": False,
        "currencyisocode": "usd",
        "paymentterms": 30,
        "toplevel_id": 0,
        "alastupdate": STAMP,
        "main_invoice_address": {"line1": "1 High St", "line3": "Tampa", "postcode": "33601"},
    }
    found = reading.customer(row, WAYS, None)
    assert (found.code, found.external_id, found.bill_to_id) == ("A-1", "", "45")
    assert (found.billing_email, found.billing_copy_email) == ("ap@acme.example", "cc@acme.example")
    assert (found.currency, found.tax_code, found.is_tax_exempt) == ("USD", "3", True)
    assert (found.terms_days, found.parent_id) == (30, None)
    assert found.billing_address is not None
    assert (found.billing_address.city, found.billing_address.postal_code) == ("Tampa", "33601")


def test_terms_may_be_the_number_of_a_list() -> None:
    row = {"id": 44, "paymentterms": 3}
    assert reading.customer(row, Ways(terms_are_days=False), None).terms_days is None
    assert reading.customer({**row, "due_date_type": 2}, WAYS, None).terms_days is None


def test_the_site_for_invoices_gives_the_billing_address() -> None:
    site = {
        "id": 3,
        "invoice_address": {"line1": "PO Box 9"},
        "delivery_address_line1": "1 High St",
        "delivery_address_line5": "33601",
        "country_code": "us",
    }
    found = reading.customer({"id": 44}, WAYS, site).billing_address
    assert found is not None
    assert (found.line1, found.country) == ("PO Box 9", "US")
    shared = {**site, "invoice_address_isdelivery": True}
    found = reading.customer({"id": 44}, WAYS, shared).billing_address
    assert found is not None
    assert (found.line1, found.postal_code) == ("1 High St", "33601")


def test_what_the_lines_of_an_address_hold_is_a_setting() -> None:
    row = {"id": 3, "delivery_address": {"line1": "A", "line2": "B", "line3": "C", "line4": "D"}}
    usual = reading.site(row, WAYS, is_main=False).address
    assert (usual.line2, usual.city, usual.region) == ("B", "C", "D")
    other = Ways(address_parts=("line1", "city", "region", "country"))
    found = reading.site(row, other, is_main=False).address
    assert (found.line2, found.city, found.region, found.country) == ("", "B", "C", "D")


def test_ids_with_a_point_are_whole_numbers() -> None:
    row = {"id": 3, "client_id": Decimal("44.0")}
    found = reading.site(row, WAYS, is_main=True)
    assert (found.customer_id, found.is_primary) == ("44", True)
    user = {"id": 5, "client_id": 44, "site_id": Decimal("3.0"), "sendaccountsemails": True}
    contact = reading.contact(user)
    assert (contact.site_id, contact.is_billing) == ("3", True)


def test_a_contract_ends_after_its_last_day_unless_it_rolls() -> None:
    row = {"id": 12, "client_id": 44, "ref": "C-1", "end_date": "2026-12-31T00:00:00"}
    assert reading.agreement(row).ends_on == date(2027, 1, 1)
    assert reading.agreement({**row, "rollingcontract": True}).ends_on is None
    assert reading.agreement({**row, "end_date": "1900-01-01T00:00:00"}).ends_on is None
    assert not reading.agreement({**row, "expired": True}).is_active


def test_lines_come_from_the_recurring_invoice_of_a_contract() -> None:
    found = reading.agreement_line(LINE, HEADER)
    assert (found.agreement_id, found.customer_id, found.site_id) == ("12", "44", "3")
    assert (found.product_code, found.quantity, found.unit_price) == (
        "DID",
        Decimal(10),
        Decimal("2.5"),
    )
    assert (found.valid_from, found.is_taxable) == (date(2026, 1, 1), True)


def test_a_recurring_invoice_without_a_contract_is_an_agreement() -> None:
    header = {**HEADER, "contract_id": 0}
    assert reading.lone_agreement(header).source_id == "recurring:500"
    assert reading.agreement_line(LINE, header).agreement_id == "recurring:500"


def test_a_quantity_that_is_not_worked_out_is_counted_from_linked_records() -> None:
    linked = {"recurring_invoice_quantity_type": 1, "quantity_assets": [{"id": 1}, {"id": 2}]}
    assert reading.quantity({**LINE, **linked}) == 10
    assert reading.quantity({**linked, "qty_order": 0}) == 2


def test_a_discount_is_taken_off_once() -> None:
    line = {**LINE, "discount_perc": 10, "net_amount": Decimal("22.5")}
    assert reading.net_price(line) == Decimal("2.25")
    assert reading.net_price({**line, "net_amount": 25}) == Decimal("2.5")


def test_a_tax_code_without_a_rate_leaves_it_open() -> None:
    assert reading.is_taxable(LINE)
    assert reading.is_taxable({"id": 1, "tax_rate": 0, "tax_code": "CO"}) is None
    assert reading.is_taxable({"id": 1, "tax_rate": 0, "tax_code": ""}) is False
    assert reading.is_taxable({"id": 1, "tax_code": "CO"}) is None


def test_group_headings_and_one_time_lines_are_known() -> None:
    assert reading.is_heading({"id": 1, "isgroupdesc": True})
    assert reading.is_one_time({"id": 1, "onetimecharge": True})
    assert not reading.agreement_line({**LINE, "isinactive": True}, HEADER).is_billable


def test_the_pair_of_ticket_and_action_is_the_key() -> None:
    assert entry().source_id == "7/3"


def test_contract_ids_below_zero_are_linked_agreements() -> None:
    assert entry().agreement_id == "12"
    assert entry(actioncontractid=12).agreement_id == "12"
    assert entry(actioncontractid=0).agreement_id is None


def test_no_invoice_is_blank_zero_or_null() -> None:
    for nothing in ("", "0", None):
        assert not entry(actioninvoicenumber=nothing).is_billed
    found = entry(actioninvoicenumber="1044")
    assert (found.is_billed, found.billed_reference) == (True, "1044")


def test_time_is_billable_by_flag_and_hours() -> None:
    assert entry().is_billable
    assert not entry(actisbillable=False).is_billable
    assert not entry(actionchargehours=0).is_billable


def test_approval_is_a_setting() -> None:
    assert entry().is_approved
    assert not entry(actisreadyforprocessing=False).is_approved
    sheets = Ways(approval="timesheet", approved_timesheets=frozenset({"2"}))
    assert entry(sheets, timesheet_approval_status=2).is_approved
    assert not entry(sheets, timesheet_approval_status=1).is_approved
    assert entry(Ways(approval="none"), actisreadyforprocessing=None).is_approved


def test_travel_and_mileage_have_their_own_flags() -> None:
    row = {
        **ACTION,
        "actioninvoicenumber": "1044",
        "traveltime": Decimal("0.5"),
        "actiontravelamount": 40,
        "actiontravelinvoicenumber": "0",
        "mileage": 12,
        "actionmileageamount": Decimal("8.04"),
        "actionmileageinvoicenumber": "1045",
    }
    work, travel, mileage = reading_charges.time_entries(row, TICKET, NO_RATES, WAYS)
    assert [each.is_billed for each in (work, travel, mileage)] == [True, False, True]
    assert (travel.source_id, travel.hours, travel.amount) == (
        "7/3/travel",
        Decimal("0.5"),
        Decimal(40),
    )
    assert (mileage.source_id, mileage.hours, mileage.amount) == (
        "7/3/mileage",
        Decimal(0),
        Decimal("8.04"),
    )


def test_actions_without_time_are_no_time() -> None:
    assert not reading_charges.is_time({"id": 1, "note": "an e-mail", "timetaken": 0})
    assert reading_charges.is_time({"id": 1, "actionmileageamount": 3})


def test_a_rate_is_that_of_the_contract_before_the_client_s_before_any() -> None:
    rates = reading_charges.ChargeRates(
        [
            {"id": 1, "charge_id": 2, "rate": 100},
            {"id": 2, "charge_id": 2, "area": 44, "rate": 110},
            {"id": 3, "charge_id": 2, "contract_id": 12, "rate": 120},
            {"id": 4, "charge_id": 2, "area": 44, "rate": 9, "expirydate": "2020-01-01T00:00:00"},
        ]
    )
    on = date(2026, 10, 1)
    assert rates.of("2", client="44", contract="12", on=on) == 120
    assert rates.of("2", client="44", contract=None, on=on) == 110
    assert rates.of("2", client="45", contract=None, on=on) == 100
    assert rates.of(None, client="44", contract="12", on=on) is None


def test_a_one_time_line_is_a_charge_until_it_has_its_invoice() -> None:
    found = reading_charges.line_charge({**LINE, "onetimecharge": True}, HEADER)
    assert (found.source_id, found.amount) == ("line:91", Decimal(25))
    assert not found.is_billed
    billed = {**LINE, "onetimecharge": True, "onetimechargeinvoiceid": 70}
    assert reading_charges.line_charge(billed, HEADER).billed_reference == "70"


def test_a_line_of_an_order_is_a_charge_unless_it_recurs() -> None:
    order = {"id": 8, "client_id": 44, "date": "2026-10-01T00:00:00"}
    line = {"id": 81, "name": "Desk phone", "total_net_total": Decimal("99.90")}
    found = reading_charges.order_charge(line, order)
    assert (found.source_id, found.amount, found.is_billable) == (
        "order:81",
        Decimal("99.90"),
        True,
    )
    assert not reading_charges.is_order_charge({"id": 82, "line_recurring": True})
    done = reading_charges.order_charge({**line, "percentage_invoiced": 100}, order)
    assert done.is_billed


def test_an_invoice_is_closed_when_it_is_paid_or_void() -> None:
    row = {"id": 70, "client_id": 44, "invoicenumber": "1044", "total": 50, "amountdue": 50}
    assert not reading_charges.invoice(row).is_closed
    assert reading_charges.invoice({**row, "voided": True}).status == "Void"
    paid = reading_charges.invoice({**row, "datepaid": "2026-10-05T00:00:00", "amountdue": 0})
    assert (paid.is_closed, paid.paid_on) == (True, date(2026, 10, 5))


def test_hundreds_of_unknown_fields_harm_nothing() -> None:
    row = {"id": 1, **{f"new_field_{number}": [number] for number in range(300)}}
    assert reading.product(row).source_id == "1"
