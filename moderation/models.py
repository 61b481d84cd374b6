"""Hands on the models of the features of this app."""
