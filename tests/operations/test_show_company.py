from app.operations.office import Office
from app.operations.show_company import company_facts


def test_the_facts_of_a_company(office: Office) -> None:
    facts = company_facts(office)
    assert (facts.name, facts.timezone, facts.period) == (
        "Cedar Fork Voice",
        "America/Denver",
        "2026-10",
    )
    assert (facts.accounts, facts.numbers, facts.calls) == (2, 3, 0)
    assert not facts.is_practice
    assert facts.periods == ("2026-10",)
    assert facts.identity == company_facts(office).identity
