"""Every test here talks to the tests' own addresses, through the whole stack, with limits that begin anew."""

from collections.abc import Iterator

import pytest
from django.test import Client

from forum.http import reference, valkey
from forum.kernel.models import IdempotencyKey
from tests.http.asking import Ask


@pytest.fixture(autouse=True)
def own_addresses(settings: object) -> Iterator[None]:
    """The schema is read off the addresses once a process: each side gets its own."""
    settings.ROOT_URLCONF = "tests.http.urls"  # type: ignore[attr-defined]
    forget_schema()
    yield
    forget_schema()


def forget_schema() -> None:
    for read in (reference.document, reference._encoded, reference._contents, reference._tags, reference._chapter):
        read.cache_clear()


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    valkey.client().flushdb()


@pytest.fixture
def ask(db: None) -> Ask:
    """Asks as nobody, or as the member a test names."""
    return Ask(Client(raise_request_exception=False))


@pytest.fixture
def stores_nothing(db: None) -> Iterator[None]:
    """Whatever the test sends must leave no row behind."""
    yield
    assert IdempotencyKey.objects.count() == 0


@pytest.fixture
def valkey_away(settings: object) -> None:
    """Valkey at an address where nobody listens."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
