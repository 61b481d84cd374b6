"""Hands on the models of the app's features."""

from threads.discussion.models import Board, Post, PostRevision, Thread

__all__ = ["Board", "Post", "PostRevision", "Thread"]
