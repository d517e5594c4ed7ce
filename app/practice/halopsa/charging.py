"""The world's lines, work and sales as this vendor's records.

Contracts have no priced lines: a recurring invoice for each holds them; sales are one-time lines.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.practice.halopsa import tables as lists
from app.practice.halopsa.tables import Row, Tables, day_stamp, stamp
from app.practice.records import (
    Agreement,
    Billable,
    Charge,
    Customer,
    Invoice,
    Line,
    Time,
    TimeState,
    World,
)

NUMBER_TYPE: Final = 12
"""The kind of asset that a telephone number is."""
FIXED, FROM_ASSETS = 0, 1
PAID, UNPAID = 1, 0
_HEADINGS_FROM: Final = 4
"""So many lines, and a heading stands above them."""
_RECURRING_BASE: Final = 50_000
_SALE_BASE: Final = 900_000
_HEADING_BASE: Final = 950_000


def fill_charges(tables: Tables, world: World) -> None:
    """Put in recurring invoices, numbers as assets, tickets with their actions, and invoices."""
    agents = {name: place for place, name in enumerate(world.members, 1)}
    for invoice in world.psa_invoices:
        customer = next(each for each in world.customers if each.id == invoice.customer_id)
        tables.put(lists.INVOICE, _invoice(customer, invoice))
        if invoice.paid:
            tables.put(lists.PAYMENT, _payment(invoice))
    numbers = {row["invoicenumber"]: row["id"] for row in tables.all(lists.INVOICE)}
    for customer in world.customers:
        for agreement in customer.agreements:
            tables.put(lists.RECURRING, _recurring(customer, agreement, numbers))
            for line in agreement.lines:
                for number in line.numbers:
                    tables.put(lists.ASSET, _asset(customer, agreement, number))
        for entry in customer.times:
            _fill_ticket(tables, customer, entry)
            row = _action(entry, agents[entry.member])
            row["invoice_id"] = numbers.get(entry.invoice_number, 0)
            tables.put(lists.ACTIONS, row)


def _recurring(customer: Customer, agreement: Agreement, numbers: dict[str, int]) -> Row:
    own_id = _RECURRING_BASE + agreement.id
    lines = [_line(own_id, agreement, line) for line in agreement.lines]
    if len(lines) >= _HEADINGS_FROM:
        lines.insert(0, _heading(own_id, agreement))
    lines += [
        _sale(own_id, charge, numbers)
        for charge in customer.charges
        if charge.agreement_id == agreement.id
    ]
    site = customer.sites[0] if customer.sites else None
    return {
        "id": own_id,
        "client_id": customer.id,
        "client_name": customer.name,
        "site_name": site.name if site else "",
        "sitenumber": site.id if site else 0,
        "contract_id": agreement.id,
        "contract_ref": agreement.number,
        "period": 3,
        "period_type": 0,
        "nextcreationdate": "2026-12-01T00:00:00",
        "startdate": day_stamp(agreement.starts_on),
        "enddate": day_stamp(agreement.ends_on) if agreement.ends_on else None,
        "currency": customer.currency,
        "paymentterms": 30,
        "date_created": day_stamp(agreement.starts_on),
        "lines": lines,
        "external_links": [],
        "customfields": [],
    }


def _line(header: int, agreement: Agreement, line: Line) -> Row:
    quantity = max(line.quantity - line.included, Decimal(0))
    is_free = line.billable is Billable.NO_CHARGE
    return {
        "id": line.id,
        "ihid": header,
        "_itemid": line.product.id,
        "item_code": line.product.code,
        "item_shortdescription": line.description,
        "item_longdescription": line.description,
        "qty_order": quantity,
        "unit_price": line.unit_price,
        "discount_perc": Decimal(100 if is_free else 0),
        "net_amount": Decimal(0) if is_free else quantity * line.unit_price,
        "tax_rate": Decimal(0),
        "tax_amount": Decimal(0),
        "tax_code": "CO" if line.is_taxable else "EX",
        "unit_cost": Decimal(0),
        "nominal_code": line.product.gl_code,
        "contract_id": agreement.id,
        "asset_id": 0,
        "site": line.site_id or 0,
        "recurring_invoice_quantity_type": FROM_ASSETS if line.is_counted else FIXED,
        "quantity_assets": _counted(line) if line.is_counted else [],
        "quantity_users": [],
        "quantity_licences": [],
        "quantity_subscriptions": [],
        "calculate_price_from_assets": False,
        "startdate": day_stamp(line.starts_on),
        "enddate": day_stamp(line.ends_on) if line.ends_on else None,
        "isinactive": line.billable is Billable.NO,
        "autorenew": line.ends_on is None,
        "onetimecharge": False,
        "onetimechargeinvoiceid": 0,
        "minimum_line_total": Decimal(0),
        "isgroupdesc": False,
        "group_id": 0,
        "is_bundled_line": False,
        "needsreviewbeforecreation": False,
        "reviewed": False,
        "is_meter": False,
        "current_reading": 0,
        "meter_tiers": [],
    }


def _counted(line: Line) -> list[Row]:
    return [
        {
            "id": line.id,
            "invoice_line_id": line.id,
            "kind": "D",
            "type_id": NUMBER_TYPE,
            "type_name": "Telephone number",
            "qty_free": Decimal(0),
            "minimum_qty": Decimal(0),
        }
    ]


def _heading(header: int, agreement: Agreement) -> Row:
    return {
        "id": _HEADING_BASE + agreement.id,
        "ihid": header,
        "_itemid": 0,
        "item_code": "",
        "item_shortdescription": agreement.name,
        "item_longdescription": "",
        "qty_order": Decimal(1),
        "unit_price": Decimal(0),
        "net_amount": Decimal(0),
        "recurring_invoice_quantity_type": FIXED,
        "isgroupdesc": True,
        "group_id": agreement.id,
        "isinactive": False,
        "onetimecharge": False,
    }


def _sale(header: int, charge: Charge, numbers: dict[str, int]) -> Row:
    return {
        "id": _SALE_BASE + charge.id,
        "ihid": header,
        "_itemid": charge.product.id,
        "item_code": charge.product.code,
        "item_shortdescription": charge.description,
        "item_longdescription": charge.reference,
        "qty_order": charge.quantity,
        "unit_price": charge.unit_price,
        "net_amount": charge.quantity * charge.unit_price,
        "discount_perc": Decimal(0),
        "tax_code": "CO",
        "tax_rate": Decimal(0),
        "nominal_code": charge.product.gl_code,
        "contract_id": charge.agreement_id or 0,
        "recurring_invoice_quantity_type": FIXED,
        "startdate": day_stamp(charge.charged_on),
        "enddate": None,
        "isinactive": charge.is_cancelled,
        "isgroupdesc": False,
        "onetimecharge": True,
        "onetimechargeinvoiceid": numbers.get(charge.invoice_number, 0),
    }


def _asset(customer: Customer, agreement: Agreement, number: str) -> Row:
    return {
        "inventory_number": number,
        "key_field": number,
        "client_id": customer.id,
        "client_name": customer.name,
        "contract_id": agreement.id,
        "contract_ref": agreement.number,
        "assettype_id": NUMBER_TYPE,
        "assettype_name": "Telephone number",
        "inactive": False,
        "_updated": stamp(agreement.modified_at),
    }


def _fill_ticket(tables: Tables, customer: Customer, entry: Time) -> None:
    row = tables.one(lists.TICKETS, entry.ticket)
    if row is not None:
        row["last_update"] = max(row["last_update"], stamp(entry.modified_at))
        return
    site = customer.sites[0] if customer.sites else None
    tables.put(
        lists.TICKETS,
        {
            "id": entry.ticket,
            "summary": entry.text[:100],
            "client_id": customer.id,
            "client_name": customer.name,
            "site_id": site.id if site else 0,
            "contract_id": 0,
            "dateoccurred": stamp(entry.started_at),
            "status_id": 9,
            "tickettype_id": 1,
            "last_update": stamp(entry.modified_at),
            "items_issued": [],
        },
    )
    note = {
        "ticket_id": entry.ticket,
        "id": 1,
        "datetime": stamp(entry.started_at),
        "outcome": "Logged",
        "who": customer.name,
        "who_agentid": 0,
        "note": entry.text,
        "timetaken": Decimal(0),
        "actisbillable": False,
        "actionchargehours": Decimal(0),
        "actionchargeamount": Decimal(0),
        "actioncontractid": 0,
        "actioninvoicenumber": "",
        "last_updated": stamp(entry.started_at),
    }
    tables.put(lists.ACTIONS, note)


def _action(entry: Time, agent: int) -> Row:
    is_charged = entry.billable is Billable.YES and entry.state is not TimeState.WRITTEN_OFF
    charged = entry.billable_hours if is_charged else Decimal(0)
    covered = entry.agreement_id is not None
    amount = entry.amount if charged else Decimal(0)
    return {
        "ticket_id": entry.ticket,
        "datetime": stamp(entry.started_at),
        "actioncompletiondate": stamp(entry.started_at),
        "who": entry.member,
        "who_agentid": agent,
        "outcome": "Time",
        "note": entry.text,
        "timetaken": entry.hours,
        "timetakenadjusted": entry.hours,
        "nonbilltime": entry.hours if entry.billable is Billable.NO else Decimal(0),
        "traveltime": Decimal(0),
        "mileage": Decimal(0),
        "actisbillable": entry.billable is not Billable.NO,
        "chargerate": 1 if charged else 0,
        "actionchargehours": charged,
        "actionchargeamount": amount,
        "actionnonchargehours": entry.hours - charged,
        "actionnonchargeamount": entry.amount if covered else Decimal(0),
        "actionprepayhours": Decimal(0),
        "actionprepayamount": Decimal(0),
        "actioncontractid": -entry.agreement_id if entry.agreement_id is not None else 0,
        "actioninvoicenumber": entry.invoice_number or _not_invoiced(entry.id),
        "action_invoice_line_id": 0,
        "actprocesseddate": stamp(entry.modified_at) if entry.invoice_number else None,
        "actisreadyforprocessing": entry.state is not TimeState.OPEN,
        "actiontravelamount": Decimal(0),
        "actiontravelinvoicenumber": "",
        "actionmileageamount": Decimal(0),
        "actionmileageinvoicenumber": "",
        "externalinvoicenumber": "",
        "timesheet_approval_status": 0 if entry.state is TimeState.OPEN else 2,
        "last_updated": stamp(entry.modified_at),
    }


def _not_invoiced(serial: int) -> str | None:
    """The three ways in which this vendor says that nothing is invoiced yet."""
    return ("", "0", None)[serial // 10 % 3]


def _invoice(customer: Customer, invoice: Invoice) -> Row:
    return {
        "id": invoice.id,
        "invoicenumber": invoice.number,
        "thirdpartyinvoicenumber": "",
        "client_id": customer.id,
        "client_name": customer.name,
        "contract_id": 0,
        "contract_ref": "",
        "invoice_date": day_stamp(invoice.dated_on),
        "duedate": day_stamp(invoice.due_on),
        "posted": True,
        "dateposted": day_stamp(invoice.dated_on),
        "datesent": day_stamp(invoice.dated_on),
        "datepaid": day_stamp(invoice.due_on) if invoice.paid >= invoice.total else None,
        "paymentstatus": PAID if invoice.paid >= invoice.total else UNPAID,
        "amountpaid": invoice.paid,
        "amountdue": invoice.total - invoice.paid,
        "total": invoice.total,
        "tax_total": Decimal(0),
        "voided": False,
        "reference": "",
        "currency": customer.currency,
        "date_created": stamp(invoice.modified_at),
        "lines": list(_invoice_lines(invoice)),
        "payments": [],
        "external_links": [],
        "customfields": [],
    }


def _invoice_lines(invoice: Invoice) -> Iterator[Row]:
    for place, line in enumerate(invoice.lines, 1):
        yield {
            "id": invoice.id * 10 + place,
            "ihid": invoice.id,
            "_itemid": line.product.id,
            "item_code": line.product.code,
            "item_shortdescription": line.description,
            "qty_order": line.quantity,
            "unit_price": line.unit_price,
            "net_amount": line.amount,
            "tax_amount": Decimal(0),
        }


def _payment(invoice: Invoice) -> Row:
    return {
        "invoice_id": invoice.id,
        "invoice_invoicenumber": invoice.number,
        "date": day_stamp(invoice.due_on),
        "amount": invoice.paid,
        "client_id": invoice.customer_id,
        "method": 0,
        "status": 0,
    }
