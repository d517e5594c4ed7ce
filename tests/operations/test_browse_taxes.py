from dataclasses import replace
from decimal import Decimal

import pytest

from app.errors import InputError
from app.operations.browse_taxes import rule_words, tax_setup, tell_rule
from app.operations.office import Office


def test_the_tables_stand_with_the_customers_names(office: Office) -> None:
    setup = tax_setup(office)
    assert [each.tax_code for each in setup.rules]
    assert setup.customers["100"] == "Granite Peak Credit Union"


def test_a_rule_is_told_in_words_with_whom_it_reaches(office: Office) -> None:
    rule = next(each for each in tax_setup(office).rules if each.state == "CO")
    told = tell_rule(office, rule)
    assert f"{((rule.rate or Decimal(0)) * 100).normalize():f} %" in told.sentences[0]
    assert told.customers == (("100", "Granite Peak Credit Union"),)
    assert told.invoices == 0
    assert rule_words.__doc__


def test_a_rule_that_is_gone_is_refused(office: Office) -> None:
    rule = tax_setup(office).rules[0]
    with pytest.raises(InputError, match="no longer there"):
        tell_rule(office, replace(rule, tax_code="GONE"))
