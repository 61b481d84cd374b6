"""What the catalogue's pages and operations cost: exactly so many queries, however much there is to show."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.members.selectors import Viewer
from forum.http.reference import document
from tests.deposits.files import GOOD
from tests.deposits.stock import CONTROL, PARTY, rows_of, stocked
from tests.matrix.test_query_counts import CATALOGUES, cost, templates
from tests.world import World, client_of
from threads.deposits import services
from threads.deposits.models import Target
from threads.disclosures import services as disclosures
from threads.discussion.services import start_thread
from threads.rankings.services import take_snapshot

type Api = Callable[..., Client]
SIZES = (3, 30)
OUTPUT = {
    "year": "2020", "treo_t": "12", "reliability": "C", "credibility": "3", "source_title": "A report",
    "source_url": "https://example.org/output",
}  # fmt: skip

# Path: queries as anonymous reader, and as a verified member.
PAGES: dict[str, tuple[int, int]] = {
    "/deposits": (5, 8),
    "/deposits.csv": (2, 4),
    "/deposits.json": (2, 4),
    "/deposits.geojson": (2, 4),
    "/map": (4, 7),
    "/deposits/hill-1": (14, 17),
    "/deposits/hill-1.atom": (4, 6),
    "/deposits/hill-1/threads": (2, 5),
    "/deposits/hill-1/changes": (4, 7),
    "/proposals": (1, 4),
    "/proposals/{proposal}": (1, 4),
    "/parties/party-1": (6, 9),
    "/parties/party-1/changes": (4, 7),
    "/prices": (1, 4),
    "/prices/changes": (1, 4),
    "/rankings/resource": (7, 10),
    "/rankings/resource.csv": (1, 3),
    "/rankings/resource.json": (1, 3),
    "/rankings/resource/moves": (3, 6),
    "/rankings/output": (3, 6),
    "/disclosures": (0, 4),
    "/members/gil-geologist/disclosures": (2, 5),
}
OPERATIONS: dict[str, tuple[int, int]] = {
    "/api/v1/parties": (1, 2),
    "/api/v1/parties/party-1": (2, 3),
    "/api/v1/parties/party-1/changes": (3, 4),
    "/api/v1/prices": (1, 2),
    "/api/v1/prices/changes": (1, 2),
    "/api/v1/deposits": (3, 4),
    "/api/v1/deposits.geojson": (2, 3),
    "/api/v1/deposits/hill-1": (9, 10),
    "/api/v1/deposits/hill-1/statements": (9, 10),
    "/api/v1/deposits/hill-1/control": (9, 10),
    "/api/v1/deposits/hill-1/elements": (9, 10),
    "/api/v1/deposits/hill-1/outputs": (9, 10),
    "/api/v1/deposits/hill-1/threads": (2, 3),
    "/api/v1/deposits/hill-1/changes": (2, 3),
    "/api/v1/proposals": (1, 2),
    "/api/v1/proposals/{proposal}": (1, 2),
    "/api/v1/occurrences": (1, 2),
    "/api/v1/rankings/resource": (2, 3),
    "/api/v1/rankings/resource/snapshots": (1, 2),
    "/api/v1/rankings/resource/snapshots/{snapshot}": (1, 2),
    "/api/v1/rankings/resource/comparison?before={snapshot}&after={snapshot}": (2, 3),
    "/api/v1/rankings/output": (1, 2),
    "/api/v1/me/disclosures": (0, 2),
    "/api/v1/members/gil-geologist/disclosures": (2, 3),
}


def grow(world: World, size: int) -> dict[str, int]:
    """`size` deposits with a party, figures and a proposal each; of one deposit, `size` of everything it can have."""
    numbers = range(1, size + 1)
    deposits = [{**GOOD["deposits"], "slug": f"hill-{n}", "name": f"Hill {n}"} for n in numbers]
    dates = [{**GOOD["resource_statements"], "slug": "hill-1", "effective": f"{1990 + n}-07-29"} for n in numbers]
    others = [{**GOOD["resource_statements"], "slug": f"hill-{n}"} for n in numbers if n > 1]
    elements = [{**GOOD["element_grades"], "slug": f"hill-{n}", "weng_record_id": f"hill__{n}"} for n in numbers]
    stocked({
        "deposits.csv": rows_of("deposits", *deposits),
        "resource_statements.csv": rows_of("resource_statements", *dates, *others),
        "element_grades.csv": rows_of("element_grades", *elements),
        "price_deck.csv": rows_of("price_deck", GOOD["price_deck"]),
        "parties.csv": rows_of("parties", *({**PARTY, "slug": f"party-{n}", "name": f"Party {n}"} for n in numbers)),
        "control.csv": rows_of("control", *({**CONTROL, "slug": "hill-1", "party": f"party-{n}"} for n in numbers)),
    })  # fmt: skip
    for n in numbers:
        proposal = services.propose_change(
            actor=world.newcomer, slug=f"hill-{n}", target=Target.OUTPUT, target_id=None, reason="Read in a report.",
            source_url="https://example.org/output", columns=OUTPUT,
        )  # fmt: skip
        services.apply_change(
            actor=world.editor, slug="hill-1", target=Target.OUTPUT, target_id=None, reason="Read in a report.",
            source_url="https://example.org/output", columns={**OUTPUT, "year": str(1980 + n)}, version=None,
        )  # fmt: skip
        disclosures.state_interest(
            actor=world.geologist, said=disclosures.Said(disclosures.Interest.HOLDS, "a few"), deposit=f"hill-{n}"
        )
        start_thread(
            actor=world.geologist, board_slug="field-notes", title=f"On it {n}", source="A", deposits=["hill-1"]
        )
        snapshot = take_snapshot(actor_id=None)
    return {"proposal": proposal, "snapshot": snapshot}


def costs(
    world: World, size: int, paths: dict[str, tuple[int, int]], client_for: Callable[[Viewer], Client]
) -> dict[str, tuple[int, int]]:
    ids = grow(world, size)
    nobody, somebody = client_for(world.nobody), client_for(world.geologist)
    return {path: (cost(nobody, path.format(**ids)), cost(somebody, path.format(**ids))) for path in paths}


@pytest.mark.parametrize("size", SIZES)
def test_each_operation_takes_exactly_so_many_queries(world: World, api: Api, size: int) -> None:
    assert costs(world, size, OPERATIONS, api) == OPERATIONS


@pytest.mark.parametrize("size", SIZES)
def test_each_page_takes_exactly_so_many_queries(world: World, size: int) -> None:
    assert costs(world, size, PAGES, client_of) == PAGES


def test_no_operation_is_forgotten() -> None:
    reading = {path for path, methods in document()["paths"].items() if "get" in methods}
    assert {path for path in reading if path.startswith(CATALOGUES)} <= templates(OPERATIONS, proposal=1, snapshot=1)
