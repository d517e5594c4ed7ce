from app.values.sheet import SheetRow
from app.workbook.cross_checks import contradictions
from app.workbook.outlook import Current
from tests.workbook.examples import CALLS, a_row, current_of, outlook


def wrong(
    current: Current | None = None, **rows: SheetRow | list[SheetRow]
) -> list[tuple[str, int, str]]:
    found = contradictions(outlook(current, **rows))
    return [(sheet, number, problem.code) for sheet, number, problem in found]


def account(number: str, parent: str = "") -> SheetRow:
    return a_row("accounts", account_number=number, parent_account_number=parent)


def test_an_account_must_not_stand_below_itself() -> None:
    rows = [account("1", "3"), account("2", "1"), account("3", "2"), account("4", "1")]
    assert wrong(accounts=rows) == [
        ("accounts", 2, "circular_parents"),
        ("accounts", 3, "circular_parents"),
        ("accounts", 4, "circular_parents"),
    ]


def test_an_account_must_not_be_its_own_parent() -> None:
    assert wrong(accounts=account("1", "1")) == [("accounts", 2, "circular_parents")]


def test_a_circle_may_close_through_the_file() -> None:
    current = current_of(accounts=[account("1"), account("2", "1")])
    assert wrong(current, accounts=account("1", "2")) == [("accounts", 2, "circular_parents")]


def test_parents_above_parents_are_right() -> None:
    assert wrong(accounts=[account("1"), account("2", "1"), account("3", "2")]) == []


def test_a_service_must_not_be_billed_by_usage() -> None:
    products = a_row("products", **CALLS)
    service = a_row("services", product_code="CALLS")
    assert wrong(products=products, services=service) == [("services", 2, "usage_service")]


def test_a_product_that_services_have_cannot_turn_to_usage() -> None:
    current = current_of(products=a_row("products"), services=a_row("services"))
    turned = a_row("products", billed="usage")
    assert wrong(current, products=turned) == [("products", 2, "usage_service")]


def test_what_is_wrong_in_the_file_alone_blames_no_row() -> None:
    current = current_of(
        products=[a_row("products"), a_row("products", **CALLS)],
        services=a_row("services", product_code="CALLS"),
        rate_plans=a_row("rate_plans", usage_product="SEAT-STD"),
    )
    assert wrong(current, accounts=account("1")) == []


def test_a_plan_needs_a_product_billed_by_usage() -> None:
    rows = wrong(
        products=a_row("products"), rate_plans=a_row("rate_plans", usage_product="SEAT-STD")
    )
    assert rows == [("rate_plans", 2, "no_usage")]


def test_a_product_of_a_plan_must_stay_billed_by_usage() -> None:
    current = current_of(products=a_row("products", **CALLS), rate_plans=a_row("rate_plans"))
    turned = a_row("products", product_code="CALLS", billed="monthly")
    assert wrong(current, products=turned) == [("products", 2, "no_usage")]


def period(name: str, days: str, begin: str, end: str, *, plan: str = "BUSINESS") -> SheetRow:
    return a_row(
        "rate_periods", plan_code=plan, name=name, days=days, from_=begin, to_=end, multiplier="1"
    )


def test_periods_of_one_plan_must_not_overlap() -> None:
    rows = [period("Evening", "mon-fri", "19:00", "08:00"), period("Dawn", "sat", "06:00", "09:00")]
    assert wrong(rate_periods=rows) == [("rate_periods", 3, "periods_overlap")]


def test_the_moment_of_an_overlap_is_told() -> None:
    rows = [period("Evening", "mon-fri", "19:00", "08:00"), period("Dawn", "sat", "06:00", "09:00")]
    ((_, _, problem),) = contradictions(outlook(rate_periods=rows))
    assert problem.message == (
        "Periods 'Evening' and 'Dawn' of plan BUSINESS overlap on Saturday at 06:00"
    )


def test_a_period_may_overlap_one_of_the_file() -> None:
    current = current_of(rate_periods=[period("Day", "all", "00:00", "24:00")])
    row = period("Noon", "sun", "12:00", "13:00")
    assert wrong(current, rate_periods=row) == [("rate_periods", 2, "periods_overlap")]


def test_a_changed_period_may_overlap_one_that_stays() -> None:
    stays, was = period("Stays", "mon", "08:00", "12:00"), period("Moves", "mon", "12:00", "18:00")
    current = current_of(rate_periods=[was, stays])
    moved = period("Moves", "mon", "11:00", "18:00")
    assert wrong(current, rate_periods=moved) == [("rate_periods", 2, "periods_overlap")]


def test_periods_that_meet_or_are_of_other_plans_are_right() -> None:
    rows = [
        period("Night", "sun", "20:00", "08:00"),
        period("Day", "mon", "08:00", "20:00"),
        period("All", "all", "00:00", "24:00", plan="OTHER"),
    ]
    assert wrong(rate_periods=rows) == []


def tier(kind: str, begin: str, *, plan: str = "BUSINESS") -> SheetRow:
    return a_row("rate_tiers", plan_code=plan, kind=kind, from_minutes=begin)


def test_tiers_of_one_plan_are_of_one_kind() -> None:
    rows = [tier("volume", "0"), tier("graduated", "100"), tier("graduated", "0", plan="OTHER")]
    assert wrong(rate_tiers=rows) == [("rate_tiers", 3, "mixed_tiers")]


def test_a_tier_must_be_of_the_kind_the_file_has() -> None:
    current = current_of(rate_tiers=tier("volume", "0"))
    assert wrong(current, rate_tiers=tier("graduated", "100")) == [("rate_tiers", 2, "mixed_tiers")]


def test_all_tiers_of_a_plan_may_change_their_kind() -> None:
    current = current_of(rate_tiers=[tier("volume", "0"), tier("volume", "100")])
    assert wrong(current, rate_tiers=[tier("graduated", "0"), tier("graduated", "100")]) == []


def credit(what: str, reference: str = "C-1") -> SheetRow:
    return a_row("charges", reference=reference, unit_price="-1", credits=what)


def test_a_credit_names_a_charge_or_a_period_of_a_service() -> None:
    rows = [a_row("charges"), credit("T-21877"), credit("10042-SEATS@2026-10", "C-2")]
    assert wrong(charges=rows, services=a_row("services")) == []


def test_a_credit_must_name_what_is_there() -> None:
    rows = [
        credit("C-1"),
        credit("T-1", "C-2"),
        credit("10042-SEATS@2026-13", "C-3"),
        credit("OTHER@2026-10", "C-4"),
    ]
    assert wrong(charges=rows, services=a_row("services")) == [
        ("charges", number, "unknown_reference") for number in (2, 3, 4, 5)
    ]


def test_a_contradiction_has_a_way_out() -> None:
    tiers = [
        a_row("rate_tiers", from_minutes="0", kind="volume"),
        a_row("rate_tiers", from_minutes="9", kind="graduated"),
    ]
    periods = [a_row("rate_periods", name="Day"), a_row("rate_periods", name="Night")]
    found = contradictions(
        outlook(accounts=account("1", "1"), rate_tiers=tiers, rate_periods=periods)
    )
    assert [(problem.code, problem.way_out) for _, _, problem in found] == [
        ("circular_parents", "Name another account, or leave parent_account_number blank."),
        ("periods_overlap", "Let one of them begin when the other ends."),
        ("mixed_tiers", "Write volume in all tiers of the plan, or change them all."),
    ]
