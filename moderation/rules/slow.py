"""What is looked at after a post stands: near-duplicates and waves, and the model's estimate. Called by tasks and reactions."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from datasketch import MinHash, MinHashLSH
from django.db import transaction

from forum.kernel import clock
from forum.kernel.events import publish
from moderation.rules import learning, selectors
from moderation.rules.events import ModelTrained, PostLookedAt, WaveFound
from moderation.rules.likeness import WORDS, words_of
from moderation.rules.models import ModelVersion, PostSketch
from threads.discussion.models import Post

KEPT = timedelta(days=2)
ALIKE = 0.7
"""Estimated likeness from which two posts count as the same."""

WAVE = 3
"""Members who post the same within two days: from here it is a wave."""

PERMUTATIONS = 64
MOST = 5000


def minhash_of(text: str) -> MinHash | None:
    """The MinHash of a text's five-word shingles; None for a shorter one."""
    words = words_of(text)
    if len(words) < WORDS:
        return None
    made = MinHash(num_perm=PERMUTATIONS, seed=1)
    made.update_batch([" ".join(words[at : at + WORDS]).encode() for at in range(len(words) - WORDS + 1)])
    return made


@transaction.atomic
def look_at_post(*, post_id: int) -> None:
    """Keep a post's MinHash, look for posts like it, and ask the model; tell what was found. Done twice, it is told twice."""
    post = Post.objects.filter(pk=post_id).first()
    if post is None:
        return
    alike = _alike(post)
    model = selectors.current_model()
    guess = round(1000 * learning.estimate(bytes(model.weights), post.source)) if model is not None else -1
    publish(PostLookedAt(post_id=post_id, model=guess, alike=len(alike)))
    authors = {post.author_id, *(author for _pk, author in alike)}
    if len(authors) >= WAVE:
        publish(WaveFound(post_id=post_id, alike=len(alike)))


def _alike(post: Post) -> list[tuple[int, int]]:
    """(post, author) of recent posts like this one."""
    made = minhash_of(post.source)
    now = clock.now()
    PostSketch.objects.filter(hour__lt=now - KEPT).delete()
    if made is None:
        return []
    recent = list(
        PostSketch.objects.exclude(pk=post.pk)
        .order_by("-post_id")
        .values_list("post_id", "author_id", "minhash")[:MOST]
    )
    PostSketch.objects.update_or_create(
        post_id=post.pk,
        defaults={"author_id": post.author_id, "minhash": made.hashvalues.tobytes(), "hour": clock.hour_of(now)},
    )
    index = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
    known, kind = {}, made.hashvalues.dtype
    for pk, author_id, raw in recent:
        other = MinHash(num_perm=PERMUTATIONS, seed=1, hashvalues=np.frombuffer(raw, dtype=kind), scheme=made.scheme)
        index.insert(pk, other)
        known[pk] = (author_id, other)
    return [(pk, known[pk][0]) for pk in index.query(made) if made.jaccard(known[pk][1]) >= ALIKE]


@transaction.atomic
def train(*, texts: Sequence[str], acted_on: Sequence[bool]) -> int | None:
    """A new version of the model from all decisions, in their order; its number, None where there is nothing to learn yet."""
    learnt = learning.learn(texts, acted_on)
    if learnt is None:
        return None
    before = selectors.current_model()
    version = before.version + 1 if before else 1
    ModelVersion.objects.create(
        version=version, trained_at=clock.now(), learnt=learnt.learnt, held_out=learnt.held_out, precision=learnt.precision,
        recall=learnt.recall, auc=learnt.auc, weights=learnt.weights,
    )  # fmt: skip
    publish(ModelTrained(version=version))
    return version
