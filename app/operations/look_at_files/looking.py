"""Dropped files and folders, each told apart and looked at; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from app.operations.look_at_files.call_files import LookedCalls, look_at_calls
from app.operations.look_at_files.kinds import FileKind, Told, files_of, kind_of
from app.operations.office import Office
from app.progress import Progress
from app.usage.choices import Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedFile:
    """One dropped file and what was made of it."""

    path: Path
    told: Told
    calls: LookedCalls | None = None
    """Of a call file."""
    same_as: str = ""
    """The name of another dropped file with the same content."""

    @property
    def kind(self) -> FileKind:
        """What it is."""
        return self.told.kind

    @property
    def is_skipped(self) -> bool:
        """Whether nothing is done with it."""
        calls = self.calls
        return (
            bool(self.same_as)
            or self.kind is FileKind.OTHER
            or (calls is not None and calls.earlier is not None)
            or (calls is not None and calls.problem is not None and not calls.questions)
        )


def look_at_files(
    office: Office,
    paths: Sequence[Path],
    *,
    choices: Mapping[Path, Choices] | None = None,
    progress: Progress,
) -> list[LookedFile]:
    """What each file is, in the order dropped; ``choices``: what was said about some of them."""
    said = choices or {}
    found: list[LookedFile] = []
    seen: dict[str, str] = {}
    files = list(files_of(paths))
    for place, path in enumerate(files):
        progress.step(place, len(files), path.name)
        told = kind_of(path)
        calls = None
        if told.kind is FileKind.CALLS:
            wanted = said.get(path, Choices())
            calls = look_at_calls(office, path, choices=wanted, progress=progress)
        digest = _digest(path, told, calls)
        same = seen.setdefault(digest, path.name) if digest else path.name
        same_as = same if same != path.name else ""
        found.append(LookedFile(path=path, told=told, calls=calls, same_as=same_as))
    return found


def _digest(path: Path, told: Told, calls: LookedCalls | None) -> str:
    """What tells a file's content from others; blank where nothing is made of it."""
    if calls is not None:
        return calls.digest
    if told.kind is FileKind.OTHER or not path.is_file():
        return ""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
