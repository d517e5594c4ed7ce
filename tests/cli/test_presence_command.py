import shutil
from pathlib import Path

from app.operations.make_company import open_company
from tests.cli.command_line import CommandLine
from tests.operations.companies import CLOCK
from tests.operations.mapped import connect, lay_mapped


def test_every_customer_against_every_system(tmp_path: Path, switchbook: CommandLine) -> None:
    path = tmp_path / "cedar.switchbook"
    lay_mapped(path, "connectwise", "quickbooks")
    for key in ("connectwise", "quickbooks"):
        assert switchbook("map", path, key, "--accept-exact").code == 0
    facts = switchbook.facts("presence", path)
    assert facts["systems"] == {
        "connectwise": "ConnectWise PSA",
        "quickbooks": "QuickBooks Online",
    }
    customers = {each["account"]: each for each in facts["customers"]}
    assert len(customers) == 60
    spa = customers["10058"]
    assert spa["state"] == "hole"
    assert (spa["there"]["quickbooks"]["state"], spa["there"]["quickbooks"]["fix"]) == (
        "missing",
        "create",
    )
    assert spa["there"]["connectwise"]["id"] == "258"
    assert facts["counts"]["hole"] == 34
    words = switchbook("presence", path).out
    assert "Silver Fern Spa" in words
    assert "34 hole" in words


def test_what_was_not_read_is_said(company: Path, tmp_path: Path, switchbook: CommandLine) -> None:
    path = tmp_path / "unread.switchbook"
    shutil.copyfile(company, path)
    with open_company(path, CLOCK, write=True) as office:
        connect(office, "xero")
    facts = switchbook.facts("presence", path)
    assert facts["not_read"] == ["xero"]
    assert "pull FILE xero" in switchbook("presence", path).out
