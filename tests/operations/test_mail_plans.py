from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.mail_plans import plan_mail
from app.operations.office import Office
from tests.operations.billed import approved
from tests.operations.companies import GRANITE, HARBOR, change


@pytest.fixture
def billed(office: Office, tmp_path: Path) -> Office:
    return approved(office, tmp_path)


def test_the_words_are_filled_in_for_each_customer(billed: Office) -> None:
    change(billed, accounts=[replace(GRANITE, delivery="both", billing_email="ap@g.example")])
    plan = plan_mail(billed, ["CF-1043", "CF-1044"])
    mail = plan.letters[0]
    assert (mail.address, mail.subject) == ("ap@g.example", "Invoice CF-1043 from Cedar Fork Voice")
    assert "October 2026" in mail.body
    assert "44.24" in mail.body
    assert [each.invoice_number for each in plan.papers] == ["CF-1043", "CF-1044"]


def test_who_wants_none_and_who_has_no_usable_address_is_left_alone(billed: Office) -> None:
    none = replace(GRANITE, delivery="none")
    wrong = replace(HARBOR, delivery="email", billing_email="nobody")
    change(billed, accounts=[none, wrong])
    plan = plan_mail(billed, ["CF-1043", "CF-1044"])
    assert plan.mails == ()
    assert [each.why for each in plan.left] == [
        "The customer wants none sent.",
        "The customer's address: \u201cnobody\u201d is no e-mail address.",
    ]


def test_an_unknown_number_is_refused(billed: Office) -> None:
    with pytest.raises(InputError, match="no invoice X-1"):
        plan_mail(billed, ["X-1"])
