"""What can be done on the page of customers: its entries in the menus, with their keys."""

from collections.abc import Callable, Sequence

from app.ui.page import Act
from app.ui.pages.customers.editor import Editor
from app.ui.pages.customers.overview import Overview


def customer_acts(
    editor: Editor, provision: Callable[[], object], overview: Overview
) -> Sequence[Act]:
    """The acts of the page."""
    return (
        Act(
            title="New customer…",
            menu="Customer",
            key="Ctrl+N",
            run=editor.new_customer,
            icon="user-plus",
        ),
        Act(
            title="Provision numbers…",
            menu="Customer",
            key="Ctrl+Shift+P",
            run=provision,
            icon="phone",
        ),
        Act(
            title="New location…",
            menu="Customer",
            key="Alt+Shift+L",
            run=editor.new_location,
            icon="map-pin",
        ),
        # F2 stays with the lists, which edit the cell.
        Act(
            title="Edit the customer…",
            menu="Customer",
            key="Ctrl+E",
            run=editor.edit,
            icon="pencil",
        ),
        Act(
            title="Note an onboarding answer…",
            menu="Customer",
            key="Alt+Shift+Q",
            run=editor.note_next,
            icon="clock",
        ),
        # On the lock itself it is F4, as in every field.
        Act(
            title="Who owns its fields",
            menu="Customer",
            key="Alt+Shift+W",
            run=overview.tell_owner,
            icon="lock",
        ),
        Act(
            title="Move the customer to the trash",
            menu="Customer",
            key="Ctrl+Shift+Del",
            run=editor.remove,
            icon="trash-2",
        ),
        Act(
            title="Trash…",
            menu="Edit",
            key="Alt+Shift+T",
            run=editor.open_trash,
            icon="trash-2",
        ),
    )
