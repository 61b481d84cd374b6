"""Each list in pages shows what it held when it was begun, each thing once and in order, whatever is written meanwhile."""

from typing import Any
from urllib.parse import urlencode

import orjson

from tests.contract.ground import WHO, Ground, Walked, told, undone, walked
from tests.contract.stirring import stir

# What names a thing of a list; all else of it may change meanwhile.
NAMES = ("id", "report_id", "slug", "kind", "key", "target", "thread", "post", "number", "url")
# Lists that need more than a page number of their own to be asked for.
ASKED = {
    "GET /api/v1/search": {"q": "cores"},
    "GET /api/v1/interviews/{interview_id}/questions": {"which": "newest"},
    "GET /api/v1/interviews": {"stage": "proposals"},
}
# A file of the survey, loaded whole: nobody writes to it one by one.
LOADED = {"GET /api/v1/occurrences"}


def pages() -> list[Walked]:
    return [one for one in walked("GET") if "cursor" in one.query and one.name not in LOADED]


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
