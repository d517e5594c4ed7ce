import ast
from pathlib import Path

from app.connectors.psa_files import declaration
from app.connectors.psa_files.declaration import PSA_FILES
from app.connectors.system import SignInKind
from app.customers.incoming import PsaFamily


def test_it_needs_no_sign_in_and_reads_every_family() -> None:
    assert PSA_FILES.by_files
    assert PSA_FILES.sign_in is SignInKind.NONE
    assert PSA_FILES.families == tuple(PsaFamily)
    assert PSA_FILES.limits({}) == ()


def test_each_quirk_in_the_declaration_has_its_test() -> None:
    text = declaration.__doc__ or ""
    named = {word.strip("`.,;") for word in text.split() if word.startswith("``test_")}
    there = {
        node.name
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert len(named) > 8
    assert named <= there
