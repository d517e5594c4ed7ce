"""The worked examples of ``telecom-tax.md`` section 10 that one invoice can show, by number.

Where the contract chooses otherwise the test says so and asserts the contract.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.tax.bundle import BundleComponent
from app.tax.exemption import Exemption
from app.tax.request import CountedPlant
from app.tax.rule import TaxRule
from app.tax.share import TaxShare
from app.tax.usf import shipped_usf_factors
from tests.tax.builders import (
    ANY_DAY,
    SAFE_HARBOR,
    a_book,
    a_charge,
    a_fee,
    a_place,
    a_request,
    a_rule,
    decided,
    fusf,
    numbered,
    seats,
    tax_of,
    taxed,
)

D = Decimal


def rrf() -> TaxRule:
    return a_fee("RRF", "1.50", class_="PROVIDER_FEE", family="REG", state=None, category="VOIP_*")


def test_e1_voip_safe_harbour() -> None:
    assert tax_of([a_charge("30.00")], [fusf(), decided()]) == {"FUSF": D("7.32")}


def test_e2_one_line_a_invoice_stays_under_the_ceiling() -> None:
    charges = numbered(*[a_charge("9.99", reference=f"R{i}") for i in range(3)])
    (line,) = taxed(a_request(charges), a_book([fusf(), decided()])).lines
    assert line.amount == D("7.31")
    assert [part.amount for part in line.parts] == [D("2.44"), D("2.44"), D("2.43")]


OFFICE_PACK = (("VOIP_FIXED", "30"), ("INTERNET_ACCESS", "40"), ("EQUIP_RENT", "10"))


def office_pack(method: str) -> list[BundleComponent]:
    return [
        BundleComponent(
            product_code="PACK", component_no=number, category=category, method=method, weight=D(w)
        )
        for number, (category, w) in enumerate(OFFICE_PACK, start=1)
    ]


def test_e3_bundle_split_by_stand_alone_price() -> None:
    rules = [
        fusf(),
        a_rule("RENTAL", "0.07", category="EQUIP_*"),
        decided(category="VOIP_*|INTERNET_ACCESS"),
    ]
    charges = [a_charge("49.00", product_code="PACK")]
    assert tax_of(charges, rules, bundles=office_pack("SSP")) == {
        "FUSF": D("4.49"),
        "RENTAL": D("0.43"),
    }


def test_e3_bundle_wholly_telecom() -> None:
    charges = [a_charge("49.00", product_code="PACK")]
    rules = [fusf(), decided()]
    assert tax_of(charges, rules, bundles=office_pack("ALL_TELECOM")) == {"FUSF": D("11.96")}


@pytest.mark.parametrize(("joins", "sales"), [("FUSF", "2.33"), (None, "1.88")])
def test_e4_tax_on_tax(joins: str | None, sales: str) -> None:
    rules = [fusf(), a_rule("SALES", "0.0625", base_includes=joins)]
    assert tax_of([a_charge("30.00")], rules)["SALES"] == D(sales)


@pytest.mark.parametrize(("joins", "sales"), [("FUSF|RRF", "2.33"), (None, "1.80")])
def test_e5_tax_on_tax_with_a_fee_of_the_providers_own(joins: str | None, sales: str) -> None:
    rules = [fusf(), rrf(), a_rule("SALES", "0.06", base_includes=joins)]
    assert tax_of([seats("30.00", 1)], rules)["SALES"] == D(sales)


def test_e6_gross_up() -> None:
    rules = [a_rule("GRT", "0.05", calc_method="GROSS_UP", class_="PASS_THROUGH", family="GRT")]
    assert tax_of([a_charge("100.00")], rules) == {"GRT": D("5.26")}


def test_e7_911_with_a_cap_at_each_location() -> None:
    rules = [a_fee("911", "0.35", cap_units=D(75), round_level="LOCATION_TAX")]
    charges = numbered(seats("1200.00", 120), seats("100.00", 10, location_code="B"))
    places = [a_place(), a_place("B")]
    lines = taxed(a_request(charges, places=places), a_book(rules)).lines
    assert [
        (line.location_code, line.units_counted, line.units, line.amount) for line in lines
    ] == [
        ("B", D(10), D(10), D("3.50")),
        ("L", D(120), D(75), D("26.25")),
    ]


def test_e8_fees_by_call_path_are_not_prorated() -> None:
    rules = [
        a_fee("911", "0.30", "CALL_PATH"),
        a_fee("988", "0.08", "CALL_PATH", family="988"),
    ]
    trunk = a_charge("200.00", counts=True, reference="TRUNK", first_day=date(2026, 2, 20))
    plant = {"L": CountedPlant(call_paths=23, did_numbers=60)}
    assert tax_of([trunk], rules, plant=plant) == {"911": D("6.90"), "988": D("1.84")}


APRIL = fusf("0.370", effective_from=date(2026, 4, 1), effective_to=date(2026, 6, 30))
MID_MONTH = a_charge("31.00", first_day=date(2026, 3, 16), last_day=date(2026, 4, 15))


@pytest.mark.parametrize(
    ("on", "amount"), [(date(2026, 3, 16), "7.56"), (date(2026, 4, 16), "7.44")]
)
def test_e9_the_invoice_date_decides_the_rate(on: date, amount: str) -> None:
    assert tax_of([MID_MONTH], [fusf(), APRIL, decided()], on=on) == {"FUSF": D(amount)}


def test_e9_prorated_by_days_in_two_lines() -> None:
    rules = [replace(fusf(), date_basis="PRORATE"), replace(APRIL, date_basis="PRORATE")]
    request = a_request([MID_MONTH], on=date(2026, 4, 16))
    lines = taxed(request, a_book([*rules, decided()])).lines
    assert sorted((line.rate, line.amount) for line in lines) == [
        (D("0.370"), D("3.60")),
        (D("0.376"), D("3.91")),
    ]


@pytest.mark.parametrize(
    ("level", "state", "county", "city"),
    [("INVOICE_TAX", "0.36", "0.07", "0.06"), ("CHARGE", "0.36", "0.06", "0.06")],
)
def test_e12_rounding_level(level: str, state: str, county: str, city: str) -> None:
    rules = [
        a_rule("STATE", "0.06", round_level=level),
        a_rule("COUNTY", "0.0125", round_level=level, county_fips="063"),
        a_rule("CITY", "0.01", round_level=level, place_fips="20000"),
    ]
    charges = [a_charge("1.99", reference=f"R{i}") for i in range(3)]
    place = a_place(inside_city=True, place_fips="20000")
    assert tax_of(charges, rules, places=[place]) == {
        "STATE": D(state),
        "COUNTY": D(county),
        "CITY": D(city),
    }


FULL = [
    fusf(),
    a_rule("SALES", "0.06", base_includes="FUSF"),
    a_rule("FET", "0.03", state=None, family="FET", category="LOCAL"),
    a_fee("911", "1.25"),
]


def certificate(family: str, kind: str = "OTHER", **facts: object) -> Exemption:
    given: dict[str, object] = {
        "account_number": "1",
        "certificate_number": f"C-{family}",
        "kind": kind,
        "family": family,
        "effective_from": date(2026, 1, 1),
    }
    return Exemption(**{**given, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("exemptions", "on", "expected"),
    [
        pytest.param(
            [
                certificate("FUSF", "FCC_RESELLER"),
                certificate("SALES", "RESALE_SALES_TAX"),
                certificate("E911"),
            ],
            date(2026, 2, 1),
            {"FUSF": "0.00", "SALES": "0.00", "911": "0.00"},
            id="a-reseller",
        ),
        pytest.param(
            [certificate("SALES", "RESALE_SALES_TAX")],
            date(2026, 2, 1),
            {"FUSF": "7.32", "SALES": "0.00", "911": "1.25"},
            id="b-resale-certificate-only",
        ),
        pytest.param(
            [certificate("SALES", "STATE_LOCAL_GOV")],
            date(2026, 2, 1),
            {"FUSF": "7.32", "SALES": "0.00", "911": "1.25"},
            id="c-government",
        ),
        pytest.param(
            [certificate("SALES", "NONPROFIT", expires_on=date(2026, 1, 31))],
            date(2026, 2, 1),
            {"FUSF": "7.32", "SALES": "2.24", "911": "1.25"},
            id="d-expired",
        ),
        pytest.param(
            [certificate("SALES", "NONPROFIT", expires_on=date(2026, 1, 31))],
            date(2026, 1, 31),
            {"FUSF": "7.32", "SALES": "0.00", "911": "1.25"},
            id="d-last-day",
        ),
    ],
)
def test_e13_exemptions(exemptions: list[Exemption], on: date, expected: dict[str, str]) -> None:
    got = tax_of([seats("30.00", 1)], FULL, exemptions=exemptions, on=on)
    assert got == {code: D(amount) for code, amount in expected.items()}


def test_e13_an_exempt_universal_service_charge_joins_no_base() -> None:
    exemptions = [certificate("FUSF", "FCC_RESELLER"), certificate("SALES")]
    lines = taxed(a_request([seats("30.00", 1)]), a_book(FULL, exemptions=exemptions)).lines
    assert {line.tax_code: line.exempt_amount for line in lines}["SALES"] == D(30)


@pytest.mark.parametrize(
    ("customer_class", "expected"),
    [
        ("business", {"FL-CST": "4.92", "FL-GRT": "2.52", "LOCAL": "5.22"}),
        ("residential", {"FL-GRT": "2.37", "LOCAL": "5.22"}),
    ],
)
def test_e14_florida_by_kind_of_customer(customer_class: str, expected: dict[str, str]) -> None:
    rules = [
        a_rule("FL-CST", "0.0492", state="FL"),
        a_rule("FL-CST", "0", state="FL", customer_class="residential"),
        a_rule("FL-GRT", "0.0252", state="FL"),
        a_rule("FL-GRT", "0.0237", state="FL", customer_class="residential"),
        a_rule("LOCAL", "0.0522", state="FL", county_fips="063"),
    ]
    got = tax_of(
        [a_charge("100.00", "LOCAL")],
        rules,
        places=[a_place(region="FL")],
        customer_class=customer_class,
    )
    assert got == {code: D(amount) for code, amount in expected.items()}


@pytest.mark.parametrize(
    ("category", "expected"), [("LOCAL", {"FET": D("0.75")}), ("VOIP_FIXED", {})]
)
def test_e15_federal_excise_tax(category: str, expected: dict[str, Decimal]) -> None:
    rules = [a_rule("FET", "0.03", state=None, family="FET", category="LOCAL"), decided()]
    assert tax_of([a_charge("25.00", category)], rules) == expected


def test_e16_state_fund_with_the_inverse_safe_harbour() -> None:
    rules = [
        a_rule("TX-USF", "0.05", state="TX", family="SUSF", base_kind="INTRASTATE"),
        a_rule("TX-USF", "0", state="TX", family="SUSF", category="FEE_LIFELINE"),
    ]
    charges = [a_charge("30.00"), a_charge("10.00", "FEE_LIFELINE", product_code="LIFELINE")]
    assert tax_of(charges, rules, places=[a_place(region="TX")]) == {"TX-USF": D("0.53")}


CANADA = [
    a_rule("HST", "0.13", country="CA", state="ON", family="HST"),
    a_rule("HST", "0.15", country="CA", state="NS", family="HST", effective_to=date(2025, 3, 31)),
    a_rule("HST", "0.14", country="CA", state="NS", family="HST", effective_from=date(2025, 4, 1)),
    a_rule("GST", "0.05", country="CA", state=None, family="GST", category="VOIP_*"),
    a_rule("GST", "0", country="CA", state="ON", family="GST"),
    a_rule("QST", "0.09975", country="CA", state="QC", family="QST"),
    a_rule("PST", "0.07", country="CA", state="BC", family="PST"),
]


@pytest.mark.parametrize(
    ("province", "on", "expected"),
    [
        ("ON", date(2026, 2, 1), {"HST": "6.50"}),
        ("NS", date(2025, 3, 15), {"HST": "7.50"}),
        ("NS", date(2025, 4, 15), {"HST": "7.00"}),
        ("QC", date(2026, 2, 1), {"GST": "2.50", "QST": "4.99"}),
        ("BC", date(2026, 2, 1), {"GST": "2.50", "PST": "3.50"}),
    ],
)
def test_e17_canada(province: str, on: date, expected: dict[str, str]) -> None:
    rules = CANADA if province in {"QC", "BC"} else [r for r in CANADA if r.tax_code != "GST"]
    place = a_place(country="CA", region=province, county_fips="", inside_city=None)
    got = tax_of([a_charge("50.00")], rules, places=[place], on=on)
    assert got == {code: D(amount) for code, amount in expected.items()}


def test_e18_full_mixed_invoice() -> None:
    rules = [
        fusf(),
        a_rule("TELECOM", "0.06", category="VOIP_*|TOLL_*", base_includes="FUSF"),
        a_rule("UUT", "0.02", category="VOIP_*|TOLL_*", place_fips="20000", family="UUT"),
        a_fee("911", "1.25", category="VOIP_FIXED", county_fips="063"),
        a_fee("988", "0.12", family="988", category="VOIP_FIXED"),
        a_rule("EQUIPMENT", "0.07", category="EQUIP_*"),
        a_rule("NO-TAX", "0", category="INTERNET_ACCESS|INSTALL"),
    ]
    charges = [
        seats("124.75", 5),
        a_charge("12.40", "TOLL_FREE"),
        a_charge("79.00", "INTERNET_ACCESS"),
        a_charge("89.00", "EQUIP_SALE"),
        a_charge("150.00", "INSTALL"),
    ]
    place = a_place(inside_city=True, place_fips="20000")
    got = tax_of(charges, rules, places=[place], on=date(2026, 2, 10))
    assert got == {
        "FUSF": D("33.47"),
        "TELECOM": D("10.24"),
        "UUT": D("2.74"),
        "911": D("6.25"),
        "988": D("0.60"),
        "EQUIPMENT": D("6.23"),
    }
    assert sum(got.values()) == D("59.53")


def test_e20_the_shipped_factor_of_the_last_quarter_of_2021() -> None:
    factors = {each.quarter: each.factor for each in shipped_usf_factors()}
    assert factors["2021Q4"] == D("0.291")


def test_shares_of_the_examples_are_the_safe_harbour() -> None:
    expected = TaxShare(category="VOIP_FIXED", effective_from=ANY_DAY, interstate=D("0.649"))
    assert SAFE_HARBOR[0] == expected


def test_e17_a_call_across_provinces_is_taxed_where_it_is_billed() -> None:
    """Emitted in Ontario, received in Nova Scotia, billed to a place in Ontario: 13 %."""
    place = a_place(country="CA", region="ON", county_fips="", inside_city=None)
    rules = [rule for rule in CANADA if rule.tax_code != "GST"]
    assert tax_of([a_charge("50.00", "TOLL_INTERSTATE")], rules, places=[place]) == {
        "HST": D("6.50")
    }


def test_e1_the_rest_of_the_seat_is_intrastate() -> None:
    rules = [fusf(), a_rule("SUSF", "0.05", base_kind="INTRASTATE", family="SUSF")]
    lines = taxed(a_request([seats("30.00", 1)]), a_book(rules)).lines
    assert {line.tax_code: line.base for line in lines} == {"FUSF": D("19.47"), "SUSF": D("10.53")}
