import json
from pathlib import Path

import pytest

from app.usage.formats import FORMATS
from app.usage.json_records import json_records, judge_json
from app.usage.opening import NotThisFormatError
from tests.usage.call_files import call_file

TWILIO = FORMATS["twilio"].variants[0]
CALL = {"sid": "CA1", "status": "completed", "direction": "inbound", "duration": "5"}


def test_records_are_numbered_through_pages(tmp_path: Path) -> None:
    text = json.dumps({"calls": [CALL, CALL]}) + json.dumps(CALL)
    found = list(json_records(call_file(tmp_path, text), TWILIO))
    assert [(number, value) for number, value, _ in found] == [(1, CALL), (2, CALL), (3, CALL)]


def test_objects_with_other_names_are_of_another_format(tmp_path: Path) -> None:
    with pytest.raises(NotThisFormatError, match="other names"):
        judge_json(call_file(tmp_path, '{"a": 1}'), TWILIO)


def test_text_that_is_no_json_is_of_another_format(tmp_path: Path) -> None:
    with pytest.raises(NotThisFormatError, match="no JSON"):
        judge_json(call_file(tmp_path, "sid,status\n"), TWILIO)
