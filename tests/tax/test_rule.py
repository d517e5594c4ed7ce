from dataclasses import replace
from datetime import date

import pytest

from app.errors import InputError
from app.tax.rule import TAXES, TaxRule, followed

RULE = TaxRule(
    tax_code="CO-SALES",
    class_="TAX",
    family="SALES",
    effective_from=date(2026, 1, 1),
    calc_method="PCT",
    base_kind="CHARGE",
)


def test_the_columns_are_those_of_the_published_table_in_its_order() -> None:
    names = [column.name for column in TAXES.columns.values()]
    assert ",".join(names) == (
        "tax_code,tax_name,bill_label,class,family,country,state,county_fips,place_fips,district,"
        "category,customer_class,effective_from,effective_to,date_basis,calc_method,rate,"
        "unit_amount,unit_kind,base_kind,base_includes,taxable_pct,cap_units,cap_scope,min_base,"
        "max_base,prorate,round_level,round_mode,calc_seq,source_note"
    )


def test_the_required_columns_are_the_documented_ones() -> None:
    required = {name for name, column in TAXES.columns.items() if column.required}
    assert required == {
        "tax_code",
        "class_",
        "family",
        "effective_from",
        "calc_method",
        "base_kind",
    }


def test_a_rule_that_is_followed_ends_the_day_before() -> None:
    after = replace(RULE, effective_from=date(2027, 1, 1))
    ended, begun = followed(RULE, after)
    assert ended == replace(RULE, effective_to=date(2026, 12, 31))
    assert begun == after


def test_one_that_has_ended_by_then_stays_as_it_is() -> None:
    ended = replace(RULE, effective_to=date(2026, 6, 30))
    after = replace(RULE, effective_from=date(2027, 1, 1))
    assert followed(ended, after) == (ended, after)


def test_what_does_not_begin_later_follows_nothing() -> None:
    with pytest.raises(InputError, match="begins on 2026-01-01"):
        followed(RULE, RULE)
