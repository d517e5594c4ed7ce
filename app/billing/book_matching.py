"""An account as the books are to have it; which customer there it is stands in the map."""

from collections.abc import Mapping, Sequence

from app.billing.incoming import BookTerms
from app.billing.outgoing import OutgoingCustomer
from app.billing.terms import read_terms
from app.customers.account import Account
from app.values.foreign_record import PostalAddress


def _name(account: Account) -> str:
    return (account.billing_name or account.name).strip()


def outgoing_customer(
    account: Account,
    *,
    terms_words: str,
    currency: str,
    choices: Sequence[BookTerms],
    paired: Mapping[str, str] | None = None,
) -> OutgoingCustomer:
    """An account as the books are to have it; ``terms_words`` and ``currency`` are the company's.

    Terms are those that somebody ``paired`` with our words, else those of ``choices`` with as many
    days, where there are such.
    """
    words = account.terms or terms_words
    terms = read_terms(words)
    days = terms.days if terms is not None and not terms.from_month_end else None
    usable = [each for each in choices if each.is_active]
    named = [each for each in usable if each.source_id == (paired or {}).get(words)]
    fitting = [each for each in usable if days is not None and each.days == days]
    match = next(iter([*named, *fitting]), None)
    return OutgoingCustomer(
        number=account.account_number,
        name=_name(account),
        email=account.billing_email,
        phone=account.phone,
        contact_name=account.contact_name,
        address=PostalAddress(
            line1=account.address_line1,
            line2=account.address_line2 or "",
            city=account.city,
            region=account.region,
            postal_code=account.postal_code,
            country=account.country,
        ),
        terms_id=None if match is None else match.source_id,
        terms_days=days,
        currency=currency,
    )
