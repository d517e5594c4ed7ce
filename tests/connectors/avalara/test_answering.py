from decimal import Decimal
from typing import Any

import pytest

from app.connectors.avalara.answering import answers_of, negated, read
from app.connectors.json_value import write_json
from app.tax.jurisdiction import Level
from app.tax.service_answer import ServiceAnswer, ServiceTax
from tests.connectors.avalara.documents import a_request

TAX: dict[str, Any] = {
    "bill": True,
    "cmpl": True,
    "tm": Decimal("35.099999999999994"),
    "calc": 1,
    "cat": "CONNECTIVITY CHARGES",
    "cid": 5,
    "name": "Federal Universal Service Fund",
    "exm": Decimal("64.9"),
    "lns": 0,
    "min": 0,
    "pcd": 0,
    "rate": Decimal("0.265"),
    "sur": True,
    "tax": Decimal("9.3015"),
    "lvl": 0,
    "tid": 162,
}


def an_invoice(*taxes: dict[str, Any], **facts: object) -> dict[str, object]:
    items: list[dict[str, object]] = [{"ref": name, "txs": []} for name in ("L0.0", "L1.0", "C0")]
    items[0]["txs"] = list(taxes)
    return {"itms": items, **facts}


def answer(invoice: dict[str, object]) -> ServiceAnswer:
    return read(a_request(), write_json(invoice))


def one(**changed: object) -> ServiceTax:
    (tax,) = answer(an_invoice({**TAX, **changed})).taxes
    return tax


def test_a_tax_is_read_with_all_its_numbers() -> None:
    assert one() == ServiceTax(
        item="L0.0",
        tax_type="162",
        name="Federal Universal Service Fund",
        category="CONNECTIVITY CHARGES",
        level=Level.FED,
        place_code="0",
        rate=Decimal("0.265"),
        measure=Decimal("35.099999999999994"),
        tax=Decimal("9.3015"),
        exempt=Decimal("64.9"),
        is_billed=True,
        is_reported=True,
        is_surcharge=True,
        family="FUSF",
        class_="PASS_THROUGH",
    )


@pytest.mark.parametrize(
    ("category", "level", "family", "class_"),
    [
        ("SALES AND USE TAXES", 1, "SALES", "TAX"),
        ("E-911 CHARGES", 2, "E911", "TAX"),
        ("UTILITY USER TAXES", 3, "UUT", "TAX"),
        ("COMMUNICATIONS SERVICES TAX", 1, "CST", "TAX"),
        ("VALUE ADDED TAXES", 0, "GST", "TAX"),
        ("EXCISE TAXES", 0, "FET", "TAX"),
        ("GROSS RECEIPTS TAXES", 1, "GRT", "PASS_THROUGH"),
        ("REGULATORY CHARGES", 0, "REG", "PASS_THROUGH"),
        ("RIGHT OF WAY FEES", 3, "REG", "PASS_THROUGH"),
        ("CONNECTIVITY CHARGES", 1, "SUSF", "PASS_THROUGH"),
        ("MOON TAXES", 1, "", "TAX"),
    ],
)
def test_a_category_of_theirs_is_a_family_of_ours(
    category: str, level: int, family: str, class_: str
) -> None:
    tax = one(cat=category, lvl=level)
    assert (tax.family, tax.class_) == (family, class_)


@pytest.mark.parametrize(
    ("number", "level"),
    [(0, Level.FED), (1, Level.STATE), (2, Level.COUNTY), (3, Level.CITY), (4, Level.DISTRICT)],
)
def test_levels_are_ours(number: int, level: Level) -> None:
    assert one(lvl=number).level is level


def test_a_fee_by_the_line_counts_lines() -> None:
    tax = one(calc=4, lns=2, tm=0, rate=Decimal("1.25"), tax=Decimal("2.5"))
    assert (tax.is_counted, tax.units) == (True, Decimal(2))


def test_a_fee_of_an_invoice_counts_one() -> None:
    tax = one(calc=2, tm=0, rate=Decimal("0.5"), tax=Decimal("0.5"))
    assert (tax.is_counted, tax.units) == (True, Decimal(1))


def test_what_the_provider_pays_himself_is_told() -> None:
    tax = one(bill=False, cmpl=None, sur=None)
    assert (tax.is_billed, tax.is_reported, tax.is_surcharge) == (False, False, False)


def test_the_answer_keeps_its_text() -> None:
    invoice = an_invoice(TAX)
    assert answer(invoice).raw == write_json(invoice)
    assert "35.099999999999994" in answer(invoice).raw


ERROR = {"err": [{"code": -28, "msg": "Invalid transaction/service pair."}]}


def test_an_error_at_the_invoice_is_a_problem() -> None:
    assert answer(an_invoice(TAX, **ERROR)).problems == (
        "The invoice is refused: Invalid transaction/service pair (-28).",
    )


def test_an_error_at_an_item_is_a_problem_with_its_name() -> None:
    invoice = an_invoice(TAX)
    invoice["itms"][1] = {"ref": "L1.0", **ERROR}  # type: ignore[index]  # it is a list
    assert answer(invoice).problems == (
        "Item L1.0 is refused: Invalid transaction/service pair (-28).",
    )


def test_an_error_without_words_is_shown_as_it_is() -> None:
    assert answer(an_invoice(TAX, err=[{"code": -9}])).problems == (
        'The invoice is refused: [{"code": -9}].',
    )


@pytest.mark.parametrize(
    "names", [("L0.0", "L1.0"), ("L0.0", "L1.0", "C0", "C9"), ("L0.0", "L0.0", "L1.0", "C0")]
)
def test_an_item_that_is_missing_or_strange_is_a_problem(names: tuple[str, ...]) -> None:
    invoice: dict[str, object] = {"itms": [{"ref": name, "txs": []} for name in names]}
    assert [each[:28] for each in answer(invoice).problems] == ["Not answered item by item as"]


def test_items_may_come_in_any_order() -> None:
    invoice: dict[str, object] = {
        "itms": [{"ref": name, "txs": []} for name in ("C0", "L1.0", "L0.0")]
    }
    assert answer(invoice).problems == ()


@pytest.mark.parametrize("wrong", [{"tax": "much"}, {"tid": None, "lvl": "x"}, {"rate": [1]}])
def test_a_tax_that_cannot_be_read_is_a_problem(wrong: dict[str, object]) -> None:
    assert "cannot be read" in answer(an_invoice({**TAX, **wrong})).problems[0]


def test_answers_come_in_the_order_of_what_was_asked() -> None:
    other = {**TAX, "tax": Decimal(1)}
    found = answers_of([a_request(), a_request()], {"inv": [an_invoice(TAX), an_invoice(other)]})
    assert [each.taxes[0].tax for each in found] == [Decimal("9.3015"), Decimal(1)]


def test_an_error_at_the_top_is_a_problem_of_every_document() -> None:
    value = {"inv": [an_invoice(TAX), an_invoice(TAX)], **ERROR}
    assert [len(each.problems) for each in answers_of([a_request()] * 2, value)] == [1, 1]


@pytest.mark.parametrize("value", [{"inv": []}, {"err": [{"msg": "No"}]}, [], "x", None])
def test_invoices_that_did_not_come_back_are_problems(value: object) -> None:
    (found,) = answers_of([a_request()], value)
    assert "0 of 1 invoices came back." in found.problems


def test_an_adjustment_comes_to_the_negative_of_what_it_gives_back() -> None:
    found = answer(an_invoice(TAX))
    assert negated(found).total == -found.total
