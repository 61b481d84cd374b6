"""The online model: a linear estimate of whether staff would act on a text, learnt from their own decisions. Pure arithmetic.

Words and pairs of words are hashed into 2^16 places (no vocabulary is kept, so no text can be read out of the weights), and
a logistic regression is fitted by stochastic gradient descent. It only ever adds a part to an item's score.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import precision_score, recall_score, roc_auc_score

FEATURES = 2**16
LEAST = 40
"""Decisions below which there is nothing to learn from."""

HELD_OUT = 0.2
_VECTORS = HashingVectorizer(n_features=FEATURES, ngram_range=(1, 2), alternate_sign=True, norm="l2")


@dataclass(frozen=True, slots=True)
class Learnt:
    """A fitted model and how it did on the newest fifth of the decisions, which it was not shown. None: not measurable."""

    weights: bytes
    learnt: int
    held_out: int
    precision: float | None
    recall: float | None
    auc: float | None


def learn(texts: Sequence[str], acted_on: Sequence[bool]) -> Learnt | None:
    """Learn from decisions in the order in which they were made; None where there are too few, or all went the same way."""
    split = int(len(texts) * (1 - HELD_OUT))
    if len(texts) < LEAST or len(set(acted_on[:split])) < 2:
        return None
    vectors = _VECTORS.transform(texts)
    truth = np.asarray(acted_on, dtype=bool)
    model = SGDClassifier(loss="log_loss", alpha=1e-5, random_state=20251122, max_iter=20, tol=None)
    for start in range(0, split, 500):
        end = min(start + 500, split)
        for _round in range(5):
            model.partial_fit(vectors[start:end], truth[start:end], classes=np.array([False, True]))
    guessed, sure = model.predict(vectors[split:]), model.predict_proba(vectors[split:])[:, 1]
    both = len(set(truth[split:].tolist())) == 2
    weights = np.concatenate([model.coef_[0], model.intercept_]).astype(np.float32)
    return Learnt(
        weights=_packed(weights),
        learnt=split,
        held_out=len(texts) - split,
        precision=float(precision_score(truth[split:], guessed, zero_division=0)) if guessed.any() else None,
        recall=float(recall_score(truth[split:], guessed, zero_division=0)) if truth[split:].any() else None,
        auc=float(roc_auc_score(truth[split:], sure)) if both else None,
    )


def estimate(weights: bytes, text: str) -> float:
    """From 0 to 1: how likely staff would act on this text."""
    known = np.load(io.BytesIO(weights), allow_pickle=False)
    vector = _VECTORS.transform([text])
    value = float(vector.dot(known[:-1])[0] + known[-1])
    return float(1 / (1 + np.exp(-np.clip(value, -30, 30))))


def _packed(weights: NDArray[np.float32]) -> bytes:
    """NumPy's own format, loaded again without pickle."""
    out = io.BytesIO()
    np.save(out, weights, allow_pickle=False)
    return out.getvalue()
