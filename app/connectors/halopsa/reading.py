"""Customers, agreements and what belongs to them from HaloPSA, in our words.

Source: ``psa-apis.md`` 2.7, 2.10 and 6. Hundreds of fields come with each record and more with
every release: what is not named here is passed over. Ids come as numbers with a point in places.
"""

from decimal import Decimal
from typing import Final

from app.connectors.halopsa.parts import (
    Ways,
    address,
    after_last,
    base,
    custom_field,
    real_day,
    stored_address,
)
from app.connectors.row_values import (
    Row,
    amount,
    flag,
    identity,
    kept_text,
    listed,
    nested,
    real_identity,
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
)
from app.values.foreign_record import NO_ADDRESS, PostalAddress

_CURRENCY_LETTERS: Final = 3
_HUNDRED: Final = Decimal(100)
_LINKED: Final = (
    "quantity_assets",
    "quantity_users",
    "quantity_licences",
    "quantity_subscriptions",
)


def product(row: Row) -> PsaProduct:
    """An item."""
    return PsaProduct(
        **base(row, ""),
        code=text(row, "item_code", "internalreference", "supplier_part_code", "externalreference"),
        name=text(row, "name"),
        description=text(row, "description", "name"),
        unit_price=amount(row, "baseprice"),
        gl_code=text_or_none(row, "nominalcode"),
        category=text(row, "assetgroup_name"),
        is_taxable=flag(row, "taxable"),
        tax_code=text_or_none(row, "taxcode_name") or real_identity(row, "taxcode"),
        is_active=not flag(row, "inactive"),
    )


def customer(row: Row, ways: Ways, invoice_site: Row | None) -> PsaCustomer:
    """A client; ``invoice_site``: the site of it to which invoices go, if there is one."""
    own = identity(row)
    payer = real_identity(row, "client_to_invoice") or real_identity(
        row, "client_to_invoice_recurring"
    )
    is_inactive = bool(flag(row, "inactive"))
    is_taxable = flag(row, "taxable")
    return PsaCustomer(
        **base(row, "alastupdate"),
        code=text(row, "ref"),
        name=text(row, "name"),
        is_active=not is_inactive,
        status="Inactive" if is_inactive else "Active",
        external_id=_external_id(row, ways),
        bill_to_id=None if payer == own else payer,
        billing_address=_billing_address(row, ways, invoice_site),
        billing_site_id=None if invoice_site is None else identity(invoice_site),
        billing_contact_id=real_identity(row, "main_contact_id"),
        billing_email=text_or_none(row, "accountsemailaddress"),
        billing_copy_email=text_or_none(row, "accountsccemailaddress"),
        phone=text_or_none(row, "main_phonenumber"),
        tax_code=_tax_code(row),
        tax_number=text_or_none(row, "tax_number"),
        is_tax_exempt=None if is_taxable is None else not is_taxable,
        currency=_currency(row, "currencyisocode", "default_currency_code_name"),
        terms_id=real_identity(row, "paymentterms"),
        terms_days=_terms_days(row, ways),
    )


def site(row: Row, ways: Ways, *, is_main: bool) -> PsaSite:
    """A site; whether it is its client's main one stands at the client."""
    return PsaSite(
        **base(row, "slastupdate"),
        customer_id=identity(row, "client_id") or "",
        name=text(row, "name"),
        address=address(row, "delivery", ways) or NO_ADDRESS,
        phone=text_or_none(row, "phonenumber"),
        is_billing=bool(flag(row, "isinvoicesite")),
        is_primary=is_main,
        is_active=not flag(row, "inactive"),
    )


def contact(row: Row) -> PsaContact:
    """A user, which is a person at a client."""
    whole = text(row, "name")
    first, last = text(row, "firstname"), text(row, "surname")
    return PsaContact(
        **base(row, "ulastupdate"),
        customer_id=real_identity(row, "client_id") or "",
        site_id=real_identity(row, "site_id_int") or real_identity(row, "site_id"),
        first_name=first,
        last_name=last or ("" if first else whole),
        email=text_or_none(row, "emailaddress"),
        phone=text_or_none(row, "phonenumber_preferred", "phonenumber"),
        is_billing=bool(flag(row, "sendaccountsemails")),
        is_primary=bool(flag(row, "isimportantcontact")),
        is_active=not flag(row, "inactive"),
    )


def agreement(row: Row) -> PsaAgreement:
    """A contract; its lines are those of recurring invoices."""
    is_active = flag(row, "active")
    return PsaAgreement(
        **base(row, "last_modified"),
        customer_id=identity(row, "client_id") or "",
        site_id=real_identity(row, "site_id"),
        number=text(row, "ref"),
        name=text(row, "refextra", "ref"),
        kind=text(row, "contracttype_name"),
        status=text(row, "contract_status"),
        is_active=is_active is not False and not flag(row, "expired"),
        starts_on=real_day(row, "start_date"),
        ends_on=None if flag(row, "rollingcontract") else after_last(row, "end_date"),
        cycle=text(row, "billing_period_string", "billingperiod"),
        base_amount=amount(row, "periodchargeamount"),
        covered_hours=amount(row, "chargehoursperperiod")
        or amount(row, "prepayrecurringhours")
        or None,
    )


def lone_agreement(row: Row) -> PsaAgreement:
    """A recurring invoice without a contract, which is an agreement of its own."""
    return PsaAgreement(
        **base(row, "", source_id=f"recurring:{identity(row)}"),
        customer_id=identity(row, "client_id") or "",
        site_id=real_identity(row, "sitenumber"),
        number=text(row, "reference", "contract_ref"),
        name=text(row, "reference", "name", "client_name"),
        kind="Recurring invoice",
        is_active=not flag(row, "disabled"),
        starts_on=real_day(row, "startdate"),
        ends_on=after_last(row, "enddate"),
        cycle=text(row, "periodname", "period"),
        terms_id=real_identity(row, "paymentterms"),
        currency=_currency(row, "currency", "currency_code_name"),
    )


def agreement_line(row: Row, header: Row) -> PsaAgreementLine:
    """A line of a recurring invoice."""
    contract = real_identity(row, "contract_id") or contract_of(header)
    return PsaAgreementLine(
        **base(row, ""),
        agreement_id=contract or f"recurring:{identity(header)}",
        customer_id=identity(header, "client_id"),
        site_id=real_identity(row, "site") or real_identity(header, "sitenumber"),
        product_id=real_identity(row, "_itemid"),
        product_code=text(row, "item_code"),
        description=text(row, "item_shortdescription", "item_longdescription"),
        quantity=quantity(row),
        quantity_total=quantity(row),
        unit_price=net_price(row),
        is_billable=not flag(row, "isinactive") and not flag(header, "disabled"),
        valid_from=real_day(row, "startdate"),
        valid_to=None if flag(row, "autorenew") else after_last(row, "enddate"),
        cycle=text_or_none(header, "periodname"),
        is_taxable=is_taxable(row),
        tax_code=text_or_none(row, "tax_code"),
        serial_number=text_or_none(row, "asset_inventory_number"),
    )


def contract_of(header: Row) -> str | None:
    """The contract of a recurring invoice; None where it stands alone."""
    return real_identity(header, "contract_id")


def is_heading(row: Row) -> bool:
    """Whether a line only heads a group, and charges nothing."""
    return bool(flag(row, "isgroupdesc"))


def is_one_time(row: Row) -> bool:
    """Whether a recurring line is charged once, by the next run."""
    return bool(flag(row, "onetimecharge"))


def quantity(row: Row) -> Decimal:
    """As last worked out there; where it is not, as many as records are linked to the line."""
    found = amount(row, "qty_order") or Decimal(0)
    if found or not amount(row, "recurring_invoice_quantity_type"):
        return found
    linked = [each for name in _LINKED for each in listed(row, name)]
    counts = (amount(each, "quantity", "count") for each in linked)
    return sum((Decimal(1) if each is None else each for each in counts), Decimal(0))


def net_price(row: Row) -> Decimal | None:
    """The price of one, its discount taken off unless the net amount shows that it is already."""
    price, off = amount(row, "unit_price"), amount(row, "discount_perc")
    if price is None or not off:
        return price
    net, count = amount(row, "net_amount"), amount(row, "qty_order")
    if net is not None and count is not None and net == price * count:
        return price
    return price * (_HUNDRED - off) / _HUNDRED


def is_taxable(row: Row) -> bool | None:
    """By the rate and the code of tax of a line; a code without a rate leaves it open."""
    rate, code = amount(row, "tax_rate"), text(row, "tax_code")
    if rate:
        return True
    return None if rate is None or code not in {"", "0"} else False


def _external_id(row: Row, ways: Ways) -> str | None:
    if ways.external_custom_field:
        return custom_field(row, ways.external_custom_field)
    return kept_text(row, "accountsid")


def _billing_address(row: Row, ways: Ways, invoice_site: Row | None) -> PostalAddress | None:
    """Of the site for invoices, which may say that its delivery address serves; else the main."""
    if invoice_site is not None:
        is_delivery = bool(flag(invoice_site, "invoice_address_isdelivery"))
        which = ("delivery", "invoice") if is_delivery else ("invoice", "delivery")
        for each in which:
            if found := address(invoice_site, each, ways):
                return found
    for name in ("main_invoice_address", "main_delivery_address"):
        if found := stored_address(nested(row, name), ways):
            return found
    return None


def _tax_code(row: Row) -> str | None:
    """The client's tax code: by contract, by service, by item; by name if it has one."""
    for kind in ("contract", "service", "item"):
        found = text(row, f"{kind}_tax_code_name") or real_identity(row, f"{kind}_tax_code")
        if found:
            return found
    return None


def _terms_days(row: Row, ways: Ways) -> int | None:
    """Days, where the due day is counted by days from the invoice's."""
    days = amount(row, "paymentterms")
    is_other = bool(amount(row, "due_date_type"))
    if days is None or days < 0 or not ways.terms_are_days or is_other:
        return None
    return int(days)


def _currency(row: Row, *names: str) -> str | None:
    for name in names:
        code = text(row, name).upper()
        if len(code) == _CURRENCY_LETTERS and code.isalpha():
            return code
    return None
