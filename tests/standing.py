"""A cast on ground laid out once for a whole module; each test finds it as it was made."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta

from django.http import SimpleCookie
from django.test import Client

from accounts.members import scopes, services
from accounts.members.models import Member
from accounts.members.selectors import Viewer
from tests.world import World, build, client_of


@dataclass
class Standing[Laid]:
    """The cast, what the module laid out for it, and by viewer's name the cookies of a sign-in and a token."""

    world: World
    laid: Laid
    cookies: dict[str, SimpleCookie]
    tokens: dict[str, str]

    def browser(self, name: str) -> Client:
        """A new browser, signed in as that viewer is."""
        client = Client()
        client.cookies = deepcopy(self.cookies[name])
        return client

    def app(self, name: str) -> Client:
        """A REST client with the viewer's token, which is good for everything."""
        token = self.tokens.get(name)
        return Client(headers={"authorization": f"Bearer {token}"}) if token else Client()


def token_of(viewer: Viewer) -> str | None:
    if not isinstance(viewer, Member):
        return None
    return services.issue_token(member=viewer, name="test", granted=scopes.SCOPES, lifetime=timedelta(days=1))[1]


def build_on[Laid](lay_out: Callable[[World], Laid]) -> Standing[Laid]:
    """A new cast, on the ground that `lay_out` makes for it."""
    world = build()
    laid = lay_out(world)
    viewers = world.viewers
    return Standing(
        world,
        laid,
        {name: client_of(viewer).cookies for name, viewer in viewers.items()},
        {name: token for name, viewer in viewers.items() if (token := token_of(viewer))},
    )
