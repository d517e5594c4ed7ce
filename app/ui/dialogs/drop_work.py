"""What is done with dropped files: each imported in the background, with a summary and an undo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.errors import AppError
from app.findings import Severity
from app.operations.browse_usage.imports import list_imports
from app.operations.changes import Changes
from app.operations.import_taxes import apply_taxes, plan_taxes
from app.operations.import_usage import Choices, FileResult, import_usage
from app.operations.import_workbook import apply_workbook, plan_workbook
from app.operations.keep_certificates import attach_certificate, list_certificates
from app.operations.look_at_files.kinds import FileKind
from app.operations.look_at_files.looking import LookedFile, look_at_files
from app.operations.office import Office
from app.operations.row_editing import Edited
from app.operations.undo_import import undo_import
from app.progress import Progress
from app.ui import words
from app.ui.desk import Desk, Step, undo_step
from app.ui.tasks import Task
from app.values.money import ZERO

_CALLS = Changes.USAGE | Changes.MONTH


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a call file."""

    results: Sequence[FileResult]
    text: str

    def summary(self) -> str:
        """It in a line: counts and money."""
        return self.text


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of another file."""

    text: str
    edited: Edited | None = None
    """What can be taken back."""

    def summary(self) -> str:
        """It in a line."""
        return self.text


def import_calls(desk: Desk, path: Path, choices: Choices) -> Task:
    """Imports a call file in the background; it can be undone while nothing of it is billed."""

    def done(found: object) -> None:
        if isinstance(found, Imported):
            ids = [each.import_id for each in found.results if each.import_id is not None]
            if ids:
                title = f"Import of {path.name}"
                desk.did(Step(title, partial(_take_back, title, ids, path, choices), _CALLS))

    return desk.do(
        f"Importing {path.name}",
        partial(_import, path, choices),
        changes=_CALLS,
        done=done,
        key=f"import {path}",
        leaves="Cancel keeps no call of this file.",
    )


def _import(path: Path, choices: Choices, office: Office, progress: Progress) -> Imported:
    results = import_usage(office, [path], choices=choices, progress=progress)
    problems = [each.error for each in results if each.error is not None]
    if problems and all(each.import_id is None for each in results):
        raise problems[0]
    return Imported(results, _words(office, results))


def _words(office: Office, results: Sequence[FileResult]) -> str:
    known = {row.id: row for row in list_imports(office)}
    rows = [known[r.import_id] for r in results if r.import_id is not None]
    parts = []
    for each in results:
        before = known.get(each.earlier_import) if each.earlier_import is not None else None
        if before is not None:
            at = words.day(before.imported_at.date())
            count = words.plural(before.records, "call")
            parts.append(f"You imported this file on {at}: {count}. Nothing to do.")
    if rows:
        charge = sum((row.charge for row in rows), start=ZERO)
        calls = sum(row.records - row.malformed for row in rows)
        rated = sum(row.count("rated") for row in rows)
        parts.append(
            f"{words.plural(calls, 'call')}: {words.count(rated)} rated, {words.money(charge)}"
        )
    suspended = sum(row.count("suspended") for row in rows)
    repeats = sum(row.count("duplicate") for row in rows)
    bad = sum(row.malformed for row in rows)
    parts += [f"{words.count(suspended)} in suspense"] if suspended else []
    parts += [f"{words.plural(repeats, 'repeat')} left out"] if repeats else []
    parts += [f"{words.plural(bad, 'bad row')} set aside"] if bad else []
    return "; ".join(parts)


def _take_back(
    title: str, ids: Sequence[int], path: Path, choices: Choices, office: Office
) -> Step:
    for each in ids:
        undo_import(office, each)
    return Step(title, partial(_again, title, path, choices), _CALLS)


def _again(title: str, path: Path, choices: Choices, office: Office) -> Step:
    results = import_usage(office, [path], choices=choices)
    ids = [each.import_id for each in results if each.import_id is not None]
    return Step(title, partial(_take_back, title, ids, path, choices), _CALLS)


def import_other(desk: Desk, looked: LookedFile, certificate: tuple[str, str]) -> Task | None:
    """Takes in a workbook, deck, tax table or certificate; None where there is nothing to do."""
    path = looked.path
    run: Callable[[Office, Progress], Taken]
    if looked.kind is FileKind.CERTIFICATE:
        run, changes = partial(_certificate, path, certificate), Changes.TAXES
    elif looked.kind is FileKind.TAXES and not looked.told.sheets:
        run, changes = partial(_taxes, path), Changes.TAXES
    elif looked.told.sheets:
        run, changes = partial(_workbook, path), Changes.EVERYTHING
    else:
        return None

    def done(found: object) -> None:
        if isinstance(found, Taken) and found.edited is not None:
            desk.did(undo_step(found.edited))

    return desk.do(
        f"Importing {path.name}",
        run,
        changes=changes,
        done=done,
        key=f"import {path}",
        leaves="Cancel keeps nothing of this file.",
    )


def _certificate(
    path: Path, certificate: tuple[str, str], office: Office, progress: Progress
) -> Taken:
    del progress
    account, number = certificate
    done = attach_certificate(office, path, account=account, certificate=number)
    if not done.is_new:
        return Taken(f"This scan of certificate {number} is kept already. Nothing to do.")
    return Taken(f"Kept with certificate {number} of account {account}.")


def _taxes(path: Path, office: Office, progress: Progress) -> Taken:
    del progress
    plan = apply_taxes(office, path)
    if not plan.applied:
        wrong = words.plural(len(plan.findings), "finding")
        return Taken(f"Nothing was taken in: {wrong}. See them under Taxes.")
    counts = [f"{words.count(n)} {fate.value}" for fate, n in plan.counts.items() if n]
    return Taken(", ".join(counts))


def _workbook(path: Path, office: Office, progress: Progress) -> Taken:
    progress.step(0, 2, "Comparing with the company")
    plan = plan_workbook(office, path)
    progress.step(1, 2, "Writing")
    done = apply_workbook(office, plan, origin=path.name)
    written = [f"{words.count(n)} {name}" for name, n in done.written.items() if n]
    repriced = done.repriced.changed
    more = f"; {words.plural(repriced, 'call')} priced anew" if repriced else ""
    edited = done.as_edit(f"Import of {path.name}") if done.edits else None
    return Taken((", ".join(written) or "Nothing new") + more, edited)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What taking in a workbook, a deck or a tax table would do."""

    facts: tuple[tuple[str, str], ...]
    """Title and value, to be shown beside each other."""
    wrong: tuple[str, ...]
    """What is wrong, a sentence each; while there is something, it cannot come in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """All dropped files looked at."""

    files: tuple[LookedFile, ...]
    plans: Mapping[Path, Plan]
    certificates: Mapping[str, tuple[str, str]]
    """Words of each certificate, its account and number."""


def look(
    paths: Sequence[Path], choices: Mapping[Path, Choices], office: Office, progress: Progress
) -> Looked:
    """Looks at files: calls are priced in memory, other files are planned; nothing is written."""
    files = look_at_files(office, paths, choices=choices, progress=progress)
    plans: dict[Path, Plan] = {}
    for each in files:
        try:
            plan = _planned(office, each)
        except AppError as problem:
            plan = Plan(facts=(), wrong=(str(problem),))
        if plan is not None:
            plans[each.path] = plan
    certificates: dict[str, tuple[str, str]] = {}
    if any(each.kind is FileKind.CERTIFICATE for each in files):
        _, kept = list_certificates(office)
        for one in kept:
            term = one.term
            text = f"{term.account_number}, certificate {term.certificate_number}, {term.words}"
            certificates[text] = (term.account_number, term.certificate_number)
    return Looked(files=tuple(files), plans=plans, certificates=certificates)


def _planned(office: Office, looked: LookedFile) -> Plan | None:
    if looked.kind is FileKind.TAXES and not looked.told.sheets:
        plan = plan_taxes(office, looked.path)
        facts = [(fate.value.capitalize(), words.count(n)) for fate, n in plan.counts.items()]
        wrong = [f.message for f in plan.findings if f.severity is Severity.ERROR]
        return Plan(facts=tuple(facts), wrong=tuple(wrong))
    if looked.told.sheets:
        book = plan_workbook(office, looked.path)
        rows = [
            (sheet, ", ".join(f"{words.count(n)} {f.value}" for f, n in fates.items() if n))
            for sheet, fates in book.counts.items()
        ]
        bad = [f"{row.sheet}, row {row.number:,}: {row.reason}" for row in book.wrong]
        general = [f.message for f in book.findings if f.severity is Severity.ERROR]
        return Plan(facts=tuple((s, t) for s, t in rows if t), wrong=(*general, *bad))
    return None
