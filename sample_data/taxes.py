"""The tax table. Every rate but those of law is made up.

The federal universal service rows of 2026Q3 and later carry an example factor, not the FCC's: the
shipped table ends with 2026Q2, so the row itself is the ceiling.
"""

# ruff: noqa: E501  tables are wider than text

from typing import Final

from sample_data.catalogue import Row, table
from sample_data.tax_standing import FIRST_DAY

TELECOM: Final = "VOIP_*|LOCAL|DID|TOLL_FREE|FEATURE|FEE_*"
LINES: Final = "VOIP_FIXED|VOIP_NOMADIC|LOCAL"
ASSESSABLE: Final = "VOIP_*|DID|TOLL_FREE|FEATURE|FEE_*"
UNTAXED: Final = "PROF_SERVICE|INSTALL|NON_TAXABLE"
INTERNET: Final = "INTERNET_ACCESS"
MADE_UP: Final = "made up for the sample company"
EXAMPLE_FACTOR: Final = "EXAMPLE FACTOR, not the FCC's: put the published one here"

# state | code | label | on telecom | on equipment | what joins the base
_STATES: Final = table("""
state | code     | label                            | telecom | equipment | includes
CO    | CO-SALES | Colorado sales tax               | 0.029   | 0.029     | RRF
WY    | WY-SALES | Wyoming sales tax                | 0.04    | 0.04      | RRF
NM    | NM-GRT   | New Mexico gross receipts tax    | 0.0488  | 0.0488    | FUSF+RRF
NY    | NY-SALES | New York sales tax               | 0.04    | 0.04      | RRF
CA    | CA-SALES | California sales tax             | 0       | 0.0725    | RRF
AZ    | AZ-TPT   | Arizona transaction privilege tax| 0.056   | 0.056     | RRF
UT    | UT-SALES | Utah sales tax                   | 0.0485  | 0.0485    | RRF
NV    | NV-SALES | Nevada sales tax                 | 0.0685  | 0.0685    | RRF
""")

# code | label | family | state | county | place | district | rate
_LOCAL: Final = table("""
code      | label                            | family | state | county | place | district | rate
CO-COUNTY | Jefferson County sales tax       | SALES  | CO | 059 |       |      | 0.005
CO-COUNTY | Boulder County sales tax         | SALES  | CO | 013 |       |      | 0.01185
CO-COUNTY | El Paso County sales tax         | SALES  | CO | 041 |       |      | 0.0123
CO-COUNTY | Larimer County sales tax         | SALES  | CO | 069 |       |      | 0.008
CO-COUNTY | Mesa County sales tax            | SALES  | CO | 077 |       |      | 0.0237
CO-COUNTY | Pueblo County sales tax          | SALES  | CO | 101 |       |      | 0.01
CO-CITY   | Denver city sales tax            | SALES  | CO |     | 20000 |      | 0.0481
CO-CITY   | Lakewood city sales tax          | SALES  | CO |     | 43000 |      | 0.03
CO-CITY   | Golden city sales tax            | SALES  | CO |     | 30835 |      | 0.03
CO-CITY   | Arvada city sales tax            | SALES  | CO |     | 03455 |      | 0.0346
CO-CITY   | Boulder city sales tax           | SALES  | CO |     | 07850 |      | 0.0386
CO-CITY   | Fort Collins city sales tax      | SALES  | CO |     | 27425 |      | 0.0385
CO-CITY   | Colorado Springs city sales tax  | SALES  | CO |     | 16000 |      | 0.0307
CO-CITY   | Durango city sales tax           | SALES  | CO |     | 22035 |      | 0.035
CO-RTD    | Regional districts sales tax     | SALES  | CO |     |       | RTD  | 0.011
WY-COUNTY | Laramie County sales tax         | SALES  | WY | 021 |       |      | 0.02
WY-COUNTY | Natrona County sales tax         | SALES  | WY | 025 |       |      | 0.01
WY-COUNTY | Teton County sales tax           | SALES  | WY | 039 |       |      | 0.02
NM-CITY   | Albuquerque gross receipts tax   | SALES  | NM |     | 02000 |      | 0.0275
NM-CITY   | Santa Fe gross receipts tax      | SALES  | NM |     | 70500 |      | 0.0331
NY-LOCAL  | New York City sales tax          | SALES  | NY |     | 51000 |      | 0.045
NY-LOCAL  | Albany County sales tax          | SALES  | NY | 001 |       |      | 0.04
CA-UUT    | Los Angeles utility users tax    | UUT    | CA |     | 44000 |      | 0.09
AZ-CITY   | Phoenix privilege tax            | SALES  | AZ |     | 55000 |      | 0.047
AZ-COUNTY | Maricopa County excise tax       | SALES  | AZ | 013 |       |      | 0.007
UT-CITY   | Salt Lake City telecom license tax | SALES | UT |    | 67000 |      | 0.035
""")

# code | label | family | state | unit | cap | amount | first day | last day
_PER_LINE: Final = table("""
code   | label                      | family | state | unit                 | cap | amount | from       | to
CO-911 | 911 emergency charge       | E911   | CO    | LINE+CALL_PATH+TRUNK | 50  | 1.70   | 2026-01-01 |
CO-988 | 988 crisis line surcharge  | 988    | CO    | LINE+CALL_PATH+TRUNK |     | 0.07   | 2026-01-01 |
WY-911 | 911 emergency tax          | E911   | WY    | LINE+CALL_PATH+TRUNK | 100 | 0.75   | 2026-01-01 |
NM-911 | 911 surcharge              | E911   | NM    | LINE+CALL_PATH       |     | 0.51   | 2026-01-01 |
NM-USF | New Mexico universal service | SUSF | NM    | LINE+CALL_PATH       |     | 1.24   | 2026-01-01 |
NY-911 | 911 surcharge              | E911   | NY    | LINE                 | 75  | 1.00   | 2026-01-01 |
CA-911 | 911 surcharge              | E911   | CA    | LINE+CALL_PATH       |     | 0.30   | 2026-01-01 |
CA-988 | 988 surcharge              | 988    | CA    | LINE+CALL_PATH       |     | 0.08   | 2026-01-01 |
CA-USF | California public purpose surcharge | SUSF | CA | LINE+CALL_PATH   |     | 1.11   | 2026-01-01 |
AZ-911 | 911 excise tax             | E911   | AZ    | LINE+CALL_PATH       |     | 0.20   | 2026-01-01 | 2026-10-31
AZ-911 | 911 excise tax             | E911   | AZ    | LINE+CALL_PATH       |     | 0.25   | 2026-11-01 |
UT-911 | 911 emergency charge       | E911   | UT    | LINE+CALL_PATH       |     | 0.73   | 2026-01-01 |
NV-911 | 911 surcharge              | E911   | NV    | LINE+CALL_PATH       |     | 0.75   | 2026-01-01 |
""")

_UNIVERSAL_SERVICE: Final = table("""
from       | to         | factor | note
2026-04-01 | 2026-06-30 | 0.370  | FCC DA 26-218
2026-07-01 | 2026-09-30 | 0.365  | example
2026-10-01 | 2026-12-31 | 0.360  | example
2027-01-01 | 2027-03-31 | 0.360  | example
""")


def taxes() -> list[Row]:
    """Every row of the ``taxes`` sheet."""
    return [
        *_federal(),
        *_own_fees(),
        *(row for state in _STATES for row in _state(state)),
        *(_local(row) for row in _LOCAL),
        *(_per_line(row) for row in _PER_LINE),
        *_relay(),
        *_state_universal_service(),
        _gross_receipts_recovery(),
        *_commuter_district(),
        *_canada(),
    ]


def _federal() -> list[Row]:
    rows = [
        _tax(
            "FUSF",
            "Federal Universal Service Charge",
            "PASS_THROUGH",
            "FUSF",
            category=ASSESSABLE,
            effective_from=row["from"],
            effective_to=row["to"],
            calc_method="PCT",
            rate=row["factor"],
            base_kind="INTERSTATE_INTL",
            round_level="INVOICE_TAX",
            round_mode="HALF_UP",
            calc_seq="10",
            source_note=EXAMPLE_FACTOR if row["note"] == "example" else row["note"],
        )
        for row in _UNIVERSAL_SERVICE
    ]
    excise = _tax(
        "FET",
        "Federal excise tax",
        "TAX",
        "FET",
        category="LOCAL",
        calc_method="PCT",
        rate="0.03",
        base_kind="CHARGE",
        base_includes="RRF",
        calc_seq="25",
        source_note="IRC 4251, local-only service",
    )
    return [*rows, excise]


def _own_fees() -> list[Row]:
    return [
        _tax(
            "RRF",
            "Regulatory recovery fee",
            "PROVIDER_FEE",
            "REG",
            category=LINES,
            calc_method="PER_UNIT",
            unit_amount="0.65",
            unit_kind="LINE|CALL_PATH|TRUNK",
            base_kind="COUNT",
            calc_seq="20",
            source_note="our own price list",
        ),
        _tax(
            "NPR",
            "Number portability recovery",
            "PROVIDER_FEE",
            "REG",
            category="VOIP_FIXED|VOIP_NOMADIC|DID",
            calc_method="PER_UNIT",
            unit_amount="0.09",
            unit_kind="DID",
            base_kind="COUNT",
            calc_seq="21",
            source_note="our own price list",
        ),
    ]


def _state(state: Row) -> list[Row]:
    """What a state takes of voice and equipment, and that it takes nothing of labor and Internet."""
    includes = state["includes"].replace("+", "|")
    parts = (
        (TELECOM, state["telecom"]),
        ("EQUIP_*", state["equipment"]),
        (UNTAXED, "0"),
        (INTERNET, "0"),
    )
    return [
        _tax(
            state["code"],
            state["label"],
            "TAX",
            "SALES",
            state=state["state"],
            category=category,
            calc_method="PCT",
            rate=rate,
            base_kind="CHARGE",
            base_includes="" if category in {UNTAXED, INTERNET} else includes,
            calc_seq="30",
        )
        for category, rate in parts
    ]


def _local(row: Row) -> Row:
    takes = "VOIP_*|LOCAL|DID|TOLL_FREE|FEATURE" if row["family"] == "UUT" else f"{TELECOM}|EQUIP_*"
    return _tax(
        row["code"],
        row["label"],
        "TAX",
        row["family"],
        state=row["state"],
        county_fips=row["county"],
        place_fips=row["place"],
        district=row["district"],
        category=takes,
        calc_method="PCT",
        rate=row["rate"],
        base_kind="CHARGE",
        base_includes="FUSF|RRF" if row["state"] == "NM" else "RRF",
        calc_seq="35",
    )


def _per_line(row: Row) -> Row:
    pass_through = row["family"] in {"SUSF", "OTHER"}
    return _tax(
        row["code"],
        row["label"],
        "PASS_THROUGH" if pass_through else "TAX",
        row["family"],
        state=row["state"],
        category=LINES,
        effective_from=row["from"],
        effective_to=row["to"],
        calc_method="PER_UNIT",
        unit_amount=row["amount"],
        unit_kind=row["unit"].replace("+", "|"),
        base_kind="COUNT",
        cap_units=row["cap"],
        cap_scope="ACCOUNT_LOCATION" if row["cap"] else "",
        prorate="N",
        round_level="LOCATION_TAX",
        calc_seq="40",
    )


def _state_universal_service() -> list[Row]:
    return [
        _tax(
            f"{state}-USF",
            f"{name} universal service",
            "PASS_THROUGH",
            "SUSF",
            state=state,
            category="VOIP_*|LOCAL|DID",
            calc_method="PCT",
            rate=rate,
            base_kind="INTRASTATE",
            calc_seq="12",
        )
        for state, name, rate in (("CO", "Colorado", "0.026"), ("WY", "Wyoming", "0.0125"))
    ]


def _relay() -> list[Row]:
    """Colorado's relay surcharge in two steps: less for each line beyond the first 25."""
    return [
        _tax(
            "CO-TRS",
            "Relay service surcharge",
            "PASS_THROUGH",
            "OTHER",
            state="CO",
            category=LINES,
            calc_method="TIERED",
            unit_amount=amount,
            unit_kind="LINE|CALL_PATH|TRUNK",
            base_kind="COUNT",
            min_base=above,
            max_base=up_to,
            cap_scope="ACCOUNT_LOCATION",
            prorate="N",
            round_level="LOCATION_TAX",
            calc_seq="40",
        )
        for amount, above, up_to in (("0.05", "0", "25"), ("0.03", "25", ""))
    ]


def _gross_receipts_recovery() -> Row:
    """A tax on our receipts that we recover with the tax on what is recovered."""
    return _tax(
        "NM-TRR",
        "New Mexico receipts tax recovery",
        "PASS_THROUGH",
        "GRT",
        state="NM",
        category=TELECOM,
        calc_method="GROSS_UP",
        rate="0.005",
        base_kind="CHARGE",
        base_includes="RRF",
        calc_seq="28",
    )


def _commuter_district() -> list[Row]:
    """New York's excise, and the district's surcharge that is a part of that tax."""
    excise = _tax(
        "NY-TCE",
        "New York telecommunications excise tax",
        "TAX",
        "GRT",
        state="NY",
        category=TELECOM,
        calc_method="PCT",
        rate="0.025",
        base_kind="CHARGE",
        base_includes="RRF",
        calc_seq="28",
    )
    district = _tax(
        "NY-MCTD",
        "Commuter district surcharge",
        "TAX",
        "GRT",
        state="NY",
        district="MCTD",
        category=TELECOM,
        calc_method="PCT_OF_TAX",
        rate="0.17",
        base_kind="TAX_OF",
        base_includes="NY-TCE",
        calc_seq="29",
    )
    return [excise, district]


def _canada() -> list[Row]:
    """Ontario's harmonized tax; Quebec's two taxes, neither on the other, and its 911 tax."""
    sales = (
        ("ON-HST", "Harmonized sales tax (HST)", "HST", "ON", "0.13", "Ontario, 13 %"),
        ("GST", "Goods and services tax (GST)", "GST", "QC", "0.05", "Canada, 5 %"),
        ("QST", "Quebec sales tax (QST)", "QST", "QC", "0.09975", "Quebec, 9.975 %"),
    )
    rows = [
        _tax(
            code,
            label,
            "TAX",
            family,
            country="CA",
            state=province,
            category="*",
            calc_method="PCT",
            rate=rate,
            base_kind="CHARGE",
            calc_seq="30",
            source_note=note,
        )
        for code, label, family, province, rate, note in sales
    ]
    emergency = _per_line(
        {
            "code": "QC-911",
            "label": "Quebec municipal 911 tax",
            "family": "E911",
            "state": "QC",
            "unit": "LINE+CALL_PATH",
            "cap": "",
            "amount": "0.53",
            "from": FIRST_DAY,
            "to": "",
        }
    )
    return [*rows, emergency | {"country": "CA"}]


def _tax(code: str, label: str, class_: str, family: str, **columns: str) -> Row:
    """A row; country US, from the year's first day, for every class of customer unless said."""
    row = {
        "tax_code": code,
        "tax_name": label,
        "bill_label": label,
        "class": class_,
        "family": family,
        "country": "US",
        "customer_class": "*",
        "effective_from": FIRST_DAY,
        "date_basis": "INVOICE_DATE",
        "source_note": MADE_UP,
    }
    return row | columns
