"""Which customers of a whole list may be ours, of many at once: by our number, and by name."""

from collections.abc import Callable, Collection, Iterable, Sequence

from app.billing.incoming import BookCustomer
from app.billing.outgoing import OutgoingCustomer


def matched(
    customers: Sequence[OutgoingCustomer],
    held: Iterable[BookCustomer],
    *,
    names: Callable[[OutgoingCustomer], Collection[str]],
) -> list[list[BookCustomer]]:
    """Of each of ours those of the list that bear its number or a name of it, in order.

    ``names``: how one of ours may be called there; case does not count. What a walk gives twice is
    one customer, as it was given last.
    """
    by_key: dict[tuple[str, str], list[BookCustomer]] = {}
    for each in {found.source_id: found for found in held}.values():
        by_key.setdefault(("name", each.name.casefold()), []).append(each)
        if each.number:
            by_key.setdefault(("number", each.number), []).append(each)
    answers = []
    for ours in customers:
        keys = [("number", ours.number), *(("name", each.casefold()) for each in names(ours))]
        found = [each for key in keys for each in by_key.get(key, ())]
        answers.append(list({each.source_id: each for each in found}.values()))
    return answers
