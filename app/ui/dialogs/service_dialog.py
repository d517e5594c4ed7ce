"""One recurring service."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QWidget

from app.customers.service import SERVICES, Service
from app.ui.desk import Desk
from app.ui.dialogs.record_form import Form, Group, Item, RecordForm


def service_dialog(
    desk: Desk,
    service: Service,
    *,
    products: Mapping[str, str],
    places: Mapping[str, str],
    today: date,
    parent: QWidget | None = None,
    at: str = "",
) -> RecordForm:
    """The form of a service; ``products`` and ``places``: words to codes."""
    items = (
        Item(field="service_code", title="Code"),
        Item(field="product_code", title="Product", entries=products),
        Item(field="location_code", title="Location", entries=places),
        Item(field="quantity", title="Quantity"),
        Item(field="unit_price", title="Own price", note="Blank: the product's"),
        Item(field="description", title="Words on the invoice", note="Blank: the product's name"),
        Item(field="starts_on", title="First day"),
        Item(field="ends_on", title="Ends on", note="First day it is gone"),
        Item(field="contract_line", title="Line of the contract"),
    )
    form = Form(
        sheet=SERVICES,
        groups=(Group(title="", items=items),),
        title=f"Service {service.service_code}",
        verb="Save",
        today=today,
        row=service,
    )
    return RecordForm(desk, form, parent, at=at)
