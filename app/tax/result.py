"""What the tax engine answers: tax lines with every input, problems, and what was not collected."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.findings import Finding
from app.tax.trace import LOCAL, TaxTrace
from app.values.money import ZERO
from app.values.when_asked import WhenAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPart:
    """The cents of a tax line that one charge raised; for reports and credits."""

    line_index: int
    """The charge's ``index``."""
    amount: Decimal
    base: Decimal | None = None
    """What of the line's base the charge gave, at most 8 decimals; None for counts."""
    units: Decimal | None = None
    """What of the line's units the charge gave; None where the line counts none."""
    counted: Decimal | None = None
    """Money, minutes or units before limits, the taxable part and exemption."""
    joined: Decimal = ZERO
    """What of that included taxes gave."""
    exempt: Decimal = ZERO
    """What of the line's exempt amount the charge gave."""


@dataclass(frozen=True, kw_only=True)  # without slots, for fields that are made when asked
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
    parts: WhenAsked[tuple[TaxPart, ...]] = WhenAsked(())  # noqa: RUF009  a descriptor
    trace: WhenAsked[TaxTrace | None] = WhenAsked(None)  # noqa: RUF009  a descriptor
    """The inputs it was worked out of; None where somebody else worked it out."""
    source: str = LOCAL
    """``LOCAL``, or the tax service whose answer it is."""

    def changed(self, fields: Mapping[str, object]) -> "TaxLine":
        """The line with other values in some fields; several times as fast as ``replace``.

        The engine makes lines by the ten thousand.
        """
        made = object.__new__(TaxLine)
        own = made.__dict__
        own.update(self.__dict__)
        own.update(fields)
        return made

    @property
    def adjusts(self) -> str:
        """The earlier invoice whose tax it corrects; blank: it is this invoice's own."""
        return self.trace.reverses if self.trace is not None and self.trace.adjusts else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What one row would have taken, had there been a registration."""

    tax_code: str
    family: str
    jurisdiction: str
    amount: Decimal
    base: Decimal | None = None
    """Taxable amount after limits, shares and exemption; None for counts."""
    units: Decimal | None = None
    """Units after cap and exemption, of counts."""


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
