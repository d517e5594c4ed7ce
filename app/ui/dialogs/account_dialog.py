"""One customer: its names, addresses, terms, how it is billed and reached."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from app.customers.account import ACCOUNTS, Account
from app.ui.desk import Desk
from app.ui.dialogs.record_form import Form, Group, Item, RecordForm

_WHO: Final = (
    Item(field="account_number", title="Account number"),
    Item(field="name", title="Name"),
    Item(field="billing_name", title="Name on the invoice", note="Blank: the name"),
    Item(field="btn", title="Main number"),
    Item(field="customer_class", title="Kind of customer", note="For taxes"),
)
_WHERE: Final = (
    Item(field="address_line1", title="Street", is_wide=True),
    Item(field="address_line2", title="Suite, floor"),
    Item(field="city", title="City"),
    Item(field="region", title="State"),
    Item(field="postal_code", title="ZIP"),
    Item(field="country", title="Country"),
)
_REACHED: Final = (
    Item(field="contact_name", title="Whom to write to"),
    Item(field="phone", title="Telephone of the contact"),
    Item(field="billing_email", title="E-mail for invoices"),
    Item(field="delivery", title="How invoices go out"),
)
_DATES: Final = (
    Item(field="timezone", title="Time zone", note="Blank: the company's"),
    Item(field="contract_reference", title="Contract or purchase order"),
    Item(field="opened_on", title="Customer since"),
    Item(field="closed_on", title="Closed on", note="First day no longer a customer"),
    Item(field="psa_id", title="Its id in the PSA"),
    Item(field="accounting_id", title="Its id in accounting"),
)


def account_dialog(
    desk: Desk,
    account: Account | None,
    parents: Mapping[str, str],
    *,
    today: date,
    parent: QWidget | None = None,
    at: str = "",
    owners: Mapping[str, str] | None = None,
) -> RecordForm:
    """The form of a customer, or of a new one; ``parents``: words and numbers of all others.

    ``owners``: who owns which field, where that is not us.
    """
    own = account.account_number if account is not None else ""
    above = {text: number for text, number in parents.items() if number != own}
    billed = (
        Item(field="terms", title="Terms", note="Blank: the company's"),
        Item(field="bill_cycle_day", title="Day its period begins", note="1 to 28"),
        Item(field="consolidated", title="One invoice for everything"),
        Item(field="parent_account_number", title="Belongs to", entries=above),
        Item(field="bill_to_parent", title="Its lines stand on that customer's invoice"),
    )
    form = Form(
        sheet=ACCOUNTS,
        groups=(
            Group(title="Customer", items=_WHO),
            Group(title="Billing address", items=_WHERE),
            Group(title="Contact", items=_REACHED),
            Group(title="Billing", items=billed),
            Group(title="More", items=_DATES),
        ),
        title=f"Edit {account.name}" if account is not None else "New customer",
        verb="Save" if account is not None else "Add the customer",
        today=today,
        row=account,
        fixed={} if account is not None else {"opened_on": today.isoformat()},
        undo_words=f"Customer {account.name}" if account is not None else "New customer",
        owners=owners or {},
    )
    return RecordForm(desk, form, parent, at=at)
