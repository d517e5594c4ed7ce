"""The mail server and the words of mails; never its password."""

import json
from dataclasses import asdict
from typing import Final

from sqlalchemy import Column, Connection, Integer, Text

from app.billing.mailing import MailSettings, Security
from app.store.database import raw
from app.store.tables import table

TABLE: Final = table(
    "mail_settings",
    Column("id", Integer, primary_key=True),
    Column("settings", Text, nullable=False),  # JSON: name to text or number
)
"""One row, or none: no mail is sent."""


def mail_settings(conn: Connection) -> MailSettings:
    """The settings; without a server where nobody made them."""
    row = raw(conn).execute("SELECT settings FROM mail_settings").fetchone()
    if row is None:
        return MailSettings()
    known = json.loads(row[0])
    return MailSettings(**{**known, "security": Security(known["security"])})


def save_mail_settings(conn: Connection, settings: MailSettings) -> None:
    """Writes the settings in the place of the earlier ones."""
    values = asdict(settings) | {"security": settings.security.value}
    raw(conn).execute(
        "INSERT OR REPLACE INTO mail_settings (id, settings) VALUES (1, ?)",
        (json.dumps(values, sort_keys=True),),
    )
