from app.rating.reasons import SENTENCES
from app.usage.table import Reason


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


def test_sentences_are_sentences() -> None:
    assert [text for text in SENTENCES.values() if not text.endswith(".") or "_" in text] == []
