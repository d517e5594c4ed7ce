"""What Cedar Fork Voice is and sells: the company, call sources, products and rate plans."""

# ruff: noqa: E501  tables are wider than text

from typing import Final

Row = dict[str, str]
"""One row of a sheet by column name; columns that are left out are blank."""


def table(text: str) -> list[Row]:
    """Rows of a table written with ``|``, its first line naming the columns."""
    header, *lines = [line.strip() for line in text.strip().splitlines()]
    names = [name.strip() for name in header.split("|")]
    return [
        dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines
    ]


COMPANY: Final[list[Row]] = [
    {
        "name": "Cedar Fork Voice",
        "legal_name": "Cedar Fork Voice LLC",
        "address_line1": "1200 Foundry Way",
        "address_line2": "Suite 210",
        "city": "Denver",
        "region": "CO",
        "postal_code": "80216",
        "country": "US",
        "phone": "(800) 555-0150",
        "support_phone": "(800) 555-0150",
        "email": "billing@cedarfork.example",
        "website": "cedarfork.example",
        "currency": "USD",
        "timezone": "America/Denver",
        "invoice_prefix": "CF-",
        "next_invoice_number": "987",
        "terms": "Net 30",
        "unknown_caller": "intrastate",
        "remit_to": "Cedar Fork Voice LLC, 1200 Foundry Way, Suite 210, Denver, CO 80216",
    }
]

SOURCES: Final[list[Row]] = [
    {"source": "hosted-pbx", "timezone": "UTC", "date_order": "ymd"},
    {
        "source": "wholesale-sip",
        "timezone": "UTC",
        "date_order": "ymd",
        "cost_currency": "USD",
    },
    {
        "source": "pbx-denver",
        "timezone": "America/Denver",
        "date_order": "ymd",
        "inbound_contexts": "from-trunk|from-pstn",
        "trunk_channels": "PJSIP/mesa",
        "access_code": "9",
    },
]

PRODUCTS: Final = table("""
product_code | name                           | tax_category    | gl_code | price  | billed    | in_advance | prorate | line_kind | lines_per_unit
SEAT-STD     | Hosted voice seat, Standard    | VOIP_FIXED      | 4010    | 21.95  | monthly   | yes | yes | line      | 1
SEAT-PRO     | Hosted voice seat, Professional| VOIP_FIXED      | 4010    | 27.95  | monthly   | yes | yes | line      | 1
SEAT-REMOTE  | Hosted voice seat, Remote      | VOIP_NOMADIC    | 4010    | 19.95  | monthly   | yes | yes | line      | 1
HOME-LINE    | Home voice line                | VOIP_FIXED      | 4010    | 24.95  | monthly   | yes | yes | line      | 1
SIP-PATH     | SIP call path                  | VOIP_FIXED      | 4010    | 18.00  | monthly   | yes | yes | call_path | 1
LINE-ANALOG  | Analog line                    | LOCAL           | 4010    | 34.00  | monthly   | yes | yes | line      | 1
DID-20       | Direct numbers, block of 20    | DID             | 4010    | 8.00   | monthly   | yes | yes | did       | 20
TF-NUMBER    | Toll-free number               | TOLL_FREE       | 4010    | 4.00   | monthly   | yes | yes | none      | 1
FAX          | Online fax                     | FEATURE         | 4010    | 9.95   | monthly   | yes | yes | none      | 1
REC          | Call recording                 | FEATURE         | 4010    | 7.50   | monthly   | no  | yes | none      | 1
LISTING-Y    | Directory listing, a year      | FEATURE         | 4010    | 48.00  | yearly    | yes | yes | none      | 1
NET-200      | Managed internet 200/20        | INTERNET_ACCESS | 4020    | 129.00 | monthly   | yes | yes | none      | 1
NET-500      | Managed internet 500/50        | INTERNET_ACCESS | 4020    | 189.00 | monthly   | yes | yes | none      | 1
FW           | Managed firewall               | EQUIP_RENT      | 4030    | 45.00  | monthly   | yes | yes | none      | 1
WIFI         | Managed Wi-Fi                  | EQUIP_RENT      | 4030    | 48.75  | monthly   | yes | yes | none      | 1
MONITOR      | Line monitoring                | PROF_SERVICE    | 4030    | 22.00  | monthly   | no  | no  | none      | 1
SUPPORT-Q    | Priority support, a quarter    | PROF_SERVICE    | 4030    | 150.00 | quarterly | yes | yes | none      | 1
AUDIT-Q      | Call quality review, a quarter | PROF_SERVICE    | 4030    | 90.00  | quarterly | no  | yes | none      | 1
OFFICE-PACK  | Office pack: voice, internet, phone | VOIP_FIXED | 4010    | 79.00  | monthly   | yes | yes | line      | 1
PAPER        | Paper bill                     | FEE_PAPER       | 4110    | 2.50   | monthly   | yes | no  | none      | 1
LABOR        | Technician time                | PROF_SERVICE    | 4050    | 125.00 | once      | yes | no  | none      | 1
INSTALL      | Installation                   | INSTALL         | 4050    | 95.00  | once      | yes | no  | none      | 1
PORT-IN      | Number port                    | FEE_PORT        | 4110    | 15.00  | once      | yes | no  | none      | 1
PHONE        | Desk phone                     | EQUIP_SALE      | 4060    | 129.00 | once      | yes | no  | none      | 1
CREDIT-VOICE | Credit, voice                  | VOIP_FIXED      | 4090    | 0      | once      | yes | no  | none      | 1
CREDIT-NET   | Credit, internet               | INTERNET_ACCESS | 4090    | 0      | once      | yes | no  | none      | 1
CREDIT-TIME  | Credit, technician time        | PROF_SERVICE    | 4090    | 0      | once      | yes | no  | none      | 1
CALLS        | Calls                          | VOIP_FIXED      | 4040    | 0      | usage     | no  | yes | none      | 1
CALLS-TRUNK  | Calls over SIP trunks          | VOIP_FIXED      | 4041    | 0      | usage     | no  | yes | none      | 1
""")

BUNDLES: Final = table("""
product_code | component_no | category        | method | weight
OFFICE-PACK  | 1            | VOIP_FIXED      | SSP    | 30.00
OFFICE-PACK  | 2            | INTERNET_ACCESS | SSP    | 45.00
OFFICE-PACK  | 3            | EQUIP_RENT      | SSP    | 10.00
""")

RATE_PLANS: Final = table("""
plan_code  | name                            | deck_code | initial_seconds | increment_seconds | minimum_seconds | free_below_seconds | connect_fee | deck_multiplier | call_decimals | call_rounding | minimum_charge | maximum_charge | inbound_rate | toll_free_rate | on_net | directory_assistance_fee | allowance_minutes | allowance_scope | allowance_connect_fee | usage_product
BUSINESS   | Business 6/6, 300 pooled minutes| STANDARD  | 6  | 6  | 0  | 0 | 0    | 1    | 4 | half_up   |      |      | 0     | 0.031  | free  | 1.25 | 300 | account | no  | CALLS
PER-NUMBER | 60 minutes with each number     | STANDARD  | 6  | 6  | 0  | 0 | 0    | 1.05 | 4 | half_up   |      |      | 0     | 0.034  | free  | 1.25 | 60  | number  | no  | CALLS
LEGACY-60  | By the minute, as before 2020   | STANDARD  | 60 | 60 | 0  | 0 | 0.01 | 1    | 2 | up        | 0.05 | 4.50 | 0     | 0.045  | rated | 1.50 | 0   | account | no  | CALLS
HOME       | Home, evenings at half price    | STANDARD  | 60 | 6  | 0  | 6 | 0.03 | 1.1  | 4 | half_up   |      |      | 0     | 0      | free  | 1.75 | 100 | account | yes | CALLS
CALLCENTER | Call center, cheaper by volume  | STANDARD  | 6  | 6  | 12 | 0 | 0    | 0.75 | 4 | half_up   |      |      | 0.009 | 0.0285 | free  | 1.25 | 0   | account | no  | CALLS-TRUNK
TRUNK      | SIP trunk wholesale             | WHOLESALE | 6  | 6  | 0  | 0 | 0    | 1    | 6 | half_even |      |      | 0.006 | 0.0235 | free  | 1.25 | 0   | account | no  | CALLS-TRUNK
""")

# Night and weekend meet without overlap: Sunday's night would begin on Sunday.
RATE_PERIODS: Final = table("""
plan_code | name            | days    | from  | to    | multiplier
HOME      | Night           | mon-thu | 19:00 | 07:00 | 0.5
HOME      | Friday night    | fri     | 19:00 | 24:00 | 0.5
HOME      | Weekend         | sat,sun | 00:00 | 24:00 | 0.5
HOME      | Monday, early   | mon     | 00:00 | 07:00 | 0.5
LEGACY-60 | Business hours  | mon-fri | 08:00 | 18:00 | 1.25
""")

RATE_TIERS: Final = table("""
plan_code  | kind      | from_minutes | multiplier
CALLCENTER | graduated | 1000         | 0.85
CALLCENTER | graduated | 4000         | 0.7
TRUNK      | volume    | 500          | 0.95
TRUNK      | volume    | 1500         | 0.88
""")
