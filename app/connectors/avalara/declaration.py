"""Avalara for Communications (AFC), REST v2: its declaration, its words and its quirks.

Source: ``telecom-tax.md`` 5.1 and the vendor's developer guide. Quirks, each with its test in
``tests/connectors/avalara``:

- Lines calculated twice under one document code both count when the code is committed. So a code
  is used once; who does not know what came of it voids it and takes the next
  (``test_a_code_used_twice_holds_its_lines_twice``).
- A quote leaves the document code blank: it is in no compliance report, and may be repeated
  (``test_a_quote_leaves_no_document``).
- Calculating and committing are two calls: the answer is looked at between them, so what is not as
  it was shown is never committed (``test_taxes_that_changed_are_not_committed``).
- Committing and uncommitting only set a mark, so both may be repeated; to void is to uncommit
  (``test_voiding_twice_is_voiding_once``). A document nobody knows is void
  (``test_voiding_what_is_not_known_is_done``).
- From the first day of the next month on a committed document is locked
  (``test_a_locked_document_is_not_voided``); then it is given back by an adjustment
  (``test_an_adjustment_gives_everything_back``).
- ``err`` also stands inside an answer of status 200, at the top, at an invoice or at an item
  (``test_an_error_at_an_item_fails_its_document_alone``). In invoice mode one wrong item fails its
  invoice. A missing or strange item is as wrong as a refused one.
- One wrong invoice may refuse a whole call with status 400; then each is asked alone
  (``test_a_refused_call_is_asked_again_one_by_one``).
- Amounts come as binary fractions, such as 35.099999999999994
  (``test_amounts_come_through_no_float``).
- A charge given back is sent above zero with ``adj``; what was below zero, above zero without it
  (``test_an_adjustment_gives_everything_back``).
- Per-line and per-invoice fees hang on items without charge, with counts
  (``test_counts_go_as_items_without_charge``).
"""

import base64
from decimal import Decimal
from typing import Final

from app.connectors.avalara.answering import read
from app.connectors.avalara.asking import written
from app.connectors.avalara.service import TITLE, Avalara
from app.connectors.http import Client, Host, Patience
from app.connectors.ports import Settings, TaxService
from app.connectors.system import Setting, TaxSystem

HOSTS: Final = {
    "production": "https://communications.avalara.net",
    "sandbox": "https://communicationsua.avalara.net",
}

_YES_NO: Final = ("yes", "no")


def _open(settings: Settings, secret: str) -> TaxService:
    headers = {"client_id": settings["client_id"]}
    if settings["client_profile_id"]:
        headers["client_profile_id"] = settings["client_profile_id"]
    basic = None
    pair = f"{settings['username']}:{secret}"
    if settings["auth"] == "basic":
        basic = (settings["username"], secret)
    else:
        headers["api_key"] = secret
    host = Host(
        title=TITLE,
        base_url=settings["base_url"] or HOSTS[settings["environment"]],
        headers=headers,
        basic=basic,
        secrets=(secret, base64.b64encode(pair.encode()).decode()),
    )
    patience = Patience(answer_seconds=Decimal(settings["timeout_seconds"]))
    return Avalara(Client(host, patience=patience))


AVALARA: Final = TaxSystem(
    key="avalara",
    title=TITLE,
    source="AFC",
    secret="password or API key",  # noqa: S106  its name, not itself
    settings=(
        Setting(name="client_id", doc="The number of your account", default=None),
        Setting(name="username", doc="The user, where you sign in with a password"),
        Setting(
            name="auth",
            doc="How requests are signed: user and password, or an API key",
            default="basic",
            choices=("basic", "api_key"),
        ),
        Setting(
            name="environment",
            doc="Which of its hosts",
            default="production",
            choices=tuple(HOSTS),
        ),
        Setting(name="base_url", doc="Another address, in place of the environment's"),
        Setting(name="client_profile_id", doc="The number of a profile of your account"),
        Setting(
            name="bscl",
            doc="Business class: incumbent local exchange carrier, or not",
            default="clec",
            choices=("ilec", "clec"),
        ),
        Setting(
            name="svcl",
            doc="Service class: mainly local, or long distance",
            default="local",
            choices=("local", "long_distance"),
        ),
        Setting(name="fclt", doc="Facilities based", default="no", choices=_YES_NO),
        Setting(name="frch", doc="Franchise", default="no", choices=_YES_NO),
        Setting(name="reg", doc="Regulated", default="no", choices=_YES_NO),
        Setting(
            name="locate_by",
            doc="How a location is told: its address, or the codes of state, county and city",
            default="address",
            choices=("address", "fips"),
        ),
        Setting(name="geocode", doc="Look addresses up", default="yes", choices=_YES_NO),
        Setting(
            name="timeout_seconds",
            doc="How long an answer may take, in seconds",
            default="30",
            is_number=True,
        ),
    ),
    written=written,
    read=read,
    open=_open,
)
