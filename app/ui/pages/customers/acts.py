"""What can be done on the page of customers: its entries in the menus, with their keys."""

from collections.abc import Callable, Sequence

from app.ui.page import Act
from app.ui.pages.customers.editor import Editor


def customer_acts(editor: Editor, provision: Callable[[], object]) -> Sequence[Act]:
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
