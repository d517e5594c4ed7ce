from app.tax.untaxed import Untaxed, UntaxedCharge, untaxed_charges
from tests.tax.builders import a_book, a_charge, a_fee, a_request, a_rule, numbered, seats

INTERNET = a_rule("NO-TAX", "0", category="INTERNET_ACCESS", source_note="ITFA")
SALES = a_rule("SALES", "0.06", category="VOIP_*")


def test_the_row_that_says_so_is_named() -> None:
    charges = numbered(seats("30.00", 1), a_charge("79.00", "INTERNET_ACCESS"))
    assert untaxed_charges(a_request(charges), a_book([SALES, INTERNET])) == (
        UntaxedCharge(
            line_index=1,
            category="INTERNET_ACCESS",
            tax_code="NO-TAX",
            jurisdiction="US/XX",
            why=Untaxed.ZERO_RATE,
            source_note="ITFA",
        ),
    )


def test_a_tax_that_may_not_be_collected_is_named_too() -> None:
    book = a_book([SALES], registrations=[])
    [found] = untaxed_charges(a_request([a_charge("30.00")]), book)
    assert (found.tax_code, found.why) == ("SALES", Untaxed.NOT_REGISTERED)


def test_a_fee_per_unit_is_no_tax_on_the_charge() -> None:
    rules = [a_fee("911", "1.25"), a_rule("NO-TAX", "0")]
    [found] = untaxed_charges(a_request([seats("30.00", 1)]), a_book(rules))
    assert found.tax_code == "NO-TAX"


def test_a_taxed_charge_and_a_charge_of_nothing_need_no_decision() -> None:
    rules = [SALES, a_rule("NO-TAX", "0", category="SMS"), INTERNET]
    charges = numbered(a_charge("30.00"), a_charge("0.00", "INTERNET_ACCESS"))
    assert untaxed_charges(a_request(charges), a_book(rules)) == ()


def test_rows_by_days_of_service_decide_too() -> None:
    rule = a_rule("NO-TAX", "0", date_basis="SERVICE_START")
    [found] = untaxed_charges(a_request([a_charge("30.00")]), a_book([rule]))
    assert found.why is Untaxed.ZERO_RATE
