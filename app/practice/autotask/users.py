"""The API users of the practice database and what their security level lets them see.

What a user may not see is left out without a word: no error tells that something is missing.
"""

from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import Headers

from app.practice.autotask.database import Database
from app.practice.autotask.fields import Record
from app.practice.autotask.filters import Test


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiUser:
    """An API user; ``line_of_business`` None: the organizational structure does not bind it."""

    name: str
    secret: str
    code: str
    may_write: bool = True
    sees_non_billable: bool = True
    line_of_business: int | None = None

    def credentials(self) -> dict[str, str]:
        """Its headers, as the vendor names them."""
        return {"UserName": self.name, "Secret": self.secret, "ApiIntegrationCode": self.code}


USER: Final = ApiUser(
    name="api.switchbook@cedarforkvoice.example",
    secret="practice-autotask-secret",  # noqa: S106  of a stand-in on this computer
    code="SWITCHBOOKPRACTICE0000000000",
)
LIMITED_USER: Final = ApiUser(
    name="api.limited@cedarforkvoice.example",
    secret="practice-limited-secret",  # noqa: S106  of a stand-in on this computer
    code="SWITCHBOOKPRACTICE0000000000",
    may_write=False,
    sees_non_billable=False,
    line_of_business=1,
)
USERS: Final = (USER, LIMITED_USER)


def known(name: str) -> ApiUser | None:
    """The user of that name, in any case."""
    return next((user for user in USERS if user.name == name.lower()), None)


def signed_in(headers: Headers) -> ApiUser | None:
    """The user whose name, secret and integration code the headers hold."""
    user = known(headers.get("UserName") or "")
    if user is None or headers.get("Secret") != user.secret:
        return None
    return user if headers.get("ApiIntegrationCode") == user.code else None


def visible_to(user: ApiUser, database: Database, path: str) -> Test:
    """Whether the user sees a record of an entity."""
    if path == "TimeEntries" and not user.sees_non_billable:
        return lambda record: record["isNonBillable"] is not True
    if path == "BillingItems" and user.line_of_business is not None:
        return lambda record: _is_of(user, record)
    if path == "Invoices" and user.line_of_business is not None:
        hidden = {
            item["invoiceID"]
            for item in database.rows("BillingItems").values()
            if not _is_of(user, item)
        }
        return lambda record: record["id"] not in hidden
    return lambda _record: True


def _is_of(user: ApiUser, record: Record) -> bool:
    return record["organizationalLevelAssociationID"] in {None, user.line_of_business}
