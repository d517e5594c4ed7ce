"""Seeded small companies, legal by the contract and full of its edges: their workbooks."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

Row = dict[str, str]

ZONES = (
    "America/New_York",
    "America/Denver",
    "America/Phoenix",
    "America/Halifax",
    "America/Los_Angeles",
    "America/Chicago",
)
STATES = {
    "CO": ("Denver", "80202", "031", "20000", "US"),
    "AZ": ("Phoenix", "85003", "013", "55000", "US"),
    "NY": ("New York", "10001", "061", "51000", "US"),
    "CA": ("Los Angeles", "90012", "037", "44000", "US"),
    "WI": ("Madison", "53703", "025", "48000", "US"),
    "NS": ("Halifax", "B3H 0A1", "", "", "CA"),
    "ON": ("Toronto", "M5V 1J1", "", "", "CA"),
}
AREAS = ("303", "720", "602", "212", "310", "608", "902", "416", "787")
SPARE = {1: "0100", 2: "0120", 3: "0140", 4: "0160"}


def write_sheets(folder: Path, sheets: dict[str, list[Row]]) -> None:
    """One CSV per sheet that has rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in sheets.items():
        if rows:
            columns = list(dict.fromkeys(key for row in rows for key in row))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)


def company(dice: Random) -> Row:
    """The seller's row."""
    return {
        "name": "Cedar & Sons",
        "address_line1": "1 Main Street",
        "city": "Denver",
        "region": "CO",
        "postal_code": "80202",
        "timezone": dice.choice(ZONES),
        "invoice_prefix": dice.choice(("", "INV-", "26")),
        "next_invoice_number": dice.choice(("", "1", "1001")),
        "terms": dice.choice(("", "Net 15", "Net 30")),
        "unknown_caller": dice.choice(("", "intrastate", "interstate", "indeterminate")),
    }


def accounts(dice: Random) -> list[Row]:
    """Six to nine accounts; some stand on another's invoice."""
    rows: list[Row] = []
    for at in range(dice.randint(6, 9)):
        state = dice.choice(list(STATES))
        city, postal, _, _, country = STATES[state]
        row = {
            "account_number": f"0{1000 + at}",
            "name": f"Customer {at}",
            "parent_account_number": "",
            "bill_to_parent": "",
            "address_line1": f"{at} Oak Street",
            "city": city,
            "region": state,
            "postal_code": postal,
            "country": country,
            "bill_cycle_day": str(dice.choice(("", 1, 1, 2, 15, 28))),
            "timezone": dice.choice(("", *ZONES)),
            "terms": dice.choice(("", "Net 10", "Net 45")),
            "delivery": "none",
            "customer_class": dice.choice(("", "", "residential", "nonprofit")),
        }
        if at >= 4 and dice.random() < 0.4:
            parent = rows[dice.randrange(2)]
            row |= {
                "parent_account_number": parent["account_number"],
                "bill_to_parent": "yes",
                "bill_cycle_day": parent["bill_cycle_day"],
                "timezone": parent["timezone"],
            }
        rows.append(row)
    return rows


def locations(dice: Random, people: list[Row]) -> list[Row]:
    """One or two places of each account."""
    rows = []
    for person in people:
        for at in range(dice.randint(1, 2)):
            state = dice.choice(list(STATES))
            city, postal, county, place, country = STATES[state]
            rows.append(
                {
                    "location_code": f"{person['account_number']}-L{at}",
                    "account_number": person["account_number"],
                    "address_line1": f"{at} Elm Street",
                    "city": city,
                    "region": state,
                    "postal_code": postal,
                    "country": country,
                    # Each of these ZIP codes lies in one county alone.
                    "county_fips": dice.choice((county, county, "")),
                    "place_fips": place,
                    "inside_city": dice.choice(("yes", "no")) if county else "",
                }
            )
    return rows


def money(dice: Random, *choices: str) -> str:
    """One of the amounts, or one with many decimals."""
    return dice.choice((*choices, f"0.0{dice.randrange(1, 10**7):07d}"))


def plans(dice: Random) -> list[Row]:
    """Four plans over two decks, every field used now and then."""
    return [
        {
            "plan_code": f"P{at}",
            "name": f"Plan {at}",
            "deck_code": f"D{at % 2}",
            "initial_seconds": str(dice.choice((1, 6, 20, 30, 60))),
            "increment_seconds": str(dice.choice((1, 6, 60))),
            "minimum_seconds": str(dice.choice(("", 0, 30, 100))),
            "free_below_seconds": str(dice.choice(("", 0, 5))),
            "connect_fee": dice.choice(("", "0", "0.1", "0.03333333")),
            "deck_multiplier": dice.choice(("", "1", "1.35", "0.9999", "0")),
            "call_decimals": str(dice.choice(("", 2, 3, 4, 5, 6))),
            "call_rounding": dice.choice(("", "half_up", "half_even", "up", "down")),
            "minimum_charge": dice.choice(("", "", "0.0125", "0.05")),
            "maximum_charge": dice.choice(("", "", "1", "0.75005")),
            "inbound_rate": dice.choice(("", "0", "0.01", "0.00333333")),
            "toll_free_rate": dice.choice(("", "0.019")),
            "on_net": dice.choice(("", "free", "rated")),
            "directory_assistance_fee": dice.choice(("1.25", "0.995", "0")),
            "allowance_minutes": dice.choice(("", "0", "5", "20", "0.55")),
            "allowance_scope": dice.choice(("", "account", "number")),
            "allowance_connect_fee": dice.choice(("", "yes", "no")),
            "usage_product": dice.choice(("CALLS", "CALLS2")),
        }
        for at in range(4)
    ]


def periods(dice: Random) -> list[Row]:
    """Parts of the week of some plans, past midnight too, without overlap."""
    rows: list[Row] = []
    for plan in ("P0", "P2"):
        days, begin, end = dice.choice(
            (
                ("mon-fri", "19:00", "08:00"),
                ("all", "22:30", "00:30"),
                ("sun", "00:00", "24:00"),
                ("sat,sun", "01:00", "03:00"),
                ("fri-mon", "08:00", "08:00"),
            )
        )
        rows.append(
            {
                "plan_code": plan,
                "name": "Away",
                "days": days,
                "from": begin,
                "to": end,
                "multiplier": dice.choice(("0.5", "0", "1.3333")),
            }
        )
    rows.append(
        {
            "plan_code": "P1",
            "name": "Noon",
            "days": "all",
            "from": "12:00",
            "to": "13:00",
            "multiplier": "2",
        }
    )
    return rows


def tiers(dice: Random) -> list[Row]:
    """Tiers of two plans."""
    rows = []
    for plan, kind in (("P1", "graduated"), ("P3", dice.choice(("volume", "graduated")))):
        start = dice.choice(("0", "2"))
        for minutes, times in ((start, "0.9"), ("7.5", "0.75"), ("25", dice.choice(("0.5", "0")))):
            rows.append(
                {"plan_code": plan, "kind": kind, "from_minutes": minutes, "multiplier": times}
            )
    return rows


def rates(dice: Random) -> list[Row]:
    """Two decks: short prefixes, gaps, overlapping dates, own fees and increments."""
    rows = []
    prefixes = [
        "1",
        "1303",
        "130355",
        "1602",
        "1212",
        "1902",
        "1900",
        "1500",
        "1700",
        "1710",
        "1600",
        "1876",
        "1242",
        "1787",
        "44",
        "447",
        "44794",
        "33",
        "52",
        "521",
        "881",
        "1720555",
        "160255501",
    ]
    for deck in ("D0", "D1"):
        for prefix in prefixes:
            if dice.random() < 0.12 and prefix != "1":
                continue
            first = dice.choice(("2020-01-01", "2026-01-01", "2026-09-10"))
            if prefix == "1":
                first = "2020-01-01"
            row = rate_row(dice, deck, prefix)
            end = dice.choice(("", "", "2026-10-01", "2026-09-20")) if prefix != "1" else ""
            rows.append(row | {"valid_from": first, "valid_to": end})
            if dice.random() < 0.4:
                later = dice.choice(("2026-10-01", "2026-10-15"))
                again = rate_row(dice, deck, prefix)
                rows.append(again | {"valid_from": later, "valid_to": ""})
    dice.shuffle(rows)
    return rows


def rate_row(dice: Random, deck: str, prefix: str) -> Row:
    """One price."""
    row = {
        "deck_code": deck,
        "prefix": prefix,
        "destination": f"Prefix {prefix}",
        "rate": money(dice, "0.02", "0.3", "0"),
        "interstate_rate": dice.choice(("", money(dice, "0.008"))),
        "intrastate_rate": dice.choice(("", money(dice, "0.015"))),
        "indeterminate_rate": dice.choice(("", "0.017")),
        "connect_fee": dice.choice(("", "", "0", "0.25")),
        "initial_seconds": dice.choice(("", "", "30")),
        "increment_seconds": dice.choice(("", "", "6")),
        "in_allowance": dice.choice(("yes", "yes", "no", "")),
    }
    if dice.random() < 0.15:
        row |= {"rate": "", "interstate_rate": "0.04", "intrastate_rate": "0.05"}
        row["indeterminate_rate"] = "0.06"
    elif not prefix.startswith("1") and dice.random() < 0.2:
        row |= {"rate": "", "interstate_rate": "0.11", "intrastate_rate": ""}
        row["indeterminate_rate"] = ""
    return row


def numbers(dice: Random, people: list[Row], places: list[Row]) -> list[Row]:
    """Numbers of each account; some moved to another with a gap, an overlap or to the day."""
    rows: list[Row] = []
    for at, person in enumerate(people):
        own = [p for p in places if p["account_number"] == person["account_number"]]
        for nth in range(dice.randint(1, 3)):
            area = dice.choice(AREAS)
            number = f"{area}555{(at * 10 + nth + 100):04d}"
            row = {
                "number": dice.choice(
                    (number, f"({area}) 555-{number[6:]}", f"+1{number}", f"1{number}")
                ),
                "account_number": person["account_number"],
                "location_code": dice.choice(own)["location_code"],
                "kind": dice.choice(("", "did", "main")),
                "rate_plan": f"P{dice.randrange(4)}",
                "starts_on": "2026-01-01",
                "ends_on": "",
            }
            rows.append(row)
            if nth and dice.random() < 0.4:
                move(dice, rows, people, places)
        if dice.random() < 0.4:
            rows.append(
                rows[-1]
                | {
                    "number": f"8{dice.choice(('00', '88', '33'))}5550{at + 150}",
                    "kind": "toll_free",
                    "starts_on": "2026-01-01",
                    "ends_on": "",
                }
            )
        if dice.random() < 0.3:
            low = 200 + at * 10
            rows.append(
                rows[-1]
                | {
                    "number": f"6085550{low}-6085550{low + 2}",
                    "kind": "did",
                    "starts_on": "2026-03-01",
                    "ends_on": "",
                }
            )
    return rows


def move(dice: Random, rows: list[Row], people: list[Row], places: list[Row]) -> None:
    """Gives the last number to another account from a day on."""
    on = date(2026, dice.choice((9, 10)), dice.choice((1, 15, 20)))
    gap = timedelta(days=dice.choice((-2, 0, 0, 3)))
    other = dice.choice(people)["account_number"]
    rows[-1]["ends_on"] = on.isoformat()
    rows.append(
        rows[-1]
        | {
            "account_number": other,
            "location_code": next(
                p["location_code"] for p in places if p["account_number"] == other
            ),
            "rate_plan": f"P{dice.randrange(4)}",
            "starts_on": (on + gap).isoformat(),
            "ends_on": "",
        }
    )


def aliases(dice: Random, owned: list[Row]) -> list[Row]:
    """Texts that stand for numbers, in one source or any."""
    plain = [row["number"] for row in owned if "-6" not in row["number"]]
    return [
        {"alias": "TG-7", "number": dice.choice(plain), "source": ""},
        {"alias": "201", "number": dice.choice(plain), "source": "east"},
        {"alias": "201", "number": dice.choice(plain), "source": "west"},
        {"alias": "acct/9", "number": dice.choice(plain), "source": ""},
        {"alias": "ext 5", "number": dice.choice(plain), "source": "east"},
        {"alias": "ext 5", "number": dice.choice(plain), "source": ""},
    ]
