"""Taxes: what would hold invoices, rules, places, shares, certificates, factors, late rates."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.findings import Finding
from app.operations.browse_taxes import TaxSetup, tax_setup
from app.operations.changes import Changes
from app.ui.desk import Desk
from app.ui.dialogs.tax_table_dialog import TaxTableDialog
from app.ui.page import Act, Page, Tabs
from app.ui.pages.customers.cells import Entry
from app.ui.pages.customers.sheet_grid import SheetGrid
from app.ui.pages.taxes.certificates_part import CertificatesPart
from app.ui.pages.taxes.check_part import CheckPart
from app.ui.pages.taxes.factors_part import FactorsPart
from app.ui.pages.taxes.late_part import LatePart
from app.ui.pages.taxes.places_part import PlacesPart
from app.ui.pages.taxes.rules_part import RulesPart
from app.ui.pages.taxes.service_part import ServicePart
from app.ui.pages.taxes.setup_part import SetupPart, registration_grid, share_grid
from app.ui.parts.controls import Button
from app.values.sheet import SheetRow

CHECK: Final = "Check"
RULES: Final = "Rules"
PLACES: Final = "Places"
SHARES: Final = "Shares"
CERTIFICATES: Final = "Certificates"
REGISTRATIONS: Final = "Registrations"
FACTORS: Final = "Factors"
LATE: Final = "Late rates"
SERVICE: Final = "Service"

_PART_OF: Final = {
    "taxes": RULES,
    "tax_shares": SHARES,
    "exemptions": CERTIFICATES,
    "registrations": REGISTRATIONS,
    "locations": PLACES,
    "tax_service_pairs": SERVICE,
}
"""By the table that a finding is of, where it is mended."""
_TABLES: Final = "Tax tables (*.csv *.xlsx)"


class TaxesPage(Page):
    """The tables behind the taxes, checked first."""

    name = "taxes"
    title = "Taxes"
    areas = Changes.TAXES | Changes.CUSTOMERS | Changes.RATES | Changes.COMPANY
    help_text = (
        "Check lists what would hold or mistax the next invoices; Enter or Fix goes where it is "
        "mended, F8 to the next. Rules are dated: end one and add another, and what was billed "
        "stays as it was. Places asks where a location lies, from which day on, "
        "and how you know; Boundary files shows what the files of states say otherwise. "
        "Certificates warn 60, 30 and 7 days before they end. Import table shows what a tax table "
        "adds, corrects and ends before anything is written. Service lets a tax service work taxes "
        "out in place of your tables; its password stays in this computer's keyring. "
        "Nothing here states the law in force."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted: Finding | None = None
        self.setup: TaxSetup | None = None
        self.import_button = Button("Import table…", icon_name="upload", on_press=self.choose_table)
        self.add_button(self.import_button)
        self.check = CheckPart(desk, self)
        self.rules = RulesPart(desk, self)
        self.places = PlacesPart(desk, self)
        self.shares = SetupPart(
            share_grid(desk),
            self,
            about="Which part of a category's charges is interstate and international.",
        )
        self.certificates = CertificatesPart(desk, self)
        self.registrations = SetupPart(
            registration_grid(desk),
            self,
            about="Where you may collect which taxes. What is left uncollected without one "
            "stands in Reports under Exposure.",
        )
        self.factors = FactorsPart(desk, self)
        self.late = LatePart(desk, self)
        self.service = ServicePart(desk, self)
        self.parts: dict[str, QWidget] = {
            CHECK: self.check,
            RULES: self.rules,
            PLACES: self.places,
            SHARES: self.shares,
            CERTIFICATES: self.certificates,
            REGISTRATIONS: self.registrations,
            FACTORS: self.factors,
            LATE: self.late,
            SERVICE: self.service,
        }
        self.tabs = Tabs("Parts of Taxes")
        for title, part in self.parts.items():
            self.tabs.add(title, part)
        self.body.addWidget(self.tabs, 1)
        self._connect()

    def _connect(self) -> None:
        self.check.counted.connect(self._counted)
        self.check.fix_asked.connect(self.show_target)
        self.places.counted.connect(self._places_counted)
        self.rules.customer_wanted.connect(self._to_customer)
        for grid in self._sheets():
            grid.failed.connect(self.failed)

    def _sheets(self) -> tuple[SheetGrid, ...]:
        return (
            self.rules.grid,
            self.shares.sheet,
            self.registrations.sheet,
            self.certificates.scopes,
            self.service.pairs,
        )

    # ---- reading

    def read(self) -> None:
        """Reads all parts."""
        self.desk.read(tax_setup, self._took, key=f"taxes {id(self)}")
        self.check.read()
        self.places.read()
        self.factors.read()
        self.service.read()

    @Slot(object)
    def _took(self, found: object) -> None:
        if not isinstance(found, TaxSetup):
            return
        self.setup = found
        self.rules.show_setup(found)
        self.certificates.show_setup(found)
        lists: tuple[tuple[SheetGrid, Sequence[SheetRow]], ...] = (
            (self.shares.sheet, found.shares),
            (self.registrations.sheet, found.registrations),
            (self.service.pairs, found.pairs),
        )
        for sheet, rows in lists:
            sheet.show_entries([Entry(each) for each in rows], today=found.today)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._show_record(wanted)

    @Slot(int, int)
    def _counted(self, findings: int, blocking: int) -> None:
        self.tabs.count(CHECK, findings)
        self.waiting.emit(self.name, findings, bool(blocking))

    @Slot(int)
    def _places_counted(self, missing: int) -> None:
        self.tabs.count(PLACES, missing)

    # ---- going places

    @Slot(object)
    def show_target(self, target: object) -> None:
        """Shows a part by its title, what a finding is about, or a tax table to take in."""
        if isinstance(target, Path):
            self.open_table(target)
        elif isinstance(target, Finding):
            self._show_finding(target)
        elif isinstance(target, str):
            title = target.replace("_", " ").capitalize()
            title = _PART_OF.get(target, title)
            if title in self.parts:
                self.tabs.show_part(title)

    def _show_finding(self, finding: Finding) -> None:
        title = _PART_OF.get(finding.sheet)
        if title is None:
            if finding.sheet in {"products", "bundles", "rates"}:
                self.go.emit("rates", finding)
            return
        self.tabs.show_part(title)
        if self.setup is None:
            self._wanted = finding
        else:
            self._show_record(finding)

    def _show_record(self, finding: Finding) -> None:
        part = self.parts[_PART_OF[finding.sheet]]
        if part is self.places:
            self.places.show_location(finding.record)
        elif part is self.certificates:
            self.certificates.show_account(finding.record)
        else:
            grid = {
                "taxes": self.rules.grid,
                "tax_shares": self.shares.sheet,
                "registrations": self.registrations.sheet,
                "tax_service_pairs": self.service.pairs,
            }[finding.sheet]
            grid.show_record((finding.record,) if finding.record else (), finding.column)

    def next_need(self) -> bool:
        """The next finding of the check."""
        self.tabs.show_part(CHECK)
        return self.check.next_need()

    @Slot(str)
    def _to_customer(self, number: str) -> None:
        self.go.emit("customers", number)

    # ---- doing

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return (
            Act(
                title="Import tax table…",
                menu="File",
                key="Alt+Shift+I",
                icon="upload",
                run=self.choose_table,
            ),
            Act(
                title="Check taxes again",
                menu="Tools",
                key="Ctrl+F5",
                icon="refresh-cw",
                run=self.refresh,
            ),
            Act(title="Review final invoices", menu="Tools", key="Alt+Shift+F", run=self._review),
            *self.rules.acts(),
            *self.places.acts(),
            *self.service.acts(),
            *self.tabs.acts("View"),
        )

    def _review(self) -> None:
        self.tabs.show_part(LATE)
        self.late.look()

    @Slot()
    def choose_table(self) -> None:
        """Asks for a tax table and shows what it would do."""
        path, _ = QFileDialog.getOpenFileName(self, "Which tax table?", "", _TABLES)
        if path:
            self.open_table(Path(path))

    def open_table(self, path: Path) -> None:
        """Shows what a tax table would do."""
        TaxTableDialog(self.desk, path, self).open()
