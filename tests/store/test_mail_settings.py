from app.billing.mailing import MailSettings, Security
from app.store.database import CompanyFile
from app.store.mail_settings import mail_settings, save_mail_settings


def test_settings_are_kept_one_for_another(company: CompanyFile) -> None:
    with company.read() as conn:
        assert mail_settings(conn) == MailSettings()
    for security in (Security.NONE, Security.TLS):
        wanted = MailSettings(server="smtp.example.com", port=465, security=security, body="x")
        with company.write() as conn:
            save_mail_settings(conn, wanted)
        with company.read() as conn:
            assert mail_settings(conn) == wanted
