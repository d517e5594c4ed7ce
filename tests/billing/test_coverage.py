from decimal import Decimal

from app.billing.coverage import Missing, covered


def missing(key: str, amount: str, *, blocks: bool = True) -> Missing:
    return Missing(kind="revenue", key=key, words=key, amount=Decimal(amount), is_in_the_way=blocks)


def test_what_lacks_is_told_with_its_money_the_most_first() -> None:
    found = covered("2026-10", Decimal(400), [missing("1", "9"), missing("2", "50.20")])
    assert (found.share, found.missing_amount) == (Decimal("85.2"), Decimal("59.20"))
    assert [each.key for each in found.missing] == ["2", "1"]


def test_all_but_a_cent_is_not_all() -> None:
    found = covered("2026-10", Decimal("100000.00"), [missing("1", "0.01")])
    assert found.share == Decimal("99.9")


def test_what_is_made_on_the_way_is_missing_and_hinders_nothing() -> None:
    found = covered("2026-10", Decimal("312.40"), [missing("1", "312.40", blocks=False)])
    assert (found.share, len(found.missing)) == (Decimal(100), 1)


def test_nothing_billed_is_all_or_nothing() -> None:
    assert covered("", Decimal(0), []).share == Decimal(100)
    assert covered("", Decimal(0), [missing("1", "0")]).share == Decimal(0)
