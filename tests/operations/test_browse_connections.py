from app.billing.mailing import MailSettings, Security
from app.operations.browse_connections import list_connections
from app.operations.keep_mail import keep_mail
from app.operations.office import Office
from app.store.decisions import save_answer
from tests.keyrings import memory_keyring


def test_every_place_is_listed_filled_or_not(office: Office) -> None:
    rows = {row.role: (row.title, row.state) for row in list_connections(office)}
    assert rows == {
        "psa": ("", "missing"),
        "accounting": ("", "missing"),
        "tax": ("Own tax tables", "connected"),
        "mail": ("No mail server", "missing"),
    }


def test_what_was_decided_stands_in_its_place(office: Office) -> None:
    with memory_keyring():
        with office.write() as conn:
            stamp = office.stamp("test")
            save_answer(conn, "psa", value="halopsa", stamp=stamp)
            save_answer(conn, "accounting", value="none", stamp=stamp)
        wanted = MailSettings(
            server="mail.test", sender="a@b.example", security=Security.NONE, user="cedar"
        )
        keep_mail(office, wanted)
        rows = {row.role: (row.title, row.state) for row in list_connections(office)}
    assert (rows["psa"], rows["accounting"]) == (("HaloPSA", "missing"), ("None", "missing"))
    assert rows["mail"] == ("mail.test", "no_secret")
