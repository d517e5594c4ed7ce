"""All that can be decided, with what was."""

from app.operations.decide import decide
from app.operations.list_decisions import Decision, list_decisions
from app.operations.office import Office
from tests.operations.companies import NOW
from tests.operations.psa_staged import connected


def listed(office: Office) -> dict[str, Decision]:
    return {each.key: each for each in list_decisions(office)}


def test_open_questions_flows_and_free_answers_are_listed(office: Office) -> None:
    found = listed(office)
    assert found["psa"].is_asked
    assert not found["backup_when"].is_asked
    assert found["flow.relay"].usual == "next_batch"
    assert found["telecom_agreements"].choices == ()
    assert "go_live.xero" not in found


def test_what_was_decided_tells_when_and_by_whom(office: Office) -> None:
    decide(office, "conflict.terms", "ask")
    decide(office, "go_live.xero", "2026-11-01")
    decide(office, "psa", "none")
    found = listed(office)
    assert (found["conflict.terms"].answer, found["conflict.terms"].at) == ("ask", NOW)
    assert found["go_live.xero"].title == "From which day are invoices posted there?"
    assert not found["psa"].is_asked
    assert found["psa"].by


def test_books_that_are_connected_have_a_day_to_go_live(office: Office) -> None:
    connected(office, "sage", role="accounting")
    assert listed(office)["go_live.sage"].answer == ""
