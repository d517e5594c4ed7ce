"""Words of the counts: the odd one of each row, what each choice comes to, what settles it."""

from collections import Counter
from decimal import Decimal
from typing import Final

from app.billing.counts import CountAction, CountRow, Suggestion
from app.ui import words
from app.ui.parts.choice_cards import CardChoice
from app.values.money import ZERO

_CENT: Final = Decimal("0.01")
NO_LIST: Final = "no list"
COLUMNS: Final = ("contract", "provisioned", "carrier", "billed")
_LIKELY: Final = {
    Suggestion.BILL_PROVISIONED: CountAction.BILL_PROVISIONED,
    Suggestion.BILL_CONTRACTED: CountAction.BILL_CONTRACTED,
    Suggestion.ASSIGN: CountAction.BILL_CONTRACTED,
    Suggestion.LOWER: CountAction.LOWER,
}


def count_of(value: Decimal | None) -> object:
    """A count for a cell: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value


def number(value: Decimal) -> str:
    """A count in words."""
    return (
        words.count(int(value)) if value == value.to_integral_value() else f"{value.normalize():f}"
    )


def odd_ones(row: CountRow) -> frozenset[str]:
    """The columns that are otherwise than most; where it stands even, than the contract."""
    if not row.differs:
        return frozenset()
    values = {name: getattr(row, name) for name in COLUMNS}
    known = {name: value for name, value in values.items() if value is not None}
    ranked = Counter(known.values()).most_common()
    most = ranked[0][1]
    leading = [value for value, times in ranked if times == most]
    base = leading[0]
    if len(leading) > 1 and row.contract is not None:
        base = row.contract
    return frozenset(name for name, value in known.items() if value != base)


def likely_action(row: CountRow) -> CountAction | None:
    """What settles it as suggested; None: somebody has to look."""
    return _LIKELY.get(row.suggestion)


def verb_of(row: CountRow) -> str:
    """What the row's button says."""
    match row.suggestion:
        case Suggestion.BILL_PROVISIONED:
            return f"Bill {number(row.target)}"
        case Suggestion.BILL_CONTRACTED:
            return f"Bill {number(row.target)}"
        case Suggestion.ASSIGN:
            return "Assign"
        case Suggestion.LOWER:
            return "Lower"
        case Suggestion.LOOK:
            return "Look"
        case _:
            return ""


def choices_of(row: CountRow) -> list[CardChoice]:
    """What can be done about a row, with the money of each."""
    product = row.product_name
    here = number(row.provisioned)
    contract = ZERO if row.contract is None else row.contract
    beyond = row.provisioned - contract
    first = CardChoice(
        value=CountAction.BILL_PROVISIONED.value,
        title=f"Bill {here} now",
        words=f"{_a_month(row, row.provisioned)} Services follow from the next day that is open.",
        letter="B",
    )
    if beyond < 0:
        first = CardChoice(
            value=CountAction.LOWER.value,
            title=f"Lower the contract to {here}",
            words=f"{_a_month(row, row.provisioned)} Tell the account manager; {here} are billed.",
            letter="B",
        )
    second = CardChoice(
        value=CountAction.BILL_CONTRACTED.value,
        title=f"Bill the contracted {number(contract)}"
        if row.contract is not None
        else "Bill the contracted",
        words=f"{_a_month(row, contract)} {_technician(beyond)} Shown again next month."
        if row.contract is not None
        else f"No agreement that is known names {product}.",
        letter="C",
        is_barred=row.contract is None,
    )
    third = CardChoice(
        value=CountAction.FREE.value,
        title="Free until a date…",
        words="Needs a reason. Stays on this list as free, ends by itself."
        if beyond > 0
        else "Nothing is beyond the contract.",
        letter="F",
        is_barred=beyond <= 0,
    )
    return [first, second, third]


def _technician(beyond: Decimal) -> str:
    if beyond > 0:
        return f"Ask the technician to remove {number(beyond)}."
    return f"Ask the technician to add {number(-beyond)}." if beyond < 0 else ""


def _a_month(row: CountRow, quantity: Decimal) -> str:
    billed = row.provisioned if row.billed is None else row.billed
    amount = ((quantity - billed) * row.unit_price).quantize(_CENT)
    return f"{words.change(amount)} a month." if amount else "No change of what is billed."


def settle_words(row: CountRow, action: CountAction | None) -> str:
    """What the filled button says."""
    product = row.product_name.casefold()
    match action:
        case CountAction.BILL_PROVISIONED:
            return f"Bill {number(row.provisioned)}"
        case CountAction.LOWER:
            return f"Bill {number(row.provisioned)}, lower the contract"
        case CountAction.BILL_CONTRACTED:
            return f"Bill {number(row.contract or ZERO)}"
        case CountAction.FREE:
            beyond = row.provisioned - (row.contract or ZERO)
            return f"Leave {number(beyond)} free"
        case None:
            return f"Settle {product}"


def story(row: CountRow) -> str:
    """What differs, in a sentence."""
    here = number(row.provisioned)
    told = []
    if row.contract is not None and row.contract != row.provisioned:
        more = row.provisioned - row.contract
        how = f"{number(abs(more))} {'more' if more > 0 else 'less'} than the contract"
        told.append(f"Provisioned are {here}, {how}.")
    if row.contract is None:
        told.append(f"Provisioned are {here}, and no agreement that is known names it.")
    if row.carrier is not None and row.carrier != row.provisioned:
        told.append(f"The carrier lists {number(row.carrier)}.")
    if row.billed is not None and row.billed != row.target:
        told.append(f"The last invoices bill {number(row.billed)}.")
    return " ".join(told) or "All of them agree."
