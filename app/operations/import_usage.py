"""Call files in: recognised, read, matched, priced, kept; once each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.billing.issuer import Company
from app.errors import InputError
from app.findings import Finding, error, warning
from app.operations.intake import BLOCK_BYTES, Intake, IntakeCounts
from app.operations.office import Office
from app.progress import Progress, Silent
from app.store import audit
from app.store.audit import Action, Entry
from app.store.database import raw
from app.store.facts import profiles
from app.store.imports import (
    StoredImport,
    begin_import,
    earlier_import,
    end_import,
    load_imports,
)
from app.store.setup import load
from app.store.transaction import Transaction
from app.store.usage import many_calls_coming, next_id, text_ids
from app.usage.choices import Choices, layout_of, settings_of
from app.usage.detection import heading_of
from app.usage.formats.declaration import CallFormat
from app.usage.profile import from_json
from app.usage.reading import CallFile, ReadSettings, content_hash, members, read_chunks
from app.usage.source import Alias, Source
from app.usage.table import MalformedRow

__all__ = ["Choices", "FileResult", "import_usage"]

_KEPT_FINDINGS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one file."""

    file: str
    source: str
    format: str
    import_id: int | None
    """None: the file was imported before, under ``earlier_import``."""
    earlier_import: int | None
    records: int
    outcomes: dict[str, int]
    """Records by outcome: rated, not_chargeable, suspended, duplicate, malformed; and, after a
    colon, by reason."""
    findings: tuple[Finding, ...]
    error: InputError | None = None
    """Why nothing of the file was imported."""


def import_usage(
    office: Office, paths: Sequence[Path], *, choices: Choices, progress: Progress | None = None
) -> list[FileResult]:
    """Imports call files, each in a transaction of its own; what happened to each, in order.

    Good records go on, bad ones are set aside; a file that is damaged, cannot be told apart, or
    whose columns have shifted is set aside with its ``error``, and the others go on. A cancelled
    file leaves nothing; those before it stay imported.
    """
    results: list[FileResult] = []
    for path in paths:
        try:
            call_files = list(members(path))
        except InputError as problem:
            results.append(_set_aside(path.name, problem))
            continue
        for call_file in call_files:
            try:
                done = _import_one(office, call_file, choices, progress or Silent())
            except InputError as problem:
                done = _set_aside(call_file.name, problem)
            results.append(done)
    return results


def _set_aside(name: str, problem: InputError) -> FileResult:
    return FileResult(
        file=name,
        source="",
        format="",
        import_id=None,
        earlier_import=None,
        records=0,
        outcomes={},
        findings=(
            error(
                "file_not_imported",
                " ".join(part for part in (problem.what, problem.why) if part),
                way_out=problem.remedy,
                sheet=name,
            ),
        ),
        error=problem,
    )


def _import_one(
    office: Office, call_file: CallFile, choices: Choices, progress: Progress
) -> FileResult:
    with office.file.read() as conn:
        known = {source.source: source for source in load(conn, Source)}
        saved = {name: from_json(text) for name, text in profiles(conn).items()}
        company = load(conn, Company)[0]
    row = known.get(choices.source or "")
    layout = layout_of(call_file, choices, row=row, saved=saved)
    source = choices.source or layout.name
    row = row or known.get(source)
    settings = settings_of(row, choices, company_zone=company.timezone)
    digest = content_hash(call_file)
    with office.write() as conn:
        earlier = earlier_import(conn, source, digest)
        if earlier is not None:
            return _seen_before(call_file, source, layout, earlier)
        return _take_in(office, conn, _Job(call_file, layout, source, settings, digest, progress))


def _seen_before(call_file: CallFile, source: str, layout: CallFormat, earlier: int) -> FileResult:
    return FileResult(
        file=call_file.name,
        source=source,
        format=layout.name,
        import_id=None,
        earlier_import=earlier,
        records=0,
        outcomes={},
        findings=(
            warning(
                "file_imported_before",
                f"{call_file.name} was imported before, as import {earlier}. Nothing to do.",
                sheet=call_file.name,
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    call_file: CallFile
    layout: CallFormat
    source: str
    settings: ReadSettings
    digest: str
    progress: Progress


def _take_in(office: Office, conn: Transaction, job: _Job) -> FileResult:
    db = raw(conn)
    now = office.clock.now()
    import_id = next_id(db, "imports")
    begin_import(conn, _head(import_id, job, now))
    text_ids(db, [alias.alias for alias in load(conn, Alias)])
    setup = office.rating_setup(conn)
    findings = _known_elsewhere(conn, job)
    with (
        many_calls_coming(db),
        Intake(
            db,
            import_id=import_id,
            file=job.call_file.name,
            source=job.source,
            mediator=setup.mediator(conn, job.source, now),
            setup=setup,
        ) as intake,
    ):
        chunks = read_chunks(
            job.call_file, job.layout, job.settings, job.progress, block_bytes=BLOCK_BYTES
        )
        for chunk in chunks:
            intake.add(chunk.frame, chunk.malformed)
            findings += chunk.warnings[: _KEPT_FINDINGS - len(findings)]
            findings += [m.finding for m in _some(chunk.malformed, findings)]
    counts = intake.counts
    findings += counts.findings
    end_import(
        conn,
        import_id,
        records=counts.records,
        malformed=counts.malformed,
        raw_seconds=counts.raw_seconds,
        findings=findings,
    )
    outcomes = _outcomes(counts)
    _note(conn, office, job, import_id, outcomes)
    return FileResult(
        file=job.call_file.name,
        source=job.source,
        format=job.layout.name,
        import_id=import_id,
        earlier_import=None,
        records=counts.records,
        outcomes=outcomes,
        findings=tuple(findings),
    )


def _known_elsewhere(conn: Transaction, job: _Job) -> list[Finding]:
    """A warning where another source brought the same file: its calls would be billed twice."""
    same = [
        stored
        for stored in load_imports(conn)
        if stored.content_hash == job.digest and stored.source != job.source
    ]
    return [
        warning(
            "file_in_other_source",
            f"{job.call_file.name} says the same as import {stored.id}, {stored.file}, "
            f"of source {stored.source}: its calls count in both.",
            way_out="If they are the same calls, take one of the imports back with undo-import.",
            sheet=job.call_file.name,
        )
        for stored in same
    ]


def _some(rows: Sequence[MalformedRow], findings: Sequence[Finding]) -> Sequence[MalformedRow]:
    return rows[: max(0, _KEPT_FINDINGS - len(findings))]


def _head(import_id: int, job: _Job, now: datetime) -> StoredImport:
    return StoredImport(
        id=import_id,
        file=job.call_file.name,
        source=job.source,
        format=job.layout.name,
        settings={
            "zone": job.settings.zone,
            "date_order": job.settings.date_order,
            "heading": heading_of(job.call_file, job.layout),
        },
        content_hash=job.digest,
        size_bytes=job.call_file.size,
        imported_at=now,
        records=0,
        malformed=0,
        raw_seconds=0,
    )


def _outcomes(counts: IntakeCounts) -> dict[str, int]:
    outcomes = dict(counts.outcomes)
    kept = sum(number for word, number in outcomes.items() if ":" not in word)
    if kept + counts.malformed != counts.records:
        message = f"{counts.records} records were read, {kept + counts.malformed} kept"
        raise RuntimeError(message)
    if counts.malformed:
        outcomes["malformed"] = counts.malformed
    return outcomes


def _note(
    conn: Transaction, office: Office, job: _Job, import_id: int, outcomes: dict[str, int]
) -> None:
    entry = Entry(
        area="imports",
        record=str(import_id),
        action=Action.ADDED,
        after={"file": job.call_file.name, "source": job.source, **outcomes},
        origin=f"{job.call_file.name} {job.digest}",
    )
    audit.record(conn, [entry], stamp=office.stamp("import_usage"))
