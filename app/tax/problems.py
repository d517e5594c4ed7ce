"""The problems that hold an invoice, in words a bookkeeper uses."""

from datetime import date

from app.findings import Finding, error
from app.tax.book import TaxBook
from app.tax.rule_row import RuleRow
from app.tax.selection import Piece
from app.tax.shares import share_row
from app.tax.unbundling import Item
from app.tax.usf import quarter_of


def jurisdiction_unknown(location_code: str, why: str, *, way_out: str) -> Finding:
    """A location that is not known well enough to be taxed."""
    return error(
        "jurisdiction_unknown",
        f"{why[0].upper()}{why[1:]}.",
        way_out=way_out,
        sheet="locations",
        record=location_code,
    )


def undecided_charge(item: Item) -> Finding:
    """A charge that no row of its state or province speaks of."""
    charge, place = item.charge, item.place
    name = charge.reference or charge.product_code
    return error(
        "undecided_charge",
        f"No tax row of {place.country}/{place.region} decides {item.category}: charge {name} of "
        f"account {item.account} at location {charge.location_code}.",
        way_out="Add the row that taxes it, or a PCT row of rate 0 that says it is not taxed.",
        sheet="taxes",
        column="category",
        record=name,
        raw=item.category,
    )


def no_share(row: RuleRow, piece: Piece, book: TaxBook) -> Finding:
    """A category whose interstate share no table tells, or one that asks for measured calls."""
    category = piece.item.category
    told = share_row(book, category, piece.day)
    if told is not None:
        return error(
            "share_missing",
            f"The share of {category} is to be measured on the rated calls of the period, and "
            "there is none whose two ends are known.",
            way_out="Import the calls of the period, or give the share as a study or as the safe "
            "harbor.",
            sheet="tax_shares",
            row=told.number,
            column="source",
            record=category,
        )
    return error(
        "share_missing",
        f"{row.code} asks for the {row.base.value} share of {category}, and no row of tax_shares "
        f"covers {piece.day.isoformat()}.",
        way_out="Add a row for the category to the sheet tax_shares.",
        sheet="tax_shares",
        column="category",
        record=category,
    )


def usf_factor_missing(invoice_date: date) -> Finding:
    """No universal service row for the quarter of the invoice."""
    quarter = quarter_of(invoice_date)
    return error(
        "usf_factor_missing",
        f"No FUSF row covers {invoice_date.isoformat()}, in {quarter}.",
        way_out=f"Add the FUSF row with the factor of {quarter} to the sheet taxes.",
        sheet="taxes",
        column="effective_to",
        record=quarter,
    )


def unsupported_rule(row: RuleRow, why: str) -> Finding:
    """A row that cannot be computed."""
    return error(
        "unsupported_rule",
        f"Row {row.number} of the sheet taxes ({row.code}) cannot be computed: {why}.",
        way_out="Mend the row.",
        sheet="taxes",
        row=row.number,
        record=row.code,
    )


def once_each(findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings without repetition, in their order."""
    return tuple(dict.fromkeys(findings))
