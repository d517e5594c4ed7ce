"""Seeded tax rows, registrations, bundles and certificates."""

from random import Random

Row = dict[str, str]

BUNDLES: list[Row] = [
    {
        "product_code": product,
        "component_no": str(at + 1),
        "category": category,
        "method": method,
        "weight": weight,
    }
    for product, method, weights in (
        ("PACK1", "SSP", ("30", "40", "10")),
        ("PACK2", "FIXED_PCT", ("50", "30", "20")),
        ("PACK3", "ALL_TELECOM", ("", "", "")),
    )
    for at, (category, weight) in enumerate(
        zip(("VOIP_FIXED", "INTERNET_ACCESS", "EQUIP_RENT"), weights, strict=True)
    )
]


def registrations(dice: Random) -> list[Row]:
    """Where the company may collect: nearly everywhere."""
    rows = [
        {"country": "CA", "region": "", "family": "*", "effective_from": "2020-01-01"},
        {"country": "US", "region": "", "family": "FUSF", "effective_from": "2020-01-01"},
    ]
    rows += [
        {
            "country": "US",
            "region": region,
            "family": "*" if dice.random() < 0.7 else "SALES",
            "effective_from": "2020-01-01",
        }
        for region in ("CO", "AZ", "NY", "CA", "WI")
    ]
    return rows


def tax(code: str, state: str, **more: str) -> Row:
    """One tax row of a state, with what is unlike the usual."""
    row = {
        "tax_code": code,
        "tax_name": code.title(),
        "bill_label": code.title(),
        "class": "TAX",
        "family": "SALES",
        "country": "CA" if state in {"NS", "ON"} else "US",
        "state": state,
        "county_fips": "",
        "place_fips": "",
        "category": "",
        "customer_class": "",
        "effective_from": "2020-01-01",
        "effective_to": "",
        "date_basis": "",
        "calc_method": "PCT",
        "rate": "",
        "unit_amount": "",
        "unit_kind": "",
        "base_kind": "CHARGE",
        "base_includes": "",
        "taxable_pct": "",
        "cap_units": "",
        "cap_scope": "",
        "min_base": "",
        "max_base": "",
        "prorate": "",
        "round_level": "",
        "round_mode": "",
    }
    return row | {key.rstrip("_"): value for key, value in more.items()}


def taxes(dice: Random) -> list[Row]:
    """A sales tax, a fee per line, a city tax and the like in each state."""
    rows = []
    counties = {"CO": "031", "AZ": "013", "NY": "061", "CA": "037", "WI": "025"}
    cities = {"CO": "20000", "AZ": "55000", "NY": "51000", "CA": "44000", "WI": "48000"}
    for state in ("CO", "AZ", "NY", "CA", "WI", "NS", "ON"):
        mode = dice.choice(("", "HALF_UP", "HALF_EVEN", "UP", "DOWN"))
        level = dice.choice(("", "INVOICE_TAX", "LOCATION_TAX", "CHARGE"))
        basis = dice.choice(("", "INVOICE_DATE", "SERVICE_START", "SERVICE_END", "PRORATE"))
        common = {"round_mode": mode, "round_level": level, "date_basis": basis}
        code = f"{state}-SALES"
        rate = dice.choice(("0.029", "0.0825", "0.13", "0.09975"))
        rows.append(tax(code, state, rate=rate, effective_to="2026-09-30", **common))
        rows.append(tax(code, state, rate="0.0311", effective_from="2026-10-01", **common))
        rows.append(tax(code, state, rate="0", category="INSTALL|EQUIP_*", **common))
        if state in counties:
            rows.append(
                tax(
                    f"{state}-NET",
                    state,
                    calc_method="PER_UNIT",
                    unit_amount="0.1",
                    unit_kind="LOCATION",
                    base_kind="COUNT",
                    category="INTERNET_ACCESS",
                )
            )
        rows.append(tax(code, state, rate="0.05", category="VOIP_FIXED|TOLL_*", **common))
        if state in counties:
            rows += local_taxes(dice, state, counties[state], cities[state])
    rows.append(
        tax(
            "RRF",
            "",
            class_="PROVIDER_FEE",
            family="REG",
            calc_method="PER_UNIT",
            unit_amount="1.505",
            unit_kind="LINE|TRUNK",
            base_kind="COUNT",
            category="VOIP_*",
        )
    )
    return rows


def local_taxes(dice: Random, state: str, county: str, city: str) -> list[Row]:
    """Taxes of a county and a city, counted and by share."""
    return [
        tax(
            f"{state}-911",
            state,
            family="E911",
            county_fips=county,
            calc_method="PER_UNIT",
            unit_amount=dice.choice(("1.25", "0.355")),
            base_kind="COUNT",
            unit_kind=dice.choice(
                (
                    "LINE",
                    "LINE|TRUNK",
                    "LOCATION",
                    "ACCOUNT",
                    "DID",
                    "CALL_PATH",
                    "TRUNK|CALL_PATH|DID",
                )
            ),
            cap_units=dice.choice(("", "5", "20")),
            cap_scope=dice.choice(("", "ACCOUNT", "LOCATION", "LINE_TYPE")),
            prorate=dice.choice(("", "Y", "N")),
            round_level=dice.choice(("", "LOCATION_TAX")),
        ),
        tax(
            f"{state}-CITY",
            state,
            family="UUT",
            place_fips=city,
            rate=dice.choice(("0.02", "0.0199")),
            taxable_pct=dice.choice(("", "0.9")),
            min_base=dice.choice(("", "5")),
            max_base=dice.choice(("", "80")),
            category="VOIP_*|TOLL_*|DID",
        ),
        tax(
            f"{state}-USF",
            state,
            family="SUSF",
            class_="PASS_THROUGH",
            rate="0.035",
            base_kind=dice.choice(("INTRASTATE", "INTERSTATE", "INTERSTATE_INTL")),
            category="VOIP_*|LOCAL|TOLL_*",
        ),
    ]


def rich_taxes(dice: Random) -> list[Row]:
    """The less usual methods, one or two in each state."""
    rows = [
        tax(
            "FUSF",
            "",
            class_="PASS_THROUGH",
            family="FUSF",
            rate=rate,
            base_kind="INTERSTATE_INTL",
            category="VOIP_*|TOLL_*",
            effective_from=first,
            effective_to=last,
            round_mode=dice.choice(("", "DOWN")),
        )
        for rate, first, last in (
            ("0.351", "2026-07-01", "2026-09-30"),
            ("0.3777", "2026-10-01", "2026-12-31"),
        )
    ]
    for state in ("CO", "AZ", "NY", "CA", "WI", "NS", "ON"):
        common = {"round_level": dice.choice(("", "LOCATION_TAX", "CHARGE"))}
        kind = dice.choice(
            ("tiers", "gross", "of_tax", "minutes", "count_tiers", "on_tax", "class")
        )
        if kind == "tiers":
            for low, high, rate in (
                ("0", "50", "0.01"),
                ("50", "120.5", "0.02"),
                ("120.5", "", "0.03"),
            ):
                rows.append(
                    tax(
                        f"{state}-STEP",
                        state,
                        calc_method="TIERED",
                        rate=rate,
                        min_base=low,
                        max_base=high,
                        **common,
                    )
                )
        elif kind == "gross":
            rows.append(
                tax(
                    f"{state}-GRT",
                    state,
                    class_="PASS_THROUGH",
                    calc_method="GROSS_UP",
                    rate=dice.choice(("0.05", "0.0252")),
                    category="VOIP_*|TOLL_*|LOCAL",
                    base_includes="RRF",
                    **common,
                )
            )
        elif kind == "of_tax":
            rows.append(
                tax(
                    f"{state}-SUR",
                    state,
                    calc_method="PCT_OF_TAX",
                    rate="0.1",
                    base_kind="TAX_OF",
                    base_includes=f"{state}-SALES|FUSF",
                )
            )
        elif kind == "minutes":
            rows.append(
                tax(
                    f"{state}-MIN",
                    state,
                    family="TRS",
                    calc_method="PER_UNIT",
                    unit_amount="0.00351",
                    base_kind="MINUTES",
                    **common,
                )
            )
        elif kind == "count_tiers":
            for low, high, amount in (("0", "3", "1.1"), ("3", "10", "0.7"), ("10", "", "0.2")):
                rows.append(
                    tax(
                        f"{state}-LADDER",
                        state,
                        family="E911",
                        calc_method="TIERED",
                        unit_amount=amount,
                        unit_kind="LINE|TRUNK",
                        base_kind="COUNT",
                        min_base=low,
                        max_base=high,
                        cap_scope=dice.choice(("", "ACCOUNT")),
                    )
                )
        elif kind == "on_tax":
            rows.append(
                tax(
                    f"{state}-TOT",
                    state,
                    rate="0.06",
                    base_includes="FUSF|RRF",
                    category="VOIP_*|TOLL_*|DID",
                    **common,
                )
            )
        else:
            rows.append(tax(f"{state}-CLS", state, rate="0.01", **common))
            rows.append(
                tax(f"{state}-CLS", state, rate="0.04", customer_class="residential", **common)
            )
            rows.append(tax(f"{state}-CLS", state, rate="0.07", category="VOIP_FIXED", **common))
    return rows


def exemptions(dice: Random, people: list[Row], places: list[Row]) -> list[Row]:
    """Certificates of some accounts: of all kinds of scope, some expired."""
    rows = []
    for at, person in enumerate(people):
        if dice.random() < 0.4:
            kind = dice.choice(("NONPROFIT", "NONPROFIT", "FCC_RESELLER"))
            own = [p for p in places if p["account_number"] == person["account_number"]]
            rows.append(
                {
                    "account_number": person["account_number"],
                    "certificate_number": f"X-{at}",
                    "kind": kind,
                    "family": dice.choice(("SALES", "SALES", "*", "E911", "FUSF"))
                    if kind == "NONPROFIT"
                    else "FUSF",
                    "level": dice.choice(("", "*", "STATE", "COUNTY", "FED")),
                    "region": dice.choice(("", "", own[0]["region"])),
                    "location_code": dice.choice(("", "", own[0]["location_code"])),
                    "percent": dice.choice(("", "100", "50", "33.33")),
                    "effective_from": "2026-01-01",
                    "expires_on": dice.choice(("", "2026-09-30", "2026-10-01")),
                }
            )
    return rows
