from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.operations.office import Office
from app.store.certificate_files import (
    CertificateFile,
    attach,
    attached,
    attached_to,
    content_of,
)
from app.store.database import raw

AT = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)


def keep(conn: Connection, content: bytes, certificate: str = "98-1") -> CertificateFile:
    return attach(
        conn,
        content,
        account_number="100",
        certificate_number=certificate,
        file_name="scan.pdf",
        media_type="application/pdf",
        at=AT,
        by="ada",
    )


def test_a_document_comes_back_as_it_went_in(office: Office) -> None:
    with office.write() as conn:
        keep(conn, b"%PDF-1\x00\xff")
    with office.file.read() as conn:
        [file] = attached(conn)
        assert content_of(conn, file) == b"%PDF-1\x00\xff"
    assert (file.size, file.attached_at, file.attached_by) == (8, AT, "ada")
    assert len(file.sha256) == 64


def test_a_newer_document_stands_beside_the_older(office: Office) -> None:
    with office.write() as conn:
        keep(conn, b"%PDF-1")
        keep(conn, b"%PDF-2")
        keep(conn, b"%PDF-3", "98-2")
    with office.file.read() as conn:
        files = attached_to(conn, "100", "98-1")
        assert [content_of(conn, file) for file in files] == [b"%PDF-1", b"%PDF-2"]


def test_nothing_kept_is_ever_changed_or_removed(office: Office) -> None:
    with office.write() as conn:
        keep(conn, b"%PDF-1")
    for statement in (
        "DELETE FROM certificate_files",
        "UPDATE certificate_files SET content = x'00'",
    ):
        with pytest.raises(Exception, match="only ever added to"), office.write() as conn:
            raw(conn).execute(statement)


def test_a_document_is_of_an_account_that_is_there(office: Office) -> None:
    with pytest.raises(IntegrityError), office.write() as conn:
        attach(
            conn,
            b"%PDF-1",
            account_number="nobody",
            certificate_number="1",
            file_name="scan.pdf",
            media_type="application/pdf",
            at=AT,
            by="ada",
        )
