"""Agreement lines as proposals of services."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.contract_lines import ContractLine, LineVerdict, LineWhy, Terms
from app.billing.line_proposals import monthly, proposals
from app.customers.service import Service
from tests.billing.psa_things import FIREWALL, LINE, SEAT, SEATS, line_desk

D = Decimal
NOW = LINE.terms


def one(line: ContractLine, *services: Service, **changed: object) -> LineVerdict:
    (verdict,) = proposals([line], line_desk(*services, **changed))
    return verdict


def linked(line: ContractLine, last: Terms = NOW, service: Service = SEATS) -> LineVerdict:
    return one(line, service, linked={"l1": service.service_code}, last={"l1": last})


def terms(**changed: object) -> ContractLine:
    return replace(LINE, terms=replace(NOW, **changed))  # type: ignore[arg-type]


def test_a_line_that_nothing_is_becomes_a_service() -> None:
    verdict = one(terms(unit_price=D(18)))
    assert verdict.why is LineWhy.CREATE
    (row,) = verdict.rows
    assert (row.service_code, row.quantity, row.unit_price) == ("100-MAIN-SEAT", D(10), D(18))
    assert (row.contract_line, row.starts_on, verdict.amount) == (
        "V-7 l1",
        date(2026, 1, 1),
        D("180.00"),
    )


def test_a_service_that_is_there_is_linked_whatever_its_quantity() -> None:
    assert one(LINE, SEATS).linked_to == "100-SEATS"
    verdict = one(terms(quantity=D(12)), SEATS)
    assert (verdict.why, verdict.rows) == (LineWhy.LINK, ())
    assert "see the counts" in verdict.words


def test_of_several_the_equal_one_is_it_and_else_nobody_guesses() -> None:
    small = replace(SEATS, service_code="100-MORE", quantity=D(3))
    assert one(LINE, small, SEATS).linked_to == "100-SEATS"
    assert one(terms(quantity=D(5)), small, SEATS).why is LineWhy.AMBIGUOUS
    named = replace(small, contract_line="V-7 l1")
    assert one(terms(quantity=D(5)), named, SEATS).linked_to == "100-MORE"


def test_two_lines_never_are_one_service() -> None:
    found = proposals([LINE, replace(LINE, source_id="l2")], line_desk(SEATS))
    assert [each.why for each in found] == [LineWhy.LINK, LineWhy.CREATE]


def test_a_change_of_quantity_keeps_the_history() -> None:
    began = date(2026, 11, 10)
    verdict = linked(terms(quantity=D(12), starts_on=began))
    assert verdict.why is LineWhy.CHANGE
    old, new = verdict.rows
    assert (old.ends_on, new.starts_on, new.quantity) == (began, began, D(12))
    assert verdict.linked_to == new.service_code == "100-SEATS-2"


def test_what_is_billed_already_is_not_changed_behind_its_back() -> None:
    line = replace(terms(quantity=D(12)), changed_on=date(2026, 10, 20))
    verdict = one(
        line,
        SEATS,
        linked={"l1": "100-SEATS"},
        last={"l1": NOW},
        open_from={"100": date(2026, 11, 1)},
    )
    assert verdict.rows[1].starts_on == date(2026, 11, 1)
    assert "It changed on 2026-10-20" in verdict.words


def test_another_price_is_another_row() -> None:
    verdict = linked(terms(unit_price=D(19)))
    assert (verdict.rows[1].unit_price, verdict.rows[1].quantity) == (D(19), D(10))
    assert "price" in verdict.words


def test_an_end_there_is_an_end_here_once_it_is_near() -> None:
    near, far = date(2026, 12, 1), date(2027, 6, 1)
    assert linked(terms(ends_on=near)).rows[0].ends_on == near
    assert linked(terms(ends_on=far)).why is LineWhy.SAME
    ended = replace(SEATS, ends_on=near)
    again = linked(terms(ends_on=far), replace(NOW, ends_on=near), ended)
    assert again.rows[0].ends_on is None


def test_a_line_that_is_billed_no_more_ends_and_may_go_on() -> None:
    gone = replace(LINE, is_live=False)
    verdict = linked(gone)
    assert (verdict.why, verdict.rows[0].ends_on) == (LineWhy.END, date(2026, 11, 2))
    assert verdict.taken_over is not None
    assert linked(gone, NOW, verdict.rows[0]).why is LineWhy.SAME
    back = linked(LINE, verdict.taken_over, verdict.rows[0])
    assert (back.why, back.rows[0].ends_on) == (LineWhy.CHANGE, None)


def test_both_sides_with_the_new_quantity_only_remember_it() -> None:
    service = replace(SEATS, quantity=D(12))
    verdict = linked(terms(quantity=D(12)), NOW, service)
    assert (verdict.why, verdict.rows) == (LineWhy.LINK, ())


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"customer_id": "nobody"}, LineWhy.NOT_LINKED),
        ({"product_code": "thing"}, LineWhy.NO_PRODUCT),
        ({"customer_id": "c2", "product_code": "fw"}, LineWhy.NOT_CONSOLIDATED),
        ({"cycle": "Quarterly"}, LineWhy.OTHER_CYCLE),
        ({"is_live": False}, LineWhy.NOT_BILLABLE),
        ({"source_id": "base:5"}, LineWhy.NO_PRODUCT),
        ({"source_id": "base:5", "customer_id": "c2"}, LineWhy.NOT_CONSOLIDATED),
    ],
)
def test_each_hindrance_has_its_name(changed: dict[str, object], expected: LineWhy) -> None:
    verdict = one(replace(LINE, **changed))  # type: ignore[arg-type]
    assert verdict.why is expected
    assert verdict.words


def test_other_hindrances_lie_here() -> None:
    ended = replace(terms(ends_on=date(2026, 10, 1)), is_live=False)
    assert one(ended).why is LineWhy.ENDED
    assert one(LINE, location_of={}, first_location={}).why is LineWhy.NO_LOCATION
    once = replace(SEAT, billed="once")
    assert one(LINE, products={"SEAT": once}).why is LineWhy.NOT_RECURRING
    base = replace(LINE, source_id="base:5", product_code="")
    assert one(base, base_product="FW").product_code == "FW"


def test_a_line_at_a_site_nobody_has_decided_waits() -> None:
    undecided = one(replace(LINE, site_id="s9"))
    assert undecided.why is LineWhy.NO_LOCATION
    assert undecided.words == "Nobody has decided which location its site is."
    assert one(replace(LINE, site_id=None)).why is LineWhy.CREATE


def test_telecom_is_billed_here_for_everybody() -> None:
    assert one(replace(LINE, customer_id="c2", site_id=None)).why is LineWhy.CREATE


def test_a_quarter_is_three_months() -> None:
    assert monthly(D(1), D(100), replace(FIREWALL, billed="quarterly")) == D("33.33")


@given(st.lists(st.integers(0, 6), max_size=8), st.lists(st.integers(1, 6), max_size=5))
def test_what_is_applied_is_proposed_no_second_time(lines: list[int], services: list[int]) -> None:
    there = [
        replace(terms(quantity=D(count)), source_id=f"l{place}", is_live=count > 0)
        for place, count in enumerate(lines)
    ]
    here = {
        f"S{place}": replace(SEATS, service_code=f"S{place}", quantity=D(count))
        for place, count in enumerate(services)
    }
    found = proposals(there, line_desk(*here.values()))
    for verdict in found:
        here |= {each.service_code: each for each in verdict.rows}
    links = {each.line.source_id: each.linked_to for each in found if each.linked_to}
    assert len(set(links.values())) == len(links)
    last = {each.line.source_id: each.taken_over or each.line.terms for each in found}
    again = proposals(there, line_desk(*here.values(), linked=links, last=last))
    before = {each.line.source_id: each.why for each in found}
    for verdict in again:
        if before[verdict.line.source_id] is not LineWhy.AMBIGUOUS:
            assert not verdict.rows
