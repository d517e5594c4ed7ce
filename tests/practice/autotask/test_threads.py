"""The thread limit: three calls at once to one entity; the fourth is refused with status 500."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from app.practice.autotask.threads import ThreadGate
from tests.practice.autotask.asking import refusal

ADDRESS = "http://practice.test/atservicesrest/v1.0"


class _Slow:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.entered = threading.Semaphore(0)
        self.leave = threading.Event()

    def __call__(self, _environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401
        self.entered.release()
        self.leave.wait(5)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b"{}"]


def test_a_fourth_call_at_once_to_an_entity_is_refused() -> None:
    slow = _Slow()
    client = httpx.Client(transport=httpx.WSGITransport(ThreadGate(slow)))
    with client, ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(client.get, f"{ADDRESS}/Companies/{n}") for n in range(3)]
        for _ in calls:
            assert slow.entered.acquire(timeout=5)
        told = refusal(client.post(f"{ADDRESS}/COMPANIES/query", json={}))
        assert "thread threshold of 3 threads" in told
        assert "Thread Threshold Exceeded" in told
        slow.leave.set()
        assert client.get(f"{ADDRESS}/Contacts/1").is_success
        assert [call.result().status_code for call in calls] == [200, 200, 200]
        assert client.get(f"{ADDRESS}/Companies/9").is_success


def test_the_zone_is_free() -> None:
    slow = _Slow()
    client = httpx.Client(transport=httpx.WSGITransport(ThreadGate(slow)))
    with client, ThreadPoolExecutor(5) as pool:
        calls = [pool.submit(client.get, f"{ADDRESS}/zoneInformation") for _ in range(5)]
        for _ in calls:
            assert slow.entered.acquire(timeout=5)
        slow.leave.set()
        assert {call.result().status_code for call in calls} == {200}
