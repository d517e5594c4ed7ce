"""Calls imported by the operation in a running process whose deck is compiled already.

    python -m tests.bench.warm COMPANY.switchbook FIRST.csv FILE.csv...

prints, as JSON, the seconds of each file but the first.
"""

import json
import os
import sys
import time
from pathlib import Path

from app.host.clock import clock_of
from app.operations.import_usage import Choices, import_usage
from app.operations.make_company import open_company


def seconds_of_each(company: Path, files: list[Path]) -> list[float]:
    found = []
    with open_company(company, clock_of(os.environ), write=True) as office:
        for path in files:
            begun = time.perf_counter()
            import_usage(office, [path], choices=Choices())
            found.append(time.perf_counter() - begun)
    return found[1:]


if __name__ == "__main__":
    print(json.dumps(seconds_of_each(Path(sys.argv[1]), list(map(Path, sys.argv[2:])))))
