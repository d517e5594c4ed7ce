"""One rate plan with all its fields."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from app.operations.browse_rates import RateSetup
from app.rating.plan import RATE_PLANS, RatePlan
from app.ui.desk import Desk
from app.ui.dialogs.record_form import Form, Group, Item, RecordForm

_INCREMENTS: Final = (
    Item(field="initial_seconds", title="First increment, seconds"),
    Item(field="increment_seconds", title="Further increments, seconds"),
    Item(field="minimum_seconds", title="A call counts at least, seconds"),
    Item(field="free_below_seconds", title="Shorter calls are free, seconds"),
)
_PRICES: Final = (
    Item(field="deck_multiplier", title="The deck's rates times"),
    Item(field="connect_fee", title="Once for a call"),
    Item(field="minimum_charge", title="A call costs at least"),
    Item(field="maximum_charge", title="A call costs at most"),
    Item(field="inbound_rate", title="A minute of a call in"),
    Item(field="toll_free_rate", title="A minute in, toll-free"),
    Item(field="directory_assistance_fee", title="A call to 411"),
    Item(field="on_net", title="Between own numbers"),
    Item(field="call_decimals", title="Decimals of a charge"),
    Item(field="call_rounding", title="Rounding of a charge"),
)
_INCLUDED: Final = (
    Item(field="allowance_minutes", title="Included minutes of a period"),
    Item(field="allowance_scope", title="Who shares them"),
    Item(field="allowance_connect_fee", title="Connect fee for included calls"),
)


def plan_dialog(
    desk: Desk, plan: RatePlan, setup: RateSetup, *, parent: QWidget | None = None
) -> RecordForm:
    """The form of a plan."""
    decks: Mapping[str, str] = {each.deck_code: each.deck_code for each in setup.decks}
    products = {
        f"{each.name} ({each.product_code})": each.product_code
        for each in setup.products
        if each.billed == "usage"
    }
    form = Form(
        sheet=RATE_PLANS,
        groups=(
            Group(
                title="Plan",
                items=(
                    Item(field="name", title="Name"),
                    Item(field="deck_code", title="Deck", entries=decks),
                    Item(field="usage_product", title="Billed as", entries=products),
                ),
            ),
            Group(title="How calls are measured", items=_INCREMENTS),
            Group(title="What they cost", items=_PRICES),
            Group(title="Included minutes", items=_INCLUDED),
        ),
        title=f"Plan {plan.name}",
        verb="Save",
        today=setup.today,
        row=plan,
        undo_words=f"Plan {plan.plan_code}",
    )
    return RecordForm(desk, form, parent)
