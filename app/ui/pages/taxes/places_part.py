"""Where each location lies for taxes; what is missing is answered in place."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.operations.office import Office
from app.operations.place_locations import ToldPlace, list_places, tell_place
from app.progress import Progress
from app.tax.place_history import BEGINNING, DatedFacts, History, Method
from app.tax.place_review import PlaceStatus
from app.tax.place_telling import TellPlace
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.boundary_dialog import BoundaryDialog
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.inputs import DateField, Field, Picker, TextField
from app.ui.page import Act, Page
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, Card, Choice, beside, label

_METHODS: Final = {
    Method.ZIP_SINGLE: "ZIP code",
    Method.USER: "told by hand",
    Method.BOUNDARY_FILE: "boundary file",
    Method.TAX_SERVICE: "tax service",
    Method.OVERRIDE: "told, against files",
}
_MISSING: Final = {
    "county_fips": "county",
    "inside_city": "city limits",
    "place_fips": "city",
}
_LIMITS: Final = {"": "not known", "yes": "yes, inside the city", "no": "no, outside"}
_KNOWN: Final = Badge("Verified", "circle-check", "ok")
_OPEN: Final = Badge("Look", "triangle-alert", "warn", "Something is missing")
_HELD: Final = Badge("Blocks", "octagon-alert", "bad", "It cannot be taxed")


class PlacesPart(QWidget):
    """The locations, those with something missing first; the answer at the right."""

    counted = Signal(int)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.grid = page.keep_layout(self._make_grid())
        self.grid.add_combo(
            "missing", {"": "All locations", "1": "To answer"}, self._keep, name="Show"
        )
        self.title = label("", "pane", wraps=True)
        self.facts = label("", "muted", wraps=True)
        self.problem = label("", "refused", wraps=True)
        self.county = Picker("County", hint="Name or five digits")
        self.limits = Choice("Inside the city's limits")
        for value, word in _LIMITS.items():
            self.limits.addItem(word, value)
        self.city = TextField("City, five digits", hint="20000")
        self.district = TextField("Tax districts", hint="RTD|SCFD")
        self.begins = DateField("From this day on", desk.clock.today(desk.zone))
        self.override = QCheckBox("Stands against files and services")
        self.why = TextField("Reason", hint="City's map of 12 Oct")
        self.verb = Button("Keep the answer", kind="primary", on_press=self.answer)
        self.pane = Card()
        for part in (self.title, self.facts, self.problem):
            self.pane.rows.addWidget(part)
        self._lay_fields()
        self.pane.rows.addLayout(beside(self.verb, None))
        self.history_head = label("What was known, and from when", "section")
        self.history = label("", "muted", wraps=True)
        self.pane.rows.addWidget(self.history_head)
        self.pane.rows.addWidget(self.history)
        self.pane.rows.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("tax_places", self.grid, self.pane, parts=(62, 38)))
        self.why.textChanged.connect(self._look)
        self.setFocusProxy(self.grid)
        self._selected()

    def _lay_fields(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        places = (
            ("County", self.county, "", 0, 0),
            ("Inside the city?", self.limits, "", 0, 1),
            ("City, five digits", self.city, "", 1, 0),
            ("Tax districts", self.district, "Separated by |", 1, 1),
            ("From this day on", self.begins, "Blank: what is known is mended", 2, 0),
            ("How you know", self.why, "Kept in the audit", 2, 1),
        )
        for title, field, note, row, column in places:
            box = Field(title, field, note=note)
            grid.addWidget(box, row, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.pane.rows.addLayout(grid)
        self.pane.rows.addWidget(self.override)

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="state", title="", value=_state, kind=Kind.BADGE, width=92),
            GridColumn(
                key="location",
                title="Location",
                value=lambda r: r.location_code,
                width=120,
                stretches=True,
            ),
            GridColumn(key="account", title="Account", value=lambda r: r.account_number, width=80),
            GridColumn(key="where", title="Lies in", value=lambda r: r.jurisdiction, width=130),
            GridColumn(key="county", title="County", value=_county, width=150),
            GridColumn(key="city", title="Inside a city", value=_inside, width=92),
            GridColumn(key="method", title="Known by", value=_method, width=120),
            GridColumn(key="missing", title="Missing", value=_missing, width=120),
        )
        grid = Grid(
            "tax_places", columns, self.desk.tasks, noun="location", find="Location, county"
        )
        grid.model.identify = lambda row: row.location_code
        self.files_button = Button("Boundary files…", on_press=self.open_files)
        grid.add_bar(self.files_button)
        grid.selected.connect(self._selected)
        return grid

    def read(self) -> None:
        """Reads the locations."""
        self.desk.read(list_places, self._show, key=f"tax places {id(self)}")

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, list):
            return
        found.sort(key=lambda each: (not each.problem, not each.missing))
        self.grid.empty.say(
            "No location yet", "A customer gets one with provisioning.", icon_name="landmark"
        )
        self.grid.show_rows(found)
        self.counted.emit(sum(bool(each.missing or each.problem) for each in found))
        if found and self.grid.current_row() is None:
            self.grid.select_where(lambda _: True)
        self._selected()

    def _keep(self, wanted: str) -> None:
        self.grid.model.keep = (lambda r: bool(r.missing or r.problem)) if wanted else None
        self.grid.model.arrange()

    def show_location(self, code: str) -> None:
        """Makes a location the current one and puts the keyboard on its answer."""
        if self.grid.select_where(lambda each: each.location_code == code):
            self.county.setFocus()

    # ---- the answer

    @Slot()
    def _selected(self, _: object = None) -> None:
        row = self.grid.current_row()
        there = isinstance(row, PlaceStatus)
        for field in (
            *(self.county, self.limits, self.city, self.district),
            *(self.begins, self.override, self.why),
        ):
            field.setEnabled(there)
        if there:
            self._fill(row)
        else:
            self.title.setText("Choose a location to tell where it lies")
            self.facts.setText("")
            self.problem.setText("")
            self._show_history(())
        self._look()

    def _fill(self, row: PlaceStatus) -> None:
        place = row.place
        self.title.setText(row.location_code)
        reason = f"\n{row.reason}" if row.reason else ""
        known = (
            f"Known since {words.day(row.since)}: {_method(row)}."
            if row.since
            else f"Known: {_method(row)}."
        )
        if not row.method:
            known = "Its county is not known."
        zip_code = f"{place.region} {place.postal_code}"
        self.facts.setText(f"{zip_code}, lies in {row.jurisdiction}.\n{known}{reason}")
        self.problem.setText(
            f"{row.problem[:1].upper()}{row.problem[1:]}. {row.way_out}" if row.problem else ""
        )
        self.problem.setVisible(bool(row.problem))
        offers = dict(row.candidates)
        if place.county_fips:
            offers.setdefault(place.county_fips, row.county_name)
        self.county.offer({code: f"{name} ({code})" for code, name in offers.items()})
        self.county.setText(f"{row.county_name} ({place.county_fips})" if place.county_fips else "")
        inside = {True: "yes", False: "no", None: ""}[place.inside_city]
        self.limits.setCurrentIndex(max(self.limits.findData(inside), 0))
        self.city.setText(place.place_fips or "")
        self.district.setText("|".join(place.districts))
        self.begins.show_day(None)
        self.override.setChecked(row.method is Method.OVERRIDE)
        self.why.setText("")
        self._show_history(row.history)

    def _show_history(self, history: History) -> None:
        """The dated facts, the newest first; nothing where one holds on every day."""
        lines = [dated_words(each) for each in reversed(history)]
        self.history.setText("\n".join(lines))
        for part in (self.history_head, self.history):
            part.setVisible(bool(lines))

    # ---- boundary files

    def acts(self) -> Sequence[Act]:
        """What can be done with places."""
        return (
            Act(
                title="Boundary files of states…",
                menu="Tools",
                key="Alt+Shift+P",
                icon="upload",
                run=self.open_files,
            ),
        )

    @Slot()
    def open_files(self) -> None:
        """Shows what boundary files say of the locations."""
        BoundaryDialog(self.desk, self.window()).open()

    @Slot()
    def _look(self) -> None:
        there = isinstance(self.grid.current_row(), PlaceStatus)
        self.verb.setEnabled(there and bool(self.why.text().strip()))
        self.verb.setToolTip("" if self.verb.isEnabled() else "Say first how you know")

    @Slot()
    def answer(self) -> None:
        """Keeps what was told of the location."""
        row = self.grid.current_row()
        if not isinstance(row, PlaceStatus):
            return
        if self.begins.reading()[1]:
            self.begins.setFocus()
            return
        told = self._told(row)
        self.desk.do(
            f"Place of {row.location_code}",
            partial(_tell, row.location_code, told),
            told=lambda _: f"The place of {row.location_code} is kept",
            changes=Changes.TAXES | Changes.CUSTOMERS,
            done=self._done,
            failed=self.page.failed,
        )

    def _told(self, row: PlaceStatus) -> TellPlace:
        """What differs from what is known."""
        place = row.place
        typed = self.county.text().strip()
        county = (self.county.key if typed else "") or typed.rpartition("(")[2].rstrip(")")
        limits = str(self.limits.currentData())
        city = self.city.text().strip()
        told = TellPlace(
            why=self.why.text().strip(),
            begins=self.begins.day,
            is_override=self.override.isChecked(),
        )
        districts = self.district.text().strip()
        if districts != "|".join(place.districts):
            told = replace(told, district=districts)
        if county and county[-3:] != place.county_fips[-3:]:
            told = replace(told, county=county)
        if limits:
            told = replace(told, inside_city=limits == "yes")
        if city and city != place.place_fips:
            told = replace(told, place=city)
        return told

    @Slot(object)
    def _done(self, found: object) -> None:
        if isinstance(found, ToldPlace):
            self.page.clear_error()
            self.grid.view.setFocus()


def dated_words(row: DatedFacts) -> str:
    """Facts that held from a day on, in a line."""
    facts = row.facts
    since = "Always" if row.effective_from == BEGINNING else f"From {words.day(row.effective_from)}"
    limits = {True: "inside the city", False: "outside the city", None: ""}[facts.inside_city]
    parts = [
        f"county {facts.county_fips}" if facts.county_fips else "",
        f"city {facts.place_fips}" if facts.place_fips else "",
        limits,
        f"districts {facts.district.replace('|', ', ')}" if facts.district else "",
    ]
    known = ", ".join(part for part in parts if part) or "nothing known"
    reason = f": {row.reason}" if row.reason else ""
    return f"{since}: {known}. {_METHODS[row.method].capitalize()}{reason}."


def _tell(code: str, told: TellPlace, office: Office, _: Progress) -> ToldPlace:
    return tell_place(office, code, told)


def _state(row: PlaceStatus) -> Badge:
    if row.problem:
        return _HELD
    return _OPEN if row.missing else _KNOWN


def _county(row: PlaceStatus) -> str:
    return row.county_name or " or ".join(name or code for code, name in row.candidates)


def _inside(row: PlaceStatus) -> str:
    return {True: "yes", False: "no", None: "not known"}[row.place.inside_city]


def _method(row: PlaceStatus) -> str:
    return _METHODS[row.method] if row.method else ""


def _missing(row: PlaceStatus) -> str:
    return ", ".join(_MISSING.get(each, each) for each in row.missing)
