"""Customers, agreements and what belongs to them from ConnectWise PSA, in our words.

Source: ``psa-apis.md`` 1.6, 1.8, 1.10 and 6. Days come as midnight in UTC and stay the days they
are; references that are empty are left out of a row.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from app.connectors.connectwise.parts import (
    Around,
    Ways,
    address,
    base,
    currency,
    custom_field,
    reference,
)
from app.connectors.row_values import (
    Row,
    amount,
    day,
    flag,
    identity,
    kept_text,
    listed,
    nested,
    text,
    text_or_none,
)
from app.customers.incoming import (
    PsaAgreement,
    PsaAgreementLine,
    PsaContact,
    PsaCustomer,
    PsaProduct,
    PsaSite,
    PsaTerms,
)
from app.values.foreign_record import PostalAddress

_DAY: Final = timedelta(days=1)


def terms(row: Row) -> PsaTerms:
    """Terms of payment."""
    return PsaTerms(**base(row), name=text(row, "name"), days=_whole(row, "dueDays"))


def product(row: Row) -> PsaProduct:
    """A catalog item."""
    return PsaProduct(
        **base(row),
        code=text(row, "identifier"),
        name=text(row, "description"),
        description=text(row, "customerDescription", "description"),
        unit_price=amount(row, "price"),
        category=text(nested(row, "category"), "name"),
        is_taxable=flag(row, "taxableFlag"),
        is_active=not flag(row, "inactiveFlag"),
    )


def customer(row: Row, ways: Ways, around: Around) -> PsaCustomer:
    """A company; one that is deleted stays readable, and is gone."""
    status = text(nested(row, "status"), "name")
    is_gone = bool(flag(row, "deletedFlag"))
    contact = around.contacts.get(reference(row, "billingContact") or "", {})
    # Blank texts are no addresses: then the billing contact's is.
    to_address = text_or_none(row, "invoiceToEmailAddress") or _reached(contact, "Email")
    return PsaCustomer(
        **base(row),
        is_gone=is_gone,
        code=text(row, "identifier"),
        name=text(row, "name"),
        is_active=not is_gone and status.lower() not in ways.inactive,
        status=status,
        external_id=_external_id(row, ways),
        parent_id=reference(row, "parentCompany"),
        bill_to_id=_other(row, "billToCompany", identity(row)),
        billing_address=_billing_address(row, around),
        billing_site_id=reference(row, "billingSite"),
        billing_contact_id=reference(row, "billingContact"),
        billing_email=to_address,
        billing_copy_email=text_or_none(row, "invoiceCCEmailAddress"),
        phone=text_or_none(row, "phoneNumber"),
        tax_code=text_or_none(nested(row, "taxCode"), "name"),
        tax_number=text_or_none(row, "taxIdentifier"),
        currency=currency(row),
        terms_id=reference(row, "billingTerms"),
    )


def site(row: Row, customer_id: str) -> PsaSite:
    """A site of a company; the company is known by the list, not always by the row."""
    return PsaSite(
        **base(row),
        customer_id=reference(row, "company") or customer_id,
        name=text(row, "name"),
        address=address(row),
        phone=text_or_none(row, "phoneNumber"),
        is_billing=bool(flag(row, "defaultBillingFlag")),
        is_primary=bool(flag(row, "primaryAddressFlag")),
        is_active=not flag(row, "inactiveFlag"),
    )


def contact(row: Row) -> PsaContact:
    """A contact; its e-mail and telephone lie in a list of ways to reach it."""
    return PsaContact(
        **base(row),
        customer_id=reference(row, "company") or "",
        site_id=reference(row, "site"),
        first_name=text(row, "firstName"),
        last_name=text(row, "lastName"),
        email=_reached(row, "Email"),
        phone=_reached(row, "Phone") or text_or_none(row, "defaultPhoneNbr"),
        is_billing=bool(flag(row, "defaultBillingFlag")),
        is_primary=bool(flag(row, "defaultFlag")),
        is_active=not flag(row, "inactiveFlag"),
    )


def agreement(row: Row, ways: Ways) -> PsaAgreement:
    """An agreement; its base fee is beside its additions."""
    company = reference(row, "company")
    units = "" if flag(row, "applicationUnlimitedFlag") else text(row, "applicationUnits")
    limit = amount(row, "applicationLimit")
    status = text(row, "agreementStatus")
    is_cancelled = bool(flag(row, "cancelledFlag"))
    return PsaAgreement(
        **base(row),
        customer_id=company or "",
        bill_to_id=_other(row, "billToCompany", company),
        billing_contact_id=reference(row, "billToContact"),
        billing_site_id=reference(row, "billToSite"),
        site_id=reference(row, "site"),
        number=text(row, "customerPO", "workOrder"),
        name=text(row, "name"),
        purchase_order=text_or_none(row, "customerPO"),
        kind=text(nested(row, "type"), "name"),
        status=status,
        is_active=not is_cancelled and status in {"", "Active"},
        starts_on=day(row, "startDate"),
        ends_on=_agreement_end(row, is_cancelled=is_cancelled),
        cycle=text(nested(row, "billingCycle"), "name"),
        base_amount=amount(row, "billAmount"),
        covered_hours=limit if units == "Hours" else None,
        covered_amount=limit if units == "Amount" else None,
        terms_id=reference(row, "billingTerms"),
        currency=currency(row),
        is_taxable=flag(row, "taxable"),
        external_id=kept_text(row, ways.agreement_field) if ways.agreement_field else None,
    )


def agreement_line(row: Row, agreement_id: str, customer_id: str | None) -> PsaAgreementLine:
    """An addition; what is included in the base fee is not billed again."""
    total = amount(row, "quantity") or Decimal(0)
    included = amount(row, "lessIncluded") or Decimal(0)
    item = nested(row, "product")
    return PsaAgreementLine(
        **base(row),
        agreement_id=identity(row, "agreementId") or agreement_id,
        customer_id=customer_id,
        product_id=identity(item),
        product_code=text(item, "identifier"),
        description=text(row, "invoiceDescription", "description"),
        quantity=max(total - included, Decimal(0)),
        quantity_total=total,
        quantity_included=included,
        unit_price=amount(row, "unitPrice"),
        is_billable=text(row, "billCustomer") == "Billable",
        valid_from=day(row, "effectiveDate"),
        valid_to=_day_after(row, "cancelledDate"),
        is_taxable=flag(row, "taxableFlag"),
        serial_number=text_or_none(row, "serialNumber"),
    )


def _external_id(row: Row, ways: Ways) -> str | None:
    if ways.external_custom_field:
        return custom_field(row, ways.external_custom_field)
    # Empty texts are left out of a row; the place is there all the same.
    return kept_text(row, ways.external_field) or ""


def _other(row: Row, name: str, itself: str | None) -> str | None:
    """Who else is referred to; None where it is the record's own company."""
    found = reference(row, name)
    return None if found == itself else found


def _billing_address(row: Row, around: Around) -> PostalAddress:
    """Of the billing site; the company's own address is that of its main site."""
    billing = reference(row, "billingSite")
    found = around.sites.get(billing) if billing is not None else None
    return address(row if found is None else found)


def _reached(row: Row, kind: str) -> str | None:
    """How a contact is reached by e-mail or telephone, the default way first."""
    ways = [each for each in listed(row, "communicationItems") if _is_way(each, kind)]
    ways.sort(key=lambda each: not flag(each, "defaultFlag"))
    return text(ways[0], "value") if ways else None


def _is_way(row: Row, kind: str) -> bool:
    return text(row, "communicationType") == kind and bool(text(row, "value"))


def _agreement_end(row: Row, *, is_cancelled: bool) -> date | None:
    """The first day on which it no longer runs: after its last day, or that of its cancellation."""
    ends = (
        None if flag(row, "noEndingDateFlag") else _day_after(row, "endDate"),
        _day_after(row, "dateCancelled") if is_cancelled else None,
    )
    return min((each for each in ends if each is not None), default=None)


def _day_after(row: Row, name: str) -> date | None:
    """The first day outside: what is cancelled as of a day is billed through that day.

    Who changes a price cancels the old addition on the last of a month and begins the new one on
    the first of the next.
    """
    last = day(row, name)
    return None if last is None else last + _DAY


def _whole(row: Mapping[str, Any], name: str) -> int | None:
    found = amount(row, name)
    return None if found is None else int(found)
