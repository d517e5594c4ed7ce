"""Seeded products, services, one-time charges and taxes."""

from random import Random

from tests.journeys.world_taxes import BUNDLES, Row, exemptions, registrations, rich_taxes, taxes

RHYTHMS = ("monthly", "monthly", "quarterly", "yearly")
STARTS = [
    "2026-01-01",
    "2025-11-15",
    "2026-07-20",
    "2026-08-10",
    "2026-09-01",
    "2026-09-05",
    "2026-09-30",
    "2026-10-01",
    "2026-10-12",
    "2026-10-31",
    "2026-11-01",
    "2026-11-15",
    "2027-02-01",
]
ENDS = (
    "",
    "",
    "",
    "2026-08-20",
    "2026-09-01",
    "2026-09-16",
    "2026-10-15",
    "2026-10-01",
    "2026-12-01",
)


def bill_sheets(dice: Random, people: list[Row], places: list[Row]) -> dict[str, list[Row]]:
    """The sheets a bill is made of."""
    goods = products(dice)
    sold = [row["product_code"] for row in goods if row["billed"] != "usage"]
    return {
        "products": goods,
        "circuits": circuits(dice, places),
        "services": services(dice, people, places, sold),
        "charges": charges(dice, people, places, sold),
        "taxes": [*taxes(dice), *rich_taxes(dice)],
        "bundles": BUNDLES,
        "exemptions": exemptions(dice, people, places),
        "tax_shares": [
            {
                "category": category,
                "effective_from": "2020-01-01",
                "interstate": dice.choice(("0.649", "0.3333")),
                "international": dice.choice(("", "0.05")),
                "source": "safe_harbor",
            }
            for category in ("VOIP_FIXED", "DID", "FEATURE", "E911_SERVICE")
        ],
        "registrations": registrations(dice),
    }


def products(dice: Random) -> list[Row]:
    """Products of every rhythm."""
    rows = [
        {"product_code": "CALLS", "tax_category": "TOLL_INTERSTATE", "billed": "usage"},
        {"product_code": "CALLS2", "tax_category": "VOIP_FIXED", "billed": "usage"},
        {"product_code": "SETUP", "tax_category": "INSTALL", "billed": "once", "price": "99.95"},
    ]
    rows += [
        {
            "product_code": bundle,
            "tax_category": "VOIP_FIXED",
            "billed": "monthly",
            "price": dice.choice(("49", "33.33")),
            "in_advance": dice.choice(("yes", "no")),
            "line_kind": dice.choice(("line", "none")),
        }
        for bundle in ("PACK1", "PACK2", "PACK3")
    ]
    rows += [
        {
            "product_code": f"SEAT{at}",
            "tax_category": dice.choice(
                ("VOIP_FIXED", "VOIP_FIXED", "DID", "FEATURE", "EQUIP_RENT", "LOCAL")
            ),
            "billed": dice.choice(RHYTHMS),
            "price": dice.choice(("21.95", "0.333", "10", "7.00000001", "")),
            "in_advance": dice.choice(("", "yes", "no")),
            "prorate": dice.choice(("", "yes", "yes", "no")),
            "line_kind": dice.choice(("", "line", "line", "trunk", "did", "call_path")),
            "lines_per_unit": dice.choice(("", "1", "2.5")),
        }
        for at in range(8)
    ]
    for row in rows:
        row["name"] = row["product_code"].title()
        row["gl_code"] = dice.choice(("4010", "4020", "4100"))
    return rows


def circuits(dice: Random, places: list[Row]) -> list[Row]:
    """Circuits of some places, with call paths or without."""
    return [
        {
            "circuit_code": f"{place['location_code']}-C{at}",
            "account_number": place["account_number"],
            "location_code": place["location_code"],
            "call_paths": dice.choice(("", "4", "23")),
            "starts_on": dice.choice(("2026-01-01", "2026-09-20")),
            "ends_on": dice.choice(("", "", "2026-10-10")),
        }
        for place in places
        for at in range(dice.choice((0, 0, 1, 2)))
    ]


def services(dice: Random, people: list[Row], places: list[Row], sold: list[str]) -> list[Row]:
    """Services that start and end around the runs."""
    rows = []
    for person in people:
        own = [
            p["location_code"] for p in places if p["account_number"] == person["account_number"]
        ]
        for at in range(dice.randint(0, 6)):
            start = dice.choice(STARTS)
            end = dice.choice(ENDS)
            rows.append(
                {
                    "service_code": f"{person['account_number']}-S{at}",
                    "account_number": person["account_number"],
                    "location_code": dice.choice(own),
                    "product_code": dice.choice(sold),
                    "quantity": dice.choice(("", "1", "3", "2.5", "17")),
                    "unit_price": dice.choice(("", "", "19.99", "0", "-1.505")),
                    "starts_on": start,
                    "ends_on": end if end > start else "",
                }
            )
    return rows


def charges(dice: Random, people: list[Row], places: list[Row], sold: list[str]) -> list[Row]:
    """One-time charges and price reductions."""
    rows = []
    for at in range(12):
        person = dice.choice(people)
        own = [
            p["location_code"] for p in places if p["account_number"] == person["account_number"]
        ]
        rows.append(
            {
                "reference": f"T-{at}",
                "account_number": person["account_number"],
                "location_code": dice.choice(own),
                "product_code": dice.choice(sold),
                "charged_on": dice.choice(
                    [
                        "2026-08-15",
                        "2026-09-01",
                        "2026-09-14",
                        "2026-09-30",
                        "2026-10-01",
                        "2026-10-28",
                    ]
                ),
                "quantity": dice.choice(("", "1", "1.5", "0.3333")),
                "unit_price": dice.choice(("", "125", "-10.005", "0.125")),
            }
        )
    return rows
