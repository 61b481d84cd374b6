"""Fixtures of live's room: transactions commit, since another connection listens."""

from collections.abc import Iterator
from copy import deepcopy
from uuid import uuid4

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from forum.embedded.stack import Stack
from tests import world as cast
from tests.live.pages import browsing
from tests.live.reading import sequence
from tests.running import Forum, serving
from tests.spine.stack import copy_of_template


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The cast, committed."""
    sequence()
    return cast.build()


@pytest.fixture(scope="package")
def open_forum(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Forum, cast.World]]:
    """All parts over a copy of the tests' database, for every test that opens pages, and the cast there."""
    with (
        django_db_blocker.unblock(),
        copy_of_template(f"open_{uuid4().hex}") as url,
        serving(tmp_path_factory.mktemp("open"), url, ASSAY_DEBUG="1") as forum,
    ):
        with forum.inside():
            world = cast.build()
        yield forum, world


@pytest.fixture(scope="module")
def stack(open_forum: tuple[Forum, cast.World]) -> Iterator[Stack]:
    """Its parts; the module's own Django works on its database."""
    forum, _ = open_forum
    with forum.inside():
        yield forum.stack


@pytest.fixture
def there(stack: Stack, open_forum: tuple[Forum, cast.World]) -> cast.World:
    """Who is in it. What earlier tests wrote is there too."""
    return deepcopy(open_forum[1])


@pytest.fixture(scope="module")
def chromium(stack: Stack) -> Iterator[Browser]:
    with browsing() as browser:
        yield browser
