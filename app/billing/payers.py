"""Who pays for whom: accounts whose lines stand on a parent's invoice."""

from collections.abc import Iterable, Mapping

from app.customers.account import Account


def bills_to(account: Account) -> str | None:
    """The account on whose invoice the lines go next; None: its own."""
    return account.parent_account_number if account.bill_to_parent else None


def payer_of(account_number: str, parents: Mapping[str, str | None]) -> str:
    """The account that is billed in the end, up the chain of parents.

    ``parents`` is ``bills_to`` by account number. A chain that runs in a circle or out of the known
    accounts ends nowhere: then each pays for itself, and the bill-ready check says so.
    """
    seen = [account_number]
    above = parents.get(account_number)
    while above is not None:
        if above in seen or above not in parents:
            return account_number
        seen.append(above)
        above = parents[above]
    return seen[-1]


def billing_groups(accounts: Iterable[Account]) -> dict[str, list[str]]:
    """By payer the accounts whose lines its invoice holds: itself first, then by number."""
    parents = {account.account_number: bills_to(account) for account in accounts}
    groups: dict[str, list[str]] = {}
    for number in sorted(parents):
        groups.setdefault(payer_of(number, parents), []).append(number)
    return {
        payer: sorted(numbers, key=lambda number: (number != payer, number))
        for payer, numbers in sorted(groups.items())
    }
