"""Laws of ownership: the owner is not overwritten, and no change is lost."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.ownership import (
    DATA_TYPES,
    Agreed,
    ConflictRule,
    Owner,
    Settlement,
    ThreeWays,
    conflict_rule,
    owner_of,
    settled,
)

EARLIER = datetime(2026, 11, 1, 8, tzinfo=UTC)
LATER = datetime(2026, 11, 1, 9, tzinfo=UTC)
USED = {"psa": "connectwise", "accounting": "xero"}

VALUES = st.sampled_from(["Granite", "Granite Peak", "Quarry", ""])
THEIRS = st.none() | VALUES
RULES = st.sampled_from(list(ConflictRule))
OWNERS = st.sampled_from(list(Owner))
TIMES = st.sampled_from([None, EARLIER, LATER])
SETTLED = st.none() | st.builds(Agreed, ours=VALUES, theirs=THEIRS)


def result(field: ThreeWays, owner: Owner, rule: ConflictRule) -> Settlement:
    return settled(field, owner=owner, side=Owner.PSA, rule=rule)


@given(VALUES, THEIRS, SETTLED, TIMES, TIMES)
def test_the_owner_is_never_overwritten(
    ours: str,
    theirs: str | None,
    agreed: Agreed | None,
    ours_at: datetime | None,
    theirs_at: datetime | None,
) -> None:
    field = ThreeWays(ours=ours, theirs=theirs, agreed=agreed, ours_at=ours_at, theirs_at=theirs_at)
    for owner in (Owner.HERE, Owner.ACCOUNTING):
        assert result(field, owner, ConflictRule.OWNER) is not Settlement.TAKE
    is_changed = agreed is None or (ours, theirs) != (agreed.ours, agreed.theirs)
    if is_changed:
        assert result(field, Owner.PSA, ConflictRule.OWNER) is not Settlement.KEEP


@given(VALUES, THEIRS, VALUES, OWNERS, RULES, TIMES, TIMES)
def test_a_change_on_one_side_alone_is_never_lost(
    ours: str,
    theirs: str | None,
    both: str,
    owner: Owner,
    rule: ConflictRule,
    ours_at: datetime | None,
    theirs_at: datetime | None,
) -> None:
    agreed = Agreed(ours=both, theirs=both)
    if ours != both:
        field = ThreeWays(
            ours=ours, theirs=both, agreed=agreed, ours_at=ours_at, theirs_at=theirs_at
        )
        assert result(field, owner, rule) in {Settlement.KEEP, Settlement.ASK}
    if theirs != both:
        field = ThreeWays(
            ours=both, theirs=theirs, agreed=agreed, ours_at=ours_at, theirs_at=theirs_at
        )
        assert result(field, owner, rule) in {Settlement.TAKE, Settlement.ASK}


EDITS = st.lists(
    st.tuples(st.just("ours"), VALUES)
    | st.tuples(st.just("theirs"), THEIRS)
    | st.tuples(st.just("sync"), st.none()),
    max_size=20,
)


@given(EDITS, OWNERS, RULES)
def test_over_any_order_of_edits_and_syncs_nothing_is_lost(
    edits: list[tuple[str, str | None]], owner: Owner, rule: ConflictRule
) -> None:
    ours: str = "Granite"
    theirs: str | None = "Granite"
    agreed: Agreed | None = Agreed(ours=ours, theirs=theirs)
    for act, value in [*edits, ("sync", None)]:
        if act == "ours":
            ours = value or ""
            continue
        if act == "theirs":
            theirs = value
            continue
        before, told = ours, theirs
        found = result(ThreeWays(ours=ours, theirs=theirs, agreed=agreed), owner, rule)
        assert agreed is not None
        ours_changed, theirs_changed = before != agreed.ours, told != agreed.theirs
        if found is Settlement.TAKE:
            assert theirs is not None
            ours = theirs
        if found is not Settlement.ASK:
            agreed = Agreed(ours=ours, theirs=theirs)
        if ours_changed and not theirs_changed:
            assert ours == before
        if theirs_changed and not ours_changed:
            assert ours == told or found is Settlement.ASK
        again = result(ThreeWays(ours=ours, theirs=theirs, agreed=agreed), owner, rule)
        assert again is not Settlement.TAKE
        assert (again is Settlement.ASK) == (found is Settlement.ASK)


@given(VALUES, THEIRS, OWNERS, RULES)
def test_what_is_the_same_on_both_sides_is_never_asked(
    ours: str, before: str | None, owner: Owner, rule: ConflictRule
) -> None:
    for agreed in (None, Agreed(ours="Quarry", theirs=before)):
        field = ThreeWays(ours=ours, theirs=ours, agreed=agreed)
        assert result(field, owner, rule) is Settlement.SAME


@pytest.mark.parametrize(
    ("rule", "ours_at", "theirs_at", "expected"),
    [
        (ConflictRule.OWNER, None, None, Settlement.TAKE),
        (ConflictRule.ASK, None, None, Settlement.ASK),
        (ConflictRule.HERE, None, None, Settlement.KEEP),
        (ConflictRule.THERE, None, None, Settlement.TAKE),
        (ConflictRule.NEWEST, EARLIER, LATER, Settlement.TAKE),
        (ConflictRule.NEWEST, LATER, EARLIER, Settlement.KEEP),
        (ConflictRule.NEWEST, LATER, LATER, Settlement.ASK),
        (ConflictRule.NEWEST, None, LATER, Settlement.ASK),
    ],
)
def test_a_change_on_both_sides_goes_by_the_rule(
    rule: ConflictRule,
    ours_at: datetime | None,
    theirs_at: datetime | None,
    expected: Settlement,
) -> None:
    field = ThreeWays(
        ours="Granite Peak",
        theirs="Quarry",
        agreed=Agreed(ours="Granite", theirs="Granite"),
        ours_at=ours_at,
        theirs_at=theirs_at,
    )
    assert result(field, Owner.PSA, rule) is expected


def test_what_is_only_written_differently_is_the_same() -> None:
    field = ThreeWays(ours="Granite", theirs="GRANITE", agreed=Agreed(ours="Peak", theirs="Peak"))

    def folded(value: object) -> str:
        return str(value).casefold()

    found = settled(field, owner=Owner.PSA, side=Owner.PSA, rule=ConflictRule.OWNER, key=folded)
    assert found is Settlement.SAME


def test_the_usual_table_is_the_default() -> None:
    owners = {key: owner_of(key, "", USED) for key in DATA_TYPES}
    of_psa = {"customer", "contact", "site", "terms", "contract", "time"}
    assert {key for key, owner in owners.items() if owner is Owner.PSA} == of_psa
    assert {key for key, owner in owners.items() if owner is Owner.ACCOUNTING} == {
        "payment",
        "ledger",
    }
    assert owner_of("charge", "", {**USED, "invoices": "apart"}) is Owner.PSA


def test_what_no_system_keeps_is_owned_here() -> None:
    assert owner_of("customer", "name", {"psa": "none"}) is Owner.HERE
    assert owner_of("payment", "", {}) is Owner.HERE
    assert owner_of("customer", "name", {"owner.customer": "psa"}) is Owner.HERE


def test_a_field_goes_by_its_own_answer_then_by_its_kind() -> None:
    answers = {**USED, "owner.contact": "here", "owner.contact.email": "accounting"}
    assert owner_of("contact", "email", answers) is Owner.ACCOUNTING
    assert owner_of("contact", "phone", answers) is Owner.HERE
    rules = {"conflict": "ask", "conflict.contact": "newest", "conflict.contact.email": "there"}
    assert conflict_rule("contact", "email", rules) is ConflictRule.THERE
    assert conflict_rule("contact", "phone", rules) is ConflictRule.NEWEST
    assert conflict_rule("site", "name", rules) is ConflictRule.ASK
    assert conflict_rule("site", "name", {}) is ConflictRule.OWNER
