"""Documents of exemption certificates: table and queries. A newer one never removes an older."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    func,
    insert,
    select,
)

from app.store.columns import Moment
from app.store.tables import keep_as_written, table

TABLE: Final = table(
    "certificate_files",
    Column("id", Integer, primary_key=True),
    Column("account_number", Text, ForeignKey("accounts.account_number"), nullable=False),
    Column("certificate_number", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("attached_at", Moment, nullable=False),
    Column("attached_by", Text, nullable=False),
    Index("ix_certificate_files_certificate", "account_number", "certificate_number"),
)
keep_as_written(TABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFile:
    """A document of a certificate, without its content."""

    id: int
    account_number: str
    certificate_number: str
    file_name: str
    media_type: str
    sha256: str
    size: int
    """Bytes."""
    attached_at: datetime
    attached_by: str


_FACTS: Final = (
    TABLE.c.id,
    TABLE.c.account_number,
    TABLE.c.certificate_number,
    TABLE.c.file_name,
    TABLE.c.media_type,
    TABLE.c.sha256,
    func.length(TABLE.c.content).label("size"),
    TABLE.c.attached_at,
    TABLE.c.attached_by,
)


def attached(connection: Connection) -> list[CertificateFile]:
    """All documents, the oldest first; of one certificate the last is the one that counts."""
    rows = connection.execute(select(*_FACTS).order_by(TABLE.c.id)).mappings()
    return [CertificateFile(**row) for row in rows]


def attached_to(
    connection: Connection, account_number: str, certificate_number: str
) -> list[CertificateFile]:
    """The documents of one certificate, the oldest first."""
    wanted = (TABLE.c.account_number == account_number) & (
        TABLE.c.certificate_number == certificate_number
    )
    rows = connection.execute(select(*_FACTS).where(wanted).order_by(TABLE.c.id)).mappings()
    return [CertificateFile(**row) for row in rows]


def content_of(connection: Connection, file: CertificateFile) -> bytes:
    """The document itself."""
    query = select(TABLE.c.content).where(TABLE.c.id == file.id)
    return bytes(connection.execute(query).scalar_one())


def attach(
    connection: Connection,
    content: bytes,
    *,
    account_number: str,
    certificate_number: str,
    file_name: str,
    media_type: str,
    at: datetime,
    by: str,
) -> CertificateFile:
    """Keeps a document of a certificate."""
    digest = sha256(content).hexdigest()
    connection.execute(
        insert(TABLE).values(
            account_number=account_number,
            certificate_number=certificate_number,
            file_name=file_name,
            media_type=media_type,
            sha256=digest,
            content=content,
            attached_at=at,
            attached_by=by,
        )
    )
    return attached_to(connection, account_number, certificate_number)[-1]
