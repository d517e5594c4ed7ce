import numpy as np
import pytest

from app.rating.call_class import Ends, deck_classes, is_directory_assistance, jurisdictions
from app.usage.table import CallClass, Jurisdiction
from tests.rating.builders import area_codes


def ends(caller: int, called: int) -> Ends:
    return Ends.of(np.array([caller], np.int64), np.array([called], np.int64), area_codes())


@pytest.mark.parametrize(
    ("called", "is_it"),
    [
        (-411, True),
        (13035551212, True),
        (18765551212, True),
        (19005551212, True),
        (12005551212, True),
        (18005551212, False),
        (18225551212, False),
        (11235551212, False),
        (13035551213, False),
        (13036551212, False),
        (445555551212, False),
        (-911, False),
    ],
)
def test_directory_assistance_is_411_or_any_area_codes_555_1212(
    called: int, *, is_it: bool
) -> None:
    found = is_directory_assistance(ends(13035550142, called), area_codes())
    assert found.tolist() == [is_it]


@pytest.mark.parametrize("choice", ["intrastate", "interstate", "indeterminate"])
def test_the_company_names_the_class_where_the_caller_is_unknown(choice: str) -> None:
    found = deck_classes(ends(0, 13035550142), choice)
    assert found.tolist() == [CallClass[choice.upper()]]


def test_the_choice_does_not_touch_calls_to_numbers_without_a_place() -> None:
    found = deck_classes(ends(0, 19005550100), "intrastate")
    assert found.tolist() == [CallClass.PREMIUM]


def test_a_short_code_is_no_end() -> None:
    assert jurisdictions(ends(442079460123, -411)).tolist() == [Jurisdiction.NONE]


def test_a_text_is_an_end_whose_place_is_not_known() -> None:
    assert jurisdictions(ends(13035550142, -1_000_000_007)).tolist() == [Jurisdiction.INDETERMINATE]
