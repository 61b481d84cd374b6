"""Fixtures of live's room: transactions commit, since another connection listens."""

from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser

from forum.embedded.stack import Stack
from tests import world as cast
from tests.live.pages import browsing, running
from tests.live.reading import sequence


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The cast, committed."""
    sequence()
    return cast.build()


@pytest.fixture
def forgotten(world: cast.World) -> Iterator[None]:
    """Afterwards the audit is emptied, which the test's own emptying of tables may not do."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE moderation_auditrow, moderation_auditroot CASCADE")
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def stack(world: cast.World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("data")) as started:
        yield started


@pytest.fixture
def stack_without_worker(world: cast.World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("data"), "web", "live", "relay", "caddy") as started:
        yield started


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser
