"""The ground of the walk, laid out once a test."""

import pytest
from pytest_django.fixtures import Settings

from tests.contract import ground as contract
from tests.world import World


@pytest.fixture
def laid(world: World, settings: Settings) -> contract.Ground:
    """One walk asks for more of a kind at once than a person may."""
    settings.LIMIT_FACTOR = 10
    return contract.lay_out(world)
