from pathlib import Path

import pytest

from app.errors import RemoteUnavailable, SignInNeeded
from app.operations.office import Office
from app.operations.service_connection import connected_service, failure_of
from tests.operations.serviced import serviced


def test_without_one_there_is_nothing_to_ask(office: Office) -> None:
    with office.file.read() as conn:
        assert connected_service(conn) is None


def test_a_connected_service_has_its_pairs_and_opens(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path, calls=()) as company:
        with company.office.file.read() as conn:
            service = connected_service(conn)
        assert service is not None
        assert (service.system.source, len(service.pairs.rows)) == ("AFC", 4)
        assert service.book.rows == ()
        service.open().close()


def test_without_its_secret_it_does_not_open(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path, calls=()) as company:
        company.keyring.secrets.clear()
        with company.office.file.read() as conn:
            service = connected_service(conn)
        assert service is not None
        with pytest.raises(SignInNeeded, match="holds no credentials"):
            service.open()


def test_a_failure_has_the_error_s_words_and_a_way_out() -> None:
    failure = failure_of(RemoteUnavailable("The quote failed.", "It is down."))
    assert (failure.what, failure.way_out) == ("The quote failed. It is down.", "Try again later.")
