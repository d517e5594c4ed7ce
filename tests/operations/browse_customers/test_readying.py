from dataclasses import replace

from app.operations.browse_customers.readying import not_ready
from app.operations.office import Office
from app.operations.run_making import make_run
from app.progress import Silent
from tests.operations.companies import COLORADO, GRANITE, HARBOR, add, change


def test_everybody_is_ready_at_first(office: Office) -> None:
    assert not_ready(office, "2026-10") == frozenset()


def test_who_lacks_a_place_is_not_ready_just_as_the_run_says(office: Office) -> None:
    city = replace(COLORADO, tax_code="CO-CITY", place_fips="43000", county_fips="059")
    add(office, taxes=[city])
    assert not_ready(office, "2026-10") == {"100"}
    with office.file.read() as conn:
        made = make_run(office, conn, "2026-10", invoice_date=None, waivers={}, progress=Silent())
    assert {each.account_number for each in made.drafts if not each.billed} == {"100"}


def test_terms_that_give_no_day_hold_a_customer(office: Office) -> None:
    change(office, accounts=[replace(GRANITE, terms="soon")])
    assert not_ready(office, "2026-10") == {"100"}


def test_who_is_billed_with_its_parent_is_judged_with_it(office: Office) -> None:
    below = replace(HARBOR, parent_account_number="100", bill_to_parent=True)
    change(office, accounts=[below])
    assert not_ready(office, "2026-10") == frozenset()
