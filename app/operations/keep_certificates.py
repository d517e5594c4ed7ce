"""The documents of exemption certificates: attached, listed with how each stands, taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.documents.whole_file import put_in_place
from app.errors import InputError
from app.files.scan import LARGEST_SCAN, media_type_of
from app.operations.office import Office
from app.store import audit
from app.store.audit import Action, Entry
from app.store.certificate_files import (
    CertificateFile,
    attach,
    attached,
    attached_to,
    content_of,
)
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.certificate_term import CertificateTerm, Standing, certificate_terms
from app.tax.exemption import Exemption


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedDocument:
    """A document that is kept, and whether it was so before."""

    file: CertificateFile
    is_new: bool
    earlier: int
    """How many older documents of the certificate are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCertificate:
    """A certificate as it stands, and its documents."""

    term: CertificateTerm
    files: Sequence[CertificateFile]
    """The oldest first; the last is the one that counts."""


def attach_certificate(
    office: Office, document: Path, *, account: str, certificate: str
) -> AttachedDocument:
    """Keeps a scan of a certificate; one that is the last kept already is not kept twice.

    InputError where the company has no such certificate, or the file is no PDF, PNG, JPEG or TIFF
    of at most 20 megabytes.
    """
    content = _scan(document)
    media_type = media_type_of(content)
    if media_type is None:
        raise InputError(
            f"{document.name} is no scanned certificate.",
            "By what it holds it is neither a PDF nor a PNG, JPEG or TIFF picture.",
            "Save the scan as one of these.",
        )
    with office.write() as conn:
        _refuse_unknown(conn, account, certificate)
        before = attached_to(conn, account, certificate)
        if before and before[-1].sha256 == sha256(content).hexdigest():
            return AttachedDocument(file=before[-1], is_new=False, earlier=len(before) - 1)
        stamp = office.stamp("attach_certificate")
        file = attach(
            conn,
            content,
            account_number=account,
            certificate_number=certificate,
            file_name=document.name,
            media_type=media_type,
            at=stamp.at,
            by=stamp.actor,
        )
        facts = {"file": file.file_name, "sha256": file.sha256, "bytes": file.size}
        entry = Entry(
            area="certificate_files",
            record=f"{account}/{certificate}",
            action=Action.CHANGED if before else Action.ADDED,
            before={"sha256": before[-1].sha256} if before else None,
            after=facts,
            origin=document.name,
        )
        audit.record(conn, [entry], stamp=stamp)
    return AttachedDocument(file=file, is_new=True, earlier=len(before))


def list_certificates(
    office: Office, *, expiring_days: int | None = None
) -> tuple[date, list[KeptCertificate]]:
    """Today, and the register of certificates as they stand today, by account and number.

    With ``expiring_days`` only those in force that end within so many days, and no other takes
    over from.
    """
    with office.file.read() as conn:
        today = _today(office, conn)
        files: dict[tuple[str, str], list[CertificateFile]] = {}
        for each in attached(conn):
            files.setdefault((each.account_number, each.certificate_number), []).append(each)
        found = [
            KeptCertificate(
                term=term,
                files=tuple(files.get((term.account_number, term.certificate_number), ())),
            )
            for term in certificate_terms(load(conn, Exemption), today)
        ]
    if expiring_days is not None:
        found = [each for each in found if _ends_within(each.term, expiring_days)]
    return today, found


def take_out_certificate(
    office: Office, out: Path, *, account: str, certificate: str
) -> tuple[CertificateFile, Path]:
    """Writes the document of a certificate as it was attached, to a file or into a folder.

    InputError where there is none.
    """
    with office.file.read() as conn:
        _refuse_unknown(conn, account, certificate)
        files = attached_to(conn, account, certificate)
        if not files:
            raise InputError(
                f"No document of certificate {certificate} of account {account} is kept.",
                "",
                "Attach its scan with tax attach.",
            )
        content = content_of(conn, files[-1])
    path = out / files[-1].file_name if out.is_dir() else out
    with put_in_place(path) as part:
        part.write_bytes(content)
    return files[-1], path


def _ends_within(term: CertificateTerm, days: int) -> bool:
    if term.days_left is None or term.standing in {Standing.EXPIRED, Standing.NOT_YET}:
        return False
    return term.days_left <= days and not term.renewed


def _scan(document: Path) -> bytes:
    try:
        size = document.stat().st_size
        if size > LARGEST_SCAN:
            raise InputError(
                f"{document.name} is too large to be kept.",
                f"It has {size / 2**20:.1f} megabytes; at most 20 are kept.",
                "Scan it at 300 dots per inch in black and white, or save it smaller.",
            )
        content = document.read_bytes()
    except OSError as problem:
        why = f"The system says: {problem.strerror or problem}."
        raise InputError(f"{document.name} cannot be read.", why) from problem
    if not content:
        raise InputError(f"{document.name} is empty.", "", "Scan the certificate again.")
    return content


def _refuse_unknown(conn: Transaction, account: str, certificate: str) -> None:
    numbers = [
        each.certificate_number for each in load(conn, Exemption) if each.account_number == account
    ]
    if certificate in numbers:
        return
    known = ", ".join(dict.fromkeys(numbers))
    raise InputError(
        f"Account {account} has no certificate {certificate}.",
        f"It has {known}." if known else "It has none.",
        "Put the certificate on the sheet exemptions first, or mend its number.",
    )


def _today(office: Office, conn: Transaction) -> date:
    company = load(conn, Company)
    return office.clock.today(ZoneInfo(company[0].timezone if company else "UTC"))
