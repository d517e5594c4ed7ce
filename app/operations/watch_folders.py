"""Folders watched for call files: kept, looked into, and what is new and complete in them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app.errors import InputError
from app.operations.office import Office
from app.store import audit
from app.store.audit import Action, Entry
from app.store.imports import load_imports
from app.store.watched_folders import WatchedFolder, keep_watched, load_watched
from app.usage.reading import content_hash, members

__all__ = ["Seen", "WatchedFolder", "looked_into", "stop_watching", "watch", "watched"]

Stat = tuple[int, int]
"""Size and time of the last change, in nanoseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look into the folders found."""

    new: tuple[tuple[Path, WatchedFolder], ...]
    """Files that are complete and were never imported, with the folder they lie in."""
    stats: Mapping[Path, Stat]
    """Of every file: what is the same at the next look is complete."""
    done: frozenset[tuple[Path, Stat]]
    """Files whose content is known to be in already; they are not read again."""
    missing: tuple[str, ...] = ()
    """Folders that are not there now."""


def watched(office: Office) -> list[WatchedFolder]:
    """The watched folders."""
    with office.file.read() as conn:
        return load_watched(conn)


def watch(office: Office, folder: WatchedFolder) -> None:
    """Watches a folder, or watches it otherwise; InputError where there is none."""
    if not Path(folder.folder).is_dir():
        raise InputError(f"There is no folder {folder.folder}.", "", "Choose one that is there.")
    with office.write() as conn:
        known = load_watched(conn)
        before = [each for each in known if each.folder == folder.folder]
        others = [each for each in known if each.folder != folder.folder]
        keep_watched(conn, [*others, folder])
        entry = Entry(
            area="watched_folders",
            record=folder.folder,
            action=Action.CHANGED if before else Action.ADDED,
            before=asdict(before[0]) if before else None,
            after=asdict(folder),
        )
        audit.record(conn, [entry], stamp=office.stamp("watch_folders"))


def stop_watching(office: Office, folder: str) -> None:
    """Watches a folder no more."""
    with office.write() as conn:
        known = load_watched(conn)
        gone = [each for each in known if each.folder == folder]
        keep_watched(conn, [each for each in known if each.folder != folder])
        entries = [
            Entry(
                area="watched_folders",
                record=each.folder,
                action=Action.REMOVED,
                before=asdict(each),
            )
            for each in gone
        ]
        audit.record(conn, entries, stamp=office.stamp("watch_folders"))


def looked_into(office: Office, before: Seen | None) -> Seen:
    """Looks into the watched folders.

    A file is complete when its size and time are those of the look before. Each content is offered
    once, whatever its name: what was imported is left out.
    """
    with office.file.read() as conn:
        folders = load_watched(conn)
        hashes = {stored.content_hash for stored in load_imports(conn)}
    known = before.stats if before else {}
    done = set(before.done) if before else set()
    stats: dict[Path, Stat] = {}
    new: list[tuple[Path, WatchedFolder]] = []
    missing = []
    for folder in folders:
        place = Path(folder.folder)
        if not place.is_dir():
            missing.append(folder.folder)
            continue
        for path in sorted(place.iterdir()):
            stat = _stat(path)
            if stat is None:
                continue
            stats[path] = stat
            if (path, stat) in done or known.get(path) != stat:
                continue
            if _is_in(path, hashes):
                done.add((path, stat))
            else:
                new.append((path, folder))
    return Seen(new=tuple(new), stats=stats, done=frozenset(done), missing=tuple(missing))


def _stat(path: Path) -> Stat | None:
    """Of a visible file with something in it; None for anything else."""
    if path.name.startswith((".", "~$")) or path.suffix.casefold() in {".part", ".tmp"}:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    if not path.is_file() or not found.st_size:
        return None
    return found.st_size, found.st_mtime_ns


def _is_in(path: Path, hashes: set[str] | Sequence[str]) -> bool:
    """Whether everything in the file was imported before, or can never be."""
    try:
        return all(content_hash(each) in hashes for each in members(path))
    except (InputError, OSError):
        return False
