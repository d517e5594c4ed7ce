from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.billing.bill_run import RunState
from app.billing.invoice import InvoiceState
from app.billing.mailing import MailSettings, MailState, Security
from app.errors import Cancelled, InputError, NotAllowed, RemoteUnavailable
from app.operations.adjust_invoices import void_invoice
from app.operations.browse_invoices import InvoiceRow, list_invoices
from app.operations.keep_mail import keep_mail
from app.operations.office import Office
from app.operations.run_bills import undo_run
from app.operations.send_invoices import (
    SendResult,
    numbers_of_run,
    plan_mail,
    save_mail_plan,
    send_queued,
    settle_mail,
)
from app.progress import Silent
from app.store import audit
from app.store.bill_runs import load_runs
from app.store.mailings import load_mailings, note_mailing
from app.values.sheet import SheetRow
from tests.connectors.smtp_server import MailBox, mail_server
from tests.keyrings import memory_keyring
from tests.operations.companies import BILLABLE, GRANITE, HARBOR, approve, change, take_in

BOTH = ("CF-1043", "CF-1044")
TO_GRANITE = "ap@granite.example"
TO_HARBOR = "ap@harbor.example"


@pytest.fixture(autouse=True)
def _own(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    with memory_keyring():
        yield


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as made:
        yield made


@pytest.fixture
def billed(office: Office, tmp_path: Path, box: MailBox) -> Office:
    """October is approved, both customers want it by mail, and there is a server."""
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    by_mail: list[SheetRow] = [
        replace(GRANITE, delivery="email", billing_email=TO_GRANITE),
        replace(HARBOR, delivery="email", billing_email=TO_HARBOR),
    ]
    change(office, accounts=by_mail)
    settings = MailSettings(
        server="127.0.0.1",
        port=box.port,
        security=Security.NONE,
        sender="billing@cedarfork.example",
    )
    keep_mail(office, settings)
    return office


def sent(office: Office, *numbers: str) -> SendResult:
    save_mail_plan(office, plan_mail(office, numbers or BOTH))
    return send_queued(office, progress=Silent())


def row(office: Office, number: str = "CF-1043") -> InvoiceRow:
    return next(r for r in list_invoices(office).rows if r.invoice_number == number)


def test_what_is_shown_is_sent_and_issues_the_invoices(billed: Office, box: MailBox) -> None:
    plan = plan_mail(billed, BOTH)
    assert [(m.address, m.issues) for m in plan.mails] == [(TO_GRANITE, True), (TO_HARBOR, True)]
    assert plan.is_open
    assert box.taken == []
    assert sent(billed) == SendResult(sent=2)
    assert [letter["Subject"] for _, letter in box.taken] == [m.subject for m in plan.mails]
    assert "$\u2009" not in plan.mails[0].subject
    found = row(billed)
    assert (found.standing, found.state) == (MailState.SENT, InvoiceState.ISSUED)
    assert found.mail is not None
    assert found.mail.answer == "250 2.0.0 queued as 1"
    with billed.file.read() as conn:
        assert load_runs(conn)[-1].state == RunState.FINAL.value
        assert len(audit.entries_by(conn, "invoices", action=audit.Action.SENT)) == 2


def test_the_page_in_the_mail_is_no_draft(billed: Office, box: MailBox) -> None:
    sent(billed, "CF-1043")
    parts = box.taken[0][1].get_payload()
    assert [part.get_filename() for part in parts] == [None, "CF-1043.pdf"]  # type: ignore[union-attr]


def test_run_twice_sends_once(billed: Office, box: MailBox) -> None:
    sent(billed)
    again = plan_mail(billed, BOTH)
    assert again.mails == ()
    assert "went out already" in again.left[0].why
    assert sent(billed) == SendResult()
    assert len(box.taken) == 2


def test_the_refused_are_sent_again_alone(billed: Office, box: MailBox) -> None:
    box.refused = {TO_GRANITE: "550 5.1.1 no such mailbox"}
    assert sent(billed) == SendResult(sent=1, refused=1)
    found = row(billed)
    assert found.mail is not None
    assert (found.standing, found.mail.answer) == (MailState.REFUSED, "550 5.1.1 no such mailbox")
    box.refused = {}
    assert numbers_of_run(billed, 1, refused=True) == ["CF-1043"]
    assert sent(billed, "CF-1043") == SendResult(sent=1)
    assert [to[0] for to, _ in box.taken] == [TO_HARBOR, TO_GRANITE]
    assert row(billed).mail.attempts == 2  # type: ignore[union-attr]


def test_without_an_answer_nobody_knows_and_nothing_is_sent_again(
    billed: Office, box: MailBox
) -> None:
    box.dies_after_data = True
    result = sent(billed)
    assert (result.sent, result.unknown, result.waiting) == (0, 1, 1)
    assert row(billed).standing is MailState.UNKNOWN
    box.dies_after_data = False
    assert "may have arrived" in plan_mail(billed, ["CF-1043"]).left[0].why
    assert send_queued(billed, progress=Silent()) == SendResult(sent=1)
    assert len(box.taken) == 2
    assert settle_mail(billed, ["CF-1043"], arrived=False) == 1
    assert send_queued(billed, progress=Silent()) == SendResult(sent=1)
    ids = [letter["Message-ID"] for _, letter in box.taken]
    assert ids[0] == ids[2]


def test_what_was_being_sent_when_the_work_ended_may_have_arrived(
    billed: Office, box: MailBox
) -> None:
    save_mail_plan(billed, plan_mail(billed, BOTH))
    with billed.write() as conn:
        first = load_mailings(conn)[0]
        note_mailing(conn, first.id, MailState.SENDING)
    assert send_queued(billed, progress=Silent()) == SendResult(sent=1)
    assert len(box.taken) == 1
    assert row(billed).standing is MailState.UNKNOWN
    settle_mail(billed, ["CF-1043"], arrived=True)
    assert row(billed).standing is MailState.SENT


def test_nobody_there_issues_nothing(billed: Office) -> None:
    with mail_server() as gone:
        port = gone.port
    save_mail_plan(billed, plan_mail(billed, BOTH))
    settings = MailSettings(
        server="127.0.0.1", port=port, security=Security.NONE, sender="a@cedarfork.example"
    )
    keep_mail(billed, settings)
    with pytest.raises(RemoteUnavailable):
        send_queued(billed, progress=Silent())
    assert row(billed).state is InvoiceState.APPROVED
    assert row(billed).standing is MailState.QUEUED


class Stopping:
    """Stops before the second mail."""

    def step(self, done: int, total: int, note: str) -> None:
        del total, note
        if done == 1:
            raise Cancelled


def test_stopped_between_mails_the_rest_stays_queued(billed: Office, box: MailBox) -> None:
    save_mail_plan(billed, plan_mail(billed, BOTH))
    result = send_queued(billed, progress=Stopping())
    assert (result.sent, result.waiting) == (1, 1)
    assert len(box.taken) == 1


def test_a_plan_that_is_stale_is_not_applied(billed: Office) -> None:
    plan = plan_mail(billed, BOTH)
    void_invoice(billed, "CF-1044", why="twice")
    with pytest.raises(NotAllowed, match="something changed"):
        save_mail_plan(billed, plan)
    assert row(billed).standing is None


def test_a_void_invoice_is_not_sent_even_when_queued(billed: Office, box: MailBox) -> None:
    save_mail_plan(billed, plan_mail(billed, BOTH))
    void_invoice(billed, "CF-1044", why="twice")
    assert send_queued(billed, progress=Silent()) == SendResult(sent=1)
    assert len(box.taken) == 1


def test_call_detail_goes_along_only_where_it_was_chosen(billed: Office, box: MailBox) -> None:
    plan = plan_mail(billed, ["CF-1043"], with_calls=True)
    save_mail_plan(billed, plan)
    send_queued(billed, progress=Silent())
    parts = box.taken[0][1].get_payload()
    names = [part.get_filename() for part in parts]  # type: ignore[union-attr]
    assert names[-1] == "CF-1043-calls.pdf"


def test_a_customer_without_an_address_is_printed(billed: Office) -> None:
    before = replace(GRANITE, delivery="email", billing_email=TO_GRANITE)
    change(billed, accounts=[replace(before, billing_email=None)])
    plan = plan_mail(billed, BOTH)
    assert [m.invoice_number for m in plan.papers] == ["CF-1043"]
    sent(billed)
    assert row(billed).standing is MailState.TO_PRINT


def test_unknown_numbers_and_runs_are_refused(billed: Office) -> None:
    with pytest.raises(InputError, match="no invoice X-1"):
        plan_mail(billed, ["X-1"])
    with pytest.raises(InputError, match="no invoices"):
        numbers_of_run(billed, 9)


def test_a_queued_mail_does_not_keep_a_run_from_being_taken_back(billed: Office) -> None:
    save_mail_plan(billed, plan_mail(billed, BOTH))
    undo_run(billed, 1, why="a rate was wrong")
    with billed.file.read() as conn:
        assert load_mailings(conn) == []
