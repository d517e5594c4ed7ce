"""The register of exemption certificates: how each stands, what it covers, its document."""

import tempfile
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.operations.browse_taxes import TaxSetup
from app.operations.changes import Changes
from app.operations.keep_certificates import (
    KeptCertificate,
    attach_certificate,
    list_certificates,
    take_out_certificate,
)
from app.tax.certificate_term import Standing
from app.tax.exemption import EXEMPTIONS, Exemption
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.customers.cells import Cell, Entry
from app.ui.pages.customers.sheet_grid import SheetGrid
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, Card, beside, label

_SCANS: Final = "Scans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"
_LAST_DAYS: Final = 30


class CertificatesPart(QWidget):
    """The certificates at the left; scopes and document of the one chosen at the right."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.setup: TaxSetup | None = None
        self.grid = page.keep_layout(self._make_grid())
        self.title = label("", "pane", wraps=True)
        self.facts = label("", "muted", wraps=True)
        self.attach_button = Button("Attach scan…", icon_name="paperclip", on_press=self.attach)
        self.open_button = Button("Open scan", icon_name="file-text", on_press=self.open_scan)
        self.scopes = SheetGrid(
            desk, EXEMPTIONS, _CELLS, noun="scope", name="certificate_scopes", find="Kind of tax"
        )
        page.keep_layout(self.scopes)
        self.scopes.new_cells = self._new_scope
        self.scopes.failed.connect(page.failed)
        pane = Card()
        pane.rows.addWidget(self.title)
        pane.rows.addWidget(self.facts)
        pane.rows.addLayout(beside(self.attach_button, self.open_button, None))
        pane.rows.addWidget(self.scopes, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("certificates", self.grid, pane, parts=(54, 46)))
        self.setFocusProxy(self.grid)
        self._selected()

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="standing", title="Stands", value=_badge, kind=Kind.BADGE, width=150),
            GridColumn(
                key="customer", title="Customer", value=self._customer, width=170, stretches=True
            ),
            GridColumn(
                key="number", title="Certificate", value=lambda r: r.term.certificate_number
            ),
            GridColumn(key="kind", title="Kind", value=lambda r: r.term.kind, width=100),
            GridColumn(
                key="taxes", title="Taxes", value=lambda r: ", ".join(r.term.families), width=90
            ),
            GridColumn(key="last", title="Last day", value=lambda r: r.term.last, kind=Kind.DAY),
            GridColumn(key="scan", title="Scan", value=_scan, width=110),
        )
        grid = Grid(
            "certificates", columns, self.desk.tasks, noun="certificate", find="Customer, number"
        )
        grid.model.identify = lambda row: (row.term.account_number, row.term.certificate_number)
        grid.selected.connect(self._selected)
        grid.opened.connect(self.open_scan)
        return grid

    def _customer(self, row: KeptCertificate) -> str:
        number = row.term.account_number
        return self.setup.customers.get(number, number) if self.setup else number

    def show_setup(self, setup: TaxSetup) -> None:
        """Takes the scopes, and reads how the certificates stand."""
        self.setup = setup
        self.desk.read(list_certificates, self._show, key=f"certificates {id(self)}")

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, tuple):
            return
        rows = sorted(found[1], key=lambda each: each.term.last or each.term.first.max)
        self.grid.empty.say(
            "No certificate yet",
            "Customers who need not pay a tax give you one. Add its first scope at the right.",
            icon_name="landmark",
        )
        self.grid.show_rows(rows)
        if rows and self.grid.current_row() is None:
            self.grid.select_where(lambda _: True)
        self._selected()

    @Slot()
    def _selected(self, _: object = None) -> None:
        row = self.grid.current_row()
        kept = row if isinstance(row, KeptCertificate) else None
        self.attach_button.setEnabled(kept is not None)
        self.open_button.setEnabled(kept is not None and bool(kept.files))
        if self.setup is None:
            return
        self.scopes.show_entries(
            [Entry(each) for each in self.setup.exemptions if kept is None or _is_of(each, kept)],
            today=self.setup.today,
        )
        self.title.setText(self._heading(kept) if kept else "What certificates cover")
        self.facts.setText(_facts(kept) if kept else "")

    def _heading(self, kept: KeptCertificate) -> str:
        return f"{kept.term.certificate_number} of {self._customer(kept)}"

    def _new_scope(self) -> dict[str, str]:
        row = self.grid.current_row()
        if not isinstance(row, KeptCertificate):
            return {}
        term = row.term
        return {
            "account_number": term.account_number,
            "certificate_number": term.certificate_number,
            "kind": term.kind,
        }

    def show_account(self, record: str) -> None:
        """Makes a certificate the current one: by its number, or by its account's."""
        self.grid.select_where(
            lambda r: record in {r.term.account_number, r.term.certificate_number}
        )

    # ---- documents

    @Slot()
    def attach(self) -> None:
        """Asks for the scan and keeps it with the certificate."""
        row = self.grid.current_row()
        if not isinstance(row, KeptCertificate):
            return
        path, _ = QFileDialog.getOpenFileName(self, "Which scan?", "", _SCANS)
        if path:
            self.keep_scan(row, Path(path))

    def keep_scan(self, row: KeptCertificate, path: Path) -> None:
        """Keeps a scan with a certificate."""
        term = row.term
        self.desk.do(
            f"Scan of {term.certificate_number}",
            lambda office, _: attach_certificate(
                office, path, account=term.account_number, certificate=term.certificate_number
            ),
            changes=Changes.TAXES,
            failed=self.page.failed,
            told=lambda _: f"{path.name} is kept with certificate {term.certificate_number}",
        )

    @Slot()
    def open_scan(self, _: object = None) -> None:
        """Opens the document with the program the system has for it."""
        row = self.grid.current_row()
        if not isinstance(row, KeptCertificate) or not row.files:
            return
        term = row.term
        self.desk.look(
            f"Opening the scan of {term.certificate_number}",
            lambda office, _: take_out_certificate(
                office,
                Path(tempfile.mkdtemp(prefix="switchbook-")),
                account=term.account_number,
                certificate=term.certificate_number,
            ),
            self._opened,
            key="certificate scan",
            told=lambda found: f"{found[1].name} is taken out",
            failed=self.page.failed,
        )

    @Slot(object)
    def _opened(self, found: object) -> None:
        if isinstance(found, tuple):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(found[1])))


_CELLS: Final = (
    Cell(field="account_number", title="Account", width=80),
    Cell(field="certificate_number", title="Certificate", width=110),
    Cell(field="kind", title="Kind", width=100),
    Cell(field="family", title="Tax", width=76),
    Cell(field="level", title="Level", width=80),
    Cell(field="region", title="State", width=60),
    Cell(field="percent", title="Part", width=60),
    Cell(field="effective_from", title="From", width=100),
    Cell(field="expires_on", title="Last day", width=100),
    Cell(field="location_code", title="Location", width=100, is_hidden=True),
)


def _is_of(each: Exemption, kept: KeptCertificate) -> bool:
    term = kept.term
    own = (each.account_number, each.certificate_number)
    return own == (term.account_number, term.certificate_number)


def _badge(row: KeptCertificate) -> Badge:
    term = row.term
    if term.renewed and term.standing in {Standing.EXPIRED, Standing.EXPIRING}:
        return Badge(f"{term.words}, renewed", "circle-check", "idle")
    match term.standing:
        case Standing.EXPIRED:
            return Badge(term.words, "octagon-alert", "bad", "It exempts nothing any more")
        case Standing.EXPIRING:
            near = term.warned_at is not None and term.warned_at <= _LAST_DAYS
            return Badge(term.words, "triangle-alert", "bad" if near else "warn")
        case Standing.NOT_YET:
            return Badge(f"from {words.day(term.first)}", "clock", "idle")
        case _:
            return Badge(term.words, "circle-check", "ok")


def _scan(row: KeptCertificate) -> str:
    return row.files[-1].file_name if row.files else "no scan"


def _facts(kept: KeptCertificate) -> str:
    term = kept.term
    where = ", ".join(each for each in term.regions if each) or "everywhere"
    days = f"{words.day(term.first)} to {words.day(term.last) if term.last else 'open'}"
    scan = f"Scan: {kept.files[-1].file_name}" if kept.files else "No scan is kept."
    more = f", {len(kept.files) - 1} older beside it" if len(kept.files) > 1 else ""
    return f"{term.kind}, {', '.join(term.families)}, {where}. {days}.\n{scan}{more}"
