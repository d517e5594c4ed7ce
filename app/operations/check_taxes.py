"""The check of the tax tables, and the universal service factors beside the company's own rows."""

from collections.abc import Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from app.billing.charge import OneTimeCharge
from app.billing.issuer import Company
from app.billing.record_findings import (
    certificate_findings,
    location_findings,
    registration_findings,
)
from app.billing.table_findings import (
    de_minimis_findings,
    factor_findings,
    gap_findings,
    no_rules,
)
from app.billing.tax_check import TaxCheck, ask_engine, in_order, not_registered
from app.billing.tax_demand import DemandBook
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Service
from app.findings import Finding, warning
from app.operations.office import Office
from app.store.certificate_files import attached
from app.store.run_records import FIRST_ROW, load_tax_book
from app.store.setup import load
from app.store.tax_demand import load_demands, load_tax_places
from app.store.transaction import Transaction
from app.tax.book import TaxBook
from app.tax.certificate_term import certificate_terms
from app.tax.companion_check import check_exemptions, check_registrations
from app.tax.election import check_shares
from app.tax.exemption import Exemption
from app.tax.own_fees import fees_twice
from app.tax.place import TaxPlace
from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.tax.rule_check import check_taxes as check_rules
from app.tax.share import TaxShare
from app.tax.usf import shipped_usf_factors
from app.tax.usf_filing import UsfFiling
from app.tax.usf_listing import FactorRow, factor_listing


def check_taxes(office: Office, *, on: date | None = None) -> TaxCheck:
    """Everything that would hold or mistax the invoices of a day, today unless told otherwise.

    Nothing is written.
    """
    with office.file.read() as conn:
        day = on or _today(office, conn)
        book = load_tax_book(conn)
        places = load_tax_places(conn, book, day)
        demands = load_demands(conn, book, day)
        findings = [
            *_tables(conn, book),
            *factor_findings(book.rows, day),
            *de_minimis_findings(book.rows, load(conn, UsfFiling), day),
            *gap_findings(book, demands, day),
            *_places(conn, book, demands, places, day),
            *_asked(book, demands, places, day),
            *registration_findings(load(conn, Registration), day),
            *_certificates(conn, day),
        ]
        return TaxCheck(day=day, counts=_counts(conn, book, day), findings=in_order(findings))


def list_factors(office: Office) -> list[FactorRow]:
    """The announced universal service factors by quarter, and what the company bills by."""
    with office.file.read() as conn:
        book = load_tax_book(conn)
        return factor_listing(shipped_usf_factors(), book.rows, _today(office, conn))


def _today(office: Office, conn: Transaction) -> date:
    company = load(conn, Company)
    return office.clock.today(ZoneInfo(company[0].timezone if company else "UTC"))


def _tables(conn: Transaction, book: TaxBook) -> Iterator[Finding]:
    """What the rows of each sheet must hold, rows numbered as an export numbers them."""
    if not book.rows:
        yield no_rules()
        return
    rules = load(conn, TaxRule)
    yield from check_rules(
        list(enumerate(rules, FIRST_ROW)), usf_factors=shipped_usf_factors(), today=None
    )
    yield from check_shares(list(enumerate(load(conn, TaxShare), FIRST_ROW)))
    registrations = enumerate(load(conn, Registration), FIRST_ROW)
    yield from check_registrations(registrations, book.rows)
    yield from check_exemptions(enumerate(load(conn, Exemption), FIRST_ROW), book.rows)
    charged = {each.product_code for each in load(conn, Service)}
    charged |= {each.product_code for each in load(conn, OneTimeCharge)}
    products = [p for p in load(conn, Product) if p.price or p.product_code in charged]
    for twice in fees_twice(book.rows, products):
        yield warning(
            "fee_twice",
            f"{twice.message}.",
            way_out=twice.way_out,
            sheet="taxes",
            row=twice.row.number,
            column="tax_code",
            record=twice.row.code,
        )


def _places(
    conn: Transaction,
    book: TaxBook,
    demands: DemandBook,
    places: Mapping[str, TaxPlace],
    day: date,
) -> list[Finding]:
    used = demands.locations(day)
    locations = [each for each in load(conn, ServiceLocation) if each.location_code in used]
    return list(location_findings(locations, places, book))


def _asked(
    book: TaxBook, demands: DemandBook, places: Mapping[str, TaxPlace], day: date
) -> list[Finding]:
    asked = ask_engine(book, demands, places, day)
    return [*asked.findings, *not_registered(asked.exposed)]


def _certificates(conn: Transaction, day: date) -> list[Finding]:
    with_file = {(each.account_number, each.certificate_number) for each in attached(conn)}
    return list(certificate_findings(load(conn, Exemption), with_file, day))


def _counts(conn: Transaction, book: TaxBook, day: date) -> dict[str, int]:
    exemptions = load(conn, Exemption)
    return {
        "rules": len(book.rows),
        "rules_in_force": sum(row.in_force(day) for row in book.rows),
        "tax_codes": len(book.codes),
        "shares": len(load(conn, TaxShare)),
        "registrations": len(book.registrations),
        "certificates": len(certificate_terms(exemptions, day)),
        "locations": len(load(conn, ServiceLocation)),
    }
