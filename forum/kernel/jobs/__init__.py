"""Work to be done later, kept as rows: the broker may lose its messages, never the work."""

from forum.kernel.jobs.claims import Claim, claimed, leased
from forum.kernel.jobs.fanout import run_chunks
from forum.kernel.jobs.rows import enqueue, enqueue_many

__all__ = ["Claim", "claimed", "enqueue", "enqueue_many", "leased", "run_chunks"]
