"""How a person has laid out a list: widths, order, hidden columns, sorting, what is searched."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit

from app.ui.appearance.look import LOOK
from app.ui.grid.source import Sorting
from app.ui.grid.table_view import TableView

_NARROWEST = 24


def layout_of(
    view: TableView, find_field: QLineEdit, combos: Mapping[str, QComboBox]
) -> dict[str, object]:
    """The layout, to be kept; widths as they are at the usual text size."""
    head, model = view.horizontalHeader(), view.rows()
    grown = LOOK.scaled(100)
    return {
        "columns": [
            {
                "key": column.key,
                "place": head.visualIndex(place),
                "width": view.columnWidth(place) * 100 // grown,
                "hidden": view.isColumnHidden(place),
            }
            for place, column in enumerate(model.columns)
        ],
        "sort": [model.sorting.key, model.sorting.falls] if model.sorting else None,
        "find": find_field.text(),
        "combos": {key: box.currentData() for key, box in combos.items()},
    }


def take_layout(
    view: TableView,
    find_field: QLineEdit,
    combos: Mapping[str, QComboBox],
    *,
    kept: Mapping[str, Any],
) -> None:
    """Takes a layout that was kept; columns it does not know stay as they are."""
    head, model = view.horizontalHeader(), view.rows()
    places = {column.key: place for place, column in enumerate(model.columns)}
    for entry in sorted(kept.get("columns", ()), key=lambda each: int(each["place"])):
        place = places.get(entry["key"])
        if place is None:
            continue
        hidden = bool(entry["hidden"]) and entry["hidden"] != "false"
        if not hidden and not model.columns[place].stretches:
            width = LOOK.scaled(int(entry["width"]))
            view.setColumnWidth(place, max(width, _NARROWEST))
        view.setColumnHidden(place, hidden)
        head.moveSection(head.visualIndex(place), min(int(entry["place"]), head.count() - 1))
    for key, value in kept.get("combos", {}).items():
        box = combos.get(key)
        if box is not None and box.findData(value) >= 0:
            box.setCurrentIndex(box.findData(value))
    sort = kept.get("sort")
    model.sorting = Sorting(sort[0], bool(sort[1])) if sort and sort[0] in places else None
    view.show_sorting()
    find_field.setText(str(kept.get("find") or ""))


def reset_layout(view: TableView) -> None:
    """The widths, order and columns as they came, in the list's own order."""
    head, model = view.horizontalHeader(), view.rows()
    for place, column in enumerate(model.columns):
        head.moveSection(head.visualIndex(place), place)
        view.setColumnHidden(place, column.is_hidden)
        if not column.stretches:
            view.setColumnWidth(place, LOOK.scaled(column.width))
    model.sorting = None
    view.show_sorting()
