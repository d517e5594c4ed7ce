from app.customers.likeness import MOST, Side, alike, folded_phones, likeness
from app.values.foreign_record import PostalAddress

DURANGO = PostalAddress(line1="501 Main Avenue", city="Durango", postal_code="81301")


def side(own_id: str, name: str, **more: object) -> Side:
    return Side(id=own_id, name=name, **more)  # type: ignore[arg-type]


def points(ours: Side, theirs: Side) -> dict[str, int]:
    return {each.words: each.points for each in likeness(ours, theirs)}


def test_each_reason_has_its_points_and_the_sum_is_the_score() -> None:
    ours = side(
        "1",
        "Harbor & Pine Hotel",
        phones=folded_phones("(970) 555-0130"),
        emails=frozenset({"ap@hpine.example"}),
        address=DURANGO,
    )
    theirs = side(
        "219",
        "Harbor and Pine",
        phones=folded_phones("970-555-0130"),
        emails=frozenset({"bill@hpine.example"}),
        address=DURANGO,
    )
    assert points(ours, theirs) == {
        "Same phone number": 35,
        "Same postcode and street number": 25,
        "Names agree after “hotel” is set aside": 25,
        "Same e-mail domain": 6,
    }
    (candidate,) = alike([ours], [theirs])["1"]
    assert candidate.score == sum(each.points for each in candidate.reasons) == 91


def test_no_likeness_is_as_good_as_a_rule() -> None:
    one = side("1", "A B", phones=frozenset({"1"}), emails=frozenset({"a@b"}), address=DURANGO)
    assert sum(points(one, one).values()) == MOST


def test_a_letter_or_two_is_no_matter() -> None:
    assert points(side("1", "Northfield Orthopedics"), side("2", "Northfield Orthopaedics PC")) == {
        "Names differ by a letter or two": 40
    }


def test_shop_12_is_not_shop_14() -> None:
    ours = side("1", "Quarry Works 12", address=DURANGO)
    assert alike([ours], [side("2", "Quarry Works 14", address=DURANGO)])["1"] == []
    mailed = frozenset({"ap@quarry.example"})
    ours = side("1", "Quarry Works 12", emails=mailed)
    assert alike([ours], [side("2", "Quarry Works 14", emails=mailed)])["1"]


def test_one_word_in_common_is_not_enough() -> None:
    assert alike([side("1", "Upland Farm Supply")], [side("2", "Upland Feed")])["1"] == []


def test_places_in_steps() -> None:
    here = side("1", "X", address=DURANGO)
    near = side("2", "Y", address=PostalAddress(line1="9 Elm", city="Else", postal_code="81301"))
    town = side("3", "Z", address=PostalAddress(line1="9 Elm", city="DURANGO"))
    assert points(here, near) == {"Same postcode": 10}
    assert points(here, town) == {"Same city": 8}
    assert points(here, side("4", "W")) == {}


def test_the_likeliest_comes_first() -> None:
    ours = side("1", "Prairie Title", address=DURANGO)
    there = [side("8", "Prairie Titles"), side("9", "Prairie Title", address=DURANGO)]
    assert [each.theirs.id for each in alike([ours], there)["1"]] == ["9", "8"]
