"""Xero, accounting API 2.0: its declaration and its quirks.

Source: ``accounting-apis.md`` 2. Quirks, each with its test in ``tests/connectors/xero``:

- PUT makes, POST makes or changes: what is new is put, so that a number that is there is refused
  and never overwritten (``test_what_is_new_is_put``, ``test_what_is_there_is_posted_by_its_id``).
- ``summarizeErrors=false`` lets a refused element fail alone, with status 200
  (``test_a_refusal_in_a_batch_touches_no_other``).
- ``unitdp=4`` on reads and writes, or prices are cut (``test_prices_keep_four_places``).
- NoTax and NONE keep it from working out tax (``test_no_tax_is_worked_out``).
- A document names its contact by id alone, as a name would rename it
  (``test_a_document_names_its_contact_by_id_alone``).
- Lists without a page have no lines (``test_lists_are_asked_for_by_page``); a list that moves
  between pages is read anew (``test_a_list_that_moves_is_read_anew``).
- Moments come as ``/Date(milliseconds)/`` (``test_moments_come_as_milliseconds``), and go out
  without a zone in *If-Modified-Since* (``test_changes_are_asked_for_by_header``).
- ``Idempotency-Key`` goes with each write that has a key
  (``test_each_create_carries_its_key``).
- The limit of a day can say to wait 60,000 seconds: it is parked, not sat through
  (``test_the_limit_of_a_day_is_parked``).
- A payment is one amount on one document; those of one cheque share a batch
  (``test_payments_of_one_cheque_share_a_group``).
- Money beyond what is due is an overpayment of its own, and prepayments are a third kind
  (``test_overpayments_and_prepayments_are_payments_of_their_own``).
- Credit is put on invoices by allocations (``test_credit_is_put_on_an_invoice_by_an_allocation``);
  one taken back stays listed without its invoice
  (``test_an_allocation_taken_back_counts_no_more``).
- Void is possible only where nothing is paid or credited
  (``test_an_invoice_with_a_payment_is_not_made_void``); drafts are deleted
  (``test_a_draft_is_deleted``).
- Voided and deleted documents stay in the lists (``test_void_and_deleted_stay_in_the_lists``).
- There are no versions: the last stamp is compared before a change
  (``test_a_change_by_another_stops_an_update``).
- System and bank accounts may not be used on lines
  (``test_system_and_bank_accounts_are_not_for_lines``).
- Contacts are archived or merged, never deleted (``test_archived_and_merged_contacts_are_told``).
- A line of zero loses its account (``test_a_line_of_zero_is_foreseen``).
- The day of a lock explains refusals (``test_a_locked_day_is_foreseen``).
- Scopes are granular or broad, by when a program was registered
  (``test_scopes_are_granular_or_broad``); PKCE needs no secret, and a web app both
  (``test_a_public_client_has_no_secret``).
- The organisations to choose from are listed after the sign-in
  (``test_organisations_are_listed_after_the_sign_in``).
- There is no list of terms (``test_there_is_no_list_of_terms``).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.billing.incoming import BookFamily
from app.connectors.auth import Secrets
from app.connectors.dealings import Ability
from app.connectors.http import Ask, Client, Host
from app.connectors.oauth import OAuthApp
from app.connectors.pacing import Limit
from app.connectors.ports import AccountingPort, Settings
from app.connectors.system import (
    CONSENT_SETTINGS,
    AccountingSystem,
    Opening,
    SecretField,
    Setting,
    SignInKind,
    System,
    Tenant,
    redirect_of,
)
from app.connectors.xero.documents import BATCH
from app.connectors.xero.faults import verdict
from app.connectors.xero.fields import TITLE, text
from app.connectors.xero.service import Xero

API: Final = "https://api.xero.com"
AUTHORIZE: Final = "https://login.xero.com/identity/connect/authorize"
TOKEN: Final = "https://identity.xero.com/connect/token"  # noqa: S105  an address
REVOKE: Final = "https://identity.xero.com/connect/revocation"
SCOPES: Final = {
    "granular": (
        "offline_access openid profile email accounting.invoices accounting.payments "
        "accounting.banktransactions accounting.contacts accounting.settings"
    ),
    "broad": (
        "offline_access openid profile email accounting.transactions accounting.contacts "
        "accounting.settings"
    ),
}
"""Of programs registered from 2 March 2026 on, and of older ones."""

_SECRET: Final = "client_secret"  # noqa: S105  its name, not itself


def _scopes(settings: Settings) -> str:
    return SCOPES.get(settings["scopes"], settings["scopes"])


def _oauth(settings: Settings, secrets: Secrets) -> OAuthApp:
    secret = secrets.read(_SECRET) or None
    return OAuthApp(
        title=TITLE,
        authorize_url=settings["authorize_url"] or AUTHORIZE,
        token_url=settings["token_url"] or TOKEN,
        revoke_url=settings["revoke_url"] or REVOKE,
        client_id=settings["client_id"],
        client_secret=secret,
        client_auth="none" if secret is None else "client_secret_basic",
        redirect_uri=redirect_of(settings),
        scope=_scopes(settings),
        uses_pkce=True,
        access_seconds=1800,
        refresh_days=60,
    )


def _client(opening: Opening, *, tenant_id: str) -> Client:
    settings = opening.settings
    fixed = {"xero-tenant-id": tenant_id} if tenant_id else {}
    host = Host(
        title=TITLE,
        base_url=settings["api_url"] or API,
        signer=opening.oauth_signer(_oauth(settings, opening.secrets), fixed=fixed),
        request_ids=("xero-correlation-id", "x-correlation-id"),
        verdict=verdict,
        pacer=opening.pacer,
    )
    return opening.client(host)


def _tenants(opening: Opening) -> Sequence[Tenant]:
    """The organisations that the consent reaches; practices and the like are none."""
    with _client(opening, tenant_id="") as client:
        answer = client.ask(
            Ask(
                method="GET",
                path="/connections",
                words="The list of organisations",
                may_repeat=True,
            )
        )
    found = answer.value if isinstance(answer.value, list) else []
    return [
        Tenant(id=text(row, "tenantId"), name=text(row, "tenantName"))
        for row in found
        if text(row, "tenantType") in {"ORGANISATION", ""}
    ]


def _limits(settings: Settings) -> tuple[Limit, ...]:
    # Some is left to a person at the same organisation, and to calls that are late on the way.
    share = Decimal("0.95")
    return (
        Limit(name="a minute", calls=60, seconds=Decimal(60), share=share),
        Limit(
            name="a day",
            calls=int(Decimal(settings["calls_a_day"])),
            seconds=Decimal(86_400),
            share=share,
        ),
    )


def _open(opening: Opening) -> AccountingPort:
    tenant_id = opening.settings["tenant_id"]
    client = _client(opening, tenant_id=tenant_id)
    return Xero(client, tenant_id=tenant_id, scopes=_scopes(opening.settings))


XERO: Final[AccountingSystem] = System(
    key="xero",
    title=TITLE,
    settings=(
        Setting(name="client_id", doc="The id of your app at Xero", default=None),
        Setting(name="tenant_id", doc="The organisation's id; chosen once you have signed in"),
        Setting(
            name="scopes",
            doc="What consent is asked for: granular, broad for apps from before March 2026, "
            "or the scopes themselves",
            default="granular",
        ),
        Setting(
            name="calls_a_day",
            doc="How often the organisation may be asked in a day, by your price tier",
            default="1000",
            is_number=True,
        ),
        Setting(name="api_url", doc="Another address of the API", default=API),
        Setting(name="authorize_url", doc="Where consent is given", default=AUTHORIZE),
        Setting(name="token_url", doc="Where tokens are made", default=TOKEN),
        Setting(name="revoke_url", doc="Where tokens are revoked", default=REVOKE),
        *CONSENT_SETTINGS,
    ),
    secrets=(
        SecretField(
            name=_SECRET,
            doc="The secret of your app at Xero, where it is registered as a web app",
            is_needed=False,
        ),
    ),
    sign_in=SignInKind.CONSENT,
    families=tuple(family for family in BookFamily if family is not BookFamily.TERMS),
    abilities=frozenset(
        {
            Ability.EXTERNAL_ID,
            Ability.BATCH,
            Ability.CREATE_ITEMS,
            Ability.UPDATE_CUSTOMERS,
            Ability.UPDATE_INVOICES,
            Ability.VOID_INVOICES,
            Ability.CREDIT_NOTES,
            Ability.APPLY_CREDITS,
            Ability.PAYMENTS,
            Ability.BALANCES,
        }
    ),
    limits=_limits,
    open=_open,
    oauth=_oauth,
    tenants=_tenants,
    tenant_setting="tenant_id",
    batch_size=BATCH,
)
