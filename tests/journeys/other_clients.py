"""What clients that others wrote read of the invoices in practice books, over a socket."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from intuitlib.client import AuthClient  # type: ignore[import-untyped]
from intuitlib.enums import Scopes  # type: ignore[import-untyped]
from quickbooks import QuickBooks  # type: ignore[import-untyped]
from quickbooks.objects import CreditMemo, Invoice  # type: ignore[import-untyped]
from xero_python.accounting import AccountingApi  # type: ignore[import-untyped]
from xero_python.api_client import ApiClient, Configuration  # type: ignore[import-untyped]
from xero_python.api_client.oauth2 import OAuth2Token, TokenApi  # type: ignore[import-untyped]

from tests.journeys.practice_user import User

Sums = dict[str, tuple[Decimal, Decimal]]
"""By number total and balance; credit notes below zero, with no balance of an invoice."""

_GONE: Final = {"VOIDED", "DELETED"}
_BACK: Final = "http://localhost:53100/callback"


def _consented(url: str) -> dict[str, str]:
    """Says yes in the browser; what the vendor sends back with it."""
    answer = httpx.get(url, trust_env=False)
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def _address(user: User) -> str:
    return str(user.told[user.system]["state_url"]).removesuffix("/_practice/state")


def by_xero_python(user: User, patch: pytest.MonkeyPatch) -> Sums:
    """By xero-python, the vendor's own, signed in as another app."""
    told, address = user.told["xero"], _address(user)
    patch.setattr(TokenApi, "refresh_token_url", f"{address}/connect/token")
    given: Mapping[str, str] = told["credentials"]
    asked = {
        "response_type": "code",
        "client_id": given["web_client_id"],
        "redirect_uri": _BACK,
        "scope": "offline_access accounting.invoices.read accounting.contacts.read",
        "state": "1",
    }
    back = _consented(f"{told['authorize_url']}?{urlencode(asked)}")
    token: dict[str, Any] = httpx.post(
        told["token_url"],
        data={"grant_type": "authorization_code", "code": back["code"], "redirect_uri": _BACK},
        auth=(given["web_client_id"], given["web_client_secret"]),
        trust_env=False,
    ).json()
    token["scope"] = ["offline_access"]
    app = OAuth2Token(client_id=given["web_client_id"], client_secret=given["web_client_secret"])
    client = ApiClient(
        Configuration(oauth2_token=app),
        pool_threads=1,
        oauth2_token_getter=lambda: token,
        oauth2_token_saver=token.update,
    )
    client.refresh_oauth2_token()
    api = AccountingApi(client, base_url=f"{address}/api.xro/2.0")
    invoices = api.get_invoices(told["tenant"], page=1, page_size=1000).invoices
    credits_ = api.get_credit_notes(told["tenant"], page=1, page_size=1000).credit_notes
    client.rest_client.pool_manager.clear()
    found: Sums = {
        each.invoice_number: (Decimal(each.total), Decimal(each.amount_due))
        for each in invoices
        if each.type == "ACCREC" and each.status not in _GONE
    }
    return found | {
        each.credit_note_number: (-Decimal(each.total), Decimal(0))
        for each in credits_
        if each.type == "ACCRECCREDIT" and each.status not in _GONE
    }


def by_python_quickbooks(user: User, patch: pytest.MonkeyPatch) -> Sums:
    """By python-quickbooks, signed in by intuit-oauth."""
    told, address = user.told["quickbooks"], _address(user)
    patch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    patch.setattr(QuickBooks, "api_url_v3", f"{address}/v3")
    patch.setattr(QuickBooks, "sandbox_api_url_v3", f"{address}/v3")
    given: Mapping[str, str] = told["credentials"]
    auth = AuthClient(
        given["client_id"],
        given["client_secret"],
        _BACK,
        environment=f"{address}/.well-known/openid_configuration",
    )
    back = _consented(auth.get_authorization_url([Scopes.ACCOUNTING]))
    auth.get_bearer_token(back["code"], realm_id=back["realmId"])
    client = QuickBooks(
        auth_client=auth,
        refresh_token=auth.refresh_token,
        company_id=told["tenant"],
        minorversion=75,
    )
    user.sleep(60)
    invoices = Invoice.all(max_results=1000, qb=client)
    credits_ = CreditMemo.all(max_results=1000, qb=client)
    client.session.close()
    auth.close()
    # A void one stands there with nothing on it.
    found: Sums = {
        each.DocNumber: (Decimal(str(each.TotalAmt)), Decimal(str(each.Balance)))
        for each in invoices
        if each.TotalAmt
    }
    return found | {
        each.DocNumber: (-Decimal(str(each.TotalAmt)), Decimal(0))
        for each in credits_
        if each.TotalAmt
    }


EYES: Final[Mapping[str, Callable[[User, pytest.MonkeyPatch], Sums]]] = {
    "xero": by_xero_python,
    "quickbooks": by_python_quickbooks,
}
"""By the system; the package registry has no client of Sage Accounting."""
