from pathlib import Path

import pytest

from app.errors import InputError, NotAllowed, RemoteUnavailable
from app.operations.adjust_invoices import void_invoice
from app.operations.connect_tax_service import (
    connect_service,
    disconnect_service,
    keeps_secret,
    known_services,
    service_health,
    service_lists,
    service_state,
    settle_by_hand,
)
from app.operations.office import Office
from app.operations.run_bills import bill
from app.store import audit
from app.store.tax_documents import DocumentState
from app.store.tax_service import stored_service
from tests.connectors.afc_server import PASSWORD
from tests.keyrings import memory_keyring
from tests.operations.companies import dump
from tests.operations.serviced import serviced

GIVEN = {"client_id": "787", "username": "cedar"}


def test_without_one_taxes_are_worked_out_here(office: Office) -> None:
    assert service_state(office).service is None


def test_connecting_keeps_settings_in_the_file_and_the_secret_in_the_keyring(
    office: Office,
) -> None:
    with memory_keyring() as keyring:
        state = connect_service(office, "avalara", GIVEN, secret="hush")  # noqa: S106  of a test
        assert (state.service, state.has_secret) == ("avalara", True)
        assert state.settings["environment"] == "production"
        ((service, name), secret) = next(iter(keyring.secrets.items()))
    assert (service, name.endswith("/avalara"), secret) == ("Switchbook", True, "hush")
    assert "hush" not in repr(dump(office))


def test_the_audit_tells_settings_and_no_secret(office: Office) -> None:
    with memory_keyring():
        connect_service(office, "avalara", GIVEN, secret="hush")  # noqa: S106  of a test
    with office.file.read() as conn:
        (entry,) = audit.entries_of(conn, "tax_service", record="avalara")
    assert (entry.action, '"client_id":"787"' in (entry.after or "")) == ("added", True)
    assert "hush" not in repr(entry)


def test_settings_that_are_not_given_stay(office: Office) -> None:
    with memory_keyring():
        connect_service(office, "avalara", GIVEN, secret="hush")  # noqa: S106  of a test
        state = connect_service(office, "avalara", {"environment": "sandbox"}, secret=None)
        assert (state.settings["client_id"], state.settings["environment"]) == ("787", "sandbox")
        assert keeps_secret(office, "avalara")


def test_without_a_secret_nothing_is_connected(office: Office) -> None:
    before = dump(office)
    with memory_keyring(), pytest.raises(InputError, match="needs a password or API key"):
        connect_service(office, "avalara", GIVEN, secret=None)
    assert dump(office) == before


def test_a_locked_keyring_connects_nothing(office: Office) -> None:
    before = dump(office)
    with memory_keyring() as keyring:
        keyring.is_locked = True
        with pytest.raises(NotAllowed, match="keyring cannot be used"):
            connect_service(office, "avalara", GIVEN, secret="hush")  # noqa: S106  of a test
    assert dump(office) == before


def test_what_is_wrong_with_a_setting_is_named(office: Office) -> None:
    with memory_keyring(), pytest.raises(InputError, match="needs client_id"):
        connect_service(office, "avalara", {}, secret="hush")  # noqa: S106  of a test


def test_giving_it_up_forgets_the_secret(office: Office) -> None:
    with memory_keyring() as keyring:
        connect_service(office, "avalara", GIVEN, secret="hush")  # noqa: S106  of a test
        assert disconnect_service(office) == "Avalara for Communications"
        assert keyring.secrets == {}
    with office.file.read() as conn:
        assert stored_service(conn) is None


def test_what_is_not_connected_cannot_be_given_up_or_asked(office: Office) -> None:
    with memory_keyring():
        for act in (disconnect_service, service_health, service_lists):
            with pytest.raises(NotAllowed, match="No tax service is connected"):
                act(office)


def test_it_is_not_given_up_while_documents_are_not_settled(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        company.afc.fail("/Commit", "drop_after", action=lambda: _down(company.afc))
        bill(company.office, "2026-10", approve=True)
        state = service_state(company.office)
        assert (len(state.loose), state.documents["voiding"]) == (1, 1)
        with pytest.raises(NotAllowed, match="It is not known what became of 1 document"):
            disconnect_service(company.office)


def test_who_has_seen_to_a_document_says_so(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        company.afc.fail("/Commit", "drop_after", action=lambda: _down(company.afc))
        bill(company.office, "2026-10", approve=True)
        code = service_state(company.office).loose[0].code or ""
        with pytest.raises(InputError, match="Say why"):
            settle_by_hand(company.office, code, why=" ")
        assert settle_by_hand(company.office, code, why="portal") is DocumentState.VOIDED
        assert service_state(company.office).loose == ()
        with company.office.file.read() as conn:
            (entry,) = audit.entries_of(conn, "tax_documents", record=code)
        assert (entry.after, entry.reason) == ('{"state":"voided"}', "portal")
        with pytest.raises(InputError, match="not among those that are not settled"):
            settle_by_hand(company.office, code, why="portal")


def test_a_document_whose_invoice_stands_is_taken_as_filed(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        company.afc.is_down = True
        with pytest.raises(NotAllowed):
            void_invoice(company.office, "CF-1043", why="a wrong address")
        code = service_state(company.office).loose[0].code or ""
        assert settle_by_hand(company.office, code, why="portal") is DocumentState.COMMITTED


def _down(afc: object) -> None:
    afc.is_down = True  # type: ignore[attr-defined]  # the server of the tests


def test_health_and_lists_come_from_the_service(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path, calls=()) as company:
        assert "EngineVersion 9.21.1" in service_health(company.office).words
        assert service_lists(company.office).pairs[0][:2] == ("19", "6")
        company.afc.is_down = True
        with pytest.raises(RemoteUnavailable):
            service_health(company.office)


def test_the_state_needs_no_network(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        before = len(company.afc.asked)
        state = service_state(company.office)
        assert (len(company.afc.asked), state.documents) == (before, {"quoted": 2, "committed": 2})
        assert PASSWORD not in repr(state)


def test_the_services_that_can_be_connected_are_known_by_their_keys() -> None:
    assert "avalara" in {each.key for each in known_services()}
