"""One forum that runs, for all tests that knock at its real front."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django.plugin import DjangoDbBlocker

from forum.notifications.models import Notification
from tests import world as cast
from tests.running import Forum, bearer, serving
from tests.spine.stack import copy_of_template
from threads.discussion.models import Post, Thread


@dataclass(frozen=True)
class Front:
    """A forum in front of people, and who is in it. `token` is a header of the newcomer's."""

    forum: Forum
    world: cast.World
    thread: Thread
    post: Post
    token: str


@pytest.fixture(scope="session")
def front(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    """Caddy, web and live over a copy of the tests' database; a thread with a reply, and one notice for the newcomer."""
    folder: Path = tmp_path_factory.mktemp("front")
    with (
        django_db_blocker.unblock(),
        copy_of_template(f"front_{uuid4().hex}") as url,
        serving(folder, url, "web", "live", "caddy", ASSAY_LIMIT_FACTOR="1000") as forum,
    ):
        with forum.inside():
            world = cast.build()
            thread = cast.start(world.newcomer, world.public)
            post = cast.reply(world.newcomer, thread)
            Notification.objects.create(recipient=world.newcomer, seq=1, reason=50, post=post, at=post.created_at)
            token = bearer(world.newcomer)["authorization"]
        yield Front(forum, world, thread, post, token)
