"""What each list and page of interviews costs: exactly so many queries, however much there is to list."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.members.selectors import Viewer
from tests.deposits.stock import deposit, rows_of, stocked
from tests.interviews.cases import ask, at, propose
from tests.matrix.test_query_counts import cost
from tests.world import World, client_of
from threads.interviews.models import Answer
from threads.interviews.services import asking
from threads.interviews.states import State

type Api = Callable[..., Client]
SIZES = (2, 8)

# Path: queries as anonymous reader, and as a verified member.
PAGES: dict[str, tuple[int, int]] = {
    "/interviews": (2, 6),
    "/interviews?tab=proposals": (1, 5),
    "/interviews?tab=library": (2, 6),
    "/interviews/{proposed}": (1, 6),
    "/interviews/{open}": (5, 11),
    "/interviews/{open}?questions=newest": (3, 9),
    "/interviews/{open}/questions/{question}": (3, 8),
    "/interviews/{out}": (6, 10),
    "/interviews/{out}?version=1": (6, 10),
    "/interviews/{out}/transcript.json": (1, 1),
    "/interviews/{out}/transcript.txt": (4, 4),
    "/interviews/{out}/chapters.json": (4, 4),
    "/interviews/{out}/answers/{answer}/quote": (3, 9),
    "/interviews/feed.xml": (2, 2),
    "/interviews/verification": (0, 3),
}
OPERATIONS: dict[str, tuple[int, int]] = {
    "/api/v1/interviews": (1, 2),
    "/api/v1/interviews?stage=proposals": (1, 2),
    "/api/v1/interviews?stage=published": (1, 2),
    "/api/v1/interviews/{open}": (1, 2),
    "/api/v1/interviews/{open}/questions": (4, 7),
    "/api/v1/interviews/{open}/questions?which=newest": (2, 5),
    "/api/v1/interviews/{out}/answers": (1, 3),
    "/api/v1/interviews/{out}/transcript": (4, 5),
    "/api/v1/questions/{question}": (2, 5),
    "/api/v1/answers/{answer}/quote": (2, 3),
    "/api/v1/interviews?stage=published&guest=a&role=b&deposit=hill-1&year=2026": (1, 2),
}


def costs(
    world: World, size: int, paths: dict[str, tuple[int, int]], client_for: Callable[[Viewer], Client]
) -> dict[str, tuple[int, int]]:
    """`size` proposals about `size` deposits, `size` questions put in order, one published transcript."""
    stocked({"deposits.csv": rows_of("deposits", *(deposit(f"hill-{n}") for n in range(size)))})
    about = [f"hill-{n}" for n in range(size)]
    proposed = [propose(world, deposits=about) for _ in range(size)]
    open_one, out = at(world, State.COLLECTING, about), at(world, State.CORRECTED, about)
    asked = [ask(world, open_one, f"Question {n}?") for n in range(size)]
    asking.count_votes(interview_id=open_one)
    ids = {"proposed": proposed[0], "open": open_one, "out": out, "question": asked[0].pk}
    ids["answer"] = Answer.objects.values_list("pk", flat=True).get(interview_id=out)
    nobody, somebody = client_for(world.nobody), client_for(world.operator)
    return {path: (cost(nobody, path.format(**ids)), cost(somebody, path.format(**ids))) for path in paths}


@pytest.mark.parametrize("size", SIZES)
def test_each_page_takes_exactly_so_many_queries(world: World, size: int) -> None:
    assert costs(world, size, PAGES, client_of) == PAGES


@pytest.mark.parametrize("size", SIZES)
def test_the_case_and_what_one_takes_part_in_take_exactly_so_many_queries(world: World, api: Api, size: int) -> None:
    editor, guest = api(world.editor), api(world.guest)
    ids = [at(world, State.COLLECTING) for _ in range(size)]
    for n in range(size):
        ask(world, ids[0], f"Question {n}?")

    assert [cost(one, "/api/v1/me/interviews") for one in (editor, guest)] == [2, 2]
    assert [cost(one, f"/api/v1/interviews/{ids[0]}/case") for one in (editor, guest)] == [10, 4]


@pytest.mark.parametrize("size", SIZES)
def test_each_operation_takes_exactly_so_many_queries(world: World, api: Api, size: int) -> None:
    assert costs(world, size, OPERATIONS, api) == OPERATIONS
