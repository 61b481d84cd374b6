"""Hands on the models of the app's features."""

from threads.discussion.models import Board, Post, PostRevision, Thread
from threads.interviews import models as interviews

__all__ = ["Board", "Post", "PostRevision", "Thread", "interviews"]
