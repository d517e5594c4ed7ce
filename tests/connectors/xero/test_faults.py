"""What Xero's replies mean: limits, refusals, sign-ins."""

import httpx
import pytest

from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded
from tests.connectors.xero.desk import KEY, Desk, an_invoice, listed, opened, refused
from tests.connectors.xero.documents_of_ours import INVOICE

VALIDATION = {
    "ErrorNumber": 10,
    "Type": "ValidationException",
    "Message": "A validation exception occurred",
    "Elements": [
        {
            "ValidationErrors": [
                {"Message": "Account code '999' is not a valid code for this document"}
            ]
        }
    ],
}


def too_many(problem: str, seconds: str = "") -> httpx.Response:
    headers = {"X-Rate-Limit-Problem": problem, **({"Retry-After": seconds} if seconds else {})}
    return httpx.Response(429, headers=headers)


def test_the_limit_of_a_minute_is_waited_for() -> None:
    desk = Desk()
    desk.on("GET Organisation", too_many("minute", "17"), {"Organisations": [{"Name": "Cedar"}]})
    assert opened(desk).company().name == "Cedar"
    assert desk.time.waits == [17]


@pytest.mark.parametrize("seconds", ["61234", ""])
def test_the_limit_of_a_day_is_parked(seconds: str) -> None:
    desk = Desk()
    desk.on("PUT Invoices", too_many("day", seconds))
    with pytest.raises(RemoteUnavailable, match="no more calls for today") as raised:
        opened(desk).create_invoice(INVOICE, key=KEY)
    assert (raised.value.may_have_happened, desk.time.waits) == (False, [])


def test_a_refusal_says_what_and_what_to_do() -> None:
    desk = Desk()
    desk.on("PUT Invoices", httpx.Response(400, json=VALIDATION))
    with pytest.raises(RemoteRefused, match=r"code for this document.*an account that lines may"):
        opened(desk).create_invoice(INVOICE, key=KEY)


def test_an_expired_token_is_renewed_once() -> None:
    desk = Desk()
    expired = {"Title": "Unauthorized", "Status": 401, "Detail": "TokenExpired: it is over"}
    reply = {"Organisations": [{"Name": "Cedar"}]}
    desk.on("GET Organisation", httpx.Response(401, json=expired), reply)
    assert opened(desk).company().name == "Cedar"
    assert [each.headers["Authorization"] for each in desk.asked] == [
        "Bearer token-a",
        "Bearer token-b",
    ]


def test_an_organisation_that_is_not_connected_asks_to_sign_in() -> None:
    desk = Desk()
    detail = {"Title": "Forbidden", "Status": 403, "Detail": "AuthenticationUnsuccessful"}
    desk.on("GET Organisation", httpx.Response(403, json=detail))
    with pytest.raises(SignInNeeded, match="AuthenticationUnsuccessful"):
        opened(desk).company()


def test_words_of_a_line_are_told() -> None:
    desk = Desk()
    lines = [{"ValidationErrors": [{"Message": "The TaxType code cannot be used"}]}]
    row = {**refused(an_invoice()), "LineItems": lines}
    desk.on("PUT Invoices", listed("Invoices", row))
    with pytest.raises(RemoteRefused, match="The TaxType code cannot be used"):
        opened(desk).create_invoice(INVOICE, key=KEY)


def test_a_gateways_page_may_have_happened() -> None:
    desk = Desk()
    desk.on("PUT Invoices", httpx.Response(503, text="<html>Service unavailable</html>"))
    with pytest.raises(RemoteUnavailable) as raised:
        opened(desk).create_invoice(INVOICE, key=KEY)
    assert (raised.value.may_have_happened, len(desk.asked)) == (True, 1)
