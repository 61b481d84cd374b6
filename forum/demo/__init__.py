"""What the demo community says: people, boards and threads as plain data.

The people are invented. What they say of deposits follows the starter catalogue and its sources.
"""

from forum.demo.people import BOARDS, PEOPLE
from forum.demo.threads import THREADS

__all__ = ["BOARDS", "PEOPLE", "THREADS"]
