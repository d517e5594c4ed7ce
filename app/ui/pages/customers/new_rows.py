"""What a new row of a customer has from the start, and the code it gets where none is typed."""

from collections.abc import Collection
from typing import Final

from app.customers.dated_change import next_code
from app.customers.location import LOCATIONS
from app.customers.service import NUMBERS
from app.operations.browse_customers.customer import CustomerView
from app.operations.browse_customers.tree import Branch
from app.values.sheet import Sheet

_NAMED: Final = {
    "services": ("service_code", "product_code"),
    "charges": ("reference", "product_code"),
    "circuits": ("circuit_code", "kind"),
}
"""By sheet the code of a row, and what of the row it is made of."""


def named(sheet: Sheet, cells: dict[str, str], taken: Collection[str]) -> dict[str, str]:
    """The cells with a code of their own where none was typed: its place and what it is."""
    code, of_what = _NAMED.get(sheet.name, ("", ""))
    what = cells.get(of_what, "").upper().replace("_", "-")
    if not code or cells.get(code) or not what:
        return dict(cells)
    place = cells.get("location_code") or cells.get("account_number", "")
    base = f"{place}-{what}"
    return {**cells, code: base if base not in taken else next_code(base, taken)}


def new_cells(sheet: Sheet, view: CustomerView | None, branch: Branch | None) -> dict[str, str]:
    """What a new row has from the start: the customer, the place, the day, the most used plan."""
    if view is None:
        return {}
    place = branch.location_code if branch is not None else ""
    if not place and view.locations:
        place = view.locations[0].location_code
    cells = {"account_number": view.account.account_number}
    if "location_code" in sheet.columns and sheet is not LOCATIONS:
        cells["location_code"] = place
    for name in ("starts_on", "charged_on"):
        if name in sheet.columns:
            cells[name] = view.today.isoformat()
    if sheet is NUMBERS:
        lines = [each.circuit_code for each in view.circuits if each.location_code == place]
        cells["circuit_code"] = (branch.circuit_code if branch else "") or (
            lines[0] if lines else ""
        )
        used = [each.rate_plan for each in view.numbers]
        cells["rate_plan"] = max(used, key=used.count) if used else next(iter(view.plans), "")
    if sheet is LOCATIONS:
        account = view.account
        cells |= {
            "region": account.region,
            "city": account.city,
            "postal_code": account.postal_code,
        }
    for name, column in sheet.columns.items():
        if name not in cells and column.default is not None and column.choices:
            cells[name] = str(column.default)
    return cells
