"""A final invoice of a seat and two jobs, and what a review of it looks at."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.billing.assembly import AccountRecords, RunBook, draft_invoice
from app.billing.billed_request import ReviewFacts
from app.billing.charge import OneTimeCharge
from app.billing.invoice import Invoice, InvoiceState
from app.billing.tax_adjustment import TaxAdjustment
from app.billing.tax_review import TaxChange, TaxReview, review_invoices
from app.customers.location import ServiceLocation
from app.tax.book import TaxBook
from app.tax.rule import TaxRule
from tests.billing.records import COMPANY, PRODUCTS, a_charge, a_location, a_service, an_account
from tests.billing.taxes import a_book, a_fee, a_percentage

MAIN = a_location()
RULES = (a_percentage("0.06"), a_fee())
JOBS = (
    a_charge("T-1", product_code="LABOR", unit_price="100.00"),
    a_charge("T-2", product_code="LABOR", unit_price="20.00"),
)


def final(
    taxes: TaxBook | Sequence[TaxRule] = RULES,
    *,
    label: str = "2026-10",
    number: str = "CF-1",
    charges: Iterable[OneTimeCharge] = JOBS,
    place: ServiceLocation = MAIN,
    **records: object,
) -> Invoice:
    """The invoice of a bill period, approved."""
    book = taxes if isinstance(taxes, TaxBook) else a_book(*taxes)
    member = AccountRecords(
        account=an_account(),
        services=[a_service()],
        charges=list(charges),
        **records,  # type: ignore[arg-type]
    )
    run = RunBook(
        label=label, company=COMPANY, products=PRODUCTS, locations={"10042-MAIN": place}, taxes=book
    )
    invoice = draft_invoice(member, run).invoice
    assert invoice is not None
    return replace(invoice, invoice_number=number, state=InvoiceState.APPROVED)


def facts(
    *invoices: Invoice,
    taxes: TaxBook | Sequence[TaxRule] = RULES,
    charges: Iterable[OneTimeCharge] = JOBS,
    place: ServiceLocation = MAIN,
    **more: object,
) -> ReviewFacts:
    """The records of the account with other tables."""
    return ReviewFacts(
        taxes=taxes if isinstance(taxes, TaxBook) else a_book(*taxes),
        accounts={"10042": an_account()},
        locations={"10042-MAIN": place},
        products=PRODUCTS,
        parents={"10042": None},
        services={"10042": [a_service()]},
        charges={"10042": list(charges)},
        circuits={},
        numbers={},
        invoices=invoices,
        **more,  # type: ignore[arg-type]
    )


def reviewed(*invoices: Invoice, **more: object) -> TaxReview:
    """The review of all of these invoices."""
    return review_invoices(invoices, facts(*invoices, **more))  # type: ignore[arg-type]


def told(review: TaxReview) -> list[tuple[str, Decimal, Decimal, str]]:
    """Tax, billed, would be, why."""
    return [
        (change.tax_code, change.billed, change.would_be, change.why.name)
        for change in review.changes
    ]


def adjustments(changes: Iterable[TaxChange], *, is_open: bool = False) -> list[TaxAdjustment]:
    """What makes the changes."""
    return [
        TaxAdjustment(
            account_number=change.account_number,
            invoice_number=change.invoice_number,
            line=line,
            is_open=is_open,
        )
        for change in changes
        for line in change.lines
    ]
