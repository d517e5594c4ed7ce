"""The company's mail server, ready to be spoken to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from app.billing.mailing import MailSettings
from app.connectors.mail import MailServer, Session, mail_session
from app.errors import InputError, SignInNeeded
from app.host.keychain import secret_of

KEY: Final = "mail"
"""By which the keyring knows the password."""


@contextmanager
def session_of(settings: MailSettings, company_id: str) -> Iterator[Session]:
    """A session with the server of the settings; its password comes from the keyring.

    InputError where no server is set; SignInNeeded where this computer keeps no password of it.
    """
    if not settings.is_set:
        raise InputError(
            "No mail server is set.", "", "Type your provider's server under Settings, Mail."
        )
    password = ""
    if settings.user:
        found = secret_of(company_id, KEY)
        if found is None:
            raise SignInNeeded(
                f"{settings.server} cannot be asked.",
                f"This computer's keyring holds no password of {settings.user}.",
                "Type it under Settings, Mail.",
            )
        password = found
    server = MailServer(
        host=settings.server.strip(),
        port=settings.port,
        security=settings.security.value,
        user=settings.user,
        password=password,
    )
    with mail_session(server) as session:
        yield session
