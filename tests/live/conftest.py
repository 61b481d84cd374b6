"""Fixtures of live's room: transactions commit, since another connection listens."""

import pytest

from tests import world as cast
from tests.live.reading import sequence


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The cast, committed."""
    sequence()
    return cast.build()
