"""Fixtures of the notifications' room."""

import pytest

from tests import world as cast
from tests.notifications.telling import relay


@pytest.fixture
def world(db: None) -> cast.World:
    """The cast, with the consumers in place: they hear of everything from here on."""
    relay().drain()
    return cast.build()
