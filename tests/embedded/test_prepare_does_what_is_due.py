"""Tables are brought up to date when the code or the database says so, and only then."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from forum.embedded import Postgres
from forum.embedded.instance import Instance
from forum.embedded.prepare import prepare
from tests.engines import fill

pytestmark = pytest.mark.stack

MIGRATING = "Bringing the tables up to date"
CATALOGUE = "Loading the starter catalogue"


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    postgres = Postgres(tmp_path / "postgres", durable=False)
    postgres.start()
    fill(postgres)
    yield Instance(tmp_path).environment(
        origin="http://127.0.0.1:8000", database_url=postgres.url, redis_url=os.environ["REDIS_URL"]
    )
    postgres.stop("immediate")


def test_an_emptied_database_is_noticed_and_an_unchanged_one_left_alone(environment: dict[str, str]) -> None:
    assert steps(environment) == [MIGRATING, CATALOGUE]
    assert steps(environment) == []

    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")

    assert steps(environment) == [MIGRATING, CATALOGUE]
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM threads_deposit").fetchone() == (120,)


def steps(environment: dict[str, str]) -> list[str]:
    """What a start would say it does."""
    said: list[str] = []
    instance = Instance(Path(environment["ASSAY_DATA"]))
    prepare(instance, environment, demo=False, say=said.append, stopping=lambda: False)
    return said
