"""Whether a record of a plan is still as it was planned: done already, stale, or to be applied."""

from collections.abc import Mapping
from typing import Any, Final

from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import PlanAction, PlanRecord, Verb

_DOES_NOTHING: Final = frozenset({Verb.NONE, Verb.LINK})


def changed_since(
    planned: PlanRecord, now: PlanRecord | None, made: Mapping[str, str]
) -> Outcome | None:
    """The outcome of a record that is not to be applied any more; None: it is as it was planned."""
    if now is None:
        return _gone(planned)
    if now.action is PlanAction.SKIP and (now.verb, planned.verb) != (Verb.LINK, Verb.LINK):
        same = _resolved(now.document, made) == _resolved(planned.document, made)
        is_found = planned.verb is Verb.CREATE and now.verb is Verb.LINK and same
        if is_found or planned.verb is Verb.VOID:
            # It is there, or void there: the look before sending tells whether it was we.
            return None
        # Where nothing is there it was not done before: it is not to be done any more.
        is_off = planned.verb is Verb.CREATE and now.their_id is None
        result = Result.STALE if is_off else Result.ALREADY
        return Outcome(record=planned, result=result, their_id=now.their_id, why=now.reason)
    if _is_same(planned, now, made):
        return None
    return Outcome(record=planned, result=Result.STALE, why=_what_changed(planned, now))


def _gone(planned: PlanRecord) -> Outcome | None:
    if planned.verb in _DOES_NOTHING and planned.action is not PlanAction.SKIP:
        why = "It is so already, or is there no more."
        return Outcome(record=planned, result=Result.ALREADY, why=why)
    if planned.kind == "item":
        # Items are planned for lines that need one: it is there by now.
        return None
    why = "There is nothing to be done about it any more."
    return Outcome(record=planned, result=Result.STALE, why=why)


def _is_same(planned: PlanRecord, now: PlanRecord, made: Mapping[str, str]) -> bool:
    names = ("action", "verb", "version", "amount")
    if any(getattr(planned, name) != getattr(now, name) for name in names):
        return False
    ids = [made.get(str(each.their_id), each.their_id) for each in (planned, now)]
    if ids[0] != ids[1]:
        return False
    return bool(_resolved(planned.document, made) == _resolved(now.document, made))


def _resolved(value: Any, made: Mapping[str, str]) -> Any:  # noqa: ANN401  JSON
    """A document in which what was to be made has the id it has got by now."""
    if isinstance(value, str):
        return made.get(value, value)
    if isinstance(value, Mapping):
        return {name: _resolved(each, made) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_resolved(each, made) for each in value]
    return value


def _what_changed(planned: PlanRecord, now: PlanRecord) -> str:
    if planned.action is not now.action or planned.verb is not now.verb:
        was, will = planned.action.value, now.action.value
        return f"It was to be {was}, and is now {will}: {now.reason}"
    if planned.version != now.version:
        return "It has changed since the plan was made."
    names = [
        name
        for name in {**planned.document, **now.document}
        if planned.document.get(name) != now.document.get(name)
    ]
    return f"It has changed since the plan was made: {', '.join(names) or 'its amount'}."


def without_work(record: PlanRecord) -> Outcome | None:
    """The outcome of a record for which there is nothing to do; None: there is."""
    if record.verb is not Verb.NONE:
        return None
    results = {PlanAction.CONFLICT: Result.CONFLICT, PlanAction.SKIP: Result.SKIPPED}
    result = results.get(record.action)
    if result is None:
        return None
    return Outcome(record=record, result=result, their_id=record.their_id, why=record.reason)
