"""What other systems have to do with a customer: the owners of its fields, and its onboarding."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.operations.browse_customers.customer import CustomerView, show_customer
from app.operations.locks import location_locks, locks
from app.operations.office import Office
from app.operations.onboarding import Card, onboarding


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What is owned or asked elsewhere of one customer."""

    account: Mapping[str, str] = field(default_factory=dict)
    """Owners of fields of the account, by column."""
    locations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The same by location code."""
    card: Card | None = None
    """What only people know; None: it did not come from a PSA."""


NOTHING = Elsewhere()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A customer, and what others have to do with it."""

    view: CustomerView
    elsewhere: Elsewhere


def read_customer(office: Office, account_number: str, period: str) -> Shown:
    """A customer as its page shows it."""
    view = show_customer(office, account_number, period)
    cards = {each.account_number: each for each in onboarding(office, done=True)}
    return Shown(
        view=view,
        elsewhere=Elsewhere(
            account=locks(office, account_number),
            locations=location_locks(office, account_number),
            card=cards.get(account_number),
        ),
    )
