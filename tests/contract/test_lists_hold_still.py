"""Each list in pages shows what it held when it was begun, each thing once and in order, whatever is written meanwhile."""

from typing import Any
from urllib.parse import urlencode

import orjson
from django.test import Client

from tests.contract.ground import WHO, Ground, Walked, told, undone, walked
from tests.contract.stirring import stir
from tests.queue.ground import tell as relay

# What names a thing of a list; all else of it may change meanwhile.
NAMES = ("id", "report_id", "slug", "kind", "key", "target", "thread", "post", "number", "url")
# Lists that need more than a page number of their own to be asked for.
ASKED = {
    "GET /api/v1/search": {"q": "cores"},
    "GET /api/v1/interviews/{interview_id}/questions": {"which": "newest"},
    "GET /api/v1/interviews": {"stage": "proposals"},
    "GET /api/v1/threads/{thread_id}/posts": {"from": "1"},
}
# A list by number has no cursor: its next page is named by the number that it begins with.
POSTS = "GET /api/v1/threads/{thread_id}/posts"


def pages() -> list[Walked]:
    return [one for one in walked("GET") if "cursor" in one.query or one.name == POSTS]


def name_of(thing: Any) -> str:
    return orjson.dumps({name: thing[name] for name in NAMES if name in thing} or thing).decode()


def page(laid: Ground, who: str, path: str) -> tuple[list[str], str | None]:
    answer = laid.clients[who].get(path)
    assert answer.status_code == 200, (path, answer.content[:300])
    body = orjson.loads(answer.content)
    return [name_of(one) for one in body["results"]], body["next"]


def begun(laid: Ground, one: Walked) -> tuple[str, str, list[str]]:
    """Who sees most of a list, its address, and the names of all it holds."""
    found: list[tuple[int, str, str, list[str]]] = []
    path = laid.address(one).partition("?")[0]
    asked = ASKED.get(one.name, {})
    for who in WHO:
        address = f"{path}?{urlencode({**asked, 'limit': 50})}"
        if laid.clients[who].get(address).status_code == 200:
            names, _ = page(laid, who, address)
            found.append((len(names), who, f"{path}?{urlencode({**asked, 'limit': 1})}", names))
    _, who, small, names = max(found, key=lambda one: one[0], default=(0, "", path, []))
    return who, small, names


def copy_of(client: Client, copy: dict[str, Any], since: str, *, limit: int, once: bool = False) -> str:
    """Put what sync says into `copy`, one page or all of them; where to go on."""
    more = True
    while more:
        asked = {"limit": limit} | ({"since": since} if since else {})
        body = client.get("/api/v1/sync", asked).json()
        for one in body["changes"]:
            # An app keeps each member once, by id: here only that the thing is there counts.
            copy[f"{one['kind']} {one['id']}"] = None if one["removed"] else (one[one["kind"]] or {}).get("version", "")
        since, more = body["since"], body["more"] and not once
    return since


def test_a_copy_begun_before_the_writes_holds_what_one_begun_after_them_does(laid: Ground) -> None:
    for who in ("admin", "newcomer", "guest"):
        with undone():
            stir(laid, 0)
            relay("counters", "inbox")
            old: dict[str, Any] = {}
            new: dict[str, Any] = {}
            since = copy_of(laid.clients[who], old, "", limit=1, once=True)
            stir(laid, 1)
            relay("counters", "inbox")
            copy_of(laid.clients[who], old, since, limit=7)
            copy_of(laid.clients[who], new, "", limit=100)
            kept = {name: version for name, version in old.items() if version is not None and name[:6] != "member"}
            assert kept == new, who


def test_each_list_holds_still_under_writes(laid: Ground) -> None:
    for number in range(3):
        stir(laid, number)
    lists = {one.name: begun(laid, one) for one in pages()}
    assert {name: len(names) for name, (_, _, names) in lists.items() if len(names) < 3} == {}
    first = {name: page(laid, who, small) for name, (who, small, _) in lists.items()}
    stir(laid, 3)
    faults = {}
    for name, (who, _, names) in lists.items():
        with undone():
            seen, following = first[name]
            while following and len(seen) <= len(names) + 9:
                more, following = page(laid, who, following)
                seen = [*seen, *more]
        kept = [one for one in seen if one in names]
        if len(seen) != len(set(seen)) or kept != names:
            faults[name] = f"held {names}, and told {seen}"
    assert told(faults) == ""
