"""The ground of the walk, laid out once a test."""

import pytest
from pytest_django.fixtures import Settings

from tests.contract import ground as contract
from tests.matrix.test_moderation_as_everybody import ground as moderation
from tests.world import World

__all__ = ["laid", "moderation"]


@pytest.fixture
def laid(world: World, moderation: dict[str, object], settings: Settings) -> contract.Ground:
    """One walk asks for more of a kind at once than a person may."""
    settings.LIMIT_FACTOR = 10
    return contract.lay_out(world, moderation)
