"""The mail server, who writes and in which words: looked at, kept, tried."""

from dataclasses import asdict, dataclass
from secrets import token_hex

from app.billing.issuer import Company
from app.billing.mailing import MailSettings, addresses, checked_mail
from app.connectors.mail import Letter
from app.host.keychain import forget_secret, keep_secret, secret_of
from app.operations.mail_service import KEY, session_of
from app.operations.office import Office
from app.store import audit
from app.store.audit import Action, Entry
from app.store.mail_settings import mail_settings, save_mail_settings
from app.store.setup import load
from app.store.tax_service import company_id, given_company_id


@dataclass(frozen=True, slots=True, kw_only=True)
class MailKept:
    """The settings, and whether this computer keeps the password."""

    settings: MailSettings
    has_password: bool
    company: str
    company_email: str


def kept_mail(office: Office) -> MailKept:
    """The settings as they are; no network is asked."""
    with office.file.read() as conn:
        settings = mail_settings(conn)
        identity = company_id(conn)
        company = next(iter(load(conn, Company)), None)
    has = bool(identity and settings.user) and secret_of(identity, KEY) is not None
    return MailKept(
        settings=settings,
        has_password=has,
        company=company.name if company else "",
        company_email=(company.email or "") if company else "",
    )


def keep_mail(office: Office, settings: MailSettings, *, password: str | None = None) -> MailKept:
    """Keeps the settings; the password goes to the keyring and nowhere else, None keeps it.

    InputError for what cannot be used; NotAllowed where the keyring cannot.
    """
    checked = checked_mail(settings)
    with office.write() as conn:
        before = mail_settings(conn)
        identity = given_company_id(conn)
        if checked != before:
            save_mail_settings(conn, checked)
            entry = Entry(
                area="mail",
                record=checked.server,
                action=Action.CHANGED if before.is_set else Action.ADDED,
                before=asdict(before) if before.is_set else None,
                after=asdict(checked),
            )
            audit.record(conn, [entry], stamp=office.stamp("keep_mail"))
        # Last: where the keyring refuses, nothing is kept.
        if password:
            keep_secret(identity, KEY, password)
        elif password is not None or not checked.user:
            forget_secret(identity, KEY)
    return kept_mail(office)


def try_mail(office: Office, to: str) -> str:
    """Sends one test mail by the settings kept; the server's answer.

    InputError for an address that is none; SignInNeeded, RemoteRefused and RemoteUnavailable as
    the server answers.
    """
    wanted = addresses(to, what="The test", at_least=1)
    with office.file.read() as conn:
        settings = mail_settings(conn)
        identity = company_id(conn)
    letter = Letter(
        message_id=f"{token_hex(12)}@{settings.sender.partition('@')[2] or 'localhost'}",
        sender=settings.sender,
        sender_name=settings.sender_name,
        to=wanted,
        reply_to=addresses(settings.reply_to, what="Answers to"),
        bcc=(),
        subject="Test from Switchbook",
        text="This mail shows that invoices can be sent. Nothing else is in it.\n",
        dated=office.clock.now(),
    )
    with session_of(settings, identity) as session:
        return session.send(letter)
