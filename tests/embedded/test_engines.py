"""PostgreSQL and Valkey from wheels: they start, keep what they acknowledged when killed, and end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from forum.embedded import Postgres, Valkey
from forum.embedded.identity import MAPPED, SELF, Identity, dropped
from forum.embedded.postgres import PLACE

pytestmark = pytest.mark.stack


def identities() -> list[Identity]:
    """Everybody who can run PostgreSQL here: an ordinary user alone, or root's two ways."""
    if os.geteuid() != 0:
        return [SELF]
    return [MAPPED, dropped()] if MAPPED.can_run(["true"]) else [dropped()]


@pytest.fixture(scope="module", params=identities(), ids=lambda identity: " ".join(identity.arguments) or "self")
def cluster(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """A cluster in a folder that a dropped user cannot enter."""
    folder = Path(tempfile.mkdtemp(prefix="assay-"))
    engine = Postgres(folder / "postgres", durable=False, identity=request.param)
    half = folder / "postgres.making"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    yield engine
    engine.stop("immediate")
    place = engine.folder.resolve().parent
    shutil.rmtree(folder)
    if place.is_relative_to(PLACE):
        shutil.rmtree(place)


@pytest.fixture
def postgres(cluster: Postgres) -> Postgres:
    """The cluster, running. Its first start found half a cluster, as an interrupted one leaves behind."""
    cluster.start()
    return cluster


def test_what_a_killed_database_acknowledged_is_there_after_it_recovers(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('dysprosium')")

    postgres.kill()
    assert not postgres.running
    postgres.start()

    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("dysprosium",)]
        assert connection.execute("SELECT datlocale FROM pg_database WHERE datname = 'assay'").fetchone() == (
            "C.UTF-8",
        )


def test_a_paused_database_answers_again_when_resumed(postgres: Postgres) -> None:
    postgres.pause()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.url, connect_timeout=2)

    postgres.resume()

    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_lock_file_whose_number_belongs_to_another_does_not_hinder(postgres: Postgres) -> None:
    postgres.kill()
    lock = postgres.folder / "postmaster.pid"
    lock.write_text(lock.read_text().replace(lock.read_text().split("\n")[0], str(os.getpid()), 1))

    postgres.start()

    assert postgres.running


def test_what_a_stopped_valkey_was_given_is_there_when_it_starts_again(tmp_path: Path) -> None:
    engine = Valkey(tmp_path / "valkey")
    engine.start()
    try:
        with redis.Redis.from_url(engine.url_for(3)) as client:
            client.set("element", "terbium")
        engine.stop()
        assert not engine.running
        engine.start()

        with redis.Redis.from_url(engine.url_for(3)) as client:
            assert client.get("element") == b"terbium"
    finally:
        engine.stop()
