"""What the demo community says: people, boards and threads as plain data, and how they get into the tables.

The people are invented. What they say of deposits follows the starter catalogue and its sources.
"""
