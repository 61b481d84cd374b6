"""Each process of a parallel test run has a Valkey database of its own."""

import pytest

from tests.engines import numbered


@pytest.mark.parametrize(
    ("url", "third"),
    [
        ("unix:///run/valkey.sock?db=0", "unix:///run/valkey.sock?db=3"),
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=3"),
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/3"),
        ("redis://:secret@valkey:6379", "redis://:secret@valkey:6379/3"),
    ],
)
def test_a_worker_takes_the_database_of_its_number(url: str, third: str) -> None:
    assert numbered(url, 3) == third
