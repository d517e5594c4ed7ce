"""Short ways to write tax rows, charges and places in tests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.tax.book import TaxBook, make_book
from app.tax.bundle import BundleComponent
from app.tax.engine import tax_invoice
from app.tax.exemption import Exemption
from app.tax.place import CountiesOfZip, TaxPlace
from app.tax.registration import Registration
from app.tax.request import CountedPlant, TaxableCharge, TaxRequest
from app.tax.result import TaxLine, TaxResult
from app.tax.rule import TaxRule
from app.tax.share import TaxShare
from app.tax.usf import UsfFactor, shipped_usf_factors

D = Decimal

ANY_DAY = date(2019, 1, 1)

EVERYWHERE = (
    Registration(family="*", effective_from=ANY_DAY),
    Registration(country="CA", family="*", effective_from=ANY_DAY),
)

SAFE_HARBOR = tuple(
    TaxShare(category=category, effective_from=ANY_DAY, interstate=D("0.649"))
    for category in ("VOIP_FIXED", "VOIP_NOMADIC", "TOLL_FREE")
)


def a_rule(code: str, rate: str | None = None, **columns: object) -> TaxRule:
    """A percentage of charges in state XX from 2019 on, unless told otherwise."""
    facts: dict[str, object] = {
        "tax_code": code,
        "class_": "TAX",
        "family": "SALES",
        "state": "XX",
        "effective_from": ANY_DAY,
        "calc_method": "PCT",
        "base_kind": "CHARGE",
        "rate": None if rate is None else D(rate),
    }
    return TaxRule(**{**facts, **columns})  # type: ignore[arg-type]


def a_fee(code: str, amount: str, kind: str = "LINE", **columns: object) -> TaxRule:
    """A fee per unit in state XX."""
    facts: dict[str, object] = {
        "family": "E911",
        "calc_method": "PER_UNIT",
        "base_kind": "COUNT",
        "unit_kind": kind,
        "unit_amount": D(amount),
    }
    return a_rule(code, None, **{**facts, **columns})


def fusf(rate: str = "0.376", **columns: object) -> TaxRule:
    """The universal service row of the first quarter of 2026."""
    facts: dict[str, object] = {
        "class_": "PASS_THROUGH",
        "family": "FUSF",
        "state": None,
        "category": "VOIP_*|TOLL_*",
        "base_kind": "INTERSTATE_INTL",
        "effective_from": date(2026, 1, 1),
        "effective_to": date(2026, 3, 31),
    }
    return a_rule("FUSF", rate, **{**facts, **columns})


def decided(state: str = "XX", **columns: object) -> TaxRule:
    """An explicit "not taxed" for everything in a state that nothing else speaks of."""
    return a_rule("NONE", "0", state=state, **columns)


def a_charge(amount: str, category: str = "VOIP_FIXED", **facts: object) -> TaxableCharge:
    """A month of service at location L."""
    given: dict[str, object] = {
        "index": 0,
        "amount": D(amount),
        "category": category,
        "product_code": "P",
        "location_code": "L",
        "first_day": date(2026, 2, 1),
        "last_day": date(2026, 2, 28),
    }
    return TaxableCharge(**{**given, **facts})  # type: ignore[arg-type]


def seats(
    amount: str, quantity: int, category: str = "VOIP_FIXED", **facts: object
) -> TaxableCharge:
    """A service that counts lines."""
    given: dict[str, object] = {
        "counts": True,
        "line_kind": "line",
        "quantity": D(quantity),
        "reference": "SEATS",
    }
    return a_charge(amount, category, **{**given, **facts})


def a_place(code: str = "L", **facts: object) -> TaxPlace:
    """A place in county 063 of state XX, outside any city."""
    given: dict[str, object] = {
        "location_code": code,
        "country": "US",
        "region": "XX",
        "county_fips": "063",
        "inside_city": False,
    }
    return TaxPlace(**{**given, **facts})  # type: ignore[arg-type]


def a_book(
    rules: Iterable[TaxRule],
    *,
    shares: Iterable[TaxShare] = SAFE_HARBOR,
    registrations: Iterable[Registration] = EVERYWHERE,
    exemptions: Iterable[Exemption] = (),
    bundles: Iterable[BundleComponent] = (),
    usf_factors: tuple[UsfFactor, ...] | None = None,
    counties_of_zip: CountiesOfZip | None = None,
) -> TaxBook:
    """A book of the rules, registered everywhere, with the safe harbor; rows are counted from 2."""
    return make_book(
        list(enumerate(rules, start=2)),
        shares=list(enumerate(shares, start=2)),
        registrations=registrations,
        exemptions=exemptions,
        bundles=bundles,
        usf_factors=shipped_usf_factors() if usf_factors is None else usf_factors,
        counties_of_zip=counties_of_zip,
    )


def a_request(
    charges: Sequence[TaxableCharge],
    *,
    places: Sequence[TaxPlace] | None = None,
    on: date = date(2026, 2, 1),
    customer_class: str = "business",
    plant: Mapping[str, CountedPlant] | None = None,
) -> TaxRequest:
    """An invoice of account 1 with the charges numbered in their order."""
    return TaxRequest(
        account_number="1",
        customer_class=customer_class,
        invoice_date=on,
        charges=tuple(charges),
        locations={place.location_code: place for place in (places or [a_place()])},
        plant=plant or {},
    )


def numbered(*charges: TaxableCharge) -> list[TaxableCharge]:
    """The charges with their positions as indexes."""
    return [replace(each, index=index) for index, each in enumerate(charges)]


def taxed(request: TaxRequest, book: TaxBook) -> TaxResult:
    """The result, which must be without problems."""
    result = tax_invoice(request, book)
    assert result.problems == ()
    return result


def amounts(lines: Iterable[TaxLine]) -> dict[str, Decimal]:
    """The cents by tax code."""
    found: dict[str, Decimal] = {}
    for line in lines:
        found[line.tax_code] = found.get(line.tax_code, D(0)) + line.amount
    return found


def tax_of(
    charges: Sequence[TaxableCharge], rules: Iterable[TaxRule], **facts: object
) -> dict[str, Decimal]:
    """The cents by tax code of an invoice; facts go to the book or to the request."""
    request_facts = {"places", "on", "customer_class", "plant"}
    book = a_book(rules, **{k: v for k, v in facts.items() if k not in request_facts})  # type: ignore[arg-type]
    request = a_request(
        numbered(*charges),
        **{k: v for k, v in facts.items() if k in request_facts},  # type: ignore[arg-type]
    )
    return amounts(taxed(request, book).lines)
