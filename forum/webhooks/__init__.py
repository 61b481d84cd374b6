"""Telling programs of members what happened, over HTTP."""
