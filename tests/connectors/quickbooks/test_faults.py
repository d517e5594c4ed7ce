"""Faults of QuickBooks Online: in any status, as XML, as throttling."""

import httpx
import pytest

from app.billing.incoming import BookFamily
from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded
from tests.connectors.quickbooks.desk import KEY, Desk, fault, found, opened, refused
from tests.connectors.quickbooks.documents_of_ours import INVOICE

XML = '<?xml version="1.0"?><IntuitResponse><Fault type="AUTHENTICATION"/></IntuitResponse>'


def test_a_fault_inside_a_good_status_is_a_refusal() -> None:
    desk = Desk()
    desk.on("query Invoice", fault("4000", "Error parsing query", "near WHERE", element="q"))
    with pytest.raises(RemoteRefused, match=r"near WHERE at q \(4000\)"):
        list(opened(desk).pull(BookFamily.INVOICES, since=None))


def test_an_ended_subscription_is_told() -> None:
    desk = Desk()
    desk.on("companyinfo", fault("6190", "Subscription period has ended"))
    with pytest.raises(RemoteRefused, match="subscription has ended"):
        opened(desk).company()


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ("You and another user were working on this", "Somebody has changed it meanwhile"),
        ("The account period has closed", "The books are closed for that day"),
    ],
)
def test_5010_is_a_stale_version_or_a_closed_period(detail: str, said: str) -> None:
    desk = Desk()
    desk.on("POST invoice", refused(400, "5010", "Stale Object Error", detail))
    with pytest.raises(RemoteRefused, match=said):
        opened(desk).create_invoice(INVOICE, key=KEY)


def test_a_closed_period_comes_under_other_codes_too() -> None:
    desk = Desk()
    desk.on("POST invoice", refused(400, "6210", "The account period has closed"))
    with pytest.raises(RemoteRefused, match="The books are closed for that day"):
        opened(desk).create_invoice(INVOICE, key=KEY)


def test_a_401_in_xml_asks_to_sign_in() -> None:
    desk = Desk()
    desk.on("preferences", httpx.Response(401, text=XML))
    desk.on("companyinfo", httpx.Response(401, text=XML))
    with pytest.raises(SignInNeeded):
        opened(desk).company()


@pytest.mark.parametrize(
    "throttled",
    [
        httpx.Response(429, text="slow down"),
        httpx.Response(403, text="message=ThrottleExceeded; errorCode=003001; statusCode=429"),
        refused(403, "3001", "Throttle Exceeded"),
    ],
)
def test_throttling_waits_a_minute(throttled: httpx.Response) -> None:
    desk = Desk()
    desk.on("query Invoice", throttled, found("Invoice"))
    assert list(opened(desk).pull(BookFamily.INVOICES, since=None))
    assert max(desk.time.waits) == 60


def test_a_throttled_write_was_not_done_and_goes_again() -> None:
    desk = Desk()
    desk.on("POST invoice", httpx.Response(429), refused(400, "6000", "No"))
    with pytest.raises(RemoteRefused):
        opened(desk).create_invoice(INVOICE, key=KEY)
    assert len(desk.sent("invoice")) == 2


def test_a_user_without_access_is_a_refusal_and_no_sign_in() -> None:
    desk = Desk()
    desk.on("companyinfo", refused(403, "120", "Authorization Failure"))
    with pytest.raises(RemoteRefused, match="may not do this"):
        opened(desk).company()


def test_a_system_failure_of_a_write_may_have_happened() -> None:
    desk = Desk()
    desk.on("POST invoice", refused(500, "10000", "An application error has occurred"))
    with pytest.raises(RemoteUnavailable) as raised:
        opened(desk).create_invoice(INVOICE, key=KEY)
    assert (raised.value.may_have_happened, len(desk.sent("invoice"))) == (True, 1)


def test_its_number_for_a_request_is_in_the_error() -> None:
    desk = Desk()
    reply = refused(400, "6000", "Business Validation Error")
    reply.headers["intuit_tid"] = "1-abc"
    desk.on("POST invoice", reply)
    with pytest.raises(RemoteRefused, match="1-abc") as raised:
        opened(desk).create_invoice(INVOICE, key=KEY)
    assert "token-a" not in str(raised.value)
