"""Xero's gateway: tokens, tenants, scopes and limits, before any organisation is asked.

Source: accounting-apis.md 2.2, 2.3 and 2.5. Which scope covers credit notes and overpayments is not
settled there; here invoices cover credit notes, and payments or bank transactions the others.
"""

from dataclasses import dataclass, field
from typing import Final

from werkzeug.wrappers import Request, Response

from app.practice.clock import PracticeClock
from app.practice.http_app import Refused, answer
from app.practice.limits import Exceeded, RateLimit, Window
from app.practice.xero.refusals import problem
from app.practice.xero.sign_in import SignIn

API_PATH: Final = "/api.xro/2.0"
CONCURRENT: Final = 5
MINUTE: Final = Window("minute", 60, 60)
DAY: Final = Window("day", 5000, 86_400)
APP_MINUTE: Final = Window("appminute", 10_000, 60)
_SCOPES: Final = {
    "Invoices": ("accounting.invoices",),
    "CreditNotes": ("accounting.invoices",),
    "Payments": ("accounting.payments",),
    "BatchPayments": ("accounting.payments",),
    "Overpayments": ("accounting.payments", "accounting.banktransactions"),
    "Prepayments": ("accounting.payments", "accounting.banktransactions"),
    "BankTransactions": ("accounting.banktransactions",),
    "Contacts": ("accounting.contacts",),
    "Accounts": ("accounting.settings",),
    "TaxRates": ("accounting.settings",),
    "Items": ("accounting.settings",),
    "Organisation": ("accounting.settings",),
    "Currencies": ("accounting.settings",),
    "TrackingCategories": ("accounting.settings",),
    "Reports": ("accounting.reports.aged",),
}


@dataclass(slots=True)
class Gateway:
    """What stands before the organisations."""

    clock: PracticeClock
    sign_in: SignIn
    limit: RateLimit = field(init=False)
    app_limit: RateLimit = field(init=False)

    def __post_init__(self) -> None:
        self.limit = RateLimit(self.clock, (MINUTE, DAY))
        self.app_limit = RateLimit(self.clock, (APP_MINUTE,))

    def check(self, request: Request) -> None:
        """Let a call to the API pass, or refuse it."""
        if not request.path.startswith(f"{API_PATH}/"):
            return
        grant = self.sign_in.checked(request)
        if isinstance(grant, Response):
            raise Refused(grant)
        tenant = self.tenant(request)
        if not any(one["tenantId"] == tenant for one in self.sign_in.connections):
            raise Refused(problem("Forbidden", 403, "AuthenticationUnsuccessful"))
        if not _covers(grant.scope.split(), request):
            raise Refused(problem("Unauthorized", 401, "AuthorizationUnsuccessful"))
        exceeded = self.app_limit.take() or self.limit.take(tenant)
        if exceeded is not None:
            raise Refused(self.too_many(exceeded))

    @staticmethod
    def tenant(request: Request) -> str:
        """The organisation that a call is for, or ''."""
        return request.headers.get("xero-tenant-id", "").strip().lower()

    def too_many(self, exceeded: Exceeded) -> Response:
        """The answer to one call too many."""
        return self._limited(exceeded.window.name, exceeded.retry_after)

    def struck(self, request: Request) -> Response:
        """The answer to one call too many, on demand."""
        del request
        return self._limited(MINUTE.name, MINUTE.seconds)

    def crowded(self, request: Request) -> Response:
        """The answer to more calls at once than an organisation takes."""
        del request
        return self._limited("concurrent", 1)

    def stamp(self, request: Request, response: Response) -> None:
        """Add the headers that tell what is left of the limits."""
        if not request.path.startswith(f"{API_PATH}/"):
            return
        tenant = self.tenant(request)
        headers = response.headers
        headers["X-AppMinLimit-Remaining"] = str(self.app_limit.left(APP_MINUTE))
        headers["X-MinLimit-Remaining"] = str(self.limit.left(MINUTE, tenant))
        headers["X-DayLimit-Remaining"] = str(self.limit.left(DAY, tenant))
        headers["Xero-Correlation-Id"] = f"practice-{self.limit.left(DAY, tenant)}"

    @staticmethod
    def _limited(name: str, seconds: int) -> Response:
        headers = {"Retry-After": str(seconds), "X-Rate-Limit-Problem": name}
        return answer({}, 429, headers=headers)


def _covers(scopes: list[str], request: Request) -> bool:
    name = request.path[len(API_PATH) + 1 :].split("/")[0]
    wanted = _SCOPES.get(name)
    if wanted is None:
        return True
    if name == "Reports":
        return any(f"{scope}.read" in scopes for scope in wanted)
    reads = request.method == "GET"
    return any(scope in scopes or (reads and f"{scope}.read" in scopes) for scope in wanted)
