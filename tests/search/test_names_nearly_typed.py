"""Deposits and parties are found by name though a letter is wrong, by page and over REST."""

import pytest
from django.test import Client

from tests.deposits.stock import MRIMA, stocked
from tests.world import World


@pytest.mark.parametrize(
    ("typed", "found", "url"),
    [
        ("Mrimma Hil", "deposits", "/deposits/mrima-hill"),
        ("Pacifc Wildcat", "parties", "/parties/pacific-wildcat"),
        ("PACIFIC wildkat resources", "parties", "/parties/pacific-wildcat"),
    ],
)
def test_a_letter_or_two_may_be_wrong(world: World, typed: str, found: str, url: str) -> None:
    stocked(MRIMA)

    assert [row["url"] for row in Client().get("/api/v1/search", {"q": typed}).json()[found]] == [url]
    assert f'href="{url}"' in Client().get("/search", {"q": typed}).content.decode()
