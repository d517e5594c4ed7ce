"""Where Cedar Fork Voice may collect, by which shares, and who holds which certificate."""

from typing import Final

from sample_data.catalogue import Row, table

FIRST_DAY: Final = "2026-01-01"

TAX_SHARES: Final[list[Row]] = [
    {
        "category": category,
        "effective_from": FIRST_DAY,
        "interstate": "0.649",
        "international": "0",
        "source": "safe_harbor",
    }
    for category in (
        "VOIP_FIXED",
        "VOIP_NOMADIC",
        "DID",
        "TOLL_FREE",
        "FEATURE",
        "FEE_PAPER",
        "FEE_PORT",
    )
]

# None for Nevada: what its rows would take is not collected, and shows as exposure.
REGISTRATIONS: Final = table("""
country | region | family | registration_number | effective_from
US      |        | FUSF   | 499-000000          | 2023-01-01
US      |        | FET    | 00-0000000          | 2023-01-01
US      | CO     | *      | CO-0000-01          | 2023-01-01
US      | WY     | *      | WY-0000-02          | 2023-01-01
US      | NM     | *      | NM-0000-03          | 2023-01-01
US      | NY     | *      | NY-0000-04          | 2023-01-01
US      | CA     | *      | CA-0000-05          | 2024-01-01
US      | AZ     | *      | AZ-0000-06          | 2024-01-01
US      | UT     | *      | UT-0000-07          | 2024-01-01
CA      |        | GST    | 00000 0000 RT0001   | 2024-01-01
CA      |        | HST    | 00000 0000 RT0001   | 2024-01-01
CA      | QC     | QST    | 0000000000 TQ0001   | 2024-01-01
CA      | QC     | E911   | QC-0000-08          | 2024-01-01
""")

# Below 10,000 a year nothing would be due; who contributes all the same buys without the charge.
USF_FILING: Final = table("""
period | de_minimis | note
2026   | no         | we contribute by choice: our carriers do not charge us universal service
""")

# An FCC reseller's ends with its year; that of Larimer Legal Aid ends within the month of the demo.
EXEMPTIONS: Final = table("""
account_number | certificate_number | kind               | family | level | region | effective_from | expires_on
10015          | 98-04417           | NONPROFIT          | SALES  | *     | CO     | 2026-01-01     | 2026-12-31
10016          | 98-05126           | NONPROFIT          | SALES  | *     | CO     | 2024-12-01     | 2026-11-30
10025          | GOV-0612           | STATE_LOCAL_GOV    | SALES  | *     | CO     | 2025-07-01     |
10040          | 499-000042-2026    | FCC_RESELLER       | FUSF   | FED   |        | 2026-01-01     |
10040          | R-77120            | RESALE_SALES_TAX   | SALES  | *     | CO     | 2025-01-01     | 2027-12-31
""")  # noqa: E501  a table is wider than text
