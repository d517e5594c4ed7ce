"""HaloPSA REST v2: its declaration and its quirks.

Source: ``psa-apis.md`` section 2, and the vendor's description of 2024-09. Quirks, each with its
test in ``tests/connectors/halopsa``:

- The site names the host and tenant of the sign-in (``test_the_site_names_where_to_sign_in``), or
  nothing (``test_a_site_without_a_look_up_is_signed_in_at_its_own_address``). Even there it may
  say 429 (``test_throttling_is_waited_out_even_at_the_sign_in``); a bad tenant is a 500
  (``test_a_bad_tenant_is_a_500_and_no_new_sign_in``).
- Paging is spelled ``pageinate`` (``test_pages_are_asked_by_pageinate``); lists are objects with a
  count, or a list alone (``test_a_list_alone_is_read_too``,
  ``test_a_server_with_smaller_pages_is_read_to_its_count``). Pages shift when rows go
  (``test_a_list_whose_length_changes_is_walked_again``).
- Rows of lists are short (``test_rows_of_lists_are_short_and_read_whole_one_by_one``). Only some
  lists can be asked by date
  (``test_changes_are_asked_by_date_and_cost_nothing_where_there_are_none``); the rest is compared
  (``test_contracts_have_no_date_filter_and_are_compared``,
  ``test_items_have_no_stamp_and_are_compared_by_what_the_list_shows``).
- Invoices and recurring invoices share key and schema, and contracts have no lines of their own
  (``test_invoices_and_recurring_invoices_share_their_key``,
  ``test_lines_come_from_the_recurring_invoice_of_a_contract``,
  ``test_a_recurring_invoice_without_a_contract_is_an_agreement``).
- Refusals have many shapes, and 403 none (``test_refusals_of_every_shape_are_told``,
  ``test_the_lower_of_two_rights_is_told``).
- Create and update are one POST of a list (``test_create_and_update_are_one_post_of_a_list``,
  ``test_an_id_that_is_not_there_is_never_posted``).
- Ids come as 5.0 (``test_ids_with_a_point_are_whole_numbers``); fields come and go by hundreds
  (``test_hundreds_of_unknown_fields_harm_nothing``).
- Time is got ticket by ticket (``test_time_is_read_ticket_by_ticket``); an action's number is
  unique within its ticket (``test_the_pair_of_ticket_and_action_is_the_key``). Projects are
  tickets too (``test_a_project_that_is_listed_twice_bills_its_time_once``).
- Linked agreements have ids below zero (``test_contract_ids_below_zero_are_linked_agreements``);
  blank, 0 and null all mean not invoiced (``test_no_invoice_is_blank_zero_or_null``); travel and
  mileage have invoices of their own (``test_travel_and_mileage_have_their_own_flags``).
- Writing an action works its billing out anew unless told not to
  (``test_time_is_marked_without_working_its_billing_out_anew``).
- Addresses have no city or state (``test_what_the_lines_of_an_address_hold_is_a_setting``); terms
  are days or the number of a list (``test_terms_may_be_the_number_of_a_list``). A top level is a
  group, not a customer (``test_a_group_of_clients_is_no_customer``).
- Lines per device or user are counted there
  (``test_a_quantity_that_is_not_worked_out_is_counted_from_linked_records``); headings and
  one-time lines stand among them (``test_group_headings_and_one_time_lines_are_known``).

Not read: products issued to tickets, which tell nowhere whether they were invoiced; and expenses.
"""

from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

from app.connectors.auth import FetchedToken
from app.connectors.dealings import Ability
from app.connectors.halopsa.asking import (
    SECRET,
    TITLE,
    Halo,
    fetched_token,
    sign_in_address,
    site_root,
    verdict,
)
from app.connectors.halopsa.parts import ADDRESS_PARTS, Ways
from app.connectors.halopsa.service import HaloPSA
from app.connectors.http import Host
from app.connectors.pacing import Limit
from app.connectors.ports import PsaPort, Settings
from app.connectors.system import Opening, PsaSystem, SecretField, Setting, SignInKind, System
from app.customers.incoming import PsaFamily
from app.errors import InputError

_YES_NO: Final = ("yes", "no")


def _open(opening: Opening) -> PsaPort:
    settings = opening.settings
    root = site_root(settings)
    signer = FetchedToken(lambda: fetched_token(opening, root), opening.timing)
    host = Host(title=TITLE, base_url=root, signer=signer, verdict=verdict, pacer=opening.pacer)

    def tenant() -> tuple[str, str]:
        _, number = sign_in_address(opening, root)
        found = number or urlsplit(root).netloc
        return found, found

    return HaloPSA(
        Halo(opening.client(host), page_size=int(settings["page_size"])),
        _ways(settings),
        tenant=tenant,
        reads_orders=settings["sales_orders"] == "yes",
    )


def _ways(settings: Settings) -> Ways:
    parts = _several(settings["address_parts"])
    strange = [each for each in parts if each not in ADDRESS_PARTS]
    if strange:
        raise InputError(
            f"address_parts of {TITLE} cannot hold “{strange[0]}”.",
            "It names what the lines 1 to 4 of an address hold.",
            f"Use {', '.join(ADDRESS_PARTS)}.",
        )
    return Ways(
        address_parts=parts,
        terms_are_days=settings["payment_terms"] == "days",
        approval=settings["approval"],
        approved_timesheets=frozenset(_several(settings["approved_timesheets"])),
        external_custom_field=settings["external_custom_field"],
    )


def _several(value: str) -> list[str]:
    return [each.strip() for each in value.split(",") if each.strip()]


def _limits(_settings: Settings) -> tuple[Limit, ...]:
    """By what is often told, 700 in five minutes, and by what is polite, below two a second."""
    return (
        Limit(name="a second", calls=2, seconds=Decimal(1)),
        Limit(name="in five minutes", calls=700, seconds=Decimal(300), share=Decimal("0.8")),
    )


HALOPSA: Final[PsaSystem] = System(
    key="halopsa",
    title=TITLE,
    settings=(
        Setting(
            name="site_url",
            doc="The address of your HaloPSA; blank: that of the tenant at halopsa.com",
        ),
        Setting(name="tenant", doc="The tenant; blank: as the site tells it"),
        Setting(name="client_id", doc="The id of the API application", default=None),
        Setting(name="scope", doc="What is asked for at the sign-in", default="all"),
        Setting(name="page_size", doc="Rows of a page of a list", default="2000", is_number=True),
        Setting(
            name="address_parts",
            doc="What the lines 1 to 4 of an address hold, with commas between",
            default="line1,line2,city,region",
        ),
        Setting(
            name="payment_terms",
            doc="What the terms of payment of a client are: days, or the number of a list",
            default="days",
            choices=("days", "list"),
        ),
        Setting(
            name="approval",
            doc="What makes time approved: ready for processing, its time sheet, or nothing",
            default="ready",
            choices=("ready", "timesheet", "none"),
        ),
        Setting(
            name="approved_timesheets",
            doc="The numbers of the states of time sheets that mean approved",
        ),
        Setting(
            name="external_custom_field",
            doc="The custom field of clients for our number; blank: their id in accounting",
        ),
        Setting(
            name="sales_orders",
            doc="Whether lines of sales orders are read as charges",
            default="yes",
            choices=_YES_NO,
        ),
    ),
    secrets=(SecretField(name=SECRET, doc="The secret of the API application"),),
    sign_in=SignInKind.KEYS,
    families=tuple(family for family in PsaFamily if family is not PsaFamily.TERMS),
    abilities=frozenset(
        {
            Ability.EXTERNAL_ID,
            Ability.MARK_TIME_BILLED,
            Ability.INVOICE_REFERENCE,
            Ability.PAYMENT_STATUS,
        }
    ),
    limits=_limits,
    open=_open,
)
"""HaloPSA."""
