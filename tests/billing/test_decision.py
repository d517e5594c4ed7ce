"""What a company decides once."""

import pytest

from app.billing.decision import (
    BACKUP_FOLDER,
    QUESTIONS,
    answered,
    checked_answer,
    choice_of,
    choices_of,
    is_asked,
    is_open,
    owners,
    question_of,
)
from app.errors import InputError


def test_every_question_has_its_usual_answer_among_its_answers() -> None:
    assert all(choice_of(question, question.usual) for question in QUESTIONS)


def test_a_question_nobody_asks_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="colour") as refused:
        question_of("colour")
    assert "psa" in refused.value.remedy


def test_an_answer_the_question_does_not_have_is_refused() -> None:
    with pytest.raises(InputError, match="no answer maybe"):
        checked_answer("psa", "maybe")


def test_a_folder_is_any_text() -> None:
    assert checked_answer(BACKUP_FOLDER, " /backups ") == "/backups"


def test_what_no_other_system_needs_is_not_asked() -> None:
    matching = question_of("matching")
    assert is_asked(matching, {})
    assert is_asked(matching, {"psa": "none", "accounting": "xero"})
    assert not is_asked(matching, {"psa": "none", "accounting": "none"})
    assert not is_open(matching, {"psa": "none", "accounting": "none"})


def test_payments_are_not_recorded_in_a_system_that_is_not_there() -> None:
    payments = question_of("payments")
    answers = {"accounting": "none", "psa": "none", "payments": "accounting"}
    assert [each.value for each in choices_of(payments, answers)] == ["here"]
    assert answered(payments, answers) is None
    assert is_open(payments, answers)


def test_what_no_other_system_keeps_is_kept_here() -> None:
    assert {each.owner for each in owners({})} == {"here"}
    with_psa = {each.title: each.owner for each in owners({"psa": "halopsa"})}
    assert with_psa["Technician time"] == "psa"
    assert with_psa["Payments, ledger"] == "here"
