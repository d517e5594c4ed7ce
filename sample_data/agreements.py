"""What stands beside the customers' table: dated services, one-time charges, credits."""

# ruff: noqa: E501  tables are wider than text

from typing import Final

from sample_data.catalogue import table

# Services whose dates, price or count tell a story between September and October.
DATED_SERVICES: Final = table("""
service_code          | location  | product     | quantity | unit_price | description                     | starts_on  | ends_on
10042-GLD-SEAT-NEW    | 10042-GLD | SEAT-STD    | 1  |       | Hosted voice seat, added Oct 19 | 2026-10-19 |
10038-MAIN-PATHS-NEW  | 10038-MAIN| SIP-PATH    | 8  | 16.50 | SIP call path, dispatch         | 2026-10-05 |
10038-CHY-NET-500     | 10038-CHY | NET-500     | 1  |       |                                 | 2026-10-12 |
10038-CHY-WIFI        | 10038-CHY | WIFI        | 2  |       |                                 | 2026-11-01 |
10054-MAIN-WIFI       | 10054-MAIN| WIFI        | 2  |       |                                 | 2024-05-01 | 2026-11-01
10054-MAIN-SEATS      | 10054-MAIN| SEAT-REMOTE | 10 |       | Remote seats, project office    | 2025-06-01 | 2026-11-01
10031-MAIN-SEATS-2    | 10031-MAIN| SEAT-STD    | 2  |       | Hosted voice seat, pool room    | 2025-03-01 | 2026-10-17
10020-MAIN-SEATS-OLD  | 10020-MAIN| SEAT-PRO    | 3  | 23.95 |                                 | 2024-02-01 | 2026-11-01
10020-MAIN-SEATS-NEW  | 10020-MAIN| SEAT-PRO    | 3  |       |                                 | 2026-11-01 |
10048-MAIN-PATHS-2    | 10048-MAIN| SIP-PATH    | 2  |       |                                 | 2026-11-01 |
10044-MAIN-PATHS-NEW  | 10044-MAIN| SIP-PATH    | 10 |       | SIP call path, second yard      | 2026-10-14 |
10030-MAIN-SEATS-NEW  | 10030-MAIN| SEAT-PRO    | 6  |       | Hosted voice seat, nurses       | 2026-10-05 |
10051-MAIN-SEATS-NEW  | 10051-MAIN| SEAT-REMOTE | 8  |       | Remote seats, associates        | 2026-10-12 |
10039-MAIN-PATHS-NEW  | 10039-MAIN| SIP-PATH    | 12 |       | SIP call path, holiday season   | 2026-11-01 |
10049-MAIN-SEAT-TAP   | 10049-MAIN| SEAT-STD    | 2  |       | Hosted voice seat, beer garden  | 2026-10-09 |
10017-MAIN-SUPPORT    | 10017-MAIN| SUPPORT-Q   | 1  |       |                                 | 2026-01-01 |
10027-MAIN-SUPPORT    | 10027-MAIN| SUPPORT-Q   | 1  |       |                                 | 2026-02-01 |
10039-MAIN-AUDIT      | 10039-MAIN| AUDIT-Q     | 1  |       |                                 | 2026-08-01 |
10051-MAIN-AUDIT      | 10051-MAIN| AUDIT-Q     | 1  |       |                                 | 2026-07-01 |
10029-MAIN-LISTING    | 10029-MAIN| LISTING-Y   | 1  |       |                                 | 2025-11-01 |
10033-MAIN-LISTING    | 10033-MAIN| LISTING-Y   | 1  |       |                                 | 2025-10-01 |
10021-MAIN-PACK       | 10021-MAIN| OFFICE-PACK | 1  |       |                                 | 2025-09-01 |
10060-MAIN-ELEVATOR   | 10060-MAIN| LINE-ANALOG | 1  |       | Elevator line                   | 2024-01-01 | 2026-09-01
""")

CHARGES: Final = table("""
reference | location   | product      | charged_on | quantity | unit_price | description | credits
T-21602   | 10042-MAIN | LABOR        | 2026-09-04 | 1.5  |        | Voicemail greetings (ticket 21602) |
T-21618   | 10031-MAIN | LABOR        | 2026-09-08 | 1.25 |        | Front desk phone rewired (ticket 21618) |
T-21633   | 10027-MAIN | LABOR        | 2026-09-10 | 2.5  |        | New call menu for the clinic (ticket 21633) |
T-21640   | 10051-MAIN | LABOR        | 2026-09-14 | 2    |        | Fax to e-mail for two partners (ticket 21640) |
T-21655   | 10038-MAIN | LABOR        | 2026-09-15 | 3    |        | Dispatch trunk test (ticket 21655) |
T-21671   | 10054-MAIN | LABOR        | 2026-09-18 | 1    |        | Moved 2 phones (ticket 21671) |
T-21684   | 10041-MAIN | LABOR        | 2026-09-22 | 2.75 |        | Room phones on the third floor (ticket 21684) |
T-21697   | 10048-MAIN | LABOR        | 2026-09-25 | 4    |        | Start of school: paging zones (ticket 21697) |
S-4401    | 10034-MAIN | PHONE        | 2026-09-11 | 2    |        |             |
S-4402    | 10047-MAIN | INSTALL      | 2026-09-02 | 1    |        |             |
T-21877   | 10042-MAIN | LABOR        | 2026-10-07 | 1.5  |        | Moved 4 phones to the loan office (ticket 21877) |
T-21954   | 10042-MAIN | LABOR        | 2026-10-21 | 0.75 |        | Changed holiday greeting and routing (ticket 21954) |
T-21990   | 10042-MAIN | LABOR        | 2026-10-26 | 0.5  | 0      | Quarterly review call, covered by agreement |
T-21861   | 10027-MAIN | LABOR        | 2026-10-05 | 2    |        | Second front desk (ticket 21861) |
T-21866   | 10051-MAIN | LABOR        | 2026-10-06 | 1.75 |        | Conference room line (ticket 21866) |
T-21880   | 10038-CHY  | LABOR        | 2026-10-12 | 4    |        | Cut-over of the terminal (ticket 21880) |
T-21893   | 10039-MAIN | LABOR        | 2026-10-13 | 2.5  |        | Overflow queue for the holidays (ticket 21893) |
T-21899   | 10041-MAIN | LABOR        | 2026-10-14 | 1.5  |        | Wake-up calls repaired (ticket 21899) |
T-21915   | 10048-MAIN | LABOR        | 2026-10-16 | 2.25 |        | Bell schedule (ticket 21915) |
T-21921   | 10006-MAIN | LABOR        | 2026-10-19 | 1    |        | Closing room phone (ticket 21921) |
T-21933   | 10044-MAIN | LABOR        | 2026-10-20 | 2    |        | Winter menu (ticket 21933) |
T-21940   | 10045-MAIN | LABOR        | 2026-10-22 | 1.25 |        | New caller names (ticket 21940) |
T-21968   | 10030-MAIN | LABOR        | 2026-10-27 | 1    |        | After-hours routing (ticket 21968) |
T-21975   | 10037-MAIN | LABOR        | 2026-10-28 | 1.5  |        | Showroom phones (ticket 21975) |
S-4415    | 10049-MAIN | INSTALL      | 2026-10-09 | 1    |        | Beer garden, cabling and phones |
S-4416    | 10038-CHY  | INSTALL      | 2026-10-12 | 1    | 190.00 | Cheyenne Terminal, managed internet |
S-4417    | 10017-MAIN | PORT-IN      | 2026-10-16 | 1    |        | Port of (720) 555-0128 |
S-4418    | 10034-MAIN | PHONE        | 2026-10-15 | 1    |        |             |
C-0901    | 10007-MAIN | CREDIT-VOICE | 2026-09-21 | 1    | -10.00 | Thank you for a referral |
C-1001    | 10042-GLD  | CREDIT-NET   | 2026-10-12 | 1    | -12.00 | Internet outage on October 12, Golden Branch | 10042-GLD-NET-200@2026-10
C-1002    | 10031-MAIN | CREDIT-TIME  | 2026-10-13 | 1    | -62.50 | Half of ticket 21618, phone failed again | T-21618
C-1003    | 10005-MAIN | CREDIT-VOICE | 2026-10-20 | 1    | -25.00 | Price reduction, dark week |
C-1004    | 10053-MAIN | CREDIT-VOICE | 2026-10-23 | 1    | -36.75 | Price reduction, crackling lines |
""")

# Circuits that no number is on: each is a warning, none holds a bill.
SPARE_CIRCUITS: Final = table("""
circuit_code    | location   | kind  | carrier      | carrier_circuit_id | starts_on
10050-MAIN-POTS1| 10050-MAIN | analog | Front Range Bell | FR-55-0153       | 2024-05-01
""")
