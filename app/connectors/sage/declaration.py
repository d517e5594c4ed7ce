"""Sage Accounting, API 3.1: its declaration and its quirks.

Source: ``accounting-apis.md`` 3.2. Quirks, each with its test in ``tests/connectors/sage``:

- Access tokens live five minutes, refresh tokens 31 days, and each refresh token is good once
  (``test_access_lives_five_minutes``, ``test_a_refresh_token_is_used_once_and_kept_first``).
- Consent needs a secret, has no proof of a public client, and is asked for with a filter and the
  country (``test_consent_is_asked_for_by_filter_and_country``).
- Every call names the business (``test_every_call_names_the_business``), but for the list of them
  (``test_businesses_are_listed_after_the_sign_in``).
- Lists come in an envelope that spells the size of a page in two ways
  (``test_the_size_of_a_page_is_spelled_in_two_ways``) and have 20 rows unless 200 are asked for
  (``test_pages_are_as_long_as_may_be``); a list that moves is read anew
  (``test_a_list_that_moves_is_read_anew``).
- Lists hold names alone unless all attributes are asked for
  (``test_lists_are_asked_for_with_all_attributes``).
- Changes and deletions are two lists (``test_changes_and_deletions_are_two_lists``); accounts and
  rates tell no deletions, so they are read whole (``test_accounts_and_rates_are_read_whole``).
- Money may come as text (``test_money_may_come_as_text``).
- Sage takes the tax from us: every line says that it is 0
  (``test_every_line_says_that_its_tax_is_0``); ids of rates differ by country and are read
  (``test_the_rate_is_read_by_country``).
- Whether a liability account may stand on a sales line is not proven: it is looked for without
  writing (``test_liability_accounts_are_looked_for``), and a refusal tells what to do
  (``test_a_refused_liability_account_tells_the_way_out``).
- A reference has 25 characters (``test_a_number_of_26_characters_is_foreseen``), a contact's 10
  (``test_a_number_too_long_for_a_reference_is_the_source_mark``).
- There is no key for creates and references may be twice, so each is looked for before it is made
  (``test_an_invoice_is_looked_for_before_it_is_made``), and never sent again without a look
  (``test_no_answer_is_not_sent_again``).
- Void is a delete with a reason of up to 200 characters (``test_void_gives_a_reason``); drafts are
  deleted without one (``test_a_draft_is_deleted``).
- 2,500 calls a day: what is left goes on the next day (``test_the_limit_of_a_day_goes_on_later``).
- Credit notes and money on account are put on invoices by contact allocations
  (``test_credit_is_put_on_by_an_allocation``, ``test_money_on_account_is_put_on_later``), and the
  sign of the credit's part is not documented (``test_the_other_sign_is_tried``).
- What is left of a receipt is a payment on account
  (``test_what_is_left_of_a_receipt_is_on_account``).
- Refusals are a list (``test_a_refusal_is_a_list``).
- There are no versions: the last stamp is compared before a change
  (``test_a_change_by_another_stops_an_update``).
- Some editions have no products (``test_an_edition_may_have_no_products``).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.billing.incoming import BookFamily
from app.connectors.auth import Secrets, needed
from app.connectors.dealings import Ability
from app.connectors.http import Host
from app.connectors.oauth import OAuthApp
from app.connectors.pacing import Limit
from app.connectors.ports import AccountingPort, Settings
from app.connectors.row_values import needed_identity, text
from app.connectors.sage.faults import verdict
from app.connectors.sage.lists import TITLE, Lists
from app.connectors.sage.service import READ_ONLY, Sage, businesses
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

API: Final = "https://api.accounting.sage.com/v3.1"
AUTHORIZE: Final = "https://www.sageone.com/oauth2/auth/central"
TOKEN: Final = "https://oauth.accounting.sage.com/token"  # noqa: S105  an address
REVOKE: Final = "https://oauth.accounting.sage.com/revoke"

_SECRET: Final = "client_secret"  # noqa: S105  its name, not itself


def _oauth(settings: Settings, secrets: Secrets) -> OAuthApp:
    named = settings["country"].lower()
    country = {"country": named} if named else {}
    return OAuthApp(
        title=TITLE,
        authorize_url=settings["authorize_url"] or AUTHORIZE,
        token_url=settings["token_url"] or TOKEN,
        revoke_url=settings["revoke_url"] or REVOKE,
        client_id=settings["client_id"],
        client_secret=needed(secrets, _SECRET, title=TITLE),
        client_auth="client_secret_post",
        redirect_uri=redirect_of(settings),
        scope=settings["scope"],
        authorize_extras={"filter": "apiv3.1", **country},
        access_seconds=300,
        refresh_days=31,
        refresh_life_field="refresh_token_expires_in",
    )


def _lists(opening: Opening, *, business_id: str) -> Lists:
    settings = opening.settings
    fixed = {"X-Business": business_id} if business_id else {}
    host = Host(
        title=TITLE,
        base_url=settings["api_url"] or API,
        signer=opening.oauth_signer(_oauth(settings, opening.secrets), fixed=fixed),
        verdict=verdict,
        pacer=opening.pacer,
    )
    return Lists(opening.client(host))


def _tenants(opening: Opening) -> Sequence[Tenant]:
    """The businesses that the consent reaches."""
    lists = _lists(opening, business_id="")
    try:
        return [
            Tenant(id=needed_identity(row), name=text(row, "displayed_as", "name"))
            for row in businesses(lists)
        ]
    finally:
        lists.close()


def _limits(settings: Settings) -> tuple[Limit, ...]:
    # Some is left to a person at the same business, and to calls that are late on the way.
    share = Decimal("0.95")
    return (
        Limit(name="a minute", calls=100, seconds=Decimal(60), share=share),
        Limit(
            name="a day",
            calls=int(Decimal(settings["calls_a_day"])),
            seconds=Decimal(86_400),
            share=share,
        ),
    )


def _open(opening: Opening) -> AccountingPort:
    settings = opening.settings
    business_id = settings["business_id"]
    return Sage(
        _lists(opening, business_id=business_id),
        business_id=business_id,
        country=settings["country"],
        scope=settings["scope"],
    )


SAGE: Final[AccountingSystem] = System(
    key="sage",
    title=TITLE,
    settings=(
        Setting(name="client_id", doc="The id of your app at Sage", default=None),
        Setting(name="business_id", doc="The business's id; chosen once you have signed in"),
        Setting(
            name="country",
            doc="The country of the business, in two letters: it leads to its sign-in page",
        ),
        Setting(
            name="scope",
            doc="What consent is asked for",
            default="full_access",
            choices=("full_access", READ_ONLY),
        ),
        Setting(
            name="calls_a_day",
            doc="How often the business may be asked in a day",
            default="2500",
            is_number=True,
        ),
        Setting(name="api_url", doc="Another address of the API", default=API),
        Setting(name="authorize_url", doc="Where consent is given", default=AUTHORIZE),
        Setting(name="token_url", doc="Where tokens are made", default=TOKEN),
        Setting(name="revoke_url", doc="Where tokens are revoked", default=REVOKE),
        *CONSENT_SETTINGS,
    ),
    secrets=(SecretField(name=_SECRET, doc="The secret of your app at Sage"),),
    sign_in=SignInKind.CONSENT,
    families=tuple(family for family in BookFamily if family is not BookFamily.TERMS),
    abilities=frozenset(
        {
            Ability.EXTERNAL_ID,
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
    tenant_setting="business_id",
)
