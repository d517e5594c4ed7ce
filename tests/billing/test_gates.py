from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.billing.draft import DraftInvoice
from app.billing.gates import (
    AtStake,
    Gate,
    GateName,
    RunFacts,
    can_approve,
    evaluate,
    gates_of,
    left_out,
    read_waivers,
)
from app.errors import InputError
from app.findings import error
from app.tax.result import Exposure
from tests.billing.records import a_line, an_invoice

AFTER = date(2026, 11, 1)


def a_draft(*codes: str, account_number: str = "10042", tax: bool = True) -> DraftInvoice:
    problems = tuple(error(code, "Something.") for code in codes)
    return DraftInvoice(
        account_number=account_number,
        accounts=(account_number,),
        invoice=an_invoice(a_line("30.00"), account_number=account_number),
        findings=() if tax else problems,
        tax_problems=problems if tax else (),
    )


def _gates(facts: RunFacts, waivers: Mapping[GateName, str] | None = None) -> dict[str, Gate]:
    return {gate.name.value: gate for gate in evaluate(facts, waivers or {})}


def _facts(*drafts: DraftInvoice) -> RunFacts:
    return RunFacts(drafts=drafts, today=AFTER, has_tax_rules=True)


def test_a_run_without_trouble_passes_all_gates() -> None:
    found = evaluate(_facts(a_draft()), {})
    assert [gate.name.value for gate in found] == [
        "suspended_usage",
        "accounts_not_ready",
        "probable_duplicates",
        "expired_tables",
        "no_tax_rules",
        "not_registered",
        "usf_factor_missing",
        "undecided_charge",
        "share_missing",
        "period_not_over",
    ]
    assert can_approve(found)


@pytest.mark.parametrize("code", ["usf_factor_missing", "undecided_charge", "share_missing"])
def test_each_tax_problem_has_its_gate(code: str) -> None:
    gate = _gates(_facts(a_draft(code), a_draft(account_number="B")))[code]
    assert (gate.count, gate.amount, gate.records) == (1, Decimal("30.00"), ("10042",))


@pytest.mark.parametrize("code", ["jurisdiction_unknown", "unsupported_rule", "terms"])
def test_any_other_problem_makes_the_account_not_ready(code: str) -> None:
    assert gates_of(a_draft(code)) == (GateName.ACCOUNTS_NOT_READY,)


def test_an_account_that_is_not_ready_is_counted_with_its_money() -> None:
    gate = _gates(_facts(a_draft("terms", tax=False)))["accounts_not_ready"]
    assert (gate.count, gate.amount, gate.cleared) == (1, Decimal("30.00"), False)


def test_an_account_with_nothing_to_bill_holds_no_gate() -> None:
    draft = DraftInvoice(
        account_number="A", accounts=("A",), invoice=None, findings=(error("terms", "None."),)
    )
    assert can_approve(evaluate(_facts(draft), {}))


def test_a_waived_gate_lets_the_run_pass_and_keeps_its_count() -> None:
    waivers = {GateName.UNDECIDED_CHARGE: "asked the state"}
    gate = _gates(_facts(a_draft("undecided_charge")), waivers)["undecided_charge"]
    assert (gate.cleared, gate.is_clear, gate.count) == (True, False, 1)


def test_waiving_leaves_the_invoice_out_all_the_same() -> None:
    drafts = [a_draft("undecided_charge"), a_draft(account_number="B")]
    [one] = left_out(drafts)
    assert (one.account_number, one.gates, one.amount) == (
        "10042",
        (GateName.UNDECIDED_CHARGE,),
        Decimal("30.00"),
    )


def test_suspended_calls_hold_their_gate_with_their_money() -> None:
    facts = RunFacts(
        drafts=[],
        today=AFTER,
        has_tax_rules=True,
        suspended=AtStake(count=3, amount=Decimal("4.20"), records=("no_rate",)),
    )
    gate = _gates(facts)["suspended_usage"]
    assert (gate.count, gate.amount, gate.cleared) == (3, Decimal("4.20"), False)


def test_probable_duplicates_have_a_gate_of_their_own() -> None:
    facts = RunFacts(
        drafts=[], today=AFTER, has_tax_rules=True, probable_duplicates=AtStake(count=2)
    )
    found = _gates(facts)
    assert (found["probable_duplicates"].count, found["suspended_usage"].count) == (2, 0)


def test_a_company_without_tax_rules_is_asked() -> None:
    facts = RunFacts(drafts=[a_draft()], today=AFTER, has_tax_rules=False)
    gate = _gates(facts)["no_tax_rules"]
    assert (gate.count, gate.amount) == (1, Decimal("30.00"))


def test_what_is_not_collected_is_counted_by_tax_and_place() -> None:
    exposure = tuple(
        Exposure(tax_code="CO-SALES", family="SALES", jurisdiction="US/CO", amount=Decimal(amount))
        for amount in ("1.00", "2.50")
    )
    draft = DraftInvoice(
        account_number="A",
        accounts=("A",),
        invoice=an_invoice(a_line()),
        exposure=exposure,
    )
    gate = _gates(_facts(draft))["not_registered"]
    assert (gate.count, gate.amount, gate.records) == (1, Decimal("3.50"), ("CO-SALES US/CO",))


def test_a_period_whose_last_day_is_not_past_is_not_over() -> None:
    facts = RunFacts(drafts=[a_draft()], today=date(2026, 10, 31), has_tax_rules=True)
    assert _gates(facts)["period_not_over"].count == 1


def test_expired_tables_are_added() -> None:
    facts = RunFacts(
        drafts=[],
        today=AFTER,
        has_tax_rules=True,
        expired=[
            AtStake(count=1, amount=Decimal("3.00"), records=("a",)),
            AtStake(count=1, amount=Decimal("4.00"), records=("b",)),
        ],
    )
    gate = _gates(facts)["expired_tables"]
    assert (gate.count, gate.amount, gate.records) == (2, Decimal("7.00"), ("a", "b"))


def test_the_gate_of_a_tax_service_is_there_only_where_one_is_used() -> None:
    facts = RunFacts(
        drafts=[], today=AFTER, has_tax_rules=True, tax_service=AtStake(count=1, records=("A",))
    )
    assert _gates(facts)["tax_service"].count == 1


def test_waivers_are_read() -> None:
    assert read_waivers(["period_not_over=closing early = fine"]) == {
        GateName.PERIOD_NOT_OVER: "closing early = fine"
    }


@pytest.mark.parametrize("text", ["period_over=x", "period_not_over", "period_not_over= "])
def test_a_waiver_of_no_gate_or_without_reason_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_waivers([text])


def test_what_psas_tell_is_a_gate_and_a_warning() -> None:
    twice = AtStake(count=1, amount=Decimal("187.50"), records=("Granite, PSA-9",))
    facts = replace(_facts(a_draft()), billed_in_both=twice, psa_left_out=twice)
    found = _gates(facts)
    assert not can_approve(found.values())
    assert not found["billed_in_both"].cleared
    assert (found["psa_left_out"].warns, found["psa_left_out"].cleared) == (True, True)
    waived = _gates(facts, {GateName.BILLED_IN_BOTH: "other work"})
    assert can_approve(waived.values())
    with pytest.raises(InputError, match="no gate"):
        read_waivers(["psa_left_out=why"])
