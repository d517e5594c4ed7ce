"""AFC at work: quotes, files, voids, and tells how it is."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.connectors.avalara.answering import answers_of, negated, rows_of, text_of
from app.connectors.avalara.asking import body_of, calls, given_back
from app.connectors.http import Ask, Client
from app.connectors.json_value import write_json
from app.connectors.ports import Health, PickLists
from app.connectors.reply import vendor_words
from app.errors import RemoteRefused, RemoteUnavailable
from app.tax.service_answer import ServiceAnswer

TITLE: Final = "Avalara for Communications"

_CALCULATE: Final = "/api/v2/afc/CalcTaxes"
_COMMIT: Final = "/api/v2/afc/Commit"
_NOT_KNOWN: Final = ("not found", "no transactions", "does not exist", "no records")


class Avalara:
    """AFC at work, by one client."""

    def __init__(self, client: Client) -> None:
        """Of ``AVALARA.open``."""
        self._client = client

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()

    def quote(self, requests: Sequence[str]) -> list[ServiceAnswer]:
        """What the documents would be taxed; nothing is kept of it."""
        answers: list[ServiceAnswer] = []
        for together in calls(requests):
            answers += self._quote(together)
        return answers

    def _quote(self, requests: Sequence[str]) -> list[ServiceAnswer]:
        words = f"The quote of {len(requests)} invoices" if len(requests) > 1 else "The quote"
        body = body_of(requests, code=None)
        ask = Ask(method="POST", path=_CALCULATE, words=words, body=body, may_repeat=True)
        try:
            value = self._client.ask(ask).value
        except RemoteRefused as refusal:
            if len(requests) == 1:
                return [ServiceAnswer(problems=(f"{refusal.what} {refusal.why}",))]
            return [answer for each in requests for answer in self._quote([each])]
        return answers_of(requests, value)

    def commit(self, request: str, *, code: str, expected: ServiceAnswer) -> ServiceAnswer:
        """Files a document under a code that no document had before."""
        return self._file(request, code=code, expected=expected)

    def credit(self, request: str, *, code: str, expected: ServiceAnswer) -> ServiceAnswer:
        """Files the giving back of all that a document holds."""
        return self._file(given_back(request), code=code, expected=negated(expected))

    def _file(self, request: str, *, code: str, expected: ServiceAnswer) -> ServiceAnswer:
        words = f"Document {code}"
        body = body_of([request], code=code)
        ask = Ask(method="POST", path=_CALCULATE, words=words, body=body, may_repeat=False)
        (answer,) = answers_of([request], self._client.ask(ask).value)
        if answer.problems:
            raise RemoteRefused(
                f"{words}: {TITLE} did not answer it whole.",
                " ".join(answer.problems),
                "Mend what it names; then make the draft again.",
            )
        if not answer.is_same(expected):
            raise RemoteRefused(
                f"{words}: {TITLE} now taxes it otherwise than it was shown.",
                f"It came to {expected.total} and comes to {answer.total}.",
                "Make the draft again, and look at it.",
            )
        self._mark(code, is_committed=True, may_repeat=False)
        return answer

    def void(self, code: str) -> str:
        """Uncommits a document; what the service said."""
        try:
            return self._mark(code, is_committed=False, may_repeat=True)
        except RemoteRefused as refusal:
            if any(words in str(refusal).lower() for words in _NOT_KNOWN):
                return refusal.why
            raise

    def _mark(self, code: str, *, is_committed: bool, may_repeat: bool) -> str:
        words = f"{'Committing' if is_committed else 'Voiding'} document {code}"
        body = write_json({"doc": code, "cmmt": is_committed})
        ask = Ask(method="POST", path=_COMMIT, words=words, body=body, may_repeat=may_repeat)
        answer = self._client.ask(ask)
        value = answer.value if isinstance(answer.value, Mapping) else {}
        if value.get("err") or value.get("ok") is False:
            why = f"It says: {vendor_words(value) or 'no reason'}."
            raise RemoteRefused(f"{words}: {TITLE} refused it.", why)
        if value.get("ok") is not True:
            raise RemoteUnavailable(
                f"{words}: {TITLE} gave an answer that is none.", may_have_happened=True
            )
        return answer.text

    def health(self) -> Health:
        """Its version and time."""
        answer = self._get("/api/v2/afc/serviceinfo", "The look at its health")
        value = answer if isinstance(answer, Mapping) else {}
        words = ", ".join(f"{name} {text}" for name, text in value.items() if text)
        return Health(words=words or "It answers.", raw=write_json(answer))

    def pick_lists(self) -> PickLists:
        """Its transaction and service types, and its tax types."""
        pairs = self._get("/api/v2/afc/tspairs", "The list of its pairs")
        types = self._get("/api/v2/afc/taxtype/*", "The list of its tax types")
        return PickLists(
            pairs=[
                (
                    text_of(row, "TransactionType"),
                    text_of(row, "ServiceType"),
                    text_of(row, "TSPairDescription", "ServiceDescription"),
                )
                for row in rows_of(pairs)
            ],
            tax_types=[
                (
                    text_of(row, "TaxType", "tid", "id"),
                    text_of(row, "TaxDescription", "desc", "name"),
                    text_of(row, "CategoryDescription", "cat"),
                )
                for row in rows_of(types)
            ],
        )

    def _get(self, path: str, words: str) -> object:
        return self._client.ask(Ask(method="GET", path=path, words=words, may_repeat=True)).value
