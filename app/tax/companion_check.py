"""What registrations and exemptions must hold against the tax rows they speak of: warnings."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from app.findings import Finding, warning
from app.tax.certificate import ANY, RESELLER, Certificate, certificate_of
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.rule_row import FUSF, RuleRow, TaxClass, fixed

_FAMILIES: Final = "Write one that a row of the sheet taxes has, or *, or add the row."


def check_registrations(
    registrations: Iterable[tuple[int | None, Registration]], rules: Sequence[RuleRow]
) -> list[Finding]:
    """Registrations for a kind of tax that no row has; each comes with its row in the sheet.

    Rows of the company file (None) are not blamed. A company without tax rows has nothing to hold
    them against.
    """
    families = {row.family for row in rules}
    found = []
    for number, each in registrations:
        family = fixed(each.family, ANY)
        if number is None or not families:
            continue
        where = _where(each)
        facts = {"sheet": "registrations", "row": number, "record": where}
        if family not in {ANY, *families}:
            message = f"{where} is registered for {family}, which no tax row has."
            found.append(
                warning("family_without_rule", message, way_out=_FAMILIES, column="family", **facts)
            )
        elif family == FUSF and each.region:
            message = (
                f"A registration for FUSF in {where} covers no row: the charge is federal, and a "
                "registration reaches only its own place and below."
            )
            way_out = "Leave region and all below it blank."
            found.append(
                warning(
                    "registration_too_narrow", message, way_out=way_out, column="region", **facts
                )
            )
    return found


def check_exemptions(
    exemptions: Iterable[tuple[int | None, Exemption]], rules: Sequence[RuleRow]
) -> list[Finding]:
    """Certificates that exempt from nothing, or for longer than their kind can."""
    families = {row.family for row in rules}
    found = []
    for number, each in exemptions:
        if number is None:
            continue
        name = each.certificate_number
        facts = {"sheet": "exemptions", "row": number, "record": name}
        ready = certificate_of(each)
        if families and ready.family not in {ANY, *families}:
            message = f"Certificate {name} exempts from {ready.family}, which no tax row has."
            found.append(
                warning("family_without_rule", message, way_out=_FAMILIES, column="family", **facts)
            )
        elif families and not any(_touches(ready, row) for row in rules):
            message = f"Certificate {name} reaches no tax row: {_scope(ready)}."
            way_out = "Look at family, level and region: a federal row has no region."
            found.append(
                warning("exempts_from_nothing", message, way_out=way_out, column="level", **facts)
            )
        found += _reseller_year(number, each)
    return found


def _reseller_year(number: int, each: Exemption) -> list[Finding]:
    """An FCC reseller certification is renewed by calendar year (``telecom-tax.md`` 3.8)."""
    if fixed(each.kind, "") != RESELLER or each.expires_on is None:
        return []
    year_end = date(each.effective_from.year, 12, 31)
    if each.expires_on <= year_end:
        return []
    name = each.certificate_number
    return [
        warning(
            "reseller_beyond_year",
            f"Reseller certification {name} runs to {each.expires_on}, but the FCC asks for one "
            "each calendar year.",
            way_out=f"End it on {year_end} or leave expires_on blank, and add next year's when it "
            "comes.",
            sheet="exemptions",
            row=number,
            column="expires_on",
            record=name,
        )
    ]


def _touches(each: Certificate, row: RuleRow) -> bool:
    """Whether the certificate can exempt from the row at all."""
    if each.family == ANY and row.class_ is TaxClass.PROVIDER_FEE:
        return False
    return (
        each.family in {ANY, row.family}
        and each.level in {ANY, row.jurisdiction.level.value}
        and each.region in {"", row.jurisdiction.state}
    )


def _scope(each: Certificate) -> str:
    parts = [f"family {each.family}", f"level {each.level}"]
    return ", ".join([*parts, f"region {each.region}"] if each.region else parts)


def _where(each: Registration) -> str:
    parts = (each.country, each.region, each.county_fips, each.place_fips)
    return "/".join(part or "" for part in parts).rstrip("/")
