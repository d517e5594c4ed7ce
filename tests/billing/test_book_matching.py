from dataclasses import replace

from app.billing.book_matching import outgoing_customer
from app.billing.incoming import BookTerms
from app.customers.account import Account

GRANITE = Account(
    account_number="100",
    name="Granite Peak",
    address_line1="88 Quarry Street",
    city="Lakewood",
    region="CO",
    postal_code="80226",
)


def test_terms_are_found_by_their_days() -> None:
    choices = [
        BookTerms(source_id="3", name="30 old", days=30, is_active=False),
        BookTerms(source_id="4", name="30", days=30),
    ]

    def made(terms: str | None) -> tuple[str | None, int | None]:
        ours = outgoing_customer(
            replace(GRANITE, terms=terms, billing_name="Granite AP"),
            terms_words="Net 30",
            currency="USD",
            choices=choices,
        )
        assert ours.name == "Granite AP"
        return ours.terms_id, ours.terms_days

    assert made(None) == ("4", 30)
    assert made("Net 15") == (None, 15)
    assert made("Net 15 EOM") == (None, None)
    assert made("by handshake") == (None, None)


def test_terms_that_somebody_paired_come_before_days() -> None:
    choices = [BookTerms(source_id="3", name="House", days=20), BookTerms(source_id="4", days=30)]
    made = outgoing_customer(
        GRANITE, terms_words="Net 30", currency="USD", choices=choices, paired={"Net 30": "3"}
    )
    assert (made.terms_id, made.terms_days) == ("3", 30)
