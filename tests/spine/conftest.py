"""Fixtures of the spine's room: each test has a database that nobody else writes to."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from forum.embedded import Valkey
from tests.spine.stack import Nursery, Relays, database


@pytest.fixture
def spine_url(transactional_db: None) -> Iterator[str]:
    """A database of the test's own, where transactions commit; its URL."""
    with database(f"spine_{uuid.uuid4().hex[:12]}") as url:
        yield url


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    """A broker of the test's own, to be killed at will; it forgets everything then."""
    valkey = Valkey(tmp_path / "valkey", durable=False)
    valkey.start()
    yield valkey
    valkey.kill()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process from which relays are forked."""
    process = Nursery()
    yield process
    process.close()


@pytest.fixture
def relays(spine_url: str, nursery: Nursery, request: pytest.FixtureRequest) -> Iterator[Relays]:
    """Starts relays on that database; ends what is left of them. With the test's own broker, if it has one."""
    own = request.getfixturevalue("broker").url if "broker" in request.fixturenames else settings.REDIS_URL
    started = Relays(nursery, database=spine_url, broker=own)
    yield started
    started.close()
