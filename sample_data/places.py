"""Where customers are: city, county, place and zone of each service location."""

from dataclasses import dataclass
from typing import Final

from sample_data.wall_clock import DENVER, LOS_ANGELES, NEW_YORK, PHOENIX, TORONTO


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city with its codes; ``inside`` is yes, no or blank: not known."""

    city: str
    region: str
    postal_code: str
    county_fips: str
    place_fips: str
    inside: str
    district: str
    timezone: str
    country: str = "US"


# key | city | region | ZIP | county | place | inside its limits | districts
_TABLE: Final = """
denver|Denver|CO|80216|031|20000|yes|RTD
denver-core|Denver|CO|80202|031|20000|yes|RTD
lakewood|Lakewood|CO|80226|059|43000|yes|RTD
golden|Golden|CO|80401|059|30835|yes|RTD
arvada|Arvada|CO|80002|059|03455|yes|RTD
aurora|Aurora|CO|80012|005|04000|yes|RTD
littleton|Littleton|CO|80120|005|45255|yes|RTD
highlands-ranch|Highlands Ranch|CO|80126|035||no|RTD
boulder|Boulder|CO|80302|013|07850|yes|RTD
boulder-unknown|Boulder|CO|80301|013|07850||RTD
evergreen|Evergreen|CO|80439|||no|RTD
longmont|Longmont|CO|80501|013|45970|yes|RTD
fort-collins|Fort Collins|CO|80524|069|27425|yes|
loveland|Loveland|CO|80537|069|46465|yes|
greeley|Greeley|CO|80631|123|32155|yes|
grand-junction|Grand Junction|CO|81501|077|31660|yes|
palisade|Palisade|CO|81526|077|57400|yes|
durango|Durango|CO|81301|067|22035|yes|
vail|Vail|CO|81657|037|80040|yes|
steamboat|Steamboat Springs|CO|80487|107|73825|yes|
colorado-springs|Colorado Springs|CO|80903|041|16000|yes|
woodland-park|Woodland Park|CO|80863|119|86090|yes|
pueblo|Pueblo|CO|81003|101|62000|yes|
salida|Salida|CO|81201|015|67280|yes|
cheyenne|Cheyenne|WY|82001|021|13900|yes|
casper|Casper|WY|82601|025|13150|yes|
jackson|Jackson|WY|83001|039|40120|yes|
albuquerque|Albuquerque|NM|87102|001|02000|yes|
santa-fe|Santa Fe|NM|87501|049|70500|yes|
taos|Taos|NM|87571|055|76200|yes|
new-york|New York|NY|10014|061|51000|yes|MCTD
albany|Albany|NY|12207|001|01000|yes|
san-diego|San Diego|CA|92101|073|66000|yes|
los-angeles|Los Angeles|CA|90015|037|44000|yes|
phoenix|Phoenix|AZ|85004|013|55000|yes|
salt-lake|Salt Lake City|UT|84101|035|67000|yes|
las-vegas|Las Vegas|NV|89101|003|40000|yes|
toronto|Toronto|ON|M5V 2A1||||
montreal|Montréal|QC|H2T 1S1||||
"""

_ZONE_OF_REGION: Final = {
    "CO": DENVER,
    "WY": DENVER,
    "NM": DENVER,
    "UT": DENVER,
    "NY": NEW_YORK,
    "CA": LOS_ANGELES,
    "AZ": PHOENIX,
    "NV": LOS_ANGELES,
    "ON": TORONTO,
    "QC": TORONTO,
}


def _place(line: str) -> tuple[str, Place]:
    key, city, region, postal_code, county, place, inside, district = line.split("|")
    return key, Place(
        city=city,
        region=region,
        postal_code=postal_code,
        county_fips=county,
        place_fips=place,
        inside=inside,
        district=district,
        timezone=_ZONE_OF_REGION[region],
        country="CA" if region in {"ON", "QC"} else "US",
    )


PLACES: Final = dict(_place(line) for line in _TABLE.strip().splitlines())
