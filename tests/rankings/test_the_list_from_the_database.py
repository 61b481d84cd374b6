"""The list computed from the database is the golden one; own weights are in the address; snapshots are for good."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from tests.deposits.stock import shipped
from tests.rankings.lists import shipped_inputs
from tests.world import World, client_of, nothing_changes
from threads.deposits import services as deposits
from threads.deposits.models import ResourceStatement, Target
from threads.rankings import selectors, services
from threads.rankings.models import Snapshot, SnapshotRank
from threads.rankings.scoring import RankingInput, Weights, rank_by_resource
from threads.rankings.scoring.snapshot import snapshot_of

GOLDEN = list(csv.DictReader((Path(__file__).parent / "golden_by_resource.csv").read_text("utf-8").splitlines()))


@pytest.fixture
def taken(world: World) -> int:
    shipped()
    return services.take_snapshot(actor_id=None)


def rows(answer: object) -> dict[str, dict[str, str]]:
    return {row["slug"]: row for row in csv.DictReader(io.StringIO(answer.content.decode()))}  # type: ignore[attr-defined]


def test_the_database_gives_the_golden_list_to_nine_decimals(taken: int) -> None:
    listed = rows(Client().get("/rankings/resource.csv"))

    assert len(listed) == len(GOLDEN) == 120
    for want in GOLDEN:
        got = listed[want["slug"]]
        assert (got["rank"], got["low"], got["high"]) == (want["rank"], want["low"], want["high"])
        if want["score"]:
            assert float(got["score"]) == pytest.approx(float(want["score"]), abs=1e-9)


def test_what_the_database_holds_is_what_the_files_say_to_the_last_digit(taken: int) -> None:
    kept = selectors.snapshot(taken, viewer=None).body  # type: ignore[arg-type]

    assert kept["hashes"] == snapshot_of(rank_by_resource(shipped_inputs(), draws=1))["hashes"]


def test_a_snapshot_can_be_computed_anew_from_itself(taken: int) -> None:
    body = Client().get(f"/api/v1/rankings/resource/snapshots/{taken}").json()["body"]

    assert snapshot_of(rank_by_resource(selectors.inputs_of(body)))["results"] == body["results"]


def test_own_weights_give_everybody_the_same_list(world: World, taken: int) -> None:
    address = "/rankings/resource.csv?magnet=0&value=0&heavy=10&grade=0"

    listed = rows(Client().get(address))

    assert listed == rows(client_of(world.geologist).get(address))
    by_hand = rank_by_resource(shipped_inputs_with(heavy=1.0))
    assert [slug for slug in listed if listed[slug]["rank"]] == [result.slug for result in by_hand.ranked]


def shipped_inputs_with(**weights: float) -> RankingInput:
    given = {"magnet": 0.0, "value": 0.0, "heavy": 0.0, "grade": 0.0} | weights
    return replace(shipped_inputs(), weights=Weights(**given))


@pytest.mark.parametrize("query", ["magnet=x", "magnet=-1", "magnet=0", "magnet=1e9", "magnet=99999", "grade=\u0661"])
def test_weights_that_cannot_be_used_are_said_to_be_and_the_published_list_stands(taken: int, query: str) -> None:
    answer = Client().get(f"/rankings/resource?{query}")

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert Client().get(f"/api/v1/rankings/resource?{query}").status_code == 400


def test_the_database_refuses_to_change_or_remove_a_snapshot(taken: int) -> None:
    for attempt in (
        lambda: Snapshot.objects.filter(pk=taken).update(digest="0" * 64),
        lambda: SnapshotRank.objects.filter(slug="tanbreez").update(rank=1),
        lambda: SnapshotRank.objects.filter(slug="tanbreez").delete(),
    ):
        with nothing_changes(), pytest.raises(IntegrityError, match="append-only"):
            from_savepoint(attempt)


def from_savepoint(attempt: object) -> None:
    with transaction.atomic():
        attempt()  # type: ignore[operator]


def test_what_moved_is_said_with_the_input_that_caused_it(world: World, taken: int) -> None:
    old = ResourceStatement.objects.get(deposit__slug="tanbreez", effective="2025-03-12")
    deposits.apply_change(
        actor=world.editor, slug="tanbreez", target=Target.STATEMENT, target_id=old.pk, columns=None,
        reason="To see what happens.", source_url="https://example.org", version=None,
    )  # fmt: skip
    later = services.take_snapshot_now(actor=world.editor)

    shown = Client().get(f"/rankings/resource/moves?from={taken}&to={later}").content.decode()
    told = Client().get(f"/api/v1/rankings/resource/comparison?before={taken}&after={later}").json()["results"]

    move = next(one for one in told if one["deposit"] == "tanbreez")
    assert move["before"] == 19
    assert move["after"] < 19
    assert move["causes"][0]["code"] == "statement_replaced"
    assert "tanbreez, 2014, total, 4300 Mt" in shown


def test_the_page_explains_who_is_not_ranked_and_why(taken: int) -> None:
    shown = Client().get("/rankings/resource").content.decode()

    assert "44 deposits have enough stated" in shown
    assert "no resource statement in force" in shown
    assert "The publisher has stated no interest" in shown


def test_the_command_shows_every_number_on_the_way(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rank", explain="tanbreez")

    said = capsys.readouterr().out
    assert "rank 19 of 44 ranked, 120 in the list" in said
    assert "Mt x % x 10 = 179.88 kt of TREO" in said


def test_before_the_first_snapshot_there_is_no_list_and_no_crash(world: World) -> None:
    assert Client().get("/rankings/resource").status_code == 404
    assert Client().get("/api/v1/rankings/resource").status_code == 404


def test_kachin_stands_on_the_list_by_output_as_known_to_produce_without_a_figure(taken: int) -> None:
    shown = Client().get("/rankings/output").content.decode()

    assert "Pangwa-Chipwe" in shown
    assert "2,700" in shown
    assert "truth cannot be judged" in shown
