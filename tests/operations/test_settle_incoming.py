"""Questions of a plan answered: kept, taken, linked; and not asked again."""

from dataclasses import replace

import pytest

from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.errors import InputError, NotAllowed
from app.operations.edit_records import edit_records, undo_edit
from app.operations.incoming_customers import write_all
from app.operations.office import Office
from app.operations.posting_plan import PlanAction
from app.operations.settle_incoming import Keep, settle_field, settle_site
from app.store.links import LinkKind, links
from app.store.setup import load
from tests.operations.psa_staged import (
    CUSTOMERS,
    SITES,
    change_there,
    link,
    of_kind,
    planned,
    tiny,
)

KEY = "halopsa"


@pytest.fixture
def asked(office: Office) -> Office:
    """Granite Peak's name was changed here, though the PSA owns it."""
    tiny(office, KEY, name="Granite Peak Credit Union")
    link(office, KEY, "100", "9")
    write_all(office, KEY, planned(office, KEY))
    edit_records(office, [replace(account(office), name="Granite Here")], title="by hand")
    return office


def account(office: Office) -> Account:
    with office.file.read() as conn:
        return next(each for each in load(conn, Account) if each.account_number == "100")


def actions(office: Office, kind: str, our_id: str = "100") -> list[PlanAction]:
    return [each.action for each in of_kind(planned(office, KEY), kind, our_id)]


def test_ours_is_kept_until_somebody_changes_it(asked: Office) -> None:
    assert actions(asked, "account") == [PlanAction.CONFLICT]
    settle_field(asked, KEY, kind="account", our_id="100", field="name", keep=Keep.OURS)
    assert account(asked).name == "Granite Here"
    assert actions(asked, "account") == [PlanAction.SKIP]
    change_there(asked, KEY, CUSTOMERS, "9", name="Granite There")
    (record,) = of_kind(planned(asked, KEY), "account", "100")
    assert record.after == {"name": "Granite There"}


def test_theirs_is_taken_and_can_be_undone(asked: Office) -> None:
    done = settle_field(asked, KEY, kind="account", our_id="100", field="name", keep=Keep.THEIRS)
    assert account(asked).name == "Granite Peak Credit Union"
    assert actions(asked, "account") == []
    undo_edit(asked, done)
    assert account(asked).name == "Granite Here"
    assert actions(asked, "account") == [PlanAction.CONFLICT]


def test_what_agrees_is_left_as_it_is(asked: Office) -> None:
    done = settle_field(asked, KEY, kind="terms", our_id="100", field="terms", keep=Keep.THEIRS)
    assert done.edits == ()


def test_what_is_blank_there_can_only_be_kept(asked: Office) -> None:
    change_there(asked, KEY, CUSTOMERS, "9", billing_email=None)
    with pytest.raises(NotAllowed, match="HaloPSA has none"):
        settle_field(asked, KEY, kind="contact", our_id="100", field="email", keep=Keep.THEIRS)
    settle_field(asked, KEY, kind="contact", our_id="100", field="email", keep=Keep.OURS)
    assert actions(asked, "contact") == []


@pytest.mark.parametrize(
    ("kind", "our_id", "field"),
    [("account", "200", "name"), ("account", "100", "colour"), ("location", "100", "name")],
)
def test_what_is_no_question_is_refused(asked: Office, kind: str, our_id: str, field: str) -> None:
    with pytest.raises(InputError):
        settle_field(asked, KEY, kind=kind, our_id=our_id, field=field, keep=Keep.OURS)


def test_a_site_is_a_location_of_ours(asked: Office) -> None:
    (record,) = [each for each in planned(asked, KEY) if each.kind == "location"]
    assert record.action is PlanAction.CONFLICT
    settle_site(asked, KEY, site_id="90", location_code="100-MAIN")
    with asked.file.read() as conn:
        assert links(conn, KEY, LinkKind.SITE)["100-MAIN"].their_id == "90"
        place = {each.location_code: each for each in load(conn, ServiceLocation)}["100-MAIN"]
    assert (place.name, place.address_line1) == ("Lodge", "7 Timber Lane")
    assert actions(asked, "location", "100-MAIN") == []
    with pytest.raises(NotAllowed, match="is a location already"):
        settle_site(asked, KEY, site_id="90", location_code=None)
    change_there(asked, KEY, SITES, "90", name="Main lodge")
    settle_field(asked, KEY, kind="location", our_id="100-MAIN", field="name", keep=Keep.OURS)
    assert actions(asked, "location", "100-MAIN") == [PlanAction.SKIP]


def test_a_site_is_a_new_location(asked: Office) -> None:
    done = settle_site(asked, KEY, site_id="90", location_code=None)
    assert [each.sheet for each in done.edits] == ["locations"]
    with asked.file.read() as conn:
        codes = [each.location_code for each in load(conn, ServiceLocation)]
    assert codes == ["100-MAIN", "200-MAIN", "100-MAIN2"]


def test_a_site_needs_a_location_that_is_there(asked: Office) -> None:
    with pytest.raises(InputError, match="has no location 200-MAIN"):
        settle_site(asked, KEY, site_id="90", location_code="200-MAIN")
    with pytest.raises(InputError, match="has no site 91"):
        settle_site(asked, KEY, site_id="91", location_code=None)
