"""The readiness checklist."""

from dataclasses import replace
from datetime import date

import pytest

from app.errors import InputError
from app.operations.decide import Readiness, ReadyLine, decide, show_readiness
from app.operations.edit_records import edit_records
from app.operations.keep_backups import back_up_now
from app.operations.office import Office
from app.store.setup import load
from app.tax.rule import TaxRule


def line(office: Office, key: str) -> ReadyLine:
    return next(each for each in show_readiness(office).lines if each.key == key)


def test_an_answer_is_kept_and_can_be_taken_back(office: Office) -> None:
    assert line(office, "psa").state is Readiness.OPEN
    done = decide(office, "psa", "connectwise")
    assert (done.before, done.after) == ("", "connectwise")
    shown = line(office, "psa")
    assert (shown.state, shown.answer) == (Readiness.READY, "ConnectWise PSA")
    assert shown.by
    decide(office, "psa", done.before)
    assert line(office, "psa").state is Readiness.OPEN


def test_an_unknown_answer_changes_nothing(office: Office) -> None:
    with pytest.raises(InputError):
        decide(office, "psa", "paper")
    with pytest.raises(InputError):
        decide(office, "keep_calls", "6")
    assert show_readiness(office).answers == {}


def test_times_of_records_are_decided_too(office: Office) -> None:
    decide(office, "keep_calls", "36")
    assert show_readiness(office).answers == {"keep_calls": "36"}


def test_without_other_systems_little_is_asked(office: Office) -> None:
    decide(office, "psa", "none")
    decide(office, "accounting", "none")
    found = show_readiness(office)
    states = {each.key: each.state for each in found.lines}
    assert {states[key] for key in ("matching", "sync", "conflict", "invoices")} == {
        Readiness.NOT_NEEDED
    }
    assert {each.owner for each in found.owners} == {"here"}
    ready, needed = found.counted
    assert needed == 7
    assert ready == needed - len(found.open)


def test_categories_of_products_have_their_codes(office: Office) -> None:
    found = show_readiness(office)
    assert line(office, "gl_codes").state is Readiness.READY
    assert sum(len(each.products) for each in found.categories) > 0
    assert all(each.gl_codes for each in found.categories)


def test_a_tax_row_that_ends_soon_is_told_until_another_follows(office: Office) -> None:
    with office.file.read() as conn:
        rule = load(conn, TaxRule)[0]
    ending = replace(rule, effective_to=date(2026, 12, 31))
    edit_records(office, [ending], title="end a row")
    shown = line(office, "tax_tables")
    assert shown.state is Readiness.OPEN
    assert shown.answer == f"{rule.tax_code} ends Dec 31, 2026"
    following = replace(rule, effective_from=date(2027, 1, 1), effective_to=None)
    edit_records(office, [following], title="add the next row")
    assert line(office, "tax_tables").state is Readiness.READY


def test_a_backup_makes_its_line_ready(office: Office) -> None:
    assert line(office, "backup").state is Readiness.OPEN
    back_up_now(office)
    shown = line(office, "backup")
    assert shown.state is Readiness.READY
    assert "today" in shown.detail
