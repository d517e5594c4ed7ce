"""What every connector must do, whichever system it is of, over its practice system.

What a PSA must do beyond this is in ``test_psa_port.py``, and books in ``test_accounting_port.py``.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from itertools import chain

import pytest

from app.billing.incoming import BOOK_RECORDS, BookFamily
from app.connectors.registry import PSA_SYSTEMS
from app.connectors.system import SignInKind
from app.customers.incoming import PSA_RECORDS, PsaFamily
from app.errors import AppError, RemoteRefused, RemoteUnavailable, SignInNeeded
from app.practice.faults import Fault
from app.practice.serving import serve
from app.practice.world import world
from app.values.foreign_record import ForeignRecord
from tests.connectors.proving_ground import (
    Ground,
    Pulled,
    ground_of,
    is_there,
    poor_secrets,
    practice_given,
)

Family = PsaFamily | BookFamily
RIDDEN_OUT = (
    Fault.TOO_MANY_REQUESTS,
    Fault.SERVER_ERROR,
    Fault.HTML_GATEWAY,
    Fault.HALF_ANSWER,
    Fault.SLOW_BODY,
    Fault.EXPIRED_TOKEN,
    Fault.SHIFTING_PAGES,
    # These two strike writes alone.
    Fault.DUPLICATE_DELIVERY,
    Fault.TIMEOUT_AFTER_COMMIT,
)
LARGEST_PAGE = 1000


NO_SECRETS = "there is nothing to prove and nothing to keep secret"


def _over_the_network(ground: Ground) -> None:
    if ground.system.by_files:
        pytest.skip("files have no faults of a network")


def families_of(ground: Ground) -> tuple[Family, ...]:
    return tuple(ground.system.families)


def everything(ground: Ground) -> dict[Family, Pulled]:
    port = ground.port()
    return {family: ground.pull(family, port=port) for family in families_of(ground)}


# ------------------------------------------------------------------------------ company and rights


def test_the_company_is_told_and_stays_the_same(ground: Ground) -> None:
    first = ground.port().company()
    ground.time.sleep(7 * 86_400)
    assert first.name
    assert first.tenant_id
    assert ground.port().company().fingerprint == first.fingerprint


def test_good_keys_have_every_right_and_asking_writes_nothing(ground: Ground) -> None:
    before = _tables(ground)
    rights = ground.port().rights()
    needed = [each for each in rights if each.is_needed]
    assert needed
    assert [each for each in needed if not each.is_given] == []
    assert all(each.name.partition(" ")[2] for each in rights), "a verb, and what"
    assert len({each.name for each in rights}) == len(rights)
    assert _tables(ground) == before


def test_a_right_that_is_not_given_says_why(ground: Ground) -> None:
    assert all(each.why for each in ground.port().rights() if not each.is_given)


def test_poor_keys_open_nothing(ground: Ground) -> None:
    if ground.system.sign_in is SignInKind.NONE:
        pytest.skip(NO_SECRETS)
    port = ground.port(poor_secrets(ground))
    with pytest.raises(SignInNeeded):
        port.company()
    try:
        rights = port.rights()
    except SignInNeeded:
        return
    assert not any(each.is_given for each in rights if each.name.startswith("reads"))


def _tables(ground: Ground) -> object:
    told = ground.state()
    return {name: rows for name, rows in told.items() if name not in {"requests", "faults"}}


# --------------------------------------------------------------------------------------- pulling


def test_every_family_is_pulled_whole(ground: Ground) -> None:
    kinds: dict[Family, type[ForeignRecord]] = dict(
        chain(PSA_RECORDS.items(), BOOK_RECORDS.items())
    )
    for family, pulled in everything(ground).items():
        assert pulled.wholes == {True}, family
        assert isinstance(pulled.mark, str), family
        assert pulled.mark, family
        assert max(pulled.sizes) <= LARGEST_PAGE
        assert len(pulled.by_id) == len(pulled.records), family
        for each in pulled.records:
            assert type(each) is kinds[family]
            assert each.source_id
            assert each.modified_at is None or each.modified_at.tzinfo is UTC
            assert isinstance(json.loads(each.raw), dict)


def test_families_that_a_system_has_not_yield_nothing(ground: Ground) -> None:
    every: tuple[Family, ...] = tuple(PsaFamily) if ground.key in PSA_SYSTEMS else tuple(BookFamily)
    port = ground.port()
    for family in set(every) - set(families_of(ground)):
        assert ground.pull(family, port=port).sizes == []


def test_where_nothing_changed_the_next_pull_brings_the_same(ground: Ground) -> None:
    port = ground.port()
    for family, whole in everything(ground).items():
        ground.time.sleep(3600)
        later = ground.pull(family, since=whole.mark, port=port)
        assert later.sizes, family
        assert later.mark, family
        assert all(whole.by_id.get(own_id) == each for own_id, each in later.by_id.items())
        if later.wholes == {True}:
            assert set(later.by_id) == set(whole.by_id), family
        again = ground.pull(family, since=later.mark, port=port)
        assert set(again.by_id) <= set(whole.by_id)


def test_a_walk_may_go_on_from_the_mark_of_any_page(ground: Ground) -> None:
    for family, whole in everything(ground).items():
        for mark in {mark for mark in whole.marks if mark is not None}:
            on = ground.pull(family, since=mark)
            assert set(on.by_id) <= set(whole.by_id)


# ---------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize("fault", RIDDEN_OUT)
def test_reads_ride_out(ground: Ground, fault: Fault) -> None:
    _over_the_network(ground)
    told = {family: pulled.by_id for family, pulled in everything(ground).items()}
    ground.arm(fault)
    assert {family: pulled.by_id for family, pulled in everything(ground).items()} == told
    assert ground.port().company().name


def test_several_faults_at_once_are_ridden_out(ground: Ground) -> None:
    _over_the_network(ground)
    told = {family: pulled.by_id for family, pulled in everything(ground).items()}
    ground.arm("too_many_requests:1", "server_error:1", "html_gateway:1", "half_answer:1")
    assert {family: pulled.by_id for family, pulled in everything(ground).items()} == told


def test_a_system_that_stays_broken_is_told_and_left_alone(ground: Ground) -> None:
    _over_the_network(ground)
    ground.arm("server_error:1000")
    asked = len(ground.way.asked)
    with pytest.raises(RemoteUnavailable) as raised:
        ground.pull(families_of(ground)[0])
    assert not raised.value.may_have_happened
    assert len(ground.way.asked) - asked < 20


def test_a_sign_in_that_was_revoked_is_asked_for_again(ground: Ground) -> None:
    if ground.system.sign_in is SignInKind.NONE:
        pytest.skip(NO_SECRETS)
    port = ground.port()
    port.company()
    ground.arm("revoked_token:100")
    with pytest.raises(SignInNeeded):
        ground.pull(families_of(ground)[0], port=port)
    ground.arm()


@pytest.mark.slow
@pytest.mark.parametrize("key", ["connectwise", "halopsa", "autotask"])
@pytest.mark.parametrize("fault", ["", Fault.SHIFTING_PAGES, Fault.TOO_MANY_REQUESTS])
def test_many_pages_lose_nothing(key: str, fault: str) -> None:
    if not is_there(key):
        pytest.skip(f"{key} is not among the systems of app.connectors.registry")
    large = world(1200)
    ground = ground_of(key, of=large)
    ground.arm(*([fault] if fault else []))
    customers = {own.name for own in ground.pull(PsaFamily.CUSTOMERS).standing.values()}  # type: ignore[attr-defined]
    assert {each.name for each in large.customers if not each.is_deleted} <= customers


# --------------------------------------------------------------------------------- what leaks


def test_secrets_stand_in_no_error_log_or_record(
    ground: Ground, caplog: pytest.LogCaptureFixture
) -> None:
    if ground.system.sign_in is SignInKind.NONE:
        pytest.skip(NO_SECRETS)
    caplog.set_level(logging.DEBUG)
    secrets = _secrets(ground)
    texts: list[str] = []
    with _noting(texts):
        texts += [each.raw for pulled in everything(ground).values() for each in pulled.records]
    for faults in (
        ["html_gateway:100"],
        ["too_many_requests:1000"],
        ["server_error:100"],
        ["half_answer:100"],
        ["expired_token:1"],
        ["revoked_token:100"],
    ):
        ground.arm(*faults)
        port = ground.port()
        first = families_of(ground)[0]
        asks: tuple[Callable[[], object], ...] = (
            port.company,
            port.rights,
            lambda port=port, first=first: ground.pull(first, port=port),  # type: ignore[misc]
        )
        for ask in asks:
            with _noting(texts):
                ask()
        texts.append(repr(port))
        secrets |= _secrets(ground)
    texts += [record.getMessage() for record in caplog.records]
    assert len(secrets) >= 1
    leaked = {(name, text[:200]) for name, secret in secrets for text in texts if secret in text}
    assert leaked == set()


@contextmanager
def _noting(texts: list[str]) -> Iterator[None]:
    try:
        yield
    except AppError as problem:
        texts += [str(problem), repr(problem), *map(str, problem.args)]


def _secrets(ground: Ground) -> set[tuple[str, str]]:
    found = {("ready token", ground.practice.access_token)}
    for name, kept in ground.secrets.kept.items():
        try:
            value = json.loads(kept)
        except ValueError:
            value = kept
        parts = value if isinstance(value, dict) else {name: kept}
        found |= {
            (f"{name}.{part}", text)
            for part, text in parts.items()
            if isinstance(text, str) and part in {name, "access", "refresh"}
        }
    return {(name, text) for name, text in found if len(text) > 7}


# ---------------------------------------------------------------------------- over a real socket


def test_over_a_socket_it_reads_the_same(ground: Ground) -> None:
    _over_the_network(ground)
    family = families_of(ground)[0]
    told = ground.pull(family).by_id
    with serve({ground.key: ground.practice}) as serving:
        given = practice_given(ground.practice, serving.address(ground.key))
        ground.settings |= {name: value for name, value in given.items() if name in ground.settings}
        ground.by_socket = True
        for faults in ((), ("half_answer:1",), ("slow_body:1",), ("html_gateway:1",)):
            ground.arm(*faults)
            assert ground.pull(family).by_id == told


def test_nobody_there_is_told_as_such(ground: Ground) -> None:
    if ground.system.by_files:
        ground.settings["folder"] += " of another"
        with pytest.raises(RemoteRefused):
            ground.port().company()
        return
    ground.settings = {
        name: value.replace(":5050", ":9") for name, value in ground.settings.items()
    }
    ground.by_socket = True
    with pytest.raises(RemoteUnavailable) as raised:
        ground.port().company()
    assert not raised.value.may_have_happened


def test_what_an_other_company_holds_has_another_fingerprint(ground: Ground) -> None:
    told = ground.port().company()
    assert told.tenant_id in told.fingerprint
    if ground.system.tenant_setting:
        name = ground.system.tenant_setting
        ground.settings[name] = "00000000-0000-4000-8000-000000000000"
        with pytest.raises((RemoteRefused, SignInNeeded)):
            ground.port().company()
