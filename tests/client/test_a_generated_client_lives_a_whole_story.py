"""A client that a program made from our schema: it signs in, reads, posts on a bad line, keeps a copy, and is notified."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from allauth.account.models import EmailAddress
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from pytest_django.plugin import DjangoDbBlocker

from tests import world as cast
from tests.running import Forum, running
from tests.spine.stack import PATIENCE, wait_until
from tests.spine.test_the_whole_forum_under_faults import CuttingProxy
from threads.discussion.models import Post, Thread

pytestmark = pytest.mark.stack

NAME = "assay_client"
# The generator has no type for a zip: it leaves that answer out, and the operation stands.
KNOWN = {"Unsupported content_type application/zip"}


@pytest.fixture
def client_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The client, made from what a running forum answers at its schema's address; gone with the test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    yield NAME
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


def make_client(forum: Forum, folder: Path) -> None:
    """Have the client made. Nothing of the schema may be left out but what is `KNOWN`."""
    schema = folder / "schema.json"
    schema.write_bytes(httpx.get(f"{forum.url}/api/v1/schema/", timeout=PATIENCE).content)
    config = Config.from_sources(
        ConfigFile(post_hooks=[]), MetaType.NONE, document_source=schema, file_encoding="utf-8", overwrite=False,
        output_path=folder / NAME,
    )  # fmt: skip
    said = [f"{one.header} {one.detail}" for one in generate(config=config)]
    assert [one for one in said if not any(known in one for known in KNOWN)] == []
    paths = orjson.loads(schema.read_bytes())["paths"].values()
    operations = {one["operationId"] for path in paths for one in path.values() if "operationId" in one}
    made = {file.stem for file in (folder / NAME / "api").rglob("*.py")}
    assert operations - made == set()


class App:
    """What somebody writes on top of the generated client: one name an operation."""

    def __init__(self, url: str, token: str) -> None:
        self.client = import_module(NAME).AuthenticatedClient(
            base_url=url, token=token, prefix="", auth_header_name="X-Session-Token", raise_on_unexpected_status=True,
            timeout=httpx.Timeout(PATIENCE), headers={"connection": "close"},
        )  # fmt: skip
        self.copy: dict[int, Any] = {}
        self.told: dict[int, Any] = {}
        self.since = ""

    def ask(self, where: str, operation: str, *args: Any, **kwargs: Any) -> Any:
        """One call of the generated client: its whole answer."""
        door = import_module(f"{NAME}.api.{where}.{operation}")
        return door.sync_detailed(*args, client=self.client, **kwargs)

    def model(self, name: str, **fields: Any) -> Any:
        return getattr(import_module(f"{NAME}.models"), name)(**fields)

    def keep_up(self) -> None:
        """Bring the copy up to date."""
        more = True
        while more:
            asked = {"since": self.since} if self.since else {}
            answer = self.ask("sync", "sync_retrieve", **asked).parsed
            for one in answer.changes:
                if one.kind == "post":
                    self.copy.pop(one.id, None)
                    if not one.removed:
                        self.copy[one.id] = one.post
                elif one.kind == "notification" and not one.removed:
                    self.told[one.id] = one.notification
            self.since, more = answer.since, answer.more


def sign_in(url: str) -> str:
    """A session's token, through the door that apps sign in at."""
    said = {"username": "nora-new", "password": cast.PASSWORD}
    answer = httpx.post(f"{url}/_allauth/app/v1/auth/login", json=said, timeout=PATIENCE)
    return str(answer.json()["meta"]["session_token"])


@contextmanager
def bad_line(forum: Forum, chance: float) -> Iterator[CuttingProxy]:
    """A line that breaks, by this chance, after the work was done and before the answer is through."""
    line = CuttingProxy(forum.port)
    line.chance = type("Chance", (), {"random": lambda _: 1 - chance})()  # type: ignore[assignment]
    line.start()
    yield line
    line.close()


def post_on_a_bad_line(forum: Forum, app: App, token: str, thread: int) -> Any:
    """The answer is lost; the same key again gets the answer to the first."""
    body = app.model("ReplyInput", text="@gil-geologist, from the pit.")
    with bad_line(forum, 1.0) as broken:
        there = App(f"http://127.0.0.1:{broken.port}", token)
        for _ in range(2):
            with pytest.raises(httpx.TransportError):
                there.ask("threads", "threads_posts_create", thread, body=body, idempotency_key="pit-1")
        assert broken.cut == 2
    return app.ask("threads", "threads_posts_create", thread, body=body, idempotency_key="pit-1")


def live(forum: Forum, app: App, token: str, world: cast.World, thread: Thread) -> None:
    (row,) = app.ask("threads", "threads_list").parsed.results
    assert (row.id, row.title) == (thread.pk, "North wall")
    (first,) = app.ask("threads", "threads_posts_list", thread.pk).parsed.results
    app.keep_up()
    assert app.copy.keys() == {first.id}

    again = post_on_a_bad_line(forum, app, token, thread.pk)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    with forum.inside():
        assert list(Post.objects.filter(thread=thread).values_list("number", flat=True)) == [1, 2]
        answer = cast.reply(world.geologist, thread, "@nora-new, what depth?")

    def the_copy_has_both() -> bool:
        app.keep_up()
        return app.copy.keys() == {first.id, again.parsed.id, answer.pk}

    def the_copy_of_the_inbox_says_so() -> bool:
        app.keep_up()
        return [(one.reason, one.post) for one in app.told.values()] == [("mention", answer.pk)]

    def the_inbox_says_so() -> bool:
        told = app.ask("me", "me_notifications_list").parsed.results
        return [(one.reason, one.post) for one in told] == [("mention", answer.pk)]

    wait_until(the_copy_has_both)
    wait_until(the_inbox_says_so)
    wait_until(the_copy_of_the_inbox_says_so)
    problem = app.ask("threads", "threads_posts_list", 999_999)
    assert (problem.status_code, problem.parsed.code) == (404, "not_found")


def test_a_generated_client_lives_a_whole_story(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker, client_package: str
) -> None:
    with django_db_blocker.unblock(), running(tmp_path, "web", "caddy") as forum:
        with forum.inside():
            world = cast.build()
            world.newcomer.set_password(cast.PASSWORD)
            world.newcomer.save()
            EmailAddress.objects.create(user=world.newcomer, email=world.newcomer.email, verified=True, primary=True)
            thread = cast.start(world.geologist, world.public, "North wall")
        forum.stack.start("relay", "worker")
        make_client(forum, tmp_path)
        token = sign_in(forum.url)
        live(forum, App(forum.url, token), token, world, thread)
