"""What every tax service must do, whichever it is, over its stand-in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from app.connectors.ports import TaxService
from app.connectors.registry import TAX_SYSTEMS, tax_system
from app.connectors.system import checked_settings
from app.errors import RemoteUnavailable
from tests.connectors.afc_server import CLIENT, PASSWORD, USER, AfcServer, afc_server
from tests.connectors.avalara.documents import DOCUMENT

Made = tuple[TaxService, str, AfcServer]

STAND_INS: dict[str, Callable[[], AbstractContextManager[AfcServer]]] = {"avalara": afc_server}


@pytest.fixture(params=TAX_SYSTEMS)
def made(request: pytest.FixtureRequest) -> Iterator[Made]:
    system = tax_system(request.param)
    with STAND_INS[system.key]() as server:
        given = {"client_id": CLIENT, "username": USER, "base_url": server.url}
        settings = checked_settings(system, given)
        service = system.open(settings, PASSWORD)
        yield service, system.written(DOCUMENT, settings), server
        service.close()


def test_a_quote_files_nothing(made: Made) -> None:
    service, asked, server = made
    (answer,) = service.quote([asked])
    assert (answer.problems, server.committed) == ((), {})


def test_a_commit_files_what_was_quoted(made: Made) -> None:
    service, asked, server = made
    (quoted,) = service.quote([asked])
    assert service.commit(asked, code="A", expected=quoted).is_same(quoted)
    assert list(server.committed) == ["A"]


def test_a_kept_answer_is_read_again(made: Made) -> None:
    service, asked, _ = made
    (quoted,) = service.quote([asked])
    assert all(system.read(asked, quoted.raw) == quoted for system in TAX_SYSTEMS.values())


def test_void_takes_back_and_may_be_repeated(made: Made) -> None:
    service, asked, server = made
    (quoted,) = service.quote([asked])
    service.commit(asked, code="A", expected=quoted)
    service.void("A")
    service.void("A")
    service.void("never seen")
    assert server.committed == {}


def test_a_credit_comes_to_the_negative(made: Made) -> None:
    service, asked, server = made
    (quoted,) = service.quote([asked])
    service.commit(asked, code="A", expected=quoted)
    assert service.credit(asked, code="B", expected=quoted).total == -quoted.total
    assert sum(server.committed.values()) == 0


def test_no_answer_to_a_commit_says_that_it_may_have_happened(made: Made) -> None:
    service, asked, server = made
    (quoted,) = service.quote([asked])
    server.fail("/Commit", "drop_after")
    with pytest.raises(RemoteUnavailable) as raised:
        service.commit(asked, code="A", expected=quoted)
    assert raised.value.may_have_happened


def test_health_and_lists_answer(made: Made) -> None:
    service, _, _ = made
    assert service.health().words
    assert service.pick_lists().pairs
