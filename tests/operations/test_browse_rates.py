from app.operations.browse_rates import RatesWanted, rate_setup, rates_count, rates_page
from app.operations.office import Office


def test_plans_stand_with_the_customers_who_have_them(office: Office) -> None:
    setup = rate_setup(office)
    assert {each.plan_code for each in setup.plans} == {"BASIC", "BUNDLED", "STEPPED"}
    found = {
        (plan, user.customer, user.numbers) for plan, users in setup.users.items() for user in users
    }
    assert {customer for _, customer, _ in found} == {
        "Granite Peak Credit Union",
        "Harbor Light Dental",
    }
    assert sum(many for _, _, many in found) == 3


def test_rates_of_a_deck_are_counted_as_they_are_paged(office: Office) -> None:
    setup = rate_setup(office)
    for deck in setup.decks:
        wanted = RatesWanted(deck_code=deck.deck_code)
        assert rates_count(office, wanted) == deck.rates == len(rates_page(office, wanted))
        today = RatesWanted(deck_code=deck.deck_code, on=setup.today)
        assert rates_count(office, today) <= deck.rates
