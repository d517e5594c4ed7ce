"""What is odd about the tax sheets of a setup workbook, held against each other: warnings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.billing.charge import OneTimeCharge
from app.customers.product import Product
from app.customers.service import Service
from app.findings import Finding, warning
from app.tax.certificate_term import term_findings
from app.tax.companion_check import check_exemptions, check_registrations
from app.tax.election import check_shares
from app.tax.exemption import Exemption
from app.tax.own_fees import fees_twice
from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.tax.rule_row import RuleRow, TaxClass, rule_row
from app.tax.share import TaxShare
from app.workbook.outlook import Outlook


def tax_oddities(outlook: Outlook, *, today: date) -> Iterator[Finding]:
    """What somebody should look at, of each row that comes in."""
    numbered = [(number, rule) for rule, number in outlook.rows("taxes", TaxRule)]
    rows = [rule_row(number or 0, rule) for number, rule in numbered]
    shares = [(number, share) for share, number in outlook.rows("tax_shares", TaxShare)]
    yield from check_shares(shares)
    registrations = [(n, each) for each, n in outlook.rows("registrations", Registration)]
    yield from check_registrations(registrations, rows)
    exemptions = [(n, each) for each, n in outlook.rows("exemptions", Exemption)]
    yield from check_exemptions(exemptions, rows)
    yield from _certificates(exemptions, today)
    yield from _double_fees(outlook, rows)


def _certificates(exemptions: list[tuple[int | None, Exemption]], today: date) -> Iterator[Finding]:
    """Certificates of the workbook that ended, or soon end."""
    numbers = {
        (each.account_number, each.certificate_number): number
        for number, each in reversed(exemptions)
        if number is not None
    }
    for finding in term_findings((each for _, each in exemptions), today):
        number = numbers.get((finding.raw, finding.record))
        if number is not None:
            yield replace(finding, row=number, raw="")


def _double_fees(outlook: Outlook, rows: list[RuleRow]) -> Iterator[Finding]:
    """A fee as a tax row and as a priced product; the row or product that comes in is named."""
    if not any(row.class_ is TaxClass.PROVIDER_FEE for row in rows):
        return
    charged = {each.product_code for each, _ in outlook.rows("services", Service)}
    charged |= {each.product_code for each, _ in outlook.rows("charges", OneTimeCharge)}
    placed = {
        each.product_code: (each, number) for each, number in outlook.rows("products", Product)
    }
    priced = [each for each, _ in placed.values() if each.price or each.product_code in charged]
    for twice in fees_twice(rows, priced):
        number = placed[twice.product.product_code][1]
        is_rule = twice.row.number > 0
        if number is None and not is_rule:
            continue
        yield warning(
            "fee_twice",
            f"{twice.message}.",
            way_out=twice.way_out,
            sheet="taxes" if is_rule else "products",
            row=twice.row.number if is_rule else number,
            column="tax_code" if is_rule else "product_code",
            record=twice.row.code if is_rule else twice.product.product_code,
        )
