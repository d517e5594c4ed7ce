"""The sample company's own facts, as literals: customers with their places, products, work done.

They stand beside, and agree with, the files of ``sample_data``; nothing is read from disk.
"""

# ruff: noqa: E501  tables are wider than text

from typing import Final

CUSTOMERS: Final = """
10001|Alder Creek Dental|business|Office Manager|Arvada|5610 Olde Mill Road|Arvada|CO|80002|3035550106|13|SEAT-STD:10 SEAT-PRO:2 NET-200:1 WIFI:1 FW:1
10002|Aspen Ridge Realty|business|Bookkeeping|Denver|2255 Larkspur Street|Denver|CO|80216|3035550100|6|SEAT-STD:6 FAX:1 NET-200:1
10003|Blue Spruce Accounting|business|Accounts Payable|Littleton|310 Sycamore Lane|Littleton|CO|80120|3035550118|5|SEAT-STD:5 NET-200:1 FW:1
10004|Cottonwood Daycare|business|Marta Lindqvist|Aurora|1480 Peoria Court|Aurora|CO|80012|3035550123|4|SEAT-STD:3 PAPER:1
10005|Lantern Street Theater|business|Box Office|Denver|77 Lantern Street|Denver|CO|80202|3035550127|4|SEAT-STD:4 REC:1
10006|Prairie Title & Escrow|business|Accounts Payable|Littleton|900 Prairie Avenue|Littleton|CO|80120|3035550131|6|SEAT-STD:5 SEAT-PRO:2 NET-200:1 FW:1
10007|Columbine Florist|business|Dolores Reyes|Lakewood|41 Wadsworth Alley|Lakewood|CO|80226|3035550137|5|SEAT-STD:4 WIFI:1
10008|Cherry Creek Optical|business|Office Manager|Denver|3033 Fillmore Place|Denver|CO|80216|7205550165|4|SEAT-STD:4
10009|Platte Valley Plumbing|business|Dispatch|Highlands Ranch|18 Timberline Loop|Highlands Ranch|CO|80126|7205550179|4|SEAT-STD:3 SEAT-REMOTE:2
10010|Morales Household|residential|Irene Morales|Lakewood|612 Garrison Street|Lakewood|CO|80226|7205550183|1|HOME-LINE:1
10011|Okafor Household|residential|Daniel Okafor|Aurora|2904 Iola Way|Aurora|CO|80012|7205550184|1|HOME-LINE:1 PAPER:1
10012|Whitfield Household|residential|Joan Whitfield|Vail|15 Gore Creek Drive|Vail|CO|81657|9705550150|1|HOME-LINE:1
10013|Yarrow Accounting|business|Lena Yarrow|Denver|640 Santa Fe Drive|Denver|CO|80216|3035550176|4|SEAT-STD:5 FAX:1 SUPPORT-Q:1 NET-200:1
10014|Highlands Print Shop|business|Front Desk|Denver|3811 Tejon Street|Denver|CO|80216|7205550160|4|SEAT-STD:4 PAPER:1
10015|Front Range Food Pantry|nonprofit|Treasurer|Denver|4120 Brighton Boulevard|Denver|CO|80216|7205550146|7|SEAT-STD:10 NET-200:1 FW:1
10016|Larimer Legal Aid|nonprofit|Office Manager|Fort Collins|229 Linden Street|Fort Collins|CO|80524|9835550114|5|SEAT-STD:6 NET-200:1
10017|Bluebird Bakery Group|business|Accounts Payable|Denver|1717 Blake Alley|Denver|CO|80216|7205550120|14|SEAT-STD:14 SEAT-PRO:2 NET-500:1 FW:1
10018|Bluebird Bakery, Boulder|business|Store Manager|Boulder|1942 Pearl Court|Boulder|CO|80302|9835550100|6|SEAT-STD:4 NET-200:1
10019|Bluebird Bakery, Fort Collins|business|Store Manager|Fort Collins|144 College Walk|Fort Collins|CO|80524|9705550100|6|SEAT-STD:4 NET-200:1
10020|Kestrel Insurance Agency|business|Accounts Payable|Greeley|835 Ninth Street|Greeley|CO|80631|9705550106|7|SEAT-STD:5 SEAT-REMOTE:2 REC:5 FW:1
10021|Cache Creek Cycles|business|Owner|Fort Collins|420 Riverside Avenue|Fort Collins|CO|80524|9705550123|6|SEAT-STD:4 WIFI:1
10022|Palisade Orchards|business|Ruth Ann Teller|Palisade|3390 G Road|Palisade|CO|81526|9705550129|4|SEAT-STD:3
10023|Loveland Gear Works|business|Accounts Payable|Loveland|1201 Foundry Court|Loveland|CO|80537|9705550140|5|SIP-PATH:8 DID-20:1 NET-200:1
10024|Steamboat Family Medicine|business|Billing Office|Steamboat Springs|940 Central Park Drive|Steamboat Springs|CO|80487|9705550151|4|SEAT-STD:10 NET-200:1 FW:1
10025|Highline Water District|government|District Clerk|Longmont|375 Airport Road|Longmont|CO|80501|9705550145|5|SEAT-STD:10 SEAT-PRO:1 NET-200:1
10026|High Plains Feed|business|Accounts Payable|Cheyenne|2100 Stockyard Road|Cheyenne|WY|82001|3075550110|6|SEAT-STD:5 NET-200:1
10027|Northfield Orthopedics|business|Billing Office|Denver|8250 Northfield Drive|Denver|CO|80216|3035550180|7|SEAT-STD:24 SEAT-PRO:4 NET-500:1 FW:1 REC:4
10028|Teton Lodge Supply|business|Owner|Jackson|65 Cache Street|Jackson|WY|83001|3075550116|5|SEAT-STD:4 NET-200:1
10029|Mile End Books|business|Owner|Montréal|5200 Saint-Laurent Boulevard|Montréal|QC|H2T 1S1|5145550100|3|SEAT-STD:2
10030|Sandia Pediatrics|business|Billing Office|Albuquerque|4800 Lead Avenue|Albuquerque|NM|87102|5055550106|8|SEAT-STD:14 NET-200:1 FW:1
10031|Redstone Physical Therapy|business|Office Manager|Lakewood|7125 Alameda Parkway|Lakewood|CO|80226|3035550168|8|SEAT-STD:7 SEAT-PRO:1 NET-200:1
10032|Santa Fe Gallery Row|business|Gallery Manager|Santa Fe|702 Canyon Road|Santa Fe|NM|87501|5055550114|4|SEAT-STD:4 NET-200:1
10033|Taos Ski Rentals|business|Owner|Taos|99 Sutton Place|Taos|NM|87571|5755550100|4|SEAT-STD:3
10034|Hudson Street Design|business|Studio Manager|New York|412 Hudson Street|New York|NY|10014|2125550140|7|SEAT-PRO:9 SEAT-REMOTE:2 NET-200:1 FW:1
10035|Albany Seed Company|business|Accounts Payable|Albany|26 Orange Street|Albany|NY|12207|5185550100|4|SEAT-STD:4 NET-200:1
10036|Coronado Marine|business|Accounts Payable|San Diego|2750 Shelter Drive|San Diego|CA|92101|6195550100|6|SEAT-STD:5 SEAT-REMOTE:1 NET-200:1
10037|Queen Street Interiors|business|Studio Manager|Toronto|488 Queen Street West|Toronto|ON|M5V 2A1|4165550100|5|SEAT-STD:5 NET-200:1 FW:1
10038|Canyon Freight Lines|business|Accounts Payable|Pueblo Terminal|1450 Railyard Road|Pueblo|CO|81003|7195550151|14|SIP-PATH:18 SEAT-STD:8 DID-20:1 NET-500:1 FW:1
10038||||Cheyenne Terminal|3005 Otto Road|Cheyenne|WY|82001|3075550100|8|SIP-PATH:6 DID-20:1
10038||||Albuquerque Terminal|900 Rio Bravo Lane|Albuquerque|NM|87102|5055550100|6|SIP-PATH:4
10039|Pikes Peak Answering Service|business|Controller|Colorado Springs|25 Tejon Plaza|Colorado Springs|CO|80903|7195550100|9|SIP-PATH:60 SEAT-PRO:12 DID-20:1 NET-500:2
10040|Cheyenne Mountain Telephone|reseller|Carrier Relations|Colorado Springs|3120 Fillmore Street|Colorado Springs|CO|80903|7195550132|5|SIP-PATH:6 NET-200:1
10041|Harbor & Pine Hotel|business|Night Auditor|Durango|501 Main Avenue|Durango|CO|81301|9705550113|10|SIP-PATH:18 DID-20:1 NET-500:1 WIFI:4 LINE-ANALOG:6 FW:1
10042|Granite Peak Credit Union|business|Accounts Payable|Lakewood Main Branch|88 Quarry Street|Lakewood|CO|80226|3035550142|26|SEAT-STD:18 SIP-PATH:6 DID-20:2 NET-500:1 FW:2
10042||||Golden Branch|417 Mill Creek Road|Golden|CO|80401|7205550100|14|SEAT-STD:7 NET-200:1
10043|Casper Oilfield Rentals|business|Accounts Payable|Casper|1919 Bryan Stock Trail|Casper|WY|82601|3075550124|6|SIP-PATH:8 DID-20:1 NET-200:1
10044|Copper State Cooling|business|Dispatch|Phoenix Shop|2335 Buckeye Road|Phoenix|AZ|85004|6025550100|6|SIP-PATH:16 SEAT-STD:6 DID-20:1 NET-200:1 FW:1
10044||||Las Vegas Yard|1201 Commerce Mews|Las Vegas|NV|89101||0|SEAT-REMOTE:2
10045|Figueroa Imports|business|Accounts Payable|Los Angeles|1330 Figueroa Street|Los Angeles|CA|90015|2135550100|6|SIP-PATH:12 DID-20:1 NET-200:1 FW:1
10046|Wasatch Dental Lab|business|Office Manager|Salt Lake City|55 Pierpont Avenue|Salt Lake City|UT|84101|8015550100|7|SIP-PATH:6 DID-20:1 NET-200:1
10047|Five Points Robotics|business|Finance|Denver|2600 Welton Street|Denver|CO|80216|9835550106|6|SIP-PATH:8 SEAT-PRO:6 DID-20:1 NET-500:1 FW:1
10048|Mesa Ridge Charter School|nonprofit|Business Office|Golden|1600 Ford Street|Golden|CO|80401|7205550114|6|SIP-PATH:12 DID-20:1 NET-500:1 FW:1 LINE-ANALOG:2
10049|Quarry Road Brewing|business|Taproom|Golden|233 Quarry Road|Golden|CO|80401|7205550134|8|SIP-PATH:4 DID-20:1 NET-200:1 FW:1
10050|Summit Property Management|business|Accounts Payable|Denver|1050 Speer Circle|Denver|CO|80216|7205550153|5|SIP-PATH:6 DID-20:1 LINE-ANALOG:3 NET-200:1 FW:1
10051|Dunmore Legal LLP|business|Office Manager|Denver|1700 Lincoln Walk|Denver|CO|80202|7205550169|9|SIP-PATH:16 DID-20:1 NET-500:1 FW:1 REC:8
10052|Western Slope Surveying|business|Owner|Grand Junction|622 Rood Avenue|Grand Junction|CO|81501|9705550134|5|SIP-PATH:4 NET-200:1
10053|San Juan Outfitters|business|Owner|Durango|1316 Camino Ridge|Durango|CO|81301|9705550155|4|SIP-PATH:4 NET-200:1
10054|Tamarack Engineering|business|Accounts Payable|Colorado Springs|118 Nevada Mews|Colorado Springs|CO|80903|7195550112|6|SIP-PATH:10 DID-20:1 NET-500:1 FW:1
10055|Arkansas River Rafting|business|Owner|Salida|222 Sackett Street|Salida|CO|81201|7195550120|5|SIP-PATH:4 MONITOR:1
10056|Garden Gate Nursery|business|Owner|Colorado Springs|5150 Nursery Lane|Colorado Springs|CO|80903|7195550126|6|SIP-PATH:4 NET-200:1
10057|Pueblo Steel Supply|business|Accounts Payable|Pueblo|77 Mill Street|Pueblo|CO|81003|7195550140|4|SIP-PATH:6 DID-20:1 NET-200:1 FW:1
10058|Silver Fern Spa|business|Ana Ruiz|Boulder studio|2710 Willow Court|Boulder|CO|80301|3035550191|4|SEAT-STD:5 SIP-PATH:4@14.00 WIFI:1
10059|Juniper Ridge Veterinary|business|Practice Manager|Evergreen|28200 Meadow Drive|Evergreen|CO|80439|7205550142|4|SEAT-STD:4 NET-200:1
10060|Oak Hollow HOA|business|Board Treasurer|Aurora|1 Oak Hollow Circle|Aurora|CO|80012|7205550159|1|
"""
"""account | name | class | contact | site | street | city | region | postal code | first number | how many numbers | services (product:quantity, @ a price of its own); further sites leave name to contact empty."""

PRODUCTS: Final = """
SEAT-STD|Hosted voice seat, Standard|4010|21.95|monthly|yes
SEAT-PRO|Hosted voice seat, Professional|4010|27.95|monthly|yes
SEAT-REMOTE|Hosted voice seat, Remote|4010|19.95|monthly|yes
HOME-LINE|Home voice line|4010|24.95|monthly|yes
SIP-PATH|SIP call path|4010|18.00|monthly|yes
LINE-ANALOG|Analog line|4010|34.00|monthly|yes
DID|Direct number|4010|2.50|monthly|yes
DID-20|Direct numbers, block of 20|4010|8.00|monthly|yes
TF-NUMBER|Toll-free number|4010|4.00|monthly|yes
FAX|Online fax|4010|9.95|monthly|yes
REC|Call recording|4010|7.50|monthly|yes
LISTING-Y|Directory listing, a year|4010|48.00|yearly|yes
NET-200|Managed internet 200/20|4020|129.00|monthly|yes
NET-500|Managed internet 500/50|4020|189.00|monthly|yes
FW|Managed firewall|4030|45.00|monthly|yes
WIFI|Managed Wi-Fi|4030|48.75|monthly|yes
MONITOR|Line monitoring|4030|22.00|monthly|yes
SUPPORT-Q|Priority support, a quarter|4030|150.00|quarterly|yes
AUDIT-Q|Call quality review, a quarter|4030|90.00|quarterly|yes
OFFICE-PACK|Office pack: voice, internet, phone|4010|79.00|monthly|yes
PAPER|Paper bill|4110|2.50|monthly|yes
LABOR|Technician time|4050|125.00|once|yes
INSTALL|Installation|4050|95.00|once|yes
PORT-IN|Number port|4110|15.00|once|yes
PHONE|Desk phone|4060|129.00|once|yes
CREDIT-VOICE|Credit, voice|4090|0|once|yes
CREDIT-NET|Credit, internet|4090|0|once|yes
CREDIT-TIME|Credit, technician time|4090|0|once|yes
"""
"""code | name | GL code | price | billed | taxable."""

WORK: Final = """
T-21602|10042|LABOR|2026-09-04|1.5||Voicemail greetings (ticket 21602)
T-21618|10031|LABOR|2026-09-08|1.25||Front desk phone rewired (ticket 21618)
T-21633|10027|LABOR|2026-09-10|2.5||New call menu for the clinic (ticket 21633)
T-21640|10051|LABOR|2026-09-14|2||Fax to e-mail for two partners (ticket 21640)
T-21655|10038|LABOR|2026-09-15|3||Dispatch trunk test (ticket 21655)
T-21671|10054|LABOR|2026-09-18|1||Moved 2 phones (ticket 21671)
T-21684|10041|LABOR|2026-09-22|2.75||Room phones on the third floor (ticket 21684)
T-21697|10048|LABOR|2026-09-25|4||Start of school: paging zones (ticket 21697)
S-4401|10034|PHONE|2026-09-11|2||
S-4402|10047|INSTALL|2026-09-02|1||
T-21877|10042|LABOR|2026-10-07|1.5||Moved 4 phones to the loan office (ticket 21877)
T-21954|10042|LABOR|2026-10-21|0.75||Changed holiday greeting and routing (ticket 21954)
T-21990|10042|LABOR|2026-10-26|0.5|0|Quarterly review call, covered by agreement
T-21861|10027|LABOR|2026-10-05|2||Second front desk (ticket 21861)
T-21866|10051|LABOR|2026-10-06|1.75||Conference room line (ticket 21866)
T-21880|10038|LABOR|2026-10-12|4||Cut-over of the terminal (ticket 21880)
T-21893|10039|LABOR|2026-10-13|2.5||Overflow queue for the holidays (ticket 21893)
T-21899|10041|LABOR|2026-10-14|1.5||Wake-up calls repaired (ticket 21899)
T-21915|10048|LABOR|2026-10-16|2.25||Bell schedule (ticket 21915)
T-21921|10006|LABOR|2026-10-19|1||Closing room phone (ticket 21921)
T-21933|10044|LABOR|2026-10-20|2||Winter menu (ticket 21933)
T-21940|10045|LABOR|2026-10-22|1.25||New caller names (ticket 21940)
T-21968|10030|LABOR|2026-10-27|1||After-hours routing (ticket 21968)
T-21975|10037|LABOR|2026-10-28|1.5||Showroom phones (ticket 21975)
S-4415|10049|INSTALL|2026-10-09|1||Beer garden, cabling and phones
S-4416|10038|INSTALL|2026-10-12|1|190.00|Cheyenne Terminal, managed internet
S-4417|10017|PORT-IN|2026-10-16|1||Port of (720) 555-0128
S-4418|10034|PHONE|2026-10-15|1||
"""
"""reference | account | product | day | quantity | unit price, empty for the product's | description; T- is a ticket's time, S- a sale."""

GL_ACCOUNTS: Final = """
4010|Voice services|income
4020|Internet services|income
4030|Managed equipment|income
4040|Usage, hosted voice|income
4041|Usage, trunks|income
4050|Technician time and installation|income
4060|Equipment sales|income
4090|Credits to customers|income
4110|Fees|income
1000|Checking|bank
1100|Accounts receivable|receivable
2200|Sales tax payable|liability
6100|Bad debts|expense
"""
"""code | name | kind."""

TERMS: Final = """
1|Due on receipt|0
2|Net 15|15
3|Net 30|30
4|Net 45|45
"""
"""id | name | days until due."""

MEMBERS: Final = ("Priya Natarajan", "Sam Whitlock", "Lena Ortiz")
"""The technicians whose time is billed."""
