"""What the tax engine answers: tax lines with every input, problems, and what was not collected."""

from dataclasses import dataclass
from decimal import Decimal

from app.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPart:
    """The cents of a tax line that one charge raised; for reports and credits."""

    line_index: int
    """The charge's ``index``."""
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLine:
    """One row of the tax table on one invoice, location or charge; the sum of its parts."""

    tax_code: str
    bill_label: str
    class_: str
    """TAX, PASS_THROUGH or PROVIDER_FEE."""
    family: str
    jurisdiction: str
    """country/state/county_fips/place_fips/district, trailing blanks dropped."""
    location_code: str | None
    """The location, where the row is rounded by location or by charge."""
    base: Decimal | None
    """Taxable amount after limits, shares and exemption, at most 8 decimals; None for counts."""
    units: Decimal | None
    """Billed units after cap and exemption."""
    units_counted: Decimal | None
    exempt_amount: Decimal
    """What certificates took out of the base; of fees per unit, the money they saved."""
    certificate_number: str | None
    """Several, where several applied, are joined by ``|``."""
    rate: Decimal
    """Rate, or unit amount."""
    amount: Decimal
    sequence: int | None = None
    parts: tuple[TaxPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What one row would have taken, had there been a registration."""

    tax_code: str
    family: str
    jurisdiction: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxResult:
    """The taxes of one invoice."""

    lines: tuple[TaxLine, ...]
    """In the order of print: ``calc_seq``, then code, jurisdiction and location."""
    problems: tuple[Finding, ...]
    """Where there is one the invoice must not go out: ``jurisdiction_unknown``,
    ``undecided_charge``, ``share_missing``, ``usf_factor_missing``, ``unsupported_rule``."""
    exposure: tuple[Exposure, ...]
    """For the gate ``not_registered``."""
