"""The ground of the walk, laid out once a test."""

import pytest

from tests.contract import ground as contract
from tests.matrix.test_moderation_as_everybody import ground as moderation
from tests.world import World

__all__ = ["laid", "moderation"]


@pytest.fixture
def laid(world: World, moderation: dict[str, object]) -> contract.Ground:
    return contract.lay_out(world, moderation)
