"""ConnectWise PSA (Manage) REST 3.0: its declaration and its quirks.

Source: ``psa-apis.md`` section 1, and the vendor's description, version 2025.1. Quirks, each with
its test in ``tests/connectors/connectwise``:

- The user's address is that of the window; the API's host has another name
  (``test_the_user_s_address_leads_to_the_api_host``). The codebase is looked up without a sign-in
  (``test_the_look_up_of_the_codebase_is_not_signed``), and after a 404 once more, since it changes
  with an upgrade (``test_a_404_after_an_upgrade_leads_to_the_new_codebase``,
  ``test_a_404_with_the_same_codebase_is_a_refusal``).
- ``clientId`` and a pinned version go with every call
  (``test_every_call_carries_keys_and_the_id_of_the_integration``).
- Whole lists go forward only, by links; what pays no heed to that is read on by ids
  (``test_a_full_pull_goes_forward_only_by_links``,
  ``test_without_a_link_a_full_page_falls_back_to_ids``,
  ``test_a_page_that_is_just_full_ends_with_an_empty_one``).
- The stamp can be asked for, and lies in ``_info``
  (``test_changes_are_asked_by_the_stamp_with_an_overlap``); where a list refuses that it is read
  whole (``test_a_list_that_refuses_the_stamp_is_read_whole``). What costs a call each is read
  again only if the overlap has changed (``test_an_overlap_that_is_as_it_was_is_not_read_again``).
- Sites have no list of their own (``test_sites_are_asked_company_by_company``), nor have
  additions, which leave no trace on the agreement
  (``test_additions_have_no_list_and_are_asked_of_each_agreement``,
  ``test_with_a_mark_additions_of_every_active_agreement_are_asked``).
- Addresses over some 2,000 letters fail (``test_long_conditions_are_split``).
- A role leaves out what it may not see without a word
  (``test_no_company_at_all_is_a_right_that_is_missing``,
  ``test_a_role_that_shows_nothing_is_told``, ``test_amounts_hidden_by_the_role_are_not_known``),
  and passes over what it may not write (``test_a_write_that_was_passed_over_is_noticed``); 403 is
  a right (``test_403_is_a_missing_right_and_no_sign_in``).
- 429 by the gateway, 500 with a time-out and pages of HTML are waited out
  (``test_throttling_and_a_500_timeout_are_waited_out``, ``test_a_gateway_s_page_is_no_answer``).
- Deleted companies stay readable (``test_a_deleted_company_stays_readable_and_is_gone``); states
  are the tenant's own (``test_a_company_is_active_by_the_tenant_s_own_states``,
  ``test_an_invoice_is_closed_by_the_tenant_s_own_state``).
- The billed quantity is what there is less what is included, never below zero
  (``test_what_is_included_in_the_base_fee_is_taken_off``,
  ``test_more_included_than_there_is_bills_none``); ``NoCharge`` and ``DoNotBill`` bill nothing
  (``test_lines_that_are_not_billed_are_told_as_such``). The base fee is not among the additions
  (``test_the_base_fee_stands_beside_the_lines``).
- ``hourlyCost`` is a string (``test_hourly_cost_is_a_string_and_harms_nothing``); covered time
  comes to 0 (``test_covered_time_comes_to_nothing``).
- Empty references are left out, lists may be null
  (``test_unknown_fields_null_lists_and_missing_references_are_normal``).
- Companies write the state as text, sites refer to it
  (``test_companies_write_the_state_as_text_and_sites_refer_to_it``).
- Days are midnight in UTC and are not moved
  (``test_days_at_midnight_in_utc_stay_the_days_they_are``); an end is the last day
  (``test_an_agreement_ends_after_its_last_day``), and so is the day of a cancellation
  (``test_a_line_is_billed_through_its_cancelled_date``,
  ``test_an_agreement_runs_through_the_day_of_its_cancellation``).
- Values of custom fields are of any kind
  (``test_our_number_may_lie_in_a_custom_field_of_any_kind``); one must be on the company's screen
  (``test_a_custom_field_that_is_not_on_the_screen_is_named``).
- Patches name a path without a slash
  (``test_our_number_goes_into_the_account_number_by_a_patch``). Time cannot be marked billed
  (``test_time_cannot_be_marked_billed``). A payment has no key: what is told already is taken off
  (``test_a_payment_told_twice_is_one_payment``).
- An agreement's work order may hold the user's own reference, so it is written only where chosen
  (``test_an_agreement_s_own_references_are_left_alone_unless_one_is_chosen``).

Not read: which time was deleted between two whole pulls, and that sites or additions changed below
a company or an agreement that did not; a whole pull finds both.
"""

from decimal import Decimal
from typing import Final

from app.connectors.auth import Keys, basic, needed
from app.connectors.connectwise.asking import TITLE, Manage, api_root, verdict
from app.connectors.connectwise.parts import Ways
from app.connectors.connectwise.service import ConnectWise
from app.connectors.dealings import Ability
from app.connectors.http import Client, Host
from app.connectors.pacing import Limit
from app.connectors.ports import PsaPort, Settings
from app.connectors.system import Opening, PsaSystem, SecretField, Setting, SignInKind, System
from app.customers.incoming import PsaFamily

_SECRET: Final = "private_key"  # noqa: S105  its name, not itself
"""The name of the secret."""


class _ApiMember:
    """Signs by the key pair of an API member; reads the key when it is first needed."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._keys: Keys | None = None

    def headers(self) -> dict[str, str]:
        """Company and keys as *Basic*, and the id of the integration."""
        if self._keys is None:
            settings = self._opening.settings
            secret = needed(self._opening.secrets, _SECRET, title=TITLE)
            user = f"{settings['company_id']}+{settings['public_key']}"
            fixed = {"Authorization": basic(user, secret), "clientId": settings["client_id"]}
            self._keys = Keys(fixed=fixed, hidden=(secret,))
        return dict(self._keys.headers())

    def renew(self) -> bool:
        """Reads the key anew: it may have been given again meanwhile."""
        self._keys = None
        return True

    def secrets(self) -> tuple[str, ...]:
        """The key, and the header that holds it."""
        return () if self._keys is None else tuple(self._keys.secrets())


def _open(opening: Opening) -> PsaPort:
    settings = opening.settings
    root = api_root(settings["site_url"])
    version = settings["api_version"]
    accept = f"application/vnd.connectwise.com+json; version={version}" if version else ""
    host = Host(
        title=TITLE,
        base_url=root,
        headers={"Accept": accept} if accept else {},
        signer=_ApiMember(opening),
        verdict=verdict,
        pacer=opening.pacer,
    )

    def lookup() -> Client:
        # It takes no sign-in, so it gets none.
        return opening.client(Host(title=TITLE, base_url=root, pacer=opening.pacer))

    manage = Manage(
        opening.client(host),
        lookup=lookup,
        company_id=settings["company_id"],
        codebase=settings["codebase"],
    )
    ways = Ways(
        approved=frozenset(_several(settings["approved_states"])),
        inactive=frozenset(each.lower() for each in _several(settings["inactive_states"])),
        external_custom_field=settings["external_custom_field"],
        agreement_field=""
        if settings["agreement_field"] == "none"
        else settings["agreement_field"],
    )
    return ConnectWise(
        manage,
        ways,
        company_id=settings["company_id"],
        company_types=_several(settings["company_types"]),
    )


def _several(value: str) -> list[str]:
    return [each.strip() for each in value.split(",") if each.strip()]


def _limits(_settings: Settings) -> tuple[Limit, ...]:
    """None is published; this is polite."""
    return (Limit(name="a second", calls=10, seconds=Decimal(1)),)


CONNECTWISE: Final[PsaSystem] = System(
    key="connectwise",
    title=TITLE,
    settings=(
        Setting(
            name="site_url",
            doc="The address of your ConnectWise, such as na.myconnectwise.net",
            default="https://na.myconnectwise.net",
        ),
        Setting(name="company_id", doc="The company you sign in to", default=None),
        Setting(name="public_key", doc="The public key of the API member", default=None),
        Setting(
            name="client_id",
            doc="The id of this integration from the vendor's developer site",
            default=None,
        ),
        Setting(name="codebase", doc="The codebase of an own server; blank: looked up"),
        Setting(
            name="api_version",
            doc="The version of the API that is asked for",
            default="2025.1",
        ),
        Setting(
            name="company_types",
            doc="Only companies of these types, with commas between; blank: all",
        ),
        Setting(
            name="inactive_states",
            doc="States of companies that are not served any more, with commas between",
            default="Inactive",
        ),
        Setting(
            name="approved_states",
            doc="States of time and expenses that mean approved, with commas between",
            default="ApprovedByTierOne,ApprovedByTierTwo,ReadyToBill",
        ),
        Setting(
            name="external_custom_field",
            doc="The custom field of companies for our number; blank: their account number",
        ),
        Setting(
            name="agreement_field",
            doc="The field of agreements for our invoice's number, in place of what stands there",
            default="none",
            choices=("none", "workOrder", "customerPO"),
        ),
    ),
    secrets=(SecretField(name=_SECRET, doc="The private key of the API member"),),
    sign_in=SignInKind.KEYS,
    families=tuple(PsaFamily),
    abilities=frozenset(
        {
            Ability.EXTERNAL_ID,
            Ability.MARK_CHARGE_BILLED,
            Ability.INVOICE_REFERENCE,
            Ability.PAYMENT_STATUS,
        }
    ),
    limits=_limits,
    open=_open,
)
"""ConnectWise PSA."""
