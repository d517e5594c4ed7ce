"""The last step of a call's charge: fee, minimum and maximum (``setup-workbook.md``, priced, 8)."""

import numpy as np
import numpy.typing as npt

from app.errors import InputError
from app.rating.book import RateBook
from app.rating.compiled_deck import BLANK
from app.rating.products import LIMIT
from app.values.money import from_counts

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int32]


def charges(
    time_charge: Ints,
    own_fee: Ints,
    plan: Indexes,
    book: RateBook,
    *,
    free: Bools,
    covered: Bools | None = None,
) -> Ints:
    """The charge of calls whose rounded charge for time is known; in counts.

    ``own_fee``: the deck row's connect fee, ``BLANK`` where the plan's holds. ``free``: the price
    is 0, so the plan's fee and minimum do not apply. ``covered``: the allowance leaves no second
    to charge. InputError if a charge is more than an amount can hold.
    """
    plans = book.columns
    plan_fee = np.where(free, 0, plans.connect_fee[plan])
    fee = np.where(own_fee == BLANK, plan_fee, own_fee)
    minimum = np.where(free, -LIMIT, plans.minimum_charge[plan])
    charge = np.maximum(time_charge + fee, minimum)
    if covered is not None:
        fee_alone = np.where(plans.allowance_connect_fee[plan], fee, 0)
        charge = np.where(covered, fee_alone, charge)
    charge = np.minimum(charge, plans.maximum_charge[plan])
    beyond = np.flatnonzero(np.abs(charge) >= LIMIT)
    if len(beyond):
        raise InputError(
            f"A call comes to {from_counts(LIMIT)} or more.",
            f"It is priced by rate plan {book.plans[plan[beyond[0]]].plan_code}.",
            "Mend the plan's or the deck's rates, or set a maximum charge.",
        )
    return charge
