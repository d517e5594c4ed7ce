from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.billing.mailing import MailSettings, MailState, Way
from app.operations.invoice_papers import PrintChoices
from app.operations.issuing import issue
from app.operations.mail_letters import letter_of
from app.operations.office import Office
from app.operations.preview_invoice import preview_invoice
from app.store.mailings import Mailing
from tests.operations.billed import approved


def test_the_letter_holds_the_page_that_is_shown_and_printed(
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    approved(office, tmp_path)
    with office.write() as conn:
        issue(office, conn, [1], how="mail", operation="test")
    mailing = Mailing(
        invoice_id=1,
        way=Way.MAIL,
        state=MailState.QUEUED,
        planned_at=datetime(2026, 11, 2, tzinfo=UTC),
        address="a@b.example",
        subject="S",
        body="B",
    )
    letter = letter_of(office, "CF-1043", mailing, MailSettings(sender="c@d.example"))
    shown = preview_invoice(office, "CF-1043", choices=PrintChoices(detail=False))
    assert letter.attachments[0].content == shown.content
    assert (letter.subject, letter.text, list(letter.to)) == ("S", "B", ["a@b.example"])
