from pathlib import Path

import pytest

from app.documents.invoice.document import SURCHARGE_WORDS
from app.documents.invoice.own_words import OwnWords, read_words
from app.errors import InputError

WORDS = """
dispute_days = 60
late_payment = "1.5 % a month."
nonpayment = "Service can end after 30 days."
[regulator]
co = "Colorado Public Utilities Commission"
"*" = "Your state's commission"
"""


def words(folder: Path, text: str = WORDS) -> OwnWords:
    path = folder / "words.toml"
    path.write_text(text, encoding="utf-8")
    return read_words(path)


def test_the_words_of_a_file(tmp_path: Path) -> None:
    copy = words(tmp_path).copy
    assert (copy.dispute_days, copy.late_payment, copy.nonpayment, copy.surcharges) == (
        60,
        "1.5 % a month.",
        "Service can end after 30 days.",
        SURCHARGE_WORDS,
    )


def test_the_regulator_is_that_of_the_customers_state(tmp_path: Path) -> None:
    own = words(tmp_path)
    told = [own.copy_for(region).regulator for region in ("CO", "WY")]
    assert told == ["Colorado Public Utilities Commission", "Your state's commission"]


def test_without_a_file_nothing_is_added() -> None:
    copy = OwnWords().copy_for("CO")
    assert (copy.regulator, copy.late_payment, copy.dispute_days) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("late = 1", "“late” is none of its words"),
        ("late_payment = 1", "“late_payment” holds no words"),
        ('dispute = " "', "“dispute” holds no words"),
        ('regulator = "CO"', "“regulator” is a table"),
        ("[regulator]\nCO = 1", "“regulator” is a table"),
        ("dispute_days = 0", "whole number of days"),
        ("dispute_days = true", "whole number of days"),
        ('dispute_days = "60"', "whole number of days"),
        ("late_payment", "after a key"),
    ],
)
def test_what_else_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(InputError) as refused:
        words(tmp_path, text)
    assert why in refused.value.why


def test_a_file_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no words for invoices"):
        read_words(tmp_path / "nowhere.toml")
