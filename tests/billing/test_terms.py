from datetime import date

import pytest

from app.billing.terms import read_terms

INVOICE_DATE = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Net 30", date(2026, 12, 10)),
        ("net30", date(2026, 12, 10)),
        ("NET 15 days", date(2026, 11, 25)),
        ("30 days", date(2026, 12, 10)),
        ("30", date(2026, 12, 10)),
        ("N/30", date(2026, 12, 10)),
        ("2/10 Net 30", date(2026, 12, 10)),
        ("2%/10, net 30", date(2026, 12, 10)),
        ("Due on receipt", date(2026, 11, 10)),
        ("Due upon receipt.", date(2026, 11, 10)),
        ("COD", date(2026, 11, 10)),
        ("Net 15 EOM", date(2026, 12, 15)),
        ("EOM", date(2026, 11, 30)),
        ("Net EOM 10", date(2026, 12, 10)),
        ("Net 10 prox", date(2026, 12, 10)),
        ("Net 0", date(2026, 11, 10)),
    ],
)
def test_terms_give_the_due_date(words: str, due: date) -> None:
    terms = read_terms(words)
    assert terms is not None
    assert terms.due(INVOICE_DATE) == due


@pytest.mark.parametrize("words", ["", "when you can", "Net", "Net thirty", "Net 30 weeks", "2/10"])
def test_other_words_are_not_guessed(words: str) -> None:
    assert read_terms(words) is None
