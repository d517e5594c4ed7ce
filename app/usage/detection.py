"""Which format a call file is in, told by its content and never by its name."""

from collections.abc import Iterable, Sequence
from typing import Final

from app.errors import InputError
from app.usage.call_file import CallFile
from app.usage.formats import FORMATS
from app.usage.formats.declaration import CallFormat, Medium
from app.usage.json_records import judge_json
from app.usage.opening import NotThisFormatError, Opening, open_rows, open_text, shift_of

_NEAREST: Final = 3
_REMEDY: Final = "Name the format with --format, or map the columns once with profile propose."
_SHIFTED: Final = (
    "Export the file again with the usual columns, or map the new ones with a profile."
)


def detect(
    call_file: CallFile, formats: Iterable[CallFormat] = tuple(FORMATS.values())
) -> CallFormat:
    """The format the file is in; a built-in one before a saved profile.

    Raises InputError that names the candidates and what speaks for and against each, where none
    or several fit; a single one whose header is there over shifted columns comes first.
    """
    formats = tuple(formats)
    ours = next((fmt for fmt in formats if _is_canonical(call_file, fmt)), None)
    return ours or _told_apart(call_file, formats)


def _told_apart(call_file: CallFile, formats: Sequence[CallFormat]) -> CallFormat:
    """The one format that the file fits."""
    fitting: list[CallFormat] = []
    shifted: dict[str, str] = {}
    against: list[tuple[int, CallFormat, str]] = []
    for fmt in formats:
        for shape in (fmt, *fmt.variants):
            try:
                shift = _shift(call_file, shape)
            except NotThisFormatError as reason:
                against.append((reason.near, fmt, reason.why))
                continue
            if shift is None:
                fitting.append(fmt)
                break
            against.append((len(shape.header) + 1, fmt, f"its columns have shifted: {shift}"))
            if shape.header:
                shifted[fmt.name] = shift
    found = [fmt for fmt in fitting if FORMATS.get(fmt.name) is fmt] or fitting
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(call_file, found)
    if not call_file.is_workbook and not any(line.strip() for line in call_file.head):
        raise InputError(f"{call_file.name} is empty.", remedy="Export it again.")
    if len(shifted) == 1:
        raise _shifted(call_file, *shifted.popitem())
    against.sort(key=lambda candidate: candidate[0], reverse=True)
    why = " ".join(f"Not {fmt.name}: {reason}." for _, fmt, reason in against[:_NEAREST])
    raise InputError(f"{call_file.name} is in no format that is known.", why, _REMEDY)


def _is_canonical(call_file: CallFile, fmt: CallFormat) -> bool:
    """Whether the format is our own and the file is in it: our header is nobody else's."""
    if fmt.medium is not Medium.CANONICAL:
        return False
    try:
        return _shift(call_file, fmt) is None
    except NotThisFormatError:
        return False


def opened(call_file: CallFile, fmt: CallFormat) -> tuple[CallFormat, Opening | None]:
    """The shape of the format the file is in, and how it opens; JSON has no opening.

    Raises InputError where it is in another format, or where its columns have shifted.
    """
    against: list[NotThisFormatError] = []
    for shape in (fmt, *fmt.variants):
        try:
            if shape.medium is Medium.JSON:
                judge_json(call_file, shape)
                return shape, None
            opening = _open_call_file(call_file, shape)
        except NotThisFormatError as reason:
            against.append(reason)
            continue
        shift = shift_of(opening)
        if shift is not None:
            raise _shifted(call_file, fmt.name, shift)
        return shape, opening
    why = max(against, key=lambda reason: reason.near).why
    raise InputError(
        f"{call_file.name} is no file of the format {fmt.name}.",
        f"{why[:1].upper()}{why[1:]}.",
        "Leave the format away to have it recognised.",
    )


def heading_of(call_file: CallFile, fmt: CallFormat) -> str:
    """The lines before the first record, without which its rows would not be known again."""
    _, opening = opened(call_file, fmt)
    if opening is None:
        return ""
    if call_file.is_workbook:
        return "\t".join(opening.header)
    return "\n".join(call_file.head[: opening.first_line - 1])


def _several(call_file: CallFile, found: list[CallFormat]) -> InputError:
    """What to tell of a file that fits several built-in formats, or several saved profiles."""
    built_in = FORMATS.get(found[0].name) is found[0]
    option, kind = ("--format", "") if built_in else ("--profile", "the saved profiles ")
    names = [fmt.name for fmt in found]
    return InputError(
        f"{call_file.name} could be in more than one format.",
        f"It fits {kind}{', '.join(names)}.",
        f"Name the one that is meant: {' or '.join(f'{option} {name}' for name in names)}.",
    )


def _shifted(call_file: CallFile, name: str, shift: str) -> InputError:
    return InputError(
        f"{call_file.name} looks like {name}, but its columns have shifted: {shift}.",
        remedy=_SHIFTED,
    )


def _shift(call_file: CallFile, fmt: CallFormat) -> str | None:
    """How the file's columns have shifted; raises NotThisFormatError."""
    if fmt.medium is Medium.JSON:
        judge_json(call_file, fmt)
        return None
    return shift_of(_open_call_file(call_file, fmt))


def _open_call_file(call_file: CallFile, fmt: CallFormat) -> Opening:
    if call_file.is_workbook:
        return open_rows(call_file.sample_rows, fmt)
    return open_text(call_file.head, fmt)
