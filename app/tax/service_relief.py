"""Exemption certificates as a tax service can be told them: whole, and for the whole document.

What cannot be told holds the invoice: a certificate that a service leaves out would bill a tax that
is not owed, or the other way about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.findings import Finding
from app.tax.certificate import ANY, Certificate, certificate_of
from app.tax.exemption import Exemption
from app.tax.request import TaxRequest
from app.tax.service_answer import service_problem
from app.tax.service_document import DocumentExemption
from app.tax.service_pair import PairBook

LIFELINE: Final = "LIFELINE"
EVERY_TAX: Final = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRelief:
    """What a document says of exemptions."""

    exemptions: tuple[DocumentExemption, ...] = ()
    is_lifeline: bool = False
    problems: tuple[Finding, ...] = ()


def service_relief(
    exemptions: Iterable[Exemption], request: TaxRequest, pairs: PairBook
) -> ServiceRelief:
    """The certificates in force on the invoice date that touch a charge of the document."""
    accounts = {charge.account_number or request.account_number for charge in request.charges}
    places = {charge.location_code for charge in request.charges}
    found: list[DocumentExemption] = []
    problems: list[Finding] = []
    is_lifeline = False
    for row in exemptions:
        each = certificate_of(row)
        if row.account_number not in accounts or not _applies(each, request, places):
            continue
        tax_types = (EVERY_TAX,) if each.family == ANY else pairs.tax_types(each.family)
        why = _untellable(each, accounts, places, tax_types)
        if why:
            problems.append(_problem(row, each, why))
            continue
        is_lifeline = is_lifeline or row.kind.strip().upper() == LIFELINE
        country = next(iter(request.locations.values())).country
        found += (
            DocumentExemption(
                certificate_number=each.number,
                tax_type=tax_type,
                country=country,
                region=each.region,
                level=each.level,
            )
            for tax_type in tax_types
        )
    return ServiceRelief(exemptions=tuple(found), is_lifeline=is_lifeline, problems=tuple(problems))


def _applies(each: Certificate, request: TaxRequest, places: set[str]) -> bool:
    day: date = request.invoice_date
    if not each.part or not each.first <= day <= each.last:
        return False
    regions = {request.locations[code].region for code in places}
    return each.location in {"", *places} and each.region in {"", *regions}


def _untellable(
    each: Certificate, accounts: set[str], places: set[str], tax_types: Sequence[str]
) -> str:
    if each.part != 1:
        return "it exempts only a part"
    if len(accounts) > 1:
        return "the invoice also holds charges of other accounts"
    if each.location and places != {each.location}:
        return "the invoice also holds charges at other locations"
    if not tax_types:
        return f"no tax type of the service is of family {each.family}"
    return ""


def _problem(row: Exemption, each: Certificate, why: str) -> Finding:
    return service_problem(
        row.account_number,
        f"the tax service cannot be told certificate {each.number}: {why}.",
        "Give the family its tax types in the sheet tax_service_pairs, or change the certificate"
        " so that it holds for the whole invoice.",
    )
