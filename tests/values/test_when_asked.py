from dataclasses import dataclass, replace

from app.values.when_asked import WhenAsked


@dataclass(frozen=True, kw_only=True)
class Page:
    number: int
    words: WhenAsked[tuple[str, ...]] = WhenAsked(("none",))  # noqa: RUF009  a descriptor


def test_a_value_is_the_value() -> None:
    assert Page(number=1, words=("one",)).words == ("one",)


def test_the_default_holds_where_none_is_given() -> None:
    assert Page(number=1).words == ("none",)


def test_a_function_is_asked_once_and_not_before() -> None:
    asked = []

    def words() -> tuple[str, ...]:
        asked.append(1)
        return ("late",)

    page = Page(number=1, words=words)
    assert not asked
    assert (page.words, page.words, len(asked)) == (("late",), ("late",), 1)


def test_equal_values_are_equal_however_they_came() -> None:
    assert Page(number=1, words=lambda: ("same",)) == Page(number=1, words=("same",))


def test_a_copy_holds_the_value() -> None:
    copied = replace(Page(number=1, words=lambda: ("late",)), number=2)
    assert (copied.number, copied.words) == (2, ("late",))
