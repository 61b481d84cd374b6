"""The REST door of interviews: `interviews` for all, `case` for guest and editors, `questions`, `answers`."""
