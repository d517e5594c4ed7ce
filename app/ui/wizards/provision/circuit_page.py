"""What the numbers come in on: a circuit that is there, a new one, or none."""

from typing import Final

from PySide6.QtWidgets import QComboBox

from app.customers.service import CIRCUITS, Circuit
from app.ui.inputs import Field, TextField
from app.ui.wizards.provision.cell_fields import CellFields
from app.ui.wizards.provision.provisioning import KeepingPage, Provisioning
from app.workbook.cells import cell_text
from app.workbook.typed_rows import typed_rows

_TITLES: Final = {
    "circuit_code": "Code",
    "kind": "Kind",
    "call_paths": "Call paths",
    "carrier": "Carrier",
    "carrier_circuit_id": "The carrier's own id",
    "starts_on": "First day",
}
_NONE: Final = "-"


class CircuitPage(KeepingPage):
    """Chooses a circuit."""

    def __init__(self, state: Provisioning) -> None:
        super().__init__(
            "Circuit",
            "What do the numbers come in on?",
            "Call paths count for fees where a product is sold by the path.",
        )
        self.state = state
        self.chosen = QComboBox()
        self.chosen.setAccessibleName("Circuit")
        self.cells = CellFields(CIRCUITS, _TITLES, today=state.today)
        self.body.addWidget(Field("Circuit", self.chosen))
        self.body.addWidget(self.cells)
        self.body.addStretch(1)
        self.chosen.currentIndexChanged.connect(self._choose)
        self._filling = False

    def enter(self) -> None:
        """Offers the circuits of the location."""
        found, place = self.state.premises, self.state.location
        if found is None or place is None:
            return
        kept = self.state.fields.get("circuit", {})
        self._filling = True
        self.chosen.clear()
        for each in found.circuits:
            if each.location_code == place.location_code:
                self.chosen.addItem(each.circuit_code, each.circuit_code)
        self.chosen.addItem("A new circuit", "")
        self.chosen.addItem("None", _NONE)
        self._filling = False
        mine = kept.get("of") == place.location_code
        wanted = kept.get("chosen", "") if mine else self.chosen.itemData(0)
        self.chosen.setCurrentIndex(max(0, self.chosen.findData(wanted)))
        self._choose()
        if mine and not wanted:
            self.cells.show_cells({name: kept[name] for name in _TITLES if name in kept})

    def _choose(self) -> None:
        found, place = self.state.premises, self.state.location
        if self._filling or found is None or place is None:
            return
        code = str(self.chosen.currentData() or "")
        line = next((each for each in found.circuits if each.circuit_code == code), None)
        self.cells.setVisible(code != _NONE)
        key = self.cells.fields["circuit_code"]
        if isinstance(key, TextField):
            key.setReadOnly(line is not None)
        if line is not None:
            self.cells.show_cells({name: cell_text(getattr(line, name)) for name in _TITLES})
            return
        taken = {each.circuit_code for each in found.circuits}
        codes = (f"{place.location_code}-SIP{number}" for number in range(1, 1000))
        self.cells.show_cells(
            {
                "circuit_code": next(each for each in codes if each not in taken),
                "kind": "sip_trunk",
                "call_paths": "",
                "carrier": found.circuits[0].carrier or "" if found.circuits else "",
                "carrier_circuit_id": "",
                "starts_on": self.state.today.isoformat(),
            }
        )

    def keep(self) -> None:
        """Notes what stands in the fields."""
        if self.state.location is not None:
            self.state.fields["circuit"] = {
                **self.cells.cells(),
                "chosen": str(self.chosen.currentData() or ""),
                "of": self.state.location.location_code,
            }

    def act(self) -> bool:
        """Takes the circuit."""
        self.keep()
        found, place, account = self.state.premises, self.state.location, self.state.account
        if found is None or place is None or account is None:
            return False
        code = str(self.chosen.currentData() or "")
        cells = self.cells.cells()
        if code == _NONE:
            self.state.circuit = None
            return True
        before = next((each for each in found.circuits if each.circuit_code == code), None)
        if before is None:
            cells["account_number"] = account.account_number
            cells["location_code"] = place.location_code
        else:
            del cells["circuit_code"]
        read = typed_rows(CIRCUITS, cells, before=before)
        self.cells.refuse(read.refusals)
        row = read.rows[0] if read.rows else None
        if not isinstance(row, Circuit):
            return False
        self.state.circuit = row
        return True
