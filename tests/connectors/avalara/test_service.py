"""AFC at work against its stand-in, over a real socket: each quirk, each fault."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from app.connectors.avalara.declaration import AVALARA
from app.connectors.avalara.service import Avalara
from app.connectors.ports import TaxService
from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded
from tests.connectors.afc_server import CLIENT, PASSWORD, USER, AfcServer, afc_server
from tests.connectors.avalara.documents import DOCUMENT, SEATS, SETTINGS, a_request

ASKED = a_request()
TOTAL = Decimal("2.0") + Decimal("8.0") - Decimal("0.011") - Decimal("0.044") + Decimal("2.5")
"""5 % and 20 % of 40.00 less 0.22, and 1.25 for each of two lines."""


@pytest.fixture
def server() -> Iterator[AfcServer]:
    with afc_server() as server:
        yield server


@pytest.fixture
def afc(server: AfcServer) -> Iterator[TaxService]:
    made = opened(server)
    yield made
    made.close()


def opened(server: AfcServer, secret: str = PASSWORD, **changed: str) -> TaxService:
    settings = {
        **SETTINGS,
        "client_id": CLIENT,
        "username": USER,
        "base_url": server.url,
        "timeout_seconds": "0.4",
        **changed,
    }
    return AVALARA.open(settings, secret)


def test_a_quote_leaves_no_document(server: AfcServer, afc: TaxService) -> None:
    (answer,) = afc.quote([ASKED])
    assert (answer.problems, answer.total, server.documents) == ((), TOTAL, {})


@pytest.mark.parametrize("kind", ["drop_after", "status", "html", "half"])
def test_a_quote_may_be_repeated(server: AfcServer, afc: TaxService, kind: str) -> None:
    server.fail("/CalcTaxes", kind)
    (answer,) = afc.quote([ASKED])
    assert (answer.total, server.quotes) == (TOTAL, 2)


def test_a_key_signs_as_well_as_a_password(server: AfcServer) -> None:
    made = opened(server, auth="api_key", client_profile_id="9")
    made.health()
    made.close()
    (headers,) = server.headers
    assert headers["HTTP_API_KEY"] == PASSWORD
    assert (headers["HTTP_CLIENT_ID"], headers["HTTP_CLIENT_PROFILE_ID"]) == (CLIENT, "9")
    assert "HTTP_AUTHORIZATION" not in headers


def test_a_wrong_password_asks_to_sign_in(server: AfcServer) -> None:
    made = opened(server, "old")
    with pytest.raises(SignInNeeded):
        made.health()
    made.close()


def test_an_error_at_an_item_fails_its_document_alone(server: AfcServer, afc: TaxService) -> None:
    server.unknown_pairs.add(99)
    wrong = replace(DOCUMENT, items=(replace(SEATS, service_type="99"),))
    answers = afc.quote([ASKED, a_request(wrong), ASKED])
    assert [bool(each.problems) for each in answers] == [False, True, False]


@pytest.mark.parametrize("kind", ["item_error", "invoice_error", "lose_item"])
def test_an_answer_that_is_not_whole_is_not_filed(
    server: AfcServer, afc: TaxService, kind: str
) -> None:
    (expected,) = afc.quote([ASKED])
    server.fail("/CalcTaxes", kind)
    with pytest.raises(RemoteRefused, match="did not answer it whole"):
        afc.commit(ASKED, code="X-1", expected=expected)
    assert server.committed == {}


def test_an_error_at_the_top_of_a_good_status_is_no_answer(
    server: AfcServer, afc: TaxService
) -> None:
    server.fail("/CalcTaxes", "top_error")
    (answer,) = afc.quote([ASKED])
    assert answer.problems == (
        "It is refused: CompanyData is null (-2000).",
        "0 of 1 invoices came back.",
    )


def test_a_refused_call_is_asked_again_one_by_one(server: AfcServer, afc: TaxService) -> None:
    server.fail("/CalcTaxes", "refuse")
    server.fail("/CalcTaxes", "refuse")
    first, second = afc.quote([ASKED, ASKED])
    assert ("Refused for cedar" in first.problems[0], second.problems) == (True, ())


def test_a_document_is_filed_once_under_its_code(server: AfcServer, afc: TaxService) -> None:
    (expected,) = afc.quote([ASKED])
    afc.commit(ASKED, code="X-1", expected=expected)
    assert list(server.committed) == ["X-1"]
    assert [line.reference for line in server.documents["X-1"].lines] == ["L0.0", "L1.0", "C0"]


def test_taxes_that_changed_are_not_committed(server: AfcServer, afc: TaxService) -> None:
    (expected,) = afc.quote([ASKED])
    server.sales_rate = Decimal("0.06")
    with pytest.raises(RemoteRefused, match="otherwise than it was shown"):
        afc.commit(ASKED, code="X-1", expected=expected)
    assert server.committed == {}


@pytest.mark.parametrize("path", ["/CalcTaxes", "/Commit"])
@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "status", "html", "half"])
def test_filing_is_never_sent_again_blindly(
    server: AfcServer, afc: TaxService, path: str, kind: str
) -> None:
    (expected,) = afc.quote([ASKED])
    server.fail(path, kind)
    with pytest.raises(RemoteUnavailable) as raised:
        afc.commit(ASKED, code="X-1", expected=expected)
    sent = [body for name, body in server.asked if name.endswith(path)]
    own = [each for each in sent if "X-1" in (each.get("doc"), *_codes(each))]
    assert (raised.value.may_have_happened, len(own)) == (True, 1)


def _codes(body: dict[str, object]) -> list[object]:
    invoices = body.get("inv", [])
    return [each.get("doc") for each in invoices] if isinstance(invoices, list) else []


def test_a_code_used_twice_holds_its_lines_twice(server: AfcServer, afc: TaxService) -> None:
    (expected,) = afc.quote([ASKED])
    afc.commit(ASKED, code="X-1", expected=expected)
    afc.commit(ASKED, code="X-1", expected=expected)
    assert len(server.documents["X-1"].lines) == 6


def test_voiding_twice_is_voiding_once(server: AfcServer, afc: TaxService) -> None:
    (expected,) = afc.quote([ASKED])
    afc.commit(ASKED, code="X-1", expected=expected)
    afc.void("X-1")
    server.fail("/Commit", "drop_after")
    assert afc.void("X-1") == '{"ok": true}'
    assert server.committed == {}


def test_voiding_what_is_not_known_is_done(afc: TaxService) -> None:
    assert "Document not found" in afc.void("X-9")


def test_a_locked_document_is_not_voided(server: AfcServer, afc: TaxService) -> None:
    (expected,) = afc.quote([ASKED])
    afc.commit(ASKED, code="X-1", expected=expected)
    server.documents["X-1"].locked = True
    with pytest.raises(RemoteRefused, match="The document is locked"):
        afc.void("X-1")


def test_an_adjustment_gives_everything_back(server: AfcServer, afc: TaxService) -> None:
    (expected,) = afc.quote([ASKED])
    afc.commit(ASKED, code="X-1", expected=expected)
    answer = afc.credit(ASKED, code="X-2", expected=expected)
    assert answer.total == -TOTAL
    assert sum(server.committed.values()) == 0


def test_an_answer_to_a_mark_that_is_none_may_have_happened(
    server: AfcServer, afc: TaxService, monkeypatch: pytest.MonkeyPatch
) -> None:
    (expected,) = afc.quote([ASKED])
    monkeypatch.setattr(server, "_commit", lambda body: [body])
    with pytest.raises(RemoteUnavailable) as raised:
        afc.commit(ASKED, code="X-1", expected=expected)
    assert raised.value.may_have_happened


def test_its_health_is_its_version_and_time(afc: TaxService) -> None:
    assert afc.health().words == "ServerTime 2026-11-02T16:00:00, EngineVersion 9.21.1"


def test_its_lists_are_for_picking(afc: TaxService) -> None:
    lists = afc.pick_lists()
    assert lists.pairs == [("19", "6", "VoIP/Access charge")]
    assert lists.tax_types == [("1", "Sales Tax", "SALES")]


def test_it_is_opened_by_its_declaration(afc: TaxService) -> None:
    assert isinstance(afc, Avalara)
