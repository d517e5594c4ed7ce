"""QuickBooks Online, accounting API v3: its declaration and its quirks.

Source: ``accounting-apis.md`` 1. Quirks, each with its test in ``tests/connectors/quickbooks``:

- A line without a tax code counts as taxed, so each says NON
  (``test_every_line_says_that_it_is_not_taxed``); elsewhere than in the United States each needs a
  real code (``test_other_countries_need_a_real_code``).
- A line reaches its account through its item alone: one item for each of our codes
  (``test_a_line_reaches_its_account_through_its_item``).
- A fault may come with status 200 (``test_a_fault_inside_a_good_status_is_a_refusal``), the one of
  an ended subscription too (``test_an_ended_subscription_is_told``).
- No flag tells a void: amounts are 0 and the note begins with Voided
  (``test_a_void_is_told_by_amounts_and_note``).
- Deletes stand in change data alone (``test_a_delete_comes_by_change_data``), which looks back 30
  days (``test_after_thirty_days_all_is_read_anew``) and holds 1000 records without a second page
  (``test_change_data_that_is_nearly_full_is_not_trusted``).
- Records of lists that are not active are left out unless asked for
  (``test_inactive_records_are_asked_for``).
- Code 5010 is a stale version or a closed period; the words tell which
  (``test_5010_is_a_stale_version_or_a_closed_period``).
- Customers, vendors and employees share one list of names
  (``test_a_name_that_a_vendor_holds_gets_our_number``, ``test_a_name_of_a_customer_is_refused``).
- Customers have no number that may be written: their notes carry ours
  (``test_the_notes_carry_our_number_and_what_stood_there``).
- Document numbers have at most 21 characters (``test_a_number_of_22_characters_is_foreseen``), and
  may be twice if a company wants (``test_a_number_that_is_there_is_refused_before_it_is_sent``).
- ``requestid`` goes with each create (``test_each_create_carries_its_key``); a batch holds 30, each
  marked by ``bId`` (``test_a_batch_answers_in_any_order``), and fails item by item
  (``test_a_refusal_in_a_batch_touches_no_other``).
- ``minorversion`` 75 is always sent (``test_the_minor_version_is_always_sent``).
- Gateways answer 401 with XML (``test_a_401_in_xml_asks_to_sign_in``).
- Throttling comes as 429 without a time to wait, or as 403
  (``test_throttling_waits_a_minute``).
- Updates name their version and are sparse, or blank what they leave out
  (``test_an_update_is_sparse_and_names_its_version``).
- Credits are put on invoices by payments of zero
  (``test_a_payment_of_zero_puts_credit_on_an_invoice``), which the books may also make themselves.
- Applying later changes the same payment, so it comes whole
  (``test_a_payment_comes_whole_each_time``).
- An invoice with a payment is not made void (``test_an_invoice_with_a_payment_is_not_made_void``);
  credit memos are deleted (``test_a_credit_memo_is_deleted_once``).
- The refresh token rotates about daily, and consent ends after five years
  (``test_the_sign_in_is_as_registered``). Production takes no address of this computer
  (``test_production_takes_no_loopback``).
"""

from decimal import Decimal
from typing import Final

from app.billing.incoming import BookFamily
from app.connectors.auth import Secrets, needed
from app.connectors.dealings import Ability
from app.connectors.http import Host
from app.connectors.oauth import OAuthApp
from app.connectors.pacing import Limit
from app.connectors.ports import AccountingPort, Settings
from app.connectors.quickbooks.documents import BATCH, BATCHES
from app.connectors.quickbooks.faults import verdict
from app.connectors.quickbooks.fields import TITLE
from app.connectors.quickbooks.service import QuickBooks
from app.connectors.system import (
    CONSENT_SETTINGS,
    AccountingSystem,
    Opening,
    SecretField,
    Setting,
    SignInKind,
    System,
    redirect_of,
)
from app.errors import InputError

HOSTS: Final = {
    "production": "https://quickbooks.api.intuit.com",
    "sandbox": "https://sandbox-quickbooks.api.intuit.com",
}
AUTHORIZE: Final = "https://appcenter.intuit.com/connect/oauth2"
TOKEN: Final = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"  # noqa: S105  address
REVOKE: Final = "https://developer.api.intuit.com/v2/oauth2/tokens/revoke"

_SECRET: Final = "client_secret"  # noqa: S105  its name, not itself


def _oauth(settings: Settings, secrets: Secrets) -> OAuthApp:
    authorize = settings["authorize_url"] or AUTHORIZE
    redirect = redirect_of(settings)
    is_loopback = not redirect.startswith("https://")
    if settings["environment"] == "production" and authorize == AUTHORIZE and is_loopback:
        raise InputError(
            f"{TITLE} takes no redirect to this computer in production: {redirect}.",
            "It must be a registered https address.",
            "Set redirect_uri to one, and way_back to relay or paste.",
        )
    return OAuthApp(
        title=TITLE,
        authorize_url=authorize,
        token_url=settings["token_url"] or TOKEN,
        revoke_url=settings["revoke_url"] or REVOKE,
        client_id=settings["client_id"],
        client_secret=needed(secrets, _SECRET, title=TITLE),
        redirect_uri=redirect,
        scope="com.intuit.quickbooks.accounting",
        token_headers={"x-include-refresh-token-hard-expires-in": "true"},
        tenant_parameter="realmId",
        access_seconds=3600,
        refresh_days=100,
        refresh_life_field="x_refresh_token_expires_in",
        hard_life_field="x_refresh_token_hard_expires_in",
        revokes_as_json=True,
    )


def _limits(_: Settings) -> tuple[Limit, ...]:
    # Some is left to other programs of the same company.
    share = Decimal("0.9")
    return (
        Limit(name="a minute", calls=500, seconds=Decimal(60), share=share),
        Limit(name="a second", calls=10, seconds=Decimal(1), share=share),
        Limit(name="a minute in batches", calls=40, seconds=Decimal(60), counts=BATCHES),
    )


def _open(opening: Opening) -> AccountingPort:
    settings = opening.settings
    host = Host(
        title=TITLE,
        base_url=settings["api_url"] or HOSTS[settings["environment"]],
        signer=opening.oauth_signer(_oauth(settings, opening.secrets)),
        request_ids=("intuit_tid",),
        verdict=verdict,
        pacer=opening.pacer,
    )
    return QuickBooks(opening.client(host), realm=settings["realm_id"])


QUICKBOOKS: Final[AccountingSystem] = System(
    key="quickbooks",
    title=TITLE,
    settings=(
        Setting(
            name="environment",
            doc="Which of its hosts: real companies, or those for trying out",
            default="production",
            choices=tuple(HOSTS),
        ),
        Setting(name="client_id", doc="The id of your app at Intuit", default=None),
        Setting(name="realm_id", doc="The company's id; the sign-in tells it"),
        Setting(name="api_url", doc="Another address, in place of the environment's"),
        Setting(name="authorize_url", doc="Where consent is given", default=AUTHORIZE),
        Setting(name="token_url", doc="Where tokens are made", default=TOKEN),
        Setting(name="revoke_url", doc="Where tokens are revoked", default=REVOKE),
        *CONSENT_SETTINGS,
    ),
    secrets=(SecretField(name=_SECRET, doc="The secret of your app at Intuit"),),
    sign_in=SignInKind.CONSENT,
    families=tuple(BookFamily),
    abilities=frozenset(
        {
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
    tenant_setting="realm_id",
    batch_size=BATCH,
)
