from datetime import UTC, datetime

from app.billing.mailing import MailState, Way
from app.store.database import CompanyFile, raw
from app.store.mailings import (
    Mailing,
    load_mailings,
    note_mailing,
    plan_mailings,
    remove_mailings,
)

AT = datetime(2026, 11, 2, 15, tzinfo=UTC)


def an_invoice(company: CompanyFile) -> None:
    """Mailings belong to invoices; these need no more of one than its id."""
    with company.write() as conn:
        db = raw(conn)
        db.execute("INSERT INTO bill_runs (id, period, state, waivers) VALUES (1, 'p', 's', '{}')")
        db.execute(
            "INSERT INTO invoices (id, run_id, account_number, invoice_number, period,"
            " period_start, period_end, invoice_date, due_date, currency, charges, taxes, total,"
            " state, seal) VALUES (1, 1, '100', 'CF-1', 'p', 1, 2, 3, 4, 'USD', 0, 0, 0, 'i', '')"
        )


def a_mailing(way: Way = Way.MAIL, address: str = "a@b.example") -> Mailing:
    return Mailing(invoice_id=1, way=way, state=MailState.QUEUED, planned_at=AT, address=address)


def test_a_plan_takes_the_place_of_the_one_before(company: CompanyFile) -> None:
    an_invoice(company)
    with company.write() as conn:
        plan_mailings(conn, [a_mailing(), a_mailing(Way.PRINT)])
        plan_mailings(conn, [a_mailing(address="c@d.example")])
    with company.read() as conn:
        found = {each.way: each.address for each in load_mailings(conn, invoice_ids=[1])}
    assert found == {Way.MAIL: "c@d.example", Way.PRINT: "a@b.example"}


def test_what_came_of_it_is_noted(company: CompanyFile) -> None:
    an_invoice(company)
    with company.write() as conn:
        plan_mailings(conn, [a_mailing()])
        first = load_mailings(conn)[0]
        note_mailing(conn, first.id, MailState.SENT, answer="250", tried_at=AT, attempts=1)
    with company.write() as conn:
        found = load_mailings(conn, states=[MailState.SENT])
        assert [(each.answer, each.tried_at, each.attempts) for each in found] == [("250", AT, 1)]
        remove_mailings(conn, [found[0].id])
        assert load_mailings(conn) == []
