"""A PSA by spreadsheet through the command line: read, written to, changed and read again."""

from pathlib import Path

import pytest

from tests.journeys.cli import as_json, switchbook
from tests.operations.billed import approved
from tests.operations.companies import CLOCK, NOW, copied, lay_company

PSA = "psa-files"
SHEETS = {
    "customers": (
        "id,number,name,external_id\n"
        "201,GRANITE,Granite Peak Credit Union,\n"
        "202,HARBOR,Harbor Light Dental,200\n"
    ),
    "agreements": "id,customer_id,number,name,starts_on\n505,201,A-1,Voice,2026-01-01\n",
    "agreement_lines": (
        "id,agreement_id,product_code,quantity,quantity_included,unit_price\n"
        "20050,505,SEAT,3,1,20.00\n"
    ),
    "time": "id,customer_id,worked_on,hours,billable\n7,202,2026-10-07,1.5,yes\n",
}
TOLD = [
    "sheet,id,column,value,reference",
    "customers,201,external_id,100,",
]


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SWITCHBOOK_NOW", NOW.isoformat())
    made, path = tmp_path / "made.switchbook", tmp_path / "cedar.switchbook"
    lay_company(made)
    with copied(made, path, clock=CLOCK) as office:
        approved(office, tmp_path)
    return path


def counted(company: Path) -> dict[str, tuple[int, int, int]]:
    """New, changed and gone of each family of which something is told."""
    counts = as_json("pull", company, PSA)["counts"]
    found = {family: (e["new"], e["changed"], e["gone"]) for family, e in counts.items()}
    return {family: each for family, each in found.items() if any(each)}


def test_a_psa_is_kept_in_step_by_its_sheets(company: Path, tmp_path: Path) -> None:
    folder, plan = tmp_path / "psa", tmp_path / "plan.json"
    folder.mkdir()
    for name, text in SHEETS.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    switchbook("connect", company, PSA, "--set", f"folder={folder}", "--set", "name=Our PSA")
    rights = {e["right"]: e["given"] for e in as_json("connect", company, PSA, "--test")["rights"]}
    assert rights["reads customers"]
    assert not rights["reads sites"]

    assert counted(company) == {
        "customers": (2, 0, 0),
        "agreements": (1, 0, 0),
        "agreement_lines": (1, 0, 0),
        "time": (1, 0, 0),
    }
    assert counted(company) == {}

    planned = as_json("post", company, PSA, "--plan", plan)
    assert planned["counts"] == {"create": 0, "update": 1, "skip": 1, "conflict": 0}
    told = folder / "to-psa" / "told.csv"
    assert not told.exists()
    for _ in range(2):
        as_json("post", company, PSA, "--apply", plan)
        assert told.read_text(encoding="utf-8").splitlines() == TOLD
    # Our number is read back at once, though nobody has imported it there yet.
    assert counted(company) == {"customers": (0, 1, 0)}
    later = as_json("post", company, PSA, "--plan", plan)
    assert later["counts"] == {"create": 0, "update": 0, "skip": 2, "conflict": 0}

    # The user has imported what was told, renamed one customer and taken the other out.
    changed = "id,number,name,external_id\n201,GRANITE,Granite Peak CU,100\n"
    (folder / "customers.csv").write_text(changed, encoding="utf-8")
    assert counted(company) == {"customers": (0, 1, 1)}
