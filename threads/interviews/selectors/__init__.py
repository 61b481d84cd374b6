"""Every read of interviews, by who asks.

`cases` finds interviews and says what a viewer is to them; `questions`, `answers`, `library` and `desk` read the rest. What
only the case may know is read in `desk`, and nowhere else.
"""

from threads.interviews.selectors.cases import TABS, interview_rows
from threads.interviews.selectors.quotes import quote_of

__all__ = ["TABS", "interview_rows", "quote_of"]
