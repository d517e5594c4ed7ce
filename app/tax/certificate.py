"""Certificates at work: how much of a charge a row must leave alone."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.tax.exemption import Exemption
from app.tax.jurisdiction import Level
from app.tax.rule_row import FUSF, RuleRow, TaxClass, fixed

ANY = "*"

RESELLER = "FCC_RESELLER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One scope of an exemption certificate, made ready."""

    number: str
    kind: str
    """``RESALE_SALES_TAX``, ``FCC_RESELLER`` and so on, in capitals."""
    location: str
    """Blank: every location of the account."""
    family: str
    level: str
    region: str
    part: Fraction
    """How much is exempt, 0 to 1."""
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Relief:
    """How much is exempt, 0 to 1, and by which certificate."""

    part: Fraction
    certificate: str


NO_RELIEF = Relief(Fraction(0), "")


def certificate_of(exemption: Exemption) -> Certificate:
    """A row of ``exemptions`` made ready.

    A reseller certification of the FCC speaks of the universal service charge alone and, without
    a last day, ends with its first year (``setup-workbook.md``, how an invoice is taxed, 8).
    """
    first = exemption.effective_from
    family = fixed(exemption.family, ANY)
    last = exemption.expires_on
    if fixed(exemption.kind, "") == RESELLER:
        family = FUSF
        last = last or date(first.year, 12, 31)
    return Certificate(
        number=exemption.certificate_number,
        kind=fixed(exemption.kind, ""),
        location=(exemption.location_code or "").strip(),
        family=family,
        level=fixed(exemption.level, ANY),
        region=fixed(exemption.region, ""),
        part=Fraction(exemption.percent) / 100,
        first=first,
        last=last or date.max,
    )


def relief(
    certificates: tuple[Certificate, ...], row: RuleRow, *, location: str | None, day: date
) -> Relief:
    """The largest exemption that applies to a row at a location on a day.

    Without a location, as for units counted per account, only certificates of the whole account
    apply. Of equal ones the lower certificate number is named.
    """
    best = NO_RELIEF
    for each in certificates:
        if not _applies(each, row, location=location, day=day):
            continue
        found = Relief(each.part, each.number)
        if (-found.part, found.certificate) < (-best.part, best.certificate) or not best.part:
            best = found if found.part else best
    return best


def _applies(each: Certificate, row: RuleRow, *, location: str | None, day: date) -> bool:
    if not each.first <= day <= each.last:
        return False
    if each.location and each.location != location:
        return False
    if each.family == ANY:
        if row.class_ is TaxClass.PROVIDER_FEE:
            return False
    elif each.family != row.family:
        return False
    level: Level = row.jurisdiction.level
    if each.level not in {ANY, level.value}:
        return False
    return not each.region or each.region == row.jurisdiction.state
