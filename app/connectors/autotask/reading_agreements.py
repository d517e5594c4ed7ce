"""Contracts of Autotask and their services in our words. Source: ``psa-apis.md`` 3.6 and 6.

A service of a contract has a price and no quantity: how many there are is told anew for each
billing period, in rows of their own, those of coming periods included.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from app.connectors.autotask.lookups import Lookups, own_field
from app.connectors.autotask.reading import Ways, count, product_code
from app.connectors.json_value import write_json
from app.connectors.row_values import (
    Row,
    amount,
    day,
    flag,
    identity,
    moment,
    needed_identity,
    real_identity,
    text,
    text_or_none,
)
from app.customers.incoming import PsaAgreement, PsaAgreementLine

_ONE_DAY: Final = timedelta(days=1)
_ACTIVE: Final = "1"


def agreement(row: Row, lookups: Lookups, ways: Ways, blocks: Sequence[Row]) -> PsaAgreement:
    """A contract; ``blocks``: its blocks of hours that run now."""
    hours = [count(each, "hours") for each in blocks]
    return PsaAgreement(
        source_id=needed_identity(row),
        modified_at=moment(row, "lastModifiedDateTime"),
        raw=write_json(row),
        customer_id=needed_identity(row, "companyID"),
        bill_to_id=real_identity(row, "billToCompanyID"),
        billing_contact_id=real_identity(row, "billToCompanyContactID"),
        number=text(row, "contractNumber"),
        name=text(row, "contractName"),
        purchase_order=text_or_none(row, "purchaseOrderNumber"),
        kind=lookups.label("Contracts", "contractType", identity(row, "contractType")),
        status=lookups.label("Contracts", "status", identity(row, "status")),
        is_active=is_active(row, lookups),
        starts_on=day(row, "startDate"),
        ends_on=day_after(row, "endDate"),
        cycle=lookups.label("Contracts", "contractPeriodType", text(row, "contractPeriodType")),
        covered_hours=sum(hours, Decimal(0)) if hours else None,
        external_id=own_field(row, ways.agreement_field),
    )


def is_active(row: Row, lookups: Lookups) -> bool:
    """Whether a contract runs: by the word of its state, else by the number that means so."""
    number = identity(row, "status") or ""
    word = lookups.label("Contracts", "status", number)
    return word.lower() == "active" if word != number else number == _ACTIVE


def day_after(row: Row, name: str) -> date | None:
    """The first day outside, from a last day that is inside."""
    found = day(row, name)
    return None if found is None else found + _ONE_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How many there are, from a day until a day."""

    units: Decimal
    starts_on: date | None
    ends_on: date | None
    """Outside."""
    row: Row


def span_of(rows: Iterable[Row], on: date) -> Span | None:
    """The period that holds a day; where none does, the next one, else the last.

    A period that follows at once with as many as before makes it longer.
    """
    spans = sorted(
        (
            Span(
                units=count(row, "units"),
                starts_on=day(row, "startDate"),
                ends_on=day_after(row, "endDate"),
                row=row,
            )
            for row in rows
        ),
        key=lambda each: (each.starts_on or date.min, each.ends_on or date.max),
    )
    for index, span in enumerate(spans):
        if span.ends_on is None or span.ends_on > on:
            return _stretched(span, spans[index + 1 :])
    return spans[-1] if spans else None


def _stretched(span: Span, following: Sequence[Span]) -> Span:
    ends_on = span.ends_on
    for each in following:
        if each.starts_on != ends_on or each.units != span.units:
            break
        ends_on = each.ends_on
    return Span(units=span.units, starts_on=span.starts_on, ends_on=ends_on, row=span.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineKind:
    """One of the two entities that lines come from."""

    name: str
    """Keeps their ids apart."""
    entity: str
    units_entity: str
    units_field: str
    """Of a row of units: the line to which it belongs."""
    catalog_field: str
    """Of a line: what it is a line of."""


SERVICES: Final = LineKind(
    name="service",
    entity="ContractServices",
    units_entity="ContractServiceUnits",
    units_field="contractServiceID",
    catalog_field="serviceID",
)
BUNDLES: Final = LineKind(
    name="bundle",
    entity="ContractServiceBundles",
    units_entity="ContractServiceBundleUnits",
    units_field="contractServiceBundleID",
    catalog_field="serviceBundleID",
)


def agreement_line(
    row: Row, kind: LineKind, *, contract: Row, span: Span | None, lookups: Lookups
) -> PsaAgreementLine:
    """A service of a contract with its quantity of the period; 0 where no period has any.

    The price is the line's: whether a period's own is for one or for all is not known.
    """
    number = needed_identity(row)
    sold = real_identity(row, kind.catalog_field)
    catalog = lookups.service(sold) if kind is SERVICES else lookups.bundle(sold)
    code = real_identity(catalog, "billingCodeID")
    return PsaAgreementLine(
        source_id=f"{kind.name}:{number}",
        modified_at=moment(row, "lastModifiedDateTime"),
        raw=write_json({"line": row, "units": None if span is None else span.row}),
        agreement_id=needed_identity(row, "contractID"),
        customer_id=real_identity(contract, "companyID"),
        product_id=None if sold is None else f"{kind.name}:{sold}",
        product_code=product_code(catalog),
        description=text(row, "invoiceDescription")
        or text(catalog, "invoiceDescription", "description", "name"),
        quantity=Decimal(0) if span is None else max(span.units, Decimal(0)),
        quantity_total=None if span is None else span.units,
        unit_price=amount(row, "adjustedPrice", "unitPrice")
        if kind is BUNDLES
        else amount(row, "unitPrice"),
        is_billable=span is not None and bool(contract) and is_active(contract, lookups),
        valid_from=None if span is None else span.starts_on,
        valid_to=None if span is None else span.ends_on,
        cycle=lookups.label("Services", "periodType", text(catalog, "periodType")) or None,
        is_taxable=flag(catalog, "isTaxable"),
        tax_code=lookups.tax_code(code),
    )
