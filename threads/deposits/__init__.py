"""Deposits: the catalogue, its figures and where they come from."""
