"""Fixtures of the webhooks' room."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests import world as cast
from tests.webhooks.receiving import Receiver, receiver, relay


@pytest.fixture
def world(db: None) -> cast.World:
    """The cast, with the consumer in place: it hears of everything from here on."""
    relay().drain()
    return cast.build()


@pytest.fixture
def other_side(settings: Settings) -> Iterator[Receiver]:
    """A receiver on this machine, which alone may be reached here."""
    with receiver() as kept:
        settings.WEBHOOKS_INSIDE = (kept.url.removeprefix("http://").removesuffix("/hook"),)
        yield kept
