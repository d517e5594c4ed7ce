"""Whose numbers: a customer who is here, or a new one."""

from typing import Final

from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from app.customers.account import ACCOUNTS, Account
from app.ui.inputs import Field, Picker
from app.ui.parts.controls import Card
from app.ui.wizards.provision.cell_fields import CellFields
from app.ui.wizards.provision.provisioning import KeepingPage, Provisioning
from app.workbook.typed_rows import typed_rows

_TITLES: Final = {
    "account_number": "Account number",
    "name": "Name",
    "billing_email": "E-mail for invoices",
    "address_line1": "Billing street",
    "city": "City",
    "region": "State",
    "postal_code": "ZIP",
    "customer_class": "Kind of customer",
}


class CustomerPage(KeepingPage):
    """Picks a customer or makes the shell of a new one."""

    def __init__(self, state: Provisioning) -> None:
        super().__init__(
            "Customer", "Whose numbers are they?", "A new customer needs little more than a name."
        )
        self.state = state
        self.awaits = False
        """Whether the customer chosen is being read."""
        self._is_asked = False
        self.known = QRadioButton("A customer who is here")
        self.new = QRadioButton("A new customer")
        self.picker = Picker("Customer", hint="Any part of a name or account number")
        self.cells = CellFields(ACCOUNTS, _TITLES, today=state.today, wide=("address_line1",))
        self.known.setChecked(True)
        for button, inside in (
            (self.known, Field("Customer", self.picker)),
            (self.new, self.cells),
        ):
            self.body.addWidget(_card(button, inside))
            button.toggled.connect(self._toggled)
        self.body.addStretch(1)
        state.arrived.connect(self._offer)
        self._toggled()

    def _toggled(self) -> None:
        self.picker.setEnabled(self.known.isChecked())
        self.cells.setEnabled(self.new.isChecked())

    def enter(self) -> None:
        """Offers the customers there are."""
        self.load(self.state.fields.get("customer", {}))
        if self.state.premises is not None:
            self._offer()
        elif not self._is_asked:
            self._is_asked = True
            self.state.read("")
        (self.picker if self.known.isChecked() else self.cells.fields["name"]).setFocus()

    def load(self, kept: dict[str, str]) -> None:
        """Fills the fields with what was kept."""
        self.new.setChecked(kept.get("new") == "yes")
        self.cells.show_cells({name: kept[name] for name in _TITLES if name in kept})

    def _offer(self) -> None:
        found = self.state.premises
        if found is None:
            return
        self.picker.offer({f"{name}  {number}": number for number, name in found.accounts.items()})
        kept = self.state.fields.get("customer", {}).get("picked", "")
        if kept and not self.picker.key:
            self.picker.show_key(kept)

    def choose(self, account_number: str) -> None:
        """Chooses a customer before the page is shown."""
        self.known.setChecked(True)
        self.state.fields["customer"] = {"picked": account_number}

    def keep(self) -> None:
        """Notes what stands in the fields."""
        self.state.fields["customer"] = self.cells.cells() | {
            "new": "yes" if self.new.isChecked() else "no",
            "picked": self.picker.key,
        }

    def act(self) -> bool:
        """Asks what there is of the customer; the wizard goes on when it has been read."""
        self.keep()
        if self.new.isChecked():
            number = self.cells.cells()["account_number"]
            if not self._new_row():
                return False
        else:
            number = self.picker.key
            self.picker.refuse("" if number else "Choose a customer, or make a new one below.")
            if not number:
                return False
        self.awaits = True
        self.state.read(number)
        return False

    def _new_row(self) -> Account | None:
        read = typed_rows(ACCOUNTS, self.cells.cells())
        refusals = dict(read.refusals)
        number = self.cells.cells()["account_number"]
        if self.state.premises is not None and number in self.state.premises.accounts:
            name = self.state.premises.accounts[number]
            refusals["account_number"] = f"{name} has this number. Take another."
        self.cells.refuse(refusals)
        row = read.rows[0] if read.rows and not refusals else None
        return row if isinstance(row, Account) else None

    def take(self) -> bool:
        """Takes the customer that was asked for; whether there is one."""
        self.awaits = False
        found = self.state.premises
        if self.new.isChecked():
            self.state.account = self._new_row()
        else:
            self.state.account = found.account if found is not None else None
        return self.state.account is not None


def _card(button: QRadioButton, inside: QWidget) -> Card:
    card = Card()
    card.rows.addWidget(button)
    holder = QVBoxLayout()
    holder.setContentsMargins(24, 0, 0, 0)
    holder.addWidget(inside)
    card.rows.addLayout(holder)
    return card
