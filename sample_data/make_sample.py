"""Makes the files of the sample company, or with ``--check`` tells whether they are as made.

    python sample_data/make_sample.py [--check]

What is packed (gzip, Excel) is compared unpacked: libraries pack the same content differently.
"""

import argparse
import gzip
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_data.month_files import call_files
from sample_data.reading_guide import reading_guide, traps_table
from sample_data.workbook_files import cells, csv_files, excel_file
from sample_data.workbook_rows import workbook_rows

FOLDER: Final = Path(__file__).resolve().parent
EXCEL: Final = "cedar-fork.xlsx"


def make() -> dict[str, bytes]:
    """Every file by its path below this folder."""
    rows = workbook_rows()
    files = call_files()
    return {
        EXCEL: excel_file(rows),
        **csv_files(rows),
        **{f"calls/{file.path}": file.packed() for file in files},
        "traps.csv": traps_table(files),
        "README.md": reading_guide(files),
    }


def differing(made: Mapping[str, bytes], folder: Path) -> list[str]:
    """Paths of files that are missing, too many, or say something else."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if _is_made(path)}
    wrong = [
        path
        for path, content in made.items()
        if path not in there or not _alike(path, content, (folder / path).read_bytes())
    ]
    return sorted([*wrong, *(there - made.keys())])


def _is_made(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".py", ".pyc"}


def _alike(path: str, one: bytes, other: bytes) -> bool:
    if one == other:
        return True
    if path.endswith(".gz"):
        return gzip.decompress(one) == gzip.decompress(other)
    return path == EXCEL and cells(one) == cells(other)


def write(made: Mapping[str, bytes], folder: Path) -> list[str]:
    """Writes what differs and removes what is too many; returns the paths."""
    changed = differing(made, folder)
    for path in changed:
        target = folder / path
        if path in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made[path])
        else:
            target.unlink()
    return changed


def main() -> int:
    """The command; 1 where ``--check`` finds a difference."""
    parser = argparse.ArgumentParser(description="Makes the sample company's files.")
    parser.add_argument("--check", action="store_true", help="only tell what differs")
    made = make()
    if parser.parse_args().check:
        wrong = differing(made, FOLDER)
        print("\n".join([f"differs: {path}" for path in wrong] or ["as made"]))
        return 1 if wrong else 0
    changed = write(made, FOLDER)
    size = sum(map(len, made.values()))
    print(f"{len(made)} files, {size:,} bytes, {len(changed)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
