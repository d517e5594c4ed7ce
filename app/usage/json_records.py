"""Records of JSON call files."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from app.files.json_text import json_objects, looks_like_json
from app.usage.call_file import CallFile
from app.usage.formats.declaration import CallFormat
from app.usage.opening import NotThisFormatError

_SAMPLE = 20


def json_records(
    call_file: CallFile, fmt: CallFormat
) -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    """Number, value and text of each record; value None: it cannot be read."""
    number = 0
    for found in json_objects(call_file.text(), name=call_file.name):
        inner = fmt.unfold(found.value) if fmt.unfold and found.value is not None else None
        for value in [found.value] if inner is None else inner:
            number += 1
            yield number, value, found.text if inner is None else repr(value)


def judge_json(call_file: CallFile, fmt: CallFormat) -> None:
    """Raises NotThisFormatError where the file's first records are not of the format."""
    if call_file.is_workbook:
        raise NotThisFormatError("it is a workbook")
    if not looks_like_json(call_file.head):
        raise NotThisFormatError("it is no JSON")
    values = [value for _, value, _ in islice(json_records(call_file, fmt), _SAMPLE)]
    known = sum(value is not None and _is_of(fmt, value) for value in values)
    if not values or known * 2 < len(values):
        raise NotThisFormatError("its objects have other names", near=known)


def _is_of(fmt: CallFormat, value: dict[str, Any]) -> bool:
    return fmt.flatten is not None and fmt.flatten(value) is not None
