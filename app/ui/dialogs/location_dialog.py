"""One service location: its address, its county and city for taxes."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from app.customers.location import LOCATIONS, ServiceLocation
from app.tax.zip_counties import counties_of_zip, county_name
from app.ui.desk import Desk
from app.ui.dialogs.record_form import Form, Group, Item, RecordForm

_STATE_DIGITS: Final = 2
_WHERE: Final = (
    Item(field="location_code", title="Code"),
    Item(field="name", title="Name on the invoice"),
    Item(field="address_line1", title="Street", is_wide=True),
    Item(field="address_line2", title="Suite, floor"),
    Item(field="city", title="City"),
    Item(field="region", title="State"),
    Item(field="postal_code", title="ZIP"),
    Item(field="country", title="Country"),
    Item(field="timezone", title="Time zone", note="Blank: the customer's"),
)


def county_entries(zip_code: str) -> dict[str, str]:
    """The counties a ZIP code lies in, words to code of three digits; the main one first."""
    return {
        f"{county_name(code)} ({code[_STATE_DIGITS:]})": code[_STATE_DIGITS:]
        for code in counties_of_zip(zip_code)
    }


def location_dialog(
    desk: Desk,
    location: ServiceLocation | None,
    fixed: Mapping[str, str],
    *,
    today: date,
    parent: QWidget | None = None,
    at: str = "",
    owners: Mapping[str, str] | None = None,
) -> RecordForm:
    """The form of a location, or of a new one; ``fixed``: what a new one has from the start.

    ``owners``: who owns which field, where that is not us.
    """
    city = location.city if location is not None else "the city"
    zip_code = location.postal_code if location is not None else fixed.get("postal_code", "")
    counties = county_entries(zip_code)
    own = location.county_fips if location is not None else None
    if own and own not in counties.values():
        counties[f"County {own}"] = own
    candidates = " or ".join(counties)
    note = f"ZIP {zip_code} lies in {candidates}" if candidates else "Three digits"
    for_taxes = (
        Item(
            field="county_fips",
            title="County",
            note=note,
            entries=counties or None,
        ),
        Item(
            field="inside_city",
            title=f"Inside the city limits of {city}?",
            note="Ask the customer or look at the map: the mail's city may be another",
        ),
        Item(field="place_fips", title="City's code", note="Five digits"),
        Item(field="district", title="Tax districts", note="Separated by |"),
    )
    title = location.name or location.location_code if location is not None else "New location"
    form = Form(
        sheet=LOCATIONS,
        groups=(Group(title="Where", items=_WHERE), Group(title="For taxes", items=for_taxes)),
        title=f"Edit {title}" if location is not None else title,
        verb="Save" if location is not None else "Add the location",
        today=today,
        row=location,
        fixed=fixed,
        undo_words=f"Location {title}" if location is not None else title,
        owners=owners or {},
    )
    return RecordForm(desk, form, parent, at=at)
