"""Where the numbers ring: the address, the county, whether it lies inside the city."""

from typing import Final

from PySide6.QtWidgets import QComboBox

from app.customers.location import LOCATIONS, ServiceLocation
from app.tax.zip_counties import counties_of_zip, county_name
from app.ui.inputs import Field, TextField
from app.ui.parts.controls import Card, label
from app.ui.wizards.provision.cell_fields import CellFields, show_cell, typed_cell
from app.ui.wizards.provision.provisioning import KeepingPage, Provisioning
from app.workbook.cells import cell_text
from app.workbook.typed_rows import typed_rows

_TITLES: Final = {
    "location_code": "Code",
    "name": "Name on the invoice",
    "address_line1": "Street, no PO box",
    "address_line2": "Suite, floor",
    "city": "City",
    "region": "State",
    "postal_code": "ZIP",
}
_STATE_DIGITS: Final = 2


class PlacePage(KeepingPage):
    """Chooses a location or makes one; asks for what taxes need and guesses nothing."""

    def __init__(self, state: Provisioning) -> None:
        super().__init__(
            "Location",
            "Where is service used?",
            "The address decides the taxes. What is not known is asked, never guessed.",
        )
        self.state = state
        self.chosen = QComboBox()
        self.chosen.setAccessibleName("Location")
        self.cells = CellFields(LOCATIONS, _TITLES, today=state.today)
        self.county = QComboBox()
        self.county.setAccessibleName("County")
        self.inside = QComboBox()
        self.inside.setAccessibleName("Inside the city limits?")
        for word, value in (("nobody has said", ""), ("yes", "yes"), ("no", "no")):
            self.inside.addItem(word, value)
        self.county_box = Field("County", self.county, note="")
        self.inside_box = Field("Inside the city limits?", self.inside)
        taxes = Card()
        taxes.rows.addWidget(label("For taxes", "strong"))
        taxes.rows.addWidget(self.county_box)
        taxes.rows.addWidget(self.inside_box)
        self.body.addWidget(Field("Location", self.chosen))
        self.body.addWidget(self.cells)
        self.body.addWidget(taxes)
        self.body.addStretch(1)
        self.chosen.currentIndexChanged.connect(self._choose)
        for name in ("postal_code", "city"):
            widget = self.cells.fields[name]
            if isinstance(widget, TextField):
                widget.textChanged.connect(self._ask)
        self._filling = False

    def enter(self) -> None:
        """Offers the customer's locations."""
        found, account = self.state.premises, self.state.account
        if found is None or account is None:
            return
        kept = self.state.fields.get("location", {})
        self._filling = True
        self.chosen.clear()
        for place in found.locations:
            name = f"{place.name or place.address_line1}  {place.location_code}"
            self.chosen.addItem(name, place.location_code)
        self.chosen.addItem("A new location", "")
        self._filling = False
        mine = kept.get("of") == account.account_number
        wanted = kept.get("chosen", "") if mine else self.chosen.itemData(0)
        self.chosen.setCurrentIndex(max(0, self.chosen.findData(wanted)))
        self._choose()
        if mine:
            self.cells.show_cells({name: kept[name] for name in _TITLES if name in kept})
            self._ask()
            show_cell(self.county, kept.get("county_fips", ""))
            show_cell(self.inside, kept.get("inside_city", ""))

    def _choose(self) -> None:
        found, account = self.state.premises, self.state.account
        if self._filling or found is None or account is None:
            return
        code = str(self.chosen.currentData() or "")
        place = next((each for each in found.locations if each.location_code == code), None)
        key = self.cells.fields["location_code"]
        if isinstance(key, TextField):
            key.setReadOnly(place is not None)
        if place is not None:
            self.cells.show_cells({name: cell_text(getattr(place, name)) for name in _TITLES})
            self._ask()
            show_cell(self.county, place.county_fips or "")
            show_cell(self.inside, cell_text(place.inside_city))
            return
        taken = {each.location_code for each in found.locations}
        endings = ("MAIN", *(str(number) for number in range(2, 1000)))
        codes = (f"{account.account_number}-{ending}" for ending in endings)
        self.cells.show_cells(
            {
                "location_code": next(each for each in codes if each not in taken),
                "name": "",
                "address_line1": account.address_line1,
                "address_line2": account.address_line2 or "",
                "city": account.city,
                "region": account.region,
                "postal_code": account.postal_code,
            }
        )
        self._ask()
        show_cell(self.inside, "")

    def _ask(self) -> None:
        """Asks for the county among those of the ZIP, and for the city by its name."""
        zip_code = typed_cell(self.cells.fields["postal_code"])
        city = typed_cell(self.cells.fields["city"]) or "the city"
        kept = str(self.county.currentData() or "")
        counties = counties_of_zip(zip_code)
        self.county.clear()
        if len(counties) != 1:
            self.county.addItem("nobody has said", "")
        for code in counties:
            self.county.addItem(
                f"{county_name(code)} ({code[_STATE_DIGITS:]})", code[_STATE_DIGITS:]
            )
        self.county.setCurrentIndex(max(0, self.county.findData(kept)))
        note = self.county_box.note
        several = f"ZIP {zip_code} lies in {len(counties)} counties: which one?"
        note.setText(several if len(counties) > 1 else "")
        note.setVisible(len(counties) > 1)
        self.inside_box.title.setText(f"Inside the city limits of {city}?")
        self.inside.setAccessibleName(f"Inside the city limits of {city}?")

    def _for_taxes(self) -> dict[str, str]:
        return {
            "county_fips": str(self.county.currentData() or ""),
            "inside_city": str(self.inside.currentData() or ""),
        }

    def keep(self) -> None:
        """Notes what stands in the fields."""
        if self.state.account is not None:
            self.state.fields["location"] = {
                **self.cells.cells(),
                **self._for_taxes(),
                "chosen": str(self.chosen.currentData() or ""),
                "of": self.state.account.account_number,
            }

    def act(self) -> bool:
        """Takes the location as it stands."""
        self.keep()
        account, found = self.state.account, self.state.premises
        if account is None or found is None:
            return False
        code = str(self.chosen.currentData() or "")
        before = next((each for each in found.locations if each.location_code == code), None)
        whole = {**self.cells.cells(), **self._for_taxes()}
        if before is None:
            whole["account_number"] = account.account_number
            whole["country"] = account.country
        else:
            del whole["location_code"]
        read = typed_rows(LOCATIONS, whole, before=before)
        self.cells.refuse(read.refusals)
        row = read.rows[0] if read.rows else None
        if not isinstance(row, ServiceLocation):
            return False
        self.state.location = row
        return True
