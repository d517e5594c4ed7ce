import pytest

from tests.practice.sage.conftest import Books

HARBOR = {
    "name": "Harbor Dental LLC",
    "contact_type_ids": ["CUSTOMER"],
    "reference": "T-1042",
    "credit_days": 30,
    "main_address": {
        "address_type_id": "ACCOUNTS",
        "address_line_1": "1 Main St",
        "city": "Austin",
        "country_id": "US",
    },
    "main_contact_person": {"name": "Main", "email": "ap@harbor.example"},
}


def test_a_contact_is_made_and_read_back(books: Books) -> None:
    made = books.post("contacts", {"contact": HARBOR})
    read = books.get(f"contacts/{made['id']}", nested_attributes="all", show_balance="true")
    assert (read["reference"], read["credit_days"], read["balance"]) == ("T-1042", 30, 0)
    assert read["main_address"]["city"] == "Austin"
    assert read["contact_types"][0]["id"] == "CUSTOMER"
    bare = books.get(f"contacts/{made['id']}")
    assert set(bare["main_address"]) == {"id", "displayed_as", "$path"}


def test_the_reference_is_unique(books: Books) -> None:
    books.post("contacts", {"contact": HARBOR})
    error = books.refused("contacts", {"contact": HARBOR})
    assert (error["$source"], error["$message"]) == (
        "contact.reference",
        "has already been taken",
    )


@pytest.mark.parametrize(
    ("change", "source"),
    [
        ({"name": ""}, "contact.name"),
        ({"name": "x" * 101}, "contact.name"),
        ({"reference": "x" * 11}, "contact.reference"),
        ({"contact_type_ids": []}, "contact.contact_type_ids"),
        ({"contact_type_ids": ["FRIEND"]}, "contact.contact_type_ids"),
        ({"source_guid": "x" * 256}, "contact.source_guid"),
        ({"credit_terms": "soon"}, "contact.credit_terms"),
        ({"credit_days": 366}, "contact.credit_days"),
        ({"credit_days": "many"}, "contact.credit_days"),
        ({"currency_id": "XXX"}, "contact.currency_id"),
        ({"main_address": {"country_id": "XX"}}, "contact.main_address.country_id"),
        ({"main_address": {"city": "x" * 51}}, "contact.main_address.city"),
        ({"main_address": "1 Main St"}, "contact.main_address"),
        ({"main_contact_person": {"email": "no"}}, "contact.main_contact_person.email"),
        ({"nothing": 1}, "contact.nothing"),
    ],
)
def test_fields_are_checked(books: Books, change: dict[str, object], source: str) -> None:
    assert books.refused("contacts", {"contact": HARBOR | change})["$source"] == source


def test_bodies_are_wrapped(books: Books) -> None:
    assert books.refused("contacts", HARBOR)["$source"] == "contact"


def test_a_change_keeps_what_is_not_sent(books: Books) -> None:
    made = books.post("contacts", {"contact": HARBOR})
    changed = books.put(f"contacts/{made['id']}", {"contact": {"name": "Harbor"}})
    assert (changed["name"], changed["reference"]) == ("Harbor", "T-1042")
    body = {"contact": {"name": ""}}
    assert books.refused(f"contacts/{made['id']}", body, method="PUT")


def test_a_contact_with_transactions_cannot_be_deleted(books: Books, contact: str) -> None:
    assert books.ask("DELETE", f"contacts/{contact}").status_code == 422
    made = books.post("contacts", {"contact": HARBOR})
    books.clock.sleep(1)
    assert books.ask("DELETE", f"contacts/{made['id']}").status_code == 204
    assert books.ask("GET", f"contacts/{made['id']}").status_code == 404
    gone = books.items("contacts", deleted_since="2026-11-02T00:00:00+00:00", attributes="all")
    assert [one["id"] for one in gone] == [made["id"]]
    assert gone[0]["deleted_at"]


def test_balances_come_when_asked_for(books: Books) -> None:
    shown = books.items("contacts", show_balance="true", items_per_page="200")
    open_invoices = [
        *books.business.all("sales_invoices"),
    ]
    owed = sum(one["outstanding_amount"] for one in open_invoices)
    on_account = sum(one["outstanding_amount"] for one in books.business.all("payments_on_account"))
    assert sum(one["balance"] for one in shown) == owed - on_account
    assert "balance" not in books.items("contacts", attributes="all")[0]
