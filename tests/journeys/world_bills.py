"""Seeded products, services, one-time charges and taxes."""

from random import Random

Row = dict[str, str]


def bill_sheets(dice: Random, people: list[Row], places: list[Row]) -> dict[str, list[Row]]:
    """The sheets a bill is made of."""
    goods = products(dice)
    return {"products": goods}


def products(dice: Random) -> list[Row]:
    """Products of every rhythm."""
    rows = [
        {"product_code": code, "name": code.title(), "tax_category": category, "gl_code": gl,
         "billed": "usage"}
        for code, category, gl in (
            ("CALLS", "TOLL_INTERSTATE", "4100"), ("CALLS2", "VOIP_FIXED", "4110"))
    ]
    return rows
