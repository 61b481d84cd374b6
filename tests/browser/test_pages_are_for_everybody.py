"""Every page: nothing that axe objects to, nothing to scroll for sideways, nothing that only a mouse reaches."""

from dataclasses import dataclass
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.matrix.ground import lay_out_catalogue
from tests.world import World, member, reply, start
from threads.discussion.models import Thread

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_HANDLE = "Bergwerksverwaltungsoberinspektorin-Xy12"
LONG_WORDS = """
Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz · ချီဖွေမြို့နယ်ပန်ဝါဒေသမြေရှားသတ္တုတူးဖော်ရေး · هذا نص طويل

https://example.org/{0}

> A quote of `{0}`

| {1} |
|{2}|
| {1} |

```
{0}{0}
```
""".format("x" * 160, " | ".join(f"Oxide {n}" for n in range(20)), "---|" * 20)
PUBLIC = [
    "/", "/boards", "/boards/field-notes", "/threads/{thread}", "/members/{handle}", "/about", "/problems/", "/nowhere",
    "/threads", "/search?q=bohrkern", "/deposits", "/deposits/{deposit}", "/deposits/{deposit}/changes", "/map", "/prices",
    "/parties/{party}", "/proposals/{proposal}", "/rankings/resource", "/rankings/output", "/interviews", "/moderation/log",
    "/moderation/transparency",
]  # fmt: skip
DOORS = [
    "/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/", "/api/v1/docs/",
    "/api/v1/docs/attachments/",
]  # fmt: skip
OWN = [
    "/", "/boards/field-notes/new", "/threads/{thread}", "/posts/{post}/edit", "/settings", "/account/logout/",
    "/account/email/", "/account/2fa/", "/threads/{closed}", "/inbox", "/settings/notifications", "/settings/tokens",
    "/settings/people", "/settings/verification", "/settings/webhooks", "/drafts", "/bookmarks", "/files", "/reports",
    "/notices", "/deposits/{deposit}/edit/statement/{row}",
]  # fmt: skip
STAFFS = ["/moderation/queue", "/moderation/rules", "/moderation/actions", "/moderation/appeals", "/verification/cases"]
# Each width and each scheme once: what depends on the one does not depend on the other.
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((390, "light"), (1440, "dark"))


@dataclass
class Ground:
    paths: dict[str, object]

    def path(self, template: str) -> str:
        return template.format(**self.paths)


@pytest.fixture
def ground(world: World) -> Ground:
    """A thread of all that is too long, and one that is closed."""
    long = member(LONG_HANDLE)
    thread = start(long, world.public, "Bohrkernlagerungsstättengenehmigungsverfahren " * 4, LONG_WORDS)
    for _ in range(80):
        reply(world.geologist, thread)
    own = reply(world.newcomer, thread)
    closed = start(world.newcomer, world.public, "An empty one")
    Thread.objects.filter(pk=closed.pk).update(closed=True)
    own_values = {"thread": thread.pk, "post": own.pk, "handle": LONG_HANDLE, "closed": closed.pk}
    return Ground(lay_out_catalogue(world) | own_values)


def visitors(world: World, reader: NewReader, width: int) -> list[tuple[Reader, list[str]]]:
    return [
        (reader(width=width), PUBLIC + DOORS),
        (reader(world.newcomer, width=width), OWN),
        (reader(world.moderator, width=width), STAFFS),
    ]


# Buttons and fields that are drawn, and less high than a finger is broad (44 px, a rounding apart).
SMALL = """() => [...document.querySelectorAll(
        "button, a.button, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=range])")]
    .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height && box.height < 43.5)
    .map(([html, box]) => [html, Math.round(box.height)])"""


def test_every_page_is_for_everybody(world: World, reader: NewReader, ground: Ground) -> None:
    """Axe objects to nothing, in light on a phone and in the dark on a desk; no page is wider than a small phone; what a
    finger must hit is large enough.
    """
    axe, found, wide, small = Axe(), [], [], []
    for visitor, templates in visitors(world, reader, 390):
        for template in templates:
            visitor.open(ground.path(template))
            small += [(template, *one) for one in visitor.page.evaluate(SMALL)]
            for width, scheme in LOOKS:
                visitor.page.set_viewport_size({"width": width, "height": 900})
                visitor.page.emulate_media(color_scheme=scheme)
                for one in axe.run(visitor.page).response["violations"]:
                    where = [node["target"] for node in one["nodes"]][:3]
                    found.append((template, width, scheme, one["id"], where))
            visitor.page.set_viewport_size({"width": 320, "height": 900})
            if (wider := visitor.page.evaluate("document.documentElement.scrollWidth")) > 320:
                wide.append((template, wider))
            visitor.page.set_viewport_size({"width": 390, "height": 900})
        visitor.found_nothing_wrong()
    assert (found, wide, small) == ([], [], [])


def test_the_keyboard_alone_reaches_the_content_and_the_reply_box(
    world: World, reader: NewReader, ground: Ground
) -> None:
    nora = reader(world.newcomer)
    nora.open(ground.path("/threads/{closed}"))
    nora.open(f"{ground.path('/threads/{thread}')}?from=81")

    nora.page.keyboard.press("Tab")
    skip = nora.page.locator(".skip-link")
    assert skip.evaluate("link => link.matches(':focus')")
    assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
    nora.page.keyboard.press("Enter")
    assert nora.page.evaluate("document.activeElement.id") == "main"

    unseen, reached = [], ""
    for _ in range(80):
        nora.page.keyboard.press("Tab")
        reached, style = nora.page.evaluate(
            """() => { const here = document.activeElement, style = getComputedStyle(here);
                       return [here.name || here.outerHTML.slice(0, 80), style.outlineStyle + style.boxShadow]; }"""
        )
        if style == "nonenone":
            unseen.append(reached)
        if reached == "text":
            break
    assert reached == "text"
    assert unseen == []
    nora.page.keyboard.type("By hand.")
    nora.page.keyboard.press("Tab")
    nora.page.keyboard.press("Enter")
    nora.sees("By hand.")
    nora.found_nothing_wrong()


def test_j_and_k_walk_through_the_posts_and_r_goes_to_the_reply_box(
    world: World, reader: NewReader, ground: Ground
) -> None:
    nora = reader(world.newcomer)
    nora.open(ground.path("/threads/{thread}"))
    place = "document.activeElement.closest('[data-key-item]')?.id ?? document.activeElement.name"

    walked = []
    for key in ("j", "j", "j", "k", "r"):
        nora.page.keyboard.press(key)
        walked.append(nora.page.evaluate(place))

    assert walked == ["p1", "p2", "p3", "p2", "text"]
