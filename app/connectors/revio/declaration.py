"""Rev.io PSA: its declaration and its quirks.

Source: ``psa-apis.md`` 4.A: the vendor publishes no description. What is not known there is not
asked for; it comes by the system psa-files, which has equal rank. Quirks, each with its test in
``tests/connectors/revio``:

- A key is exchanged for a token:
  ``test_a_key_is_exchanged_for_a_token_that_signs_every_call``
- The token tells its end itself:
  ``test_the_token_ends_by_its_own_claim_and_is_had_anew_a_minute_before``
- A 401 is met by one more exchange, and never by more than two in a row:
  ``test_a_401_is_met_by_one_more_exchange``
- A bad key is any 4xx:
  ``test_a_bad_key_is_any_4xx_and_a_sign_in``
- Every call names the tenant's host:
  ``test_every_call_names_the_tenants_host``
- Lists come in four shapes:
  ``test_lists_come_in_several_shapes``
- A list may know no pages:
  ``test_a_list_that_knows_no_pages_comes_once``
- Customers' names have three names:
  ``test_a_customers_name_has_several_names``
- A tenant may have no list of customers:
  ``test_customers_come_from_tickets_where_a_tenant_lists_none``
- What a tenant has is told plainly:
  ``test_what_is_available_is_told_plainly``
- A missing list loses nothing:
  ``test_a_list_that_is_not_given_makes_nothing_gone``
- The gateway's quota is a 403:
  ``test_the_gateways_quota_is_a_403_and_a_wait``
- Nothing can be written back:
  ``test_nothing_can_be_written_back``
"""

from decimal import Decimal
from typing import Final

from app.connectors.auth import AccessToken, FetchedToken, needed
from app.connectors.http import Client, Host
from app.connectors.pacing import Limit
from app.connectors.ports import PsaPort, Settings
from app.connectors.revio.asking import TITLE, Revio, exchange_verdict, exchanged, verdict
from app.connectors.revio.service import FAMILIES, RevioPsa
from app.connectors.system import Opening, PsaSystem, SecretField, Setting, SignInKind, System

_KEY: Final = "api_key"
_ADDRESS: Final = "https://api.psarev.io"


class _Key:
    """Signs by a token that is had for the API key; reads the key when it is first needed."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        fixed = {"X-Revio-Host": opening.settings["host"]}
        self._token = FetchedToken(self._fetch, opening.timing, fixed=fixed)
        self._secret = ""

    def headers(self) -> dict[str, str]:
        """The token, and the tenant's host."""
        return dict(self._token.headers())

    def renew(self) -> bool:
        """Another token at the next request."""
        return self._token.renew()

    def secrets(self) -> tuple[str, ...]:
        """The key and the token."""
        return (self._secret, *self._token.secrets())

    def _fetch(self) -> AccessToken:
        opening = self._opening
        self._secret = needed(opening.secrets, _KEY, title=TITLE)
        host = Host(
            title=TITLE,
            base_url=opening.settings["api_url"],
            secrets=(self._secret,),
            verdict=exchange_verdict,
            pacer=opening.pacer,
        )
        with opening.client(host) as client:
            return exchanged(client, self._secret)


def _open(opening: Opening) -> PsaPort:
    settings = opening.settings
    signer = _Key(opening)

    def client(address: str) -> Client:
        host = Host(
            title=TITLE,
            base_url=address,
            signer=signer,
            verdict=verdict,
            pacer=opening.pacer,
        )
        return opening.client(host)

    api = settings["api_url"]
    revio = Revio(client(api), client(settings["psac_url"] or api))
    return RevioPsa(revio, host=settings["host"])


def _limits(_settings: Settings) -> tuple[Limit, ...]:
    """None is published; half of what the billing engine under it allows."""
    return (
        Limit(name="a minute", calls=500, seconds=Decimal(60), share=Decimal("0.5")),
        Limit(name="a day", calls=150_000, seconds=Decimal(86_400), share=Decimal("0.5")),
    )


REVIO: Final[PsaSystem] = System(
    key="revio",
    title=TITLE,
    settings=(
        Setting(name="host", doc="Your tenant's host, such as name.psarev.io", default=None),
        Setting(
            name="api_url",
            doc="The address of sign-in, customers, contacts and invoices",
            default=_ADDRESS,
        ),
        Setting(name="psac_url", doc="The address of tickets; blank: the same"),
    ),
    secrets=(SecretField(name=_KEY, doc="An API key made under Admin > API Management"),),
    sign_in=SignInKind.KEYS,
    families=FAMILIES,
    abilities=frozenset(),
    limits=_limits,
    open=_open,
)
"""Rev.io PSA."""
