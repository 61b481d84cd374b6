"""What changed for a viewer since a position, and what they may no longer keep."""

from forum.sync.selectors.reading import Answer, Changed, Thing, changes
from forum.sync.selectors.windows import InterviewThing

__all__ = ["Answer", "Changed", "InterviewThing", "Thing", "changes"]
