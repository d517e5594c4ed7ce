"""One tax rule as a form: a new one, one as it stands, or another rate from a day on."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from app.errors import InputError
from app.tax.rule import TAXES, TaxRule, followed
from app.ui.desk import Desk
from app.ui.dialogs.record_form import Form, Group, Item, RecordForm
from app.values.sheet import SheetRow

_WHAT: Final = (
    Item(field="tax_code", title="Code"),
    Item(field="family", title="Kind of tax", note="SALES, E911, FUSF"),
    Item(field="tax_name", title="Name"),
    Item(field="bill_label", title="Words on the invoice", note="Blank: the name"),
    Item(field="class_", title="Whose money it is"),
)
_WHEN: Final = (
    Item(field="effective_from", title="First day"),
    Item(field="effective_to", title="Last day", note="Blank: no end yet"),
    Item(field="date_basis", title="Day that decides", blank="the invoice's"),
)
_WHERE: Final = (
    Item(field="country", title="Country", note="Two letters"),
    Item(field="state", title="State or province", note="Blank: everywhere"),
    Item(field="county_fips", title="County", note="Three digits; blank: all"),
    Item(field="place_fips", title="City", note="Five digits; blank: all"),
    Item(field="district", title="District", note="Blank: all"),
)
_ON_WHAT: Final = (
    Item(
        field="category",
        title="Product categories",
        note="Separated by |, * at the end for more; blank: all",
        is_wide=True,
    ),
    Item(field="customer_class", title="Kind of customer", note="Blank or *: all"),
)
_HOW_MUCH: Final = (
    Item(field="calc_method", title="Worked out by"),
    Item(field="base_kind", title="Taken of"),
    Item(field="rate", title="Rate", note="A fraction: 0.029 is 2.9 %"),
    Item(field="unit_amount", title="Amount for one"),
    Item(field="unit_kind", title="What is counted", note="LINE, TRUNK, CALL_PATH, …"),
    Item(field="base_includes", title="Taxes that join the base", note="Codes, separated by |"),
    Item(field="taxable_pct", title="Taxable part", note="A fraction; blank: all of it"),
    Item(field="min_base", title="Only what is above"),
    Item(field="max_base", title="Only what is up to"),
    Item(field="cap_units", title="At most so many"),
    Item(field="cap_scope", title="Counted over", blank="each location"),
    Item(field="prorate", title="By days", blank="no"),
)
_ON_PAPER: Final = (
    Item(field="round_level", title="Rounded over", blank="the invoice"),
    Item(field="round_mode", title="How it is rounded", blank="half up"),
    Item(field="calc_seq", title="Order in print"),
    Item(field="source_note", title="Where the rate was read", is_wide=True),
)
_GROUPS: Final = (
    Group(title="What it is", items=_WHAT),
    Group(title="In force", items=_WHEN),
    Group(title="Where", items=_WHERE),
    Group(title="On what, and of whom", items=_ON_WHAT),
    Group(title="How much", items=_HOW_MUCH),
    Group(title="On the invoice", items=_ON_PAPER),
)
_FROM: Final = "effective_from"


class _NextRate(RecordForm):
    """Another rate: the rule before ends the day before it begins, and both are one undo."""

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Writes the end of the one and the beginning of the other."""
        before, after = self.form.like, rows[0]
        if not isinstance(before, TaxRule) or not isinstance(after, TaxRule):
            return
        try:
            both = followed(before, after)
        except InputError as fault:
            self.refuse({_FROM: f"{fault.why} {fault.remedy}"})
            return
        super().write(both)


def rule_dialog(
    desk: Desk, rule: TaxRule | None, *, today: date, parent: QWidget | None = None
) -> RecordForm:
    """The form of a rule, or of a new one."""
    title = f"Rule {rule.tax_code}" if rule is not None else "New rule"
    form = Form(
        sheet=TAXES,
        groups=_GROUPS,
        title=title,
        verb="Save" if rule is not None else "Add the rule",
        today=today,
        row=rule,
    )
    return RecordForm(desk, form, parent, at="" if rule is None else "effective_to")


def next_rate_dialog(
    desk: Desk, rule: TaxRule, *, today: date, parent: QWidget | None = None
) -> RecordForm:
    """The form of another rate that takes a rule's place from a day on."""
    has_ended = rule.effective_to is not None and rule.effective_to < today
    form = Form(
        sheet=TAXES,
        groups=(Group(title="In force", items=_WHEN), *(g for g in _GROUPS if g.items != _WHEN)),
        title=f"Another rate of {rule.tax_code}",
        verb="End the one, begin the other",
        today=today,
        fixed={_FROM: "", **({"effective_to": ""} if has_ended else {})},
        like=rule,
        kept=frozenset(TAXES.key) - {_FROM},
        undo_words=f"Another rate of {rule.tax_code}",
    )
    return _NextRate(desk, form, parent, at=_FROM)
