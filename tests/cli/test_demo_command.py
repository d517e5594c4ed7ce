from pathlib import Path

from tests.cli.command_line import CommandLine


def test_a_demo_overwrites_nothing(tmp_path: Path, switchbook: CommandLine) -> None:
    company = tmp_path / "cedar-fork.switchbook"
    company.write_text("mine")
    answer = switchbook("demo", "--out", tmp_path)
    assert (answer.code, "is there already" in answer.err) == (1, True)
    assert company.read_text() == "mine"
