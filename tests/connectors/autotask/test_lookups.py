from app.connectors.autotask.lookups import Lookups, grouped, ids, own_field
from tests.connectors.autotask.desk import Desk, autotask_of, lists_of_company


def test_a_short_list_is_read_once() -> None:
    desk = Desk(lists_of_company())
    lookups = Lookups(autotask_of(desk))
    assert (lookups.country("1"), lookups.country("1"), lookups.country("9")) == ("US", "US", "")
    assert len(desk.bodies("Countries/query")) == 1


def test_what_codes_and_people_are_called() -> None:
    lookups = Lookups(autotask_of(Desk(lists_of_company())))
    assert (lookups.currency("1"), lookups.own_currency()) == ("USD", "USD")
    assert (lookups.gl_code("301"), lookups.tax_code("301")) == ("4010", "Taxable")
    assert (lookups.work_type("301"), lookups.worker("101")) == ("Voice", "Sam Whitlock")
    assert lookups.tax_region("3") == "CO"


def test_the_terms_of_a_company_come_from_its_invoice_template() -> None:
    lookups = Lookups(autotask_of(Desk(lists_of_company())))
    assert lookups.terms_of("101") == ("3", 30)
    assert lookups.terms_of(None) == (None, None)


def test_a_value_that_a_picklist_does_not_know_stays_itself() -> None:
    lookups = Lookups(autotask_of(Desk(lists_of_company())))
    assert lookups.label("Contracts", "contractType", 7) == "Recurring Service"
    assert lookups.label("Contracts", "contractType", "99") == "99"


def test_user_defined_fields_are_found_by_name() -> None:
    row = {"userDefinedFields": [{"name": "Billing Ref", "value": None}]}
    assert own_field(row, "billing ref") == ""
    assert own_field(row, "Other") is None
    assert own_field(row, "") is None
    assert own_field({"userDefinedFields": None}, "Billing Ref") is None


def test_ids_and_groups_pass_over_what_names_nothing() -> None:
    rows: list[dict[str, object]] = [{"companyID": 5}, {"companyID": None}, {"companyID": 0}]
    assert ids(rows, "companyID") == {"5"}
    assert grouped(rows, "companyID")["5"] == [{"companyID": 5}]
