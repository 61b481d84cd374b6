"""Limits: exact under concurrency, told in advance, and counted for whoever really asks."""

import threading
from datetime import UTC, datetime

import pytest
import redis
import time_machine
from django.test import RequestFactory

from forum.http import limits, valkey
from forum.kernel.errors import TooMany, Unavailable
from tests.http.asking import NOTE, Ask, code
from tests.http.urls import Somebody

FACTORY = RequestFactory()


def from_address(address: str) -> object:
    return FACTORY.get("/", REMOTE_ADDR=address)


def by_member(number: int) -> object:
    request = FACTORY.get("/")
    request.user = Somebody(number)  # type: ignore[assignment]
    return request


def spend_all(name: str, request: object) -> int:
    """How many requests are let through in a row."""
    taken = 0
    while True:
        try:
            limits.spend(name, request)  # type: ignore[arg-type]
        except TooMany:
            return taken
        taken += 1


def test_the_quota_may_come_at_once_and_no_more() -> None:
    assert spend_all("start", by_member(7)) == limits.POLICIES["start"].quota


def test_the_answer_counts_down(ask: Ask) -> None:
    first = ask("POST", "/api/v1/notes", NOTE, as_="7")
    second = ask("POST", "/api/v1/notes", NOTE, as_="7")
    assert first.headers["RateLimit-Policy"] == '"write";q=120;w=60'
    assert first.headers["RateLimit"].startswith('"write";r=119;t=')
    assert second.headers["RateLimit"].startswith('"write";r=118;t=')


def test_a_limit_says_how_long_to_wait(ask: Ask) -> None:
    spend_all("write", by_member(7))
    answer = ask("POST", "/api/v1/notes", NOTE, as_="7")
    assert answer.status_code == 429
    assert code(answer) == "too_many_requests"
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["RateLimit"].startswith('"write";r=0;t=')


def test_a_slow_policy_says_to_wait_longer() -> None:
    spend_all("export", by_member(7))
    with pytest.raises(TooMany) as refused:
        limits.spend("export", by_member(7))  # type: ignore[arg-type]
    assert 86_400 / 5 - 5 < int(refused.value.headers["Retry-After"]) <= 86_400 / 5


def test_a_member_counts_alone_wherever_they_are() -> None:
    spend_all("start", by_member(7))
    assert limits.spend("start", by_member(8)).remaining == 9  # type: ignore[arg-type]
    assert limits.spend("start", from_address("192.0.2.1")).remaining == 9  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.250", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("2001:db8:0:1ff::1", "2001:db8:0:100::2", True),
        ("2001:db8:0:100::1", "2001:db8:0:200::1", False),
        ("::ffff:192.0.2.1", "192.0.2.9", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "not an address", True),
    ],
)
def test_a_network_without_an_account_counts_as_one(one: str, other: str, same: bool) -> None:
    spend_all("start", from_address(one))
    assert (spend_all("start", from_address(other)) == 0) is same


def test_no_name_of_anybody_is_kept() -> None:
    limits.spend("start", from_address("192.0.2.1"))  # type: ignore[arg-type]
    limits.spend("start", by_member(77777))  # type: ignore[arg-type]
    kept = b" ".join(valkey.client().keys())
    assert b"192.0" not in kept
    assert b"77777" not in kept


def test_what_is_counted_expires(ask: Ask) -> None:
    limits.spend("start", by_member(7))  # type: ignore[arg-type]
    for key in valkey.client().keys("limit:*"):
        assert valkey.client().pttl(key) > 0


def test_tomorrow_a_network_has_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def mark(moment: datetime) -> str:
        monkeypatch.setattr(limits._Salt, "until", 0.0)
        with time_machine.travel(moment, tick=False):
            return limits.address_key(from_address("192.0.2.1"))  # type: ignore[arg-type]

    year = datetime.now(UTC).year + 1
    morning, evening = mark(datetime(year, 5, 1, 1, tzinfo=UTC)), mark(datetime(year, 5, 1, 23, tzinfo=UTC))
    assert morning == evening
    assert mark(datetime(year, 5, 2, 1, tzinfo=UTC)) != morning
    monkeypatch.setattr(limits._Salt, "until", 0.0)


def test_many_at_once_are_counted_exactly() -> None:
    taken: list[int] = []

    def spend() -> None:
        for _ in range(5):
            try:
                limits.spend("post", by_member(7))  # type: ignore[arg-type]
            except TooMany:
                continue
            taken.append(1)

    spenders = [threading.Thread(target=spend) for _ in range(8)]
    for spender in spenders:
        spender.start()
    for spender in spenders:
        spender.join()
    assert len(taken) == limits.POLICIES["post"].quota


def test_a_script_that_valkey_forgot_is_told_again() -> None:
    limits.spend("read", by_member(7))  # type: ignore[arg-type]
    valkey.client().script_flush()
    assert limits.spend("read", by_member(7)).remaining == 598  # type: ignore[arg-type]


def test_a_connection_that_valkey_closed_is_opened_again() -> None:
    limits.spend("read", by_member(7))  # type: ignore[arg-type]
    mine = valkey.client().client_id()
    assert valkey.client().client_kill_filter(_id=str(mine), skipme=False) == 1
    limits.spend("read", by_member(7))  # type: ignore[arg-type]


def test_without_valkey_nothing_is_let_through(valkey_away: None, ask: Ask) -> None:
    with pytest.raises(Unavailable):
        limits.spend("read", by_member(7))  # type: ignore[arg-type]
    answer = ask("GET", "/api/v1/notes")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_a_house_may_widen_its_limits(settings: object) -> None:
    settings.LIMIT_FACTOR = 3  # type: ignore[attr-defined]
    assert spend_all("start", by_member(7)) == 30


def test_a_thread_has_one_connection() -> None:
    assert valkey.client() is valkey.client()
    others: list[redis.Redis] = []
    thread = threading.Thread(target=lambda: others.append(valkey.client()))
    thread.start()
    thread.join()
    assert others[0] is not valkey.client()
