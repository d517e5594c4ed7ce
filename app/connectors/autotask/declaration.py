"""Autotask PSA REST v1.0: its declaration and its quirks.

Source: ``psa-apis.md`` section 3, and the vendor's description. Quirks, each with its test in
``tests/connectors/autotask``:

- The zone of a user is looked up first, without a secret:
  ``test_the_zone_look_up_names_the_user_and_carries_no_secret``
- An unknown user is a 500 there:
  ``test_an_unknown_user_is_a_500_at_the_zone_look_up_and_a_sign_in_for_us``
- A 401 may mean that the zone has moved:
  ``test_a_401_reads_the_zone_again_and_asks_the_new_one_once``
- The next page needs the same method and body:
  ``test_the_next_page_is_asked_by_the_same_method_with_the_same_body``
- An empty filter is refused:
  ``test_an_empty_filter_is_never_sent``
- Chosen fields must hold the id:
  ``test_include_fields_always_hold_the_id``
- 500 conditions at most:
  ``test_an_in_holds_500_ids_at_most``
- An unknown field fails the whole call:
  ``test_an_unknown_field_fails_the_whole_call_and_is_told``
- A missing record is a 200:
  ``test_a_missing_record_is_a_200_with_an_item_of_null``
- Picklists differ between metadata and records:
  ``test_picklist_values_are_texts_in_metadata_and_numbers_in_records``
- Too many threads come in any status:
  ``test_a_thread_error_is_a_wait_in_whatever_status_it_comes``
- *Retry-After* is a number or a date, and may be long:
  ``test_retry_after_may_be_seconds_or_a_date_and_is_not_cut_at_a_minute``
- A plain 500 is mostly a refusal:
  ``test_a_500_that_refuses_is_not_asked_again``
- 403 is a permission:
  ``test_a_403_is_a_missing_permission_and_no_sign_in``
- 10,000 calls an hour, shared:
  ``test_the_limit_is_shared_by_all_programs_of_the_company``
- Past the limit all programs are turned away:
  ``test_calls_that_other_programs_nearly_used_up_are_left_to_them``
- Company 0 is the provider's own:
  ``test_the_providers_own_company_is_left_out``
- Sites, services of contracts with their periods, charges, and in older versions contracts have no
  stamp: they are looked through, and read anew where they differ from what was seen, or where what
  they refer to has changed:
  ``test_sites_are_looked_through_and_not_read_again_where_nothing_differs``,
  ``test_a_company_that_has_its_invoices_sent_elsewhere_lets_sites_be_read_anew``,
  ``test_contracts_without_a_stamp_are_looked_through_every_time``,
  ``test_lines_are_looked_through_and_not_read_again_where_nothing_differs``,
  ``test_lines_of_a_version_without_a_stamp_are_read_whole_every_time``,
  ``test_charges_are_looked_through_as_no_stamp_tells_every_change``
- Newer versions tell when a contract changed, but not of its blocks of hours:
  ``test_a_newer_version_that_tells_changes_of_contracts_is_asked_for_them``,
  ``test_a_block_of_hours_that_changes_lets_contracts_be_read_anew``
- ``Contacts.isActive`` is a whole number:
  ``test_is_active_of_contacts_is_a_whole_number``
- There is no billing contact:
  ``test_no_billing_contact_the_contracts_name_it``,
  ``test_a_company_comes_again_when_the_contact_that_gets_its_invoices_changed``,
  ``test_contacts_come_again_when_a_contract_names_another_for_its_invoices``
- A company names no terms:
  ``test_the_terms_of_a_company_come_from_its_invoice_template``
- The billing address goes by a picklist:
  ``test_the_billing_address_goes_by_the_picklist``
- Quantities are told by period:
  ``test_the_quantity_is_of_the_period_that_holds_the_day``
- Periods to come are there already:
  ``test_future_periods_exist_already_and_are_not_billed_before_they_begin``
- A period's price may be for all:
  ``test_the_price_of_a_period_is_never_taken_for_the_price_of_one``
- Rates come only with posting:
  ``test_rates_appear_only_after_approval_and_posting``
- Time is read as posted, or as entered:
  ``test_posted_mode_reads_time_from_the_posted_items``
- Posted items tell no later change:
  ``test_items_that_were_posted_taken_or_invoiced_since_come_again``
- Time names no company:
  ``test_time_names_no_company_its_ticket_or_task_does``
- Time may cross midnight in UTC:
  ``test_time_over_midnight_in_utc_is_of_the_day_that_was_worked``
- Amounts are in the customer's currency:
  ``test_posted_time_has_the_items_id_and_money_in_the_customers_currency``
- ``webServiceDate`` marks what was taken:
  ``test_the_web_service_date_marks_a_posted_item_as_taken``
- PATCH writes single fields:
  ``test_a_write_is_a_patch_of_the_named_fields``
- Children are written through the parent:
  ``test_children_are_written_through_their_parent``
- An invoice keeps the day of payment alone:
  ``test_a_payment_is_the_day_on_which_it_was_whole``
- Missing permissions filter without a word:
  ``test_a_silent_permission_filter_on_non_billable_time_is_told_of``
- So do lines of business:
  ``test_a_silent_permission_filter_on_lines_of_business_is_told_of``
"""

from datetime import date
from decimal import Decimal
from typing import Final

from app.connectors.auth import Keys, needed
from app.connectors.autotask.asking import TITLE, Autotask, lookup_root, lookup_verdict, verdict
from app.connectors.autotask.reading import Ways
from app.connectors.autotask.service import AutotaskPsa
from app.connectors.dealings import Ability
from app.connectors.http import Client, Host
from app.connectors.pacing import Limit
from app.connectors.ports import PsaPort, Settings
from app.connectors.system import Opening, PsaSystem, SecretField, Setting, SignInKind, System
from app.customers.incoming import PsaFamily
from app.errors import InputError

_CODE: Final = "integration_code"
_SECRET: Final = "secret"  # noqa: S105  its name, not itself
_LOOKUP: Final = "https://webservices.autotask.net/atservicesrest"
_CALLS_PER_HOUR: Final = 10_000
_WHOLE: Final = 100


class _ApiUser:
    """Signs by an API user's name and secret; reads the secrets when they are first needed."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._keys: Keys | None = None

    def headers(self) -> dict[str, str]:
        """The three headers of every call; there is no token."""
        if self._keys is None:
            secrets = self._opening.secrets
            code = needed(secrets, _CODE, title=TITLE)
            secret = needed(secrets, _SECRET, title=TITLE)
            user = self._opening.settings["username"]
            fixed = {"UserName": user, "Secret": secret, "ApiIntegrationCode": code}
            self._keys = Keys(fixed=fixed, hidden=(secret, code))
        return dict(self._keys.headers())

    def renew(self) -> bool:
        """Nothing: the secrets are what they are."""
        return False

    def secrets(self) -> tuple[str, ...]:
        """The secret and the code."""
        return () if self._keys is None else tuple(self._keys.secrets())


def _open(opening: Opening) -> PsaPort:
    settings = opening.settings
    root = lookup_root(settings["zone_url"] or _LOOKUP)
    signer = _ApiUser(opening)

    def lookup() -> Client:
        # It takes no sign-in, so it gets none; and it is counted nowhere.
        return opening.client(Host(title=TITLE, base_url=root, verdict=lookup_verdict))

    def opened(base: str) -> Client:
        host = Host(title=TITLE, base_url=base, signer=signer, verdict=verdict, pacer=opening.pacer)
        return opening.client(host)

    user = settings["username"]
    autotask = Autotask(lookup, opened, user=user, root=root, now=opening.timing.now)
    ways = Ways(
        external_field=settings["customer_field"],
        email_field=settings["email_field"],
        agreement_field=settings["agreement_field"],
        invoice_field=settings["invoice_field"],
        is_posted=settings["time_from"] == "posted",
    )
    return AutotaskPsa(autotask, ways, user=user, units_on=_day(settings["units_on"]))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise InputError(
            f"units_on of {TITLE} cannot be “{written}”.", "", "Write a day as 2026-12-01."
        ) from None


def _limits(settings: Settings) -> tuple[Limit, ...]:
    """One limit for all programs of a company; past its half each call is slowed down."""
    share = min(Decimal(settings["share_percent"]), Decimal(_WHOLE)) / _WHOLE
    return (Limit(name="an hour", calls=_CALLS_PER_HOUR, seconds=Decimal(3600), share=share),)


AUTOTASK: Final[PsaSystem] = System(
    key="autotask",
    title=TITLE,
    settings=(
        Setting(
            name="zone_url",
            doc="The address at which the zone of your Autotask is looked up",
            default=_LOOKUP,
        ),
        Setting(name="username", doc="The name of the API user", default=None),
        Setting(
            name="time_from",
            doc="Whether time is read as approved and posted, or as it was entered",
            default="posted",
            choices=("posted", "entered"),
        ),
        Setting(
            name="units_on",
            doc="The day whose billing period tells quantities; blank: the day of the pull",
        ),
        Setting(
            name="share_percent",
            doc="How much of the calls of an hour, which all your programs share, may be ours",
            default="50",
            is_number=True,
        ),
        Setting(
            name="customer_field",
            doc="The user-defined field of companies for our number; blank: their number",
        ),
        Setting(
            name="email_field",
            doc="The user-defined field of companies for the address of invoices; blank: none",
        ),
        Setting(
            name="agreement_field",
            doc="The user-defined field of contracts for our invoice's number; blank: none",
        ),
        Setting(
            name="invoice_field",
            doc="The user-defined field of invoices for our number; blank: theirs is replaced",
        ),
    ),
    secrets=(
        SecretField(name=_CODE, doc="The tracking identifier of the integration"),
        SecretField(name=_SECRET, doc="The secret of the API user"),
    ),
    sign_in=SignInKind.KEYS,
    families=tuple(PsaFamily),
    abilities=frozenset(
        {
            Ability.EXTERNAL_ID,
            Ability.MARK_TIME_BILLED,
            Ability.MARK_CHARGE_BILLED,
            Ability.INVOICE_REFERENCE,
            Ability.PAYMENT_STATUS,
        }
    ),
    limits=_limits,
    open=_open,
)
"""Autotask PSA."""
