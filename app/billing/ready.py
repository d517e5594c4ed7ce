"""The bill-ready check of one account for one run, from the records that the run bills."""

from collections.abc import Mapping

from app.billing.assembly import AccountRecords, RunBook
from app.billing.cycle import bill_period, next_label
from app.billing.expiry import certificate_warnings
from app.billing.terms import read_terms
from app.customers.readiness import CYCLE_DAYS, AccountSetup, readiness
from app.findings import Finding
from app.values.period import Period


def run_readiness(
    records: AccountRecords,
    book: RunBook,
    *,
    plan_products: Mapping[str, str],
    parents: Mapping[str, str | None],
    has_children: bool = False,
) -> list[Finding]:
    """What the account lacks for the run, and warnings of its certificates.

    Its places are judged by the taxes themselves.

    ``plan_products``: the usage product of each rate plan. ``parents``: ``payers.bills_to`` by
    account number.
    """
    account = records.account
    # With a cycle day that is none the finding about it is all that counts.
    day = account.bill_cycle_day if account.bill_cycle_day in CYCLE_DAYS else 1
    days = Period(bill_period(book.label, day).start, bill_period(next_label(book.label), day).end)
    used = {service.location_code for service in records.services}
    used |= {number.location_code for number in records.numbers}
    places = {code: book.locations[code] for code in used if code in book.locations}
    terms = account.terms or book.company.terms
    setup = AccountSetup(
        account=account,
        terms=terms,
        terms_readable=read_terms(terms) is not None,
        locations=places | {each.location_code: each for each in records.locations},
        services=records.services,
        numbers=records.numbers,
        circuits=records.circuits,
        products=book.products,
        plan_products=plan_products,
        charge_products={charge.product_code for charge in records.charges},
        parents=parents,
        has_children=has_children,
    )
    invoice_date = book.invoice_date or bill_period(book.label, day).end
    if account.closed_on is not None and account.closed_on <= invoice_date:
        return readiness(setup, period=days)
    certificates = certificate_warnings(book.taxes, account.account_number, invoice_date)
    return [*readiness(setup, period=days), *certificates]
