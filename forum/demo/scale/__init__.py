"""A forum of any size for measurements: who writes how much, about what, and how it gets into the tables.

`manage.py load_data` puts it together. Everything follows from a seed, so that the same call gives the same forum.
"""
