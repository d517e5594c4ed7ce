"""Time, one-time charges and invoices of HaloPSA in our words.

Source: ``psa-apis.md`` 2.7 and 6.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from app.connectors.halopsa.parts import Ways, base, number_text, real_day
from app.connectors.halopsa.reading import is_taxable, net_price, quantity
from app.connectors.row_values import (
    Row,
    amount,
    flag,
    identity,
    needed_identity,
    real_identity,
    text,
    text_or_none,
)
from app.customers.incoming import PsaCharge, PsaInvoice, PsaTimeEntry


class ChargeRates:
    """What an hour costs by charge rate: for all, or for a client or contract, in its time."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """``rows``: the charge rates as they are listed."""
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            number = identity(row, "charge_id") or needed_identity(row)
            self._rows.setdefault(number, []).append(row)

    def of(
        self, rate: str | None, *, client: str | None, contract: str | None, on: date | None
    ) -> Decimal | None:
        """The price of an hour; that of the contract before that of the client before any."""
        best: tuple[int, Decimal] | None = None
        for row in self._rows.get(rate or "", ()):
            price, rank = amount(row, "rate"), _rank(row, client, contract)
            if price is None or rank is None or not _holds_on(row, on):
                continue
            if best is None or rank > best[0]:
                best = (rank, price)
        return None if best is None else best[1]


def is_time(row: Row) -> bool:
    """Whether an action holds time or way, and not words alone."""
    names = ("timetaken", "actionchargehours", "actiontravelamount", "actionmileageamount")
    return any(amount(row, name) for name in (*names, "traveltime", "mileage"))


def time_entries(row: Row, ticket: Row, rates: ChargeRates, ways: Ways) -> Iterator[PsaTimeEntry]:
    """An action of a ticket: its time, and its travel and mileage, which are billed on their own.

    The running number is unique in the ticket alone, so the pair is the id.
    """
    number = f"{identity(row, 'ticket_id') or identity(ticket)}/{needed_identity(row)}"
    customer = real_identity(ticket, "client_id")
    contract = _contract(row)
    worked_on = real_day(row, "datetime")
    hours = amount(row, "actionchargehours")
    invoice = number_text(row, "actioninvoicenumber")
    rate = rates.of(
        real_identity(row, "chargerate"), client=customer, contract=contract, on=worked_on
    )
    yield PsaTimeEntry(
        **base(row, "last_updated", source_id=number),
        customer_id=customer,
        agreement_id=contract,
        site_id=real_identity(ticket, "site_id"),
        ticket_id=identity(ticket),
        worker=text(row, "who"),
        work_type=text(row, "outcome"),
        worked_on=worked_on,
        hours=amount(row, "timetaken") or Decimal(0),
        billable_hours=hours,
        rate=rate,
        amount=amount(row, "actionchargeamount"),
        is_billable=bool(flag(row, "actisbillable")) and (hours or Decimal(0)) > 0,
        is_approved=_is_approved(row, ways),
        is_billed=invoice is not None,
        billed_reference=invoice or number_text(row, "externalinvoicenumber"),
        text=text(row, "note"),
    )
    for kind, told in (("travel", "traveltime"), ("mileage", "mileage")):
        entry = _way(row, ticket, kind=kind, told=told, number=number, ways=ways)
        if entry is not None:
            yield entry


def _way(
    row: Row, ticket: Row, *, kind: str, told: str, number: str, ways: Ways
) -> PsaTimeEntry | None:
    """Travel or mileage of an action, with its own amount and its own invoice."""
    total, length = amount(row, f"action{kind}amount"), amount(row, told)
    if not total and not length:
        return None
    invoice = number_text(row, f"action{kind}invoicenumber")
    hours = (length or Decimal(0)) if kind == "travel" else Decimal(0)
    return PsaTimeEntry(
        **base(row, "last_updated", source_id=f"{number}/{kind}"),
        customer_id=real_identity(ticket, "client_id"),
        agreement_id=_contract(row),
        site_id=real_identity(ticket, "site_id"),
        ticket_id=identity(ticket),
        worker=text(row, "who"),
        work_type=kind.capitalize(),
        worked_on=real_day(row, "datetime"),
        hours=hours,
        billable_hours=hours if kind == "travel" else None,
        amount=total,
        is_billable=bool(flag(row, "actisbillable")) and bool(total),
        is_approved=_is_approved(row, ways),
        is_billed=invoice is not None,
        billed_reference=invoice,
        text=f"{kind.capitalize()}: {text(row, 'note')}".rstrip(": "),
    )


def line_charge(row: Row, header: Row) -> PsaCharge:
    """A line of a recurring invoice that is charged once."""
    invoice = real_identity(row, "onetimechargeinvoiceid")
    is_billed = invoice is not None or bool(flag(row, "line_fully_invoiced"))
    is_stopped = bool(flag(row, "isinactive")) or bool(flag(header, "disabled"))
    count, price = quantity(row), net_price(row)
    total = amount(row, "net_amount")
    if total is None and price is not None:
        total = price * count
    return PsaCharge(
        **base(row, "", source_id=f"line:{needed_identity(row)}"),
        kind="line",
        customer_id=identity(header, "client_id"),
        agreement_id=real_identity(row, "contract_id") or real_identity(header, "contract_id"),
        site_id=real_identity(row, "site") or real_identity(header, "sitenumber"),
        ticket_id=real_identity(row, "ticket_id"),
        product_id=real_identity(row, "_itemid"),
        product_code=text(row, "item_code"),
        description=text(row, "item_shortdescription", "item_longdescription"),
        quantity=count,
        unit_price=price,
        amount=total,
        charged_on=real_day(row, "startdate"),
        is_billable=not is_stopped,
        is_billed=is_billed,
        billed_reference=invoice,
        is_taxable=is_taxable(row),
        tax_code=text_or_none(row, "tax_code"),
    )


def order_charge(row: Row, order: Row) -> PsaCharge:
    """A line of a sales order. Its totals are told for sure, its count not in every release."""
    invoice = real_identity(row, "invoice_id")
    invoiced = amount(row, "percentage_invoiced") or Decimal(0)
    total = amount(row, "total_net_total", "net_total")
    count = amount(row, "quantity", "qty_order")
    price = amount(row, "price", "unit_price")
    is_withheld = bool(flag(order, "do_not_invoice")) or bool(flag(row, "do_not_invoice_line"))
    if total is None and count is not None and price is not None:
        total = count * price
    return PsaCharge(
        **base(row, "", source_id=f"order:{needed_identity(row)}"),
        kind="order",
        customer_id=identity(order, "client_id"),
        agreement_id=real_identity(row, "contract_id"),
        site_id=real_identity(row, "line_site_id") or real_identity(order, "site_id"),
        ticket_id=real_identity(order, "ticket_id"),
        product_id=real_identity(row, "item_id"),
        product_code=text(row, "productcode"),
        description=text(row, "name", "item_description"),
        quantity=Decimal(1) if count is None else count,
        unit_price=total if count is None else price,
        amount=total,
        charged_on=real_day(order, "date"),
        is_billable=not is_withheld,
        is_billed=invoice is not None or invoiced >= 100,  # noqa: PLR2004  per cent
        billed_reference=invoice,
        is_taxable=flag(row, "taxable"),
        tax_code=text_or_none(row, "tax_name"),
    )


def is_order_charge(row: Row) -> bool:
    """Whether a line of an order is charged once: neither a heading nor one that recurs."""
    return not any(flag(row, name) for name in ("isgroupdesc", "item_recurring", "line_recurring"))


def invoice(row: Row) -> PsaInvoice:
    """An invoice that HaloPSA made."""
    balance, is_void = amount(row, "amountdue"), bool(flag(row, "voided"))
    paid_on = real_day(row, "datepaid")
    return PsaInvoice(
        **base(row, "last_modified"),
        customer_id=identity(row, "client_id"),
        number=text(row, "invoicenumber"),
        dated_on=real_day(row, "invoice_date"),
        due_on=real_day(row, "duedate"),
        currency=_code(row),
        total=amount(row, "total"),
        balance=balance,
        status="Void" if is_void else text(row, "paymentstatus"),
        is_closed=is_void or paid_on is not None or balance == 0,
        paid_on=paid_on,
        our_number=text(row, "thirdpartyinvoicenumber"),
    )


def _contract(row: Row) -> str | None:
    """The contract of an action: a linked one has its number below zero."""
    found = identity(row, "actioncontractid")
    return None if found in {None, "0"} else str(found).lstrip("-")


def _is_approved(row: Row, ways: Ways) -> bool:
    if ways.approval == "timesheet":
        return text(row, "timesheet_approval_status") in ways.approved_timesheets
    if ways.approval == "ready":
        return bool(flag(row, "actisreadyforprocessing"))
    return True


def _rank(row: Row, client: str | None, contract: str | None) -> int | None:
    """How well a rate fits; None where it is another client's or contract's."""
    own_contract = real_identity(row, "contract_id")
    own_client = real_identity(row, "client_id") or real_identity(row, "area")
    if own_contract is not None:
        return 2 if own_contract == contract else None
    if own_client is not None:
        return 1 if own_client == client else None
    return 0


def _holds_on(row: Mapping[str, object], on: date | None) -> bool:
    begins, ends = real_day(row, "startdate"), real_day(row, "expirydate")
    if on is None:
        return True
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def _code(row: Row) -> str | None:
    for name in ("currency_code_name", "currency"):
        found = text(row, name).upper()
        if len(found) == len("USD") and found.isalpha():
            return found
    return None
