from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tax.jurisdiction import Level
from app.tax.place import TaxPlace
from app.tax.result import TaxLine, TaxPart
from app.tax.service_answer import ServiceAnswer, ServiceTax, service_lines
from app.tax.service_document import Bearers, DocumentExemption, DocumentItem, TaxDocument
from app.tax.service_pair import PairBook, ServicePair
from tests.tax.builders import a_place

D = Decimal


def item(reference: str, *bearers: tuple[int, int], at: str = "L") -> DocumentItem:
    own: Bearers = tuple((index, Fraction(weight)) for index, weight in bearers)
    return DocumentItem(
        reference=reference,
        words=reference,
        transaction="19",
        service_type="6",
        location_code=at,
        bearers=own,
    )


DOCUMENT = TaxDocument(
    account_number="100",
    dated=date(2026, 11, 1),
    customer_class="business",
    items=(
        item("A", (0, 1)),
        item("B", (1, 1)),
        item("C", (0, 1), (1, 2)),
        item("M", (2, 1), at="M"),
    ),
)
SALES = ServiceTax(
    item="A",
    tax_type="1",
    name="State Sales Tax",
    category="SALES",
    level=Level.STATE,
    place_code="800001",
    rate=D("0.05"),
    measure=D("40.00"),
    tax=D("2.0000"),
    family="SALES",
)
PLACES = {
    "L": a_place(place_fips="20000", inside_city=True),
    "M": a_place("M", county_fips="", inside_city=None),
}


def lines(*taxes: ServiceTax, document: TaxDocument = DOCUMENT) -> tuple[TaxLine, ...]:
    found, problems = service_lines(
        ServiceAnswer(taxes=taxes), document, places=PLACES, pairs=PairBook(), source="AFC"
    )
    assert problems == ()
    return found


def test_a_tax_is_a_line_with_its_source() -> None:
    assert lines(SALES) == (
        TaxLine(
            tax_code="AFC-1",
            bill_label="State Sales Tax",
            class_="TAX",
            family="SALES",
            jurisdiction="US/XX",
            location_code=None,
            base=D(40),
            units=None,
            units_counted=None,
            exempt_amount=D(0),
            certificate_number=None,
            rate=D("0.05"),
            amount=D("2.00"),
            parts=(TaxPart(line_index=0, amount=D("2.00"), base=D(40)),),
            source="AFC",
        ),
    )


def test_a_tax_type_and_place_are_rounded_once() -> None:
    half = replace(SALES, tax=D("0.005"), measure=D("0.1"))
    (line,) = lines(half, replace(half, item="B"))
    assert (line.amount, [part.amount for part in line.parts]) == (D("0.01"), [D("0.01")])


def test_two_places_are_two_lines() -> None:
    found = lines(SALES, replace(SALES, place_code="800009", item="B"))
    assert [each.amount for each in found] == [D("2.00"), D("2.00")]


def test_what_an_item_raises_is_borne_by_its_lines_in_proportion() -> None:
    fee = replace(
        SALES,
        item="C",
        tax_type="61",
        measure=D(0),
        tax=D("3.75"),
        rate=D("1.25"),
        units=D(3),
        is_counted=True,
    )
    (line,) = lines(fee)
    assert (line.base, line.units, line.units_counted, line.rate) == (None, D(3), D(3), D("1.25"))
    assert [(part.line_index, part.amount, part.units) for part in line.parts] == [
        (0, D("1.25"), D(1)),
        (1, D("2.50"), D(2)),
    ]


@pytest.mark.parametrize(
    ("level", "at", "text"),
    [
        (Level.FED, "A", "US"),
        (Level.STATE, "A", "US/XX"),
        (Level.COUNTY, "A", "US/XX/063"),
        (Level.CITY, "A", "US/XX//20000"),
        (Level.DISTRICT, "A", "US/XX/063//AFC-800001"),
        (Level.COUNTY, "M", "US/XX///AFC-800001"),
        (Level.CITY, "M", "US/XX///AFC-800001"),
    ],
)
def test_a_level_is_a_place_of_ours(level: Level, at: str, text: str) -> None:
    (line,) = lines(replace(SALES, level=level, item=at))
    assert line.jurisdiction == text


def test_what_the_customer_does_not_pay_is_not_on_the_invoice() -> None:
    assert lines(replace(SALES, is_billed=False)) == ()


def test_nothing_is_no_line() -> None:
    assert lines(replace(SALES, tax=D(0))) == ()


def test_exempt_sales_stay_on_record() -> None:
    exemption = DocumentExemption(
        certificate_number="98-1", tax_type="1", country="US", region="", level="*"
    )
    document = replace(DOCUMENT, exemptions=(exemption, exemption))
    (line,) = lines(replace(SALES, tax=D(0), exempt=D(40)), document=document)
    assert (line.amount, line.exempt_amount, line.certificate_number) == (D(0), D(40), "98-1")
    assert [(part.amount, part.exempt) for part in line.parts] == [(D(0), D(40))]


def test_an_exempt_amount_without_a_certificate_of_ours_names_none() -> None:
    (line,) = lines(replace(SALES, exempt=D(1)))
    assert line.certificate_number is None


def test_different_rates_are_told_by_what_they_come_to() -> None:
    other = replace(SALES, item="B", rate=D("0.1"), tax=D("4.00"))
    assert lines(SALES, other)[0].rate == D("0.075")
    fee = replace(SALES, is_counted=True, units=D(1), measure=D(0))
    assert lines(fee, replace(fee, item="B", rate=D(4), tax=D(4)))[0].rate == 3


def test_different_rates_of_nothing_are_no_rate() -> None:
    odd = replace(SALES, measure=D(0))
    assert lines(odd, replace(odd, item="B", rate=D("0.1")))[0].rate == 0


def test_what_is_below_zero_is_rounded_by_its_absolute_value() -> None:
    (line,) = lines(replace(SALES, measure=D("-0.1"), tax=D("-0.005")))
    assert (line.amount, line.base) == (D("-0.01"), D("-0.1"))


def test_binary_fractions_are_kept_and_printed_at_eight_places() -> None:
    (line,) = lines(replace(SALES, measure=D("35.099999999999994"), tax=D("1.7549999999999997")))
    assert (line.base, line.amount) == (D("35.1"), D("1.75"))


def test_a_pair_tells_family_and_class_before_the_service_s_own_category() -> None:
    row = ServicePair(
        service="avalara", maps="tax_type", code="1", family="cst", class_="PASS_THROUGH"
    )
    (line,), problems = service_lines(
        ServiceAnswer(taxes=(SALES,)),
        DOCUMENT,
        places=PLACES,
        pairs=PairBook(rows=(row,)),
        source="AFC",
    )
    assert (line.family, line.class_, problems) == ("CST", "PASS_THROUGH", ())


def test_a_tax_of_no_known_family_holds_the_invoice() -> None:
    strange = replace(SALES, family="", tax_type="999", name="Moon Tax")
    found, problems = service_lines(
        ServiceAnswer(taxes=(strange, replace(strange, item="B"))),
        DOCUMENT,
        places=PLACES,
        pairs=PairBook(),
        source="AFC",
    )
    assert found == ()
    (problem,) = problems
    assert (problem.code, problem.record) == ("tax_service", "100")
    assert "tax type 999 (Moon Tax)" in problem.message


def test_answers_are_the_same_in_any_order() -> None:
    other = replace(SALES, item="B")
    first, second = ServiceAnswer(taxes=(SALES, other)), ServiceAnswer(taxes=(other, SALES))
    assert first.is_same(second)
    assert not first.is_same(ServiceAnswer(taxes=(SALES,)))
    assert not first.is_same(ServiceAnswer(taxes=(SALES, replace(other, tax=D(3)))))


def test_the_total_is_what_the_customer_pays() -> None:
    assert ServiceAnswer(taxes=(SALES, replace(SALES, is_billed=False))).total == 2


_TAXES = st.builds(
    lambda tax, item, place: replace(SALES, tax=tax, measure=tax * 20, item=item, place_code=place),
    st.decimals(-1000, 1000, places=6),
    st.sampled_from("ABCM"),
    st.sampled_from(["1", "2"]),
)


@given(st.lists(_TAXES, max_size=12))
def test_parts_sum_to_their_line_and_lines_to_the_answer_but_for_rounding(
    taxes: list[ServiceTax],
) -> None:
    found = lines(*taxes)
    for line in found:
        assert sum((part.amount for part in line.parts), D(0)) == line.amount
    exact = ServiceAnswer(taxes=tuple(taxes)).total
    rounded = sum((line.amount for line in found), D(0))
    assert abs(exact - rounded) <= D("0.005") * len(
        {(tax.place_code, _place(tax).region) for tax in taxes}
    )


def _place(tax: ServiceTax) -> TaxPlace:
    return PLACES["M" if tax.item == "M" else "L"]
