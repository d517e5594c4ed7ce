"""Rows and files that are odd, one by one, written out by hand."""

from pathlib import Path

import pytest

from tests.journeys.cli import as_json, switchbook
from tests.journeys.small import HEADER, company_of, outcomes, row_of, small_sheets, told
from tests.journeys.world_sheets import Row
from tests.journeys.world_taxes import tax


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-12-29T12:00:00Z")


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"started_at": "0001-01-01T00:00:00Z"}, ("suspended", "bad_timestamp", "")),
        ({"started_at": "9999-12-31T23:59:59Z"}, ("suspended", "bad_timestamp", "")),
        ({"started_at": "1999-12-31T23:59:59Z"}, ("suspended", "bad_timestamp", "")),
        ({"started_at": "2026-12-29T12:00:01Z"}, ("suspended", "bad_timestamp", "")),
        ({"started_at": "2026-10-05T12:00:00"}, ("malformed", "bad_start", "")),
        ({"started_at": "2026-02-30T12:00:00Z"}, ("malformed", "bad_start", "")),
        ({"duration_seconds": "43200"}, ("rated", "", "14.4")),
        ({"duration_seconds": "43201"}, ("suspended", "too_long", "")),
        ({"duration_seconds": "99999999999999999999"}, ("suspended", "too_long", "")),
        ({"duration_seconds": "-99999999999999999999"}, ("suspended", "bad_duration", "")),
        ({"duration_seconds": ""}, ("malformed", "bad_duration_text", "")),
        (
            {"duration_seconds": "", "disposition": "busy"},
            ("not_chargeable", "not_answered", "0"),
        ),
        ({"called": "1010288011442079460123"}, ("rated", "", "0.1")),
        ({"called": "442079460123"}, ("suspended", "bad_number", "")),
        ({"called": "18765550144"}, ("rated", "", "0.3")),
        ({"called": "12425550144"}, ("suspended", "no_rate", "")),
        ({"called": "9995550144"}, ("suspended", "unknown_jurisdiction", "")),
        ({"called": "2125551212"}, ("rated", "", "1.25")),
        ({"called": "8005551212"}, ("not_chargeable", "toll_free_called", "0")),
        ({"called": "*72"}, ("not_chargeable", "feature_code", "0")),
    ],
)
def test_a_row_has_the_outcome_the_contract_names(
    cells: dict[str, str], outcome: tuple[str, str, str], tmp_path: Path
) -> None:
    company = company_of(tmp_path, small_sheets())
    row = outcomes(company, row_of("good"), row_of("odd", **cells))[1]
    assert (row["status"], row["reason"], row["charge"]) == outcome


def test_rows_are_told_by_the_physical_line_on_which_they_begin(tmp_path: Path) -> None:
    company = company_of(tmp_path, small_sheets())
    rows = outcomes(
        company, row_of("a"), "", row_of("b", disposition='"no\nanswer"'), row_of("c"), "x,y"
    )
    assert [(row["row"], row["status"]) for row in rows] == [
        ("2", "rated"),
        ("4", "not_chargeable"),
        ("6", "rated"),
        ("7", "malformed"),
    ]


def test_a_file_of_its_header_alone_holds_no_calls(tmp_path: Path) -> None:
    company = company_of(tmp_path, small_sheets())
    assert outcomes(company) == []


def taxed_sheets() -> dict[str, list[Row]]:
    """The small company with a seat, the federal line at 35.1 and then 30 %, and a sales tax."""
    sheets = small_sheets()
    federal = {"class_": "PASS_THROUGH", "family": "FUSF", "base_kind": "INTERSTATE_INTL"}
    federal["category"] = "VOIP_*|TOLL_*"
    sheets["tax_shares"] = [
        {"category": "VOIP_FIXED", "effective_from": "2020-01-01", "interstate": "1"}
    ]
    sheets["registrations"] = [{"country": "US", "family": "*", "effective_from": "2020-01-01"}]
    sheets["taxes"] = [
        tax("FUSF", "", rate="0.351", effective_from="2026-07-01", effective_to="2026-09-30")
        | {key.rstrip("_"): value for key, value in federal.items()},
        tax("FUSF", "", rate="0.3", effective_from="2026-10-01", effective_to="2026-12-31")
        | {key.rstrip("_"): value for key, value in federal.items()},
        tax("CO-SALES", "CO", rate="0.0825", base_includes="FUSF"),
    ]
    sheets["services"] = [
        {
            "service_code": "S1",
            "account_number": "A1",
            "location_code": "L1",
            "product_code": "SEAT",
            "starts_on": "2026-01-01",
        }
    ]
    return sheets


def credit(reference: str, on: str, amount: str) -> Row:
    """A credit of the seat of September."""
    return {
        "reference": reference,
        "account_number": "A1",
        "location_code": "L1",
        "product_code": "SEAT",
        "charged_on": on,
        "unit_price": amount,
        "credits": "S1@2026-09",
    }


def test_credits_take_back_the_original_tax_and_the_last_the_remainder(tmp_path: Path) -> None:
    sheets = taxed_sheets()
    sheets["charges"] = [
        credit("C1", "2026-09-10", "-33.33"),
        credit("C2", "2026-10-10", "-33.33"),
        credit("C3", "2026-11-10", "-33.34"),
    ]
    company = company_of(tmp_path, sheets)
    found = []
    for month in ("2026-08", "2026-09", "2026-10", "2026-11"):
        waived = ("--waive", "period_not_over=known", "--waive", "expired_tables=known")
        run = told(company, month, *waived)
        taxes = [(one["tax_code"], one["amount"]) for one in run["invoices"][0]["tax_lines"]]
        found.append(sorted(one for one in taxes if month == "2026-08" or "-" in one[1]))
    assert found == [
        [("CO-SALES", "11.15"), ("FUSF", "35.10")],
        [("CO-SALES", "-3.72"), ("FUSF", "-11.70")],
        [("CO-SALES", "-3.72"), ("FUSF", "-11.70")],
        [("CO-SALES", "-3.71"), ("FUSF", "-11.70")],
    ]


def test_a_credit_of_the_command_line_stands_on_the_next_invoice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = company_of(tmp_path, taxed_sheets())
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-09-15T12:00:00Z")
    number = told(company, "2026-08")["invoices"][0]["invoice_number"]
    switchbook("credit", company, number, "--line", 1, "--amount", "40", "--why", "outage")
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-10-15T12:00:00Z")
    invoice = told(company, "2026-09")["invoices"][0]
    assert [(line["kind"], line["amount"]) for line in invoice["lines"]] == [
        ("recurring", "100.00"),
        ("credit", "-40.00"),
    ]
    assert ("FUSF", "-14.04") in [(one["tax_code"], one["amount"]) for one in invoice["tax_lines"]]


@pytest.mark.parametrize(
    ("sheet", "gate"), [("tax_shares", "share_missing"), ("taxes", "undecided_charge")]
)
def test_a_waived_gate_leaves_the_invoices_out_and_bills_none_of_them_wrong(
    sheet: str, gate: str, tmp_path: Path
) -> None:
    sheets = taxed_sheets()
    sheets[sheet] = sheets[sheet][:2] if sheet == "taxes" else []
    company = company_of(tmp_path, sheets)
    draft = as_json("bill", company, "--period", "2026-08", "--approve", codes=(1,))
    run = told(company, "2026-08", "--waive", f"{gate}=known")
    assert (draft["state"], run["state"]) == ("draft", "approved")
    assert run["invoices"] == []
    assert [(one["account_number"], one["gates"], one["amount"]) for one in run["left_out"]] == [
        ("A1", [gate], "100.00")
    ]


def test_the_header_is_the_contracts() -> None:
    assert HEADER.count(",") == 7


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"caller": "211"}, ("rated", "", "+13035550142", "+12125550145")),
        ({"billing_number": "211", "caller": ""}, ("rated", "", "", "+12125550145")),
        ({"called": "211"}, ("not_chargeable", "free_service", "+13035550142", "211")),
        (
            {"direction": "in", "caller": "2125550145", "called": "211"},
            ("rated", "", "+12125550145", "+13035550142"),
        ),
    ],
)
def test_an_extension_written_as_a_service_code_is_one_on_our_side_of_the_call(
    cells: dict[str, str], outcome: tuple[str, ...], tmp_path: Path
) -> None:
    sheets = small_sheets()
    sheets["aliases"] = [{"alias": "211", "number": "3035550142", "source": ""}]
    row = outcomes(company_of(tmp_path, sheets), row_of(**cells))[0]
    assert (row["status"], row["reason"], row["caller"], row["called"]) == outcome
    assert row["account_number"] == "A1"
