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
    is_of_family,
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


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("owner.customer", "here"),
        ("owner.contact.email", "accounting"),
        ("conflict.site.address", "newest"),
        ("conflict", "newest"),
        ("flow.customers", "next_batch"),
        ("go_live.xero", "2026-11-01"),
        ("sync", "minute"),
        ("time_product", "LABOR"),
        ("telecom_agreements", "Voice|Carrier"),
    ],
)
def test_answers_of_named_keys_are_kept(key: str, value: str) -> None:
    assert checked_answer(key, f" {value} " if key.startswith("go_live") else value) == value


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("owner.colour", "here", "no kind of record called colour"),
        ("owner.customer.colour", "here", "Customers have no field colour"),
        ("owner.customer.", "here", "have no field without a name"),
        ("owner.service.number", "here", "Fields are: none by itself"),
        ("owner.customer", "xero", "Answers are: psa, accounting, here"),
        ("conflict.terms", "nobody", "Answers are: owner, newest, ask, here, there"),
        ("flow.coffee", "off", "There is no flow coffee"),
        ("flow.customers", "sometimes", "Answers are: automatic, next_batch, off"),
        ("go_live.xero", "soon", "Write it as 2026-11-01"),
        ("colour", "red", "owner.TYPE or owner.TYPE.FIELD"),
    ],
)
def test_other_keys_and_answers_are_refused_in_words(key: str, value: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        checked_answer(key, value)


def test_a_named_question_knows_what_is_usual() -> None:
    assert question_of("owner.payment").usual == "accounting"
    assert question_of("conflict.contact.email").title == "Who wins a conflict: Contacts, email"
    assert question_of("flow.invoices").usual == "next_batch"
    assert is_of_family("go_live.xero")
    assert not is_of_family("psa")


def test_what_was_given_to_another_owner_is_told_apart() -> None:
    answers = {"psa": "halopsa", "owner.contact": "here", "owner.customer.bill_to": "accounting"}
    found = {each.title: each.owner for each in owners({**answers, "accounting": "xero"})}
    assert "Customers, contacts" not in found
    assert (found["Customers"], found["Contacts"]) == ("psa", "here")
    assert found["Customers: bill to"] == "accounting"
    assert found["Sites, terms, contracts"] == "psa"
