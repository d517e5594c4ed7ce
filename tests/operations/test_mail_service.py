import pytest

from app.billing.mailing import MailSettings
from app.errors import InputError, SignInNeeded
from app.operations.mail_service import session_of
from tests.keyrings import memory_keyring


def test_a_session_needs_a_server_and_its_password() -> None:
    with pytest.raises(InputError, match="No mail server"), session_of(MailSettings(), "x"):
        pass
    wanted = MailSettings(server="mail.test", sender="a@b.example", user="cedar")
    with memory_keyring(), pytest.raises(SignInNeeded), session_of(wanted, "x"):
        pass
