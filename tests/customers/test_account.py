from app.customers.account import ACCOUNTS, Account


def test_an_account_asks_for_who_and_where() -> None:
    assert [name for name, column in ACCOUNTS.columns.items() if column.required] == [
        "account_number",
        "name",
        "address_line1",
        "city",
        "region",
        "postal_code",
    ]


def test_a_blank_is_what_the_workbook_says_it_is() -> None:
    account = Account(
        account_number="10042",
        name="Granite Peak",
        address_line1="88 Quarry Street",
        city="Lakewood",
        region="CO",
        postal_code="80226",
    )
    assert (account.country, account.bill_cycle_day, account.bill_to_parent) == ("US", 1, False)
    assert (account.customer_class, account.delivery, account.consolidated) == (
        "business",
        "email",
        True,
    )
    assert (account.terms, account.timezone, account.billing_name) == (None, None, None)


def test_fixed_values_are_those_of_the_contract() -> None:
    assert ACCOUNTS.columns["customer_class"].choices == (
        "business",
        "residential",
        "government",
        "nonprofit",
        "reseller",
    )
    assert ACCOUNTS.columns["delivery"].choices == ("email", "print", "both", "none")


def test_a_parent_is_an_account() -> None:
    assert ACCOUNTS.columns["parent_account_number"].refers == "accounts.account_number"
