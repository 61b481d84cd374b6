"""Every page and operation of the catalogue, as every kind of viewer."""

import re

import pytest

from tests.matrix.catalogue import NAMES, OPERATIONS, PAGES
from tests.matrix.ground import Ground, lay_out, told_too_much, undone
from tests.world import World, code_of

__all__ = ["lay_out"]
FORM = "application/x-www-form-urlencoded"


def test_every_viewer_is_named(world: World) -> None:
    assert tuple(world.viewers) == NAMES


@pytest.mark.parametrize("route", sorted(PAGES))
def test_pages_answer_everybody_as_they_should(standing: Ground, route: str) -> None:
    places = standing.laid
    path = "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(places[0].values[found[1]]), route)
    wrong, leaks = [], []
    for name, viewer in standing.world.viewers.items():
        for method, body, statuses in PAGES[route]:
            answer = undone(standing.browser(name), method, path, data=body, content_type=FORM)
            if answer.status_code != statuses[name]:
                wrong.append((name, method, body, answer.status_code, statuses[name]))
            leaks += [(name, slug) for slug in told_too_much(answer, viewer, places)]
    assert wrong == []
    assert leaks == []


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_operations_answer_everybody_as_they_should(standing: Ground, operation: str) -> None:
    places = standing.laid
    values = places[0].values
    (method, template), (body, statuses) = operation.split(), OPERATIONS[operation]
    path = re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), template)
    if body.startswith("?"):
        path, body = path + re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), body), ""
    wrong, leaks = [], []
    for name, viewer in standing.world.viewers.items():
        answer = undone(
            standing.app(name), method, path, data=body, content_type="application/json", headers={"if-match": '"v1"'}
        )
        if answer.status_code != statuses[name]:
            wrong.append((name, answer.status_code, statuses[name], answer.content[:200]))
        if answer.status_code >= 400:
            assert code_of(answer)
        leaks += [(name, slug) for slug in told_too_much(answer, viewer, places)]
    assert wrong == []
    assert leaks == []
