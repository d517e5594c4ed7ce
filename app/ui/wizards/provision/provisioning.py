"""What the wizard gathers from page to page; kept, so that it can be left and resumed."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.service import Circuit
from app.operations.provision_numbers import (
    Judged,
    Order,
    Premises,
    Verdict,
    WantedService,
    premises,
)
from app.ui.desk import Desk
from app.ui.wizards.stepped_wizard import StepPage

DRAWER: Final = "provision"


class KeepingPage(StepPage):
    """A page whose fields are kept when the wizard is left."""

    def keep(self) -> None:
        """Notes what stands in the fields; each page has its own."""


class Provisioning(QObject):
    """The order as far as it has come."""

    arrived = Signal()
    """What there is to choose from for the customer is here."""
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.fields: dict[str, dict[str, str]] = {}
        """By page what stands in its fields."""
        self.place = 0
        self.premises: Premises | None = None
        self.account: Account | None = None
        self.location: ServiceLocation | None = None
        self.circuit: Circuit | None = None
        self.judged: list[Judged] = []
        self.rate_plan = ""
        self.starts_on: date | None = None
        self.services: list[WantedService] = []
        self.account_number = ""
        """Of the customer that was provisioned; blank until then."""

    # ---- what there is

    def read(self, account_number: str) -> None:
        """Asks what there is to choose from for a customer; blank: for a new one."""
        self.desk.read(
            lambda office: premises(office, account_number),
            self._took,
            key=f"premises {id(self)}",
            failed=self.failed.emit,
        )

    def _took(self, found: object) -> None:
        if isinstance(found, Premises):
            self.premises = found
            self.arrived.emit()

    @property
    def today(self) -> date:
        """Today in the company's zone."""
        if self.premises is not None:
            return self.premises.today
        return self.desk.clock.today(self.desk.zone)

    # ---- the order

    @property
    def added(self) -> tuple[str, ...]:
        """The numbers that are added."""
        return tuple(each.number for each in self.judged if each.verdict is Verdict.ADDED)

    def order(self) -> Order | None:
        """What is to be provisioned; None while something is open."""
        if self.account is None or self.location is None or self.starts_on is None:
            return None
        return Order(
            account=self.account,
            location=self.location,
            circuit=self.circuit,
            numbers=self.added,
            rate_plan=self.rate_plan,
            starts_on=self.starts_on,
            services=tuple(self.services),
        )

    # ---- kept

    def keep(self) -> None:
        """Keeps what stands in the fields, and the page."""
        text = json.dumps({"place": self.place, "fields": self.fields})
        self.desk.keep(DRAWER, text)

    def forget(self) -> None:
        """There is nothing to go on with."""
        self.desk.keep(DRAWER, "")

    def resume(self) -> int:
        """Takes what was kept; the page it was left at."""
        kept = _read(str(self.desk.kept(DRAWER) or ""))
        fields: Any = kept.get("fields")
        if isinstance(fields, dict):
            self.fields = {
                str(page): {str(name): str(text) for name, text in cells.items()}
                for page, cells in fields.items()
                if isinstance(cells, dict)
            }
        place: Any = kept.get("place")
        return place if isinstance(place, int) and self.fields else 0


def _read(text: str) -> Mapping[str, object]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
