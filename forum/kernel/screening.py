"""The hook through which every stored text passes before any lock is taken.

The kernel knows no rules. `forum.wiring` plugs in whoever judges; until then every text is clear. A screener may read, and
must be fast (under 5 ms); what it finds is stored by the service that asked, together with the text.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

type Effect = Literal["clear", "hold", "require_disclosure"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way in. `kind` names what it will be ("post", "thread_title", "bio"); ids are zero where there is none."""

    kind: str
    text: str
    author_id: int
    board_id: int = 0
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say: an effect, a score from 0 to 1, labels, and the hits as plain data to be stored with the text."""

    effect: Effect = "clear"
    score: float = 0.0
    labels: tuple[str, ...] = ()
    hits: tuple[dict[str, object], ...] = field(default=())


type Screener = Callable[[Draft], Verdict]

_screeners: list[Screener] = []


def plug(screener: Screener) -> None:
    """Add a screener. Only `forum.wiring` calls this, once, while the apps get ready."""
    if screener not in _screeners:
        _screeners.append(screener)


def screen(draft: Draft) -> Verdict:
    """The strictest effect, the highest score and all labels and hits of every screener."""
    order: tuple[Effect, ...] = ("clear", "require_disclosure", "hold")
    verdicts = [screener(draft) for screener in _screeners]
    return Verdict(
        effect=max((v.effect for v in verdicts), key=order.index, default="clear"),
        score=max((v.score for v in verdicts), default=0.0),
        labels=tuple(label for v in verdicts for label in v.labels),
        hits=tuple(hit for v in verdicts for hit in v.hits),
    )
