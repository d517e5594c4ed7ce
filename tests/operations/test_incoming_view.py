"""Both sides read once: terms in words, links to what is here, and answers."""

from dataclasses import replace

from app.customers.incoming import PsaFamily, PsaTerms
from app.operations.decide import decide
from app.operations.edit_records import edit_records
from app.operations.incoming_view import SYNC, View, terms_alike, view_of
from app.operations.office import Office
from app.store.agreed import last_changes
from tests.operations.companies import GRANITE, NOW
from tests.operations.psa_staged import link, tell, tiny

KEY = "halopsa"


def view(office: Office) -> View:
    with office.file.read() as conn:
        return view_of(office, conn, KEY)


def test_terms_come_in_words_that_can_be_read(office: Office) -> None:
    tiny(office, KEY)
    tell(
        office,
        KEY,
        PsaFamily.TERMS,
        PsaTerms(source_id="1", name="Due on receipt", days=0),
        PsaTerms(source_id="2", name="Friends and family", days=45),
        PsaTerms(source_id="3", name="At the client's pleasure"),
        PsaTerms(source_id="4", name="House terms", days=0),
    )
    found = view(office)
    assert found.terms == {"1": "Due on receipt", "2": "Net 45", "4": "Due on receipt"}
    assert found.terms_of(found.customers["9"]) == "Net 15"


def test_terms_of_the_same_day_are_alike() -> None:
    assert terms_alike("Net 30") == terms_alike("30 days")
    assert terms_alike("Net 30") != terms_alike("Net 15")
    assert terms_alike("Whenever") == terms_alike("whenever")


def test_a_link_to_what_is_not_here_is_none(office: Office) -> None:
    tiny(office, KEY)
    link(office, KEY, "100", "9")
    link(office, KEY, "777", "10")
    found = view(office)
    assert (found.customer_links, found.account_of) == ({"100": "9"}, {"9": "100"})


def test_a_psa_that_is_connected_is_used(office: Office) -> None:
    tiny(office, KEY)
    assert view(office).answers["psa"] == KEY
    decide(office, "psa", "none")
    assert view(office).answers["psa"] == KEY


def test_times_of_changes_are_read_where_a_rule_asks_for_them(office: Office) -> None:
    tiny(office, KEY)
    edit_records(office, [replace(GRANITE, name="Granite")], title="by hand")
    assert view(office).changed_at == {}
    decide(office, "conflict.site", "newest")
    assert view(office).changed_at["accounts", "100"] == NOW
    with office.file.read() as conn:
        assert ("accounts", "100") in last_changes(conn, ["accounts"], without=SYNC)
        assert ("accounts", "100") not in last_changes(conn, ["locations"], without=SYNC)
