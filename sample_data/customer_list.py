"""The sixty customers as one table: who, where, which numbers, which switch, what they buy."""

# ruff: noqa: E501  tables are wider than text

from typing import Final

# account | name | class | contact | place | street | number blocks | toll-free | switch | plan |
# kind of use | weight of calls | services (product:quantity, @ a price of its own)
#
# Switches: H hosted-pbx (NetSapiens), W wholesale-sip (Bandwidth), A pbx-denver (Asterisk), - none.
# Blocks: area code:first-last of the lines 555-01xx; the first number is the main one.
CUSTOMERS: Final = """
10001|Alder Creek Dental|business|Office Manager|arvada|5610 Olde Mill Road|303:06-17|800:17|H|BUSINESS|office|9|SEAT-STD:10 SEAT-PRO:2 NET-200:1 WIFI:1 FW:1
10002|Aspen Ridge Realty|business|Bookkeeping|denver|2255 Larkspur Street|303:00-05||H|BUSINESS|office|6|SEAT-STD:6 FAX:1 NET-200:1
10003|Blue Spruce Accounting|business|Accounts Payable|littleton|310 Sycamore Lane|303:18-22||H|PER-NUMBER|office|5|SEAT-STD:5 NET-200:1 FW:1
10004|Cottonwood Daycare|business|Marta Lindqvist|aurora|1480 Peoria Court|303:23-26||H|BUSINESS|school|3|SEAT-STD:3 PAPER:1
10005|Lantern Street Theater|business|Box Office|denver-core|77 Lantern Street|303:27-30||H|BUSINESS|retail|3|SEAT-STD:4 REC:1
10006|Prairie Title & Escrow|business|Accounts Payable|littleton|900 Prairie Avenue|303:31-36||H|BUSINESS|office|9|SEAT-STD:5 SEAT-PRO:2 NET-200:1 FW:1
10007|Columbine Florist|business|Dolores Reyes|lakewood|41 Wadsworth Alley|303:37-41||H|PER-NUMBER|retail|5|SEAT-STD:4 WIFI:1
10008|Cherry Creek Optical|business|Office Manager|denver|3033 Fillmore Place|720:65-68||H|PER-NUMBER|retail|4|SEAT-STD:4
10009|Platte Valley Plumbing|business|Dispatch|highlands-ranch|18 Timberline Loop|720:79-82||H|BUSINESS|office|5|SEAT-STD:3 SEAT-REMOTE:2
10010|Morales Household|residential|Irene Morales|lakewood|612 Garrison Street|720:83-83||H|HOME|home|2|HOME-LINE:1
10011|Okafor Household|residential|Daniel Okafor|aurora|2904 Iola Way|720:84-84||H|HOME|home|2|HOME-LINE:1 PAPER:1
10012|Whitfield Household|residential|Joan Whitfield|vail|15 Gore Creek Drive|970:50-50||H|HOME|home|2|HOME-LINE:1
10013|Yarrow Accounting|business|Lena Yarrow|denver|640 Santa Fe Drive|303:76-79||H|BUSINESS|office|4|SEAT-STD:5 FAX:1 SUPPORT-Q:1 NET-200:1
10014|Highlands Print Shop|business|Front Desk|denver|3811 Tejon Street|720:60-63||H|PER-NUMBER|retail|4|SEAT-STD:4 PAPER:1
10015|Front Range Food Pantry|nonprofit|Treasurer|denver|4120 Brighton Boulevard|720:46-52||H|BUSINESS|office|6|SEAT-STD:10 NET-200:1 FW:1
10016|Larimer Legal Aid|nonprofit|Office Manager|fort-collins|229 Linden Street|983:14-18||H|BUSINESS|office|5|SEAT-STD:6 NET-200:1
10017|Bluebird Bakery Group|business|Accounts Payable|denver|1717 Blake Alley|720:20-33|888:20|H|BUSINESS|retail|11|SEAT-STD:14 SEAT-PRO:2 NET-500:1 FW:1
10018|Bluebird Bakery, Boulder|business|Store Manager|boulder|1942 Pearl Court|983:00-05||H|BUSINESS|retail|5|SEAT-STD:4 NET-200:1
10019|Bluebird Bakery, Fort Collins|business|Store Manager|fort-collins|144 College Walk|970:00-05||H|BUSINESS|retail|5|SEAT-STD:4 NET-200:1
10020|Kestrel Insurance Agency|business|Accounts Payable|greeley|835 Ninth Street|970:06-12|833:09|H|PER-NUMBER|office|8|SEAT-STD:5 SEAT-REMOTE:2 REC:5 FW:1
10021|Cache Creek Cycles|business|Owner|fort-collins|420 Riverside Avenue|970:23-28||H|PER-NUMBER|retail|4|SEAT-STD:4 WIFI:1
10022|Palisade Orchards|business|Ruth Ann Teller|palisade|3390 G Road|970:29-32||H|BUSINESS|retail|3|SEAT-STD:3
10023|Loveland Gear Works|business|Accounts Payable|loveland|1201 Foundry Court|970:40-44||W|TRUNK|office|6|SIP-PATH:8 DID-20:1 NET-200:1
10024|Steamboat Family Medicine|business|Billing Office|steamboat|940 Central Park Drive|970:51-54||H|BUSINESS|office|5|SEAT-STD:10 NET-200:1 FW:1
10025|Highline Water District|government|District Clerk|longmont|375 Airport Road|970:45-49||H|BUSINESS|office|5|SEAT-STD:10 SEAT-PRO:1 NET-200:1
10026|High Plains Feed|business|Accounts Payable|cheyenne|2100 Stockyard Road|307:10-15||H|LEGACY-60|retail|5|SEAT-STD:5 NET-200:1
10027|Northfield Orthopedics|business|Billing Office|denver|8250 Northfield Drive|303:80-86|888:80|H|BUSINESS|office|12|SEAT-STD:24 SEAT-PRO:4 NET-500:1 FW:1 REC:4
10028|Teton Lodge Supply|business|Owner|jackson|65 Cache Street|307:16-20||H|LEGACY-60|retail|4|SEAT-STD:4 NET-200:1
10029|Mile End Books|business|Owner|montreal|5200 Saint-Laurent Boulevard|514:00-02||H|LEGACY-60|retail|2|SEAT-STD:2
10030|Sandia Pediatrics|business|Billing Office|albuquerque|4800 Lead Avenue|505:06-13||H|BUSINESS|office|7|SEAT-STD:14 NET-200:1 FW:1
10031|Redstone Physical Therapy|business|Office Manager|lakewood|7125 Alameda Parkway|303:68-75||H|BUSINESS|office|8|SEAT-STD:7 SEAT-PRO:1 NET-200:1
10032|Santa Fe Gallery Row|business|Gallery Manager|santa-fe|702 Canyon Road|505:14-17||H|PER-NUMBER|retail|3|SEAT-STD:4 NET-200:1
10033|Taos Ski Rentals|business|Owner|taos|99 Sutton Place|575:00-03||H|PER-NUMBER|retail|3|SEAT-STD:3
10034|Hudson Street Design|business|Studio Manager|new-york|412 Hudson Street|212:40-46||H|PER-NUMBER|office|8|SEAT-PRO:9 SEAT-REMOTE:2 NET-200:1 FW:1
10035|Albany Seed Company|business|Accounts Payable|albany|26 Orange Street|518:00-03||H|BUSINESS|office|4|SEAT-STD:4 NET-200:1
10036|Coronado Marine|business|Accounts Payable|san-diego|2750 Shelter Drive|619:00-05||H|BUSINESS|retail|6|SEAT-STD:5 SEAT-REMOTE:1 NET-200:1
10037|Queen Street Interiors|business|Studio Manager|toronto|488 Queen Street West|416:00-04||H|BUSINESS|office|5|SEAT-STD:5 NET-200:1 FW:1
10038|Canyon Freight Lines|business|Accounts Payable|pueblo|1450 Railyard Road|719:51-64|877:55|W|TRUNK|office|15|SIP-PATH:18 SEAT-STD:8 DID-20:1 NET-500:1 FW:1
10039|Pikes Peak Answering Service|business|Controller|colorado-springs|25 Tejon Plaza|719:00-08|855:00,844:01|W|CALLCENTER|callcenter|38|SIP-PATH:60 SEAT-PRO:12 DID-20:1 NET-500:2
10040|Cheyenne Mountain Telephone|reseller|Carrier Relations|colorado-springs|3120 Fillmore Street|719:32-36||W|TRUNK|office|7|SIP-PATH:6 NET-200:1
10041|Harbor & Pine Hotel|business|Night Auditor|durango|501 Main Avenue|970:13-22|866:13|W|TRUNK|hotel|16|SIP-PATH:18 DID-20:1 NET-500:1 WIFI:4 LINE-ANALOG:6 FW:1
10042|Granite Peak Credit Union|business|Accounts Payable|lakewood|88 Quarry Street|303:42-67|800:42|H|BUSINESS|office|19|SEAT-STD:18 SIP-PATH:6 DID-20:2 NET-500:1 FW:2
10043|Casper Oilfield Rentals|business|Accounts Payable|casper|1919 Bryan Stock Trail|307:24-29|888:24|W|TRUNK|office|9|SIP-PATH:8 DID-20:1 NET-200:1
10044|Copper State Cooling|business|Dispatch|phoenix|2335 Buckeye Road|602:00-05|877:00|W|TRUNK|retail|11|SIP-PATH:16 SEAT-STD:6 DID-20:1 NET-200:1 FW:1
10045|Figueroa Imports|business|Accounts Payable|los-angeles|1330 Figueroa Street|213:00-05||W|TRUNK|office|8|SIP-PATH:12 DID-20:1 NET-200:1 FW:1
10046|Wasatch Dental Lab|business|Office Manager|salt-lake|55 Pierpont Avenue|801:00-06||W|TRUNK|office|7|SIP-PATH:6 DID-20:1 NET-200:1
10047|Five Points Robotics|business|Finance|denver|2600 Welton Street|983:06-11||W|TRUNK|office|9|SIP-PATH:8 SEAT-PRO:6 DID-20:1 NET-500:1 FW:1
10048|Mesa Ridge Charter School|nonprofit|Business Office|golden|1600 Ford Street|720:14-19||A|BUSINESS|school|10|SIP-PATH:12 DID-20:1 NET-500:1 FW:1 LINE-ANALOG:2
10049|Quarry Road Brewing|business|Taproom|golden|233 Quarry Road|720:34-41||A|BUSINESS|retail|9|SIP-PATH:4 DID-20:1 NET-200:1 FW:1
10050|Summit Property Management|business|Accounts Payable|denver|1050 Speer Circle|720:53-57||A|BUSINESS|office|9|SIP-PATH:6 DID-20:1 LINE-ANALOG:3 NET-200:1 FW:1
10051|Dunmore Legal LLP|business|Office Manager|denver-core|1700 Lincoln Walk|720:69-77|866:71|A|BUSINESS|office|14|SIP-PATH:16 DID-20:1 NET-500:1 FW:1 REC:8
10052|Western Slope Surveying|business|Owner|grand-junction|622 Rood Avenue|970:34-38||A|LEGACY-60|office|6|SIP-PATH:4 NET-200:1
10053|San Juan Outfitters|business|Owner|durango|1316 Camino Ridge|970:55-58||A|LEGACY-60|retail|5|SIP-PATH:4 NET-200:1
10054|Tamarack Engineering|business|Accounts Payable|colorado-springs|118 Nevada Mews|719:12-17||A|BUSINESS|office|11|SIP-PATH:10 DID-20:1 NET-500:1 FW:1
10055|Arkansas River Rafting|business|Owner|salida|222 Sackett Street|719:20-24||A|LEGACY-60|retail|5|SIP-PATH:4 MONITOR:1
10056|Garden Gate Nursery|business|Owner|colorado-springs|5150 Nursery Lane|719:26-31||A|LEGACY-60|retail|6|SIP-PATH:4 NET-200:1
10057|Pueblo Steel Supply|business|Accounts Payable|pueblo|77 Mill Street|719:40-43||A|BUSINESS|office|8|SIP-PATH:6 DID-20:1 NET-200:1 FW:1
10058|Silver Fern Spa|business|Ana Ruiz|boulder-unknown|2710 Willow Court|303:91-94||H|BUSINESS|retail|2|SEAT-STD:5 SIP-PATH:4@14.00 WIFI:1
10059|Juniper Ridge Veterinary|business|Practice Manager|evergreen|28200 Meadow Drive|720:42-45||H|PER-NUMBER|office|3|SEAT-STD:4 NET-200:1
10060|Oak Hollow HOA|business|Board Treasurer|aurora|1 Oak Hollow Circle|720:59-59||-|BUSINESS|office|0|
"""

# location | account | name | place | street | blocks | weight | services
MORE_LOCATIONS: Final = """
10042-GLD|10042|Golden Branch|golden|417 Mill Creek Road|720:00-13|6|SEAT-STD:7 NET-200:1
10038-CHY|10038|Cheyenne Terminal|cheyenne|3005 Otto Road|307:00-07|6|SIP-PATH:6 DID-20:1
10038-ABQ|10038|Albuquerque Terminal|albuquerque|900 Rio Bravo Lane|505:00-05|4|SIP-PATH:4
10044-LAS|10044|Las Vegas Yard|las-vegas|1201 Commerce Mews||0|SEAT-REMOTE:2
"""
