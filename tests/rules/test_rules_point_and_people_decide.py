"""Screening rules: readable conditions, effects, versions, hits; tried on past posts before they judge."""

from collections.abc import Callable

import pytest
from django.test import Client

from forum.kernel.errors import AssayError
from forum.kernel.screening import Draft
from moderation.queue.models import ReviewItem
from moderation.queue.reactions import MODELS_PART
from moderation.rules import learning, selectors, services, slow
from moderation.rules.likeness import likeness, sketch
from moderation.rules.models import RuleHit, RuleState
from moderation.rules.services import Wanted
from tests.queue.ground import BAD, bad_post, decide, reported, tell
from tests.world import World, client_of, member, nothing_changes, reply, start
from threads.discussion import services as discussion
from threads.discussion.models import Post, Submission

type Api = Callable[..., Client]
RAMPING = Wanted([{"is": "words", "any": ["trust me", "double your money"]}], "score", "Talks prices up.", 0.6)


def live(world: World, wanted: Wanted, name: str = "Ramping") -> int:
    """A rule that was tried, and judges."""
    made = services.write_rule(actor=world.moderator, name=name, wanted=wanted)
    services.replay_rule(actor=world.moderator, rule_id=made)
    services.set_rule_state(actor=world.moderator, rule_id=made, state=RuleState.LIVE)
    return made


def test_a_hit_keeps_the_rules_version_its_inputs_and_its_score_and_brings_the_post_before_a_moderator(
    world: World,
) -> None:
    rule = live(world, RAMPING)
    post = bad_post(world)

    tell("queue")

    hit = RuleHit.objects.get()
    assert (hit.rule_id, hit.version, hit.score, hit.post_id) == (rule, 1, 0.6, post.pk)
    assert hit.inputs == [{"is": "words", "input": "trust me"}]
    item = ReviewItem.objects.get()
    assert (item.kind, item.target_id, item.score) == ("rule", str(post.pk), 0.6)
    assert selectors.hits_on(post_id=post.pk)[0].sentences == ("The text says one of: trust me, double your money.",)


def test_a_held_text_is_no_post_until_a_moderator_lets_it_through(world: World) -> None:
    live(world, Wanted(RAMPING.conditions, "hold", "Talks prices up."))
    thread = start(world.geologist, world.public)

    discussion.post_reply(actor=world.newcomer, thread_id=thread.pk, source=BAD)
    tell("queue")

    assert Post.objects.filter(source=BAD).count() == 0
    item = ReviewItem.objects.get(kind="held")
    decide(item, world.moderator, "approve", reason="other")
    assert Post.objects.filter(source=BAD).count() == 1
    assert Submission.objects.get().state == "released"


def test_why_it_was_held_is_told_to_whoever_decides(world: World, api: Api) -> None:
    live(world, Wanted(RAMPING.conditions, "hold", "Talks prices up.", 0.5, reason="ramping"))
    discussion.post_reply(actor=world.newcomer, thread_id=start(world.geologist, world.public).pk, source=BAD)
    tell("queue")
    item = ReviewItem.objects.get()
    assert (item.reason, item.score) == ("ramping", 0.5)

    told = api(world.moderator).get(f"/api/v1/moderation/queue/{item.pk}").json()

    assert told["hits"] == [{
        "rule": "Ramping", "version": 1, "sentences": ["The text says one of: trust me, double your money."],
        "inputs": [{"is": "words", "input": "trust me"}], "effect": "hold", "score": 0.5, "label": "",
    }]  # fmt: skip
    page = client_of(world.moderator).get(f"/moderation/queue/{item.pk}").content.decode()
    assert "The text says one of: trust me, double your money." in page


def test_what_is_edited_in_afterwards_comes_before_a_moderator(world: World) -> None:
    live(world, Wanted(RAMPING.conditions, "hold", "Talks prices up."))
    post = reply(world.newcomer, start(world.geologist, world.public), "Hello there.")
    tell("queue")
    assert not ReviewItem.objects.exists()

    discussion.edit_post(actor=world.newcomer, post_id=post.pk, source=BAD, version=post.version)
    tell("queue")

    assert ReviewItem.objects.get().target_id == str(post.pk)


def test_a_held_text_that_is_refused_never_stands_and_its_author_is_told_why(world: World) -> None:
    live(world, Wanted(RAMPING.conditions, "hold", "Talks prices up."))
    thread = start(world.geologist, world.public)
    discussion.post_reply(actor=world.newcomer, thread_id=thread.pk, source=BAD)
    tell("queue")

    decide(ReviewItem.objects.get(kind="held"), world.moderator, "remove")

    assert Submission.objects.get().state == "refused"
    assert Post.objects.filter(source=BAD).count() == 0


@pytest.mark.parametrize(
    ("condition", "text", "holds"),
    [
        ({"is": "words", "any": ["trust me"]}, "Trust me, it is real.", True),
        ({"is": "words", "any": ["trust me"]}, "Entrust meters to him.", False),
        ({"is": "domains", "any": ["example.org"]}, "See https://pump.example.org/a", True),
        ({"is": "links", "least": 2}, "See https://example.org/a", False),
        ({"is": "age", "below": 3}, "Hello there.", True),
        ({"is": "role", "any": ["verified"]}, "Hello there.", False),
        ({"is": "board", "any": ["field-notes"]}, "Hello there.", True),
        ({"is": "language", "any": ["de"]}, "Das Vorkommen liegt im Norden und wird seit langem untersucht.", True),
    ],
)
def test_each_condition_asks_one_thing(world: World, condition: dict[str, object], text: str, holds: bool) -> None:
    live(world, Wanted([condition], "label", "A try.", label="seen"))
    links = tuple(word for word in text.split() if word.startswith("https://"))

    verdict = services.screen(
        Draft(kind="post", text=text, author_id=world.newcomer.pk, board_id=world.public.pk, links=links)
    )

    assert verdict.labels == (("seen",) if holds else ())


def test_a_text_like_a_removed_one_is_known_again(world: World) -> None:
    decide(reported(world), world.moderator, "remove")
    live(world, Wanted([{"is": "likeness", "least": 0.6}], "hold", "Comes back."))
    again = Draft(kind="post", text=BAD + " Really.", author_id=world.operator.pk)
    other = Draft(
        kind="post", text="The north wall gave 2.1 % over eleven metres of core.", author_id=world.operator.pk
    )
    assert services.screen(again).effect == "hold"
    assert services.screen(other).effect == "clear"
    assert likeness(sketch(BAD), sketch(BAD)) == 1


def test_a_rule_goes_live_only_after_this_version_was_tried_on_past_posts(world: World) -> None:
    made = services.write_rule(actor=world.moderator, name="Ramping", wanted=RAMPING)
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.set_rule_state(actor=world.moderator, rule_id=made, state=RuleState.LIVE)
    assert refused.value.code == "not_replayed"


def test_the_dry_run_counts_and_shows_examples_and_does_nothing_to_them(world: World) -> None:
    post = bad_post(world)
    made = services.write_rule(actor=world.moderator, name="Ramping", wanted=RAMPING)

    found = services.replay_rule(actor=world.moderator, rule_id=made)

    assert (found.looked_at, found.hit, found.already_removed) == (2, 1, 0)
    assert [one.post_id for one in found.examples] == [post.pk]
    assert not RuleHit.objects.exists()


def test_a_changed_rule_is_a_draft_of_a_new_version(world: World) -> None:
    made = live(world, RAMPING)
    services.change_rule(
        actor=world.moderator, rule_id=made, wanted=Wanted([{"is": "links", "least": 3}], "hold", "Links.")
    )
    row = selectors.rule(made, viewer=world.moderator)
    assert (row.version, row.state) == (2, "draft")
    assert selectors.ground_of(Draft(kind="post", text="Any.", author_id=0))[0] == []


@pytest.mark.parametrize("who", ["newcomer", "geologist", "editor"])
def test_nobody_but_moderators_writes_rules(world: World, who: str) -> None:
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.write_rule(actor=getattr(world, who), name="Mine", wanted=RAMPING)
    assert refused.value.code == "rule_writers_only"


@pytest.mark.parametrize(
    "condition",
    [{"is": "magic", "any": ["x"]}, {"is": "links"}, {"is": "links", "least": -1}, {"is": "words", "any": []}],
)
def test_a_condition_that_nobody_knows_is_refused(world: World, condition: dict[str, object]) -> None:
    with nothing_changes(), pytest.raises(AssayError):
        services.write_rule(actor=world.moderator, name="Odd", wanted=Wanted([condition], "hold", "Why."))


def test_a_wave_of_alike_texts_by_three_is_one_item(world: World) -> None:
    thread = start(world.geologist, world.public)
    words = "Everybody who knows this deposit will tell you that it is about to be sold for a great sum of money"
    for number in range(3):
        post = reply(member(f"waver-{number}xx"), thread, f"{words} {number}")
        slow.look_at_post(post_id=post.pk)
    tell("queue")
    item = ReviewItem.objects.get(kind="wave")
    assert item.target_id == str(post.pk)


def test_the_model_learns_from_decisions_is_measured_on_others_and_adds_at_most_half(world: World) -> None:
    bad = [f"Buy now, number {n} doubles next week, trust me, sell all else." for n in range(60)]
    good = [f"Core {n} from the north wall gave two percent over eleven metres." for n in range(60)]
    texts = [text for pair in zip(bad, good, strict=True) for text in pair]
    version = slow.train(texts=texts, acted_on=[True, False] * 60)

    model = selectors.current_model()
    assert model is not None
    assert (version, model.version, model.learnt, model.held_out) == (1, 1, 96, 24)
    assert model.auc == 1.0
    assert learning.estimate(bytes(model.weights), bad[0]) > 0.9
    post = bad_post(world)
    slow.look_at_post(post_id=post.pk)
    tell("queue")
    assert max((item.score for item in ReviewItem.objects.all()), default=0) <= MODELS_PART


def test_too_few_decisions_teach_nothing(world: World) -> None:
    with nothing_changes():
        assert slow.train(texts=["a", "b"], acted_on=[True, False]) is None
