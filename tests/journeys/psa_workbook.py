"""The practice world's customers as somebody writes them down who keeps a PSA in spreadsheets."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.practice.records import Agreement, Billable, Customer, Site, Standing, Time, TimeState
from app.practice.world import world
from tests.journeys.world_sheets import Row, write_sheets


def write_psa(folder: Path, names: Collection[str]) -> None:
    """A sheet for each kind of record of the customers of these names."""
    told = world()
    mine = [each for each in told.customers if each.name in names and each.is_active]
    write_sheets(
        folder,
        {
            "terms": [_row(id=e.id, name=e.name, days=e.days) for e in told.terms],
            "products": [
                _row(id=e.id, code=e.code, name=e.name, unit_price=e.price, gl_code=e.gl_code)
                for e in told.products
            ],
            "customers": [_customer(each) for each in mine],
            "sites": [_site(each, of) for of in mine for each in of.sites],
            "contacts": [
                _row(
                    id=e.id,
                    customer_id=of.id,
                    first_name=e.first_name,
                    last_name=e.last_name,
                    email=e.email,
                    phone=e.phone,
                    billing=_yes(e.is_billing),
                )
                for of in mine
                for e in of.contacts
            ],
            "agreements": [_agreement(each, of) for of in mine for each in of.agreements],
            "agreement_lines": [each for of in mine for each in _lines(of)],
            "time": [_time(each, of) for of in mine for each in of.times],
        },
    )


def _row(**cells: Any) -> Row:  # noqa: ANN401  whatever stands in a cell
    return {name: "" if value is None else str(value) for name, value in cells.items()}


def _yes(is_so: bool) -> str:  # noqa: FBT001  a cell's value
    return "yes" if is_so else "no"


def _customer(of: Customer) -> Row:
    return _row(
        id=of.id,
        number=of.code,
        external_id=of.account,
        name=of.name,
        active=_yes(of.is_active),
        phone=of.phone,
        email=of.billing_email,
        terms_id=of.terms_id,
        currency=of.currency,
    )


def _site(site: Site, of: Customer) -> Row:
    where = site.address
    return _row(
        id=site.id,
        customer_id=of.id,
        name=site.name,
        address_line1=where.line1,
        city=where.city,
        region=where.region,
        postal_code=where.postal_code,
        country=where.country,
        billing=_yes(site.is_billing),
        primary=_yes(site.is_primary),
    )


def _agreement(each: Agreement, of: Customer) -> Row:
    return _row(
        id=each.id,
        customer_id=of.id,
        number=each.number,
        name=each.name,
        kind=each.kind,
        active=_yes(each.standing is Standing.ACTIVE),
        starts_on=each.starts_on,
        last_day=each.ends_on,
        cycle=each.cycle,
    )


def _lines(of: Customer) -> Iterator[Row]:
    for agreement in of.agreements:
        for each in agreement.lines:
            last = None if each.ends_on is None else each.ends_on - timedelta(days=1)
            yield _row(
                id=each.id,
                agreement_id=agreement.id,
                site_id=each.site_id,
                product_id=each.product.id,
                product_code=each.product.code,
                description=each.description,
                quantity=each.quantity,
                quantity_included=each.included,
                unit_price=each.unit_price,
                billable=_yes(each.billable is Billable.YES),
                valid_from=each.starts_on,
                last_day=last,
            )


def _time(each: Time, of: Customer) -> Row:
    return _row(
        id=each.id,
        customer_id=of.id,
        agreement_id=each.agreement_id,
        ticket_id=each.ticket,
        worker=each.member,
        worked_on=each.started_at.date(),
        hours=each.hours,
        billable_hours=each.billable_hours,
        rate=each.rate,
        amount=each.amount,
        billable=_yes(each.billable is Billable.YES),
        approved=_yes(each.state is TimeState.APPROVED),
        billed=_yes(each.state is TimeState.BILLED),
        billed_reference=each.invoice_number,
        text=each.text,
    )
