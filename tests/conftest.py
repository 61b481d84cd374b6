"""What every test may ask for."""

import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.members import scopes, services
from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum import environment
from forum.embedded.mailbox import Mailbox
from tests import world as cast
from tests.beside import Beside, another_connection
from tests.emptying import empty_quickly
from tests.engines import TEMPLATE
from tests.notifications.pushed import Service
from tests.standing import Standing, build_on

if TEMPLATE in os.environ:
    empty_quickly()

# The same examples in each run, as slow as the machine is; `--hypothesis-profile=default` looks for others.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("same")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Test databases are copies of the one that was brought up to date, where there is one."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(TEMPLATE)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A database on a server of our own goes with its server."""
    return TEMPLATE in os.environ


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """Where collected files would lie; whitenoise looks there as soon as a client is made."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def quick_hashing() -> int:
    """Argon2 with a megabyte, for tests hash some two hundred times; gives what the forum takes, in kilobytes."""
    of_the_forum: int = Argon2PasswordHasher.memory_cost
    Argon2PasswordHasher.memory_cost = 1_024
    return of_the_forum


@pytest.fixture
def world(db: None) -> cast.World:
    """The cast, on a fresh database."""
    return cast.build()


@pytest.fixture(scope="module")
def laid_out(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Standing[Any]]:
    """The cast on what the module's own `lay_out` makes for it, in a transaction that ends with the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_on(request.module.lay_out)
        transaction.set_rollback(True)


@pytest.fixture
def standing(laid_out: Standing[Any], db: None) -> Standing[Any]:
    """A copy of it; what the test changes in the database is rolled back, and leaves the module's ground as it was."""
    return deepcopy(laid_out)


@pytest.fixture(autouse=True)
def empty_valkey(request: pytest.FixtureRequest) -> Iterator[None]:
    """Limits and caches begin anew with each test that has a database."""
    yield
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


@pytest.fixture
def api() -> Callable[[Viewer], Client]:
    """A REST client of a viewer, with a token good for everything: one token a member, however often it is asked for."""
    issued: dict[int, str] = {}

    def client_for(viewer: Viewer) -> Client:
        if not isinstance(viewer, Member):
            return Client()
        if viewer.pk not in issued:
            _, issued[viewer.pk] = services.issue_token(
                member=viewer, name="test", granted=scopes.SCOPES, lifetime=timedelta(days=1)
            )
        return Client(headers={"authorization": f"Bearer {issued[viewer.pk]}"})

    return client_for


@pytest.fixture
def beside() -> Iterator[Beside]:
    """Does something in a thread and on a connection of its own; for tests with `transaction=True`."""
    with another_connection() as other:
        yield other


@pytest.fixture
def mailbox(settings: Settings, tmp_path: Path) -> Mailbox:
    """Mail goes into files, as it does without a mail server; `mailbox.new()` reads what came."""
    settings.MAILERS = {"default": environment.mail(f"file://{tmp_path}")}
    return Mailbox(tmp_path)


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    """A push service that keeps what it is sent, and the only one that this forum may push to."""
    running = Service()
    running.begin()
    settings.PUSH_SERVICES = (running.origin,)
    yield running
    running.end()
