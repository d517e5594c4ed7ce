"""The site that a new company is made with, where its own reference names one that is not there."""

from typing import Final

from app.practice.connectwise import kinds
from app.practice.connectwise.errors import Problem, invalid
from app.practice.connectwise.tables import Row, Tables

_LONGEST: Final = 50
_ADDRESS: Final = ("addressLine1", "addressLine2", "city", "zip", "country", "phoneNumber")


def first_site(body: Row) -> Row | None:
    """The site named without an id, taken out of a new company's body; None where none is.

    A reference with an id stays, and is looked up like any other.
    """
    named = body.get("site")
    if not isinstance(named, dict) or "id" in named or not isinstance(named.get("name"), str):
        return None
    name = named["name"].strip()
    if not name or len(name) > _LONGEST:
        message = f"The name of a site has 1 to {_LONGEST} characters"
        raise invalid("company", [Problem("InvalidValue", message, "site/name")])
    del body["site"]
    return {"name": name}


def add_first_site(tables: Tables, company: Row, site: Row) -> Row:
    """Makes the site, at the company's own address and for everything; a reference to it."""
    row = site | {name: company[name] for name in _ADDRESS if name in company}
    flags = dict.fromkeys(
        ("primaryAddressFlag", "defaultShippingFlag", "defaultBillingFlag", "defaultMailingFlag"),
        True,
    )
    row |= flags | {"company": tables.reference("CompanyReference", company["id"])}
    made = tables.of(kinds.SITES).put(tables.touch(row))
    return {"id": made["id"], "name": made["name"]}
